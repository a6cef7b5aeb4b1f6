/**
 * Kills workerd while people opt out and take it back: whatever was confirmed is in the workspace's suppression set in the
 * end, once, and nothing else is. The worker is the bundle that would be deployed.
 */
import { load } from 'klikspor/sending';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Token } from '../../worker/api.ts';
import { phones } from '../support/agents.ts';
import { KvStandIn } from '../support/kv-stand-in.ts';
import { askLinkHost } from '../support/link-host.ts';
import { pause } from '../support/load.ts';
import { addDomainAt, ownerSecrets, publishAt, signInAt } from '../support/owner.ts';
import { bundleWorker, Workerd } from '../support/workerd.ts';

const HOST = 's.stopped.example';
const CRASHES = 3;
const LANES = 8;
const RECIPIENTS = 2_000;
const numberOf = (recipient: number) => 4_520_000_000 + recipient;

const { hashNumbers } = await load();
const hex = (octets: Uint8Array) => Buffer.from(octets).toString('hex');

let bundle: string;
let kv: KvStandIn;
beforeAll(async () => {
  bundle = bundleWorker();
  kv = await KvStandIn.start();
});
afterAll(() => kv.stop());

interface Said {
  /** The last that was answered of each recipient: whether it was to stop. */
  readonly answered: Map<number, boolean>;
  /** Of whom an answer was cut off: what holds of them nobody knows. */
  readonly cutOff: Set<number>;
}

/** Everybody in turn opts out, every third takes it back, until the process dies. */
async function say(port: number, slug: (recipient: number) => string, next: () => number, said: Said): Promise<void> {
  for (let recipient = next(); recipient < RECIPIENTS; recipient = next()) {
    try {
      for (const undo of recipient % 3 === 0 ? ['', '?undo'] : ['']) {
        const ask = { ...phones[0], method: 'POST', form: '' };
        const { status } = await askLinkHost(port, HOST, `/${slug(recipient)}${undo}`, ask);
        expect(status).toBe(303);
        said.answered.set(recipient, undo === '');
      }
    } catch {
      said.cutOff.add(recipient);
      return;
    }
  }
}

test(`what people confirmed before one of ${CRASHES} kill -9 is told to the suppression set, and told once`, {
  timeout: 240_000,
}, async () => {
  const secrets = ownerSecrets();
  const server = await Workerd.create({
    bundle,
    kv: kv.address,
    vars: { ...secrets, SETTLE_MS: '100', PUBLISH_INTERVAL_MS: '1000' },
  });
  try {
    await server.start();
    const owner = await signInAt(server.origin);
    await addDomainAt(owner, server.port, HOST);
    const campaign = await publishAt(owner, kv, secrets, HOST, { recipients: RECIPIENTS });
    const { secret } = await owner<Token>('POST', '/api/tokens', { name: 'all', scopes: ['admin'] });
    const headers = { authorization: `Bearer ${secret}`, 'content-type': 'application/json' };
    const key = await owner<{ secret: string }>('GET', '/api/number-key');
    const numbers = Float64Array.from({ length: RECIPIENTS }, (_, recipient) => numberOf(recipient));
    const hashes = hashNumbers(Buffer.from(key.secret, 'hex'), numbers);
    const hashOf = (recipient: number) => hex(hashes.subarray(recipient * 8, recipient * 8 + 8));
    const sent = await fetch(`${server.origin}/api/campaigns/${encodeURIComponent(`${HOST}:1`)}/number-hashes`, {
      ...{ method: 'POST', headers },
      body: JSON.stringify({ shard: 0, part: 0, hashes: Buffer.from(hashes).toString('base64') }),
    });
    expect(sent.status).toBe(204);

    const said: Said = { answered: new Map(), cutOff: new Set() };
    let at = 0;
    for (let crash = 0; crash < CRASHES; crash++) {
      const lanes = Array.from({ length: LANES }, () =>
        say(
          server.port,
          (recipient) => campaign.slug(recipient, 1),
          () => at++,
          said,
        ),
      );
      await pause(700 + 137 * crash);
      await server.kill();
      await Promise.all(lanes);
      await server.start();
    }
    expect(said.answered.size).toBeGreaterThan(30);

    /** Of each hash the changes, oldest first. */
    const changes = async () => {
      const answer = await fetch(`${server.origin}/api/suppressions`, { headers });
      const octets = new Uint8Array(await answer.arrayBuffer());
      const view = new DataView(octets.buffer);
      const found = new Map<string, boolean[]>();
      for (let from = 4 + view.getUint32(0, true); from < octets.length; from += 12) {
        const hash = hex(octets.subarray(from, from + 8));
        found.set(hash, [...(found.get(hash) ?? []), view.getUint16(from + 10, true) < 0x8000]);
      }
      return found;
    };
    const certain = [...said.answered].filter(([recipient]) => !said.cutOff.has(recipient));
    const untold = (found: Map<string, boolean[]>) =>
      certain.filter(([recipient, isStopped]) => found.get(hashOf(recipient))?.at(-1) !== isStopped);
    // As the marketer's report does, which asks each counter.
    for (let attempt = 0; attempt < 200 && untold(await changes()).length > 0; attempt++) {
      await owner('GET', `/api/campaigns/${encodeURIComponent(`${HOST}:1`)}/report`);
      await pause(100);
    }
    const found = await changes();
    expect(untold(found)).toEqual([]);
    // Stop, and at most once back: nothing is told twice.
    for (const [hash, words] of found) expect([hash, words]).toEqual([hash, [true, false].slice(0, words.length)]);
    const known = new Set(Array.from(numbers.keys(), hashOf));
    for (const hash of found.keys()) expect(known.has(hash)).toBe(true);
    console.log(
      `${said.answered.size} answered, ${said.cutOff.size} cut off, ${found.size} in the set, ${CRASHES} kills`,
    );
  } finally {
    await server.remove();
  }
});
