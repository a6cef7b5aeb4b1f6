/**
 * Tells others of texts that people wrote back: a POST of JSON, signed as Standard Webhooks has it (github.com/standard-webhooks:
 * HMAC-SHA-256 over id, moment and body), tried again ever more rarely for three days. What is told is read from the inbox when
 * it is told. The secret is made of the webhook's id, and stored nowhere.
 */
import { type InboxText, type KeptMessage, readKept } from './gateways/boxes.ts';
import { keptSealing } from './gateways/sealing.ts';
import { toBase64 } from './octets.ts';
import { deriveWebhookKey } from './slug-keys.ts';
import type { GatewayStore } from './stores/gateway-store.ts';
import type { WebhookEvent, WebhookStore } from './stores/webhook-store.ts';

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
/** After each try that failed; then it is given up. */
export const WAITS_MS = [
  ...[5 * SECOND_MS, 5 * MINUTE_MS, 30 * MINUTE_MS, 2 * HOUR_MS, 5 * HOUR_MS, 10 * HOUR_MS, 14 * HOUR_MS],
  ...[20 * HOUR_MS, 24 * HOUR_MS],
];
const PATIENCE_MS = 15_000;
/** To one address one after the other, in one go: the object has others to serve. */
const AT_ONCE = 50;
const SECRET_PREFIX = 'whsec_';
/** The marketer's server has this webhook no more. */
const GONE = 410;

export interface Told {
  /** The status, or a word: nobody was reached. */
  readonly answer: string;
  readonly isTaken: boolean;
  readonly status: number;
}

export class Webhooks {
  readonly #env: Env;
  readonly #store: WebhookStore;
  readonly #inbox: GatewayStore;
  /** Those that are being told something now. */
  readonly #told = new Set<string>();

  constructor(env: Env, store: WebhookStore, inbox: GatewayStore) {
    this.#env = env;
    this.#store = store;
    this.#inbox = inbox;
  }

  /** Infinity: there is nothing to tell. */
  dueMs(nowMs: number): number {
    const dueMs = Math.max(nowMs, this.#store.nextDueMs([...this.#told]) ?? Number.POSITIVE_INFINITY);
    // Whoever tells rings at the end; this is for an instance that ends before.
    return this.#told.size === 0 ? dueMs : Math.min(dueMs, nowMs + MINUTE_MS);
  }

  /** Each address by itself: one that is slow holds up no other. Reject for storage alone. */
  tellDue(nowMs: number): Promise<void>[] {
    const due = this.#store.dueWebhooks(nowMs).filter((webhook) => !this.#told.has(webhook));
    return due.map((webhook) => this.#tellOf(webhook, nowMs));
  }

  async #tellOf(webhook: string, nowMs: number): Promise<void> {
    this.#told.add(webhook);
    try {
      for (const event of this.#store.due(webhook, nowMs, AT_ONCE)) if (!(await this.#tell(event))) return;
    } finally {
      this.#told.delete(webhook);
    }
  }

  /** False: nobody is reached there now. */
  async #tell(event: WebhookEvent): Promise<boolean> {
    const stored = this.#inbox.keptAt('inbox', event.text);
    const text = stored === null ? null : await readKept(keptSealing(this.#env), 'inbox', stored);
    if (stored === null || text === null) {
      this.#store.end(event, 'gone');
      return true;
    }
    const { webhook, url, id } = event;
    const { answer, isTaken, status } = await tell(this.#env, webhook, url, id, eventOf(event.text, stored, text));
    const nowMs = Date.now();
    this.#store.noteAnswer(webhook, answer, nowMs);
    if (isTaken) {
      this.#store.end(event, 'told');
      return true;
    }
    if (status === GONE) {
      this.#store.switchOff(webhook);
      return false;
    }
    const wait = WAITS_MS[event.attempts];
    if (wait === undefined) this.#store.end(event, 'given-up');
    else this.#store.again(event, nowMs + wait);
    // One that cannot read this text may read the next; one that is away is left alone for all of them.
    const isAway = status === 0 || status === 429 || status >= 500;
    if (isAway) this.#store.postpone(webhook, nowMs + (wait ?? (WAITS_MS[0] as number)));
    return !isAway;
  }
}

/** Without what is sealed, and what only the inbox knows. */
const eventOf = (seq: number, { atMs }: KeptMessage, text: InboxText) => ({
  type: 'inbound.received',
  timestamp: new Date(atMs).toISOString(),
  data: { id: String(seq), ...text },
});

/** Once. Never rejects. */
export async function tell(env: Env, webhook: string, url: string, id: string, event: object): Promise<Told> {
  const body = JSON.stringify(event);
  const seconds = Math.floor(Date.now() / SECOND_MS);
  const signature = await crypto.subtle.sign(
    'HMAC',
    await signingKey(await secretOctets(env, webhook)),
    new TextEncoder().encode(`${id}.${seconds}.${body}`),
  );
  try {
    const answer = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'user-agent': 'klikspor',
        'webhook-id': id,
        'webhook-timestamp': String(seconds),
        'webhook-signature': `v1,${toBase64(new Uint8Array(signature))}`,
      },
      body,
      redirect: 'manual',
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    await answer.body?.cancel();
    const { status } = answer;
    return { answer: String(status), isTaken: status >= 200 && status < 300, status };
  } catch {
    return { answer: 'unreached', isTaken: false, status: 0 };
  }
}

const signingKey = (octets: Uint8Array<ArrayBuffer>): Promise<CryptoKey> =>
  crypto.subtle.importKey('raw', octets, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);

async function secretOctets(env: Env, webhook: string): Promise<Uint8Array<ArrayBuffer>> {
  const key = await deriveWebhookKey(env);
  return new Uint8Array(await crypto.subtle.sign('HMAC', key, new TextEncoder().encode(webhook)));
}

/** As Standard Webhooks writes secrets. */
export const webhookSecret = async (env: Env, webhook: string): Promise<string> =>
  SECRET_PREFIX + toBase64(await secretOctets(env, webhook));
