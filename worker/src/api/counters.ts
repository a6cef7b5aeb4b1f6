/** What all counters of a campaign say. One that does not answer in time is replaced by its last copy in KV. */
import { identityOf } from '../hits.ts';
import { type CampaignRecord, kvKey } from '../records.ts';
import type { CountingSums, PublishedCounts, ShardReport } from '../rpc.ts';
import { counterStub } from '../stubs.ts';
import { ApiProblem } from './problem.ts';

/** A counter that is being restarted answers within a few seconds. */
const ANSWER_MS = 10_000;
/** Counters asked at the same moment: their folding takes turns with the clicks. */
const AT_ONCE = 16;

export const shardsOf = (record: CampaignRecord): number[] =>
  Array.from({ length: record.shards }, (_, shard) => shard);

export async function reportsOf(env: Env, record: CampaignRecord): Promise<ShardReport[]> {
  const reports: ShardReport[] = [];
  const shards = shardsOf(record);
  for (let first = 0; first < shards.length; first += AT_ONCE) {
    const some = shards.slice(first, first + AT_ONCE);
    reports.push(...(await Promise.all(some.map((shard) => reportOf(env, record, shard)))));
  }
  return reports;
}

async function reportOf(env: Env, record: CampaignRecord, shard: number): Promise<ShardReport> {
  try {
    return await Promise.race([
      counterStub(env, record, shard).report(identityOf(record, shard)),
      scheduler.wait(ANSWER_MS).then(() => {
        throw new Error(`no answer within ${ANSWER_MS} ms`);
      }),
    ]);
  } catch (error) {
    console.error(
      JSON.stringify({
        event: 'counter-silent',
        host: record.host,
        campaign: record.number,
        shard,
        error: String(error),
      }),
    );
    return copyOf(env, record, shard);
  }
}

/** What the counter published last. How much it has taken in since, nobody can say. */
async function copyOf(env: Env, { host, number }: CampaignRecord, shard: number): Promise<ShardReport> {
  const copy = await env.KV.get<PublishedCounts>(kvKey.counts(host, number, shard), 'json');
  if (copy === null) {
    throw new ApiProblem(503, `Counter ${shard} of ${host}:${number} does not answer and has published nothing yet.`);
  }
  return { ...copy, pending: 0, publishedAtMs: copy.asOfMs, counting: noSums() };
}

/** When the oldest of the copies in KV was made, of the shards that have something to copy; 0: there is none. */
export function oldestCopyMs(parts: readonly ShardReport[]): number {
  const copies = parts
    .filter(({ counting, confirmedOptOuts, publishedAtMs }) => counting.hits + confirmedOptOuts + publishedAtMs > 0)
    .map(({ publishedAtMs }) => publishedAtMs);
  return copies.length === 0 ? 0 : Math.min(...copies);
}

export const noSums = (): CountingSums => ({ batches: 0, hits: 0, attempts: 0, detours: 0, publishFailures: 0 });

export function addSums(sums: CountingSums, more: CountingSums): CountingSums {
  return {
    batches: sums.batches + more.batches,
    hits: sums.hits + more.hits,
    attempts: sums.attempts + more.attempts,
    detours: sums.detours + more.detours,
    publishFailures: sums.publishFailures + more.publishFailures,
  };
}
