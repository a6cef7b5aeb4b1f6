/** Messages made of one text for some people, by the composer's own module: what it previews and what is sent cannot differ. */
import type { ForeignTag, NdjsonOptions, TemplateOutline } from 'klikspor/texts';
import { MOST_LINKS } from '../api/campaign.ts';
import { fieldProblem } from '../api/problem.ts';
import type { Texts } from '../texts.ts';

export interface WritingAsk {
  readonly text: string;
  /** Of each person, by the names of merge fields. */
  readonly people: readonly Readonly<Record<string, string>>[];
  /** Of their values. Which one a merge field goes by may depend on their order (`namesOf`). */
  readonly names: readonly string[];
  /** What a short link starts with in the messages. */
  readonly linkPrefix: string;
  readonly width: 8 | 9;
}

export interface WrittenMessage {
  readonly text: string;
  readonly encoding: 'gsm7' | 'ucs2';
  readonly segments: number;
}

/** What is known of a text before anybody's message is made. */
export interface Reading {
  readonly outline: TemplateOutline;
  /** For each field of the outline which of the names it is; -1: none. */
  readonly columns: readonly number[];
  /** For each field the other names that it goes by. */
  readonly namesakes: readonly (readonly number[])[];
  readonly foreignTags: readonly ForeignTag[];
}

/** Names of values, in the order in which they come. */
export const namesOf = (people: WritingAsk['people']): string[] => [
  ...new Set(people.flatMap((values) => Object.keys(values))),
];

export interface Written extends Reading {
  /** Those that stand in the messages, person by person, link by link, nothing between them. */
  readonly slugs: string;
  readonly messages: readonly WrittenMessage[];
}

const CELLS = [
  ['text', 'message'],
  ['encoding', 'encoding'],
  ['segments', 'segments'],
] as const satisfies NdjsonOptions['cells'];

/**
 * `slugs`: fixed-width ASCII, person by person, link by link; undefined: samples, the same for everybody, as slugs of one width
 * cost the same. What the core holds is given back before this returns.
 */
export function written(
  core: Texts,
  { text, people, names, linkPrefix, width }: WritingAsk,
  slugs?: Uint8Array,
): Written {
  const template = core.createTemplate(text, { linkPrefix, width });
  // A list has a column at least.
  const list = core.createRecipientList(names.length === 0 ? [''] : names);
  try {
    list.append(people.map((values) => names.map((name) => (Object.hasOwn(values, name) ? (values[name] ?? '') : ''))));
    const outline = template.outline();
    const { linksInMessage } = outline;
    if (linksInMessage > MOST_LINKS) {
      throw fieldProblem(
        422,
        '/text',
        'too-many-links',
        `The text has ${linksInMessage} links; a message has at most ${MOST_LINKS}: take some out.`,
      );
    }
    const used = slugs ?? samples(core, width, linksInMessage, people.length);
    return {
      outline,
      columns: template.columnsIn(list),
      namesakes: template.namesakesIn(list),
      foreignTags: template.foreignTags(list),
      messages: linesOf(template.renderNdjson(list, 0, people.length, used, { cells: CELLS })),
      slugs: new TextDecoder().decode(used),
    };
  } finally {
    list.delete();
    template.delete();
  }
}

/** Of so many people, one behind the other, as `written` takes them. */
function samples(core: Texts, width: 8 | 9, links: number, people: number): Uint8Array {
  const one = Array.from({ length: links }, (_, link) => core.sampleSlug(width, 0, link)).join('');
  return new TextEncoder().encode(one.repeat(people));
}

const linesOf = (octets: Uint8Array): WrittenMessage[] => {
  const text = new TextDecoder().decode(octets).trimEnd();
  return text === '' ? [] : (JSON.parse(`[${text.replaceAll('\n', ',')}]`) as WrittenMessage[]);
};
