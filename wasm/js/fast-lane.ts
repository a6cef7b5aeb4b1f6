import type { RecipientList, SegmentPlan, TextBatch } from '../texts.d.ts';
import { mustBeList, type RawModule, wrongly } from './door.ts';

export interface Lane extends RawModule {
  _laneRoom(units: number): number;
  _laneSeptets(): number;
  _lanePlan(units: number): number;
  _laneCounted(septets: number): number;
  _laneBorder(units: number, start: number, cuts: number): number;
  _laneCut(units: number, start: number, cuts: number, before: number, behind: number): number;
  _laneWalked(units: number, start: number, cuts: number): number;
  planSegments(text: string): SegmentPlan;
  readonly RecipientList: { readonly prototype: RawList };
  readonly TextBatch: { readonly prototype: TextBatch };
}

/**
 * `planSegments` without options. Handing a text to Wasm takes longer than adding up what its code units cost, so that is
 * done here with the core's own table; what a count means stays the core's answer. A text of one segment is asked for
 * once, and its plan frozen and given to all of its kind. Of a longer one in UCS-2 the core asks for what stands at its
 * borders; one of GSM-7 is copied in where it has escape pairs. 158 GSM-7 characters take 0.2 µs, by Embind 3 µs.
 */
export function fastPlan(raw: Lane): (text: string) => SegmentPlan {
  const costs = raw._laneSeptets();
  const table = raw.HEAPU8.slice(costs, costs + 65_536);
  const gsm7: Frame = { ...raw.planSegments(''), plans: [] };
  const ucs2: Frame = { ...raw.planSegments('\u0416'), plans: [] };

  const longer = (at: number, frame: Frame): SegmentPlan => {
    const numbers = raw.HEAPU32;
    const segments = numbers[at >> 2] as number;
    return {
      encoding: frame.encoding,
      segments,
      units: numbers[(at >> 2) + 1] as number,
      unitsLeft: numbers[(at >> 2) + 2] as number,
      perSegment: frame.capacityMulti,
      capacitySingle: frame.capacitySingle,
      capacityMulti: frame.capacityMulti,
      locking: frame.locking,
      single: frame.single,
      exceedsLimit: segments > 255,
    };
  };
  const copied = (text: string): number => {
    const { length } = text;
    const room = raw._laneRoom(length) >> 1;
    const heap = raw.HEAPU16;
    for (let i = 0; i < length; i++) heap[room + i] = text.charCodeAt(i);
    return raw._lanePlan(length);
  };
  const walked = (text: string): number => {
    const { length } = text;
    let start = 0;
    let cuts = 0;
    for (let border = raw._laneBorder(length, 0, 0); border !== 0; border = raw._laneBorder(length, start, cuts)) {
      start = raw._laneCut(length, start, cuts, text.charCodeAt(border - 1), text.charCodeAt(border));
      cuts++;
    }
    return raw._laneWalked(length, start, cuts);
  };
  const ofOneSegment = (text: string, units: number, frame: Frame): SegmentPlan => {
    const known = frame.plans[units];
    if (known !== undefined) return known;
    const plan = Object.freeze(raw.planSegments(text));
    frame.plans[units] = plan;
    return plan;
  };

  return (text) => {
    const { length } = text;
    let septets = 0;
    for (let i = 0; i < length; i++) {
      const cost = table[text.charCodeAt(i)] as number;
      if (cost === 0)
        return length > ucs2.capacitySingle ? longer(walked(text), ucs2) : ofOneSegment(text, length, ucs2);
      septets += cost;
    }
    if (septets <= gsm7.capacitySingle) return ofOneSegment(text, septets, gsm7);
    return longer(septets === length ? raw._laneCounted(septets) : copied(text), gsm7);
  };
}

/** What all plans of an encoding have in common, and those of one segment by their units. */
type Frame = SegmentPlan & { readonly plans: SegmentPlan[] };

/** What is no string would shift all values behind it: another recipient would get them. */
function mustBeText(value: unknown, place: () => string): void {
  if (typeof value !== 'string') throw wrongly(place(), value, 'a string');
}

function mustBe(kind: Uint16ArrayConstructor | Uint32ArrayConstructor, name: string, value: unknown): void {
  if (!(value instanceof kind)) throw wrongly(name, value, `a ${kind.name}`);
}

/** Rows that cross at once: the copies that they need stay a few megabytes. */
const ROWS_AT_ONCE = 10_000;

type RawList = RecipientList & { readonly columns: number };

/** Gives `RecipientList` its `append`, and `appendValues` its public shape. */
export function appendsRows(prototype: RawList): void {
  const append = prototype.appendValues;
  prototype.append = function (this: RawList, rows) {
    mustBeList('rows', rows);
    const { columns } = this;
    // All of them, before any is taken.
    rows.forEach((row, at) => {
      mustBeList(`rows[${at}]`, row);
      if (row.length > columns) {
        throw new RangeError(`a row has ${row.length} values; the list has ${columns} columns`);
      }
      row.forEach((value, column) => {
        mustBeText(value, () => `rows[${at}][${column}]`);
      });
    });
    for (let first = 0; first < rows.length; first += ROWS_AT_ONCE) {
      const values: string[] = [];
      for (const row of rows.slice(first, first + ROWS_AT_ONCE)) {
        for (let column = 0; column < columns; column++) values.push(row[column] ?? '');
      }
      const text = values.join('');
      const units = new Uint16Array(text.length);
      for (let at = 0; at < text.length; at++) units[at] = text.charCodeAt(at);
      append.call(
        this,
        units,
        Uint32Array.from(values, ({ length }) => length),
      );
    }
  };
  prototype.appendValues = function (this: RawList, values, lengths) {
    mustBe(Uint16Array, 'values', values);
    mustBe(Uint32Array, 'lengths', lengths);
    let sum = 0;
    for (let at = 0; at < lengths.length; at++) sum += lengths[at] as number;
    if (sum !== values.length) {
      throw new RangeError(`lengths add up to ${sum}; values has ${values.length} code units`);
    }
    const { columns } = this;
    if (lengths.length % columns !== 0) {
      throw new RangeError(`lengths has ${lengths.length} entries; each row takes ${columns}, one a column`);
    }
    append.call(this, values, lengths);
  };
}

/** Gives `TextBatch.append` its public shape: many texts cross as one, a million in 0.1 s; one by one Embind would take 1 s. */
export function appendsTexts(prototype: TextBatch): void {
  const append = prototype.append as unknown as (this: unknown, joined: string, lengths: Uint32Array) => void;
  prototype.append = function (texts) {
    mustBeList('texts', texts);
    texts.forEach((text, at) => {
      mustBeText(text, () => `texts[${at}]`);
    });
    append.call(
      this,
      texts.join(''),
      Uint32Array.from(texts, ({ length }) => length),
    );
  };
}
