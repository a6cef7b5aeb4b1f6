/**
 * Databases of the first version that landed are opened by today's, in the real runtime and from disk: what was published
 * is there, what was sent works, what was counted stays counted, and all of it goes on.
 */
import { createHash } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Campaign, OptOuts, Overview, Report } from '../../worker/api.ts';
import type { ShardIdentity } from '../../worker/src/shard-identity.ts';
import { phones } from '../support/agents.ts';
import { KvStandIn } from '../support/kv-stand-in.ts';
import { askLinkHost } from '../support/link-host.ts';
import { pause } from '../support/load.ts';
import { answersOf, askApi, putStored, SECRETS, storedBy } from '../support/stored.ts';
import { bundleWorker, type QueueMessage, Workerd, type WorkerdOptions } from '../support/workerd.ts';

const COMMIT = '657b0fb';
const stored = storedBy(COMMIT);
const { host, token } = stored;
const CAMPAIGNS = 4;
/** The first sign-in code is used up. */
const NEXT_CODE = 'a later code of the tests';

let bundle: string;
let kv: KvStandIn;
let server: Workerd;
let batches: QueueMessage[];
const options = (code: string): WorkerdOptions => ({
  bundle,
  kv: kv.address,
  vars: {
    SLUG_KEY_1: SECRETS.SLUG_KEY_1,
    SIGN_IN_CODE_SHA256: createHash('sha256').update(code).digest('hex'),
    ...{ SETTLE_MS: '100', PUBLISH_INTERVAL_MS: '1000', RECORD_LIFE_MS: '1000' },
    // Hits were stored long ago, and are to be there all the same.
    RAW_LIFE_MS: String(100 * 365 * 24 * 3_600_000),
  },
});
beforeAll(async () => {
  kv = await KvStandIn.start();
  bundle = bundleWorker();
  server = await Workerd.create(options(SECRETS.code));
  putStored(COMMIT, server, kv);
  asIfStoredJustNow();
  batches = batchesOf(2);
});
afterAll(async () => {
  await server?.remove();
  await kv?.stop();
});

/** The limit on segments was called a budget, and a domain's last number its highest. */
const inWordsOfToday = (json: string): string =>
  json.replaceAll('"budget":', '"limit":').replaceAll('"highest":', '"lastNumber":');
const onceBody = inWordsOfToday(stored.once.body);

/**
 * What ends by itself, a session after 12 hours and a key after 24, has not ended yet; and what was published with that key
 * was said in today's words.
 */
function asIfStoredJustNow(): void {
  for (const file of server.objectFiles('Workspace')) {
    const database = new DatabaseSync(file);
    const nowMs = Date.now();
    const carried = database.prepare("UPDATE credential SET expires_ms = ? WHERE kind = 'session'").run(nowMs + 60_000);
    const bodyHash = createHash('sha256').update(onceBody).digest('hex');
    const kept = database.prepare('UPDATE answered SET at_ms = ?, body_hash = ?').run(nowMs - 60_000, bodyHash);
    expect([carried.changes, kept.changes]).toEqual([1, 1]);
    database.close();
  }
}

/** The raw batches of a campaign's counter, as a queue would deliver them again. */
function batchesOf(number: number): QueueMessage[] {
  return server.objectFiles('ClickCounter').flatMap((file) => {
    const database = new DatabaseSync(file, { readOnly: true });
    const { json } = database.prepare('SELECT json FROM shard').get() as { json: string };
    const { identity } = JSON.parse(json) as { identity: ShardIdentity };
    const rows = database.prepare('SELECT id, bytes FROM batch').all() as { id: string; bytes: Uint8Array }[];
    database.close();
    if (identity.number !== number) return [];
    return rows.map(({ id, bytes }) => {
      const batch = Buffer.from(bytes).toString('base64');
      return { id, attempts: 1, body: { identity, jurisdiction: null, id, batch } };
    });
  });
}

const api = async <T>(method: string, path: string, body?: object, status = 200, headers = {}): Promise<T> => {
  const found = await askApi(server, token, method, path, body && JSON.stringify(body), headers);
  expect({ path, ...found }).toMatchObject({ path, status });
  return found.answer as T;
};
const report = (number: number) => api<Report>('GET', `/api/campaigns/${host}:${number}/report`);
const slugOf = async (number: number, recipient: number, link: number): Promise<string> => {
  const slugs = await api<string>('GET', `/api/campaigns/${host}:${number}/slugs?from=${recipient}&count=1`);
  return `/${slugs.slice(8 * link, 8 * (link + 1))}`;
};
const signIn = async (code: string): Promise<number> => {
  const headers = { 'content-type': 'application/json', origin: server.origin };
  const answer = await fetch(`${server.origin}/api/session`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ code }),
  });
  return answer.status;
};
const until = async (isSo: () => Promise<boolean> | boolean): Promise<void> => {
  for (let attempt = 0; !(await isSo()); attempt++) {
    if (attempt === 200) throw new Error(`still not so: ${isSo}`);
    await pause(100);
  }
};

/** Rows of a CSV by the names of its columns: later versions may have added some. */
function rowsOf(csv: unknown, columns?: readonly string[]): Record<string, string>[] {
  const [head = '', ...lines] = String(csv).trim().split(/\r?\n/);
  const names = head.split(',');
  return lines.map((line) => {
    const cells = line.split(',');
    const row = names.map((name, i): [string, string] => [name, cells[i] ?? '']);
    return Object.fromEntries(row.filter(([name]) => columns?.includes(name) ?? true));
  });
}

/** Of when it was asked, not of what is stored. */
const MOMENTS = { asOfMs: expect.any(Number), publishedAtMs: expect.any(Number) };

describe(`what ${COMMIT} stored`, () => {
  test('is answered the same: campaigns, domains, names, tokens, reports, opt-outs, hits, slugs and links', async () => {
    await server.start();
    const before: typeof stored.answers = JSON.parse(inWordsOfToday(JSON.stringify(stored.answers)));
    const now = await answersOf(server, stored, CAMPAIGNS, Object.keys(before.links));
    expect(Object.keys(before.api)).toHaveLength(4 + 4 * CAMPAIGNS);
    for (const [path, answer] of Object.entries(before.api)) {
      if (path.endsWith('.csv')) {
        const rows = rowsOf(answer);
        expect({ path, rows: rowsOf(now.api[path], Object.keys(rows[0] ?? {})) }).toEqual({ path, rows });
      } else if (path.endsWith('/report')) {
        expect({ path, answer: now.api[path] }).toMatchObject({ path, answer: { ...(answer as object), ...MOMENTS } });
      } else {
        expect({ path, answer: now.api[path] }).toMatchObject({ path, answer });
      }
    }
    expect(now.links).toEqual(before.links);
    expect(Object.values(now.links)).toContain('https://tidlig.example/tilbud?v=1&utm_source=sms&ref=sms');
  });

  test('stands in the overview with its figures, which nobody told it then', async () => {
    const counted = await Promise.all(Array.from({ length: CAMPAIGNS }, (_, i) => report(i + 1)));
    expect(counted.some(({ numbers }) => numbers.clicks > 0)).toBe(true);
    const told = async () => (await api<Overview>('GET', '/api/overview?order=ascending')).entries;
    const clicks = counted.map(({ numbers }) => numbers.clicks).join();
    await until(async () => (await told()).map((entry) => entry.clicks).join() === clicks);
    for (const [i, entry] of (await told()).entries()) {
      const { campaign, numbers } = counted[i] ?? {};
      expect(entry).toMatchObject({
        id: campaign?.id,
        name: campaign?.name,
        confirmedOptOuts: numbers?.optOut.confirmed,
      });
    }
  });

  test('a batch that was stored is not counted again', async () => {
    // Those who followed the links just now were machines.
    const followed = async () => (await report(2)).totals.links.map(({ hits }) => hits.scanner);
    await until(async () => (await followed()).join() === '1,0,1');
    const before = await report(2);
    expect(batches).toHaveLength(13);
    expect(await server.post(batches)).toEqual([]);
    await pause(300);
    expect((await report(2)).totals).toEqual(before.totals);
  });

  test('clicks and opt-outs go on from what was counted, where hits are held and where they are erased', async () => {
    for (const number of [1, 2]) {
      const before = await report(number);
      // Clicked before, and never clicked.
      for (const recipient of [0, 8])
        await askLinkHost(server.port, host, await slugOf(number, recipient, 0), phones[0]);
      await until(async () => (await report(number)).numbers.clicks === before.numbers.clicks + 2);
      const after = await report(number);
      expect(after.numbers.uniqueClicks).toBe(before.numbers.uniqueClicks + 1);
      expect(after.totals.clickers).toBe(before.totals.clickers + 1);
    }
    const post = { ...phones[0], method: 'POST', form: '' };
    expect((await askLinkHost(server.port, host, await slugOf(1, 5, 1), post)).status).toBe(303);
    expect((await askLinkHost(server.port, host, `${await slugOf(1, 4, 1)}?undo`, post)).status).toBe(303);
    expect((await api<OptOuts>('GET', `/api/campaigns/${host}:1/opt-outs`)).recipients).toEqual([5]);
  });

  test('a session is carried on, and the code that began it signs nobody in again; the next one does', async () => {
    const cookie = `__Host-klikspor=${stored.session}`;
    const session = await fetch(`${server.origin}/api/session`, { headers: { cookie } });
    expect(await session.json()).toMatchObject({ scopes: expect.arrayContaining(['admin']) });
    expect(await signIn(SECRETS.code)).toBe(401);
    await server.kill();
    await server.configure(options(NEXT_CODE));
    await server.start();
    expect([await signIn(NEXT_CODE), await signIn(NEXT_CODE)]).toEqual([204, 401]);
  });

  test('a publication with a key that was used is the same campaign; the next gets the next number', async () => {
    const once = { 'idempotency-key': stored.once.key };
    const body = JSON.parse(onceBody) as { name: string };
    // Of a version that asked for no proof.
    expect(await api('POST', '/api/campaigns', body, 409, once)).toMatchObject({
      errors: [{ code: 'domain-unproved' }],
    });
    const { text: proof } = await askLinkHost(server.port, host, '/.well-known/klikspor');
    await api('POST', `/api/domains/${host}/proof`, { proof });
    expect(await api('POST', '/api/campaigns', body, 201, once)).toMatchObject({ number: 2 });
    await api('POST', '/api/campaigns', { ...body, name: 'Noget andet' }, 422, once);
    const { number } = await api<Campaign>('POST', '/api/campaigns', body, 201);
    expect(number).toBe(CAMPAIGNS + 1);
    const link = await askLinkHost(server.port, host, await slugOf(number, 19, 0), phones[0]);
    expect(link.headers.location).toBe('https://tidlig.example/tilbud?v=1&utm_source=sms');
  });

  test('an edit that KV had not got yet reaches it', async () => {
    await until(() => kv.text(`campaign/${host}/3`)?.includes('/efteraar') === true);
    await until(
      async () => (await askLinkHost(server.port, host, '/sommer')).headers.location?.endsWith('/efteraar') === true,
    );
  });
});
