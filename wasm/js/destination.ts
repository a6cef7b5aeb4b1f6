import type { Core, FoundLink, HostReach, LinkCard } from '../core.d.ts';
import { checkInteger } from './check.ts';
import type { RawModule } from './raw.d.ts';
import { textBuffer } from './text-buffer.ts';

export interface RawDestination {
  _destinationText(units: number): number;
  _linksFind(length: number): number;
  _linksFound(): number;
  _destinationBuild(length: number, parameters: number, lengths: number): number;
  _destinationAnswer(): number;
  _destinationAnswerLength(): number;
  _destinationUrlLength(): number;
  _destinationStrayPercent(): number;
  _hostFinish(length: number): number;
}

const MOST_PARAMETERS = 64;
/** In the core's order. */
const CARDS: readonly LinkCard[] = ['no-link', 'several', 'inside', 'edge'];
const REACHES: readonly HostReach[] = ['open', 'documentation', 'nowhere'];

export function destinationFunctions(
  raw: RawModule & RawDestination,
): Pick<Core, 'findLinks' | 'linkCard' | 'buildDestination' | 'finishHost'> {
  const write = textBuffer(raw, raw._destinationText);
  const lengths = raw._malloc(MOST_PARAMETERS * 8);
  const utf8 = new TextDecoder();
  /** The answer in its two parts: what programs read, and the host as people do. */
  const answer = (): [string, string] => {
    const start = raw._destinationAnswer();
    const split = start + raw._destinationUrlLength();
    const end = start + raw._destinationAnswerLength();
    return [utf8.decode(raw.HEAPU8.subarray(start, split)), utf8.decode(raw.HEAPU8.subarray(split, end))];
  };

  return {
    findLinks(text) {
      const count = raw._linksFind(write(text)) >> 2;
      const at = raw._linksFound() >> 2;
      const numbers = raw.HEAPU32.slice(at, at + count * 2);
      const links: FoundLink[] = [];
      for (let i = 0; i < numbers.length; i += 2) links.push({ start: numbers[i] ?? 0, end: numbers[i + 1] ?? 0 });
      return links;
    },

    linkCard(text) {
      return CARDS[raw._linksFind(write(text)) & 3] ?? 'no-link';
    },

    buildDestination(url, parameters = []) {
      checkInteger('parameters.length', parameters.length, 0, MOST_PARAMETERS);
      const texts = parameters.flat();
      write(url, ...texts);
      for (const [i, text] of texts.entries()) raw.HEAPU32[(lengths >> 2) + i] = text.length;
      const ok = raw._destinationBuild(url.length, parameters.length, lengths) === 1;
      const [first, displayHost] = answer();
      if (!ok) return { ok, error: first };
      const strayPercent = raw._destinationStrayPercent();
      return { ok, url: first, displayHost, ...(strayPercent >= 0 && { strayPercent }) };
    },

    finishHost(host) {
      write(host);
      const found = raw._hostFinish(host.length);
      const [first, displayHost] = answer();
      if (found === 0) return { ok: false, error: first };
      return { ok: true, host: first, displayHost, isAddress: (found & 2) !== 0, reach: REACHES[found >> 2] ?? 'open' };
    },
  };
}
