/** Where a message's links lead. What was found of one is kept: with nearly every key the text changes, and no address. */
import type { Addresses, DestinationOutcome } from 'klikspor/addresses';
import type { TemplateOutline } from 'klikspor/texts';
import { addresses } from './addresses.ts';
import { type Draft, PHONES, type PhoneKind } from './draft.ts';

export interface CheckedDestination {
  /** Position among the message's links. */
  readonly link: number;
  readonly url: string;
  readonly outcome: DestinationOutcome;
  /** The same of the addresses that phones of one kind go to; absent: none is given. */
  readonly devices: Readonly<Partial<Record<PhoneKind, DestinationOutcome>>>;
  /** Parameters of the address, or added to it, that browsers take off before the page sees them. */
  readonly stripped: readonly string[];
  /** The address as written, without them. */
  readonly clean: string;
}

type Checked = Omit<CheckedDestination, 'link'>;

/** More than the links of a few messages. */
const MOST = 50;

export class Destinations {
  /** By all that it follows from. */
  readonly #known = new Map<string, Checked>();

  /** Waits only where a link is finished, and then for the first alone: the module for addresses is loaded with it. */
  async of(outline: TemplateOutline, draft: Draft): Promise<CheckedDestination[]> {
    const links = outline.links.filter(({ kind, link }) => kind === 'destination' && link >= 0);
    if (links.length === 0) return [];
    const core = await addresses();
    return links.map(({ link, url }) => {
      const key = JSON.stringify([url, draft.parameters[url], draft.devices?.[url]]);
      const known = this.#known.get(key) ?? checked(url, draft, core);
      if (this.#known.size >= MOST) this.#known.clear();
      this.#known.set(key, known);
      return { link, ...known };
    });
  }
}

function checked(url: string, { parameters, devices }: Draft, core: Addresses): Checked {
  const finished = (address: string) => core.buildDestination(address, parameters[url]);
  const given = PHONES.flatMap((phone) => {
    const address = devices?.[url]?.[phone] ?? '';
    return address === '' ? [] : [[phone, finished(address)] as const];
  });
  const added = (parameters[url] ?? []).map(([name]) => name).filter((name) => core.isStrippedParameter(name));
  return {
    url,
    outcome: finished(url),
    devices: Object.fromEntries(given),
    stripped: [...new Set([...core.strippedParameters(url), ...added])],
    clean: core.withoutStripped(url),
  };
}
