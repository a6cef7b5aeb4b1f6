/**
 * Whether a campaign number has been used before. A catalogue that was restored from a backup has forgotten the numbers it
 * handed out since, so KV and the counters are asked. Of KV only the list of names is read: reading a value that does not
 * exist yet would make KV answer "not found" to recipients for up to a minute after it was written.
 */

import { log } from './log.ts';
import { kvKey } from './records.ts';
import { counterStub } from './stubs.ts';
import { KV_PATIENCE_MS, within } from './within.ts';

/** A counter that has to be started answers within a few seconds. */
const COUNTER_PATIENCE_MS = 5_000;
/** Pages of 1,000 names that are read at most: more campaigns than any host we can imagine. */
const MOST_PAGES = 200;

/** True or false; undefined: it cannot be asked. */
export interface Memory {
  readonly kv: boolean | undefined;
  readonly counter: boolean | undefined;
}

export async function memoryOf(env: Env, host: string, number: number, jurisdiction: 'eu' | null): Promise<Memory> {
  const counts = kvKey.counts(host, number, 0).slice(0, -1);
  const [record, copies, counter] = await Promise.allSettled([
    isInKv(env.KV, kvKey.campaign(host, number)),
    within(firstName(env.KV, counts), KV_PATIENCE_MS).then((name) => name !== undefined),
    (async () => within(counterStub(env, { host, number, jurisdiction }, 0).publishing(), COUNTER_PATIENCE_MS))(),
  ]);
  for (const asked of [record, copies, counter]) {
    if (asked.status === 'rejected') {
      log('number-unasked', { host, number, error: asked.reason });
    }
  }
  const isKnown = (record.status === 'fulfilled' && record.value) || (copies.status === 'fulfilled' && copies.value);
  const isKvWhole = record.status === 'fulfilled' && copies.status === 'fulfilled';
  return {
    kv: isKnown ? true : isKvWhole ? false : undefined,
    counter: counter.status === 'fulfilled' ? counter.value !== null : undefined,
  };
}

/** Whether KV lists the key. Unlike reading it, listing does not make KV remember that it is missing. */
export async function isInKv(kv: KVNamespace, key: string): Promise<boolean> {
  return (await within(firstName(kv, key), KV_PATIENCE_MS)) === key;
}

/** The first name with this prefix; names come in the order of their octets. */
async function firstName(kv: KVNamespace, prefix: string): Promise<string | undefined> {
  let cursor: string | undefined;
  // A page may be empty and not the last: names that were deleted are left out of it.
  for (let page = 0; page < MOST_PAGES; page++) {
    const list = await kv.list({ prefix, limit: 1, ...(cursor !== undefined && { cursor }) });
    const name = list.keys[0]?.name;
    if (name !== undefined || list.list_complete) return name;
    cursor = list.cursor;
  }
  return undefined;
}

/** The highest campaign number of a host that KV has a record of; 0: it has none. */
export async function highestInKv(kv: KVNamespace, host: string): Promise<number> {
  const prefix = kvKey.campaign(host, 0).slice(0, -1);
  let highest = 0;
  let cursor: string | undefined;
  for (let page = 0; page < MOST_PAGES; page++) {
    const list = await within(kv.list({ prefix, ...(cursor !== undefined && { cursor }) }), KV_PATIENCE_MS);
    for (const { name } of list.keys) highest = Math.max(highest, Number(name.slice(prefix.length)) || 0);
    if (list.list_complete) break;
    cursor = list.cursor;
  }
  return highest;
}

/** Whether anybody remembers a campaign of this host; undefined: not everybody can be asked. */
export async function isUsed(env: Env, host: string, jurisdiction: 'eu' | null): Promise<boolean | undefined> {
  const [first, highest] = await Promise.all([
    memoryOf(env, host, 1, jurisdiction),
    highestInKv(env.KV, host).catch(() => undefined),
  ]);
  if (first.kv || first.counter || (highest !== undefined && highest > 0)) return true;
  return first.kv === undefined || first.counter === undefined || highest === undefined ? undefined : false;
}
