/**
 * Records of link hosts and campaigns as the redirect needs them: from the isolate's memory for RECORD_LIFE_MS, else one
 * KV read. Data is kept between requests, stubs never.
 */
import { type Sealer, SLOTS_PER_CAMPAIGN, type SlugKey } from 'klikspor';
import { hasPassed } from './clock.ts';
import { core } from './core.ts';
import { log } from './log.ts';
import { type CampaignRecord, type DomainRecord, kvKey, type LinkRecord } from './records.ts';
import { settings } from './settings.ts';
import { deriveSlugKey } from './slug-keys.ts';
import { workspaceStub } from './stubs.ts';

/** Slugs up to this many campaigns above the highest number are looked up; beyond, a guess costs no storage read. */
export const NUMBER_BLOCK = 64;

/** A link host with its keys ready. */
export interface LinkHost {
  readonly host: string;
  readonly record: DomainRecord;
  readonly sealer: Sealer;
  /** The record's: a guess that is looked up in an object stays in the engine's table of names until it is swept. */
  readonly vanity: ReadonlyMap<string, number>;
}

/** A slot of a campaign: what a slug leads to. */
export interface Slot {
  readonly recipient: number;
  readonly link: number;
  readonly record: LinkRecord;
  /** The composer's own trial clicks, in no report. */
  readonly isTest: boolean;
}

interface Kept<T> {
  /** Set as soon as it is there: requests then go on without waiting for a turn of the event loop. */
  value: T | undefined;
  reading: Promise<T> | undefined;
  sinceMs: number;
  lifeMs: number;
  /** After this part of its life one request reads it anew beside its own work: busy campaigns never wait for storage. */
  refreshAfterMs: number;
}

/** "No such record" is trusted this long only, so that what is published now works now. */
const NEGATIVE_LIFE_MS = 1_000;
/** Records kept at most; the oldest go first. A record is a few hundred octets, a domain record up to some kilobytes. */
const MOST_RECORDS = 2_000;

/** A busy record is renewed when this part of its life is over. */
const REFRESH_AT = 0.8;
/** Longest wait for a read that another request began. */
const SHARED_READ_MS = 2_000;

const hosts = new Map<string, Kept<LinkHost | null>>();
const campaigns = new Map<string, Kept<CampaignRecord | null>>();
const sealers = new Map<
  string,
  { readonly madeOf: string; readonly sealer: Sealer; readonly before: Sealer | undefined }
>();

/** What outlives the answer runs here. */
type Background = Pick<ExecutionContext, 'waitUntil'>;

/** Null: this host is no link domain. */
export function linkHostOf(env: Env, background: Background, host: string): LinkHost | null | Promise<LinkHost | null> {
  return remember(hosts, host, settings(env).recordLifeMs, background, () => readLinkHost(env, host));
}

/** The campaign a plain number lies in; null: there is none. */
export function campaignOf(
  env: Env,
  background: Background,
  host: LinkHost,
  plain: number,
): CampaignRecord | null | Promise<CampaignRecord | null> {
  const number = Math.floor(plain / SLOTS_PER_CAMPAIGN);
  return remember(campaigns, `${host.host}/${number}`, settings(env).recordLifeMs, background, () =>
    readCampaign(env, host, number),
  );
}

/** Undefined: the slot lies outside the campaign's size. Layout of a plain number: `core/include/klikspor/slug.hpp`. */
export function slotOf(campaign: CampaignRecord, plain: number): Slot | undefined {
  const slot = plain % SLOTS_PER_CAMPAIGN;
  const linksInMessage = campaign.links.length;
  const link = slot % linksInMessage;
  const recipient = (slot - link) / linksInMessage;
  const record = campaign.links[link];
  // The core is asked beyond the campaign's recipients only: the test recipient is never one of them.
  const isTest = recipient >= campaign.recipients && recipient === core.testRecipient(linksInMessage);
  if (record === undefined || (recipient >= campaign.recipients && !isTest)) return undefined;
  return { recipient, link, record, isTest };
}

/** For what was just written here: the next request reads it anew. */
export function forgetRecords(): void {
  hosts.clear();
  campaigns.clear();
}

async function readLinkHost(env: Env, host: string): Promise<LinkHost | null> {
  const record = await env.KV.get<DomainRecord>(kvKey.domain(host), 'json');
  if (record === null) return null;
  const vanity = new Map(Object.entries(record.vanity));
  const highest = record.highest + NUMBER_BLOCK;
  // A sealer holds memory of the core: the one at hand is kept as long as nothing it was made of has changed.
  const madeOf = JSON.stringify([record.width, record.keys, highest]);
  const last = sealers.get(host);
  if (last?.madeOf === madeOf) return { host, record, sealer: last.sealer, vanity };
  const sealer = core.createSealer({ width: record.width, keys: await usableKeys(env, host, record), highest });
  // Requests under way may still hold the last one; whoever held the one before has been answered long ago.
  last?.before?.dispose();
  sealers.set(host, { madeOf, sealer, before: last?.sealer });
  return { host, record, sealer, vanity };
}

/** Keys whose secret is the one the domain was set up with. A wrong one opens nothing, and /api/status shows it. */
async function usableKeys(env: Env, host: string, record: DomainRecord): Promise<SlugKey[]> {
  const keys: SlugKey[] = [];
  for (const { key: n, fingerprint, from, to } of record.keys) {
    const derived = await deriveSlugKey(env, n, host);
    if (derived.fingerprint === fingerprint) keys.push({ key: derived.key, from, to });
    else log({ event: 'slug-key-mismatch', host, key: n, expected: fingerprint, found: derived.fingerprint });
  }
  return keys;
}

/** KV first; where it shows nothing yet, the Workspace object knows. */
async function readCampaign(env: Env, host: LinkHost, number: number): Promise<CampaignRecord | null> {
  const record = await env.KV.get<CampaignRecord>(kvKey.campaign(host.host, number), 'json');
  return record ?? (await workspaceStub(env).campaignRecord(host.host, number));
}

/**
 * Single flight: requests that ask for the same record while it is being read share the one read. A request that waits
 * for another's read keeps a timer of its own: without pending work of its own the runtime would call it hung, and a
 * read whose request was cut off never ends.
 */
function remember<T>(
  kept: Map<string, Kept<T | null>>,
  key: string,
  lifeMs: number,
  background: Background,
  read: () => Promise<T | null>,
): T | null | Promise<T | null> {
  const nowMs = Date.now();
  const found = kept.get(key);
  if (found?.value !== undefined && !hasPassed(found.sinceMs, found.lifeMs, nowMs)) {
    if (nowMs - found.sinceMs >= found.refreshAfterMs && found.value !== null) {
      found.refreshAfterMs = found.lifeMs;
      background.waitUntil(readAnew(kept, key, lifeMs, read).catch(() => {}));
    }
    return found.value;
  }
  if (found?.reading !== undefined) {
    const shared = found.reading;
    const late = scheduler.wait(SHARED_READ_MS);
    return Promise.race([shared, late.then(() => kept.get(key)?.value ?? readAnew(kept, key, lifeMs, read))]);
  }
  return readAnew(kept, key, lifeMs, read);
}

function readAnew<T>(
  kept: Map<string, Kept<T | null>>,
  key: string,
  lifeMs: number,
  read: () => Promise<T | null>,
): Promise<T | null> {
  const entry: Kept<T | null> = { value: undefined, reading: undefined, sinceMs: 0, lifeMs: 0, refreshAfterMs: 0 };
  const last = kept.get(key);
  const keep = (value: T | null) => {
    entry.value = value;
    entry.reading = undefined;
    entry.sinceMs = Date.now();
    entry.lifeMs = value === null ? Math.min(lifeMs, NEGATIVE_LIFE_MS) : lifeMs;
    entry.refreshAfterMs = lifeMs * REFRESH_AT;
    kept.delete(key);
    kept.set(key, entry);
    if (kept.size > MOST_RECORDS) {
      for (const oldest of kept.keys()) {
        kept.delete(oldest);
        break;
      }
    }
    return value;
  };
  const reading = read().then(keep, (error: unknown) => {
    log({ event: 'record-unreadable', key, error });
    // While storage is out of reach an old record is better than none; without one the failure is not kept.
    if (last?.value) return keep(last.value);
    if (kept.get(key) === entry) kept.delete(key);
    throw error;
  });
  // While a good value is being renewed it goes on being used.
  if (last?.value === undefined || hasPassed(last.sinceMs, last.lifeMs)) {
    entry.reading = reading;
    kept.set(key, entry);
  }
  return reading;
}
