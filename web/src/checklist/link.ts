/** What may go wrong with a link on its way to the page: told beside the link and on the checklist. */
import type { FoundLink, TemplateLink } from 'klikspor';
import { STRIPPED_PARAMETERS } from 'klikspor/stripped-parameters';
import type { CheckedDestination } from '../engine/destinations.ts';
import { type DeviceDestinations, PHONES } from '../engine/draft.ts';
import { isOwnMachine } from '../pointing/own-machine.ts';
import { alike } from './alike.ts';
import { type Finding, finding, type Remedy } from './finding.ts';

/** Longest piece of the message that is quoted. */
const QUOTED = 20;
/** Length of an escape, such as %C3. */
const ESCAPE = 3;
const BEFORE = /(?:\{\{[^{}]*\}\}|[^\s{}]+|[{}])$/;
const BEHIND = /^(?:\{\{[^{}]*\}\}|[^\s{}]+|[{}])/;
/** Of an address: its host's last label and the dot before it, behind the scheme and the rest of the host. */
const ENDING = /^(?:https?:\/\/)?[^/?#:]*(\.[^/?#:.]+)/i;
/** Of an address: the last word of its path, and the sign before it, where a sentence may go on. */
const LAST_WORD = /^(?:https?:\/\/)?[^/?#]+(?=[/?#]).*([.,;!?]\p{Lu}\p{L}*)$/u;
/** Of an address: the last that begins in it. */
const SECOND = /^.*[^/]\/?((?:https?:\/\/|www\.).*)$/i;
/** What closes a sentence: a space that is missing belongs behind it. */
const CLOSING = /^[.,;:!?)\]…”’»]*/;

/** What is quoted of a doubt, and where a space would end it; null: nowhere. */
function doubted(
  template: string,
  { start, end }: TemplateLink,
  name: TemplateLink['beside'][number],
): { quoted: string; space: number | null } {
  if (name === 'joined-before') {
    return { quoted: BEFORE.exec(template.slice(0, start))?.[0].slice(-QUOTED) ?? '', space: start };
  }
  const behind = template.slice(end);
  if (name === 'sign-behind' || name === 'joined-behind') {
    const closing = name === 'joined-behind' ? (CLOSING.exec(behind)?.[0].length ?? 0) : 0;
    return { quoted: BEHIND.exec(behind)?.[0].slice(0, QUOTED) ?? '', space: end + closing };
  }
  const address = template.slice(start, end);
  if (name === 'plain-words') return { quoted: address, space: start + address.indexOf('.') + 1 };
  if (name === 'second-link') {
    const second = SECOND.exec(address)?.[1] ?? '';
    return { quoted: second, space: end - second.length };
  }
  const word = name === 'second-ending' ? LAST_WORD.exec(address)?.[1] : undefined;
  const ending = word ?? ENDING.exec(address)?.[1] ?? '';
  return { quoted: ending, space: name === 'second-ending' ? end - ending.length + 1 : null };
}

/**
 * The core says what is doubtful about where links begin and end; here it is quoted, and a space offered. One finding for what
 * stands alike beside several: its remedy does it everywhere.
 */
export function besideLinks(template: string, links: readonly TemplateLink[]): Finding[] {
  const found = links.flatMap((link) =>
    link.beside
      // The promise that signs do no harm is the short links'.
      .filter((name) => name !== 'sign-behind' || link.link >= 0)
      .map((name) => ({ name, at: { start: link.start, end: link.end }, ...doubted(template, link, name) })),
  );
  return alike(found, ({ name, quoted }) => `${name} ${quoted}`).map((group) => {
    const [{ name, quoted, at }] = group;
    const edits = group.flatMap(({ space }) => (space === null ? [] : [{ start: space, end: space, text: ' ' }]));
    const say: Remedy['say'] = ({ words, integer }) =>
      edits.length === 1 ? words.remedies.space : words.remedies.spaces(integer(edits.length));
    return finding(`link-${name}`, ({ words }) => words.rules[`link-${name}`](quoted), {
      key: String(at.start),
      at,
      remedy: edits.length === 0 ? undefined : { kind: 'edit', edits: () => edits, say },
    });
  });
}

/** Addresses that begin with something like `https://`. */
export function misspelled(template: string, schemes: readonly FoundLink[]): Finding[] {
  return schemes.map(({ start, end }) =>
    finding('link-misspelled', ({ words }) => words.rules['link-misspelled'](template.slice(start, end).trimEnd()), {
      key: String(start),
      at: { start, end },
      remedy: {
        kind: 'edit',
        edits: () => [{ start, end, text: 'https://' }],
        say: ({ words }) => words.remedies.https,
      },
    }),
  );
}

/** Parameters of the address, or added to it, that browsers take off before the page sees them. */
export function strippedFromLink(
  { url, start, end }: Pick<TemplateLink, 'url' | 'start' | 'end'>,
  { stripped: names, clean }: Pick<CheckedDestination, 'stripped' | 'clean'>,
): Finding[] {
  if (names.length === 0) return [];
  const takers = new Set(names.flatMap((name) => STRIPPED_PARAMETERS[name]?.browsers ?? []));
  const browsers = (['safari', 'firefox'] as const).filter((browser) => takers.has(browser));
  return [
    finding(
      'link-stripped',
      ({ words, list }) =>
        words.rules['link-stripped'](names.length, list(names), list(browsers.map((name) => words.browsers[name]))),
      {
        key: String(start),
        at: { start, end },
        remedy: {
          kind: 'take-out',
          url,
          names,
          to: clean,
          say: ({ words, list }) => words.remedies.takeOut(list(names)),
        },
      },
    ),
  ];
}

/**
 * `{slug}`, however its braces are written: in an address it is no marker, and the shop would get it as it stands. A brace that
 * closes an address is not of it.
 */
const SLUG_MARKER = /(?:\{|%7B)slug(?:\}|%7D|$)/i;

/** A marker of campaign parameters that stands in the address, or in one a kind of phone has instead. */
export function slugInAddress(
  { url, start, end }: Pick<TemplateLink, 'url' | 'start' | 'end'>,
  instead: DeviceDestinations | undefined,
): Finding[] {
  const addresses = [url, ...PHONES.map((phone) => instead?.[phone] ?? '')];
  if (!addresses.some((address) => SLUG_MARKER.test(address))) return [];
  return [
    finding('link-slug-in-address', ({ words }) => words.rules['link-slug-in-address'], {
      key: String(start),
      at: { start, end },
    }),
  ];
}

/** A `%` that begins no escape in an address, or in one a kind of phone has instead: with what phones are sent to. */
export function strayPercents(
  { url, start, end }: Pick<TemplateLink, 'url' | 'start' | 'end'>,
  { outcome, devices }: Pick<CheckedDestination, 'outcome' | 'devices'>,
  instead: DeviceDestinations | undefined,
): Finding[] {
  const all = [
    { phone: null, address: url, finished: outcome },
    ...PHONES.map((phone) => ({ phone, address: instead?.[phone] ?? '', finished: devices[phone] })),
  ];
  return all.flatMap(({ phone, address, finished }) => {
    if (!finished?.ok || finished.strayPercent === undefined) return [];
    const at = finished.strayPercent;
    const quoted = address.slice(at, at + ESCAPE);
    const to = `${address.slice(0, at)}%25${address.slice(at + 1)}`;
    return [
      finding('link-stray-percent', ({ words }) => words.rules['link-stray-percent'](quoted, finished.url), {
        key: `${start} ${phone ?? ''}`,
        at: { start, end },
        remedy: { kind: 'readdress', url, phone, to, say: ({ words }) => words.remedies.percent },
      }),
    ];
  });
}

/** Whether phones know the host of the short links for an address. */
export function rareEnding(host: string | null, knownEnding: boolean): Finding[] {
  if (host === null || knownEnding || isOwnMachine(host)) return [];
  return [
    finding('link-rare-ending', ({ words }) => words.rules['link-rare-ending'](host), {
      remedy: { kind: 'scheme', say: ({ words }) => words.remedies.scheme },
    }),
  ];
}

/** Addresses that phones make tappable and the core does not shorten, as what they end in may be a word too. */
export function overlooked(template: string, hosts: readonly FoundLink[]): Finding[] {
  return hosts.map(({ start, end }) =>
    finding('link-overlooked', ({ words }) => words.rules['link-overlooked'](template.slice(start, end)), {
      key: String(start),
      at: { start, end },
      remedy: {
        kind: 'edit',
        edits: () => [{ start, end: start, text: 'https://' }],
        say: ({ words }) => words.remedies.writeLink,
      },
    }),
  );
}
