/**
 * What a list is known by: fingerprints of its numbers, which tell every other list and order from it and nobody's number.
 * A fingerprint is the first 16 octets, in hex, of HMAC-SHA-256 over the digits of each number with country code and a line
 * feed behind each, in ASCII. `docs/api.md` says the same to programs.
 */
import { hexOf } from '../hex.ts';
import { PairSplit, type Seed } from '../list-reading/split.ts';
import { breathe, CANCELLED, type Control } from './control.ts';

export interface PrintsAsk {
  readonly listVersion: number;
  /** The domain's list key in hex. Null: the fingerprints that browsers kept before the server did, without a key. */
  readonly secret: string | null;
  /** Of the halves that this draw makes too, however the list is split now. */
  readonly seed: Seed | null;
}

/** What a list is known by. */
export interface ListPrints {
  readonly rows: number;
  /** Of the numbers in the file's order. */
  readonly ordered: string;
  /** Of the numbers in ascending order; empty without a key. */
  readonly sorted: string;
  /** Both, or none if no draw was named. */
  readonly halves: readonly { readonly rows: number; readonly ordered: string }[];
}

const PRINT_OCTETS = 16;

export async function listPrints(
  numbers: Float64Array<ArrayBuffer>,
  secret: string | null,
  seed: Seed | null,
  control: Control,
): Promise<ListPrints | typeof CANCELLED> {
  const halves = seed === null ? [] : halvesOf(numbers, seed);
  const print = secret === null ? oldPrint : await keyedPrint(secret);
  const ordered = await print(numbers);
  const printed: ListPrints['halves'][number][] = [];
  for (const half of halves) {
    await breathe();
    if (control.cancelled()) return CANCELLED;
    printed.push({ rows: half.length, ordered: await print(half) });
  }
  // Last: it is sorted in place.
  const sorted = secret === null ? '' : await print(numbers.sort());
  return { rows: numbers.length, ordered, sorted, halves: printed };
}

function halvesOf(numbers: Float64Array, seed: Seed): readonly Float64Array[] {
  const split = new PairSplit(seed);
  const halves = [new Float64Array(numbers.length), new Float64Array(numbers.length)] as const;
  const sizes: [number, number] = [0, 0];
  for (const number of numbers) {
    const half = split.next();
    halves[half][sizes[half]++] = number;
  }
  return halves.map((half, which) => half.subarray(0, sizes[which]));
}

async function keyedPrint(secret: string): Promise<(numbers: Float64Array) => Promise<string>> {
  const octets = Uint8Array.from(secret.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  const key = await crypto.subtle.importKey('raw', octets, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  return async (numbers) => {
    const whole = new Uint8Array(await crypto.subtle.sign('HMAC', key, linesOf(numbers)));
    return hexOf(whole.subarray(0, PRINT_OCTETS));
  };
}

/** Fifteen digits at most (E.164), and the line feed. */
const LONGEST_LINE = 16;

function linesOf(numbers: Float64Array): Uint8Array<ArrayBuffer> {
  const lines = new Uint8Array(numbers.length * LONGEST_LINE);
  let end = 0;
  for (const number of numbers) {
    // Whole numbers below 2^31 are divided many times as fast: nine digits, then the rest.
    const high = Math.floor(number / 1e9);
    let low = (number - high * 1e9) | 0;
    let rest = high | 0;
    const length = digitsIn(number);
    for (let at = length - 1; at >= 0; at--) {
      if (at < length - 9) {
        lines[end + at] = 48 + (rest % 10);
        rest = (rest / 10) | 0;
      } else {
        lines[end + at] = 48 + (low % 10);
        low = (low / 10) | 0;
      }
    }
    end += length;
    lines[end++] = 10;
  }
  return lines.subarray(0, end);
}

function digitsIn(number: number): number {
  let length = 1;
  for (let limit = 10; number >= limit; limit *= 10) length++;
  return length;
}

/** FNV-1a in two lanes, as browsers kept it: of campaigns from before the server knew their lists. */
async function oldPrint(numbers: Float64Array): Promise<string> {
  let low = 0x811c9dc5;
  let high = 0x01000193;
  for (const number of numbers) {
    low = Math.imul(low ^ (number >>> 0), 0x01000193);
    high = Math.imul(high ^ Math.floor(number / 2 ** 16), 0x01000193) ^ (low >>> 13);
  }
  return `${numbers.length}-${(low >>> 0).toString(36)}-${(high >>> 0).toString(36)}`;
}
