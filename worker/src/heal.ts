/**
 * Records that KV does not show, or does not hand out: the Workspace object knows them, and writes the copy again. It is one
 * object for the whole world, so its answers are kept in the cache of the location: while KV is ill, a location asks for
 * a record every KEPT_S seconds, however many isolates and recipients it has.
 */

/** How long a location keeps an answer. An edit that KV does not carry is live after this and an isolate's own memory. */
const KEPT_S = 20;
/** "No such record" is kept for a shorter time, so that a record just made is soon found. */
const NEGATIVE_KEPT_S = 1;

/** Cache keys lie under the link host itself: this worker answers every request to it, so nobody else reads or writes them. */
const addressOf = (host: string, name: string): string => `https://${host}/.record/${name}`;

export const recordName = {
  domain: 'domain',
  hosts: 'hosts',
  campaign: (number: number): string => `campaign/${number}`,
};

/** `keptS`: how long what there is stays known. */
export async function fromWorkspace<T>(
  background: Pick<ExecutionContext, 'waitUntil'>,
  host: string,
  name: string,
  ask: () => Promise<T | null>,
  keptS = KEPT_S,
): Promise<T | null> {
  const address = addressOf(host, name);
  const kept = await cached<T>(address);
  if (kept !== undefined) return kept.value;
  const value = await ask();
  const life = value === null ? NEGATIVE_KEPT_S : keptS;
  const answer = new Response(JSON.stringify({ value }), { headers: { 'cache-control': `max-age=${life}` } });
  background.waitUntil(inCache((cache) => cache.put(address, answer)));
  return value;
}

/** After a change made in this location. Other locations keep the old answer until it runs out. */
export async function forgetKept(host: string, ...names: readonly string[]): Promise<void> {
  await Promise.all(names.map((name) => inCache((cache) => cache.delete(addressOf(host, name)))));
}

async function cached<T>(address: string): Promise<{ readonly value: T | null } | undefined> {
  return inCache(async (cache) => {
    const found = await cache.match(address);
    return found === undefined ? undefined : ((await found.json()) as { readonly value: T | null });
  });
}

/** Without a cache, or with one that fails, everything works, only slower. */
async function inCache<T>(work: (cache: Cache) => Promise<T>): Promise<T | undefined> {
  try {
    return await work(caches.default);
  } catch {
    return undefined;
  }
}
