/** Messages by the API: what is told is what is sent, each goes out once, and KV is written once for many of them. */
import { runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { load as loadTexts } from 'klikspor/texts';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import type { Campaign, MessagesTold, NewMessages, Overview, Problem, SentMessage } from '../../worker/api.ts';
import { ClickCounter } from '../../worker/src/click-counter.ts';
import { MessageSender } from '../../worker/src/message-sender.ts';
import { senderIdentity } from '../../worker/src/sending/senders.ts';
import { senderStub, workspaceStub } from '../../worker/src/stubs.ts';
import { addDomain, type Caller, json, nobody, problemIn, signIn, withToken } from './caller.ts';
import { dumpOfKv, dumpOfObjects } from './dump.ts';
import { type TestGateway, testGateway } from './sending-support.ts';
import { ask } from './support.ts';

let owner: Caller;
let made = 0;
const texts = await loadTexts();
beforeAll(async () => {
  owner = await signIn();
});
afterEach(async () => {
  vi.restoreAllMocks();
  const { entries } = await json<{ entries: { id: string; kind: string }[] }>(await owner('GET', '/api/gateways'));
  for (const { id, kind } of entries) if (kind !== 'outbox') await owner('DELETE', `/api/gateways/${id}`);
});

const newHost = async () => (await addDomain(owner, `api${++made}.example`)).host;
const numberOf = (at: number) => `+45${30_000_000 + at}`;
const people = (count: number, first = 0): NewMessages['recipients'] =>
  Array.from({ length: count }, (_, at) => ({
    to: numberOf(first + at),
    ref: `kunde ${first + at}`,
    fields: { navn: `Navn ${first + at}` },
  }));
const TEXT = 'Hej {{navn}}! Nyt: www.shop.example/nyt. Afmeld: {{afmeld}}';
const bodyFor = (host: string, more: Partial<NewMessages> = {}): NewMessages => ({
  ...{ text: TEXT, host, from: 'Brand', recipients: people(3), quietHours: false },
  ...more,
});
const post = (body: NewMessages, headers = {}) => owner('POST', '/api/messages', { body, headers });
const send = async (body: NewMessages, headers = {}) => json<MessagesTold>(await post(body, headers));
const campaignsOf = async (host: string) => {
  const { entries } = await json<{ entries: Campaign[] }>(await owner('GET', '/api/campaigns?pageLimit=250'));
  return entries.filter((campaign) => campaign.host === host);
};
const one = async (id = '') => json<SentMessage>(await owner('GET', `/api/messages/${id}`));
async function untilCame(gateway: TestGateway, count: number) {
  for (let attempt = 0; ; attempt++) {
    const came = await gateway.came();
    if (came.length >= count) return came;
    if (attempt === 200) throw new Error(`${came.length} of ${count} messages came in ten seconds`);
    await scheduler.wait(50);
  }
}

// --- a dry run ----------------------------------------------------------------------------------------------------------

test('a dry run tells text, slugs, encoding, segments and cost of everybody, and leaves nothing behind', async () => {
  const host = await newHost();
  const put = vi.spyOn(env.KV, 'put');
  const told = await send(
    bodyFor(host, {
      dryRun: true,
      recipients: [
        { to: '+4530000001', ref: 'a', fields: { navn: 'Bo' } },
        { to: '+4530000002', fields: { navn: 'Zoë' } },
        { to: '+46701234567', fields: { navn: 'Ida '.repeat(40).trim() } },
        { to: '+12025550123', country: 'US' },
      ],
      prices: [
        { country: 'DK', price: 0.25, currency: 'DKK' },
        { country: 'SE', price: 0.5, currency: 'SEK' },
      ],
    }),
  );
  expect(told.dryRun).toBe(true);
  expect(told.links).toEqual(['https://www.shop.example/nyt', null]);
  const [bo, zoe, ida, us] = told.messages;
  const [shop = '', stop = ''] = bo?.slugs ?? [];
  expect([shop.length, stop.length]).toEqual([8, 8]);
  expect(bo).toMatchObject({
    ref: 'a',
    text: `Hej Bo! Nyt: ${host}/${shop}. Afmeld: ${host}/${stop}`,
    ...{ encoding: 'gsm7', segments: 1, country: 'DK', cost: { currency: 'DKK', amount: 0.25 }, warnings: [] },
  });
  expect(bo?.id).toBeUndefined();
  expect(zoe).toMatchObject({ encoding: 'ucs2', segments: 1, warnings: [{ code: 'not-gsm7' }] });
  expect(zoe?.warnings[0]?.detail).toContain('ë');
  expect(ida).toMatchObject({ segments: 2, cost: { currency: 'SEK', amount: 1 } });
  expect(us).toMatchObject({ country: 'US', cost: null, warnings: [{ code: 'field-empty' }] });
  for (const { text = '', segments, encoding } of told.messages) {
    expect(texts.planSegments(text)).toMatchObject({ segments, encoding });
  }
  expect(told.totals).toEqual({
    ...{ messages: 4, segments: 5, unpriced: ['US'] },
    amounts: [
      { currency: 'DKK', amount: 0.5 },
      { currency: 'SEK', amount: 1 },
    ],
  });
  expect(put).not.toHaveBeenCalled();
  expect(await campaignsOf(host)).toEqual([]);
});

test('a dry run is the message: what is sent afterwards has its length, its links and its words', async () => {
  const host = await newHost();
  const body = bodyFor(host, { recipients: people(40), writeScheme: true });
  const dry = await send({ ...body, dryRun: true });
  const sent = await send(body);
  for (const [at, message] of sent.messages.entries()) {
    const sample = dry.messages[at];
    let text = sample?.text ?? '';
    for (const [link, slug] of (sample?.slugs ?? []).entries()) {
      // Each stands there once in turn, whatever it is.
      text = text.replace(`https://${host}/${slug}`, `https://${host}/\u0000${link}`);
    }
    for (const [link, slug] of (message.slugs ?? []).entries()) text = text.replace(`\u0000${link}`, slug);
    expect(message.text).toBe(text);
    expect([message.segments, message.encoding]).toEqual([sample?.segments, sample?.encoding]);
  }
  expect(sent.totals).toEqual(dry.totals);
});

test('what publishing refuses, a dry run refuses as well, and notes nothing', async () => {
  const host = await newHost();
  await send(bodyFor(host, { listName: 'Nyhedsbrev' }));
  const wrong: Partial<NewMessages>[] = [
    { listName: 'nyhedsbrev' },
    { contact: 'ingen adresse' },
    { contact: 'http://www.shop.example/form' },
    { contact: `https://${host}/form` },
  ];
  for (const more of wrong) {
    const [dry, real] = await Promise.all(
      [true, false].map(async (dryRun) => problemIn(await post(bodyFor(host, { ...more, dryRun })), 422)),
    );
    expect(dry).toEqual(real);
  }
  await send(bodyFor(host, { listName: 'Andre', dryRun: true }));
  expect(await json(await owner('GET', `/api/domains/${host}/lists`))).toEqual({ names: ['Nyhedsbrev'] });
});

test('warnings are those of the checklist, each at its place', async () => {
  const host = await newHost();
  const text = 'Hej {{navn|du}} og *|NAVN|*: htps://a.dk og www.shop.example/x?gclid=1&r=50% rabat.boutique';
  const told = await send(bodyFor(host, { dryRun: true, text, from: 'Et alt for langt navn'.slice(0, 16) }));
  const codes = told.warnings.map(({ code }) => code);
  expect(codes).toEqual(
    expect.arrayContaining([
      ...['sender-too-long', 'opt-out-missing', 'field-foreign', 'link-misspelled', 'link-overlooked'],
      ...['link-stripped', 'link-stray-percent'],
    ]),
  );
  for (const { code, start, end } of told.warnings.filter((one) => one.start !== undefined)) {
    expect([code, text.slice(start, end).length > 0]).toEqual([code, true]);
  }
  const { warnings } = await send(bodyFor(host, { dryRun: true, kind: 'service', text: 'Se www.shop.example/ordre' }));
  expect(warnings).toEqual([]);
});

test('what blocks a campaign in the composer is refused, with the fix', async () => {
  const host = await newHost();
  const refused = async (more: Partial<NewMessages>) => {
    const { errors = [] } = await problemIn(await post(bodyFor(host, { dryRun: true, ...more })), 422);
    return errors.map(({ pointer, code }) => `${pointer} ${code}`);
  };
  expect(await refused({ text: 'Hej {{navn' })).toContain('/text merge-field-unclosed');
  expect(await refused({ text: 'Hej {{fornavn}} www.shop.example' })).toEqual(['/text field-unknown']);
  expect(await refused({ text: 'Hej {{navn}}' })).toEqual(['/text no-link']);
  expect(await refused({ text: 'Se bit.ly/abc' })).toEqual(['/text public-shortener']);
  expect(await refused({ text: `Se https://${host}/abc` })).toEqual(['/text link-domain']);
  expect(await refused({ text: 'Se www.shop.example/{{navn}}' })).toEqual(['/text merge-field-in-link']);
  expect(await refused({ host: 'nobody.example' })).toEqual(['/host unknown-domain']);
  expect(await refused({ gateway: '0123456789abcdef' })).toEqual(['/gateway no-such-gateway']);
  expect(await refused({ recipients: [{ to: '20123456' }] })).toEqual(['/recipients/0/to regex']);
  expect(await refused({ recipients: people(1_001) })).toEqual(['/recipients max-length']);
  const twice = [
    { to: numberOf(1), messageId: 'a', fields: { navn: 'A' } },
    { to: numberOf(2), messageId: 'a', fields: { navn: 'B' } },
  ];
  expect(await refused({ recipients: twice })).toEqual(['/recipients/1/messageId twice']);
  const long = [
    { to: numberOf(1), fields: Object.fromEntries(Array.from({ length: 60 }, (_, n) => [`f${n}`, 'x'.repeat(1_000)])) },
  ];
  const text = `${Array.from({ length: 60 }, (_, n) => `{{f${n}}}`).join('')} www.shop.example`;
  expect(await refused({ recipients: long, text })).toEqual(['/recipients/0 too-many-segments']);
  const half = '\ud83d';
  expect(await refused({ text: `${half} www.shop.example` })).toEqual(['/text check']);
  expect(await refused({ from: half })).toEqual(['/from check']);
  expect(await refused({ from: 'Br\r\nand' })).toEqual(['/from regex']);
  const halves = { to: numberOf(1), ref: half, messageId: half, fields: { navn: half } };
  expect(await refused({ recipients: [halves] })).toEqual([
    ...['/recipients/0/ref check', '/recipients/0/messageId check', '/recipients/0/fields/navn check'],
  ]);
  const links = (count: number) => Array.from({ length: count }, (_, at) => `b.dk/${at}`).join(' ');
  for (const count of [33, 300]) expect(await refused({ text: links(count) })).toEqual(['/text too-many-links']);
  expect((await send(bodyFor(host, { text: links(32), dryRun: true }))).links).toHaveLength(32);
  expect(
    await refused({
      parameters: [
        ['a', half],
        ['b\n', ''],
      ],
    }),
  ).toEqual(['/parameters/0/1 check', '/parameters/1/0 regex']);
  // Of two such prices the sum would be no number.
  expect(await refused({ prices: [{ country: 'DK', price: 1e308, currency: 'DKK' }] })).toEqual([
    '/prices/0/price max-value',
  ]);
  const danish = { country: 'DK', price: 0.25, currency: 'DKK' };
  expect(await refused({ prices: [danish, { ...danish, currency: 'EUR' }] })).toEqual(['/prices/1/country twice']);
  const bare = await problemIn(await post(bodyFor(host, { recipients: [{ to: '+45 30 00 00 01' }] })), 422);
  expect(JSON.stringify(bare)).not.toContain('30 00 00');
});

// --- sent ---------------------------------------------------------------------------------------------------------------

test('messages go out as they were told, and their links lead and count', async () => {
  const host = await newHost();
  const gateway = await testGateway(owner);
  const told = await send(bodyFor(host, { gateway: gateway.id, recipients: people(20) }));
  const came = await untilCame(gateway, 20);
  expect(
    came.map(({ to, text, from, id }) => ({ to, text, from, id })).sort((a, b) => a.to.localeCompare(b.to)),
  ).toEqual(told.messages.map(({ text, id }, at) => ({ to: numberOf(at), text, from: 'Brand', id })));
  const [{ slugs: [shop = '', stop = ''] = [], id } = {}] = told.messages;
  const followed = await ask(host, `/${shop}`);
  expect([followed.status, followed.headers.get('location')]).toEqual([302, 'https://www.shop.example/nyt']);
  expect((await ask(host, `/${stop}`)).status).toBe(200);
  for (let attempt = 0; (await one(id)).state !== 'accepted'; attempt++) {
    if (attempt > 100) throw new Error('the message was not accepted');
    await scheduler.wait(50);
  }
  const [campaign] = await campaignsOf(host);
  expect(campaign).toMatchObject({ id: told.campaign, recipients: 20, name: 'API: Brand', template: '' });
});

test('messages that share links, domain and settings share a campaign, which costs KV nothing more; others do not', async () => {
  const host = await newHost();
  const first = await send(bodyFor(host));
  const put = vi.spyOn(env.KV, 'put');
  // Other words, and the same address written otherwise.
  const text = 'God dag {{navn|ven}}. Se https://www.shop.example/nyt eller stop: {{optout}}';
  const next = await Promise.all(
    [1, 2, 3, 4].map((call) => send(bodyFor(host, { text, recipients: people(50, call * 100) }))),
  );
  expect(put).not.toHaveBeenCalled();
  expect(next.map(({ campaign }) => campaign)).toEqual(Array(4).fill(first.campaign));
  const rows = [first, ...next].flatMap(({ messages }) => messages.map(({ row }) => row));
  expect(rows.toSorted((a = 0, b = 0) => a - b)).toEqual(Array.from({ length: 203 }, (_, row) => row));
  // Every isolate that knows the campaign opens what was given out since.
  const last = next.at(-1)?.messages.at(-1)?.slugs?.[0];
  expect((await ask(host, `/${last}`)).status).toBe(302);
  const [{ recipients } = { recipients: 0 }] = await campaignsOf(host);
  expect(recipients).toBe(203);
  const overview = await json<Overview>(await owner('GET', `/api/overview?host=${host}`));
  expect(overview.entries.map((entry) => entry.recipients)).toEqual([203]);
  for (const more of [
    { from: 'Andre' },
    { text: 'Hej {{navn}}: {{afmeld}} www.shop.example/nyt' },
    { parameters: [['utm_source', 'sms']] as [string, string][] },
    { name: 'Velkomst' },
    { cooldownDays: 2 },
  ]) {
    const other = await send(bodyFor(host, more));
    expect([more, other.campaign === first.campaign]).toEqual([more, false]);
  }
  expect(await campaignsOf(host)).toHaveLength(6);
});

test('the first messages of many callers at once publish one campaign', async () => {
  const host = await newHost();
  const all = await Promise.all(
    Array.from({ length: 8 }, (_, at) => send(bodyFor(host, { recipients: people(5, at * 5) }))),
  );
  expect(new Set(all.map(({ campaign }) => campaign)).size).toBe(1);
  expect(await campaignsOf(host)).toHaveLength(1);
  expect(new Set(all.flatMap(({ messages }) => messages.map(({ id }) => id))).size).toBe(40);
});

test('one that is archived, deleted, cancelled, full or changed takes no more: the next begins', async () => {
  const host = await newHost();
  const first = await send(bodyFor(host));
  await owner('PATCH', `/api/campaigns/${encodeURIComponent(first.campaign ?? '')}`, { body: { archived: true } });
  const second = await send(bodyFor(host));
  await owner('POST', `/api/campaigns/${encodeURIComponent(second.campaign ?? '')}/sending/cancel`);
  const third = await send(bodyFor(host));
  expect(third.messages.map(({ row }) => row)).toEqual([0, 1, 2]);
  await runInDurableObject(workspaceStub(env) as never, (_, { storage }: DurableObjectState) => {
    storage.sql.exec('UPDATE running SET taken = 99999');
  });
  const fourth = await send(bodyFor(host));
  const deleted = await owner('DELETE', `/api/campaigns/${encodeURIComponent(fourth.campaign ?? '')}`);
  expect(deleted.status).toBe(200);
  const fifth = await send(bodyFor(host));
  const edit = async ({ campaign = '' }: MessagesTold, body: object) =>
    expect((await owner('PATCH', `/api/campaigns/${encodeURIComponent(campaign)}`, { body })).status).toBe(200);
  await edit(fifth, { links: [{ link: 0, url: 'https://www.shop.example/udsolgt' }] });
  const sixth = await send(bodyFor(host));
  expect((await ask(host, `/${sixth.messages[0]?.slugs?.[0]}`)).headers.get('location')).toBe(sixth.links[0]);
  await edit(sixth, { expiresAtMs: Date.now() + 1_000 });
  const seventh = await send(bodyFor(host));
  // What leads where it led stays.
  await edit(seventh, { name: 'Et andet navn', links: [{ link: 0, label: 'Nyt' }] });
  expect((await send(bodyFor(host))).campaign).toBe(seventh.campaign);
  const all = [first, second, third, fourth, fifth, sixth, seventh];
  expect(new Set(all.map(({ campaign }) => campaign)).size).toBe(7);
});

test('a catalogue that was restored gives no row out twice', async () => {
  const host = await newHost();
  const gateway = await testGateway(owner);
  const before = await send(bodyFor(host, { gateway: gateway.id, recipients: people(10) }));
  await untilCame(gateway, 10);
  await runInDurableObject(workspaceStub(env) as never, (_, { storage }: DurableObjectState) => {
    storage.sql.exec('UPDATE running SET taken = 4 WHERE taken = 10');
  });
  const after = await send(bodyFor(host, { gateway: gateway.id, recipients: people(10, 500) }));
  expect(after.campaign).not.toBe(before.campaign);
  const came = await untilCame(gateway, 20);
  expect(new Set(came.map(({ to }) => to)).size).toBe(20);
  expect(new Set(came.map(({ text }) => text)).size).toBe(20);
});

// --- once ---------------------------------------------------------------------------------------------------------------

test('the same call with the same key sends once and answers alike; another body is refused', async () => {
  const host = await newHost();
  const gateway = await testGateway(owner);
  const body = bodyFor(host, { gateway: gateway.id });
  const key = { 'idempotency-key': crypto.randomUUID() };
  const [first, second] = await Promise.all([send(body, key), send(body, key)]);
  const third = await send(body, key);
  const told = ({ messages }: MessagesTold) => messages.map(({ id, row, text, slugs }) => ({ id, row, text, slugs }));
  expect(told(second)).toEqual(told(first));
  expect(told(third)).toEqual(told(first));
  await problemIn(await post({ ...body, text: `${TEXT}!` }, key), 422);
  await untilCame(gateway, 3);
  await scheduler.wait(300);
  expect(await gateway.came()).toHaveLength(3);
  expect((await campaignsOf(host))[0]?.recipients).toBe(3);
});

test('of calls that are made twice at the same moment each message goes out once', async () => {
  const host = await newHost();
  const gateway = await testGateway(owner);
  for (let round = 0; round < 8; round++) {
    const one = bodyFor(host, { gateway: gateway.id, recipients: people(20, 1_000 + round * 20) });
    const recipients = one.recipients.map((person) => ({ ...person, messageId: person.to }));
    const [body, headers] =
      round % 2 === 0 ? [one, { 'idempotency-key': crypto.randomUUID() }] : [{ ...one, recipients }, {}];
    const told = await Promise.all(Array.from({ length: 5 }, () => send(body, headers)));
    for (const { messages } of told) {
      expect(messages.map(({ id }) => id)).toEqual(told[0]?.messages.map(({ id }) => id));
    }
  }
  const came = await untilCame(gateway, 160);
  await scheduler.wait(300);
  expect(new Set(came.map(({ to }) => to)).size).toBe(160);
  expect(await gateway.came()).toHaveLength(160);
  expect((await campaignsOf(host)).map(({ recipients }) => recipients)).toEqual([160]);
}, 60_000);

/** The first call waits for its counter, and others overtake it. How many have come there. */
function holdFirstCall(): () => number {
  const { noteHashes } = ClickCounter.prototype;
  let calls = 0;
  vi.spyOn(ClickCounter.prototype, 'noteHashes').mockImplementation(async function (this: ClickCounter, ...said) {
    if (calls++ === 0) await scheduler.wait(500);
    return noteHashes.apply(this, said);
  });
  return () => calls;
}

test.each(['key', 'id'] as const)(
  'a call that is overtaken by the same call sends nothing again: by its %s',
  async (by) => {
    const host = await newHost();
    const gateway = await testGateway(owner);
    const calls = holdFirstCall();
    const recipients = people(3).map((one, at) => ({ ...one, ...(by === 'id' && { messageId: `${host} ${at}` }) }));
    const body = bodyFor(host, { gateway: gateway.id, recipients });
    const headers = by === 'key' ? { 'idempotency-key': crypto.randomUUID() } : {};
    const slow = send(body, headers);
    await expect.poll(calls).toBe(1);
    const quick = await send(body, headers);
    expect((await slow).messages.map(({ id }) => id)).toEqual(quick.messages.map(({ id }) => id));
    await untilCame(gateway, 3);
    await scheduler.wait(300);
    expect(await gateway.came()).toHaveLength(3);
    expect(await campaignsOf(host)).toHaveLength(1);
  },
);

test('of two calls with one messageId at the same moment one is told that its message is the other’s', async () => {
  const host = await newHost();
  const gateway = await testGateway(owner);
  const calls = holdFirstCall();
  const body = (navn: string) => {
    const recipients = ['a', 'b'].map((id, at) => ({ to: numberOf(at), messageId: `${host} ${id}`, fields: { navn } }));
    return bodyFor(host, { gateway: gateway.id, recipients });
  };
  const slow = send({ ...body('Bo'), recipients: [...body('Bo').recipients, ...people(1, 90)] });
  await expect.poll(calls).toBe(1);
  const quick = await send(body('Ida'));
  expect(quick.messages.map(({ isKnown, text = '' }) => [isKnown, text.slice(0, 7)])).toEqual([
    [undefined, 'Hej Ida'],
    [undefined, 'Hej Ida'],
  ]);
  const told = await slow;
  expect(told.messages.map(({ isKnown, text }) => [isKnown, text !== undefined])).toEqual([
    ...[
      [true, false],
      [true, false],
      [undefined, true],
    ],
  ]);
  expect(told.messages.slice(0, 2).map(({ id }) => id)).toEqual(quick.messages.map(({ id }) => id));
  expect(told.totals.messages).toBe(1);
  expect((await untilCame(gateway, 3)).map(({ text }) => text.split('!')[0]).sort()).toEqual([
    ...['Hej Ida', 'Hej Ida', 'Hej Navn 90'],
  ]);
  expect(await campaignsOf(host)).toHaveLength(1);
});

test('whose number a row has stays: another call with its messageId and another number does not change it', async () => {
  const host = await newHost();
  const gateway = await testGateway(owner);
  const sender = MessageSender.prototype;
  const { add } = sender;
  let calls = 0;
  vi.spyOn(sender, 'add').mockImplementation(async function (this: MessageSender, ...said) {
    if (calls++ === 0) await scheduler.wait(500);
    return add.apply(this, said);
  });
  const body = (to: string) =>
    bodyFor(host, { gateway: gateway.id, recipients: [{ to, messageId: host, fields: { navn: 'Bo' } }] });
  const slow = send(body(numberOf(1)));
  await expect.poll(() => calls).toBe(1);
  // Its number is noted, and its message is on its way.
  const { errors } = await problemIn(await post(body(numberOf(2))), 409);
  expect(errors).toMatchObject([{ pointer: '/recipients/0', code: 'message-gone' }]);
  const [message] = (await slow).messages;
  expect((await send(body(numberOf(2)))).messages).toMatchObject([{ id: message?.id, isKnown: true }]);
  await untilCame(gateway, 1);
  // Whoever opts out by the link is whom it was sent to.
  expect((await ask(host, `/${message?.slugs?.[1]}`, { method: 'POST' })).status).toBe(303);
  const left = async (to: string) => (await send({ ...body(to), dryRun: true })).messages[0]?.reason;
  await expect.poll(() => left(numberOf(1)), { timeout: 5_000 }).toBe('opted-out');
  expect(await left(numberOf(2))).toBeUndefined();
});

test('of two that hand over the same message either may be the first; another has no place in its row', async () => {
  const host = await newHost();
  const gateway = await testGateway(owner);
  const { campaign: id = '' } = await send(bodyFor(host, { gateway: gateway.id, recipients: people(1) }));
  await untilCame(gateway, 1);
  const campaign = await workspaceStub(env).campaign(host, Number(id.split(':')[1]));
  if (campaign === null) throw new Error('no campaign');
  const { settings } = (await senderStub(env, campaign.record, 0).progress(campaign.record.publishedAtMs)) ?? {};
  if (settings === undefined) throw new Error('nothing is sent');
  const add = (mark: string, call: string) =>
    senderStub(env, campaign.record, 0).add(
      senderIdentity(campaign, 0),
      settings,
      [{ row: 7, to: numberOf(7), text: mark, encoding: 'gsm7', segments: 1, country: 'DK', mark, call }],
      Date.now(),
    );
  expect([await add('a', '1'), await add('a', '1'), await add('b', '1'), await add('a', '2')]).toEqual([
    ...['added', 'added', 'row-twice', 'known'],
  ]);
  expect((await untilCame(gateway, 2)).map(({ text }) => text).slice(1)).toEqual(['a']);
});

test('a message with an id that was used is answered as the first, in whatever call it comes', async () => {
  const host = await newHost();
  const gateway = await testGateway(owner);
  const withIds = (ids: readonly string[]) =>
    bodyFor(host, {
      gateway: gateway.id,
      recipients: ids.map((messageId, at) => ({ to: numberOf(700 + at), messageId, fields: { navn: messageId } })),
    });
  const first = await send(withIds(['a', 'b']));
  const second = await send(withIds(['b', 'c']));
  expect(second.messages[0]).toMatchObject({ messageId: 'b', isKnown: true, id: first.messages[1]?.id });
  expect(second.messages[0]?.text).toBeUndefined();
  expect(second.messages[1]?.isKnown).toBeUndefined();
  expect(second.totals.messages).toBe(1);
  // With other links it would go to another campaign: it is the same message all the same.
  const other = await send({ ...withIds(['a']), text: 'Hej {{navn}}, se www.shop.example/andet {{afmeld}}' });
  expect(other.messages[0]).toMatchObject({ isKnown: true, id: first.messages[0]?.id });
  expect(await campaignsOf(host)).toHaveLength(1);
  await untilCame(gateway, 3);
  await scheduler.wait(300);
  expect((await gateway.came()).map(({ text }) => text.slice(0, 5))).toHaveLength(3);
  // Another token's ids are its own.
  const token = await withToken(owner, ['messages:send']);
  const theirs = await json<MessagesTold>(await token('POST', '/api/messages', { body: withIds(['a']) }));
  expect(theirs.messages[0]?.isKnown).toBeUndefined();
});

test('a call that failed half-way is mended by the same call', async () => {
  const host = await newHost();
  const gateway = await testGateway(owner);
  await send(bodyFor(host, { gateway: gateway.id, recipients: people(1) }));
  const [campaign] = await campaignsOf(host);
  const stub = senderStub(env, { host, number: campaign?.number ?? 0, jurisdiction: null }, 0);
  await runInDurableObject(stub, (sender) => {
    // A function of its own is none that others may call.
    Object.assign(sender, { add: () => {} });
  });
  const body = bodyFor(host, {
    gateway: gateway.id,
    recipients: people(2, 10).map((one, at) => ({ ...one, messageId: `half ${at}` })),
  });
  await problemIn(await post(body), 503);
  await runInDurableObject(stub, (sender) => {
    Reflect.deleteProperty(sender, 'add');
  });
  const { messages } = await send(body);
  // None is taken for sent that was not.
  expect(messages.map(({ row, state }) => [row, state])).toEqual([
    [1, 'waiting'],
    [2, 'waiting'],
  ]);
  expect(new Set((await untilCame(gateway, 3)).map(({ to }) => to)).size).toBe(3);
});

test('whoever was erased is not sent the message again by a call that is made again', async () => {
  const host = await newHost();
  const gateway = await testGateway(owner);
  const body = bodyFor(host, {
    gateway: gateway.id,
    recipients: people(2).map((one, at) => ({ ...one, messageId: `erased ${at}` })),
  });
  const key = { 'idempotency-key': crypto.randomUUID() };
  const { campaign = '' } = await send(body, key);
  await untilCame(gateway, 2);
  const path = `/api/campaigns/${encodeURIComponent(campaign)}/erasures`;
  expect((await owner('POST', path, { body: { recipient: 1 } })).status).toBe(200);
  for (const headers of [key, {}]) {
    const { messages } = await send(body, headers);
    expect(messages.map(({ state, reason }) => [state, reason])).toEqual([
      ['accepted', undefined],
      ['left-out', 'erased'],
    ]);
  }
  await scheduler.wait(200);
  expect(await gateway.came()).toHaveLength(2);
});

test('while messages wait nothing that is stored holds a number, a value or a text', async () => {
  const host = await newHost();
  const gateway = await testGateway(owner);
  const { campaign = '' } = await send(bodyFor(host, { gateway: gateway.id, recipients: people(1) }));
  await untilCame(gateway, 1);
  await owner('POST', `/api/campaigns/${encodeURIComponent(campaign)}/sending/pause`);
  const to = '+4531987654';
  const waiting = [{ to, ref: 'Henvisning', fields: { navn: 'Hemmeligsen' } }];
  const text = 'Fortroligt, {{navn}}: www.shop.example/nyt {{afmeld}}';
  const { messages } = await send(bodyFor(host, { gateway: gateway.id, text, recipients: waiting }));
  expect(messages[0]).toMatchObject({ state: 'waiting', ref: 'Henvisning' });
  const stored = (await dumpOfObjects()) + (await dumpOfKv());
  // The message itself is there.
  expect(stored).toContain(host);
  for (const secret of [to.slice(1), to.slice(3), 'Hemmeligsen', 'Fortroligt', 'Henvisning']) {
    expect([secret, stored.includes(secret)]).toEqual([secret, false]);
  }
  await owner('POST', `/api/campaigns/${encodeURIComponent(campaign)}/sending/resume`);
  expect((await untilCame(gateway, 2)).map((came) => came.to)).toContain(to);
});

// --- opt-outs, cancelling, limits ---------------------------------------------------------------------------------------

test('whoever opted out by a link of one message is left out of the next, and told so', async () => {
  const host = await newHost();
  const gateway = await testGateway(owner);
  const { messages } = await send(bodyFor(host, { gateway: gateway.id }));
  // Sooner, and the first message would be left out as well.
  await untilCame(gateway, 3);
  const stop = messages[1]?.slugs?.[1] ?? '';
  expect((await ask(host, `/${stop}`, { method: 'POST', headers: { origin: `https://${host}` } })).status).toBe(303);
  const again = bodyFor(host, { gateway: gateway.id, text: 'Hej igen {{navn}}: www.shop.example/nyt {{afmeld}}' });
  for (let attempt = 0; ; attempt++) {
    const { messages: [, told] = [] } = await send({ ...again, dryRun: true });
    if (told?.state === 'left-out') break;
    if (attempt > 100) throw new Error('the opt-out is not known');
    await scheduler.wait(50);
  }
  const told = await send(again);
  expect(told.messages[1]).toMatchObject({ ref: 'kunde 1', state: 'left-out', reason: 'opted-out', segments: 0 });
  expect(told.messages[1]?.id).toBeUndefined();
  expect(told.totals.messages).toBe(2);
  const came = await untilCame(gateway, 5);
  expect(came.filter(({ to }) => to === numberOf(1))).toHaveLength(1);
});

test('a message that waits is cancelled; one that went out is not', async () => {
  const host = await newHost();
  const gateway = await testGateway(owner);
  const { messages, campaign } = await send(bodyFor(host, { gateway: gateway.id }));
  await untilCame(gateway, 3);
  const cancel = (id = '') => owner('POST', `/api/messages/${id}/cancel`);
  await problemIn(await cancel(messages[0]?.id), 409);
  await owner('POST', `/api/campaigns/${encodeURIComponent(campaign ?? '')}/sending/pause`);
  const later = await send(bodyFor(host, { gateway: gateway.id, recipients: people(2, 50) }));
  const [first, second] = later.messages;
  for (const _ of [1, 2]) {
    expect(await json<SentMessage>(await cancel(first?.id))).toMatchObject({ state: 'cancelled', reason: 'cancelled' });
  }
  await owner('POST', `/api/campaigns/${encodeURIComponent(campaign ?? '')}/sending/resume`);
  const came = await untilCame(gateway, 4);
  expect(came.filter(({ to }) => to === numberOf(50))).toEqual([]);
  expect((await one(second?.id)).state).not.toBe('cancelled');
  for (const id of ['1-2-3', 'nonsense', `${first?.id}0`])
    await problemIn(await owner('GET', `/api/messages/${id}`), 404);
});

test('calls are counted for each token, and headers say how many are left', async () => {
  const host = await newHost();
  const token = await withToken(owner, ['messages:send']);
  const body = bodyFor(host, { dryRun: true, recipients: people(1) });
  const first = await token('POST', '/api/messages', { body });
  expect(first.headers.get('ratelimit-policy')).toBe('"calls";q=300;w=60');
  expect(first.headers.get('ratelimit')).toMatch(/^"calls";r=299;t=\d+$/);
  await first.text();
  let last: Response = first;
  for (let call = 0; call < 620 && last.status === 200; call += 20) {
    const answers = await Promise.all(Array.from({ length: 20 }, () => token('POST', '/api/messages', { body })));
    for (const answer of answers) {
      if (answer.status !== 200) last = answer;
      else await answer.text();
    }
  }
  const refused: Problem = await problemIn(last, 429);
  expect(refused.detail).toContain('300 calls');
  expect(Number(last.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(last.headers.get('ratelimit')).toMatch(/^"calls";r=0;t=\d+$/);
  // Another's are its own.
  expect((await owner('POST', '/api/messages', { body })).status).toBe(200);
  const reader = await withToken(owner, ['campaigns:read']);
  await problemIn(await reader('POST', '/api/messages', { body }), 403);
  await problemIn(await nobody('POST', '/api/messages', { body }), 401);
});
