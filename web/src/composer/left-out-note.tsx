/** Beside the publish button: who of the list gets no message. */
import { formatInteger } from '../i18n/index.ts';
import { limitWords } from '../i18n/limit.ts';
import { budgetCost } from '../state/budget.ts';

export function LeftOutNote() {
  const leftOut = budgetCost.value?.leftOut ?? 0;
  if (leftOut === 0) return null;
  return <strong>{limitWords.value.leftOut(leftOut, formatInteger(leftOut))} </strong>;
}
