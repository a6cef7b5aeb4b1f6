/**
 * Who is not to be sent messages: what the server knows of it, by hashes of numbers, and which of a list's numbers they are.
 * The changes of the set are kept as they came, so that a list can be read as it was for a campaign of last month.
 */
import { addressOf } from '../api/request.ts';
import { hexOf } from '../hex.ts';
import { sending } from './sending.ts';

/** `source` by its number in a change. */
export const STOP_SOURCES = ['opt-out-page', 'keyword', 'import', 'marketer'] as const;

export const DAY_MS = 86_400_000;

/** Why a number is left out. */
export interface Stop {
  /** Days since 1970. */
  readonly day: number;
  readonly source: (typeof STOP_SOURCES)[number];
  /** The link domain that it holds for; empty: every one. */
  readonly host: string;
  /** The list that it holds for; empty: all of the domain's. */
  readonly list: string;
}

/** Octets: eight of the hash, two of the day, two of scope, source and word (`docs/api.md`). */
const CHANGE = 12;
const SCOPE = 0xfff;
const IS_START = 0x8000;

/** The changes that are known, one behind the other; longer than what is in it. */
let octets = new Uint8Array(0);
let known = 0;
let scopes: readonly StopScope[] = [];
let cursor = '';
let key: Uint8Array | null = null;
/** By number of changes. */
const tables = new Map<number, HashTable>();
/** As it is now, and as it was for a campaign before: each takes as much memory as the changes or more. */
const MOST_TABLES = 2;

/** As the worker tells it: `host` null is everybody's messages, `list` one of the domain's lists. */
export interface StopScope {
  readonly host: string | null;
  readonly list?: string;
}

/** Whose messages a list is for. Empty: any link domain's; and where no list is named, it may be any of the domain's. */
export interface Whose {
  readonly host: string;
  readonly listName: string;
}

/**
 * Who opted out of that is not to be sent messages to this. Where no list is named, whoever opted out of any of the domain's
 * is left out: nobody is sent what they declined because a name was forgotten.
 */
const concerns = ({ host, list }: StopScope, whose: Whose): boolean =>
  host === null || (host === whose.host && (list === undefined || whose.listName === '' || list === whose.listName));

/**
 * Hashes, each with the last change of every scope it is in: at the place their low bits say, or at the next that is free. The
 * high bits stand beside, so that whoever is not in it is told by one look into memory.
 */
class HashTable {
  /** High half of the hash, and the change counted from 1; 0: free. */
  readonly #places: Uint32Array;
  readonly #words: Uint32Array;

  /** `words`: changes, three 32-bit words each. */
  constructor(words: Uint32Array, count: number) {
    this.#words = words;
    const places = new Uint32Array(2 ** Math.ceil(Math.log2(count * 2 + 2)) * 2);
    this.#places = places;
    const last = places.length - 1;
    for (let change = 1; change <= count; change++) {
      const low = words[change * 3 - 3] ?? 0;
      const high = words[change * 3 - 2] ?? 0;
      const scope = ((words[change * 3 - 1] ?? 0) >>> 16) & SCOPE;
      // Of a keyed hash all bits are as good as random.
      let place = (low << 1) & last;
      for (let at = places[place + 1] ?? 0; at !== 0; at = places[place + 1] ?? 0) {
        const isSame = places[place] === high && words[at * 3 - 3] === low;
        if (isSame && (((words[at * 3 - 1] ?? 0) >>> 16) & SCOPE) === scope) break;
        place = (place + 2) & last;
      }
      places[place] = high;
      places[place + 1] = change;
    }
  }

  /** The changes, oldest first, that are the last of their scope and stop. */
  stops(): Uint32Array {
    const last = this.#places.filter((at, index) => {
      const word = index % 2 === 0 || at === 0 ? IS_START : (this.#words[at * 3 - 1] ?? 0) >>> 16;
      return (word & IS_START) === 0;
    });
    return last.sort();
  }

  /** Of each hash, two words: the change, counted from 1, that stops it in one of these scopes; 0: none does. */
  find(hashes: Uint32Array, isOfScope: Uint8Array): Uint32Array {
    const places = this.#places;
    const words = this.#words;
    const last = places.length - 1;
    const found = new Uint32Array(hashes.length / 2);
    for (let row = 0; row < found.length; row++) {
      const low = hashes[row * 2] ?? 0;
      const high = hashes[row * 2 + 1] ?? 0;
      let place = (low << 1) & last;
      for (let at = places[place + 1] ?? 0; at !== 0; at = places[place + 1] ?? 0) {
        if (places[place] === high && words[at * 3 - 3] === low) {
          const word = (words[at * 3 - 1] ?? 0) >>> 16;
          if ((word & IS_START) === 0 && isOfScope[word & SCOPE] === 1) {
            found[row] = at;
            break;
          }
        }
        place = (place + 2) & last;
      }
    }
    return found;
  }
}

interface Head {
  readonly next: string;
  readonly newest: string;
  readonly isFromStart: boolean;
  readonly scopes: readonly StopScope[];
}

/** Takes in what an answer of the worker holds. False: there is more. */
export function take(answer: Uint8Array<ArrayBuffer>): boolean {
  const view = new DataView(answer.buffer, answer.byteOffset, answer.byteLength);
  const from = 4 + view.getUint32(0, true);
  const head = JSON.parse(new TextDecoder().decode(answer.subarray(4, from))) as Head;
  const changes = answer.subarray(from);
  if (head.isFromStart) {
    known = 0;
    tables.clear();
  }
  const end = known * CHANGE + changes.length;
  if (octets.length < end) {
    const grown = new Uint8Array(Math.ceil((end * 1.5) / CHANGE) * CHANGE);
    grown.set(octets.subarray(0, known * CHANGE));
    octets = grown;
    tables.clear();
  }
  octets.set(changes, known * CHANGE);
  known = end / CHANGE;
  ({ scopes, next: cursor } = head);
  return head.next === head.newest;
}

/** One at a time: each goes on where the one before ended. */
let reading: Promise<boolean> | null = null;

/** Whether all that the server knows is known here. A set that has not changed takes one short answer. */
export function readStops(): Promise<boolean> {
  reading ??= readAll().finally(() => {
    reading = null;
  });
  return reading;
}

async function readAll(): Promise<boolean> {
  try {
    if (key === null) {
      const answer = await fetch(addressOf('GET /api/number-key'), { credentials: 'same-origin' });
      if (!answer.ok) return false;
      const { secret } = (await answer.json()) as { readonly secret: string };
      key = Uint8Array.from(secret.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
    }
    for (;;) {
      const query = cursor === '' ? {} : { after: cursor };
      const answer = await fetch(addressOf('GET /api/suppressions', { query }), { credentials: 'same-origin' });
      if (!answer.ok) return false;
      if (take(new Uint8Array(await answer.arrayBuffer()))) return true;
    }
  } catch {
    return false;
  }
}

/** As many changes as are known. */
export const changesKnown = (): number => known;

/** Hashes of numbers, eight octets each; null: the key is not known. */
export async function hashesOf(numbers: Float64Array): Promise<Uint8Array<ArrayBuffer> | null> {
  return key === null ? null : (await sending()).hashNumbers(key, numbers);
}

export interface Stops {
  /** How many changes of the set it takes into account. */
  readonly changes: number;
  /** Of each number, in their order: 0, or what `why` tells of the reason it is to be left out for. */
  find(numbers: Float64Array): Uint32Array;
  why(found: number): Stop;
}

/** What holds for messages of this kind. `changes`: the first so many alone. The key must be known. */
export const stopsFor = (whose: Whose, changes = known): Promise<Stops | null> =>
  stopsWhere((scope) => concerns(scope, whose), changes);

/** What was said of anything. */
export const allStops = (): Promise<Stops | null> => stopsWhere(() => true);

/** What was said of just this. */
export const stopsOf = ({ host, list }: StopScope): Promise<Stops | null> =>
  stopsWhere((scope) => scope.host === host && scope.list === list);

async function stopsWhere(isMeant: (scope: StopScope) => boolean, changes = known): Promise<Stops | null> {
  if (key === null) return null;
  const secret = key;
  const { hashNumbers } = await sending();
  const count = Math.min(changes, known);
  const words = new Uint32Array(octets.buffer, 0, octets.length / 4);
  const isOfScope = new Uint8Array(SCOPE + 1);
  for (const [at, scope] of scopes.entries()) if (isMeant(scope)) isOfScope[at] = 1;
  const table = tableOf(words, count);
  return {
    changes: count,
    find(numbers) {
      if (count === 0) return new Uint32Array(numbers.length);
      const hashes = hashNumbers(secret, numbers);
      return table.find(new Uint32Array(hashes.buffer, hashes.byteOffset, hashes.length / 4), isOfScope);
    },
    why: (found) => stopAt(words, found),
  };
}

/** What a change says, counted from 1. */
function stopAt(words: Uint32Array, change: number): Stop {
  const word = words[change * 3 - 1] ?? 0;
  const { host, list = '' } = scopes[(word >>> 16) & SCOPE] ?? { host: null };
  const source = STOP_SOURCES[(word >>> 28) & 7] ?? 'marketer';
  return { day: word & 0xffff, source, host: host ?? '', list };
}

/** Of a number that is known by its hash alone. */
export interface KeptStop extends Stop {
  /** 16 hex digits. */
  readonly hash: string;
}

/** How many numbers are not to be sent messages of each scope. */
export function countStops(): (StopScope & { readonly numbers: number })[] {
  const words = new Uint32Array(octets.buffer, 0, octets.length / 4);
  const counts = new Map<number, number>();
  for (const at of tableOf(words, known).stops()) {
    const scope = ((words[at * 3 - 1] ?? 0) >>> 16) & SCOPE;
    counts.set(scope, (counts.get(scope) ?? 0) + 1);
  }
  return [...counts]
    .sort(([a], [b]) => a - b)
    .map(([scope, numbers]) => ({ ...(scopes[scope] ?? { host: null }), numbers }));
}

/** All that holds now, oldest first. */
export function* keptStops(): Generator<KeptStop> {
  const words = new Uint32Array(octets.buffer, 0, octets.length / 4);
  for (const at of tableOf(words, known).stops()) {
    yield { ...stopAt(words, at), hash: hexOf(octets.subarray((at - 1) * CHANGE, (at - 1) * CHANGE + 8)) };
  }
}

function tableOf(words: Uint32Array, count: number): HashTable {
  const table = tables.get(count) ?? new HashTable(words, count);
  tables.delete(count);
  tables.set(count, table);
  for (const other of tables.keys()) if (tables.size > MOST_TABLES) tables.delete(other);
  return table;
}
