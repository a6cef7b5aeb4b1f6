import type { Core, Offender } from '../core.d.ts';
import type { RawModule } from './raw.d.ts';
import { textBuffer } from './text-buffer.ts';

export interface RawReplacement {
  _replacementText(units: number): number;
  _replacementExplain(length: number): number;
  _replacementOffenders(): number;
  _replacementApply(length: number): number;
  _replacementResult(): number;
}

/** Numbers per offender, as the binding writes them. */
const NUMBERS = 6;
/** Fewer arguments than any engine takes in one call. */
const CHUNK = 8192;

export function replacementFunctions(raw: RawModule & RawReplacement): Pick<Core, 'explainText' | 'replaceCharacters'> {
  const write = textBuffer(raw, raw._replacementText);

  return {
    explainText(text) {
      const count = raw._replacementExplain(write(text));
      const at = raw._replacementOffenders() >> 2;
      const numbers = raw.HEAPU32.slice(at, at + count * NUMBERS);
      const offenders: Offender[] = [];
      for (let i = 0; i < numbers.length; i += NUMBERS) {
        const [start = 0, end = 0, replaceable, ...units] = numbers.subarray(i, i + NUMBERS);
        const replacement = replaceable === 1 ? String.fromCharCode(...units.filter((unit) => unit > 0)) : null;
        offenders.push({ start, end, replacement });
      }
      return offenders;
    },

    replaceCharacters(text) {
      const length = raw._replacementApply(write(text));
      const at = raw._replacementResult() >> 1;
      const heap = raw.HEAPU16;
      let replaced = '';
      for (let done = 0; done < length; done += CHUNK) {
        replaced += String.fromCharCode(...heap.subarray(at + done, at + Math.min(done + CHUNK, length)));
      }
      return replaced;
    },
  };
}
