/** Takes one batch to its counter, by all means there are: again on a fresh stub, then through the queue. */
import type { BatchHeader } from 'klikspor/edge';
import { core } from './core.ts';
import { log } from './log.ts';
import { lose, tellLosses } from './losses.ts';
import { fromBase64, toBase64 } from './octets.ts';
import { isFinal } from './refusal.ts';
import { settings } from './settings.ts';
import type { ShardIdentity } from './shard-identity.ts';
import { counterStub } from './stubs.ts';
import { within } from './within.ts';

/** A packed batch on its way. Immutable but for the delivery counts at its front, which its id does not cover. */
export interface Delivery {
  readonly identity: ShardIdentity;
  readonly jurisdiction: 'eu' | null;
  readonly id: string;
  readonly bytes: Uint8Array;
  /** To be told, if all fails. */
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

/**
 * The queues keep a message for 14 days, the most there is. What the first one has delivered in vain for almost as long
 * moves on to the second, which begins anew; a message that grew old in its queue would be gone without a word. Names and
 * retries are wrangler.toml's, which a test compares.
 */
export const BATCHES = { queue: 'klikspor-batches', retries: 92 };
export const DEAD_BATCHES = { queue: 'klikspor-batches-dead', retries: 80 };
/** A counter that is away for long is asked six times a day, and has everything within hours when it is back. */
const LONGEST_PAUSE_S = 4 * 3_600;

/** How long a message waits after this many deliveries in vain. */
export function pauseAfterS(queue: string, attempts: number): number {
  return queue === DEAD_BATCHES.queue ? LONGEST_PAUSE_S : Math.min(LONGEST_PAUSE_S, 2 ** attempts);
}

/**
 * Resolves when the batch is on disk or in the queue; false if neither took it, or the counter never will, which is logged
 * and noted: somebody has to tell it. `deadlineMs` 0: the queue is not used, however long it takes.
 */
export async function deliver(
  env: Env,
  delivery: Delivery,
  deadlineMs: number,
  method: 'store' | 'storeStrict' = 'store',
): Promise<boolean> {
  const patienceMs = deadlineMs === 0 ? Number.POSITIVE_INFINITY : deadlineMs;
  const untilMs = Date.now() + patienceMs;
  let attempts = 0;
  let failure: unknown;
  while (attempts < MOST_ATTEMPTS) {
    try {
      const bytes = triedBefore(delivery, attempts);
      // Never longer than at first, even if the clock has been set back since.
      const leftMs = Math.min(patienceMs, untilMs - Date.now());
      await within(stubFor(env, delivery)[method](delivery.identity, delivery.id, bytes), leftMs);
      return true;
    } catch (error) {
      failure = error;
      attempts++;
      if (isFinal(error)) break;
      // An overloaded object is not asked again; a broken connection, a restart or a new version deserves it.
      if (!isRetryable(error) || Date.now() + RETRY_MS * attempts >= untilMs) break;
      await scheduler.wait(RETRY_MS * attempts);
    }
  }
  const isRefused = isFinal(failure);
  if (deadlineMs !== 0 && !isRefused) {
    try {
      const bytes = triedBefore(delivery, attempts);
      const { identity, jurisdiction, id } = delivery;
      await env.BATCHES.send({ identity, jurisdiction, id, batch: toBase64(bytes) } satisfies QueuedBatch, {
        contentType: 'json',
      });
      return true;
    } catch (error) {
      failure = error;
    }
  }
  const { identity, id: batch, hits } = delivery;
  lose(identity, { kind: isRefused ? 'dropped' : 'uncounted', batch, hits, attempts, error: failure });
  return false;
}

/** Nothing is written on a batch that goes out for the first time. */
function triedBefore({ bytes }: Delivery, attempts: number): Uint8Array {
  return attempts === 0 ? bytes : (core.stampBatch(bytes, attempts, 0) ?? bytes);
}

function stubFor(env: Env, { identity, jurisdiction }: Delivery) {
  return counterStub(env, { host: identity.host, number: identity.number, jurisdiction }, identity.shard);
}

function isRetryable(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  const flags = error as { retryable?: unknown; overloaded?: unknown };
  return flags.retryable === true && flags.overloaded !== true;
}

/** Delivers what came through a queue: in any order, as often as it likes. What cannot be delivered comes again. */
export async function consume(batch: MessageBatch, env: Env): Promise<void> {
  const isDead = batch.queue === DEAD_BATCHES.queue;
  // Of the other queue's deliveries the last one was in vain, too.
  const earlier = isDead ? BATCHES.retries + 1 : 0;
  await Promise.all(
    batch.messages.map(async (message) => {
      const queued = readQueued(message.body);
      if (queued === undefined) {
        log('unreadable-message', { message: message.id });
        message.ack();
        return;
      }
      try {
        await take(env, queued, earlier + message.attempts);
        message.ack();
      } catch (error) {
        const { identity, id, hits } = queued;
        const about = { batch: id, attempts: earlier + message.attempts, error };
        if (isFinal(error) || (isDead && message.attempts > DEAD_BATCHES.retries)) {
          lose(identity, { ...about, kind: 'dropped', hits });
          message.ack();
        } else {
          const { host, number, shard } = identity;
          log('replay-failed', { ...about, host, campaign: number, shard, queue: batch.queue });
          message.retry({ delaySeconds: pauseAfterS(batch.queue, message.attempts) });
        }
      }
    }),
  );
  await tellLosses(env);
}

/** A batch out of a queue, with what stands at its front; null: this version cannot read it. */
interface Queued extends Delivery {
  readonly header: BatchHeader | null;
}

async function take(env: Env, queued: Queued, attempt: number): Promise<void> {
  const { identity, id, bytes, header } = queued;
  // What this version cannot read is stored all the same: a later version may.
  const stamped = header === null ? null : core.stampBatch(bytes, header.attempts + attempt - 1, attempt);
  // One that hangs must not hold up the other messages, nor use up their retries.
  const patienceMs = settings(env).fastDeadlineMs || Number.POSITIVE_INFINITY;
  await within(stubFor(env, queued).store(identity, id, stamped ?? bytes), patienceMs);
}

function readQueued(body: unknown): Queued | undefined {
  if (typeof body !== 'object' || body === null) return undefined;
  const { identity, jurisdiction, id, batch } = body as Partial<QueuedBatch>;
  if (typeof identity !== 'object' || identity === null || typeof identity.host !== 'string') return undefined;
  if (!Number.isSafeInteger(identity.number) || !Number.isSafeInteger(identity.shard)) return undefined;
  if (typeof id !== 'string' || typeof batch !== 'string') return undefined;
  const bytes = fromBase64(batch);
  if (bytes === undefined) return undefined;
  const header = core.batchHeader(bytes);
  // A batch that a newer version packed has one hit at least.
  const hits = header?.hits ?? 1;
  return { identity, jurisdiction: jurisdiction === 'eu' ? 'eu' : null, id, bytes, header, hits };
}
