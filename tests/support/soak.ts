/**
 * The traffic of a long, hard day, and what it must have been counted as: worked out from what was asked and answered,
 * without the core.
 */
import { DatabaseSync } from 'node:sqlite';
import { load, SLOTS_PER_CAMPAIGN } from 'klikspor/edge';
import { expect } from 'vitest';
import { type CampaignRecord, kvKey } from '../../worker/src/records.ts';
import type { PublishedCounts } from '../../worker/src/rpc/counter.ts';
import { phones, previewers } from './agents.ts';
import { hitsIn } from './batches.ts';
import type { TestCampaign } from './campaign.ts';
import type { KvStandIn } from './kv-stand-in.ts';
import { askLinkHost, type LinkRequest } from './link-host.ts';
import { pause } from './load.ts';
import { batchesIn } from './on-disk.ts';
import { randomFrom } from './random.ts';
import type { Workerd } from './workerd.ts';

const LANES = 24;
export const RECIPIENTS = 40_000;
export const SHARDS = 3;
/** Two links to follow and the opt-out. */
export const LINKS: CampaignRecord['links'] = [
  { kind: 'destination', url: 'https://shop.example/a', tracked: true },
  { kind: 'destination', url: 'https://shop.example/b', tracked: true },
  { kind: 'opt-out', url: null, tracked: true },
];

/** What a request is to be counted as, by what is known of who sends it. */
interface Visitor extends LinkRequest {
  readonly class: string;
}
const VISITORS: readonly Visitor[] = [
  ...phones.map((phone) => ({ ...phone, class: 'human' })),
  ...Object.values(previewers).map((userAgent) => ({ userAgent, class: 'preview' })),
  { ...phones[0], method: 'HEAD', class: 'head' },
  { ...phones[1], headers: { ...phones[1].headers, 'sec-purpose': 'prefetch' }, class: 'prefetch' },
];

/** How often each (recipient, link, class) was asked for: with an answer, and cut off before it. */
export interface Asked {
  readonly answered: Map<string, number>;
  readonly cutOff: Map<string, number>;
  readonly optedOut: Set<number>;
  readonly optOutCutOff: Set<number>;
  /** Opt-outs answered with a page that says nothing is saved yet: the next tap may find them saved all the same. */
  refused: number;
}
export const nothingAsked = (): Asked => ({
  answered: new Map(),
  cutOff: new Map(),
  optedOut: new Set(),
  optOutCutOff: new Set(),
  refused: 0,
});
const more = (map: Map<string, number>, key: string) => map.set(key, (map.get(key) ?? 0) + 1);

/** A recipient only ever follows one link of the message: whoever takes all within two seconds is a scanner. */
const linkOf = (recipient: number) => recipient % 3;

async function one(server: Workerd, campaign: TestCampaign, asked: Asked, random: (below: number) => number) {
  const { host, links } = campaign.record;
  const kind = random(100);
  if (kind === 0) {
    // A guess; nearly all of them open to nothing. Never counted.
    const guess = `${campaign.slug(random(RECIPIENTS)).slice(0, -2)}22`;
    await askLinkHost(server.port, host, `/${guess}x`).catch(() => {});
    return;
  }
  const isTest = kind === 1;
  const recipient = isTest ? Math.floor(SLOTS_PER_CAMPAIGN / links.length) - 1 : random(RECIPIENTS);
  const link = linkOf(recipient);
  const path = `/${campaign.slug(recipient, link)}`;
  if (links[link]?.kind === 'opt-out' && kind < 20) {
    const set = isTest ? new Set<number>() : asked.optedOut;
    try {
      const { status } = await askLinkHost(server.port, host, path, { ...phones[0], method: 'POST', form: '' });
      if (status === 503) {
        asked.refused++;
        asked.optOutCutOff.add(recipient);
        return;
      }
      expect(status).toBe(303);
      set.add(recipient);
    } catch (error) {
      if (!isCutOff(error)) throw error;
      asked.optOutCutOff.add(recipient);
    }
    return;
  }
  const visitor = VISITORS[random(10) < 7 ? random(phones.length) : random(VISITORS.length)] ?? VISITORS[0];
  const key = `${recipient}/${link}/${isTest ? 'test' : visitor?.class}`;
  try {
    const { status } = await askLinkHost(server.port, host, path, visitor);
    expect(status).toBe(links[link]?.kind === 'opt-out' ? 200 : 302);
    more(asked.answered, key);
  } catch (error) {
    if (!isCutOff(error)) throw error;
    more(asked.cutOff, key);
    await pause(10);
  }
}

/** A connection that died with the process; everything else that is thrown is a failure of the test. */
const isCutOff = (error: unknown) => error instanceof Error && 'code' in error;

/** Asks `hits` times, LANES at a time; `stop` ends it sooner. */
export function traffic(server: Workerd, campaigns: readonly [TestCampaign, Asked][], hits: number, seed: number) {
  let left = hits;
  const lane = async (random: (below: number) => number) => {
    while (left-- > 0) {
      const chosen = campaigns[random(campaigns.length)];
      if (chosen !== undefined) await one(server, chosen[0], chosen[1], random);
    }
  };
  const done = Promise.all(Array.from({ length: LANES }, (_, i) => lane(randomFrom(seed * 1_000 + i + 1))));
  return {
    done,
    stop: () => {
      left = 0;
      return done;
    },
  };
}

/** Every hit and every opt-out on disk, as the counters' own rows say. */
export async function onDisk(
  server: Workerd,
): Promise<Map<string, { hits: Map<string, number>; optOuts: Set<number> }>> {
  const core = await load();
  const found = new Map<string, { hits: Map<string, number>; optOuts: Set<number> }>();
  for (const file of server.objectFiles('ClickCounter')) {
    const database = new DatabaseSync(file, { readOnly: true });
    const identity = database.prepare("SELECT json ->> '$.identity.host' AS host FROM shard").get();
    const host = String(identity?.host);
    const sums = found.get(host) ?? { hits: new Map<string, number>(), optOuts: new Set<number>() };
    found.set(host, sums);
    for (const bytes of batchesIn(database)) {
      for (const hit of hitsIn(core, bytes)) more(sums.hits, `${hit.recipient}/${hit.link}/${hit.class}`);
    }
    for (const row of database.prepare('SELECT recipient FROM opt_out').all()) sums.optOuts.add(Number(row.recipient));
    database.close();
  }
  return found;
}

/** What the copies in KV of all shards say, once all of them say so many hits; the last they said after two minutes. */
export async function published(kv: KvStandIn, record: CampaignRecord, hits: number) {
  let sums = { hits: 0, byClass: new Map<string, number>(), unique: [0, 0, 0], clickers: 0, openers: 0, optOuts: 0 };
  for (let attempt = 0; attempt < 1_200; attempt++) {
    sums = { hits: 0, byClass: new Map(), unique: [0, 0, 0], clickers: 0, openers: 0, optOuts: 0 };
    for (let shard = 0; shard < SHARDS; shard++) {
      const text = kv.text(kvKey.counts(record.host, record.number, shard));
      if (text === undefined) continue;
      const { totals, confirmedOptOuts } = JSON.parse(text) as PublishedCounts;
      totals.links.forEach((link, at) => {
        for (const [name, count] of Object.entries(link.hits)) {
          sums.hits += count;
          if (count > 0) sums.byClass.set(`${at}/${name}`, (sums.byClass.get(`${at}/${name}`) ?? 0) + count);
        }
        sums.unique[at] = (sums.unique[at] ?? 0) + link.unique;
      });
      sums.clickers += totals.clickers;
      sums.openers += totals.openers;
      sums.optOuts += confirmedOptOuts;
    }
    if (sums.hits === hits) break;
    await pause(100);
  }
  return sums;
}

/** The same numbers, counted the plain way. */
export function expected(hits: ReadonlyMap<string, number>, optOuts: ReadonlySet<number>) {
  const byClass = new Map<string, number>();
  const unique: Set<string>[] = [new Set(), new Set(), new Set()];
  let all = 0;
  for (const [key, times] of hits) {
    const [recipient = '', link = '', hitClass = ''] = key.split('/');
    all += times;
    byClass.set(`${link}/${hitClass}`, (byClass.get(`${link}/${hitClass}`) ?? 0) + times);
    if (hitClass === 'human') unique[Number(link)]?.add(recipient);
  }
  return {
    hits: all,
    byClass,
    unique: unique.map((set) => set.size),
    clickers: new Set([...(unique[0] ?? []), ...(unique[1] ?? [])]).size,
    openers: unique[2]?.size ?? 0,
    optOuts: optOuts.size,
  };
}

export const sorted = <T>(map: ReadonlyMap<string, T>) => [...map].sort(([a], [b]) => (a < b ? -1 : 1));
