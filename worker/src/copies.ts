/**
 * The copies in KV against the catalogue. A copy that is gone or wrong is written again: at once where a link was asked for
 * and not found, within hours by samples, all of them on demand. What KV has and the catalogue has not is told, and
 * taken up on demand: a catalogue that was restored from a backup finds its campaigns again.
 */
import { hasPassed } from './clock.ts';
import { log } from './log.ts';
import type { Outbox } from './outbox.ts';
import { type CampaignRecord, kvKey } from './records.ts';
import type { Comparison, CopiesState } from './rpc.ts';
import { identityOf } from './shard-identity.ts';
import { counterStub } from './stubs.ts';
import { KV_PATIENCE_MS, within } from './within.ts';

/** Between two samples. */
const SAMPLE_MS = 3_600_000;
/** Records of each kind in a sample: this many of the newest, and as many older ones, different ones each time. */
const SAMPLED = 50;
/** Keys in one read: KV takes 100, and answers 25 MB at most. */
const READ_AT_ONCE = 50;
const READ_PATIENCE_MS = 15_000;
/** Copies looked at in one part of a walk. Each may take two calls more; an invocation may make 1,000. */
const MOST_A_PART = 300;
const WRITTEN_AT_ONCE = 20;
/** A location that misses a copy says so every few seconds; the copy itself is looked at only this often. */
const MEND_PAUSE_MS = 10_000;
const MOST_REMEMBERED = 1_000;
/** Names of what the catalogue lacks that are kept and told. */
const MOST_NAMES = 100;
/** Pages of 1,000 names in a sample. */
const SAMPLED_PAGES = 10;

/** What the comparison needs of the catalogue. */
export interface Catalogue {
  valueOf(key: string): string | null;
  /** True: KV's record of this campaign was the later one, and is the catalogue's now. */
  takeOver(key: string, copy: string): boolean;
  /** True: the campaign, unknown until now, is in the catalogue. */
  adopt(key: string, copy: string): boolean;
}

interface Part {
  readonly keys: string[];
  readonly counters: { readonly record: CampaignRecord; readonly shard: number }[];
  readonly next: string | null;
}

const NOTHING: Comparison = {
  atMs: 0,
  isWhole: false,
  checked: 0,
  missing: 0,
  differed: 0,
  unread: 0,
  mended: 0,
  takenOver: 0,
  adopted: [],
};

export class Copies {
  readonly #sql: SqlStorage;
  readonly #env: Env;
  readonly #outbox: Outbox;
  readonly #catalogue: Catalogue;
  /** Copies on their way to KV that count as mended once they are written. */
  readonly #mending = new Set<string>();
  /** Copies that a request did not find. Before they are written again KV is asked whether it really lacks them. */
  readonly #suspected = new Set<string>();
  readonly #lookedAtMs = new Map<string, number>();

  constructor(storage: DurableObjectStorage, env: Env, outbox: Outbox, catalogue: Catalogue) {
    this.#sql = storage.sql;
    this.#env = env;
    this.#outbox = outbox;
    this.#catalogue = catalogue;
    this.#sql.exec('CREATE TABLE IF NOT EXISTS copies (one INTEGER PRIMARY KEY CHECK (one = 1), json TEXT NOT NULL)');
  }

  state(): CopiesState {
    const [row] = this.#sql.exec<{ json: string }>('SELECT json FROM copies').toArray();
    const state: CopiesState = {
      dueMs: 0,
      fromSeq: 0,
      last: NOTHING,
      mended: 0,
      mendedAtMs: 0,
      takenOver: 0,
      numbersSkipped: 0,
      unknownCampaigns: [],
      unknownDomains: [],
    };
    return row === undefined ? state : { ...state, ...(JSON.parse(row.json) as Partial<CopiesState>) };
  }

  /** A number that others remember was passed over. */
  numbersSkipped(numbers: number): void {
    const state = this.state();
    this.#save({ ...state, numbersSkipped: state.numbersSkipped + numbers });
  }

  /** A record of KV's was the later one. */
  tookOver(): void {
    const state = this.state();
    this.#save({ ...state, takenOver: state.takenOver + 1 });
  }

  /** When the next sample is due. */
  dueMs(): number {
    const state = this.state();
    const dueMs = state.dueMs - Date.now() > SAMPLE_MS ? 0 : state.dueMs;
    if (dueMs > 0) return dueMs;
    this.#save({ ...state, dueMs: Date.now() + SAMPLE_MS });
    return Date.now() + SAMPLE_MS;
  }

  /** Somebody did not find this copy in KV, or could not read it. Never rejects. */
  async suspect(key: string): Promise<void> {
    if (!hasPassed(this.#lookedAtMs.get(key) ?? Number.NEGATIVE_INFINITY, MEND_PAUSE_MS)) return;
    if (this.#catalogue.valueOf(key) === null) return;
    if (this.#lookedAtMs.size >= MOST_REMEMBERED) this.#lookedAtMs.clear();
    this.#lookedAtMs.set(key, Date.now());
    this.#suspected.add(key);
    this.#outbox.note(key);
    await this.#outbox.copy(key);
  }

  /** For the outbox: false if KV has the copy after all, though a request did not find it. */
  async isMissing(key: string): Promise<boolean> {
    if (!this.#suspected.has(key)) return true;
    const copy = await within(this.#env.KV.get(key, 'text'), KV_PATIENCE_MS);
    this.#suspected.delete(key);
    if (copy === this.#catalogue.valueOf(key)) return false;
    if (copy !== null && this.#catalogue.takeOver(key, copy)) return false;
    this.#mending.add(key);
    return true;
  }

  /** For the outbox. */
  written(key: string): void {
    if (!this.#mending.delete(key)) return;
    const state = this.state();
    this.#save({ ...state, mended: state.mended + 1, mendedAtMs: Date.now() });
    log({ event: 'copy-mended', key });
  }

  /** For the alarm: some copies are compared and mended. Never rejects. */
  async sampleIfDue(): Promise<void> {
    if (Date.now() < this.dueMs()) return;
    try {
      const before = this.state();
      const newest = this.#campaignsBelow(Number.MAX_SAFE_INTEGER, SAMPLED);
      const others = this.#campaignsBelow(before.fromSeq || Number.MAX_SAFE_INTEGER, SAMPLED);
      this.#save({ ...before, dueMs: Date.now() + SAMPLE_MS, fromSeq: others.at(-1)?.seq ?? 0 });
      const keys = [
        ...this.#keys('SELECT host AS name FROM domain ORDER BY random() LIMIT ?', kvKey.domain, SAMPLED),
        ...[...newest, ...others].map(({ record }) => kvKey.campaign(record.host, record.number)),
        ...this.#keys('SELECT hash AS name FROM spent_code ORDER BY at_ms DESC LIMIT ?', kvKey.spentCode, SAMPLED),
      ];
      const counters = newest.flatMap(({ record }) => shardsOf(record)).slice(0, 2 * SAMPLED);
      const found = await this.#compare([...new Set(keys)], counters, true);
      this.#save({ ...this.state(), last: { ...found, atMs: Date.now() } });
      await this.#lookForUnknown(null, SAMPLED_PAGES, false);
    } catch (error) {
      log({ event: 'copies-not-compared', error });
    }
  }

  /**
   * A part of all copies, from where the last part ended (null: the start). With `isRepair` those that are missing or
   * differ are written, and campaigns that only KV knows are taken up. Null comes back with the last part.
   */
  async walk(from: string | null, isRepair: boolean): Promise<{ found: Comparison; next: string | null }> {
    const [step = 'unknown', at = ''] = (from ?? 'unknown').split(/ (.*)/s);
    let found = NOTHING;
    let next: string | null;
    if (step === 'unknown') {
      try {
        const unknown = await this.#lookForUnknown(at === '' ? null : at, 1, isRepair);
        found = { ...found, adopted: unknown.adopted, unread: unknown.unread };
        next = unknown.next === null ? 'domains' : `unknown ${unknown.next}`;
      } catch (error) {
        log({ event: 'copies-unlisted', error });
        found = { ...found, unread: 1 };
        next = 'domains';
      }
    } else {
      const part = this.#part(step, at);
      found = await this.#compare(part.keys, isRepair ? part.counters : [], isRepair);
      next = part.next;
    }
    const { last } = this.state();
    const sum = added(from === null ? NOTHING : last, found);
    const adopted = sum.adopted.slice(0, MOST_NAMES);
    this.#save({ ...this.state(), last: { ...sum, adopted, atMs: Date.now(), isWhole: next === null } });
    return { found, next };
  }

  /** Domains, then campaigns with their counters, then codes. */
  #part(step: string, at: string): Part {
    if (step === 'domains') {
      const hosts = this.#names('SELECT host AS name FROM domain WHERE host > ? ORDER BY host LIMIT ?', at);
      const next = hosts.length < MOST_A_PART ? 'campaigns 0' : `domains ${hosts.at(-1)}`;
      return { keys: hosts.map(kvKey.domain), counters: [], next };
    }
    if (step === 'campaigns') {
      const rows = this.#sql
        .exec<{ seq: number; record: string }>(
          'SELECT seq, record FROM campaign WHERE seq > ? ORDER BY seq LIMIT ?',
          Number(at) || 0,
          MOST_A_PART,
        )
        .toArray();
      const keys: string[] = [];
      const counters: { record: CampaignRecord; shard: number }[] = [];
      let last: number | undefined;
      for (const row of rows) {
        const record = JSON.parse(row.record) as CampaignRecord;
        if (keys.length > 0 && keys.length + counters.length + 1 + record.shards > MOST_A_PART) break;
        keys.push(kvKey.campaign(record.host, record.number));
        counters.push(...shardsOf(record));
        last = row.seq;
      }
      return { keys, counters, next: last === undefined ? 'codes' : `campaigns ${last}` };
    }
    const hashes = this.#names('SELECT hash AS name FROM spent_code WHERE hash > ? ORDER BY hash LIMIT ?', at);
    const next = hashes.length < MOST_A_PART ? null : `codes ${hashes.at(-1)}`;
    return { keys: hashes.map(kvKey.spentCode), counters: [], next };
  }

  async #compare(keys: readonly string[], counters: Part['counters'], isRepair: boolean): Promise<Comparison> {
    const found = { ...NOTHING, checked: keys.length };
    const wrong: string[] = [];
    for (let first = 0; first < keys.length; first += READ_AT_ONCE) {
      const some = keys.slice(first, first + READ_AT_ONCE);
      const copies = await this.#read(some);
      if (copies === null) {
        found.unread += some.length;
        continue;
      }
      for (const key of some) {
        const truth = this.#catalogue.valueOf(key);
        const copy = copies.get(key) ?? null;
        if (truth === null || copy === truth) continue;
        if (isRepair && copy !== null && this.#catalogue.takeOver(key, copy)) {
          found.takenOver++;
          continue;
        }
        if (copy === null) found.missing++;
        else found.differed++;
        wrong.push(key);
      }
    }
    if (!isRepair) return found;
    for (const key of wrong) {
      this.#mending.add(key);
      this.#outbox.note(key);
    }
    await inTurns(wrong, async (key) => {
      if (!(await this.#outbox.copy(key))) return;
      // Still to be counted: nothing was written, because KV's record of the domain was the later one.
      if (this.#mending.delete(key)) found.takenOver++;
      else found.mended++;
    });
    const again = await this.#countsAgain(counters);
    return {
      ...found,
      missing: found.missing + again.missing,
      mended: found.mended + again.missing,
      unread: found.unread + again.unread,
    };
  }

  /** Counters whose copies are gone write them again: the copy is what is left if such a counter is lost. */
  async #countsAgain(counters: Part['counters']): Promise<{ missing: number; unread: number }> {
    const again = { missing: 0, unread: 0 };
    for (let first = 0; first < counters.length; first += READ_AT_ONCE) {
      const some = counters.slice(first, first + READ_AT_ONCE);
      const keyOf = ({ record, shard }: Part['counters'][number]) => kvKey.counts(record.host, record.number, shard);
      const copies = await this.#read(some.map(keyOf));
      if (copies === null) {
        again.unread += some.length;
        continue;
      }
      const gone = some.filter((counter) => (copies.get(keyOf(counter)) ?? null) === null);
      await inTurns(gone, async ({ record, shard }) => {
        try {
          const { publishedAtMs } = identityOf(record, shard).shape;
          if (await counterStub(this.#env, record, shard).publishAgain(publishedAtMs)) again.missing++;
        } catch (error) {
          // It says so in the report, too; a counter that is out of reach is asked another time.
          const { host, number } = record;
          log({ event: 'counter-unasked', host, number, shard, error });
        }
      });
    }
    return again;
  }

  /** Null: KV cannot be read. */
  async #read(keys: string[]): Promise<Map<string, string | null> | null> {
    try {
      return await within(this.#env.KV.get(keys, 'text'), READ_PATIENCE_MS);
    } catch (error) {
      log({ event: 'copies-unread', key: keys[0], error });
      return null;
    }
  }

  /** Campaigns and domains that KV has and the catalogue has not. */
  async #lookForUnknown(
    from: string | null,
    pages: number,
    isRepair: boolean,
  ): Promise<{ adopted: string[]; unread: number; next: string | null }> {
    const hosts = new Set(
      this.#names('SELECT host AS name FROM domain WHERE host > ? ORDER BY host LIMIT ?', '', 10_000),
    );
    const adopted: string[] = [];
    const unknown: string[] = [];
    let unread = 0;
    let cursor = from;
    for (let page = 0; page < pages; page++) {
      const list = await within(
        this.#env.KV.list({ prefix: 'campaign/', ...(cursor !== null && { cursor }) }),
        READ_PATIENCE_MS,
      );
      const lacking = list.keys.map(({ name }) => name).filter((name) => this.#catalogue.valueOf(name) === null);
      const ours = lacking.filter((name) => hosts.has(name.split('/')[1] ?? ''));
      if (isRepair) {
        for (let first = 0; first < ours.length; first += READ_AT_ONCE) {
          const some = ours.slice(first, first + READ_AT_ONCE);
          const copies = await this.#read(some);
          if (copies === null) unread += some.length;
          for (const [key, copy] of copies ?? []) {
            if (copy !== null && this.#catalogue.adopt(key, copy)) adopted.push(idOf(key));
          }
        }
      }
      unknown.push(...ours.map(idOf).filter((id) => !adopted.includes(id)));
      cursor = list.list_complete ? null : list.cursor;
      if (cursor === null) break;
    }
    const domains = from === null ? await this.#unknownDomains(hosts) : this.state().unknownDomains;
    const state = this.state();
    const known = from === null ? [] : state.unknownCampaigns;
    this.#save({
      ...state,
      unknownCampaigns: [...known, ...unknown].slice(0, MOST_NAMES),
      unknownDomains: domains,
    });
    return { adopted, unread, next: cursor };
  }

  async #unknownDomains(hosts: ReadonlySet<string>): Promise<string[]> {
    const { keys } = await within(this.#env.KV.list({ prefix: 'domain/' }), READ_PATIENCE_MS);
    return keys
      .map(({ name }) => name.slice('domain/'.length))
      .filter((host) => !hosts.has(host))
      .slice(0, MOST_NAMES);
  }

  #campaignsBelow(seq: number, most: number): { seq: number; record: CampaignRecord }[] {
    return this.#sql
      .exec<{ seq: number; record: string }>(
        'SELECT seq, record FROM campaign WHERE seq < ? ORDER BY seq DESC LIMIT ?',
        seq,
        most,
      )
      .toArray()
      .map((row) => ({ seq: row.seq, record: JSON.parse(row.record) as CampaignRecord }));
  }

  #keys(query: string, keyOf: (name: string) => string, most: number): string[] {
    return this.#sql
      .exec<{ name: string }>(query, most)
      .toArray()
      .map(({ name }) => keyOf(name));
  }

  #names(query: string, after: string, most = MOST_A_PART): string[] {
    return this.#sql
      .exec<{ name: string }>(query, after, most)
      .toArray()
      .map(({ name }) => name);
  }

  #save(state: CopiesState): void {
    this.#sql.exec('INSERT OR REPLACE INTO copies VALUES (1, ?)', JSON.stringify(state));
  }
}

const shardsOf = (record: CampaignRecord) => Array.from({ length: record.shards }, (_, shard) => ({ record, shard }));

/** `campaign/<host>/<number>` as the API names it. */
const idOf = (key: string): string => key.split('/').slice(1).join(':');

async function inTurns<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  for (let first = 0; first < items.length; first += WRITTEN_AT_ONCE) {
    await Promise.all(items.slice(first, first + WRITTEN_AT_ONCE).map(work));
  }
}

export function added(one: Comparison, other: Comparison): Comparison {
  return {
    atMs: Math.max(one.atMs, other.atMs),
    isWhole: other.isWhole,
    checked: one.checked + other.checked,
    missing: one.missing + other.missing,
    differed: one.differed + other.differed,
    unread: one.unread + other.unread,
    mended: one.mended + other.mended,
    takenOver: one.takenOver + other.takenOver,
    adopted: [...one.adopted, ...other.adopted],
  };
}
