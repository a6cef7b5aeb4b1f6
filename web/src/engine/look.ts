/** What can be said of a template and one recipient at once: small enough to be asked at every keystroke. */
import type { Composer, RecipientList, RenderedMessage, TemplateOutline } from 'klikspor';
import {
  type CheckedDestination,
  type Draft,
  type Instead,
  type Look,
  type OffendingText,
  PHONES,
} from './protocol.ts';
import type { Recipients } from './recipients.ts';
import type { Templates } from './templates.ts';

export class Looker {
  readonly #core: Composer;
  readonly #templates: Templates;
  /** Stands in while no list is loaded: one recipient whose values are the fields' own names. */
  #sample: { readonly key: string; readonly list: RecipientList } | null = null;

  constructor(core: Composer, templates: Templates) {
    this.#core = core;
    this.#templates = templates;
  }

  look(draft: Draft, recipients: Recipients | null, wanted: number): Look {
    const outline = this.#templates.outline(draft);
    const hasList = recipients !== null && recipients.size > 0;
    const index = hasList ? Math.min(Math.max(wanted, 0), recipients.size - 1) : -1;
    const destinations = this.#check(outline, draft);
    const rendered = hasList ? recipients.render(index, draft) : this.#renderSample(outline, draft);
    return {
      outline,
      fieldColumns: recipients?.columnsOf(draft) ?? [],
      destinations,
      offending: this.#offending(draft, outline),
      rendered,
      index,
      number: hasList ? recipients.numberOf(index) : '',
      borders: bordersInTemplate(outline, rendered),
      card: this.#card(outline, destinations, rendered, draft),
      instead: hasList ? this.#instead(recipients, index, draft, rendered) : null,
      knownEnding: this.#isWholeLink(`${draft.options.linkPrefix}${this.#core.sampleSlug(draft.options.width, 0, 0)}`),
    };
  }

  /** Without a list nobody is above a limit. */
  #instead(recipients: Recipients, index: number, draft: Draft, { plan }: RenderedMessage): Instead | null {
    const sent = recipients.sent(draft, plan.segments);
    if (sent === draft) return null;
    if (sent === null) return { kind: 'nothing' };
    const outline = this.#templates.outline(sent);
    const rendered = recipients.render(index, sent);
    return { kind: 'shorter', rendered, card: this.#card(outline, this.#check(outline, sent), rendered, sent) };
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

  #check(outline: TemplateOutline, { parameters, devices = {} }: Draft): CheckedDestination[] {
    return outline.links.flatMap(({ kind, link, url }) => {
      if (kind !== 'destination' || link < 0) return [];
      const finished = (address: string) => this.#core.buildDestination(address, parameters[url]);
      const given = PHONES.flatMap((phone) => {
        const address = devices[url]?.[phone] ?? '';
        return address === '' ? [] : [[phone, finished(address)] as const];
      });
      const added = (parameters[url] ?? [])
        .map(([name]) => name)
        .filter((name) => this.#core.isStrippedParameter(name));
      return [
        {
          link,
          url,
          outcome: finished(url),
          devices: Object.fromEntries(given),
          stripped: [...new Set([...this.#core.strippedParameters(url), ...added])],
          clean: this.#core.withoutStripped(url),
        },
      ];
    });
  }

  /** The card names the host where the link leads: a destination's, or that of the short links for the opt-out page. */
  #card(
    outline: TemplateOutline,
    destinations: readonly CheckedDestination[],
    { text }: RenderedMessage,
    { options }: Draft,
  ): Look['card'] {
    const card = this.#core.linkCard(text);
    if (card !== 'edge') return { card, host: '' };
    const short = outline.links.find((link) => link.link >= 0);
    const [found = { start: 0, end: 0 }] = this.#core.findLinks(text);
    const outcome =
      destinations[0]?.outcome ??
      (short === undefined
        ? this.#core.buildDestination(text.slice(found.start, found.end))
        : this.#core.finishHost(hostOf(options.linkPrefix)));
    return { card, host: outcome.ok ? outcome.displayHost.replace(/^www\./, '') : '' };
  }

  #isWholeLink(text: string): boolean {
    const [found] = this.#core.findLinks(text);
    return found?.start === 0 && found.end === text.length;
  }

  #offending(draft: Draft, outline: TemplateOutline): OffendingText[] {
    // Field names and shortened links are not in the finished message; a fallback, before the closing braces, is.
    const names = outline.fields.map(({ start, end, fallback }) => ({ start, end: end - 2 - fallback.length }));
    const tokens = inOrder([...names, ...outline.links.filter((link) => link.link >= 0)]);
    const found = new Map<string, { positions: number[]; replacement: string | null }>();
    let next = 0;
    for (const { start, end, replacement } of this.#core.explainText(draft.template)) {
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
export function bordersInTemplate(outline: TemplateOutline, rendered: RenderedMessage): number[] {
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
