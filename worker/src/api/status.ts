import { Hono } from 'hono/tiny';
import type { Status } from '../../api.d.ts';
import { core } from '../core.ts';
import { summed } from '../counting-sums.ts';
import type { CampaignRecord } from '../records.ts';
import { deriveSlugKey } from '../slug-keys.ts';
import { workspaceStub } from '../stubs.ts';
import { type ApiEnv, need } from './auth.ts';
import { campaignId } from './campaign-id.ts';
import { shownComparison, wholeComparison } from './copies.ts';
import { shardsOf, statesOf } from './counters.ts';
import { ApiProblem } from './problem.ts';
import { wholeNumber } from './query.ts';

/** Counters that are asked: those of the newest campaigns, where trouble shows first. */
const MOST_COUNTERS = 200;
const MOST_LOSSES = 100;

export const status = new Hono<ApiEnv>().get('/', need('admin'), async (context) => {
  const which = context.req.query('copies');
  if (which !== undefined && which !== 'all') {
    throw new ApiProblem(400, `copies is "${which}"; it must be all, or be left out.`);
  }
  if (which === 'all') await wholeComparison(context.env);
  const workspace = workspaceStub(context.env);
  const domains = await Promise.all(
    (await workspace.domains()).map(async ({ host, record }) => {
      const matches = await Promise.all(
        record.keys.map(async ({ key, fingerprint }) =>
          deriveSlugKey(context.env, key, host).then(
            (derived) => derived.fingerprint === fingerprint,
            () => false,
          ),
        ),
      );
      return { host, fingerprintMatches: matches.every(Boolean) };
    }),
  );
  const most = wholeNumber('counters', context.req.query('counters'), 0, MOST_COUNTERS) ?? MOST_COUNTERS;
  const counters: { record: CampaignRecord; shard: number }[] = [];
  let campaigns = 0;
  for (const { record } of most === 0 ? [] : await workspace.campaigns(null, most)) {
    if (campaigns > 0 && counters.length + record.shards > most) break;
    campaigns++;
    for (const shard of shardsOf(record)) counters.push({ record, shard });
  }
  const states = await statesOf(context.env, counters);
  const counting = summed(
    states.flatMap((state) => (state === null || state === 'other-publishing' ? [] : state.counting)),
  );
  const named = (is: (state: (typeof states)[number]) => boolean) =>
    counters.flatMap(({ record: { host, number }, shard }, i) =>
      is(states[i] ?? null) ? [{ campaign: campaignId(host, number), shard }] : [],
    );
  const recovered = counters.flatMap(({ record: { host, number }, shard }, i) => {
    const state = states[i] ?? null;
    const lost = state === null || state === 'other-publishing' ? undefined : state.recovered;
    return lost === undefined ? [] : [{ campaign: campaignId(host, number), shard, ...lost }];
  });
  const losses = (await workspace.losses(null, MOST_LOSSES)).map(({ host, number, ...loss }) => ({
    campaign: campaignId(host, number),
    ...loss,
  }));
  const copies = await workspace.copiesState();
  return context.json<Status>({
    version: core.version,
    domains,
    campaigns,
    counting,
    // Trouble with one counter must not hide what the others say.
    unreachable: named((state) => state === null),
    losses,
    copies: {
      checkedAtMs: copies.last.atMs,
      all: copies.last.isWhole,
      ...shownComparison(copies.last),
      waiting: copies.waiting,
      mendedInAll: copies.mended,
      mendedAtMs: copies.mendedAtMs,
      takenOverInAll: copies.takenOver,
      numbersSkipped: copies.numbersSkipped,
      unknownCampaigns: copies.unknownCampaigns,
      unknownDomains: copies.unknownDomains,
      recovered,
      otherPublishing: named((state) => state === 'other-publishing'),
    },
  });
});
