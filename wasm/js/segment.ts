import type { Border, Core, SegmentOptions, SegmentPlan, SegmentRange } from '../core.d.ts';
import { checkInteger } from './check.ts';
import { FORCE_UCS2, quickPlanner, type RawQuickPlan } from './quick-plan.ts';
import type { RawModule } from './raw.d.ts';
import { textBuffer } from './text-buffer.ts';

export type RawOptions = [
  flags: number,
  locking: number,
  single: number,
  allowedLocking: number,
  allowedSingle: number,
];

export interface RawSegment extends RawQuickPlan {
  _segmentText(units: number): number;
  _segmentPlan(length: number, ...options: RawOptions): number;
  _segmentRanges(length: number, ...options: RawOptions): number;
  _segmentClusterEnd(length: number, start: number): number;
}

const DEFAULTS: RawOptions = [0, 255, 255, 0, 0];
const CLUSTERS = 1 << 5;
const HIGHEST_TABLE = 13;
/** In the order of the core's enum. */
const BORDERS: readonly Border[] = ['code-point', 'cluster', 'code-unit'];

export function segmentFunctions(
  raw: RawModule & RawSegment,
): Pick<Core, 'planSegments' | 'segmentRanges' | 'clusterBorders'> {
  const write = textBuffer(raw, raw._segmentText);

  const plan = (text: string, options: RawOptions): SegmentPlan => {
    const length = write(text);
    return readPlan(raw.HEAPU32, raw._segmentPlan(length, ...options) >> 2);
  };

  const quick = quickPlanner(raw, (flags) => plan('', [flags, 255, 255, 0, 0]));

  return {
    planSegments(text, options) {
      if (options === undefined) return quick(text, 0);
      const chosen = rawOptions(options);
      return needsWhole(chosen) ? plan(text, chosen) : quick(text, chosen[0]);
    },
    segmentRanges(text, options) {
      const chosen = rawOptions(options);
      const { segments } = plan(text, chosen);
      return readRanges(raw.HEAPU32, raw._segmentRanges(text.length, ...chosen) >> 2, segments);
    },
    clusterBorders(text) {
      write(text);
      const borders: number[] = [];
      for (let at = 0; at < text.length; ) {
        at = raw._segmentClusterEnd(text.length, at);
        borders.push(at);
      }
      return borders;
    },
  };
}

/** A plan as the bindings write it, at `at` of the heap. */
export function readPlan(heap: Uint32Array, at: number): SegmentPlan {
  const number = (i: number) => heap[at + i] ?? 0;
  const segments = number(1);
  const capacitySingle = number(4);
  const capacityMulti = number(5);
  return {
    encoding: number(0) === 0 ? 'gsm7' : 'ucs2',
    segments,
    units: number(2),
    unitsLeft: number(3),
    perSegment: segments > 1 ? capacityMulti : capacitySingle,
    capacitySingle,
    capacityMulti,
    locking: number(6),
    single: number(7),
    exceedsLimit: number(8) !== 0,
  };
}

/** `count` ranges as the bindings write them. */
export function readRanges(heap: Uint32Array, at: number, count: number): SegmentRange[] {
  const ranges: SegmentRange[] = [];
  for (let i = at; i < at + count * 4; i += 4) {
    ranges.push({ start: heap[i] ?? 0, end: heap[i + 1] ?? 0, units: heap[i + 2] ?? 0, octets: heap[i + 3] ?? 0 });
  }
  return ranges;
}

/** Whether the core must see the text itself. */
function needsWhole([flags, locking, , allowedLocking, allowedSingle]: RawOptions): boolean {
  return (flags & (FORCE_UCS2 | CLUSTERS)) !== 0 || locking !== 255 || (allowedLocking | allowedSingle) !== 0;
}

/** Checks the options and flattens them to numbers. */
export function rawOptions(options: SegmentOptions | undefined): RawOptions {
  if (options === undefined) return DEFAULTS;
  const {
    referenceBits = 8,
    border = 'code-point',
    nationalTables,
    allowedNationalTables,
    encoding,
    portBits,
  } = options;
  let flags = 0;
  if (referenceBits === 16) flags |= 1;
  else if (referenceBits !== 8) throw new RangeError(`referenceBits is ${referenceBits}; it must be 8 or 16`);
  const borderNumber = BORDERS.indexOf(border);
  if (borderNumber < 0) throw new RangeError(`border is ${border}; it must be one of ${BORDERS.join(', ')}`);
  flags |= borderNumber << 5;
  if (encoding === 'ucs2') flags |= FORCE_UCS2;
  else if (encoding !== undefined) throw new RangeError(`encoding is ${encoding}; it can only be forced to 'ucs2'`);
  if (portBits === 8) flags |= 8;
  else if (portBits === 16) flags |= 16;
  else if (portBits !== undefined) throw new RangeError(`portBits is ${portBits}; it must be 8 or 16`);
  let locking = 255;
  let single = 255;
  if (nationalTables !== undefined) {
    ({ locking, single } = nationalTables);
    checkInteger('nationalTables.locking', locking, 0, HIGHEST_TABLE);
    checkInteger('nationalTables.single', single, 0, HIGHEST_TABLE);
  }
  return [
    flags,
    locking,
    single,
    tableSet('allowedNationalTables.locking', allowedNationalTables?.locking),
    tableSet('allowedNationalTables.single', allowedNationalTables?.single),
  ];
}

function tableSet(name: string, tables: readonly number[] = []): number {
  let set = 0;
  for (const table of tables) {
    checkInteger(name, table, 0, HIGHEST_TABLE);
    set |= 1 << table;
  }
  return set;
}
