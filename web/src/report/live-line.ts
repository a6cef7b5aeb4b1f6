/**
 * A page's line to the counters of a campaign: a socket for each, which says that counts have changed. The figures come
 * with the report, so whatever was missed while the line was down comes with the next one.
 */
import { addressOf } from '../api/request.ts';

export type LiveState =
  | { readonly kind: 'connecting' | 'live' | 'reconnecting' }
  /** No line is to be had: the report is asked for every so often. */
  | { readonly kind: 'polling'; readonly everyMs: number }
  /** Nothing has come for long: the line is down, and the report asked for now and then. */
  | { readonly kind: 'quiet'; readonly everyMs: number };

const POLL_MS = 5_000;
export const QUIET_AFTER_MS = 15 * 60_000;
const QUIET_POLL_MS = 60_000;
/** The report is asked for at most this often, and never while an answer is on its way. */
const PAUSE_MS = 1_000;
/** First pause before the line is tried again; doubles up to the longest, a fifth more or less as chance will have it. */
const RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 60_000;
/** Tries in vain after which the page does not wait for the line any more. */
const PATIENCE = 3;
/** A line may be dead without a word, as after a change of networks: nobody answers then. */
const PING_MS = 20_000;
const PONG_MS = 10_000;
/** Told by the counter (`worker/src/live.ts`). */
const SESSION_ENDED = 4401;

export interface LineOptions {
  readonly id: string;
  readonly shards: number;
  /** Asks for the report; true: its figures are others than before. */
  readonly load: () => Promise<boolean>;
  readonly onState: (state: LiveState) => void;
  /** No line is tried, and the report asked for every so often. */
  readonly onlyEveryMs?: number;
}

type Timer = 'retry' | 'poll' | 'ping' | 'pong' | 'quiet' | 'load';

export class LiveLine {
  readonly #options: LineOptions;
  readonly #timers = new Map<Timer, ReturnType<typeof setTimeout>>();
  #sockets: WebSocket[] = [];
  /** Sockets that are open, and those that have yet to answer a ping. */
  #open = 0;
  #unanswered = 0;
  /** Tries in vain, in a row. */
  #failures = 0;
  #isQuiet = false;
  /** The first report is older than now. */
  #hasBegun = false;
  #loadedMs = 0;
  #isLoading = false;
  /** News came while the report was on its way. */
  #isWanted = false;

  constructor(options: LineOptions) {
    this.#options = options;
    document.addEventListener('visibilitychange', this.#look);
    addEventListener('online', this.#look);
    this.#look();
    this.#hasBegun = true;
  }

  stop(): void {
    document.removeEventListener('visibilitychange', this.#look);
    removeEventListener('online', this.#look);
    this.#rest();
  }

  /** A page nobody looks at has no line and asks for nothing. */
  readonly #look = (): void => {
    if (document.visibilityState === 'visible') this.#connect();
    else this.#rest();
  };

  readonly #connect = (): void => {
    this.#hangUp();
    if (this.#isQuiet) this.#stop('poll');
    this.#isQuiet = false;
    if (this.#failures === 0) this.#options.onState({ kind: 'connecting' });
    const { id, shards, onlyEveryMs } = this.#options;
    if (onlyEveryMs !== undefined) {
      // The first report has only just come.
      if (this.#hasBegun) this.#wantReport();
      this.#poll(onlyEveryMs);
      return;
    }
    for (let shard = 0; shard < shards; shard++) {
      const path = addressOf('GET /api/campaigns/{id}/live', { params: { id }, query: { shard } });
      const socket = new WebSocket(new URL(path, location.href).href.replace(/^http/, 'ws'));
      socket.onopen = () => {
        if (++this.#open === shards) this.#isUp();
      };
      socket.onmessage = ({ data }) => this.#heard(data);
      socket.onclose = ({ code }) => this.#isDown(code);
      this.#sockets.push(socket);
    }
  };

  #isUp(): void {
    this.#failures = 0;
    this.#stop('poll');
    this.#options.onState({ kind: 'live' });
    this.#later('ping', PING_MS, this.#ping);
    this.#later('quiet', QUIET_AFTER_MS, this.#hush);
    this.#wantReport();
  }

  #heard(data: unknown): void {
    if (data === 'pong') {
      if (--this.#unanswered === 0) this.#stop('pong');
      return;
    }
    this.#later('quiet', QUIET_AFTER_MS, this.#hush);
    this.#wantReport();
  }

  readonly #ping = (): void => {
    this.#unanswered = this.#sockets.length;
    for (const socket of this.#sockets) socket.send('ping');
    this.#later('pong', PONG_MS, () => this.#isDown());
    this.#later('ping', PING_MS, this.#ping);
  };

  /** One socket that is lost is enough: counts of its counter would stand still, and nobody could tell. */
  #isDown(code?: number): void {
    this.#hangUp();
    this.#failures++;
    const pauseMs = Math.min(LONGEST_RETRY_MS, RETRY_MS * 2 ** (this.#failures - 1));
    this.#later('retry', pauseMs * (0.8 + 0.4 * Math.random()), this.#connect);
    if (this.#failures >= PATIENCE) this.#poll(POLL_MS);
    else this.#options.onState({ kind: 'reconnecting' });
    // The report is refused as well then, and that leads to signing in.
    if (code === SESSION_ENDED) this.#wantReport();
  }

  readonly #hush = (): void => {
    this.#hangUp();
    this.#isQuiet = true;
    this.#poll(QUIET_POLL_MS);
  };

  #poll(everyMs: number): void {
    this.#options.onState({ kind: this.#isQuiet ? 'quiet' : 'polling', everyMs });
    if (this.#timers.has('poll')) return;
    this.#later('poll', everyMs, () => {
      this.#wantReport();
      this.#poll(everyMs);
    });
  }

  #wantReport(): void {
    this.#isWanted = true;
    if (this.#isLoading || this.#timers.has('load')) return;
    this.#later('load', Math.max(0, this.#loadedMs + PAUSE_MS - Date.now()), () => void this.#load());
  }

  async #load(): Promise<void> {
    this.#isLoading = true;
    this.#isWanted = false;
    this.#loadedMs = Date.now();
    const isNew = await this.#options.load();
    this.#isLoading = false;
    if (document.visibilityState !== 'visible') return;
    if (isNew && this.#isQuiet) this.#connect();
    else if (this.#isWanted) this.#wantReport();
  }

  /** Everything stops, until somebody looks again. */
  #rest(): void {
    this.#hangUp();
    this.#stop('poll');
    this.#stop('load');
    this.#isQuiet = false;
  }

  #hangUp(): void {
    for (const socket of this.#sockets) {
      socket.onopen = null;
      socket.onmessage = null;
      socket.onclose = null;
      socket.close();
    }
    this.#sockets = [];
    this.#open = 0;
    for (const timer of ['retry', 'ping', 'pong', 'quiet'] as const) this.#stop(timer);
  }

  #later(timer: Timer, ms: number, act: () => void): void {
    this.#stop(timer);
    const set = setTimeout(() => {
      this.#timers.delete(timer);
      act();
    }, ms);
    this.#timers.set(timer, set);
  }

  #stop(timer: Timer): void {
    clearTimeout(this.#timers.get(timer));
    this.#timers.delete(timer);
  }
}
