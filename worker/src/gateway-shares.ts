/**
 * Which sender may use how much of a gateway: its limits are of the account, however many campaigns and shards of the workspace
 * send through it. Kept in memory alone: who starts anew gives out at most one share too many.
 */
import type { GatewayLimits } from './gateways/gateway.ts';

/** Messages of so much time are given out at once; then a sender asks again. */
const SHARE_MS = 250;
/** What is given out already may begin so much later; whoever asks then comes again. */
const AHEAD_MS = 1_000;
/** A sender that is not heard of is gone; its calls may be under way for as long. */
const LEASE_MS = 30_000;
/** Where there are more senders than calls they take turns. */
const TURN_MS = 5_000;
const AGAIN_MS = 250;

interface Holder {
  calls: number;
  /** Since when it has had calls, or has waited for some. */
  sinceMs: number;
  untilMs: number;
}

interface Account {
  /** What was given out lasts until then. */
  freeMs: number;
  readonly holders: Map<string, Holder>;
}

/** What a sender may use of a gateway, which others use as well. */
export interface GatewayShare {
  /** So many messages; 0: none for now, and it is to ask again at `fromMs`. */
  messages: number;
  /** So many calls under way at a time. */
  calls: number;
  /** Not before. */
  fromMs: number;
}

export interface ShareAsk {
  readonly gateway: string;
  /** Name of the sender. */
  readonly sender: string;
  readonly limits: GatewayLimits;
  /** Messages that it has to send, at least. */
  readonly messages: number;
  /** Calls that it has under way. */
  readonly underWay: number;
}

export class GatewayShares {
  readonly #accounts = new Map<string, Account>();

  share({ gateway, sender, limits, messages, underWay }: ShareAsk, nowMs: number): GatewayShare {
    const account = this.#accounts.get(gateway) ?? { freeMs: 0, holders: new Map<string, Holder>() };
    this.#accounts.set(gateway, account);
    const { holders } = account;
    for (const [name, { untilMs }] of holders) {
      // A clock that was set back must not prolong it.
      if (untilMs < nowMs || untilMs - nowMs > LEASE_MS) holders.delete(name);
    }
    const known = holders.get(sender);
    const others = [...holders].filter(([name]) => name !== sender).map(([, holder]) => holder);
    const taken = others.reduce((sum, { calls }) => sum + calls, 0);
    const fair = Math.max(1, Math.floor(limits.atOnce / (others.length + 1)));
    const isOver =
      known !== undefined &&
      known.calls > 0 &&
      nowMs - known.sinceMs >= TURN_MS &&
      others.some(({ calls }) => calls === 0);
    const calls = isOver ? 0 : Math.max(0, Math.min(fair, limits.atOnce - taken));
    const hadCalls = known !== undefined && known.calls > 0;
    const sinceMs = known !== undefined && hadCalls === calls > 0 ? known.sinceMs : nowMs;
    // What is under way still is so, whatever it may begin from now on.
    holders.set(sender, { calls: Math.max(calls, underWay), sinceMs, untilMs: nowMs + LEASE_MS });
    const fromMs = Math.max(nowMs, Math.min(account.freeMs, nowMs + LEASE_MS));
    if (calls === 0) return { messages: 0, calls, fromMs: nowMs + AGAIN_MS };
    if (fromMs - nowMs > AHEAD_MS) return { messages: 0, calls, fromMs: fromMs - AHEAD_MS };
    const given = Math.max(1, Math.min(messages, Math.floor((limits.perSecond * SHARE_MS) / 1_000)));
    account.freeMs = fromMs + (given * 1_000) / limits.perSecond;
    return { messages: given, calls, fromMs };
  }

  /** The sender has nothing under way any more. */
  giveBack(gateway: string, sender: string): void {
    this.#accounts.get(gateway)?.holders.delete(sender);
  }
}
