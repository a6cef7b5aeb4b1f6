/** No machine opts anybody out, however often it asks; a person does, once, whatever has become of the campaign. */
import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { SLOTS_PER_CAMPAIGN } from 'klikspor/edge';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import rules from '../../core/data/visitor-rules.tsv?raw';
import listed from '../../node_modules/crawler-user-agents/crawler-user-agents.json?raw';
import type { Campaign, OptOuts } from '../../worker/api.ts';
import { forgetRecords } from '../../worker/src/campaigns.ts';
import { ClickCounter } from '../../worker/src/click-counter.ts';
import { judge } from '../../worker/src/core.ts';
import { LANGUAGES } from '../../worker/src/pages/languages.ts';
import { kvKey } from '../../worker/src/records.ts';
import { deriveSlugKey } from '../../worker/src/slug-keys.ts';
import { phones, previewers } from '../support/agents.ts';
import { addDomain, type Caller, json, pathOf, publish, signIn } from './caller.ts';
import { ask, core } from './support.ts';

let owner: Caller;
beforeAll(async () => {
  owner = await signIn();
});

interface Machine {
  readonly userAgent: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const isMachine = ({ userAgent, headers = {} }: Machine): boolean =>
  /^[\x20-\x7e]+$/.test(userAgent) &&
  judge.judge({ method: 'GET', userAgent, headers: { ...phones[0].headers, ...headers } }).class !== 'human';

/** Agents with the tokens that the rules know of this kind. */
const ofRules = (kind: string): Machine[] =>
  rules
    .split('\n')
    .map((line) => line.split('\t'))
    .filter(([level = '', of = '']) => !level.startsWith('#') && of === kind)
    .map(([, , , , token = '']) => ({ userAgent: `Mozilla/5.0 ${token}` }));

/** What draws a card of a link in a message, or fetches it before anybody taps it. */
function previews(): Machine[] {
  const heads = [{ 'sec-purpose': 'prefetch;prerender' }, { purpose: 'prefetch' }, { 'x-moz': 'prefetch' }];
  return [
    ...Object.values(previewers).map((userAgent) => ({ userAgent })),
    ...heads.map((headers) => ({ userAgent: phones[0].userAgent, headers })),
    ...ofRules('preview'),
  ].filter(isMachine);
}

/** Scanners by the rules' tokens, and every example of the list they are joined with. */
function scanners(): Machine[] {
  const crawlers = JSON.parse(listed) as readonly { readonly instances: readonly string[] }[];
  const examples = crawlers.flatMap(({ instances }) => instances).map((userAgent) => ({ userAgent }));
  // Some of the list's examples are browsers that people use, too: a machine is what the judge takes for one.
  return [...ofRules('scanner'), ...examples].filter(isMachine);
}

/**
 * Tables that hold hits, or what is counted of them: a page that was opened may be there. And what the workspace notes when it
 * has time: its overview, and when it last compared copies in KV. And which tables were made, as some are when they are first
 * asked: an empty one says nothing of anybody.
 */
const COUNTED = /^(arrival|batch|scan|shard|state|soon|overview.*|copies|migrated|_cf.*|sqlite_.*)$/;
const EMPTY = '[]';

function tablesOf({ sql }: DurableObjectStorage): readonly (readonly [table: string, rows: string])[] {
  return sql
    .exec<{ name: string }>("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    .toArray()
    .filter(({ name }) => !COUNTED.test(name))
    .map(({ name }) => [name, JSON.stringify(sql.exec(`SELECT * FROM "${name}"`).toArray())] as const)
    .filter(([, rows]) => rows !== EMPTY);
}

/** All that is stored anywhere but what counts how often pages were opened: counters, workspace, KV. */
async function standing(campaigns: readonly Campaign[]): Promise<Readonly<Record<string, string>>> {
  const stored: Record<string, string> = {};
  const take = async (name: string, object: DurableObjectStub) => {
    const tables = await runInDurableObject(object, (_, { storage }) => tablesOf(storage));
    for (const [table, rows] of tables) stored[`${name} ${table}`] = rows;
  };
  for (const { id, host, number } of campaigns) await take(id, env.CLICK_COUNTER.getByName(`${host}/${number}/0`));
  await take('workspace', env.WORKSPACE.getByName('main'));
  const { keys } = await env.KV.list();
  for (const { name } of keys) if (!name.startsWith('counts/')) stored[`KV ${name}`] = (await env.KV.get(name)) ?? '';
  return stored;
}

async function campaignAt(host: string, listName?: string) {
  const campaign = await publish(owner, host, { recipients: 3, ...(listName !== undefined && { listName }) });
  const slugs = await (await owner('GET', `${pathOf(campaign)}/slugs?from=1&count=1`)).text();
  return { campaign, click: slugs.slice(0, 8), optOut: slugs.slice(8, 16) };
}

test('a thousand replays of every preview agent, and every scanner that is known, change nothing', {
  timeout: 600_000,
}, async () => {
  const host = 'replays.brand.dk';
  await addDomain(owner, host);
  const { campaign, click, optOut } = await campaignAt(host);
  const ofList = await campaignAt(host, 'Newsletter');
  // One has opted out: that is not taken back, nor made more of.
  const out = `/${(await (await owner('GET', `${pathOf(ofList.campaign)}/slugs?from=2&count=1`)).text()).slice(8, 16)}`;
  expect((await ask(host, out, { method: 'POST' })).status).toBe(303);
  const campaigns = [campaign, ofList.campaign];
  // A report counts what has come, whatever alarm is under way.
  const settled = async () => {
    for (const one of campaigns) {
      expect((await owner('GET', `${pathOf(one)}/report`)).status).toBe(200);
      await runDurableObjectAlarm(env.CLICK_COUNTER.getByName(`${one.host}/${one.number}/0`));
    }
    await runDurableObjectAlarm(env.WORKSPACE.getByName('main'));
  };
  const paths = [
    `/${optOut}`,
    `/${optOut}?lang=en&undo`,
    `/${optOut}?done`,
    `/stop?link=${click}`,
    `/stop?link=${optOut}&undo`,
    `/${ofList.optOut}?all`,
    `/${ofList.optOut}?lang=da&done&all`,
    `/stop?link=${ofList.click}&all`,
    out,
    `${out}?undo`,
  ];
  let asked = 0;
  const replay = async ({ userAgent, headers = {} }: Machine, times: number) => {
    for (let from = 0; from < times; from += 50) {
      await Promise.all(
        Array.from({ length: Math.min(50, times - from) }, async () => {
          const method = asked % 2 === 0 ? 'GET' : 'HEAD';
          const path = paths[(asked++ >> 1) % paths.length] ?? '';
          const answer = await ask(host, path, { method, userAgent, headers });
          expect([200, 303]).toContain(answer.status);
          await answer.arrayBuffer();
        }),
      );
    }
  };
  const [drawing, scanning] = [previews(), scanners()];
  // Every token of the rules is a machine, and the list of crawlers has more than a thousand.
  expect(drawing).toHaveLength(Object.keys(previewers).length + 3 + ofRules('preview').length);
  expect(scanning.length).toBeGreaterThan(1_000);
  // Each asks once before: what the first page of all stores is no matter of how often it is asked.
  for (const path of paths) await ask(host, path, { userAgent: previewers.slack });
  await settled();
  const before = await standing(campaigns);
  const changes = ['optOut', 'optIn'] as const;
  const changing = changes.map((name) => vi.spyOn(ClickCounter.prototype, name));
  for (const machine of drawing) await replay(machine, 1_000);
  // Whoever they are, the page does not ask: four times each.
  for (let at = 0; at < scanning.length; at += 12)
    await Promise.all(scanning.slice(at, at + 12).map((machine) => replay(machine, 4)));
  expect(asked).toBe(drawing.length * 1_000 + scanning.length * 4);
  for (const called of changing) expect(called).not.toHaveBeenCalled();
  await settled();
  expect(await standing(campaigns)).toEqual(before);
  vi.restoreAllMocks();
  console.log(`${asked} requests of ${drawing.length} preview agents and ${scanning.length} scanners changed nothing`);

  // A person presses the button, once and once more: the same dump tells it.
  for (let time = 0; time < 2; time++) {
    expect((await ask(host, `/${optOut}`, { method: 'POST' })).status).toBe(303);
  }
  const { recipients } = await json<OptOuts>(await owner('GET', `${pathOf(campaign)}/opt-outs`));
  expect(recipients).toEqual([1]);
  await settled();
  const after = await standing(campaigns);
  expect(Object.keys(after).filter((name) => after[name] !== before[name])).toContain(`${campaign.id} opt_out`);
});

test('it is on disk when it is answered: the object that confirmed it may go at once', async () => {
  const host = 'disk.brand.dk';
  await addDomain(owner, host);
  const { campaign, optOut } = await campaignAt(host);
  const counter = () => env.CLICK_COUNTER.getByName(`${host}/${campaign.number}/0`);
  expect((await ask(host, `/${optOut}`, { method: 'POST' })).status).toBe(303);
  await evictDurableObject(counter());
  expect((await counter().optOuts()).recipients).toEqual([1]);
  expect((await ask(host, `/${optOut}?undo`, { method: 'POST' })).status).toBe(303);
  await evictDurableObject(counter());
  expect((await counter().optOuts()).recipients).toEqual([]);
  // What was said stays to be told, each with its moment: that it was taken back, too.
  const words = await runInDurableObject(counter(), (_, { storage }) =>
    storage.sql.exec('SELECT recipient, is_start AS isStart, at_ms AS atMs FROM word ORDER BY seq').toArray(),
  );
  expect(words).toMatchObject([
    { recipient: 1, isStart: 0 },
    { recipient: 1, isStart: 1 },
  ]);
  expect(Number(words[1]?.atMs)).toBeGreaterThanOrEqual(Number(words[0]?.atMs));
});

test('it works once the campaign has expired and once it is archived or both', async () => {
  const host = 'ended.brand.dk';
  await addDomain(owner, host);
  const { campaign, click, optOut } = await campaignAt(host);
  const archived = await owner('PATCH', pathOf(campaign), { body: { archived: true, expiresAtMs: Date.now() + 1 } });
  expect(archived.status).toBe(200);
  const record = JSON.parse((await env.KV.get(kvKey.campaign(host, campaign.number))) ?? '') as object;
  await env.KV.put(kvKey.campaign(host, campaign.number), JSON.stringify({ ...record, expiresAtMs: 1 }));
  forgetRecords();

  expect((await ask(host, `/${click}`)).status).toBe(410);
  expect((await ask(host, `/${optOut}`)).status).toBe(200);
  expect((await ask(host, `/${optOut}`, { method: 'POST' })).status).toBe(303);
  expect(await (await ask(host, `/${optOut}?done`)).text()).toContain('Du er afmeldt');
  expect((await ask(host, `/${optOut}?undo`, { method: 'POST' })).status).toBe(303);
  expect((await ask(host, `/stop?link=${click}`, { method: 'POST' })).status).toBe(200);
  const { recipients } = await json<OptOuts>(await owner('GET', `${pathOf(campaign)}/opt-outs`));
  expect(recipients).toEqual([1]);
});

describe('every page that leads nowhere leads to /stop', () => {
  const host = 'nowhere.brand.dk';
  let pages: readonly (readonly [path: string, status: number])[];
  beforeAll(async () => {
    await addDomain(owner, host, { landingPage: null });
    const { campaign, click } = await campaignAt(host);
    const { slugs } = await sealed(campaign, 5);
    await owner('PATCH', pathOf(campaign), { body: { expiresAtMs: Date.now() + 60_000 } });
    const record = JSON.parse((await env.KV.get(kvKey.campaign(host, campaign.number))) ?? '') as object;
    await env.KV.put(kvKey.campaign(host, campaign.number), JSON.stringify({ ...record, expiresAtMs: 1 }));
    forgetRecords();
    pages = [
      // Expired.
      [`/${click}`, 410],
      // Nobody's: of a recipient that the campaign does not have, of a campaign that is not there, and no slug at all.
      [`/${slugs}`, 404],
      ['/22222222', 404],
      ['/no-such-link', 404],
      ['/a/b', 404],
      ['/%E2%80%8B', 404],
      [`/${'x'.repeat(300)}`, 404],
      [`/${click.slice(1)}`, 404],
      [`/${click}x`, 404],
      ['/api/campaigns', 404],
      ['/index.html', 404],
      // The front page.
      ['/', 200],
    ];
  });

  /** The slug of a recipient that the campaign does not have. */
  async function sealed({ number }: Campaign, recipient: number): Promise<{ slugs: string }> {
    const { key } = await deriveSlugKey(env, 1, host);
    const sealer = core.createSealer({ width: 8, keys: [{ key, from: 1, to: null }], highest: 1_000_000 });
    return { slugs: sealer.seal(number * SLOTS_PER_CAMPAIGN + recipient * 2) };
  }

  test.each(LANGUAGES)('in %s', async (language) => {
    for (const [path, status] of pages) {
      const answer = await ask(host, path, { headers: { 'accept-language': language } });
      expect([path, answer.status]).toEqual([path, status]);
      const page = await answer.text();
      const [, stop = ''] = /<a href="(\/stop\?lang=\w+)"/.exec(page) ?? [];
      expect([path, stop]).toEqual([path, `/stop?lang=${language}`]);
    }
    const stop = await ask(host, `/stop?lang=${language}`);
    expect(stop.status).toBe(200);
    expect(await stop.text()).toContain('<form method="get" action="/stop">');
  });
});
