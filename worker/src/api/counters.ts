/** What all counters of a campaign say. In a report one that does not answer in time is replaced by its last copy in KV. */
import { summed } from '../counting-sums.ts';
import { inGroups } from '../in-groups.ts';
import { log } from '../log.ts';
import { type CampaignRecord, kvKey } from '../records.ts';
import { isDeleted, isFinal } from '../refusal.ts';
import type {
  PublishedCounts,
  Rejudged,
  ShardDecisions,
  ShardOptOuts,
  ShardRecipients,
  ShardReport,
} from '../rpc/counter.ts';
import { identityOf } from '../shard-identity.ts';
import { type ClickCounterStub, counterStub } from '../stubs.ts';
import { KV_PATIENCE_MS, within } from '../within.ts';
import { ApiProblem, outage } from './problem.ts';

/** A counter that is being restarted answers within a few seconds. */
const ANSWER_MS = 10_000;
/** To judge hundreds of thousands of hits takes seconds. */
const JUDGING_MS = 120_000;
/** Counters asked at the same moment: their folding takes turns with the clicks. */
export const AT_ONCE = 16;

export const shardsOf = (record: CampaignRecord): number[] =>
  Array.from({ length: record.shards }, (_, shard) => shard);

/** `sentAtMs`: with it each tells which clicks came soon after. */
export function reportsOf(env: Env, record: CampaignRecord, sentAtMs?: number): Promise<ShardReport[]> {
  return inGroups(shardsOf(record), AT_ONCE, async (shard) => {
    const report = await reportOf(env, record, shard, sentAtMs);
    if (report === 'other-publishing') throw ofAnotherCampaign(record, shard);
    return report ?? copyOf(env, record, shard);
  });
}

/** What the totals of all shards rest on, as nearly of one moment as asking them takes. One that is silent is a 503. */
export function decisionsOf(env: Env, record: CampaignRecord): Promise<ShardDecisions[]> {
  return inGroups(shardsOf(record), AT_ONCE, async (shard) => {
    const found = await answerOf(env, record, shard, (counter) => counter.decisions(identityOf(record, shard)));
    if (found === 'other-publishing') throw ofAnotherCampaign(record, shard);
    if (found !== null) return found;
    const { host, number } = record;
    throw outage(`Counter ${shard} of ${host}:${number} does not answer, so its hits cannot be told. Try again.`);
  });
}

/** Every counter judges its hits anew, in turn; null: it cannot, and its numbers stand. One that is silent is a 503. */
export function rejudgedBy(env: Env, record: CampaignRecord): Promise<(Rejudged | null)[]> {
  return inGroups(shardsOf(record), AT_ONCE, async (shard) => {
    const found = await answerOf(
      env,
      record,
      shard,
      async (counter) => ({ rejudged: await counter.rejudge(record.publishedAtMs) }),
      JUDGING_MS,
    );
    if (found === 'other-publishing') throw ofAnotherCampaign(record, shard);
    if (found !== null) return found.rejudged;
    const { host, number } = record;
    throw outage(`Counter ${shard} of ${host}:${number} does not answer, so its hits are not judged anew. Try again.`);
  });
}

/** What each of these counters says, in their order; null: it does not answer. */
export function statesOf(
  env: Env,
  counters: readonly { readonly record: CampaignRecord; readonly shard: number }[],
): Promise<(ShardReport | 'other-publishing' | null)[]> {
  return inGroups(counters, AT_ONCE, ({ record, shard }) => reportOf(env, record, shard));
}

/** Its numbers are of people who were never sent this campaign. */
export function ofAnotherCampaign({ host, number }: CampaignRecord, shard: number): ApiProblem {
  return new ApiProblem(
    409,
    `Counter ${shard} of ${host}:${number} holds the clicks and opt-outs of another campaign that had this number before ` +
      'the workspace was restored from a backup. Clicks on this campaign cannot be counted: publish it anew, under a new number.',
  );
}

/** Opt-outs of each counter. All or none: a list that lacks some would have them sent messages, and says so where it must. */
export function optOutsOf(env: Env, record: CampaignRecord): Promise<ShardOptOuts[]> {
  return inGroups(shardsOf(record), AT_ONCE, async (shard) => {
    const found = await answerOf(env, record, shard, (counter) =>
      counter.optOuts(record.publishedAtMs, identityOf(record, shard)),
    );
    if (found === 'other-publishing') throw ofAnotherCampaign(record, shard);
    const { host, number } = record;
    if (found?.copyUnread) {
      throw outage(
        `Whether counter ${shard} of ${host}:${number} lost opt-outs cannot be told: KV does not answer. Try again.`,
      );
    }
    if (found !== null) return found;
    throw outage(
      `Counter ${shard} of ${host}:${number} does not answer, so opt-outs cannot be told in full. Try again.`,
    );
  });
}

const reportOf = (
  env: Env,
  record: CampaignRecord,
  shard: number,
  sentAtMs?: number,
): Promise<ShardReport | 'other-publishing' | null> =>
  answerOf(env, record, shard, (counter) => counter.report(identityOf(record, shard), sentAtMs));
/** Tells every counter, so that each takes what is its own. One that is silent is a 503: what was taken is taken, and may be told again. */
export async function tellAll(
  env: Env,
  record: CampaignRecord,
  tell: (counter: ClickCounterStub, shard: number) => Promise<void>,
): Promise<void> {
  await inGroups(shardsOf(record), AT_ONCE, async (shard) => {
    const found = await answerOf(env, record, shard, (counter) => tell(counter, shard).then(() => true));
    if (found === 'other-publishing') throw ofAnotherCampaign(record, shard);
    const { host, number } = record;
    if (found === null) {
      throw outage(
        `Counter ${shard} of ${host}:${number} does not answer. Send the same once more: nothing counts twice.`,
      );
    }
  });
}

/** What each counter says of its recipients. All or none, as of opt-outs. */
export function recipientsOf(
  env: Env,
  record: CampaignRecord,
  ask: (counter: ClickCounterStub, shard: number) => Promise<ShardRecipients>,
): Promise<ShardRecipients[]> {
  return inGroups(shardsOf(record), AT_ONCE, async (shard) => {
    const found = await answerOf(env, record, shard, (counter) => ask(counter, shard));
    if (found === 'other-publishing') throw ofAnotherCampaign(record, shard);
    if (found !== null && !found.copyUnread) return found;
    const { host, number } = record;
    throw outage(
      `Whom counter ${shard} of ${host}:${number} knows of cannot be told in full: ${found === null ? 'it' : 'KV'} does not answer. Try again.`,
    );
  });
}

/** Null: the counter does not answer, which is logged. */
export async function answerOf<T>(
  env: Env,
  record: CampaignRecord,
  shard: number,
  ask: (counter: ClickCounterStub) => Promise<T>,
  patienceMs = ANSWER_MS,
): Promise<T | 'other-publishing' | null> {
  try {
    return await within(ask(counterStub(env, record, shard)), patienceMs);
  } catch (error) {
    if (isDeleted(error)) throw new ApiProblem(404, `${record.host}:${record.number} was deleted.`);
    if (isFinal(error)) return 'other-publishing';
    log('counter-silent', { host: record.host, campaign: record.number, shard, error });
    return null;
  }
}

/** Of each counter what it copied to KV last, which wakes no object; one without a copy is asked. */
export function copiesOf(
  env: Env,
  record: CampaignRecord,
): Promise<Pick<ShardReport, 'totals' | 'confirmedOptOuts' | 'delivery'>[]> {
  const { host, number, publishedAtMs } = record;
  return inGroups(shardsOf(record), AT_ONCE, async (shard) => {
    const copy = await within(
      env.KV.get<PublishedCounts>(kvKey.counts(host, number, shard), 'json'),
      KV_PATIENCE_MS,
    ).catch(() => null);
    if (copy !== null && (copy.campaignPublishedAtMs ?? publishedAtMs) === publishedAtMs) return copy;
    const report = await reportOf(env, record, shard);
    if (report === 'other-publishing') throw ofAnotherCampaign(record, shard);
    if (report !== null) return report;
    throw outage(`Counter ${shard} of ${host}:${number} does not answer. Try again.`);
  });
}

/** What the counter published last. How much it has taken in since, nobody can say. */
async function copyOf(env: Env, { host, number, publishedAtMs }: CampaignRecord, shard: number): Promise<ShardReport> {
  const copy = await within(
    env.KV.get<PublishedCounts>(kvKey.counts(host, number, shard), 'json'),
    KV_PATIENCE_MS,
  ).catch((error: unknown) => {
    log('copy-unread', { host, campaign: number, shard, error });
    throw outage(`Neither counter ${shard} of ${host}:${number} nor KV answers. Try again.`);
  });
  if (copy === null || (copy.campaignPublishedAtMs ?? publishedAtMs) !== publishedAtMs) {
    throw outage(`Counter ${shard} of ${host}:${number} does not answer and has published nothing yet. Try again.`);
  }
  return { ...copy, pending: 0, publishedAtMs: copy.asOfMs, counting: summed([]) };
}

/** When the oldest of the copies in KV was made, of the shards that have something to copy; 0: there is none. */
export function oldestCopyMs(parts: readonly ShardReport[]): number {
  const copies = parts
    .filter(({ counting, confirmedOptOuts, publishedAtMs }) => counting.hits + confirmedOptOuts + publishedAtMs > 0)
    .map(({ publishedAtMs }) => publishedAtMs);
  return copies.length === 0 ? 0 : Math.min(...copies);
}
