/** The slug keys of a domain against the secrets at hand: a wrong secret would seal links that never open. */
import type { KeyRange } from '../records.ts';
import type { StoredDomain } from '../rpc/catalogue.ts';
import { type DerivedKey, deriveListKey, deriveSlugKey, newestKeyNumber, SlugKeyError } from '../slug-keys.ts';
import { workspaceStub } from '../stubs.ts';
import { ApiProblem } from './problem.ts';

export async function newestKey(env: Env, host: string): Promise<Pick<KeyRange, 'key' | 'fingerprint'>> {
  const key = await settled(async () => newestKeyNumber(env));
  return { key, fingerprint: (await settled(() => deriveSlugKey(env, key, host))).fingerprint };
}

/** The key of a range, or a problem that says which secret is wrong. */
export async function keyOfRange(env: Env, host: string, range: KeyRange): Promise<DerivedKey> {
  const derived = await settled(() => deriveSlugKey(env, range.key, host));
  if (derived.fingerprint === range.fingerprint) return derived;
  throw new ApiProblem(
    503,
    `SLUG_KEY_${range.key} is not the secret that ${host} was set up with. Put the right one back: with this one no link would open.`,
  );
}

/** The range that seals the domain's next campaign: it stays in the record for good, as one noted ahead may not. */
export function rangeInUse({ record, lastNumber }: StoredDomain): KeyRange | undefined {
  return record.keys.find(({ from, to }) => from <= lastNumber + 1 && (to === null || to > lastNumber));
}

/** Of a secret that is the domain's own: a wrong one would tell right lists from themselves. */
export async function listKeyOf(env: Env, host: string, range: KeyRange): Promise<Uint8Array<ArrayBuffer>> {
  await keyOfRange(env, host, range);
  return settled(() => deriveListKey(env, range.key, host));
}

/** Whether campaigns may be published: every key that the next numbers are sealed with must be at hand. Takes up a newer one. */
export async function readyToSeal(env: Env, found: StoredDomain): Promise<StoredDomain> {
  const { host } = found;
  let domain = found;
  const newest = await settled(async () => newestKeyNumber(env));
  if (newest > (found.record.keys[0]?.key ?? newest)) {
    domain = (await workspaceStub(env).rotate(host, await newestKey(env, host))) ?? found;
  }
  const ahead = domain.record.keys.filter(({ to }) => to === null || to > domain.lastNumber);
  if (ahead.length === 0) throw new ApiProblem(503, `${host} has no slug key.`);
  await Promise.all(ahead.map((range) => keyOfRange(env, host, range)));
  return domain;
}

/** What the secrets at hand do not allow is told as a problem. */
export async function settled<T>(attempt: () => Promise<T>): Promise<T> {
  try {
    return await attempt();
  } catch (error) {
    throw error instanceof SlugKeyError ? new ApiProblem(503, error.message) : error;
  }
}
