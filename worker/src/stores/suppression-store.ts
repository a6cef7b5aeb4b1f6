/**
 * Who is not to be sent messages: keyed hashes of numbers, never a number. What is kept is what was said, in the order it
 * came: of each number and scope the word of the latest moment holds, whenever it was told. Nothing is changed or removed;
 * who took an opt-out back, and when, and why somebody else did, can be looked up.
 */

import { toHex } from '../octets.ts';
import type {
  ListNoted,
  NumberWord,
  Removal,
  Sayer,
  StopScope,
  SuppressionPage,
  WordOutcome,
} from '../rpc/suppression.ts';
import { migrate } from './migrate.ts';

const STEPS = [
  `CREATE TABLE IF NOT EXISTS suppression_scope(
     id INTEGER PRIMARY KEY, host TEXT NOT NULL, list TEXT NOT NULL, UNIQUE(host, list));
   INSERT OR IGNORE INTO suppression_scope VALUES(0, '', '');
   CREATE TABLE IF NOT EXISTS sayer(
     id INTEGER PRIMARY KEY, credential TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, name TEXT NOT NULL);
   CREATE TABLE IF NOT EXISTS suppression(
     seq INTEGER PRIMARY KEY, hash BLOB NOT NULL, scope INTEGER NOT NULL, is_start INTEGER NOT NULL,
     source INTEGER NOT NULL, at_ms INTEGER NOT NULL, place INTEGER UNIQUE, campaign INTEGER, reason TEXT,
     sayer INTEGER);
   CREATE UNIQUE INDEX IF NOT EXISTS suppression_word ON suppression(hash, scope, at_ms, is_start);
   CREATE INDEX IF NOT EXISTS suppression_start ON suppression(seq) WHERE is_start = 1;`,
];

/** In the order of their numbers, which are stored and sent. */
const SOURCES = ['opt-out-page', 'keyword', 'import', 'marketer'] as const satisfies NumberWord['source'][];

const HASH_OCTETS = 8;
const hashAt = (hashes: Uint8Array, at: number) => hashes.slice(at * HASH_OCTETS, (at + 1) * HASH_OCTETS);

/** Octets of a change in a page: eight of the hash, two of the day since 1970, two of scope, source and word. */
const CHANGE_OCTETS = 12;
const DAY_MS = 86_400_000;
/** Twelve bits of a change hold the scope. */
const MOST_SCOPES = 4_096;
/** The rest is for link domains and everything. */
const MOST_LISTS = 2_048;

/** As stored: a scope's name for everything and for all of a domain's lists is empty. */
interface ScopeRow extends Record<string, SqlStorageValue> {
  host: string;
  list: string;
}

const scopeOf = ({ host, list }: ScopeRow): StopScope => ({ host: host || null, ...(list && { list }) });

/** What two spellings of one name have in common; characters that nobody sees make no other. */
const plain = (name: string): string =>
  name
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .replace(/\s+/g, ' ')
    .trim()
    .toLowerCase();

/** `place`: of the changes that the set went through, counted from 1. Absent: what was said changed nothing. */
interface Latest extends Record<string, SqlStorageValue> {
  isStart: number;
  atMs: number;
}

export class SuppressionStore {
  readonly #storage: DurableObjectStorage;

  constructor(storage: DurableObjectStorage) {
    this.#storage = storage;
    migrate(storage, 'suppression', STEPS);
  }

  get #sql(): SqlStorage {
    return this.#storage.sql;
  }

  /** All of them or none; a second time nothing. */
  take(words: readonly NumberWord[]): WordOutcome[] {
    return this.#storage.transactionSync(() =>
      words.map((word) => {
        const hasChanged = this.#take(word);
        return { hasChanged, stopped: this.stopped(word.hash) };
      }),
    );
  }

  #take({ hash, host, list, says, source, atMs, campaign, reason }: NumberWord, sayer?: number): boolean {
    const scope = this.#scope({ host: host ?? '', list: list ?? '' });
    const isStart = says === 'start';
    const [latest] = this.#sql
      .exec<Latest>(
        `SELECT is_start AS isStart, at_ms AS atMs FROM suppression WHERE hash = ? AND scope = ?
         ORDER BY at_ms DESC, seq DESC LIMIT 1`,
        ...[hash, scope],
      )
      .toArray();
    const isStopped = latest?.isStart === 0;
    const isLatest = latest === undefined || atMs >= latest.atMs;
    const hasChanged = isLatest && isStopped === isStart;
    // Of a list nothing is news that is known; whatever a person says is kept, as it may come before what is told later.
    if (!hasChanged && (source === 'import' || source === 'marketer')) return false;
    const { rowsWritten } = this.#sql.exec(
      `INSERT OR IGNORE INTO suppression(hash, scope, is_start, source, at_ms, place, campaign, reason, sayer)
       VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      ...[hash, scope, isStart ? 1 : 0, SOURCES.indexOf(source), atMs],
      ...[hasChanged ? this.#places() + 1 : null, campaign ?? null, reason ?? null, sayer ?? null],
    );
    return hasChanged && rowsWritten > 0;
  }

  /** Of whose messages the number is to be sent none. */
  stopped(hash: Uint8Array): StopScope[] {
    return this.#sql
      .exec<ScopeRow & { isStart: number }>(
        `SELECT host, list, (SELECT is_start FROM suppression WHERE hash = ?1 AND scope = id
                       ORDER BY at_ms DESC, seq DESC LIMIT 1) AS isStart
         FROM suppression_scope WHERE isStart = 0 ORDER BY host, list`,
        hash,
      )
      .toArray()
      .map(scopeOf);
  }

  /** Whether messages by this link domain, to this list of its, are not to be sent to the number. */
  isStopped(hash: Uint8Array, host: string, list?: string): boolean {
    return this.stopped(hash).some(
      (scope) => scope.host === null || (scope.host === host && (scope.list === undefined || scope.list === list)),
    );
  }

  /** Of hashes, one behind the other, the places of those for which that is so: one question for all, as few have said anything. */
  stoppedAt(hashes: Uint8Array, host: string, list?: string): Set<number> {
    const places = JSON.stringify(Array.from({ length: hashes.length / HASH_OCTETS }, (_, at) => at));
    const known = this.#sql
      .exec<{ at: number }>(
        `SELECT value AS at FROM json_each(?2)
         WHERE EXISTS (SELECT 1 FROM suppression WHERE hash = substr(?1, value * ${HASH_OCTETS} + 1, ${HASH_OCTETS}))`,
        ...[hashes, places],
      )
      .toArray();
    const isStopped = (at: number) => this.isStopped(hashAt(hashes, at), host, list);
    return new Set(known.map(({ at }) => at).filter(isStopped));
  }

  /** Hashes, one behind the other, of people who said so elsewhere. How many are new. */
  add(hashes: Uint8Array, word: Omit<NumberWord, 'hash' | 'says'>, sayer: Sayer): number {
    const id = this.#sayer(sayer);
    return this.#each(hashes, (hash) => this.#take({ ...word, hash, says: 'stop' }, id));
  }

  /** Somebody else than the person takes these back. How many were stopped in this scope. */
  remove(hashes: Uint8Array, word: Omit<NumberWord, 'hash' | 'says'>, sayer: Sayer): number {
    const id = this.#sayer(sayer);
    return this.#each(hashes, (hash) => this.#take({ ...word, hash, says: 'start' }, id));
  }

  /** A token that was revoked since is still who it was. */
  #sayer({ id, kind, name }: Sayer): number {
    this.#sql.exec('INSERT OR IGNORE INTO sayer(credential, kind, name) VALUES(?, ?, ?)', id, kind, name);
    return this.#sql.exec<{ id: number }>('SELECT id FROM sayer WHERE credential = ?', id).one().id;
  }

  /** A domain's lists by their names, in the order of the alphabet. */
  lists(host: string): string[] {
    return this.#sql
      .exec<{ list: string }>("SELECT list FROM suppression_scope WHERE host = ? AND list <> '' ORDER BY list", host)
      .toArray()
      .map(({ list }) => list);
  }

  /** From now on the domain has this list. One name in two spellings would be two lists, and an opt-out hold for one of them. */
  noteList(host: string, list: string): ListNoted {
    const found = this.lookUpList(host, list);
    if (found.outcome === 'noted') this.#scope({ host, list });
    return found;
  }

  /** What `noteList` would say. */
  lookUpList(host: string, list: string): ListNoted {
    const known = this.lists(host).find((name) => plain(name) === plain(list));
    if (known !== undefined) return known === list ? { outcome: 'noted' } : { outcome: 'other-spelling', list: known };
    const { n } = this.#sql.exec<{ n: number }>("SELECT count(*) AS n FROM suppression_scope WHERE list <> ''").one();
    return { outcome: n >= MOST_LISTS ? 'full' : 'noted' };
  }

  #each(hashes: Uint8Array, take: (hash: Uint8Array) => boolean): number {
    return this.#storage.transactionSync(() => {
      let changed = 0;
      for (let at = 0; at < hashes.length; at += 8) if (take(hashes.slice(at, at + 8))) changed++;
      return changed;
    });
  }

  /** Changes after `after`, oldest first. Of one that this history does not have: all of it, from the start. */
  changes(after: string | null, most: number): SuppressionPage {
    const known = after === null ? 0 : this.#placeOf(after);
    const from = known ?? 0;
    const rows = this.#sql.exec<{
      place: number;
      hash: ArrayBuffer;
      scope: number;
      isStart: number;
      source: number;
      atMs: number;
    }>(
      `SELECT place, hash, scope, is_start AS isStart, source, at_ms AS atMs FROM suppression
       WHERE place > ? ORDER BY place LIMIT ?`,
      ...[from, most],
    );
    const octets = new Uint8Array(most * CHANGE_OCTETS);
    const view = new DataView(octets.buffer);
    let end = 0;
    for (const { hash, scope, isStart, source, atMs } of rows) {
      octets.set(new Uint8Array(hash), end);
      view.setUint16(end + 8, Math.floor(atMs / DAY_MS), true);
      view.setUint16(end + 10, scope | (source << 12) | (isStart << 15), true);
      end += CHANGE_OCTETS;
    }
    const last = from + end / CHANGE_OCTETS;
    return {
      changes: octets.slice(0, end),
      next: this.#cursorAt(last),
      newest: this.newest(),
      isFromStart: from === 0,
      scopes: this.#scopes(),
    };
  }

  /** Where the history ends. */
  newest(): string {
    return this.#cursorAt(this.#places());
  }

  /** Opt-outs that were taken back, the last first: a START of somebody who had said no STOP to the same took nothing back. */
  removals(before: number | null, most: number): Removal[] {
    return this.#sql
      .exec<
        ScopeRow & {
          id: number;
          hash: ArrayBuffer;
          source: number;
          atMs: number;
          campaign: number | null;
          reason: string | null;
          kind: Sayer['kind'] | null;
          name: string | null;
        }
      >(
        `SELECT seq AS id, hash, host, list, source, at_ms AS atMs, campaign, reason, kind, name
         FROM suppression JOIN suppression_scope ON scope = suppression_scope.id
         LEFT JOIN sayer ON sayer = sayer.id
         WHERE is_start = 1 AND seq < ? AND 0 = (
           SELECT is_start FROM suppression AS earlier
           WHERE earlier.hash = suppression.hash AND earlier.scope = suppression.scope
             AND (earlier.at_ms, earlier.seq) < (suppression.at_ms, suppression.seq)
           ORDER BY earlier.at_ms DESC, earlier.seq DESC LIMIT 1)
         ORDER BY seq DESC LIMIT ?`,
        ...[before ?? Number.MAX_SAFE_INTEGER, most],
      )
      .toArray()
      .map(({ id, hash, source, atMs, campaign, reason, kind, name, ...scope }) => ({
        ...{ id, hash: toHex(new Uint8Array(hash)), ...scopeOf(scope), source: SOURCES[source] ?? 'marketer', atMs },
        ...(campaign !== null && { campaign }),
        ...(reason !== null && { reason }),
        ...(kind !== null && { by: { kind, ...(name && { name }) } }),
      }));
  }

  #places(): number {
    return this.#sql.exec<{ n: number | null }>('SELECT max(place) AS n FROM suppression').one().n ?? 0;
  }

  /** A history that was restored from a backup and went on otherwise has another number at the place. */
  #cursorAt(place: number): string {
    if (place === 0) return '0';
    const [row] = this.#sql
      .exec<{ hash: ArrayBuffer }>('SELECT hash FROM suppression WHERE place = ?', place)
      .toArray();
    return row === undefined ? '0' : `${place}-${toHex(new Uint8Array(row.hash, 0, 4))}`;
  }

  #placeOf(cursor: string): number | undefined {
    const place = Number(/^(\d{1,15})(-|$)/.exec(cursor)?.[1]);
    return this.#cursorAt(place) === cursor ? place : undefined;
  }

  #scopes(): StopScope[] {
    return this.#sql.exec<ScopeRow>('SELECT host, list FROM suppression_scope ORDER BY id').toArray().map(scopeOf);
  }

  #scope({ host, list }: { readonly host: string; readonly list: string }): number {
    const [known] = this.#sql
      .exec<{ id: number }>('SELECT id FROM suppression_scope WHERE host = ? AND list = ?', host, list)
      .toArray();
    if (known !== undefined) return known.id;
    const id = this.#sql.exec<{ n: number }>('SELECT count(*) AS n FROM suppression_scope').one().n;
    if (id >= MOST_SCOPES) throw new RangeError(`more than ${MOST_SCOPES} link domains and lists have opt-outs`);
    this.#sql.exec('INSERT INTO suppression_scope VALUES(?, ?, ?)', id, host, list);
    return id;
  }
}
