/**
 * The copy of a counter's totals in KV. The alarm writes it, absolute totals, at intervals that grow with the campaign's age.
 * A counter that may have lost its storage looks for it first: it is what is left then, and is counted on from.
 */
import type { CampaignShape, KeptTotals, Totals } from 'klikspor/edge';
import { core } from './core.ts';
import { log } from './log.ts';
import { tellOverview } from './overview.ts';
import { KV_WRITE_MS, publishIntervalMs } from './publish-interval.ts';
import { kvKey } from './records.ts';
import type { PublishedCounts } from './rpc/counter.ts';
import { type Settings, settings } from './settings.ts';
import type { ShardIdentity } from './shard-identity.ts';
import type { CounterStore, ShardRow } from './stores/counter-store.ts';
import type { DeliveryCounts, DeliveryStore } from './stores/delivery-store.ts';
import { KV_PATIENCE_MS, within } from './within.ts';

/** After failures the pause doubles up to this. */
const LONGEST_PAUSE_MS = 600_000;

type Counts = Pick<PublishedCounts, 'totals' | 'confirmedOptOuts' | 'delivery' | 'recovered'>;

const keyOf = ({ host, number, shard }: ShardIdentity) => kvKey.counts(host, number, shard);

/** A row from before this was kept, that has published, has written over whatever there was. */
const isCopyChecked = (row: ShardRow) => row.copyChecked === true || row.publishedAtMs > 0;

export class CountsCopy {
  readonly #store: CounterStore;
  readonly #delivery: DeliveryStore;
  readonly #settings: Settings;
  #looking: Promise<boolean> | undefined;

  constructor(store: CounterStore, delivery: DeliveryStore, env: Env) {
    this.#store = store;
    this.#delivery = delivery;
    this.#settings = settings(env);
  }

  /**
   * What there is to copy, with what a lost counter had published: who clicked before the loss and again counts as two. `told`:
   * what gateways have said since.
   */
  counts(identity: ShardIdentity, told: DeliveryCounts | undefined): Counts {
    const row = this.#store.shard();
    const own = row === undefined ? totalsOfNothing(identity.shape) : this.#store.counted(row).totals();
    const confirmedOptOuts = this.#store.optOutCount();
    const found = this.#store.recovered();
    const delivery = told ?? found?.delivery;
    const known = delivery && { delivery };
    if (found === null) return { totals: own, confirmedOptOuts, ...known };
    return {
      ...known,
      totals: core.sumTotals([found.totals, own]),
      confirmedOptOuts: found.confirmedOptOuts + confirmedOptOuts,
      recovered: { asOfMs: found.asOfMs, confirmedOptOuts: found.confirmedOptOuts },
    };
  }

  // --- written ----------------------------------------------------------------------------------------------------

  /** From when on it may be written again. */
  fromMs(row: ShardRow): number {
    // The clock has been set back since: what it said then tells nothing any more.
    if (row.publishTriedMs === 0 || row.publishTriedMs > Date.now() + KV_WRITE_MS) return 0;
    const ageMs = Date.now() - row.identity.shape.publishedAtMs;
    const pause = Math.min(LONGEST_PAUSE_MS, KV_WRITE_MS * 2 ** Math.min(row.failuresInARow, 20));
    return (
      row.publishTriedMs + (row.failuresInARow > 0 ? pause : publishIntervalMs(this.#settings.publishIntervalMs, ageMs))
    );
  }

  /** Absolute totals: writing them twice changes nothing. */
  async publish(identity: ShardIdentity, settledMs: () => number, env: Env): Promise<ShardRow> {
    const key = keyOf(identity);
    const { publishedAtMs } = identity.shape;
    let changes = 0;
    let written: PublishedCounts | undefined;
    try {
      if (!(await this.lookFor(identity, env.KV))) throw new Error('what stands there cannot be read');
      changes = this.#store.begun(identity).changes;
      const { totals, ...others } = this.counts(identity, await this.#delivery.counts());
      const counts: PublishedCounts = {
        ...others,
        totals: withoutMinutes(totals),
        asOfMs: settledMs(),
        campaignPublishedAtMs: publishedAtMs,
      };
      await env.KV.put(key, JSON.stringify(counts));
      written = counts;
    } catch (error) {
      log('publish-failed', { key, error });
    }
    // Read anew: batches, opt-outs and reports came while KV was writing.
    const row = this.#store.begun(identity);
    const nowMs = Date.now();
    const saved = this.#store.saveShard({
      ...row,
      publishTriedMs: nowMs,
      ...(written !== undefined
        ? { publishedAtMs: nowMs, publishedChanges: changes, failuresInARow: 0 }
        : { failuresInARow: row.failuresInARow + 1, publishFailures: row.publishFailures + 1 }),
    });
    return written === undefined ? saved : this.#tell(env, identity, written);
  }

  async #tell(env: Env, identity: ShardIdentity, counts: PublishedCounts): Promise<ShardRow> {
    const isTold = await tellOverview(env, identity, counts);
    const { overviewUntold, ...row } = this.#store.begun(identity);
    if (isTold === (overviewUntold === undefined)) return this.#store.begun(identity);
    return this.#store.saveShard(isTold ? row : { ...row, overviewUntold: true });
  }

  // --- looked for -------------------------------------------------------------------------------------------------

  isLookedFor(): boolean {
    const row = this.#store.shard();
    return row === undefined ? this.#store.hasNoCopy : isCopyChecked(row);
  }

  /**
   * A counter without a history may have lost it: then its last copy stands in KV, and is the only one. Looked for before
   * anything is reported or copied, never while a hit waits. False: KV does not answer, and nothing may be written over.
   */
  async lookFor(identity: ShardIdentity, kv: KVNamespace): Promise<boolean> {
    if (this.isLookedFor()) return true;
    this.#looking ??= this.#look(identity, kv).finally(() => {
      this.#looking = undefined;
    });
    return this.#looking;
  }

  async #look(identity: ShardIdentity, kv: KVNamespace): Promise<boolean> {
    const key = keyOf(identity);
    let copy: PublishedCounts | null;
    try {
      copy = await within(kv.get<PublishedCounts>(key, 'json'), KV_PATIENCE_MS);
    } catch (error) {
      log('copy-unread', { key, error });
      return false;
    }
    // Read now: hits came while KV was answering.
    const row = this.#store.shard();
    if (copy !== null && this.#isOfCampaign(copy, identity)) {
      const found = copy;
      this.#store.transaction(() => {
        this.#store.saveRecovered(found);
        this.#store.saveShard({ ...this.#store.begun(identity), copyChecked: true });
      });
      log('counter-recovered', { key });
    } else {
      if (copy !== null) log('copy-of-another-campaign', { key });
      if (row === undefined) this.#store.hasNoCopy = true;
      else this.#store.saveShard({ ...row, copyChecked: true });
    }
    return true;
  }

  /** Copies from before the moment of publishing stood in them are told by their own. */
  #isOfCampaign({ campaignPublishedAtMs, asOfMs, totals }: PublishedCounts, { shape }: ShardIdentity): boolean {
    if (totals.links.length !== shape.links.length) return false;
    return campaignPublishedAtMs === undefined
      ? asOfMs >= shape.publishedAtMs - this.#settings.settleMs
      : campaignPublishedAtMs === shape.publishedAtMs;
  }
}

function withoutMinutes({ minutes: _, ...kept }: KeptTotals): KeptTotals {
  return kept;
}

/** Zeros of a shape, for a shard that never got a hit. */
function totalsOfNothing(shape: CampaignShape): Totals {
  const state = core.loadShardState(new Uint8Array(), shape);
  try {
    return state.totals();
  } finally {
    state.delete();
  }
}
