/**
 * The copies in KV against the catalogue. A copy that is gone or wrong is written again: at once where a link was asked for
 * and not found, within hours by samples, all of them on demand. What KV has and the catalogue has not is told, and
 * taken up on demand: a catalogue that was restored from a backup finds its campaigns again.
 */
import { hasPassed } from './clock.ts';
import { added, NOTHING } from './comparison.ts';
import { inGroups } from './in-groups.ts';
import { log } from './log.ts';
import { type CampaignRecord, kvKey } from './records.ts';
import type { Comparison } from './rpc/copies.ts';
import { counterStub } from './stubs.ts';
import { within } from './within.ts';
import type { WorkspaceParts } from './workspace-parts.ts';

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

interface Part {
  readonly keys: string[];
  readonly counters: { readonly record: CampaignRecord; readonly shard: number }[];
  readonly next: string | null;
}

export class Copies {
  readonly #parts: WorkspaceParts;
  /** When a copy was last looked at because a request did not find it. */
  readonly #lookedAtMs = new Map<string, number>();

  constructor(parts: WorkspaceParts) {
    this.#parts = parts;
  }

  /** When the next sample is due. */
  dueMs(): number {
    const { copies } = this.#parts;
    const { dueMs } = copies.state();
    const nextMs = Date.now() + SAMPLE_MS;
    // Later than that: the clock has been set back.
    if (dueMs > 0 && dueMs <= nextMs) return dueMs;
    copies.save({ dueMs: nextMs });
    return nextMs;
  }

  /** Somebody did not find this copy in KV, or could not read it. Never rejects. */
  async suspect(key: string): Promise<void> {
    if (!hasPassed(this.#lookedAtMs.get(key) ?? Number.NEGATIVE_INFINITY, MEND_PAUSE_MS)) return;
    const { kvContents, outbox, copier } = this.#parts;
    if (kvContents.valueOf(key) === null) return;
    if (this.#lookedAtMs.size >= MOST_REMEMBERED) this.#lookedAtMs.clear();
    this.#lookedAtMs.set(key, Date.now());
    kvContents.suspect(key);
    outbox.note(key);
    await copier.copy(key);
  }

  /** For the alarm: some copies are compared and mended. Never rejects. */
  async sampleIfDue(): Promise<void> {
    if (Date.now() < this.dueMs()) return;
    const { catalogue, copies, credentials } = this.#parts;
    try {
      const { fromSeq } = copies.state();
      const newest = catalogue.campaignsBefore(Number.MAX_SAFE_INTEGER, SAMPLED);
      const others = catalogue.campaignsBefore(fromSeq || Number.MAX_SAFE_INTEGER, SAMPLED);
      copies.save({ dueMs: Date.now() + SAMPLE_MS, fromSeq: others.at(-1)?.seq ?? 0 });
      const keys = [
        ...catalogue.someHosts(SAMPLED).map(kvKey.domain),
        ...[...newest, ...others].map(({ record }) => kvKey.campaign(record.host, record.number)),
        ...credentials.lastSpent(SAMPLED).map(kvKey.spentCode),
      ];
      const counters = newest.flatMap(({ record }) => shardsOf(record)).slice(0, 2 * SAMPLED);
      const found = await this.#compare([...new Set(keys)], counters, true);
      copies.save({ last: { ...found, atMs: Date.now() } });
      await this.#lookForUnknown(null, SAMPLED_PAGES, false);
    } catch (error) {
      log('copies-not-compared', { error });
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
        log('copies-unlisted', { error });
        found = { ...found, unread: 1 };
        next = 'domains';
      }
    } else {
      const part = this.#part(step, at);
      found = await this.#compare(part.keys, isRepair ? part.counters : [], isRepair);
      next = part.next;
    }
    const { copies } = this.#parts;
    const { last } = copies.state();
    const sum = added(from === null ? NOTHING : last, found);
    const adopted = sum.adopted.slice(0, MOST_NAMES);
    copies.save({ last: { ...sum, adopted, atMs: Date.now(), isWhole: next === null } });
    return { found, next };
  }

  /** Domains, then campaigns with their counters, then codes. */
  #part(step: string, at: string): Part {
    const { catalogue, credentials } = this.#parts;
    if (step === 'domains') {
      const hosts = catalogue.hostsAfter(at, MOST_A_PART);
      const next = hosts.length < MOST_A_PART ? 'campaigns 0' : `domains ${hosts.at(-1)}`;
      return { keys: hosts.map(kvKey.domain), counters: [], next };
    }
    if (step === 'campaigns') {
      const keys: string[] = [];
      const counters: { record: CampaignRecord; shard: number }[] = [];
      let last: number | undefined;
      for (const { seq, record } of catalogue.campaignsAfter(Number(at) || 0, MOST_A_PART)) {
        if (keys.length > 0 && keys.length + counters.length + 1 + record.shards > MOST_A_PART) break;
        keys.push(kvKey.campaign(record.host, record.number));
        counters.push(...shardsOf(record));
        last = seq;
      }
      return { keys, counters, next: last === undefined ? 'codes' : `campaigns ${last}` };
    }
    const hashes = credentials.spentAfter(at, MOST_A_PART);
    const next = hashes.length < MOST_A_PART ? null : `codes ${hashes.at(-1)}`;
    return { keys: hashes.map(kvKey.spentCode), counters: [], next };
  }

  async #compare(keys: readonly string[], counters: Part['counters'], isRepair: boolean): Promise<Comparison> {
    const { outbox, copier, kvContents, later } = this.#parts;
    const { copies, unread } = await this.#read(keys);
    const found = { ...NOTHING, checked: keys.length, unread };
    const wrong: string[] = [];
    for (const [key, copy] of copies) {
      const truth = kvContents.valueOf(key);
      if (truth === null || copy === truth) continue;
      if (isRepair && copy !== null && later.takeOver(key, copy)) {
        found.takenOver++;
        continue;
      }
      if (copy === null) found.missing++;
      else found.differed++;
      wrong.push(key);
    }
    if (!isRepair) return found;
    for (const key of wrong) {
      kvContents.mend(key);
      outbox.note(key);
    }
    await inGroups(wrong, WRITTEN_AT_ONCE, async (key) => {
      if (!(await copier.copy(key))) return;
      // Still to be counted: nothing was written, because KV's record of the domain was the later one.
      if (kvContents.stopMending(key)) found.takenOver++;
      else found.mended++;
    });
    const again = await this.#countsAgain(counters);
    return added(found, { ...NOTHING, missing: again.missing, mended: again.missing, unread: again.unread });
  }

  /** Counters whose copies are gone write them again: the copy is what is left if such a counter is lost. */
  async #countsAgain(counters: Part['counters']): Promise<{ missing: number; unread: number }> {
    const keyOf = ({ record, shard }: Part['counters'][number]) => kvKey.counts(record.host, record.number, shard);
    const { copies, unread } = await this.#read(counters.map(keyOf));
    const gone = counters.filter((counter) => copies.get(keyOf(counter)) === null);
    let missing = 0;
    await inGroups(gone, WRITTEN_AT_ONCE, async ({ record, shard }) => {
      try {
        if (await counterStub(this.#parts.env, record, shard).publishAgain(record.publishedAtMs)) missing++;
      } catch (error) {
        // It says so in the report, too; a counter that is out of reach is asked another time.
        const { host, number } = record;
        log('counter-unasked', { host, number, shard, error });
      }
    });
    return { missing, unread };
  }

  /** What KV has under these keys, null where it has nothing. `unread`: how many it did not hand out. */
  async #read(keys: readonly string[]): Promise<{ copies: Map<string, string | null>; unread: number }> {
    const copies = new Map<string, string | null>();
    let unread = 0;
    for (let first = 0; first < keys.length; first += READ_AT_ONCE) {
      const some = keys.slice(first, first + READ_AT_ONCE);
      try {
        const read = await within(this.#parts.env.KV.get(some, 'text'), READ_PATIENCE_MS);
        for (const [key, copy] of read) copies.set(key, copy);
      } catch (error) {
        log('copies-unread', { key: some[0], error });
        unread += some.length;
      }
    }
    return { copies, unread };
  }

  /** Campaigns and domains that KV has and the catalogue has not. */
  async #lookForUnknown(
    from: string | null,
    pages: number,
    isRepair: boolean,
  ): Promise<{ adopted: string[]; unread: number; next: string | null }> {
    const { env, catalogue, copies, kvContents, later } = this.#parts;
    const hosts = new Set(catalogue.hostsAfter(''));
    const adopted: string[] = [];
    const unknown: string[] = [];
    let unread = 0;
    let cursor = from;
    for (let page = 0; page < pages; page++) {
      const list = await within(
        env.KV.list({ prefix: 'campaign/', ...(cursor !== null && { cursor }) }),
        READ_PATIENCE_MS,
      );
      const lacking = list.keys.map(({ name }) => name).filter((name) => kvContents.valueOf(name) === null);
      const ours = lacking.filter((name) => hosts.has(name.split('/')[1] ?? ''));
      if (isRepair) {
        const found = await this.#read(ours);
        unread += found.unread;
        for (const [key, copy] of found.copies) {
          if (copy !== null && later.adopt(key, copy)) adopted.push(idOf(key));
        }
      }
      unknown.push(...ours.map(idOf).filter((id) => !adopted.includes(id)));
      cursor = list.list_complete ? null : list.cursor;
      if (cursor === null) break;
    }
    const domains = from === null ? await this.#unknownDomains(hosts) : copies.state().unknownDomains;
    const known = from === null ? [] : copies.state().unknownCampaigns;
    copies.save({ unknownCampaigns: [...known, ...unknown].slice(0, MOST_NAMES), unknownDomains: domains });
    return { adopted, unread, next: cursor };
  }

  async #unknownDomains(hosts: ReadonlySet<string>): Promise<string[]> {
    const { keys } = await within(this.#parts.env.KV.list({ prefix: 'domain/' }), READ_PATIENCE_MS);
    return keys
      .map(({ name }) => name.slice('domain/'.length))
      .filter((host) => !hosts.has(host))
      .slice(0, MOST_NAMES);
  }
}

const shardsOf = (record: CampaignRecord) => Array.from({ length: record.shards }, (_, shard) => ({ record, shard }));

/** `campaign/<host>/<number>` as the API names it. */
const idOf = (key: string): string => key.split('/').slice(1).join(':');
