/**
 * Records of link hosts and campaigns as the redirect needs them: from the isolate's memory for RECORD_LIFE_MS, else one
 * KV read; what KV does not show is asked of the Workspace object (`heal.ts`). Data is kept between requests, stubs never.
 */
import type { Sealer, SlugKey } from 'klikspor/edge';
import { hasPassed } from './clock.ts';
import { core } from './core.ts';
import { forgetKept, fromWorkspace, recordName } from './heal.ts';
import { log } from './log.ts';
import { type CampaignRecord, type DomainRecord, kvKey, type LinkRecord, NUMBER_BLOCK } from './records.ts';
import { settings } from './settings.ts';
import { deriveSlugKey } from './slug-keys.ts';
import { workspaceStub } from './stubs.ts';
import { KV_PATIENCE_MS, within } from './within.ts';

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
  /** A request is at it. */
  isReading: boolean;
  /** What came instead of a value. */
  failure: unknown;
  sinceMs: number;
  lifeMs: number;
  /** After this part of its life one request reads it anew beside its own work: busy campaigns never wait for storage. */
  refreshAfterMs: number;
}

/** "No such record" is trusted this long only, so that what is published now works now. */
const NEGATIVE_LIFE_MS = 1_000;
/** Records kept at most; the oldest go first. A record is a few hundred octets, a domain record up to some kilobytes. */
const MOST_RECORDS = 2_000;

/** A link domain is one for ever: that a host is among them is trusted this long. */
const HOSTS_LIFE_MS = 60_000;
/** A busy record is renewed when this part of its life is over. */
const REFRESH_AT = 0.8;
/** Longest wait for a read that another request began. */
const SHARED_READ_MS = 2_000;
/** Between two looks at it, at most. */
const LONGEST_LOOK_MS = 16;

const hosts = new Map<string, Kept<LinkHost | null>>();
const campaigns = new Map<string, Kept<CampaignRecord | null>>();
/** The names of all link domains, under the one key ALL: invented hosts cost a question a second, however many they are. */
const hostNames = new Map<string, Kept<ReadonlySet<string> | null>>();
const ALL = '';
const sealers = new Map<
  string,
  { readonly madeOf: string; readonly sealer: Sealer; readonly before: Sealer | undefined }
>();

/** What outlives the answer runs here. */
type Background = Pick<ExecutionContext, 'waitUntil'>;

/** Null: this host is no link domain. */
export function linkHostOf(env: Env, background: Background, host: string): LinkHost | null | Promise<LinkHost | null> {
  return remember(hosts, host, settings(env).recordLifeMs, background, () => readLinkHost(env, background, host));
}

/** The campaign a plain number lies in; null: there is none. */
export function campaignOf(
  env: Env,
  background: Background,
  host: LinkHost,
  plain: number,
): CampaignRecord | null | Promise<CampaignRecord | null> {
  // However many links its messages have.
  const { campaign: number } = core.slotOf(plain, 1);
  return remember(campaigns, `${host.host}/${number}`, settings(env).recordLifeMs, background, () =>
    readCampaign(env, background, host, number),
  );
}

/** Undefined: the slot lies outside the campaign's size. */
export function slotOf(campaign: CampaignRecord, plain: number): Slot | undefined {
  const linksInMessage = campaign.links.length;
  const { recipient, link } = core.slotOf(plain, linksInMessage);
  const record = campaign.links[link];
  // The core is asked beyond the campaign's recipients only: the test recipient is never one of them.
  const isTest = recipient >= campaign.recipients && recipient === core.testRecipient(linksInMessage);
  if (record === undefined || (recipient >= campaign.recipients && !isTest)) return undefined;
  return { recipient, link, record, isTest };
}

/** For what was just written here: the next request reads it anew. The location forgets it, too. */
export async function forgetCampaign({ host, number }: Pick<CampaignRecord, 'host' | 'number'>): Promise<void> {
  forgetRecords();
  await forgetKept(host, recordName.campaign(number), recordName.domain);
}

export async function forgetDomain(env: Env, host: string): Promise<void> {
  forgetRecords();
  await Promise.all([forgetKept(host, recordName.domain), forgetKept(hostsKeptAt(env), recordName.hosts)]);
}

export function forgetRecords(): void {
  hosts.clear();
  campaigns.clear();
  hostNames.clear();
}

async function readLinkHost(env: Env, background: Background, host: string): Promise<LinkHost | null> {
  const record = await readRecord<DomainRecord>(env, kvKey.domain(host), async () =>
    (await isLinkDomain(env, background, host))
      ? fromWorkspace(background, host, recordName.domain, () => workspaceStub(env).domainRecord(host))
      : null,
  );
  if (record === null) return null;
  const vanity = new Map(Object.entries(record.vanity));
  const highest = record.highest + NUMBER_BLOCK;
  // A sealer holds memory of the core: the one at hand is kept as long as nothing it was made of has changed.
  const madeOf = JSON.stringify([record.width, record.keys, highest]);
  const last = sealers.get(host);
  if (last?.madeOf === madeOf) return { host, record, sealer: last.sealer, vanity };
  const sealer = core.createSealer({ width: record.width, keys: await usableKeys(env, host, record), highest });
  // Requests under way may still hold the last one; whoever held the one before has been answered long ago.
  last?.before?.delete();
  sealers.set(host, { madeOf, sealer, before: last?.sealer });
  return { host, record, sealer, vanity };
}

/** Keys whose secret is the one the domain was set up with. A wrong one opens nothing, and /api/status shows it. */
async function usableKeys(env: Env, host: string, record: DomainRecord): Promise<SlugKey[]> {
  const keys: SlugKey[] = [];
  for (const { key: n, fingerprint, from, to } of record.keys) {
    const derived = await deriveSlugKey(env, n, host);
    if (derived.fingerprint === fingerprint) keys.push({ key: derived.key, from, to });
    else log('slug-key-mismatch', { host, key: n, expected: fingerprint, found: derived.fingerprint });
  }
  return keys;
}

function readCampaign(
  env: Env,
  background: Background,
  { host }: LinkHost,
  number: number,
): Promise<CampaignRecord | null> {
  return readRecord(env, kvKey.campaign(host, number), () =>
    fromWorkspace(background, host, recordName.campaign(number), () => workspaceStub(env).campaignRecord(host, number)),
  );
}

/** KV first. Where it shows nothing, yet or any more, or does not answer, the Workspace object is asked. */
async function readRecord<T>(env: Env, key: string, ask: () => Promise<T | null>): Promise<T | null> {
  let failure: unknown;
  try {
    const record = await within(env.KV.get<T>(key, 'json'), KV_PATIENCE_MS);
    if (record !== null) return record;
  } catch (error) {
    failure = error;
    log('kv-unread', { key, error });
  }
  const known = await ask();
  // What the catalogue does not know may still stand in KV: it is no 404 until KV has said so.
  if (known === null && failure !== undefined) throw failure;
  return known;
}

async function isLinkDomain(env: Env, background: Background, host: string): Promise<boolean> {
  const known = hostNames.get(ALL);
  if (known?.value?.has(host) && !hasPassed(known.sinceMs, HOSTS_LIFE_MS)) return true;
  const names = await remember(hostNames, ALL, NEGATIVE_LIFE_MS, background, async () => {
    const ask = () => workspaceStub(env).linkHosts();
    const keptS = NEGATIVE_LIFE_MS / 1_000;
    return new Set(await fromWorkspace(background, hostsKeptAt(env), recordName.hosts, ask, keptS));
  });
  return names?.has(host) === true;
}

/** Any host of our own will do. */
const hostsKeptAt = (env: Env): string => [...settings(env).appHosts][0] ?? 'localhost';

/**
 * Single flight: requests that ask for the same record while it is being read share the one read. They look again and
 * again whether it is there, each with timers of its own: whoever waits for a promise of another request is resolved in
 * that one's name once the engine has compiled the code, and hangs until the runtime gives up on it. `redirect.test.ts`
 * asks often enough.
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
  if (found?.isReading) return sharedRead(found, () => readAnew(kept, key, lifeMs, read));
  return readAnew(kept, key, lifeMs, read);
}

async function sharedRead<T>(entry: Kept<T | null>, readAlone: () => Promise<T | null>): Promise<T | null> {
  let pauseMs = 1;
  for (let waitedMs = 0; waitedMs < SHARED_READ_MS; waitedMs += pauseMs) {
    pauseMs = Math.min(2 * pauseMs, LONGEST_LOOK_MS);
    await scheduler.wait(pauseMs);
    if (entry.value !== undefined) return entry.value;
    if (!entry.isReading) throw entry.failure;
  }
  // A read whose request was cut off never ends.
  return readAlone();
}

function readAnew<T>(
  kept: Map<string, Kept<T | null>>,
  key: string,
  lifeMs: number,
  read: () => Promise<T | null>,
): Promise<T | null> {
  const entry: Kept<T | null> = {
    value: undefined,
    isReading: true,
    failure: undefined,
    sinceMs: 0,
    lifeMs: 0,
    refreshAfterMs: 0,
  };
  const last = kept.get(key);
  const keep = (value: T | null) => {
    entry.value = value;
    entry.isReading = false;
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
    log('record-unreadable', { key, error });
    // While storage is out of reach an old record is better than none; without one the failure is not kept.
    if (last?.value) return keep(last.value);
    entry.isReading = false;
    entry.failure = error;
    if (kept.get(key) === entry) kept.delete(key);
    throw error;
  });
  // While a good value is being renewed it goes on being used.
  if (last?.value === undefined || hasPassed(last.sinceMs, last.lifeMs)) {
    kept.set(key, entry);
  }
  return reading;
}
