import type { Core, ForcingCharacter } from '../core.d.ts';
import { lend } from './memory.ts';
import type { RawModule } from './raw.d.ts';
import { type RawOptions, rawOptions } from './segment.ts';

export interface RawForcing {
  _forcingFind(text: number, length: number, ...options: RawOptions): number;
  _forcingFound(): number;
}

export function forcingFunctions(raw: RawModule & RawForcing): Pick<Core, 'forcingCharacters'> {
  return {
    forcingCharacters(text, options) {
      const chosen = rawOptions(options);
      const count = lend(raw, (loan) => raw._forcingFind(loan.codeUnits(text), text.length, ...chosen));
      const at = raw._forcingFound() >> 2;
      const heap = raw.HEAPU32;
      const found: ForcingCharacter[] = [];
      for (let i = at; i < at + count * 2; i += 2) {
        found.push({ index: heap[i] ?? 0, codePoint: heap[i + 1] ?? 0 });
      }
      return found;
    },
  };
}
