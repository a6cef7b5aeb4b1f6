import type { Core, SenderForm } from '../core.d.ts';
import { lend } from './memory.ts';
import type { RawModule } from './raw.d.ts';

export interface RawSender {
  _senderForm(text: number, length: number): number;
}

/** In the core's order. */
const FORMS: readonly SenderForm[] = [
  'number',
  'name',
  'name-with-signs',
  'empty',
  'number-length',
  'outside-gsm7',
  'no-letter',
  'too-short',
  'too-long',
];

export function senderFunctions(raw: RawModule & RawSender): Pick<Core, 'senderForm'> {
  return {
    senderForm: (sender) =>
      FORMS[lend(raw, (loan) => raw._senderForm(loan.codeUnits(sender), sender.length))] ?? 'empty',
  };
}
