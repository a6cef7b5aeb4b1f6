/** A link host with campaigns, written to KV as the API writes them, and ways to ask for its links. */
import { env, exports } from 'cloudflare:workers';
import { load, type Sealer, SLOTS_PER_CAMPAIGN } from 'klikspor/edge';
import { forgetRecords } from '../../worker/src/campaigns.ts';
import { type CampaignRecord, type DomainRecord, kvKey } from '../../worker/src/records.ts';
import type { ShardReport } from '../../worker/src/rpc/counter.ts';
import { identityOf, type ShardIdentity, shardOf } from '../../worker/src/shard-identity.ts';
import { deriveSlugKey } from '../../worker/src/slug-keys.ts';
import { counterStub } from '../../worker/src/stubs.ts';
import { phones } from '../support/agents.ts';
import { packedOnce } from '../support/batches.ts';

export const core = await load();

export interface TestHost {
  readonly host: string;
  readonly record: DomainRecord;
  readonly sealer: Sealer;
}

let made = 0;

/** Every test has a host of its own: hits of one test may arrive while the next one runs. */
export async function linkHost(changes: Partial<DomainRecord> = {}): Promise<TestHost> {
  const host = `s${++made}-${crypto.randomUUID().slice(0, 8)}.example`;
  const { key, fingerprint } = await deriveSlugKey(env, 1, host);
  const record: DomainRecord = {
    workspace: 'main',
    width: 8,
    keys: [{ key: 1, fingerprint, from: 1, to: null }],
    highest: 64,
    vanity: {},
    jurisdiction: null,
    landingPage: null,
    senderName: 'Børnenes Verden',
    ...changes,
  };
  await env.KV.put(kvKey.domain(host), JSON.stringify(record));
  const sealer = core.createSealer({ width: record.width, keys: [{ key, from: 1, to: null }], highest: 1_000_000 });
  return { host, record, sealer };
}

export async function campaign(
  { host }: TestHost,
  number: number,
  changes: Partial<CampaignRecord> = {},
): Promise<CampaignRecord> {
  const record: CampaignRecord = {
    host,
    number,
    workspace: 'main',
    links: [
      { kind: 'destination', url: 'https://shop.example/b%C3%B8rnet%C3%B8j?utm_source=sms', tracked: true },
      { kind: 'opt-out', url: null, tracked: true },
    ],
    recipients: 1_000,
    tracking: 'recipient',
    counting: 'fast',
    shards: 1,
    jurisdiction: null,
    publishedAtMs: Date.now() - 60_000,
    expiresAtMs: null,
    senderName: 'Børnenes Verden',
    language: 'da',
    ...changes,
  };
  await env.KV.put(kvKey.campaign(host, number), JSON.stringify(record));
  forgetRecords();
  return record;
}

export function slugOf(host: TestHost, record: CampaignRecord, recipient: number, link: number): string {
  return host.sealer.seal(record.number * SLOTS_PER_CAMPAIGN + recipient * record.links.length + link);
}

export interface Ask {
  readonly method?: string;
  readonly userAgent?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const ofPhone = phones[0];

/** A request as a phone sends it, redirects not followed. */
export function ask(
  host: string,
  path: string,
  { method = 'GET', userAgent, headers = {} }: Ask = {},
): Promise<Response> {
  return exports.default.fetch(
    new Request(`https://${host}${path}`, {
      method,
      redirect: 'manual',
      headers: { ...ofPhone.headers, 'user-agent': userAgent ?? ofPhone.userAgent, ...headers },
    }),
  );
}

export function counter(record: CampaignRecord, shard = 0) {
  return counterStub(env, record, shard);
}

export function identity(record: CampaignRecord, recipient = 0): ShardIdentity {
  return identityOf(record, shardOf(record, recipient));
}

/** What all shards report, added up. */
export async function report(record: CampaignRecord): Promise<ShardReport> {
  const parts: ShardReport[] = [];
  for (let shard = 0; shard < record.shards; shard++) {
    parts.push(await counter(record, shard).report(identityOf(record, shard)));
  }
  const [first] = parts;
  if (first === undefined) throw new Error('a campaign has a shard');
  return {
    ...first,
    totals: core.sumTotals(parts.map(({ totals }) => totals)),
    confirmedOptOuts: parts.reduce((sum, part) => sum + part.confirmedOptOuts, 0),
    pending: parts.reduce((sum, part) => sum + part.pending, 0),
    counting: {
      batches: parts.reduce((sum, { counting }) => sum + counting.batches, 0),
      hits: parts.reduce((sum, { counting }) => sum + counting.hits, 0),
      attempts: parts.reduce((sum, { counting }) => sum + counting.attempts, 0),
      detours: parts.reduce((sum, { counting }) => sum + counting.detours, 0),
      publishFailures: parts.reduce((sum, { counting }) => sum + counting.publishFailures, 0),
    },
  };
}

/** Reports once `hits` hits have been counted or wait to settle; fails with the last report after ten seconds. */
export async function reportOf(record: CampaignRecord, hits: number): Promise<ShardReport> {
  for (let attempt = 0; ; attempt++) {
    const found = await report(record);
    if (found.counting.hits >= hits && found.pending === 0) return found;
    if (attempt === 200) throw new Error(`expected ${hits} hits, found ${JSON.stringify(found)}`);
    await scheduler.wait(50);
  }
}

export function hitsOf(found: ShardReport, link: number) {
  const totals = found.totals.links[link];
  if (totals === undefined) throw new Error(`no link ${link}`);
  return totals;
}

/** A batch of people's clicks on the first link. */
export function batchOf(recipients: readonly number[], atMs = Date.now() - 10_000, attempts = 0, link = 0): Uint8Array {
  const hits = recipients.map((recipient) => ({
    ...{ atMs, recipient, link, class: 'human' as const, reason: 'none', rules: 1 },
    ...{ userAgent: 'agent', country: 'DK', asn: 0, signals: 0 },
  }));
  return core.stampBatch(packedOnce(core, hits), attempts, 0) ?? new Uint8Array();
}
