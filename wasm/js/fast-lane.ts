import type { RecipientList, SegmentPlan, TextBatch } from '../composer.d.ts';
import type { RawModule } from './door.ts';

export interface Lane extends RawModule {
  _laneRoom(units: number): number;
  _laneSeptets(): number;
  _lanePlan(units: number): number;
  planSegments(text: string): SegmentPlan;
  readonly RecipientList: { readonly prototype: RawList };
  readonly TextBatch: { readonly prototype: TextBatch };
}

/**
 * `planSegments` without options. Handing a text to Wasm takes longer than adding up what its code units cost, so that is
 * done here with the core's own table; what a count means stays the core's answer. A text of one segment is asked for
 * once, and its plan frozen and given to all of its kind; a longer one is copied in and planned.
 */
export function fastPlan(raw: Lane): (text: string) => SegmentPlan {
  const table = raw._laneSeptets();
  const septets = raw.HEAPU8.slice(table, table + 65_536);
  /** By units. */
  const gsm7: (SegmentPlan | undefined)[] = [];
  const ucs2: (SegmentPlan | undefined)[] = [];

  const copied = (text: string, frame: SegmentPlan): SegmentPlan => {
    const room = raw._laneRoom(text.length) >> 1;
    const heap = raw.HEAPU16;
    for (let i = 0; i < text.length; i++) heap[room + i] = text.charCodeAt(i);
    const at = raw._lanePlan(text.length) >> 2;
    const [segments = 0, units = 0, unitsLeft = 0] = raw.HEAPU32.subarray(at, at + 3);
    return { ...frame, segments, units, unitsLeft, perSegment: frame.capacityMulti, exceedsLimit: segments > 255 };
  };
  const frames = { gsm7: raw.planSegments(''), ucs2: raw.planSegments('\u0416') };
  const plan = (text: string, units: number, plans: (SegmentPlan | undefined)[], frame: SegmentPlan): SegmentPlan => {
    const known = plans[units];
    if (known !== undefined) return known;
    if (units > frame.capacitySingle) return copied(text, frame);
    const made = Object.freeze(raw.planSegments(text));
    plans[units] = made;
    return made;
  };

  return (text) => {
    let units = 0;
    for (let i = 0; i < text.length; i++) {
      const cost = septets[text.charCodeAt(i)] as number;
      if (cost === 0) return plan(text, text.length, ucs2, frames.ucs2);
      units += cost;
    }
    return plan(text, units, gsm7, frames.gsm7);
  };
}

/** What Embind's `append` of a list or batch takes: strings one behind the other, and their lengths. */
type AppendJoined = (this: unknown, joined: string, lengths: Uint32Array) => void;

/**
 * Hands many strings over as one: a million cross in 0.1 s, one by one Embind would take 1 s.
 */
function appendJoined(append: AppendJoined, to: unknown, strings: readonly string[]): void {
  const lengths = new Uint32Array(strings.length);
  for (let i = 0; i < strings.length; i++) lengths[i] = (strings[i] as string).length;
  append.call(to, strings.join(''), lengths);
}

/** Rows that cross at once: the copies that they need stay a few megabytes. */
const ROWS_AT_ONCE = 10_000;

type RawList = RecipientList & { readonly columns: number };

/** Gives `RecipientList.append` its public shape. */
export function appendsRows(prototype: RawList): void {
  const append = prototype.append as unknown as AppendJoined;
  prototype.append = function (this: RawList, rows) {
    const { columns } = this;
    const wrong = rows.find((row) => row.length > columns);
    if (wrong !== undefined) {
      throw new RangeError(`a row has ${wrong.length} values; the list has ${columns} columns`);
    }
    for (let at = 0; at < rows.length; at += ROWS_AT_ONCE) {
      const values: string[] = [];
      for (const row of rows.slice(at, at + ROWS_AT_ONCE)) {
        for (let column = 0; column < columns; column++) values.push(row[column] ?? '');
      }
      appendJoined(append, this, values);
    }
  };
}

/** Gives `TextBatch.append` its public shape. */
export function appendsTexts(prototype: TextBatch): void {
  const append = prototype.append as unknown as AppendJoined;
  prototype.append = function (texts) {
    appendJoined(append, this, texts);
  };
}
