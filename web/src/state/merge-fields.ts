/** The merge fields of the message, and which one's settings are open. */
import { signal } from '@preact/signals';
import type { TemplateField } from 'klikspor';
import type { Look } from '../engine/look.ts';
import { look } from './look.ts';

/** Places of one field, and its column; -1: none. */
export interface FieldPlaces {
  readonly places: readonly [TemplateField, ...TemplateField[]];
  readonly column: number;
}

/** A field that stands twice, be it spelled otherwise, has one setting: that of its first place. */
export function mergeFieldsOf({ outline, fieldColumns }: Look): readonly FieldPlaces[] {
  const found = new Map<number | string, { places: [TemplateField, ...TemplateField[]]; column: number }>();
  for (const [at, field] of outline.fields.entries()) {
    const column = fieldColumns[at] ?? -1;
    const key = column < 0 ? field.name : column;
    const known = found.get(key);
    if (known === undefined) found.set(key, { places: [field], column });
    else known.places.push(field);
  }
  return [...found.values()];
}

/** Name of the field whose settings are open, as it is spelled at its first place. */
export const openField = signal<string | null>(null);

/** Opens the settings of the merge field the cursor stands in. */
export function openFieldAt(position: number): void {
  const seen = look.peek()?.look;
  const isThere = ({ start, end }: TemplateField) => start < position && position < end;
  const found = seen && mergeFieldsOf(seen).find(({ places }) => places.some(isThere));
  if (found) openField.value = found.places[0].name;
}
