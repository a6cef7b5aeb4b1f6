/** Merge fields as text. */
import type { TemplateField } from 'klikspor';

/** `maxLength` 0: no limit. The core reads back what this writes; what would end a field or a line is left out. */
export function fieldText({
  name,
  maxLength,
  fallback,
}: Pick<TemplateField, 'name' | 'maxLength' | 'fallback'>): string {
  const length = maxLength > 0 ? `:${maxLength}` : '';
  const otherwise = fallback.replace(/[{}\r\n]+/g, ' ').trim();
  return `{{${name}${length}${otherwise === '' ? '' : `|${otherwise}`}}}`;
}

/** The longest value of a field may be from 1 to this many code units. */
const MOST_LENGTH = 1_000;

/** What somebody wrote as the longest value: 0 for none, null when it is not one. */
export function lengthIn(text: string): number | null {
  const digits = text.trim();
  if (digits === '') return 0;
  const value = /^\d{1,4}$/.test(digits) ? Number(digits) : 0;
  return value >= 1 && value <= MOST_LENGTH ? value : null;
}
