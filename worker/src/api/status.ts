import { Hono } from 'hono';
import type { Status } from '../../api.d.ts';
import { core } from '../core.ts';
import { deriveSlugKey } from '../slug-keys.ts';
import { workspaceStub } from '../stubs.ts';
import { type ApiEnv, need } from './auth.ts';
import { reportsOf } from './results.ts';

/** Campaigns whose counters are asked: the newest, where trouble shows first. */
const NEWEST = 10;

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
  const counting = { batches: 0, hits: 0, attempts: 0, detours: 0, publishFailures: 0 };
  for (const { record } of await workspace.campaigns(null, NEWEST)) {
    for (const part of await reportsOf(context.env, record)) {
      counting.batches += part.counting.batches;
      counting.hits += part.counting.hits;
      counting.attempts += part.counting.attempts;
      counting.detours += part.counting.detours;
      counting.publishFailures += part.counting.publishFailures;
    }
  }
  return context.json<Status>({ version: core.version, domains, counting });
});
