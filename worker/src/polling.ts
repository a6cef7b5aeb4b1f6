/** Gateways that are asked for what they have to tell, because nobody reaches us or texts come no other way: once a minute. */
import { Deadline } from './gateways/deadline.ts';
import { gateways } from './gateways/later.ts';
import type { StoredGateway } from './rpc/gateways.ts';
import type { GatewayStore } from './stores/gateway-store.ts';
import type { ToldStore } from './stores/told-store.ts';

const EVERY_MS = 60_000;
/** Of one gateway in one go: each answers up to 250 of a kind. */
const MOST_ROUNDS = 20;

export class Polling {
  readonly #env: Env;
  readonly #store: GatewayStore;
  readonly #told: ToldStore;
  #dueMs = 0;

  constructor(env: Env, store: GatewayStore, told: ToldStore) {
    this.#env = env;
    this.#store = store;
    this.#told = told;
  }

  /** Infinity: nobody is to be asked, and what was told is taken in. */
  dueMs(nowMs: number): number {
    return this.#told.hasLeft() || this.#store.all().some(isPolled)
      ? Math.max(this.#dueMs, nowMs)
      : Number.POSITIVE_INFINITY;
  }

  /** Never rejects: what goes wrong is noted with the gateway, and it is asked again. */
  async pollIfDue(nowMs: number): Promise<void> {
    // A clock that was set back must not prolong the wait.
    if (nowMs < this.#dueMs && this.#dueMs - nowMs <= EVERY_MS) return;
    const polled = this.#store.all().filter(isPolled);
    // Whoever is added next is asked at once.
    if (polled.length === 0 && !this.#told.hasLeft()) return;
    this.#dueMs = nowMs + EVERY_MS;
    await this.#takeLeft(nowMs);
    await Promise.all(polled.map((one) => this.#poll(one)));
  }

  /** What somebody was to take in who is no more, or could not. */
  async #takeLeft(nowMs: number): Promise<void> {
    const left = this.#told.left(nowMs - EVERY_MS / 2);
    if (left.length === 0) return;
    const { takeKeptTold } = await gateways();
    for (const one of left) await takeKeptTold(this.#env, one);
  }

  async #poll(one: StoredGateway): Promise<void> {
    try {
      const { opened, pollGateway } = await gateways();
      const gateway = await opened(this.#env, one);
      if (gateway === null) return;
      for (let round = 0; round < MOST_ROUNDS; round++) {
        if (!(await pollGateway(this.#env, one.id, gateway, new Deadline())).more) return;
      }
    } catch {
      const error = { outcome: 'later', reason: 'unavailable', detail: '', atMs: Date.now(), times: 1 } as const;
      this.#store.noteErrors(one.id, [error]);
    }
  }
}

const isPolled = ({ settings }: StoredGateway): boolean => (JSON.parse(settings) as { poll?: unknown }).poll === true;
