/** A link host with a campaign as they stand in KV, for tests and benchmarks that run the bundle without the API. */
import { randomBytes } from 'node:crypto';
import { load, type Sealer, SLOTS_PER_CAMPAIGN } from 'klikspor/edge';
import { type CampaignRecord, type DomainRecord, kvKey } from '../../worker/src/records.ts';
import { deriveSlugKey } from '../../worker/src/slug-keys.ts';
import type { KvStandIn } from './kv-stand-in.ts';

export interface TestCampaign {
  readonly record: CampaignRecord;
  /** The secrets that the worker must be given. */
  readonly secrets: Readonly<Record<string, string>>;
  readonly sealer: Sealer;
  slug(recipient: number, link?: number): string;
}

/** `secrets`: those of a worker that answers for several campaigns. */
export async function putCampaign(
  kv: KvStandIn,
  changes: Partial<CampaignRecord> = {},
  secrets: Readonly<Record<string, string>> = newSecrets(),
): Promise<TestCampaign> {
  const host = changes.host ?? 's.barnetsverden.dk';
  const { key, fingerprint } = await deriveSlugKey(secrets, 1, host);
  const domain: DomainRecord = {
    workspace: 'main',
    width: 8,
    keys: [{ key: 1, fingerprint, from: 1, to: null }],
    highest: 64,
    vanity: {},
    jurisdiction: null,
    landingPage: null,
    senderName: 'Barnets Verden',
  };
  const record: CampaignRecord = {
    host,
    number: 1,
    workspace: 'main',
    links: [
      { kind: 'destination', url: 'https://www.barnetsverden.dk/pages/du-har-adgang?utm_source=sms', tracked: true },
      { kind: 'opt-out', url: null, tracked: true },
    ],
    recipients: 1_000_000,
    tracking: 'recipient',
    counting: 'fast',
    shards: 1,
    jurisdiction: null,
    publishedAtMs: Date.now(),
    expiresAtMs: null,
    senderName: 'Barnets Verden',
    language: 'da',
    ...changes,
  };
  kv.entries.set(kvKey.domain(host), Buffer.from(JSON.stringify(domain)));
  kv.entries.set(kvKey.campaign(host, record.number), Buffer.from(JSON.stringify(record)));
  const core = await load();
  const sealer = core.createSealer({ width: 8, keys: [{ key, from: 1, to: null }], highest: 1_000_000 });
  return {
    record,
    secrets,
    sealer,
    slug: (recipient, link = 0) =>
      sealer.seal(record.number * SLOTS_PER_CAMPAIGN + recipient * record.links.length + link),
  };
}

const newSecrets = () => ({ SLUG_KEY_1: randomBytes(32).toString('base64'), SIGN_IN_CODE_SHA256: '0'.repeat(64) });
