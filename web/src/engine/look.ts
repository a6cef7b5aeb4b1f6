/** What can be said of a template and one recipient at once: small enough to be asked at every keystroke. */
import type { DestinationOutcome, HostOutcome } from 'klikspor/addresses';
import type { LinkCard, RecipientList, RenderedMessage, TemplateOutline, Texts } from 'klikspor/texts';
import { addresses } from './addresses.ts';
import { type CheckedDestination, Destinations } from './destinations.ts';
import type { Draft } from './draft.ts';
import type { Recipients } from './recipients.ts';
import type { Templates } from './templates.ts';

/** One recipient's message and everything that can be said of the template without the list. */
export interface Look {
  readonly outline: TemplateOutline;
  /** The list's column for each field of the outline; -1: it has none. Empty without a list. */
  readonly fieldColumns: readonly number[];
  readonly destinations: readonly CheckedDestination[];
  readonly offending: readonly OffendingText[];
  readonly rendered: RenderedMessage;
  /** Row shown; -1 while no list is loaded. */
  readonly index: number;
  /** The recipient's number, empty without a list. */
  readonly number: string;
  /** Segment borders of `rendered`, carried back to positions in the template. */
  readonly borders: readonly number[];
  /** Whether an iPhone draws a card for the link; if so, the host it names, unless the link is refused. */
  readonly card: { readonly card: LinkCard; readonly host: string };
  /** Phones know a short link by the ending of its host. False: one so rare that some may not. */
  readonly knownEnding: boolean;
  /** Under a limit. Null: the recipient is sent the message. */
  readonly instead: Instead | null;
}

/** Something in the template that GSM-7 does not have, and every place it stands in. */
export interface OffendingText {
  readonly text: string;
  readonly positions: readonly number[];
  /** What says the same within GSM-7; empty: leave it out. Null: nothing does. */
  readonly replacement: string | null;
}

/** What the recipient is really sent, where that is not the message. */
export type Instead =
  | { readonly kind: 'shorter'; readonly rendered: RenderedMessage; readonly card: Look['card'] }
  | { readonly kind: 'nothing' };

export class Looker {
  readonly #core: Texts;
  readonly #templates: Templates;
  /** Stands in while no list is loaded: one recipient whose values are the fields' own names. */
  #sample: { readonly key: string; readonly list: RecipientList } | null = null;
  readonly #destinations = new Destinations();
  /** Follows from the prefix and the width of the short links alone. */
  #ending: { readonly key: string; readonly isKnown: boolean } | null = null;

  constructor(core: Texts, templates: Templates) {
    this.#core = core;
    this.#templates = templates;
  }

  /**
   * `wanted`: row of the list; below 0: none, as without a list. Waits only where a link is finished (`Destinations`).
   */
  async look(draft: Draft, recipients: Recipients | null, wanted: number): Promise<Look> {
    const outline = this.#templates.outline(draft);
    const hasList = recipients !== null && recipients.size > 0 && wanted >= 0;
    const index = hasList ? Math.min(wanted, recipients.size - 1) : -1;
    const rendered = hasList ? recipients.render(index, draft) : this.#renderSample(outline, draft);
    const number = hasList ? recipients.numberOf(index) : '';
    const sent = hasList ? this.#sentInstead(recipients, index, draft, rendered) : null;
    // The list may be another once something was waited for: it has been asked for everything.
    const destinations = await this.#destinations.of(outline, draft);
    return {
      outline,
      fieldColumns: recipients?.columnsOf(draft) ?? [],
      destinations,
      offending: this.#offending(draft, outline),
      rendered,
      index,
      number,
      borders: bordersInTemplate(outline, rendered),
      card: await this.#card(outline, destinations, rendered, draft),
      instead: sent && (await this.#instead(sent)),
      knownEnding: this.#isKnownEnding(draft.options),
    };
  }

  /** Null: the message. Without a list nobody is above a limit. */
  #sentInstead(recipients: Recipients, index: number, draft: Draft, { plan }: RenderedMessage): SentInstead | null {
    const sent = recipients.sent(draft, plan.segments);
    if (sent === draft) return null;
    if (sent === null) return 'nothing';
    return { draft: sent, outline: this.#templates.outline(sent), rendered: recipients.render(index, sent) };
  }

  async #instead(sent: SentInstead): Promise<Instead> {
    if (sent === 'nothing') return { kind: 'nothing' };
    const { draft, outline, rendered } = sent;
    const destinations = await this.#destinations.of(outline, draft);
    return { kind: 'shorter', rendered, card: await this.#card(outline, destinations, rendered, draft) };
  }

  #renderSample(outline: TemplateOutline, draft: Draft): RenderedMessage {
    const names = [...new Set(outline.fields.map((field) => field.name))];
    // A list has a column even where the message has no field.
    const columns = names.length > 0 ? names : ['-'];
    const key = columns.join('\n');
    if (this.#sample?.key !== key) {
      this.#sample?.list.delete();
      const list = this.#core.createRecipientList(columns);
      list.append([columns]);
      this.#sample = { key, list };
    }
    return this.#templates.of(draft).render(this.#sample.list, 0);
  }

  /** The card names the host where the link leads: a destination's, or that of the short links for the opt-out page. */
  async #card(
    outline: TemplateOutline,
    [destination]: readonly CheckedDestination[],
    { text }: RenderedMessage,
    { options }: Draft,
  ): Promise<Look['card']> {
    const card = this.#core.linkCard(text);
    if (card !== 'edge') return { card, host: '' };
    const outcome = destination?.outcome ?? (await this.#ownHost(outline, text, options.linkPrefix));
    return { card, host: outcome.ok ? outcome.displayHost.replace(/^www\./, '') : '' };
  }

  /** Of the only link where it is no destination of the message: the opt-out link, or one that stands in a value. */
  async #ownHost(
    outline: TemplateOutline,
    text: string,
    linkPrefix: string,
  ): Promise<DestinationOutcome | HostOutcome> {
    const { buildDestination, finishHost } = await addresses();
    if (outline.links.some(({ link }) => link >= 0)) return finishHost(hostOf(linkPrefix));
    const [found = { start: 0, end: 0 }] = this.#core.findLinks(text);
    return buildDestination(text.slice(found.start, found.end));
  }

  #isKnownEnding({ linkPrefix, width }: Draft['options']): boolean {
    const key = `${width} ${linkPrefix}`;
    if (this.#ending?.key !== key) {
      const link = `${linkPrefix}${this.#core.sampleSlug(width, 0, 0)}`;
      const [found] = this.#core.findLinks(link);
      this.#ending = { key, isKnown: found?.start === 0 && found.end === link.length };
    }
    return this.#ending.isKnown;
  }

  #offending(draft: Draft, outline: TemplateOutline): OffendingText[] {
    const offenders = this.#core.explainText(draft.template);
    if (offenders.length === 0) return [];
    // Field names and shortened links are not in the finished message; a fallback, the last of its text in a field, is.
    const names = outline.fields.flatMap(({ start, end, fallback }) => {
      const close = end - 2;
      const at = Math.max(start, draft.template.lastIndexOf(fallback, close - fallback.length));
      return [
        { start, end: at },
        { start: at + fallback.length, end },
      ];
    });
    const tokens = inOrder([...names, ...outline.links.filter((link) => link.link >= 0)]);
    const found = new Map<string, { positions: number[]; replacement: string | null }>();
    let next = 0;
    for (const { start, end, replacement } of offenders) {
      while (next < tokens.length && (tokens[next]?.end ?? 0) <= start) next++;
      const token = tokens[next];
      if (token !== undefined && token.start <= start) continue;
      const text = draft.template.slice(start, end);
      const known = found.get(text);
      if (known === undefined) found.set(text, { positions: [start], replacement });
      else known.positions.push(start);
    }
    return [...found].map(([text, entry]) => ({ text, ...entry }));
  }
}

/** What a recipient is sent where that is not the message. */
type SentInstead =
  | 'nothing'
  | { readonly draft: Draft; readonly outline: TemplateOutline; readonly rendered: RenderedMessage };

/** Of `https://s.brand.dk:8787/`, scheme and port being there or not. */
const hostOf = (linkPrefix: string): string => linkPrefix.replace(/^https?:\/\//, '').replace(/[:/].*$/, '');

/** What of the template is replaced in a message, in order. */
function tokensOf(outline: TemplateOutline): { readonly start: number; readonly end: number }[] {
  return inOrder([...outline.fields, ...outline.links.filter((link) => link.link >= 0)]);
}

function inOrder(places: readonly { readonly start: number; readonly end: number }[]) {
  return [...places].sort((a, b) => a.start - b.start);
}

/** A border inside a replaced value is drawn where its field or link begins. */
function bordersInTemplate(outline: TemplateOutline, rendered: RenderedMessage): number[] {
  const tokens = tokensOf(outline);
  if (tokens.length !== rendered.parts.length) return [];
  const borders: number[] = [];
  let next = 0;
  let shift = 0;
  for (const { end } of rendered.ranges.slice(0, -1)) {
    for (let part = rendered.parts[next]; part !== undefined && part.end <= end; part = rendered.parts[++next]) {
      shift = (tokens[next]?.end ?? 0) - part.end;
    }
    const part = rendered.parts[next];
    borders.push(part !== undefined && part.start < end ? (tokens[next]?.start ?? 0) : end + shift);
  }
  return borders;
}
