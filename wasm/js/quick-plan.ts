import type { SegmentPlan } from '../core.d.ts';
import { lend } from './memory.ts';
import type { RawModule } from './raw.d.ts';

export interface RawQuickPlan {
  _segmentCosts(costs: number): void;
  _segmentCounted(septets: number, flags: number): number;
  _segmentPairs(count: number): number;
  _segmentPaired(count: number, length: number, flags: number): number;
  _segmentWalk(units: number, flags: number): number;
  _segmentCut(before: number, behind: number): number;
  _segmentWalked(): number;
}

/** The flag of `rawOptions` that forces UCS-2. */
export const FORCE_UCS2 = 4;
const COSTS = 65_536;
/** What all plans of an encoding and options have in common. */
type Frame = Pick<SegmentPlan, 'encoding' | 'capacitySingle' | 'capacityMulti' | 'locking' | 'single'> & {
  /** The plans of all texts of one segment, by their units: shared, so nobody may change them. */
  readonly plans: readonly SegmentPlan[];
};

/**
 * Plans with the default tables and borders between code points or units, without copying the text: to hand it over
 * takes longer than to count it (TextEncoder's encodeInto too). The core says once what each code unit costs, and here
 * the costs are added up until one settles that the text needs UCS-2, of which the core asks for the units at its
 * borders only. What a count means is decided in the core.
 */
export function quickPlanner(raw: RawModule & RawQuickPlan, planEmpty: (flags: number) => SegmentPlan) {
  const costs = lend(raw, (loan) => {
    const at = loan.room(COSTS);
    raw._segmentCosts(at);
    return raw.HEAPU8.slice(at, at + COSTS);
  });
  // Emscripten's own entry points replace themselves at their first call by what the module exports.
  raw._segmentWalk(0, 0);
  raw._segmentCut(0, 0);
  raw._segmentWalked();
  const { _segmentWalk: walk, _segmentCut: cut, _segmentWalked: walked } = raw;
  const frames: (Frame | undefined)[] = [];
  const frameOf = (flags: number): Frame => {
    const known = frames[flags];
    if (known !== undefined) return known;
    const plan = planEmpty(flags);
    const plans = Array.from({ length: plan.capacitySingle + 1 }, (_, units) =>
      Object.freeze(planOf(raw._segmentCounted(units, flags), units, plan)),
    );
    const frame = { ...plan, plans };
    frames[flags] = frame;
    return frame;
  };

  const planOf = (packed: number, units: number, frame: Omit<Frame, 'plans'>): SegmentPlan => {
    const { encoding, capacitySingle, capacityMulti, locking, single } = frame;
    const segments = packed >>> 9;
    return {
      encoding,
      segments,
      units,
      unitsLeft: packed & 255,
      perSegment: segments > 1 ? capacityMulti : capacitySingle,
      capacitySingle,
      capacityMulti,
      locking,
      single,
      exceedsLimit: (packed & 256) !== 0,
    };
  };

  const planUcs2 = (text: string, flags: number): SegmentPlan => {
    const frame = frameOf(flags | FORCE_UCS2);
    const known = frame.plans[text.length];
    if (known !== undefined) return known;
    for (let border = walk(text.length, flags); border !== 0; ) {
      border = cut(text.charCodeAt(border - 1), text.charCodeAt(border));
    }
    return planOf(walked(), text.length, frame);
  };

  /** Where escape pairs begin, of the text that is being counted. */
  const pairs: number[] = [];

  return (text: string, flags: number): SegmentPlan => {
    const { length } = text;
    let paired = 0;
    for (let i = 0; i < length; i++) {
      const cost = costs[text.charCodeAt(i)];
      if (cost === 1) continue;
      if (cost === 0) return planUcs2(text, flags);
      pairs[paired++] = i;
    }
    const frame = frameOf(flags);
    const known = frame.plans[length + paired];
    if (known !== undefined) return known;
    const at = raw._segmentPairs(paired) >> 2;
    for (let i = 0; i < paired; i++) raw.HEAPU32[at + i] = pairs[i] as number;
    return planOf(raw._segmentPaired(paired, length, flags), length + paired, frame);
  };
}
