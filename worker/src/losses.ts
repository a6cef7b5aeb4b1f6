/**
 * Hits that were lost, for /api/status and the campaign's report. What an isolate loses is gathered and told to the Workspace
 * object some seconds later, by whichever request lost it, after its answer: a storm of losses is few calls.
 */
import { hasPassed } from './clock.ts';
import { log } from './log.ts';
import type { Loss } from './rpc/copies.ts';
import type { ShardIdentity } from './shard-identity.ts';
import { workspaceStub } from './stubs.ts';
import { within } from './within.ts';

/** Losses wait this long for company. */
const GATHER_MS = 2_000;
/** How long the Workspace has to answer. It may be out of reach as well; then the next request tries again. */
const ANSWER_MS = 5_000;
/** No report takes longer than this. If one seems to, the request that was making it has been cut off. */
const SILENT_MS = 2 * (GATHER_MS + ANSWER_MS);

interface Failure {
  /** Its id; empty: it was not packed. */
  readonly batch: string;
  readonly attempts: number;
  readonly error: unknown;
}

let gathered = new Map<string, Loss>();
let tellingSinceMs = Number.NEGATIVE_INFINITY;

function noteLoss({ host, number, kind, hits }: Loss): void {
  const key = `${kind} ${host}/${number}`;
  gathered.set(key, { host, number, kind, hits: (gathered.get(key)?.hits ?? 0) + hits });
}

/** Hits that no number will count: told in the log at once, and to the Workspace object by `tellLosses`. */
export function lose(
  { host, number, shard }: Pick<ShardIdentity, 'host' | 'number' | 'shard'>,
  { kind, batch, hits, attempts, error }: Pick<Loss, 'kind' | 'hits'> & Failure,
): void {
  log(kind, { host, campaign: number, shard, batch, hits, attempts, error });
  noteLoss({ host, number, kind, hits });
}

export const hasLosses = (): boolean => gathered.size > 0;

/** Never rejects. Resolves at once if another request of this isolate is already reporting. */
export async function tellLosses(env: Env): Promise<void> {
  if (!hasLosses() || !hasPassed(tellingSinceMs, SILENT_MS)) return;
  const sinceMs = Date.now();
  tellingSinceMs = sinceMs;
  await scheduler.wait(GATHER_MS);
  const told = gathered;
  gathered = new Map();
  try {
    await tell(env, [...told.values()]);
  } catch (error) {
    for (const loss of told.values()) noteLoss(loss);
    log('losses-untold', { hits: sumOf(told.values()), error });
  } finally {
    if (tellingSinceMs === sinceMs) tellingSinceMs = Number.NEGATIVE_INFINITY;
  }
}

/** To the Workspace, now. */
export async function tell(env: Env, losses: Loss[]): Promise<void> {
  if (losses.length === 0) return;
  await within(workspaceStub(env).noteLosses(losses, Date.now()), ANSWER_MS);
}

const sumOf = (losses: Iterable<Loss>): number => {
  let sum = 0;
  for (const { hits } of losses) sum += hits;
  return sum;
};
