/**
 * A counter whose campaign is deleted: what it counted goes in one commit, and what its opt-out links need stays
 * (`stores/remains-store.ts`). From then on it counts nothing, whatever is still on its way to it.
 */
import type { Alarm } from './alarm.ts';
import { log } from './log.ts';
import { kvKey } from './records.ts';
import { OtherPublishingError } from './refusal.ts';
import type { ShardDeletion } from './rpc/counter.ts';
import type { ShardIdentity } from './shard-identity.ts';
import type { CounterStore } from './stores/counter-store.ts';
import { RemainsStore } from './stores/remains-store.ts';
import { SuppressingStore } from './stores/suppressing-store.ts';
import { workspaceStub } from './stubs.ts';
import { asNumberWord } from './suppressing.ts';
import { within } from './within.ts';

const WORDS_AT_ONCE = 500;
const ANSWER_MS = 15_000;
/** Before it is tried again. */
const RETRY_MS = 60_000;

export class RemainsOfCounter {
  readonly store: RemainsStore;
  readonly #ctx: DurableObjectState;
  readonly #counter: CounterStore;
  readonly #alarm: Alarm;
  readonly #env: Env;

  constructor(ctx: DurableObjectState, counter: CounterStore, alarm: Alarm, env: Env) {
    this.store = new RemainsStore(ctx.storage);
    this.#ctx = ctx;
    this.#counter = counter;
    this.#alarm = alarm;
    this.#env = env;
    counter.isDeleted = () => this.store.of() !== null;
  }

  /** Whether this campaign was deleted. Throws if another of its number was. */
  areOf(campaignPublishedAtMs: number | undefined): boolean {
    const remains = this.store.of();
    if (remains === null) return false;
    const { publishedAtMs } = remains;
    if (publishedAtMs === (campaignPublishedAtMs ?? publishedAtMs)) return true;
    throw new OtherPublishingError(publishedAtMs);
  }

  /** A second time it answers zeros: what there was is gone. */
  delete(identity: ShardIdentity): ShardDeletion {
    const { host, number, shard, shape, listName } = identity;
    if (this.areOf(shape.publishedAtMs)) return NOTHING;
    this.#counter.refuseOthers(shape.publishedAtMs);
    const takePlace = () => {
      const { counts, stopped, words } = this.#counter.isEmpty() ? EMPTY : this.#found(shape.shards);
      const remains = {
        host,
        number,
        shard,
        publishedAtMs: shape.publishedAtMs,
        isCopyGone: false,
        ...(listName !== undefined && { listName }),
      };
      this.store.takePlace({ ...remains, stopped: stopped.length }, stopped, words);
      return counts;
    };
    let deleted: ShardDeletion;
    try {
      deleted = this.#ctx.storage.transactionSync(takePlace);
    } catch (error) {
      // It is all still there.
      this.store.forget();
      this.#counter.forgetAll();
      throw error;
    }
    this.#counter.forgetAll();
    // Whoever follows it has nothing to hear any more.
    for (const socket of this.#ctx.getWebSockets()) socket.close(1000, 'deleted');
    void this.#alarm.ringBy(Date.now());
    return deleted;
  }

  #found(shards: number) {
    const suppressing = new SuppressingStore(this.#ctx.storage);
    suppressing.open();
    const count = (table: string, of = 'count(*)'): number => {
      const isThere = this.#sql('SELECT 1 AS n FROM sqlite_master WHERE name = ?', table).length > 0;
      return isThere ? (this.#sql(`SELECT ${of} AS n FROM ${table}`)[0]?.n ?? 0) : 0;
    };
    const stopped = suppressing.optedOut(shards);
    const counts: ShardDeletion = {
      hits: this.#counter.shard()?.hits ?? 0,
      orders: count('conversion'),
      numberHashes: count('number_hash', 'coalesce(sum(length(octets)), 0)') / 8,
      optOuts: stopped.length,
      unknownOptOuts: stopped.filter(({ hash }) => hash === null).length,
    };
    return { counts, stopped, words: suppressing.next(shards, Number.MAX_SAFE_INTEGER) };
  }

  #sql(query: string, ...values: SqlStorageValue[]): { n: number | null }[] {
    return this.#ctx.storage.sql.exec<{ n: number | null }>(query, ...values).toArray();
  }

  // --- what comes afterwards --------------------------------------------------------------------------------------

  optOut(recipient: number, nowMs: number, isOfAll: boolean): number {
    const atMs = this.store.stop(recipient, nowMs, isOfAll);
    if (this.store.words(1).length > 0) void this.#alarm.ringBy(Date.now());
    return atMs;
  }

  optIn(recipient: number): void {
    this.store.start(recipient, Date.now());
    void this.#alarm.ringBy(Date.now());
  }

  /**
   * For the alarm: the copy in KV goes, and the suppression set hears what it has not heard. Never rejects. An alarm that was
   * under way when the campaign was deleted may have written the copy once more: this one comes after it.
   */
  async settle(): Promise<void> {
    const remains = this.store.of();
    if (remains === null) return;
    const { host, number, shard } = remains;
    const key = kvKey.counts(host, number, shard);
    let isDone = true;
    try {
      if (!remains.isCopyGone) {
        await this.#env.KV.delete(key);
        this.store.copyGone();
      }
    } catch (error) {
      log('kv-copy-failed', { key, error });
      isDone = false;
    }
    try {
      for (let words = this.store.words(WORDS_AT_ONCE); words.length > 0; words = this.store.words(WORDS_AT_ONCE)) {
        const told = words.map((word) => asNumberWord(remains, word));
        await within(workspaceStub(this.#env).takeWords(told), ANSWER_MS);
        this.store.told(words.map(({ seq }) => seq));
      }
    } catch (error) {
      log('suppression-untold', { object: this.#ctx.id.name ?? '', error });
      isDone = false;
    }
    if (!isDone) void this.#alarm.ringBy(Date.now() + RETRY_MS);
  }
}

const NOTHING: ShardDeletion = { hits: 0, orders: 0, numberHashes: 0, optOuts: 0, unknownOptOuts: 0 };
const EMPTY = { counts: NOTHING, stopped: [], words: [] };
