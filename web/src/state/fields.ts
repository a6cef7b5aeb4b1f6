/** Which merge field's settings are open. */
import { signal } from '@preact/signals';
import { look } from './preview.ts';

/** Name of the field whose settings are open. */
export const openField = signal<string | null>(null);

/** Opens the settings of the merge field the cursor stands in. */
export function openFieldAt(position: number): void {
  const fields = look.peek()?.look.outline.fields ?? [];
  const found = fields.find(({ start, end }) => start < position && position < end);
  if (found !== undefined) openField.value = found.name;
}
