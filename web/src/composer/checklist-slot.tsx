import { draft } from '../state/draft.ts';
import { tried } from '../state/missing.ts';
import { later } from '../ui/later.tsx';

const Checklist = later(() => import('./checklist.tsx').then(({ Checklist }) => Checklist));

/** The checklist comes with the first letter of a message: an empty page has nothing to check. */
export function ChecklistSlot() {
  return draft.template.value.trim() === '' && !tried.value ? null : <Checklist />;
}
