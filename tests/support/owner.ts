/** The API of a worker that runs in workerd, as its signed-in owner calls it. */
import { createHash, randomBytes } from 'node:crypto';
import { load, SLOTS_PER_CAMPAIGN } from 'klikspor/edge';
import type { Campaign } from '../../worker/api.ts';
import { type CampaignRecord, kvKey } from '../../worker/src/records.ts';
import { deriveSlugKey } from '../../worker/src/slug-keys.ts';
import type { TestCampaign } from './campaign.ts';
import type { KvStandIn } from './kv-stand-in.ts';
import { askLinkHost } from './link-host.ts';
import { pause } from './load.ts';

const CODE = 'the code of the tests';

export const ownerSecrets = (): Record<string, string> => ({
  SLUG_KEY_1: randomBytes(32).toString('base64'),
  SIGN_IN_CODE_SHA256: createHash('sha256').update(CODE).digest('hex'),
});

export type Owner = <T>(method: string, path: string, body?: unknown, status?: number) => Promise<T>;

/** Asked again after a moment, as the answer says, when KV did not answer in time. */
const SIGN_IN_TRIES = 5;

/** A code signs in once. */
export async function signInAt(origin: string): Promise<Owner> {
  let answer: Response;
  for (let tries = 1; ; tries++) {
    answer = await fetch(`${origin}/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin },
      body: JSON.stringify({ code: CODE }),
    });
    if (answer.status === 204) break;
    const text = await answer.text();
    if (answer.status !== 503 || tries === SIGN_IN_TRIES) throw new Error(`sign-in: ${answer.status} ${text}`);
    await pause(1_000);
  }
  const cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? '';
  return async <T>(method: string, path: string, body?: unknown, status = method === 'POST' ? 201 : 200) => {
    const response = await fetch(origin + path, {
      method,
      headers: { cookie, origin, ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (response.status !== status) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return JSON.parse(text) as T;
  };
}

/** With what its own host answers, as a browser would ask it: nothing is published to a domain that is not proved. */
export async function addDomainAt(owner: Owner, port: number, host: string): Promise<void> {
  const { text: proof } = await askLinkHost(port, host, '/.well-known/klikspor');
  await owner('POST', '/api/domains', { host, proof });
}

/** Published by the API, and ready to be clicked. */
export async function publishAt(
  owner: Owner,
  kv: KvStandIn,
  secrets: Readonly<Record<string, string>>,
  host: string,
  changes: object = {},
): Promise<TestCampaign> {
  const campaign = await owner<Campaign>('POST', '/api/campaigns', {
    name: host,
    host,
    recipients: 1_000_000,
    links: [{ kind: 'destination', url: 'https://www.barnetsverden.dk/' }, { kind: 'opt-out' }],
    ...changes,
  });
  const { key } = await deriveSlugKey(secrets, 1, host);
  const core = await load();
  const sealer = core.createSealer({ width: 8, keys: [{ key, from: 1, to: null }], highest: 1_000_000 });
  const record = JSON.parse(kv.text(kvKey.campaign(host, campaign.number)) ?? '') as CampaignRecord;
  return {
    record,
    secrets,
    sealer,
    slug: (recipient, link = 0) =>
      sealer.seal(record.number * SLOTS_PER_CAMPAIGN + recipient * record.links.length + link),
  };
}
