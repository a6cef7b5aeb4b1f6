/** The overview of all campaigns: sorted, searched, filtered and paged where they are stored. */
import { runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { beforeAll, expect, test, vi } from 'vitest';
import type { Campaign, NewCampaign, Overview, OverviewEntry, Report } from '../../worker/api.ts';
import { batchId } from '../../worker/src/batch-id.ts';
import type { ClickCounter } from '../../worker/src/click-counter.ts';
import { kvKey } from '../../worker/src/records.ts';
import type { PublishedCounts } from '../../worker/src/rpc/counter.ts';
import { workspaceStub } from '../../worker/src/stubs.ts';
import { addDomain, type Caller, json, pathOf, problemIn, publish, signIn } from './caller.ts';
import { batchOf, core, counter, identity } from './support.ts';

let owner: Caller;
beforeAll(async () => {
  owner = await signIn();
});

const list = async (query = ''): Promise<Overview> => json(await owner('GET', `/api/overview${query}`));

/** Every page, one after the other. */
async function all(query: string): Promise<OverviewEntry[]> {
  const entries: OverviewEntry[] = [];
  for (let next: string | undefined = `/api/overview?pageLimit=3&${query}`; next !== undefined; ) {
    const page: Overview = await json(await owner('GET', next));
    entries.push(...page.entries);
    next = page._links.next;
  }
  return entries;
}
const names = (entries: readonly OverviewEntry[]) => entries.map(({ name }) => name);

const recordOf = async ({ host, number }: Campaign) => {
  const stored = await workspaceStub(env).campaign(host, number);
  if (stored === null) throw new Error('it was published');
  return stored.record;
};

/** Clicks, each of another recipient, two hours after publishing; and opt-outs. */
async function happened(campaign: Campaign, clicks: number, optOuts = 0): Promise<void> {
  const record = await recordOf(campaign);
  const recipients = Array.from({ length: clicks }, (_, i) => i);
  for (let shard = 0; shard < record.shards; shard++) {
    const own = { ...identity(record), shard, shape: { ...identity(record).shape, shard } };
    const mine = recipients.filter((recipient) => core.shardOf(recipient, record.shards) === shard);
    const stub = counter(record, shard);
    if (mine.length > 0) await stub.store(own, batchId(), batchOf(mine));
    for (let i = 0; i < optOuts; i++) {
      if (core.shardOf(i, record.shards) === shard) await stub.optOut(own, i, Date.now());
    }
  }
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (let attempt = 0; !(await isSo()); attempt++) {
    if (attempt === 100) throw new Error('never so');
    await scheduler.wait(100);
  }
}

const HOST = 'a.overview.dk';
const made: Record<string, Campaign> = {};
const DRAFTS: readonly (readonly [string, Partial<NewCampaign>, number, number])[] = [
  ['Uge 9', { recipients: 100, template: 'Nyt BØRNETØJ på hylderne' }, 30, 2],
  ['Uge 10', { recipients: 1_000, template: 'Sidste chance' }, 40, 5],
  ['Ærø', { recipients: 50, template: 'Færgen sejler' }, 5, 0],
  ['Øl', { recipients: 250_000, template: 'Skål, børnetøj og sko' }, 60, 3],
  ['Åben', { recipients: 20, template: 'Døren er åben' }, 0, 0],
  ['Zebra', { recipients: 500, template: '', tracking: 'aggregate', contact: '70 12 34 56' }, 1, 0],
];

beforeAll(async () => {
  await addDomain(owner, HOST);
  await addDomain(owner, 'b.overview.dk');
  for (const [name, changes, clicks, optOuts] of DRAFTS) {
    const campaign = await publish(owner, name === 'Øl' ? 'b.overview.dk' : HOST, { name, ...changes });
    made[name] = campaign;
    await happened(campaign, clicks, optOuts);
  }
  const total = DRAFTS.reduce((sum, [, , clicks]) => sum + clicks, 0);
  await until(async () => (await list()).totals?.clicks === total && (await list()).totals?.confirmedOptOuts === 10);
}, 30_000);

test('every order, either way, in pages: Danish names, weeks by their numbers, no CTR last', async () => {
  const orders = {
    date: ['Zebra', 'Åben', 'Øl', 'Ærø', 'Uge 10', 'Uge 9'],
    name: ['Åben', 'Øl', 'Ærø', 'Zebra', 'Uge 10', 'Uge 9'],
    recipients: ['Øl', 'Uge 10', 'Zebra', 'Uge 9', 'Ærø', 'Åben'],
    ctr: ['Uge 9', 'Ærø', 'Uge 10', 'Øl', 'Åben', 'Zebra'],
    clicks: ['Øl', 'Uge 10', 'Uge 9', 'Ærø', 'Zebra', 'Åben'],
  };
  for (const [sort, expected] of Object.entries(orders)) {
    expect([sort, names(await all(`sort=${sort}`))]).toEqual([sort, expected]);
    const ascending = names(await all(`sort=${sort}&order=ascending`));
    const reversed = sort === 'ctr' ? [...expected.slice(0, -1).reverse(), 'Zebra'] : expected.toReversed();
    expect([sort, ascending]).toEqual([sort, reversed]);
  }
  const byOptOuts = await all('sort=opt-outs');
  expect(byOptOuts.map(({ confirmedOptOuts }) => confirmedOptOuts)).toEqual([5, 3, 2, 0, 0, 0]);
});

test('figures are those of the report, summed over counters, with the clicks of the first days', async () => {
  for (const [name, { recipients = 0 }, clicks, optOuts] of DRAFTS) {
    const found = (await all('')).find((entry) => entry.name === name);
    const campaign = made[name];
    if (found === undefined || campaign === undefined) throw new Error(`${name} is missing`);
    const { numbers } = await json<{ numbers: { clicks: number; ctr: { numerator: number; value: number } } }>(
      await owner('GET', `${pathOf(campaign)}/report`),
    );
    const isCounted = campaign.tracking === 'recipient';
    expect(found).toMatchObject({ id: campaign.id, recipients, clicks, confirmedOptOuts: optOuts });
    expect([found.clicks, found.clickers]).toEqual([numbers.clicks, numbers.ctr.numerator]);
    expect(found.ctr).toBe(isCounted ? numbers.ctr.value : null);
    if (clicks > 0) expect(found.early).toEqual([clicks, ...new Array<number>(23).fill(0)]);
    else expect(found.early.every((step) => step === 0)).toBe(true);
  }
  const { totals, published } = await list();
  expect(totals).toEqual({
    ...{ campaigns: 6, recipients: 251_670, clicks: 136, clickers: 135, reached: 251_170, confirmedOptOuts: 10 },
    ctr: 135 / 251_170,
  });
  expect(published).toEqual({ fromMs: made['Uge 9']?.createdAtMs, toMs: made.Zebra?.createdAtMs });
});

test('words are found in name and message, capitals of no account, all of them; totals are of what was found', async () => {
  for (const [search, expected] of [
    ['børnetøj', ['Øl', 'Uge 9']],
    ['BØRNETØJ  sko', ['Øl']],
    ['uge', ['Uge 10', 'Uge 9']],
    ['åben', ['Åben']],
    ['%', []],
    ["' OR 1=1 --", []],
    [' ', ['Zebra', 'Åben', 'Øl', 'Ærø', 'Uge 10', 'Uge 9']],
  ] as const) {
    expect([search, names(await all(`search=${encodeURIComponent(search)}`))]).toEqual([search, expected]);
  }
  expect((await list('?search=uge')).totals).toMatchObject({
    campaigns: 2,
    recipients: 1_100,
    clicks: 70,
    ctr: 70 / 1_100,
  });
  expect((await list('?search=findes-ikke')).totals).toEqual({
    ...{ campaigns: 0, recipients: 0, clicks: 0, clickers: 0, reached: 0, ctr: null, confirmedOptOuts: 0 },
  });
});

test('by link domain and by when they were published', async () => {
  expect(names(await all('host=B.overview.dk'))).toEqual(['Øl']);
  const from = made.Ærø?.createdAtMs ?? 0;
  expect(names(await all(`from=${from}`))).toEqual(['Zebra', 'Åben', 'Øl', 'Ærø']);
  expect(names(await all(`until=${from}`))).toEqual(['Uge 10', 'Uge 9']);
  expect(names(await all(`from=${from}&until=${from + 1}&host=${HOST}`))).toEqual(['Ærø']);
});

test('what was edited, archived or brought back shows at once, with its figures', async () => {
  const campaign = made['Uge 9'];
  if (campaign === undefined) throw new Error('it was published');
  const edit = async (body: object) => {
    expect((await owner('PATCH', pathOf(campaign), { body })).status).toBe(200);
  };
  await edit({ archived: true, name: 'Gemt væk' });
  expect(names(await all('archived=false'))).not.toContain('Gemt væk');
  const [put] = await all('archived=true');
  expect(put).toMatchObject({ name: 'Gemt væk', archived: true, clicks: 30, confirmedOptOuts: 2 });
  expect((await list('?archived=true')).totals?.campaigns).toBe(1);
  expect(names(await all('search=gemt'))).toEqual(['Gemt væk']);
  await edit({ archived: false, name: 'Uge 9' });
  expect(names(await all('archived=true'))).toEqual([]);
  expect((await list('?archived=true')).published).toBeUndefined();
  expect(names(await all('search=gemt'))).toEqual([]);
});

test('a page goes on where the last one ended, whatever is published meanwhile', async () => {
  const first = await list('?sort=name&order=ascending&pageLimit=2');
  expect(names(first.entries)).toEqual(['Uge 9', 'Uge 10']);
  expect(first.totals?.campaigns).toBe(6);
  await publish(owner, HOST, { name: 'Aa' });
  const second: Overview = await json(await owner('GET', first._links.next ?? ''));
  expect(names(second.entries)).toEqual(['Zebra', 'Ærø']);
  expect([second.totals, second.published]).toEqual([undefined, undefined]);
});

test('what it does not take is refused by name', async () => {
  const { _links } = await list('?pageLimit=1');
  const cursor = new URLSearchParams(_links.next?.split('?')[1]).get('cursor') ?? '';
  for (const bad of [
    ...['sort=size', 'order=up', 'pageLimit=0', 'pageLimit=101', `search=${'x'.repeat(201)}`, 'from=-1', 'until=x'],
    ...[`search=${'a%20'.repeat(11)}`, 'cursor=x', 'cursor=WzFd', 'archived=maybe', `host=${'x'.repeat(254)}`],
    `sort=name&cursor=${encodeURIComponent(cursor)}`,
  ]) {
    await problemIn(await owner('GET', `/api/overview?${bad}`), 400);
  }
  expect((await problemIn(await owner('GET', '/api/overview?sort=size'), 400)).detail).toBe(
    'sort is "size"; it must be date, name, recipients, ctr, clicks or opt-outs.',
  );
});

test('CTR divides by the delivered as soon as gateways have said enough, in row, order and sum as in the report', async () => {
  const [few, many] = [
    await publish(owner, HOST, { name: 'Leveret få', recipients: 100 }),
    await publish(owner, HOST, { name: 'Leveret mange', recipients: 100 }),
  ];
  await happened(few, 10);
  await happened(many, 12);
  const rows = () => all('search=leveret&sort=ctr');
  await until(async () => (await rows()).every(({ clicks }) => clicks > 0));
  expect((await rows()).map(({ name, ctr, reached, denominator }) => [name, ctr, reached, denominator])).toEqual([
    ['Leveret mange', 0.12, 100, 'sent'],
    ['Leveret få', 0.1, 100, 'sent'],
  ]);
  const tell = (states: string) => owner('POST', `${pathOf(few)}/delivery`, { body: { first: 0, states } });
  // Half of them are still open: of few told, few delivered would make any rate high.
  await tell('d'.repeat(50));
  const copyOf = async () => {
    const { host, number } = few;
    return env.KV.get<PublishedCounts>(kvKey.counts(host, number, 0), 'json');
  };
  await until(async () => (await copyOf())?.delivery?.delivered === 50);
  expect((await rows())[1]).toMatchObject({ ctr: 0.1, reached: 100, denominator: 'sent' });
  await tell('f'.repeat(50) + 'f'.repeat(50));
  await until(async () => (await rows())[0]?.name === 'Leveret få');
  const found = await rows();
  expect(found.map(({ name, ctr, reached, denominator }) => [name, ctr, reached, denominator])).toEqual([
    ['Leveret få', 10 / 50, 50, 'delivered'],
    ['Leveret mange', 0.12, 100, 'sent'],
  ]);
  for (const campaign of [few, many]) {
    const { numbers, denominator } = await json<Report>(await owner('GET', `${pathOf(campaign)}/report`));
    const row = found.find(({ id }) => id === campaign.id);
    expect([row?.ctr, row?.reached, row?.denominator]).toEqual([
      ...[numbers.ctr.value, numbers.ctr.denominator, denominator],
    ]);
  }
  const { totals } = await list('?search=leveret');
  expect(totals).toMatchObject({ recipients: 200, clickers: 22, reached: 150, ctr: 22 / 150 });
  expect(names(await all('search=leveret&sort=ctr&order=ascending'))).toEqual(['Leveret mange', 'Leveret få']);
});

test('a row divides by the sent until a gateway has said what was delivered', async () => {
  const campaign = await publish(owner, HOST, { name: 'Tidlig række', recipients: 40 });
  await happened(campaign, 8);
  await until(async () => (await all('search=tidlig'))[0]?.clicks === 8);
  expect((await all('search=tidlig'))[0]).toMatchObject({ ctr: 0.2, reached: 40, denominator: 'sent', clicks: 8 });
  const states = 'd'.repeat(20) + 'n'.repeat(20);
  expect((await owner('POST', `${pathOf(campaign)}/delivery`, { body: { first: 0, states } })).status).toBe(204);
  await until(async () => (await all('search=tidlig'))[0]?.denominator === 'delivered');
  expect((await all('search=tidlig'))[0]).toMatchObject({ ctr: 0.4, reached: 20 });
  // More opened the opt-out page than a gateway says were reached: they have the message, here as in the report.
  const record = await recordOf(campaign);
  const optOut = record.links.findIndex(({ kind }) => kind === 'opt-out');
  const openers = Array.from({ length: 25 }, (_, recipient) => recipient);
  await counter(record).store(identity(record), batchId(), batchOf(openers, Date.now() - 10_000, 0, optOut));
  await until(async () => (await all('search=tidlig'))[0]?.reached === 25);
  const report = await json<Report>(await owner('GET', `${pathOf(campaign)}/report`));
  expect(report.numbers.ctr).toMatchObject({ numerator: 8, denominator: 25 });
});

test('campaigns from before their counters told anything are read from KV’s copies', async () => {
  const campaign = await publish(owner, HOST, { name: 'Gammel', recipients: 250_000 });
  const record = await recordOf(campaign);
  const { totals } = await counter(record).report(identity(record));
  const [first, ...rest] = totals.links;
  if (first === undefined) throw new Error('it has links');
  for (const [shard, human] of [11, 22, 33].entries()) {
    const copy: PublishedCounts = {
      totals: {
        ...totals,
        links: [{ ...first, hits: { ...first.hits, human }, unique: human }, ...rest],
        clickers: human,
        timeline: [
          [0, human - 1, human - 1],
          [71, 1, 1],
        ],
      },
      ...{ confirmedOptOuts: shard, asOfMs: 1_700_000_000_000 + shard, campaignPublishedAtMs: record.publishedAtMs },
    };
    await env.KV.put(kvKey.counts(record.host, record.number, shard), JSON.stringify(copy));
  }
  await runInDurableObject(workspaceStub(env), (_, { storage }) => {
    storage.sql.exec('INSERT INTO overview_unread SELECT max(seq) FROM campaign');
  });
  await runDurableObjectAlarm(workspaceStub(env));
  const [found] = await all('search=gammel');
  expect(found).toMatchObject({ clicks: 66, clickers: 66, confirmedOptOuts: 3, asOfMs: 1_700_000_000_002 });
  expect(found?.early).toEqual([63, ...new Array<number>(22).fill(0), 3]);
  await runInDurableObject(workspaceStub(env), (_, { storage }) => {
    expect(storage.sql.exec('SELECT * FROM overview_unread').toArray()).toEqual([]);
  });
});

test('a copy that is damaged keeps no other campaign from being read', async () => {
  const log = vi.spyOn(console, 'error').mockImplementation(() => {});
  const older = await publish(owner, HOST, { name: 'Hel' });
  const damaged = [await publish(owner, HOST, { name: 'Skadet' }), await publish(owner, HOST, { name: 'Halv' })];
  const { totals } = await counter(await recordOf(older)).report(identity(await recordOf(older)));
  const whole: PublishedCounts = { ...{ totals, confirmedOptOuts: 7, asOfMs: 1_700_000_000_000 } };
  await env.KV.put(kvKey.counts(HOST, older.number, 0), JSON.stringify(whole));
  const texts = ['{"totals":', JSON.stringify({ ...whole, totals: { ...totals, timeline: null } })];
  for (const [i, { number }] of damaged.entries()) await env.KV.put(kvKey.counts(HOST, number, 0), texts[i] ?? '');
  await runInDurableObject(workspaceStub(env), (_, { storage }) => {
    storage.sql.exec('INSERT INTO overview_unread SELECT seq FROM campaign ORDER BY seq DESC LIMIT 3');
  });
  await until(async () => {
    await runDurableObjectAlarm(workspaceStub(env));
    return (await all('search=hel'))[0]?.confirmedOptOuts === 7;
  });
  await runInDurableObject(workspaceStub(env), (_, { storage }) => {
    expect(storage.sql.exec('SELECT * FROM overview_unread').toArray()).toEqual([]);
  });
  const events = log.mock.calls.map(([line]) => JSON.parse(String(line)) as { event: string; key?: string });
  expect(events.filter(({ event }) => event === 'copy-unread').map(({ key }) => key)).toEqual(
    damaged.map(({ number }) => kvKey.counts(HOST, number, 0)).reverse(),
  );
  vi.restoreAllMocks();
});

test('while the workspace does not hear it KV gets its copy all the same, and the overview is told later', async () => {
  const log = vi.spyOn(console, 'error').mockImplementation(() => {});
  const campaign = await publish(owner, HOST, { name: 'Uhørt' });
  const record = await recordOf(campaign);
  const object = counter(record);
  const hears = (isHeard: boolean) =>
    runInDurableObject(object, (instance: ClickCounter) => {
      const away = { getByName: () => ({ noteFigures: () => Promise.reject(new Error('away')) }) };
      Object.defineProperty(instance, 'env', {
        value: isHeard ? env : { ...env, WORKSPACE: away },
        configurable: true,
      });
    });
  await hears(false);
  await happened(campaign, 4);
  await until(async () => (await env.KV.get(kvKey.counts(record.host, record.number, 0))) !== null);
  await until(async () => log.mock.calls.length > 0);
  expect(JSON.parse(String(log.mock.calls[0]?.[0]))).toMatchObject({ event: 'overview-untold', host: HOST, shard: 0 });
  expect((await all('search=uhørt'))[0]).toMatchObject({ clicks: 0, asOfMs: 0 });
  await hears(true);
  await until(async () => (await all('search=uhørt'))[0]?.clicks === 4);
  vi.restoreAllMocks();
});

test('a campaign that is taken out of the catalogue leaves nothing here', async () => {
  const campaign = await publish(owner, HOST, { name: 'Slettet kampagne', template: 'hemmelig tekst' });
  await happened(campaign, 3);
  await until(async () => (await all('search=hemmelig'))[0]?.clicks === 3);
  await runInDurableObject(workspaceStub(env), (_, { storage }) => {
    const { seq } = storage.sql
      .exec<{ seq: number }>('SELECT seq FROM campaign WHERE host = ? AND number = ?', HOST, campaign.number)
      .one();
    storage.sql.exec('DELETE FROM campaign WHERE seq = ?', seq);
    for (const table of ['overview', 'overview_text', 'overview_shard', 'overview_stale', 'overview_unread']) {
      expect(storage.sql.exec(`SELECT * FROM ${table} WHERE seq = ?`, seq).toArray()).toEqual([]);
    }
  });
  expect(await all('search=hemmelig')).toEqual([]);
});
