/** Drafts to try: one with a value in every field of the table, and those that the build of 657b0fb kept. */
import { readFileSync } from 'node:fs';
import { DRAFT_FIELDS, type DraftFieldName, type DraftTexts, eachField } from '../../web/src/draft/fields.ts';

const kept = readFileSync(new URL('../data/kept-by-657b0fb.json', import.meta.url), 'utf8');

/** `localStorage` as it left it: a draft, one put aside, and a saved message, each with all that could be set then. */
export const KEPT: Readonly<Record<string, string>> = JSON.parse(kept);

export const PARKED_KEY = Object.keys(KEPT).find((key) => key.startsWith('klikspor.draft.')) ?? '';
export const parked = JSON.parse(KEPT[PARKED_KEY] ?? '') as {
  readonly values: Readonly<Record<string, string>>;
  readonly links: object;
};

/** The last that can be chosen, else the first text that the field takes. */
export const SAMPLE: DraftTexts = eachField((field, name): string => {
  const row: object = DRAFT_FIELDS[name];
  const choices = 'choices' in row && Array.isArray(row.choices) ? row.choices.map(String) : [];
  const text = [...choices.toReversed(), `“${name}”`, '7', 'SE'].find(
    (sample) => field.write(field.read(sample)) === sample,
  );
  if (text === undefined) throw new Error(`no text is a value of ${name}`);
  return text;
});

export const FIELD_NAMES = Object.keys(DRAFT_FIELDS) as DraftFieldName[];
