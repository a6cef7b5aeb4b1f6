/** Beside the publish button: who of the list gets no message. */
import { formatInteger } from '../i18n/index.ts';
import { limitWords } from '../i18n/limit.ts';
import { limitCost } from './state.ts';

export function LeftOutNote() {
  const leftOut = limitCost.value?.leftOut ?? 0;
  if (leftOut === 0) return null;
  return <strong>{limitWords.value.leftOut(leftOut, formatInteger(leftOut))} </strong>;
}
