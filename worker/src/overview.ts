/**
 * What the overview of all campaigns shows of each: the workspace keeps it, and counters tell it whenever they copy their
 * totals to KV. Of campaigns from before that, KV's copies are read, some at a time.
 */
import { core } from './core.ts';
import { inGroups } from './in-groups.ts';
import { log } from './log.ts';
import { reachRule } from './reach.ts';
import { type CampaignRecord, kvKey } from './records.ts';
import { reporting } from './reporting.ts';
import type { OverviewFigures } from './rpc/catalogue.ts';
import type { PublishedCounts } from './rpc/counter.ts';
import type { ShardIdentity } from './shard-identity.ts';
import type { Catalogue } from './stores/catalogue.ts';
import type { OverviewStore } from './stores/overview-store.ts';
import { workspaceStub } from './stubs.ts';
import { KV_PATIENCE_MS, within } from './within.ts';

/** The sparkline: clicks of the first three days, by three hours. */
const EARLY_HOURS = 72;
const HOURS_A_STEP = 3;

/** Campaigns whose copies are read in one alarm; an invocation may make 1,000 calls, and a campaign has up to 84 counters. */
const READ_A_TIME = 10;
const AT_ONCE = 20;
/** The alarm has other things to do: what was not heard is told with the next copy. */
const PATIENCE_MS = 5_000;
const NEXT_MS = 1_000;
const AGAIN_MS = 60_000;

export async function figuresOf(
  { totals, confirmedOptOuts, delivery, asOfMs }: PublishedCounts,
  links: ShardIdentity['shape']['links'],
): Promise<OverviewFigures> {
  const early = new Array<number>(EARLY_HOURS / HOURS_A_STEP).fill(0);
  for (const [hour, clicks] of totals.timeline) {
    const step = Math.floor(hour / HOURS_A_STEP);
    if (step < early.length) early[step] = (early[step] ?? 0) + clicks;
  }
  const { clicks } = (await reporting()).reportNumbers(core.sumTotals([totals]), links, 0, 0);
  return {
    clicks,
    clickers: totals.clickers,
    openers: totals.openers,
    confirmedOptOuts,
    early,
    ...(delivery && { delivery }),
    asOfMs,
  };
}

/** False: the workspace did not hear it. Never rejects: the copy in KV is made all the same. */
export async function tellOverview(env: Env, identity: ShardIdentity, counts: PublishedCounts): Promise<boolean> {
  const { host, number, shard, shape } = identity;
  try {
    const figures = await figuresOf(counts, shape.links);
    await within(workspaceStub(env).noteFigures(host, number, shard, shape.publishedAtMs, figures), PATIENCE_MS);
    return true;
  } catch (error) {
    log('overview-untold', { host, campaign: number, shard, error });
    return false;
  }
}

/** For the alarm of the workspace. */
export class OverviewReading {
  readonly #store: OverviewStore;
  readonly #catalogue: Catalogue;
  readonly #kv: KVNamespace;
  #nextMs = 0;

  constructor(store: OverviewStore, catalogue: Catalogue, kv: KVNamespace) {
    this.#store = store;
    this.#catalogue = catalogue;
    this.#kv = kv;
  }

  /** When there is more to read; never, if there is not. */
  dueMs(): number {
    return this.#store.unread(1).length === 0 ? Number.POSITIVE_INFINITY : Math.max(this.#nextMs, Date.now());
  }

  /** Never rejects: what KV does not hand out is asked for again. */
  async readSome(): Promise<void> {
    if (this.dueMs() > Date.now()) return;
    this.#nextMs = Date.now() + NEXT_MS;
    try {
      for (const seq of this.#store.unread(READ_A_TIME)) await this.#read(seq);
    } catch (error) {
      log('copy-unread', { error });
      this.#nextMs = Date.now() + AGAIN_MS;
    }
  }

  async #read(seq: number): Promise<void> {
    const found = this.#catalogue.campaignAt(seq);
    if (found !== null) {
      const { host, number, shards, publishedAtMs } = found.record;
      await inGroups([...Array(shards).keys()], AT_ONCE, async (shard) => {
        const key = kvKey.counts(host, number, shard);
        const copy = await within(this.#kv.get(key), KV_PATIENCE_MS);
        const figures = copy === null ? null : await figuresIn(copy, key, found.record);
        if (figures !== null) this.#store.note(await reachRule(), host, number, shard, publishedAtMs, figures);
      });
    }
    this.#store.isRead(seq);
  }
}

/** Null: another campaign's, or damaged. So it would be the next time: those of all other campaigns are read all the same. */
async function figuresIn(copy: string, key: string, { links, publishedAtMs }: CampaignRecord) {
  try {
    const counts = JSON.parse(copy) as PublishedCounts;
    const isOfCampaign = (counts.campaignPublishedAtMs ?? publishedAtMs) === publishedAtMs;
    if (!isOfCampaign || counts.totals.links.length !== links.length) return null;
    return await figuresOf(
      counts,
      links.map(({ kind }) => kind),
    );
  } catch (error) {
    log('copy-unread', { key, error });
    return null;
  }
}
