/** Takes one batch to its counter, by all means there are: again on a fresh stub, then through the queue. */
import { core } from './core.ts';
import type { ShardIdentity } from './rpc.ts';
import { counterStub } from './stubs.ts';

/** A packed batch on its way. Immutable but for the delivery counts at its front, which its id does not cover. */
export interface Delivery {
  readonly identity: ShardIdentity;
  readonly jurisdiction: 'eu' | null;
  readonly id: string;
  readonly bytes: Uint8Array;
  /** For the log line, if all fails. */
  readonly hits: number;
}

/** What travels through the queue: JSON, at most 128 KB; a batch is at most 64 KiB, in base64 88 KB. */
export interface QueuedBatch {
  readonly identity: ShardIdentity;
  readonly jurisdiction: 'eu' | null;
  readonly id: string;
  readonly batch: string;
}

const MOST_ATTEMPTS = 4;
const RETRY_MS = 50;

class DeadlineError extends Error {}

/**
 * Resolves when the batch is on disk or in the queue; false if neither took it, which is logged. `deadlineMs` 0: the
 * queue is not used, however long it takes.
 */
export async function deliver(
  env: Env,
  delivery: Delivery,
  method: 'store' | 'storeStrict',
  deadlineMs: number,
): Promise<boolean> {
  const patienceMs = deadlineMs === 0 ? Number.POSITIVE_INFINITY : deadlineMs;
  const untilMs = Date.now() + patienceMs;
  let attempts = 0;
  let failure: unknown;
  while (attempts < MOST_ATTEMPTS) {
    try {
      const bytes = core.stampBatch(delivery.bytes, attempts, 0) ?? delivery.bytes;
      // Never longer than at first, even if the clock has been set back since.
      const leftMs = Math.min(patienceMs, untilMs - Date.now());
      await before(leftMs, stubFor(env, delivery)[method](delivery.identity, delivery.id, bytes));
      return true;
    } catch (error) {
      failure = error;
      attempts++;
      // An overloaded object is not asked again; a broken connection, a restart or a new version deserves it.
      if (!isRetryable(error) || Date.now() + RETRY_MS * attempts >= untilMs) break;
      await scheduler.wait(RETRY_MS * attempts);
    }
  }
  if (deadlineMs !== 0) {
    try {
      const bytes = core.stampBatch(delivery.bytes, attempts, 0) ?? delivery.bytes;
      const { identity, jurisdiction, id } = delivery;
      await env.BATCHES.send({ identity, jurisdiction, id, batch: toBase64(bytes) } satisfies QueuedBatch, {
        contentType: 'json',
      });
      return true;
    } catch (error) {
      failure = error;
    }
  }
  const { identity, id, hits } = delivery;
  console.error(
    JSON.stringify({
      event: 'uncounted',
      host: identity.host,
      campaign: identity.number,
      shard: identity.shard,
      batch: id,
      hits,
      attempts,
      error: String(failure),
    }),
  );
  return false;
}

function stubFor(env: Env, { identity, jurisdiction }: Delivery) {
  return counterStub(env, { host: identity.host, number: identity.number, jurisdiction }, identity.shard);
}

function isRetryable(error: unknown): boolean {
  if (typeof error !== 'object' || error === null || error instanceof DeadlineError) return false;
  const flags = error as { retryable?: unknown; overloaded?: unknown };
  return flags.retryable === true && flags.overloaded !== true;
}

async function before<T>(leftMs: number, call: Promise<T>): Promise<T> {
  if (leftMs === Number.POSITIVE_INFINITY) return call;
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new DeadlineError('the counter did not answer in time')), Math.max(0, leftMs));
    call.then(resolve, reject).finally(() => clearTimeout(late));
  });
}

/** Delivers what came through the queue: in any order, as often as it likes. What cannot be delivered comes again. */
export async function consume(batch: MessageBatch, env: Env): Promise<void> {
  await Promise.all(
    batch.messages.map(async (message) => {
      const queued = readQueued(message.body);
      if (queued === undefined) {
        console.error(JSON.stringify({ event: 'unreadable-message', id: message.id }));
        message.ack();
        return;
      }
      try {
        const { identity, id, bytes } = queued;
        const header = core.batchHeader(bytes);
        // What this version cannot read is stored all the same: a later version may.
        const stamped =
          header === null ? null : core.stampBatch(bytes, header.attempts + message.attempts - 1, message.attempts);
        await stubFor(env, queued).store(identity, id, stamped ?? bytes);
        message.ack();
      } catch (error) {
        console.error(
          JSON.stringify({
            event: 'replay-failed',
            batch: queued.id,
            attempts: message.attempts,
            error: String(error),
          }),
        );
        message.retry({ delaySeconds: Math.min(600, 2 ** message.attempts) });
      }
    }),
  );
}

function readQueued(body: unknown): Delivery | undefined {
  if (typeof body !== 'object' || body === null) return undefined;
  const { identity, jurisdiction, id, batch } = body as Partial<QueuedBatch>;
  if (typeof identity !== 'object' || identity === null || typeof identity.host !== 'string') return undefined;
  if (!Number.isSafeInteger(identity.number) || !Number.isSafeInteger(identity.shard)) return undefined;
  if (typeof id !== 'string' || typeof batch !== 'string') return undefined;
  const bytes = fromBase64(batch);
  return bytes && { identity, jurisdiction: jurisdiction === 'eu' ? 'eu' : null, id, bytes, hits: 0 };
}

function toBase64(bytes: Uint8Array): string {
  let text = '';
  // In pieces: as many arguments as a batch has octets would overflow the stack.
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(text);
}

function fromBase64(text: string): Uint8Array | undefined {
  try {
    return Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
  } catch {
    return undefined;
  }
}
