/** Lists that have names: who opts out of one of a domain's is not out of the others, unless all is what was said. */
import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { load } from 'klikspor/reporting';
import { beforeAll, expect, test, vi } from 'vitest';
import type { Campaign, SuppressionRemoval } from '../../worker/api.ts';
import { forgetRecords } from '../../worker/src/campaigns.ts';
import type { ClickCounter } from '../../worker/src/click-counter.ts';
import { toBase64, toHex } from '../../worker/src/octets.ts';
import { texts } from '../../worker/src/pages/language.ts';
import { LANGUAGES } from '../../worker/src/pages/languages.ts';
import { deriveNumberKey } from '../../worker/src/slug-keys.ts';
import { workspaceStub } from '../../worker/src/stubs.ts';
import { addDomain, type Caller, json, pathOf, problemIn, publish, signIn, withToken } from './caller.ts';
import { ask } from './support.ts';

const reports = await load();

let owner: Caller;
let key: Uint8Array;
beforeAll(async () => {
  owner = await signIn();
  key = await deriveNumberKey(env);
});

let hosts = 0;
async function newHost(): Promise<string> {
  const host = `n${++hosts}.brand.dk`;
  await addDomain(owner, host, { senderName: 'Barnets' });
  return host;
}

const hashesOf = (...numbers: number[]) => reports.hashNumbers(key, Float64Array.from(numbers));
const base64Of = (...numbers: number[]) => toBase64(hashesOf(...numbers));

const counterOf = ({ host, number }: Campaign, shard = 0) => env.CLICK_COUNTER.getByName(`${host}/${number}/${shard}`);

const told = (campaign: Campaign) =>
  vi.waitFor(
    async () => {
      await runDurableObjectAlarm(counterOf(campaign));
      await runInDurableObject(counterOf(campaign), async (counter: ClickCounter) => {
        expect((await counter.optOuts()).waiting).toBeUndefined();
      });
    },
    { timeout: 10_000, interval: 50 },
  );

/** What the set says of a number, oldest first: whose messages, and whether to stop. As `docs/api.md` has it. */
async function saidOf(number: number) {
  const octets = new Uint8Array(await (await owner('GET', '/api/suppressions')).arrayBuffer());
  const view = new DataView(octets.buffer);
  const from = 4 + view.getUint32(0, true);
  const { scopes } = JSON.parse(new TextDecoder().decode(octets.subarray(4, from))) as {
    readonly scopes: readonly { readonly host: string | null; readonly list?: string }[];
  };
  const found: [host: string | null | undefined, list: string | undefined, says: 'stop' | 'start'][] = [];
  for (let at = from; at < octets.length; at += 12) {
    if (toHex(octets.subarray(at, at + 8)) !== toHex(hashesOf(number))) continue;
    const rest = view.getUint16(at + 10, true);
    const scope = scopes[rest & 0xfff];
    found.push([scope?.host, scope?.list, rest >> 15 === 1 ? 'start' : 'stop']);
  }
  return found;
}

async function campaignTo(host: string, listName: string | undefined, numbers: readonly number[]) {
  const campaign = await publish(owner, host, {
    recipients: numbers.length,
    ...(listName !== undefined && { listName }),
  });
  const body = { shard: 0, part: 0, hashes: base64Of(...numbers) };
  expect((await owner('POST', `${pathOf(campaign)}/number-hashes`, { body })).status).toBe(204);
  const slugs = await (await owner('GET', `${pathOf(campaign)}/slugs?from=0&count=${numbers.length}`)).text();
  return { campaign, optOut: (recipient: number) => `/${slugs.slice(recipient * 16 + 8, recipient * 16 + 16)}` };
}

test('an opt-out is of the list, and the page says so; from all it is where that is pressed, and undo takes back both', async () => {
  const host = await newHost();
  const { campaign, optOut } = await campaignTo(host, 'Nyhedsbrev', [4521000001, 4521000002]);
  expect(campaign.listName).toBe('Nyhedsbrev');
  const page = async (path: string) => (await ask(host, path, { headers: { 'accept-language': 'da' } })).text();
  const whose = 'Barnets (“Nyhedsbrev”)';
  expect(await page(optOut(0))).toContain(texts.da.ask(whose));
  const done = await ask(host, optOut(0), { method: 'POST' });
  expect([done.status, done.headers.get('location')]).toEqual([303, '?lang=da&done']);
  const receipt = await page(`${optOut(0)}?lang=da&done`);
  expect(receipt).toContain(texts.da.doneExplain(whose));
  expect(receipt).toContain(
    `<form method="post" action="?lang=da&amp;all"><button type="submit" class="quiet late">${texts.da.all('Barnets')}</button>`,
  );
  await told(campaign);
  expect(await saidOf(4521000001)).toEqual([[host, 'Nyhedsbrev', 'stop']]);

  // From all, twice: it is one.
  for (let time = 0; time < 2; time++) {
    const all = await ask(host, `${optOut(0)}?lang=da&all`, { method: 'POST' });
    expect([all.status, all.headers.get('location')]).toEqual([303, '?lang=da&done&all']);
  }
  // The object that was told is gone: what it knew is on disk.
  await told(campaign);
  await evictDurableObject(counterOf(campaign));
  for (const query of ['', '?lang=da&done', '?lang=da&done&all']) {
    const receiptOfAll = await page(`${optOut(0)}${query}`);
    expect(receiptOfAll).toContain(texts.da.doneExplain('Barnets'));
    expect(receiptOfAll).not.toContain(texts.da.all('Barnets'));
    expect(receiptOfAll).toContain(texts.da.undo);
  }
  expect(await saidOf(4521000001)).toEqual([
    [host, 'Nyhedsbrev', 'stop'],
    [host, undefined, 'stop'],
  ]);
  // It counts once.
  expect(await json(await owner('GET', `${pathOf(campaign)}/opt-outs`))).toMatchObject({ recipients: [0] });

  expect((await ask(host, `${optOut(0)}?lang=da&undo`, { method: 'POST' })).headers.get('location')).toBe(
    '?lang=da&undone',
  );
  await told(campaign);
  expect((await saidOf(4521000001)).slice(2).map(([, list, says]) => [list, says])).toEqual([
    ['Nyhedsbrev', 'start'],
    [undefined, 'start'],
  ]);
  expect(await page(optOut(0))).toContain(texts.da.ask(whose));

  // From all at once, by another link of the message too.
  const slugs = await (await owner('GET', `${pathOf(campaign)}/slugs?from=1&count=1`)).text();
  const other = await ask(host, `/stop?lang=da&link=${slugs.slice(0, 8)}&all`, { method: 'POST' });
  expect(await other.text()).toContain(texts.da.doneExplain('Barnets'));
  await told(campaign);
  expect(await saidOf(4521000002)).toEqual([
    [host, 'Nyhedsbrev', 'stop'],
    [host, undefined, 'stop'],
  ]);
});

test('where no list is named an opt-out is of the domain, and no page offers more', async () => {
  const host = await newHost();
  const { campaign, optOut } = await campaignTo(host, undefined, [4521000011]);
  expect(campaign).not.toHaveProperty('listName');
  const all = await ask(host, `${optOut(0)}?lang=da&all`, { method: 'POST' });
  expect(all.headers.get('location')).toBe('?lang=da&done');
  const receipt = await (await ask(host, `${optOut(0)}?lang=da&done&all`)).text();
  expect(receipt).toContain(texts.da.doneExplain('Barnets'));
  expect(receipt).not.toContain('&amp;all');
  await told(campaign);
  expect(await saidOf(4521000011)).toEqual([[host, undefined, 'stop']]);
});

test('hashes that are sent again tell the list and all, each once', async () => {
  const host = await newHost();
  const { campaign, optOut } = await campaignTo(host, 'Klub', [4521000021]);
  await ask(host, `${optOut(0)}?all`, { method: 'POST' });
  await told(campaign);
  const before = await saidOf(4521000021);
  expect(before).toHaveLength(2);
  // As after a restore from a backup.
  await runInDurableObject(env.WORKSPACE.getByName('main'), (_, { storage }) => {
    storage.sql.exec('DELETE FROM suppression WHERE hash = ?', hashesOf(4521000021));
  });
  const body = { shard: 0, part: 0, hashes: base64Of(4521000021) };
  expect((await owner('POST', `${pathOf(campaign)}/number-hashes`, { body })).status).toBe(204);
  await told(campaign);
  expect(await saidOf(4521000021)).toEqual(before);
});

test.each(LANGUAGES)('the page of a list speaks %s, and is honest where no sender is named', async (language) => {
  const host = `l-${language}.brand.dk`;
  await addDomain(owner, host, { senderName: '' });
  const { optOut } = await campaignTo(host, 'A & <B>', [4521000031]);
  const shown = '“A &amp; &lt;B&gt;”';
  const page = await (await ask(host, `${optOut(0)}?lang=${language}`)).text();
  expect(page).toContain(`<h1>${texts[language].ask(shown)}</h1>`);
  await ask(host, `${optOut(0)}?lang=${language}`, { method: 'POST' });
  const receipt = await (await ask(host, `${optOut(0)}?lang=${language}&done`)).text();
  expect(receipt).toContain(texts[language].doneExplain(shown));
  expect(receipt).toContain(texts[language].all(''));
  expect(receipt).not.toMatch(/<B>|undefined/);
});

test('a domain has a list once: another spelling of its name is refused, with the one it has', async () => {
  const host = await newHost();
  await publish(owner, host, { listName: 'Nyhedsbrev' });
  // Trimmed, it is the same.
  expect(await publish(owner, host, { listName: ' Nyhedsbrev ' })).toMatchObject({ listName: 'Nyhedsbrev' });
  for (const listName of ['nyhedsbrev', 'NYHEDSBREV', 'ＮＹＨＥＤＳＢＲＥＶ', 'Nyheds\u200bbrev', 'Nyhedsbrev\u00ad']) {
    const answer = await owner('POST', '/api/campaigns', {
      body: { name: 'x', host, recipients: 1, links: [{ kind: 'opt-out' }], listName },
    });
    const [error] = (await problemIn(answer, 422)).errors ?? [];
    expect(error).toMatchObject({ pointer: '/listName', code: 'other-spelling' });
    expect(error?.detail).toContain('“Nyhedsbrev”');
  }
  // Another domain is another brand.
  const other = await newHost();
  expect(await publish(owner, other, { listName: 'nyhedsbrev' })).toMatchObject({ listName: 'nyhedsbrev' });
  expect(await workspaceStub(env).lists(host)).toEqual(['Nyhedsbrev']);

  const hashes = base64Of(4521000041);
  const add = async (body: object) =>
    owner('POST', '/api/suppressions', { body: { source: 'import', hashes, ...body } });
  expect((await problemIn(await add({ host: null, list: 'Nyhedsbrev' }), 422)).errors?.[0]?.pointer).toBe('/list');
  expect((await problemIn(await add({ host, list: 'NYHEDSBREV' }), 422)).errors?.[0]?.code).toBe('other-spelling');
  expect((await problemIn(await add({ host, list: '' }), 422)).errors?.[0]?.pointer).toBe('/list');
  // Recipients read the name, and it can never be taken away again.
  for (const list of ['Ny\nhed', 'Ny\u0000hed', '\u202everbsdehyN', 'Ny\ud83d', 'Ny\u2028hed']) {
    const [error] = (await problemIn(await add({ host, list }), 422)).errors ?? [];
    expect(error).toMatchObject({ pointer: '/list', code: 'check' });
  }
  expect(await workspaceStub(env).lists(host)).toEqual(['Nyhedsbrev']);
  expect((await add({ host, list: 'Familie 👨‍👩‍👧' })).status).toBe(200);
});

test('an import may be of one list, also of one that nothing was sent to yet, and a removal names who took it back', async () => {
  const host = await newHost();
  const hashes = base64Of(4521000051, 4521000052);
  const add = (list?: string) =>
    owner('POST', '/api/suppressions', { body: { host, ...(list && { list }), hashes, source: 'import' } });
  expect(await json(await add('Kundeklub'))).toEqual({ added: 2 });
  expect(await json(await add('Kundeklub'))).toEqual({ added: 0 });
  // Of all the domain's lists is another thing.
  expect(await json(await add())).toEqual({ added: 2 });

  const shop = await withToken(owner, ['opt-outs:write'], { name: 'Butikken' });
  const remove = (list: string) =>
    shop('POST', '/api/suppressions/removals', {
      body: { host, list, hashes: base64Of(4521000051), reason: 'Bad om det' },
    });
  const unknown = await problemIn(await remove('Kunder'), 404);
  expect(unknown.detail).toContain('“Kundeklub”');
  expect(await json(await remove('Kundeklub'))).toEqual({ removed: 1 });
  expect(await saidOf(4521000051)).toEqual([
    [host, 'Kundeklub', 'stop'],
    [host, undefined, 'stop'],
    [host, 'Kundeklub', 'start'],
  ]);
  // A token that is gone is still who it was.
  expect((await owner('DELETE', `/api/tokens/${shop.id}`)).status).toBe(204);
  const { entries } = await json<{ entries: SuppressionRemoval[] }>(await owner('GET', '/api/suppressions/removals'));
  expect(entries[0]).toMatchObject({
    ...{ host, list: 'Kundeklub', source: 'marketer', reason: 'Bad om det' },
    by: { kind: 'token', name: 'Butikken' },
  });
});

test('STOP to the domain is of all its lists, and START leaves what was said of one', async () => {
  const host = await newHost();
  const { campaign, optOut } = await campaignTo(host, 'Klub', [4521000061]);
  await ask(host, optOut(0), { method: 'POST' });
  await told(campaign);
  const send = async (text: string) =>
    json(await owner('POST', '/api/inbound', { body: { messages: [{ from: '4521000061', text, host }] } }));
  expect(await send('STOP')).toEqual({
    understood: [{ word: 'stop', hasChanged: true, stopped: [{ host }, { host, list: 'Klub' }] }],
  });
  expect(await send('START')).toEqual({
    understood: [{ word: 'start', hasChanged: true, stopped: [{ host, list: 'Klub' }] }],
  });
});

test('there are as many lists as there may be, and then one is named that is there', async () => {
  const host = await newHost();
  await runInDurableObject(env.WORKSPACE.getByName('main'), (_, { storage }) => {
    storage.sql.exec(
      `INSERT INTO suppression_scope(id, host, list)
       WITH RECURSIVE many(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM many WHERE n < 2048)
       SELECT 1000 + n, 'x.example', 'List ' || n FROM many`,
    );
  });
  const body = { name: 'x', host, recipients: 1, links: [{ kind: 'opt-out' }], listName: 'One more' };
  expect((await problemIn(await owner('POST', '/api/campaigns', { body }), 422)).errors?.[0]).toMatchObject({
    pointer: '/listName',
    code: 'too-many-lists',
  });
  await runInDurableObject(env.WORKSPACE.getByName('main'), (_, { storage }) => {
    storage.sql.exec("DELETE FROM suppression_scope WHERE host = 'x.example'");
  });
});

test('once the campaign is deleted its page still speaks of the list, and what is said goes where it belongs', async () => {
  const host = await newHost();
  const numbers = [4521000071, 4521000072, 4521000073];
  const { campaign, optOut } = await campaignTo(host, 'Nyhedsbrev', numbers);
  await ask(host, optOut(0), { method: 'POST' });
  await ask(host, `${optOut(1)}?all`, { method: 'POST' });
  await told(campaign);
  expect((await owner('DELETE', pathOf(campaign))).status).toBe(200);
  forgetRecords();
  const page = async (path: string) => (await ask(host, path, { headers: { 'accept-language': 'da' } })).text();
  expect(await page(optOut(0))).toContain(texts.da.doneExplain('Barnets (“Nyhedsbrev”)'));
  expect(await page(optOut(1))).toContain(texts.da.doneExplain('Barnets'));
  expect(await page(optOut(2))).toContain(texts.da.ask('Barnets (“Nyhedsbrev”)'));
  const settled = async () => {
    await vi.waitFor(async () => {
      await runDurableObjectAlarm(counterOf(campaign));
      await runInDurableObject(counterOf(campaign), (_, { storage }) => {
        expect(storage.sql.exec('SELECT count(*) AS n FROM last_word').one()).toEqual({ n: 0 });
      });
    });
  };
  // From all, after it was deleted: of her the hash was kept.
  expect((await ask(host, `${optOut(0)}?all`, { method: 'POST' })).status).toBe(303);
  await settled();
  expect(await saidOf(4521000071)).toEqual([
    [host, 'Nyhedsbrev', 'stop'],
    [host, undefined, 'stop'],
  ]);
  // Taken back, from both.
  expect((await ask(host, `${optOut(1)}?undo`, { method: 'POST' })).status).toBe(303);
  await settled();
  expect((await saidOf(4521000072)).slice(2).map(([, list, says]) => [list, says])).toEqual([
    ['Nyhedsbrev', 'start'],
    [undefined, 'start'],
  ]);
  // Of him nobody kept a hash: his link answers, and remembers.
  expect((await ask(host, `${optOut(2)}?all`, { method: 'POST' })).status).toBe(303);
  expect(await page(optOut(2))).toContain(texts.da.doneExplain('Barnets'));
});

test('whoever is erased from a campaign stays opted out of the list and of all, and the counter forgets both', async () => {
  const host = await newHost();
  const { campaign, optOut } = await campaignTo(host, 'Nyhedsbrev', [4521000081, 4521000082]);
  await ask(host, `${optOut(1)}?all`, { method: 'POST' });
  await told(campaign);
  const before = await saidOf(4521000082);
  expect(before).toHaveLength(2);
  expect((await owner('POST', `${pathOf(campaign)}/erasures`, { body: { recipient: 1 } })).status).toBe(200);
  expect(await saidOf(4521000082)).toEqual(before);
  await runInDurableObject(counterOf(campaign), (_, { storage }) => {
    for (const table of ['opt_out', 'opt_out_of_all', 'word']) {
      expect([table, storage.sql.exec(`SELECT * FROM ${table} WHERE recipient = 1`).toArray()]).toEqual([table, []]);
    }
  });
});
