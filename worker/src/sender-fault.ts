/** Whether networks carry a sender at all. */
import { core } from './core.ts';

type SenderForm = ReturnType<typeof core.senderForm>;
type Fault = Exclude<SenderForm, 'number' | 'name' | 'name-with-signs'>;

/** What is wrong with a sender, and the sentence about it. Null: it travels. */
export function senderFault(from: string): { readonly fault: Fault; readonly detail: string } | null {
  const form = core.senderForm(from);
  if (form === 'number' || form === 'name' || form === 'name-with-signs') return null;
  const detail = `“${from}” is no sender that networks carry: write 3 to 11 letters and digits, or a number of 3 to 15 digits.`;
  return { fault: form, detail };
}
