/** Tells the workspace's suppression set what a counter's recipients said, until it is acknowledged. */
import type { Alarm } from './alarm.ts';
import { log } from './log.ts';
import type { NumberWord } from './rpc/suppression.ts';
import type { ShardIdentity } from './shard-identity.ts';
import type { CounterStore } from './stores/counter-store.ts';
import { SuppressingStore, type WaitingWord } from './stores/suppressing-store.ts';
import { workspaceStub } from './stubs.ts';
import { within } from './within.ts';

/** Words in one call: each is a few writes there. */
const AT_ONCE = 500;
/** The workspace is one object that everybody asks. */
const ANSWER_MS = 15_000;
/** First pause before it is tried again; doubles up to the longest. */
const RETRY_MS = 5_000;
const LONGEST_RETRY_MS = 600_000;

/** What a counter's recipient said, as the suppression set takes it. */
export const asNumberWord = (
  { host, number, listName: list }: Pick<ShardIdentity, 'host' | 'number' | 'listName'>,
  { hash, isStart, isOfAll, atMs }: Pick<WaitingWord, 'hash' | 'isStart' | 'isOfAll' | 'atMs'>,
): NumberWord => ({
  ...{ hash, host, says: isStart ? 'start' : 'stop', source: 'opt-out-page', atMs, campaign: number },
  ...(list !== undefined && !isOfAll && { list }),
});

export class Suppressing {
  readonly store: SuppressingStore;
  readonly #counter: CounterStore;
  readonly #alarm: Alarm;
  readonly #env: Env;
  readonly #name: string;
  #failuresInARow = 0;
  /** Not tried again before, whatever else rings. */
  #nextMs = 0;

  constructor(storage: DurableObjectStorage, counter: CounterStore, alarm: Alarm, env: Env, name: string) {
    this.store = new SuppressingStore(storage);
    this.#counter = counter;
    this.#alarm = alarm;
    this.#env = env;
    this.#name = name;
  }

  /** In the same commit as what is to be told: the alarm as well. */
  ring(): void {
    void this.#alarm.ringBy(Date.now());
  }

  /** For the alarm. Never rejects: what fails stays, and rings again. */
  async deliver(): Promise<void> {
    if (Date.now() < this.#nextMs) return;
    const row = this.#counter.isEmpty() ? undefined : this.#counter.shard();
    if (row === undefined) return;
    this.store.open();
    const { shape } = row.identity;
    try {
      for (;;) {
        const words = this.store.next(shape.shards, AT_ONCE);
        if (words.length === 0) break;
        const told = words.map((word) => asNumberWord(row.identity, word));
        await within(workspaceStub(this.#env).takeWords(told), ANSWER_MS);
        this.store.delivered(words);
      }
      this.#failuresInARow = 0;
    } catch (error) {
      this.#nextMs = Date.now() + Math.min(LONGEST_RETRY_MS, RETRY_MS * 2 ** Math.min(this.#failuresInARow++, 10));
      log('suppression-untold', { object: this.#name, error });
    }
  }

  /** When there is something to tell; undefined: there is not. */
  dueMs(shards: number): number | undefined {
    this.store.open();
    return this.store.hasWaiting(shards) ? Math.max(this.#nextMs, Date.now()) : undefined;
  }
}
