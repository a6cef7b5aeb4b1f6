import { Hono } from 'hono/tiny';
import type { Status } from '../../api.d.ts';
import { core } from '../core.ts';
import { deriveSlugKey } from '../slug-keys.ts';
import { workspaceStub } from '../stubs.ts';
import { type ApiEnv, need } from './auth.ts';
import { addSums, noSums, reportsOf } from './counters.ts';

/** Counters that are asked: those of the newest campaigns, where trouble shows first. */
const MOST_COUNTERS = 200;

export const status = new Hono<ApiEnv>().get('/', need('admin'), async (context) => {
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
  let counting = noSums();
  let campaigns = 0;
  let asked = 0;
  for (const { record } of await workspace.campaigns(null, MOST_COUNTERS)) {
    if (asked > 0 && asked + record.shards > MOST_COUNTERS) break;
    asked += record.shards;
    campaigns++;
    for (const part of await reportsOf(context.env, record)) counting = addSums(counting, part.counting);
  }
  return context.json<Status>({ version: core.version, domains, campaigns, counting });
});
