import type { Edge, HitBatch, ShardState } from '../edge.d.ts';
import { mustBeList, type RawModule, wrongly } from './door.ts';

export interface HitLane extends RawModule {
  _laneSlot(plain: number, linksInMessage: number): number;
  _laneShard(recipient: number, shards: number): number;
  readonly HitBatch: { readonly prototype: HitBatch };
  readonly ShardState: { readonly prototype: ShardState };
}

/** Wasm would make numbers of texts. */
const areNumbers = (asked: readonly [unknown, unknown]) =>
  asked.length === 2 && typeof asked[0] === 'number' && typeof asked[1] === 'number';

/**
 * `slotOf` and `shardOf`, which every hit asks: 0.03 µs each, by Embind 1.1 and 0.4. What the lane does not take is asked
 * of Embind, which says what is wrong.
 */
export function quickSlots(raw: HitLane, { slotOf, shardOf }: Edge): Pick<Edge, 'slotOf' | 'shardOf'> {
  return {
    slotOf(...asked) {
      const at = areNumbers(asked) ? raw._laneSlot(asked[0], asked[1]) >> 2 : 0;
      if (at === 0) return slotOf(...asked);
      const numbers = raw.HEAPU32;
      return {
        campaign: numbers[at] as number,
        recipient: numbers[at + 1] as number,
        link: numbers[at + 2] as number,
      };
    },
    shardOf(...asked) {
      const shard = areNumbers(asked) ? raw._laneShard(asked[0], asked[1]) : -1;
      return shard < 0 ? shardOf(...asked) : shard;
    },
  };
}

/** What Embind's `append` takes: rows of numbers and of places among the texts. */
type AppendRows = (this: unknown, rows: readonly number[], texts: readonly string[]) => void;

/** What of a hit crosses as a number, in the order in which `door/hits.cpp` reads it; then come four texts. */
const NUMBERS = ['atMs', 'recipient', 'link', 'rules', 'asn', 'signals'] as const;
const COLUMNS = NUMBERS.length + 4;

/**
 * Gives `HitBatch.append` its public shape. All numbers cross as one array and each different text once: hits of a batch
 * have most of theirs in common. Object by object Embind takes 2.6 µs a hit.
 */
export function appendsHits({ prototype }: HitLane['HitBatch']): void {
  const append = prototype.append as unknown as AppendRows;
  prototype.append = function (hits) {
    mustBeList('hits', hits);
    const places = new Map<string, number>();
    const placeOf = (text: string): number => {
      const known = places.get(text);
      if (known !== undefined) return known;
      places.set(text, places.size);
      return places.size - 1;
    };
    const rows: number[] = [];
    for (const hit of hits) {
      if (hit === null || hit === undefined) throw wrongly('hit', hit, 'an object');
      for (const name of NUMBERS) rows.push(hit[name]);
      rows.push(placeOf(hit.class), placeOf(hit.reason), placeOf(hit.userAgent), placeOf(hit.country));
    }
    // Embind would make numbers of texts, and 0 of null: the recipient would be another.
    const wrong = rows.findIndex((value) => typeof value !== 'number');
    if (wrong >= 0) throw wrongly(`hit.${NUMBERS[wrong % COLUMNS]}`, rows[wrong], 'a whole number');
    append.call(this, rows, [...places.keys()]);
  };
}

/** Octets cross as a string, the quickest way Embind has: a text would pass for some. */
export function takesOctets({ prototype }: HitLane['ShardState']): void {
  const { take } = prototype;
  const checked: typeof take = function (this: ShardState, batch, ...seq) {
    if (ArrayBuffer.isView(batch)) return take.call(this, batch, ...seq);
    throw wrongly('batch', batch, 'a Uint8Array');
  };
  // With what Embind hangs on it, such as its overloads.
  prototype.take = Object.assign(checked, take);
}
