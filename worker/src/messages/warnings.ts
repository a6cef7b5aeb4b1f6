/**
 * What is doubtful about a text and about one person's message, by the names of the composer's checklist. What blocks a campaign
 * there is refused here (`draft.ts`).
 */
import type { BorderLoss, DestinationOutcome } from 'klikspor';
import type { Texts } from '../texts.ts';
import type { Reading, WritingAsk, WrittenMessage } from './written.ts';

export interface Warning {
  readonly code: string;
  readonly detail: string;
  /** Code units of the text as it was sent: start to end - 1. Absent: it is no place of it. */
  readonly start?: number;
  readonly end?: number;
}

/** Longest piece of a text that is quoted. */
const QUOTED = 40;
/** Characters named at most. */
const MOST_NAMED = 5;
const SLUG_MARKER = /(?:\{|%7B)slug(?:\}|%7D|$)/i;

const BESIDE: Readonly<Record<Reading['outline']['links'][number]['beside'][number], string>> = {
  'joined-before': 'A sign stands right in front of the link: a phone may read it as part of the address.',
  'sign-behind': 'A sign stands right behind the link, and some phones take it along: it works all the same.',
  'joined-behind': 'What stands right behind the link may be taken into the address, which then leads nowhere.',
  'unknown-ending': 'No address ends so: the link leads nowhere. Mend it, or write a space behind the full stop.',
  'second-ending': 'The end is read as part of the address. If it is the next word, a space is missing.',
  'plain-words': 'This becomes a link. If it is two words, a space is missing; if not, write https:// in front.',
  'second-link': 'Another address begins in it: if it is a link of its own, a space is missing.',
};

const BORDERS: Readonly<Record<BorderLoss['kind'], Warning>> = {
  'surrogate-pair-moved': emoji(),
  'surrogate-pair-cut': emoji(),
  'escape-pair-moved': {
    code: 'border-escape',
    detail: 'A segment begins at a sign of two septets, such as €. It moves whole and leaves a septet empty.',
  },
  'cluster-moved': cluster(),
  'cluster-cut': cluster(),
};

function emoji(): Warning {
  return { code: 'border-emoji', detail: 'A segment begins at an emoji. Some gateways cut it in two there.' };
}

function cluster(): Warning {
  return { code: 'border-cluster', detail: 'A segment begins within a character that is made of several.' };
}

/** Of the text, whoever gets it. `destinations`: of its destination links, in order, as they were finished. */
export function warningsOfText(
  core: Texts,
  { text, names }: WritingAsk,
  { outline, columns, namesakes, foreignTags }: Reading,
  destinations: readonly {
    readonly outcome: DestinationOutcome | null;
    readonly stripped: readonly string[];
    readonly start: number;
    readonly end: number;
  }[],
): Warning[] {
  const quoted = (start: number, end: number) => text.slice(start, end).slice(0, QUOTED);
  const at = ({ start, end }: { readonly start: number; readonly end: number }) => ({ start, end });
  return [
    ...outline.fields.flatMap((field, place): Warning[] => {
      const others = namesakes[place] ?? [];
      if (columns[place] === -1) {
        const detail = `Nobody has a field ${field.name}: everyone gets the fallback.`;
        return [{ code: 'field-only-fallback', detail, ...at(field) }];
      }
      if (others.length === 0) return [];
      const taken = names[columns[place] ?? -1] ?? '';
      return [{ code: 'field-doubled', detail: `Several fields go by this name; ${taken} is taken.`, ...at(field) }];
    }),
    ...foreignTags.map((tag): Warning => {
      const instead = tag.text === '' ? '' : ` Write ${tag.text}.`;
      const what =
        tag.kind === 'tag'
          ? `“${quoted(tag.start, tag.end)}” is written for another tool: here it is sent as it stands.`
          : `“${quoted(tag.start, tag.end)}” has a filter of another tool, which does nothing here.`;
      return { code: tag.kind === 'tag' ? 'field-foreign' : 'field-filter', detail: what + instead, ...at(tag) };
    }),
    ...outline.links.flatMap((link) =>
      link.beside
        // The promise that signs do no harm is the short links'.
        .filter((name) => name !== 'sign-behind' || link.link >= 0)
        .map((name): Warning => ({ code: `link-${name}`, detail: BESIDE[name], ...at(link) })),
    ),
    ...core.findMisspelledSchemes(text).map(
      (found): Warning => ({
        code: 'link-misspelled',
        detail: `No address begins with “${quoted(found.start, found.end).trimEnd()}”: write https://.`,
        ...at(found),
      }),
    ),
    ...core.findOverlookedLinks(text).map(
      (found): Warning => ({
        code: 'link-overlooked',
        detail: `Phones may make “${quoted(found.start, found.end)}” a link; it is neither shortened nor counted. Write https:// before it.`,
        ...at(found),
      }),
    ),
    ...destinations.flatMap(({ outcome, stripped, start, end }): Warning[] => {
      if (!outcome?.ok) return [];
      return [
        ...(stripped.length === 0
          ? []
          : [{ code: 'link-stripped', detail: `Browsers may take these off: ${stripped.join(', ')}.`, start, end }]),
        ...(outcome.strayPercent === undefined
          ? []
          : [
              {
                code: 'link-stray-percent',
                detail: `A % begins no escape and is sent as %25: ${outcome.url}`,
                start,
                end,
              },
            ]),
        ...(SLUG_MARKER.test(text.slice(start, end))
          ? [{ code: 'link-slug-in-address', detail: '{slug} is a marker in parameters only.', start, end }]
          : []),
      ];
    }),
  ];
}

/** Of one person's message. */
export function warningsOfMessage(
  core: Texts,
  names: readonly string[],
  reading: Reading,
  values: Readonly<Record<string, string>>,
  { text, encoding, segments }: WrittenMessage,
): Warning[] {
  const found = emptyFields(names, reading, values).map(
    (name): Warning => ({ code: 'field-empty', detail: `${name} is empty: the message has a gap there.` }),
  );
  if (encoding === 'ucs2') {
    const signs = core.forcingCharacters(text).map(({ codePoint }) => String.fromCodePoint(codePoint));
    const more = signs.length > MOST_NAMED ? ' …' : '';
    const named = signs.slice(0, MOST_NAMED).join(' ');
    found.push({ code: 'not-gsm7', detail: `Outside GSM-7, so that the message goes as UCS-2: ${named}${more}` });
  }
  if (segments < 2) return found;
  const { borders } = core.explainSegments(text);
  return [...found, ...new Map(borders.map(({ kind }) => [BORDERS[kind].code, BORDERS[kind]])).values()];
}

/** Merge fields of the text that this person has no value for, and that have no fallback. */
function emptyFields(
  names: readonly string[],
  { outline, columns }: Reading,
  values: Readonly<Record<string, string>>,
): string[] {
  const empty = outline.fields.flatMap(({ fallback }, place) => {
    const name = names[columns[place] ?? -1];
    const isEmpty = name !== undefined && fallback === '' && !(Object.hasOwn(values, name) && values[name]);
    return isEmpty ? name : [];
  });
  return [...new Set(empty)];
}
