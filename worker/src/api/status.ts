/** Whether keys, counting and copies are well. */
import * as v from 'valibot';
import { core } from '../core.ts';
import { summed } from '../counting-sums.ts';
import type { CampaignRecord, KeyRange } from '../records.ts';
import type { StoredDomain } from '../rpc/catalogue.ts';
import type { ShardReport } from '../rpc/counter.ts';
import { deriveSlugKey } from '../slug-keys.ts';
import { workspaceStub } from '../stubs.ts';
import { campaignId } from './campaign-id.ts';
import { compared, shownComparison, wholeComparison } from './copies.ts';
import { shardsOf, statesOf } from './counters.ts';
import { endpoint } from './endpoint.ts';
import { count, moment } from './fields.ts';
import { loss } from './loss.ts';
import { wholeNumber, word } from './query.ts';

/** Counters that are asked: those of the newest campaigns, where trouble shows first. */
const MOST_COUNTERS = 200;
const MOST_LOSSES = 100;

const counter = { campaign: v.string(), shard: count };

/** Copies of the catalogue in KV, as they were last compared with it. */
const copies = v.strictObject({
  /** When they were last compared; 0: not yet. */
  checkedAtMs: moment,
  /** All were compared then; false: a sample, as every hour. */
  all: v.boolean(),
  ...compared,
  /** Copies on their way to KV. */
  waiting: count,
  /** Since ever: also those that a visitor's request found missing. */
  mendedInAll: count,
  mendedAtMs: moment,
  takenOverInAll: count,
  /** Campaign numbers that were passed over, because KV or a counter knew them and the catalogue did not. */
  numbersSkipped: count,
  /** Campaigns that KV has and the catalogue has not (ids, at most 100): a repair takes them up. */
  unknownCampaigns: v.array(v.string()),
  /** Link domains of which the same is true (at most 100): add them, and their links and numbers go on. */
  unknownDomains: v.array(v.string()),
  /** Counters that lost their storage: what their last copies said is in the reports. */
  recovered: v.array(v.strictObject({ ...counter, asOfMs: moment, confirmedOptOuts: count })),
  /** Counters that hold the hits of another campaign of the same number: they refuse this one's. */
  otherPublishing: v.array(v.strictObject(counter)),
});
export type Copies = v.InferOutput<typeof copies>;

const status = v.strictObject({
  version: v.string(),
  domains: v.array(v.strictObject({ host: v.string(), fingerprintMatches: v.boolean() })),
  /** How many campaigns the sums below cover: the newest, with up to 200 counters in all. */
  campaigns: count,
  counting: v.strictObject({ batches: count, hits: count, attempts: count, detours: count, publishFailures: count }),
  /** Counters among them that do not answer: their part is not in the sums. */
  unreachable: v.array(v.strictObject(counter)),
  /** Of all campaigns, the latest first; at most 100. */
  losses: v.array(v.strictObject({ campaign: v.string(), ...loss })),
  copies,
});
export type Status = v.InferOutput<typeof status>;

export const statusEndpoints = [
  endpoint({
    route: 'GET /api/status',
    summary: 'Keys, counting and copies in KV at a glance',
    access: 'admin',
    query: {
      copies: word('Compares all copies in KV with the catalogue first', 'all'),
      counters: wholeNumber('How many counters are asked', 0, MOST_COUNTERS),
    },
    answer: status,
    examples: [{}, { query: { copies: 'all', counters: 0 } }],
    handle: async ({ env, query: { copies: which, counters: most = MOST_COUNTERS } }): Promise<Status> => {
      if (which === 'all') await wholeComparison(env);
      const workspace = workspaceStub(env);
      const { campaigns, counters } = await newestCounters(env, most);
      const states = await statesOf(env, counters);
      /** Those counters of which `tell` has something to tell, with their campaigns. */
      const named = <T extends object>(tell: (state: CounterState) => T | undefined) =>
        counters.flatMap(({ record: { host, number }, shard }, i) => {
          const more = tell(states[i] ?? null);
          return more === undefined ? [] : [{ campaign: campaignId(host, number), shard, ...more }];
        });
      const losses = await workspace.losses(null, MOST_LOSSES);
      const { last, ...copies } = await workspace.copiesState();
      return {
        version: core.version,
        domains: await domainsOf(env),
        campaigns,
        counting: summed(states.filter(hasAnswered).map((state) => state.counting)),
        // Trouble with one counter must not hide what the others say.
        unreachable: named((state) => (state === null ? {} : undefined)),
        losses: losses.map(({ host, number, ...told }) => ({ campaign: campaignId(host, number), ...told })),
        copies: {
          checkedAtMs: last.atMs,
          all: last.isWhole,
          ...shownComparison(last),
          waiting: copies.waiting,
          mendedInAll: copies.mended,
          mendedAtMs: copies.mendedAtMs,
          takenOverInAll: copies.takenOver,
          numbersSkipped: copies.numbersSkipped,
          unknownCampaigns: copies.unknownCampaigns,
          unknownDomains: copies.unknownDomains,
          recovered: named((state) => (hasAnswered(state) ? state.recovered : undefined)),
          otherPublishing: named((state) => (state === 'other-publishing' ? {} : undefined)),
        },
      };
    },
  }),
];

type CounterState = Awaited<ReturnType<typeof statesOf>>[number];

const hasAnswered = (state: CounterState): state is ShardReport => state !== null && state !== 'other-publishing';

/** Whether the secrets at hand are those that the domains were set up with. */
async function domainsOf(env: Env): Promise<Status['domains']> {
  const isRight = async (host: string, { key, fingerprint }: KeyRange) => {
    try {
      return (await deriveSlugKey(env, key, host)).fingerprint === fingerprint;
    } catch {
      return false;
    }
  };
  const told = async ({ host, record }: StoredDomain) => {
    const right = await Promise.all(record.keys.map((range) => isRight(host, range)));
    return { host, fingerprintMatches: right.every(Boolean) };
  };
  return Promise.all((await workspaceStub(env).domains()).map(told));
}

/** Counters of the newest campaigns: as many whole campaigns as have `most` in all, and one where it alone has more. */
async function newestCounters(env: Env, most: number) {
  const counters: { record: CampaignRecord; shard: number }[] = [];
  let campaigns = 0;
  for (const { record } of most === 0 ? [] : await workspaceStub(env).campaigns(null, most)) {
    if (campaigns > 0 && counters.length + record.shards > most) break;
    campaigns++;
    for (const shard of shardsOf(record)) counters.push({ record, shard });
  }
  return { campaigns, counters };
}
