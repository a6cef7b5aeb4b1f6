import { runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import type { Campaign, CampaignEdit, NewCampaign } from '../../worker/api.ts';
import { forgetRecords } from '../../worker/src/campaigns.ts';
import { type CampaignRecord, type DomainRecord, kvKey } from '../../worker/src/records.ts';
import { workspaceStub } from '../../worker/src/stubs.ts';
import { addDomain, type Caller, draft, json, pathOf, problemIn, publish, signIn } from './caller.ts';
import { ask } from './support.ts';

let owner: Caller;
let made = 0;
beforeAll(async () => {
  owner = await signIn();
});
afterEach(() => vi.restoreAllMocks());

const newHost = async () => (await addDomain(owner, `s${++made}.example`, { senderName: 'Barnets Verden' })).host;
const tryPublish = (body: unknown, headers = {}) => owner('POST', '/api/campaigns', { body, headers });
const recordOf = (campaign: Campaign) =>
  env.KV.get<CampaignRecord>(kvKey.campaign(campaign.host, campaign.number), 'json');
const total = async () => (await everyCampaign(250)).length;

async function everyCampaign(pageLimit: number): Promise<Campaign[]> {
  const all: Campaign[] = [];
  for (let next: string | undefined = `/api/campaigns?pageLimit=${pageLimit}`; next !== undefined; ) {
    const page: { entries: Campaign[]; _links: { next?: string } } = await json(await owner('GET', next));
    expect(page.entries.length).toBeLessThanOrEqual(pageLimit);
    all.push(...page.entries);
    next = page._links.next;
  }
  return all;
}

test('a campaign is answered as it is stored, and one KV write makes it work', async () => {
  const host = await newHost();
  const put = vi.spyOn(env.KV, 'put');
  const campaign = await publish(owner, host, {
    links: [
      {
        kind: 'destination',
        url: 'www.barnetsverden.dk/pages/børnetøj?a=1',
        label: 'Butik',
        parameters: [['utm_source', 'sms']],
      },
      { kind: 'opt-out' },
      { kind: 'destination', url: 'http://b.dk/', tracked: false },
    ],
    template: 'Kære {{navn}} 😀',
    expiresAtMs: 4_102_444_800_000,
  });
  const { createdAtMs } = campaign;
  expect(Math.abs(Date.now() - createdAtMs)).toBeLessThan(10_000);
  expect(campaign).toEqual({
    id: `${host}:1`,
    number: 1,
    name: 'Efterårssalg',
    host,
    recipients: 1_000,
    links: [
      {
        kind: 'destination',
        label: 'Butik',
        url: 'https://www.barnetsverden.dk/pages/b%C3%B8rnet%C3%B8j?a=1&utm_source=sms',
        tracked: true,
      },
      { kind: 'opt-out', label: '', url: null, tracked: true },
      { kind: 'destination', label: '', url: 'http://b.dk/', tracked: false },
    ],
    tracking: 'recipient',
    counting: 'fast',
    template: 'Kære {{navn}} 😀',
    senderName: 'Barnets Verden',
    language: 'da',
    createdAtMs,
    expiresAtMs: 4_102_444_800_000,
    width: 8,
    linkPrefix: `${host}/`,
    shards: 1,
    takesAnswers: false,
  } satisfies Campaign);
  expect(put.mock.calls.map(([key]) => key)).toEqual([kvKey.campaign(host, 1)]);
  expect(await recordOf(campaign)).toEqual({
    host,
    number: 1,
    workspace: 'main',
    links: campaign.links.map(({ kind, url, tracked }) => ({ kind, url, tracked })),
    recipients: 1_000,
    tracking: 'recipient',
    counting: 'fast',
    shards: 1,
    jurisdiction: null,
    publishedAtMs: createdAtMs,
    expiresAtMs: 4_102_444_800_000,
    senderName: 'Barnets Verden',
    language: 'da',
    takesAnswers: false,
  } satisfies CampaignRecord);
  expect(await json<Campaign>(await owner('GET', pathOf(campaign)))).toEqual(campaign);
});

test('every refusal is told at once, each at its field, and nothing is stored', async () => {
  const host = await newHost();
  const before = await total();
  const { errors } = await problemIn(
    await tryPublish(
      draft(host, {
        links: [
          { kind: 'destination', url: 'javascript:alert(1)' },
          { kind: 'destination', url: 'https://ok.dk/' },
          { kind: 'destination', url: 'https://a@b.dk/' },
          { kind: 'destination', url: 'https://ok.dk/', parameters: [['', 'x']] },
          { kind: 'destination', url: 'https://b.dk/{{navn}}' },
        ],
      }),
    ),
    422,
  );
  expect(errors?.map(({ pointer, code }) => [pointer, code])).toEqual([
    ['/links/0/url', 'bad-scheme'],
    ['/links/2/url', 'user-info'],
    ['/links/3/parameters', 'parameter-name'],
    ['/links/4/url', 'merge-field-in-link'],
  ]);
  expect(await total()).toBe(before);
  expect(await env.KV.get(kvKey.campaign(host, 1))).toBeNull();
});

const link = { kind: 'destination', url: 'https://b.dk/' };
const finnish = { country: 'FI', of: 'sender', state: 'not-asked' };
const registered = (changes: object) => ({ registrations: [{ ...finnish, ...changes }] });
test.each<[string, object, string, string]>([
  ['no name', { name: ' ' }, '/name', 'min-length'],
  ['a long name', { name: 'x'.repeat(201) }, '/name', 'max-length'],
  ['an unknown host', { host: 'nowhere.example' }, '/host', 'unknown-domain'],
  ['no links', { links: [] }, '/links', 'min-length'],
  ['too many links', { links: Array(33).fill(link) }, '/links', 'max-length'],
  ['a link of no kind', { links: [{ url: 'https://b.dk/' }] }, '/links/0/kind', 'variant'],
  ['a destination without url', { links: [{ kind: 'destination' }] }, '/links/0/url', 'missing'],
  ['an unknown field', { links: [{ kind: 'opt-out', url: 'https://b.dk/' }] }, '/links/0/url', 'unknown-field'],
  ['no recipients', { recipients: 0 }, '/recipients', 'min-value'],
  ['half a recipient', { recipients: 1.5 }, '/recipients', 'safe-integer'],
  ['recipients as text', { recipients: '7' }, '/recipients', 'number'],
  ['one recipient too many', { recipients: 8_388_608 }, '/recipients', 'too-many-recipients'],
  ['a long template', { template: 'x'.repeat(10_001) }, '/template', 'max-length'],
  ['a past end', { expiresAtMs: 1 }, '/expiresAtMs', 'in-the-past'],
  ['a strange tracking', { tracking: 'all' }, '/tracking', 'picklist'],
  ['a strange kind', { kind: 'spam' }, '/kind', 'picklist'],
  ['a strange basis', { basis: { kind: 'hope' } }, '/basis/kind', 'variant'],
  ['a basis without a reason', { basis: { kind: 'other' } }, '/basis/reason', 'missing'],
  ['a basis with an empty reason', { basis: { kind: 'other', reason: ' ' } }, '/basis/reason', 'min-length'],
  ['a basis with a long reason', { basis: { kind: 'other', reason: 'x'.repeat(201) } }, '/basis/reason', 'max-length'],
  ['a consent with a reason', { basis: { kind: 'consent', reason: 'x' } }, '/basis/reason', 'unknown-field'],
  ['a moment it chose', { basis: { kind: 'consent', statedAtMs: 1 } }, '/basis/statedAtMs', 'unknown-field'],
  ['a basis for counting nobody', { tracking: 'aggregate', basis: { kind: 'consent' } }, '/basis', 'nobody-counted'],
  ['registrations of a word', { registrations: 'FI' }, '/registrations', 'array'],
  ['a registration of nothing', registered({ of: 'list' }), '/registrations/0/of', 'picklist'],
  ['a registration in small letters', registered({ country: 'fi' }), '/registrations/0/country', 'regex'],
  ['a registration nowhere', registered({ country: 'QQ' }), '/registrations/0/country', 'check'],
  ['a registration on no day', registered({ state: 'asked' }), '/registrations/0/on', 'missing'],
  ['one on a day unlike', registered({ state: 'asked', on: '1/2/2026' }), '/registrations/0/on', 'regex'],
  ['one on a day that never was', registered({ state: 'asked', on: '2026-02-30' }), '/registrations/0/on', 'check'],
  ['one in the future', registered({ state: 'confirmed', on: '2099-01-01' }), '/registrations/0/on', 'in-the-future'],
  ['a day of what was not asked', registered({ on: '2026-02-03' }), '/registrations/0/on', 'unknown-field'],
  ['a registration of hope', registered({ state: 'hoped' }), '/registrations/0/state', 'variant'],
  ['one stated twice', { registrations: [finnish, finnish] }, '/registrations/1', 'stated-twice'],
  ['too many registrations', { registrations: Array(501).fill(finnish) }, '/registrations', 'max-length'],
  ['half a scheme', { writeScheme: 'https' }, '/writeScheme', 'boolean'],
  ['a strange counting', { counting: 'exact' }, '/counting', 'picklist'],
  ['a strange language', { language: 'xx' }, '/language', 'picklist'],
  ['a number it chose', { number: 7 }, '/number', 'unknown-field'],
  ['half a parameter', { links: [{ ...link, parameters: [['a']] }] }, '/links/0/parameters/0/1', 'string'],
  ['half a sign', { links: [{ ...link, parameters: [['a', '\ud83d']] }] }, '/links/0/parameters/0/1', 'check'],
  ['a line end', { links: [{ ...link, parameters: [['a\n', 'b']] }] }, '/links/0/parameters/0/0', 'regex'],
])('%s is refused at its field', async (_, changes, pointer, code) => {
  const host = await newHost();
  const { errors } = await problemIn(await tryPublish({ ...draft(host), ...changes }), 422);
  expect(errors).toContainEqual(expect.objectContaining({ pointer, code }));
  expect(await env.KV.get(kvKey.campaign(host, 1))).toBeNull();
});

test('kind and basis are kept with the moment they were stated, through edits, and KV does without them', async () => {
  const host = await newHost();
  const basis = { kind: 'other', reason: ' legitim interesse ' } as const;
  const campaign = await publish(owner, host, { kind: 'marketing', basis, template: 'Afmeld: {{afmeld}}' });
  const stated = { kind: 'other', reason: 'legitim interesse', statedAtMs: campaign.createdAtMs };
  expect(campaign).toMatchObject({ kind: 'marketing', basis: stated });
  expect(Object.keys((await recordOf(campaign)) ?? {})).not.toContain('basis');
  const edited = await json<Campaign>(
    await owner('PATCH', pathOf(campaign), { body: { name: 'Nyt', archived: true } }),
  );
  expect(edited).toEqual({ ...campaign, name: 'Nyt', archived: true });
  const consent = await publish(owner, host, { kind: 'service', basis: { kind: 'consent' } });
  expect(consent).toMatchObject({ kind: 'service', basis: { kind: 'consent', statedAtMs: consent.createdAtMs } });
});

test('what was stated of registrations is kept and told as it was stated, through edits, and KV does without', async () => {
  const host = await newHost();
  const registrations: NewCampaign['registrations'] = [
    { country: 'FI', of: 'sender', state: 'confirmed', on: '2026-10-01' },
    { country: 'ES', of: 'sender', state: 'asked', on: '2026-10-02' },
    { country: 'NO', of: 'domain', state: 'not-asked' },
  ];
  const campaign = await publish(owner, host, { registrations });
  expect(campaign.registrations).toEqual(registrations);
  expect(JSON.stringify(await recordOf(campaign))).not.toContain('confirmed');
  const edited = await json<Campaign>(await owner('PATCH', pathOf(campaign), { body: { name: 'Nyt' } }));
  expect(edited).toEqual({ ...campaign, name: 'Nyt' });
  expect(await publish(owner, host)).not.toHaveProperty('registrations');
});

test('a registration of today is taken wherever it is today', async () => {
  const host = await newHost();
  const on = new Date(Date.now() + 14 * 3_600_000).toISOString().slice(0, 10);
  const registrations: NewCampaign['registrations'] = [{ country: 'FI', of: 'sender', state: 'confirmed', on }];
  expect(await publish(owner, host, { registrations })).toMatchObject({ registrations });
});

test('short links are shown with their scheme where that is written, and lead where they led', async () => {
  const host = await newHost();
  const campaign = await publish(owner, host, { writeScheme: true });
  expect(campaign.linkPrefix).toBe(`https://${host}/`);
  expect(await json<Campaign>(await owner('GET', pathOf(campaign)))).toEqual(campaign);
  const slugs = await (await owner('GET', `${pathOf(campaign)}/slugs?from=0&count=1`)).text();
  expect((await ask(host, `/${slugs.slice(0, 8)}`)).headers.get('location')).toBe(campaign.links[0]?.url);
  expect(await publish(owner, host, { writeScheme: false })).toMatchObject({ linkPrefix: `${host}/` });
});

test('campaigns from before kind and basis were kept are read as they are', async () => {
  const host = await newHost();
  const campaign = await publish(owner, host, { kind: 'marketing', basis: { kind: 'consent' }, writeScheme: true });
  await runInDurableObject(workspaceStub(env), (_, state) => {
    state.storage.sql.exec(
      "UPDATE campaign SET info = json_remove(info, '$.kind', '$.basis', '$.writeScheme') WHERE host = ?",
      host,
    );
  });
  const { kind: _kind, basis: _basis, ...before } = campaign;
  const old = await json<Campaign>(await owner('GET', pathOf(campaign)));
  expect(old).toEqual({ ...before, linkPrefix: `${host}/` });
  expect(await json<Campaign>(await owner('PATCH', pathOf(campaign), { body: { name: 'Nyt' } }))).toEqual({
    ...old,
    name: 'Nyt',
  });
});

test('a list that is too long is told where to split, and one that just fits is taken', async () => {
  const host = await newHost();
  const most = 8_388_607;
  const { detail } = await problemIn(await tryPublish(draft(host, { recipients: most + 1 })), 422);
  expect(detail).toContain(String(most));
  const campaign = await publish(owner, host, { recipients: most });
  expect(campaign).toMatchObject({ recipients: most, shards: 84 });
  const three = draft(host, { links: Array(3).fill({ kind: 'destination', url: 'https://b.dk/' }) });
  await problemIn(await tryPublish({ ...three, recipients: 5_592_405 }), 422);
  expect((await tryPublish({ ...three, recipients: 5_592_404 })).status).toBe(201);
});

test.each([
  [1, 1],
  [100_000, 1],
  [100_001, 2],
  [3_200_000, 32],
  [3_200_001, 33],
])('%d recipients share %d counters', async (recipients, shards) => {
  expect((await publish(owner, await newHost(), { recipients })).shards).toBe(shards);
});

test('an aggregate campaign has one slug a link, and rates divide by its real size', async () => {
  const campaign = await publish(owner, await newHost(), {
    tracking: 'aggregate',
    recipients: 20_000_000,
    contact: '70 12 34 56',
  });
  expect(campaign).toMatchObject({ recipients: 20_000_000, shards: 1, tracking: 'aggregate' });
  expect(await recordOf(campaign)).toMatchObject({ recipients: 1, shards: 1 });
});

test('1,000 campaigns have the numbers 1 to 1,000, whoever asks at the same moment', async () => {
  const host = await newHost();
  const numbers: number[] = [];
  for (let lot = 0; lot < 20; lot++) {
    const answers = await Promise.all(Array.from({ length: 50 }, () => publish(owner, host, { name: `lot ${lot}` })));
    numbers.push(...answers.map(({ number }) => number));
  }
  expect(numbers.sort((a, b) => a - b)).toEqual(Array.from({ length: 1_000 }, (_, i) => i + 1));
  // Raised in blocks, ahead of what was handed out.
  expect(await env.KV.get<DomainRecord>(kvKey.domain(host), 'json')).toMatchObject({ highest: 1_024 });
  const { entries } = await json<{ entries: { host: string; lastNumber: number }[] }>(
    await owner('GET', '/api/domains'),
  );
  expect(entries.find((domain) => domain.host === host)?.lastNumber).toBe(1_000);
}, 120_000);

test('pages follow each other without gap or double, newest first, whatever is published between them', async () => {
  const host = await newHost();
  for (let i = 0; i < 7; i++) await publish(owner, host, { name: String(i) });
  const first = await json<{ entries: Campaign[]; _links: { next: string } }>(
    await owner('GET', '/api/campaigns?pageLimit=3'),
  );
  expect(first.entries.map(({ name }) => name)).toEqual(['6', '5', '4']);
  await publish(owner, host, { name: 'midt i det hele' });
  const second = await json<{ entries: Campaign[] }>(await owner('GET', first._links.next));
  expect(second.entries.map(({ name }) => name)).toEqual(['3', '2', '1']);
  const all = await everyCampaign(250);
  expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
  expect(await everyCampaign(100)).toEqual(all);
});

test.each([
  'pageLimit=0',
  'pageLimit=251',
  'pageLimit=1e2',
  'pageLimit=',
  'pageLimit=-1',
  'cursor=',
  'cursor=7',
  'cursor=%00',
])('a page asked for with %s is refused', async (query) => {
  await problemIn(await owner('GET', `/api/campaigns?${query}`), 400);
});

test('the same Idempotency-Key publishes once', async () => {
  const host = await newHost();
  const once = (body: NewCampaign, key: string) => tryPublish(body, { 'idempotency-key': key });
  const first = await json<Campaign>(await once(draft(host), 'a'), 201);
  const answers = await Promise.all(Array.from({ length: 5 }, () => once(draft(host), 'a')));
  for (const answer of answers) expect(await json<Campaign>(answer, 201)).toEqual(first);
  await problemIn(await once(draft(host, { name: 'En anden' }), 'a'), 422);
  expect((await json<Campaign>(await once(draft(host), 'b'), 201)).number).toBe(2);
  await problemIn(await once(draft(host), 'x'.repeat(201)), 400);
});

test('while KV takes no writes a campaign works from the catalogue; KV gets it later', async () => {
  const host = await newHost();
  vi.spyOn(console, 'error').mockImplementation(() => {});
  vi.spyOn(env.KV, 'put').mockRejectedValue(new Error('KV PUT failed: 429 Too Many Requests'));
  const campaign = await publish(owner, host);
  expect(await recordOf(campaign)).toBeNull();
  const slugs = await (await owner('GET', `${pathOf(campaign)}/slugs?from=0&count=1`)).text();
  forgetRecords();
  const click = await ask(host, `/${slugs.slice(0, 8)}`);
  expect([click.status, click.headers.get('location')]).toEqual([302, campaign.links[0]?.url]);
  // Still failing: the alarm keeps what is to be done, and rings again.
  expect(await runDurableObjectAlarm(workspaceStub(env))).toBe(true);
  expect(await recordOf(campaign)).toBeNull();
  // And however busy the workspace is, it is not put off.
  const alarm = () => runInDurableObject(workspaceStub(env), (_, state) => state.storage.getAlarm());
  const dueMs = await alarm();
  await publish(owner, host);
  expect(await alarm()).toBe(dueMs);
  vi.restoreAllMocks();
  await runInDurableObject(workspaceStub(env), async (_, state) => {
    expect(await state.storage.getAlarm()).toBeGreaterThan(Date.now());
  });
  await runDurableObjectAlarm(workspaceStub(env));
  expect(await recordOf(campaign)).toMatchObject({ number: campaign.number, host });
  await runInDurableObject(workspaceStub(env), (_, state) => {
    expect(state.storage.sql.exec('SELECT key FROM outbox').toArray()).toEqual([]);
  });
});

test('copies to one key never overtake each other', async () => {
  const campaign = await publish(owner, await newHost());
  const put = env.KV.put.bind(env.KV);
  let wait = 200;
  vi.spyOn(env.KV, 'put').mockImplementation(async (...args: unknown[]) => {
    // The first write is the slowest.
    await scheduler.wait(wait);
    wait = 0;
    await (put as (...all: unknown[]) => Promise<void>)(...args);
  });
  const edits = ['https://a.dk/', 'https://b.dk/', 'https://c.dk/'].map((url) =>
    edit(campaign, { links: [{ link: 0, url }] }),
  );
  await Promise.all(edits);
  const stored = await json<Campaign>(await owner('GET', pathOf(campaign)));
  expect((await recordOf(campaign))?.links[0]?.url).toBe(stored.links[0]?.url);
});

const edit = (campaign: Campaign, body: CampaignEdit) => owner('PATCH', pathOf(campaign), { body });

test('an edit changes destination, label, name and end; the links stay as many and of their kind', async () => {
  const campaign = await publish(owner, await newHost());
  const edited = await json<Campaign>(
    await edit(campaign, {
      name: 'Nyt navn',
      expiresAtMs: 4_102_444_800_000,
      links: [{ link: 0, url: 'https://ny.dk/å', parameters: [['a', 'b c']], label: 'Ny' }],
    }),
  );
  expect(edited).toEqual({
    ...campaign,
    name: 'Nyt navn',
    expiresAtMs: 4_102_444_800_000,
    links: [
      { kind: 'destination', label: 'Ny', url: 'https://ny.dk/%C3%A5?a=b%20c', tracked: true },
      campaign.links[1],
    ],
  });
  expect(await recordOf(campaign)).toMatchObject({ links: [{ url: 'https://ny.dk/%C3%A5?a=b%20c' }, { url: null }] });
  const { errors } = await problemIn(
    await edit(campaign, {
      links: [
        { link: 2, url: 'https://a.dk/' },
        { link: 1, url: 'https://a.dk/' },
        { link: 0, url: 'ftp://a.dk/' },
        { link: 0, parameters: [['a', 'b']] },
      ],
    }),
    422,
  );
  expect(errors?.map(({ pointer, code }) => [pointer, code])).toEqual([
    ['/links/0/link', 'no-such-link'],
    ['/links/1/url', 'opt-out-link'],
    ['/links/2/url', 'bad-scheme'],
    ['/links/3/parameters', 'url-missing'],
  ]);
  // No page could show it.
  const late = await problemIn(await edit(campaign, { sentAtMs: 9e15, expiresAtMs: 9e15 }), 422);
  expect(late.errors?.map(({ pointer, code }) => `${pointer} ${code}`).sort()).toEqual([
    ...['/expiresAtMs max-value', '/sentAtMs max-value'],
  ]);
  expect(await json<Campaign>(await owner('GET', pathOf(campaign)))).toEqual(edited);
});

test('edits at the same moment all count', async () => {
  const campaign = await publish(owner, await newHost());
  const answers = await Promise.all([
    edit(campaign, { name: 'A' }),
    edit(campaign, { expiresAtMs: 4_102_444_800_000 }),
    edit(campaign, { links: [{ link: 0, label: 'L' }] }),
  ]);
  for (const answer of answers) expect(answer.status).toBe(200);
  const now = await json<Campaign>(await owner('GET', pathOf(campaign)));
  expect(now).toMatchObject({ name: 'A', expiresAtMs: 4_102_444_800_000, links: [{ label: 'L' }, {}] });
});

test.each([
  'nowhere.example:1',
  's1.example:0',
  's1.example:01',
  's1.example:99999',
  's1.example',
  ':1',
  's1.example:1x',
])('there is no campaign %s', async (id) => {
  await problemIn(await owner('GET', pathOf({ id })), 404);
  await problemIn(await owner('PATCH', pathOf({ id }), { body: { name: 'x' } }), 404);
  for (const part of ['slugs', 'report', 'opt-outs', 'hits.csv']) {
    await problemIn(await owner('GET', `${pathOf({ id })}/${part}`), 404);
  }
});

test('a short link never leads to a short link: not at publishing, not by an edit, not by a landing page', async () => {
  const host = await newHost();
  const other = await newHost();
  const campaign = await publish(owner, host);
  for (const url of [`https://${host}/abc`, `http://${other.toUpperCase()}:8443/`, `${other}/x`]) {
    const refused = await tryPublish(draft(host, { links: [{ kind: 'destination', url }] }));
    expect((await problemIn(refused, 422)).errors).toEqual([
      expect.objectContaining({ pointer: '/links/0/url', code: 'link-domain' }),
    ]);
    await problemIn(await edit(campaign, { links: [{ link: 0, url }] }), 422);
    const landing = await owner('PATCH', `/api/domains/${host}`, { body: { landingPage: url } });
    expect((await problemIn(landing, 422)).errors?.[0]).toMatchObject({ pointer: '/landingPage', code: 'link-domain' });
  }
  const own = { host: 'own.example', landingPage: 'https://own.example/' };
  await problemIn(await owner('POST', '/api/domains', { body: own }), 422);
});
