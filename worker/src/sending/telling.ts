/**
 * Tells the counter what became of messages, and the workspace how many went out, for report and overview. What is told twice counts
 * once, in whatever order.
 */
import { log } from '../log.ts';
import { isFinal } from '../refusal.ts';
import type { SendingRow, SendingStore, Untold } from '../stores/sending-store.ts';
import { counterStub, workspaceStub } from '../stubs.ts';
import { within } from '../within.ts';
import { type SentMessages, signOf } from './states.ts';

/** A counter takes a letter for each row of the campaign: so many in one call. */
const LONGEST_SPAN = 200_000;
const MOST_ROWS = 20_000;
/** The report need not know any sooner. */
const PAUSE_MS = 2_000;
const ANSWER_MS = 15_000;
const RETRY_MS = 5_000;
const LONGEST_RETRY_MS = 600_000;

export class Telling {
  readonly #store: SendingStore;
  readonly #env: Env;
  #nextMs = 0;
  #failuresInARow = 0;

  constructor(store: SendingStore, env: Env) {
    this.#store = store;
    this.#env = env;
  }

  /** When there is something to tell; undefined: there is not. */
  dueMs(): number | undefined {
    return this.#store.isSentUntold || this.#store.hasUntold() ? Math.max(this.#nextMs, Date.now()) : undefined;
  }

  /** For the alarm. Never rejects: what fails is told later. */
  async tell(): Promise<void> {
    const row = this.#store.sending();
    const nowMs = Date.now();
    if (row === undefined || nowMs < this.#nextMs) return;
    const { counter, jurisdiction, host, number, shard } = row.identity;
    try {
      const sent = this.#store.takeSentUntold();
      if (sent === null && !this.#store.hasUntold()) return;
      this.#nextMs = nowMs + PAUSE_MS;
      if (sent !== null) await this.#tellSent(row, sent);
      for (;;) {
        const untold = this.#store.untold(MOST_ROWS);
        const [first] = untold;
        if (first === undefined) break;
        const some = untold.filter(({ row }) => row < first.row + LONGEST_SPAN);
        if (counter !== null) {
          const stub = counterStub(this.#env, { host, number, jurisdiction }, shard);
          await within(stub.takeDelivery(counter, first.row, signsOf(some, first.row)), ANSWER_MS);
        }
        this.#store.told(some);
      }
      this.#failuresInARow = 0;
    } catch (error) {
      log('delivery-untold', { host, campaign: number, shard, error });
      this.#store.sentChanged();
      if (isFinal(error)) this.#store.told(this.#store.untold(Number.MAX_SAFE_INTEGER));
      else this.#nextMs = nowMs + Math.min(LONGEST_RETRY_MS, RETRY_MS * 2 ** Math.min(this.#failuresInARow++, 10));
    }
  }

  async #tellSent({ identity: { seq, publishedAtMs, shard } }: SendingRow, sent: SentMessages): Promise<void> {
    await within(workspaceStub(this.#env).noteSent(seq, publishedAtMs, shard, sent), ANSWER_MS);
    this.#store.sentTold(sent);
  }
}

/** A letter for each row from `first` on, open where there is nothing to tell. */
function signsOf(rows: readonly Untold[], first: number): string {
  const signs = new Array<string>((rows.at(-1)?.row ?? first) - first + 1).fill('o');
  for (const { row, state, reason } of rows) signs[row - first] = signOf(state, reason);
  return signs.join('');
}
