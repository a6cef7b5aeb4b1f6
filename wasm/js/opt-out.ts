import type { Core } from '../core.d.ts';
import { lend } from './memory.ts';
import type { RawModule } from './raw.d.ts';

export interface RawOptOut {
  _optOutKeyword(text: number, length: number): number;
}

/** Above the core's own limit: the rest of a longer text changes nothing. */
const LONGEST = 1024;

export function optOutFunctions(raw: RawModule & RawOptOut): Pick<Core, 'isOptOutKeyword'> {
  return {
    isOptOutKeyword(text) {
      const start = text.slice(0, LONGEST);
      return lend(raw, (loan) => raw._optOutKeyword(loan.codeUnits(start), start.length) !== 0);
    },
  };
}
