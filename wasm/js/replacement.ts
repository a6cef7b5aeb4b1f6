import type { BorderLoss, Core, ExplainedOffender, Offender } from '../core.d.ts';
import type { RawModule } from './raw.d.ts';
import { type RawOptions, rawOptions, readPlan } from './segment.ts';
import { readText, textBuffer } from './text-buffer.ts';

export interface RawReplacement {
  _replacementText(units: number): number;
  _replacementExplain(length: number, ...options: RawOptions): number;
  _replacementOffenders(): number;
  _replacementExplainSegments(length: number, ...options: RawOptions): number;
  _replacementApply(length: number, ...options: RawOptions): number;
  _replacementResult(): number;
}

/** Numbers per offender and per plan, as the binding writes them. */
const OFFENDER_NUMBERS = 7;
const PLAN_NUMBERS = 9;
/** In the order of the core's enum. */
const BORDER_KINDS: readonly BorderLoss['kind'][] = [
  'escape-pair-moved',
  'surrogate-pair-moved',
  'cluster-moved',
  'surrogate-pair-cut',
  'cluster-cut',
];

export function replacementFunctions(
  raw: RawModule & RawReplacement,
): Pick<Core, 'explainText' | 'explainSegments' | 'replaceCharacters'> {
  const write = textBuffer(raw, raw._replacementText);

  const readOffenders = (count: number): (Offender & { codePoint: number })[] => {
    const at = raw._replacementOffenders() >> 2;
    const numbers = raw.HEAPU32.slice(at, at + count * OFFENDER_NUMBERS);
    return Array.from({ length: count }, (_, i) => {
      const from = i * OFFENDER_NUMBERS;
      const [start = 0, end = 0, codePoint = 0, replaceable, ...units] = numbers.subarray(
        from,
        from + OFFENDER_NUMBERS,
      );
      const replacement = replaceable === 1 ? String.fromCharCode(...units.filter((unit) => unit > 0)) : null;
      return { start, end, replacement, codePoint };
    });
  };

  return {
    explainText(text, options) {
      const chosen = rawOptions(options);
      const found = readOffenders(raw._replacementExplain(write(text), ...chosen));
      return found.map(({ start, end, replacement }) => ({ start, end, replacement }));
    },

    explainSegments(text, options) {
      const chosen = rawOptions(options);
      const at = raw._replacementExplainSegments(write(text), ...chosen) >> 2;
      const heap = raw.HEAPU32;
      let next = at + 2 * PLAN_NUMBERS;
      const number = () => heap[next++] ?? 0;
      const removal = { start: number(), characters: number() };
      const offenderCount = number();
      const kindCount = number();
      const borderCount = number();
      const kindOf = Array.from({ length: offenderCount }, number);
      const kinds = Array.from({ length: kindCount }, () => ({ count: number(), after: number() }));
      const borders = Array.from({ length: borderCount }, () => ({
        segment: number(),
        kind: BORDER_KINDS[number()] ?? 'cluster-cut',
        unitsWasted: number(),
      }));
      const offenders = readOffenders(offenderCount).map((offender, i): ExplainedOffender => {
        const { count, after } = kinds[kindOf[i] ?? 0] ?? { count: 0, after: 0 };
        return { ...offender, count, segmentsAfter: after > 0 ? after - 1 : null };
      });
      const planAfterAll = readPlan(heap, at + PLAN_NUMBERS);
      return {
        plan: readPlan(heap, at),
        offenders,
        segmentsAfterAll: planAfterAll.segments,
        planAfterAll,
        removal,
        borders,
      };
    },

    replaceCharacters(text, options) {
      const chosen = rawOptions(options);
      const length = raw._replacementApply(write(text), ...chosen);
      return readText(raw, raw._replacementResult(), length);
    },
  };
}
