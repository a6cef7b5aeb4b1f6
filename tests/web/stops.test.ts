/** Who opted out is no recipient: of the next list, of a file made later, and not of the list as it was for a campaign before. */
import { load } from 'klikspor/texts';
import { afterEach, expect, test, vi } from 'vitest';
import { CANCELLED } from '../../web/src/engine/control.ts';
import { createEngine, type Engine } from '../../web/src/engine/engine.ts';
import type { ImportAsk, ListSummary } from '../../web/src/list-reading/summary.ts';
import { answerStops, type Said, stopPage } from '../support/stop-pages.ts';

const core = await load();
const quiet = { cancelled: () => false, progress: () => {} };
const BRAND = 's.brand.dk';
const SCOPES = [
  { host: null },
  { host: BRAND },
  { host: 's.other.dk' },
  { host: BRAND, list: 'Nyhedsbrev' },
  { host: BRAND, list: 'Klub' },
  { host: 's.other.dk', list: 'Klub' },
];

/** What the worker knows; null: it does not answer. The engine keeps what it has read, as a page does, so it only grows. */
let history: Said[] = [];
let pageLength = 100;
let isAway = false;
let asked = 0;
vi.stubGlobal('fetch', async (address: string) => {
  asked++;
  if (isAway) throw new TypeError('Failed to fetch');
  const answer = answerStops(address, (after) => {
    const from = Number(after ?? 0);
    return stopPage(history.slice(from, from + pageLength), { from, newest: history.length, scopes: SCOPES });
  });
  return answer ?? new Response('', { status: 404 });
});
afterEach(() => {
  isAway = false;
});

const rows = (...numbers: number[]) => `navn;mobil\n${numbers.map((number) => `A;${number}\n`).join('')}`;

async function read(engine: Engine, csv: string, more: Partial<ImportAsk> = {}): Promise<ListSummary> {
  const file = new File([csv], 'kunder.csv');
  const ask = { file, numberColumn: null, country: 'DK', plainValues: false, host: BRAND, ...more };
  const answer = await engine.importFile(ask, quiet);
  if (answer === CANCELLED || !answer.ok) throw new Error('the list was not read');
  return answer.list;
}

const now = async (engine: Engine, host = BRAND) => {
  const answer = await engine.stops({ about: 'now', host, listName: '' }, quiet);
  return answer === CANCELLED ? null : answer;
};

test('while the worker is away nobody is left out, and the list says so', async () => {
  isAway = true;
  const engine = createEngine(core);
  const { size, stops } = await read(engine, rows(20123456, 20123457));
  expect([size, stops]).toEqual([
    2,
    { changes: null, isAsThen: false, host: BRAND, listName: '', total: 0, rows: [], bySource: {} },
  ]);
  expect(await now(engine)).toMatchObject({ changes: null });
});

test('whoever opted out of the brand or of everything is left out, each with the row, the day and why', async () => {
  history = [
    { number: 4520123456, host: BRAND, day: 20_000 },
    { number: 4520123457, source: 'keyword', day: 20_001 },
    { number: 4520123458, host: 's.other.dk' },
    { number: 4520123459, host: BRAND, source: 'import' },
    { number: 4520123459, host: BRAND, source: 'marketer', isStart: true },
    // Of the brand she takes it back; everything was another matter.
    { number: 4520123457, host: BRAND, isStart: true },
  ];
  const engine = createEngine(core);
  const list = await read(engine, rows(20123455, 20123456, 20123457, 20123458, 20123459, 20123456));
  expect(list.size).toBe(3);
  expect(list.leftOutByProblem).toEqual({ 'number-duplicate': 1 });
  expect(list.stops).toEqual({
    ...{
      changes: 6,
      isAsThen: false,
      host: BRAND,
      listName: '',
      total: 2,
      bySource: { 'opt-out-page': 1, keyword: 1 },
    },
    rows: [
      { line: 3, value: '20123456', day: 20_000, source: 'opt-out-page', host: BRAND, list: '' },
      { line: 4, value: '20123457', day: 20_001, source: 'keyword', host: '', list: '' },
    ],
  });
  expect((await read(engine, rows(20123456, 20123458), { host: 's.other.dk' })).stops.rows).toMatchObject([
    { line: 3 },
  ]);
  expect((await read(engine, rows(20123456, 20123457, 20123458), { host: '' })).stops.rows).toMatchObject([
    { line: 3 },
  ]);
});

test('a change is known to the next list, by one short answer', async () => {
  const engine = createEngine(core);
  const before = asked;
  expect((await read(engine, rows(20123460))).size).toBe(1);
  expect(asked).toBe(before + 1);
  history.push({ number: 4520123460, host: BRAND });
  expect(await now(engine)).toMatchObject({ changes: 7, stopped: 1 });
  expect((await read(engine, rows(20123460))).stops.total).toBe(1);
  history.push({ number: 4520123460, host: BRAND, isStart: true });
  expect((await read(engine, rows(20123460))).stops.total).toBe(0);
});

test('a list is read as it was for a campaign before', async () => {
  const engine = createEngine(core);
  const csv = rows(20123456, 20123460);
  expect((await read(engine, csv, { changes: 7 })).stops).toMatchObject({ changes: 7, isAsThen: true, total: 2 });
  expect((await read(engine, csv, { changes: 0 })).stops).toMatchObject({ changes: 0, isAsThen: true, total: 0 });
});

test('a long history comes in several answers, and one that is of another history takes its place', async () => {
  const engine = createEngine(core);
  pageLength = 700;
  for (let number = 0; number < 5_000; number++) history.push({ number: 4530000000 + number, host: BRAND });
  const numbers = Array.from({ length: 6_000 }, (_, row) => 30_000_000 + row);
  const list = await read(engine, rows(...numbers));
  expect([list.size, list.stops.total, list.stops.rows.length]).toEqual([1_000, 5_000, 200]);
  const csv = await engine.stops(
    {
      about: 'csv',
      headings: ['række', 'nummer', 'dag', 'grund', 'gælder', 'liste'],
      everything: 'alt',
      reasons: { 'opt-out-page': 'link', keyword: 'k', import: 'i', marketer: 'm' },
    },
    quiet,
  );
  const lines = csv === CANCELLED ? [] : ((await csv?.csv?.text()) ?? '').split('\r\n');
  expect(lines.length).toBe(5_002);
  expect(lines[1]).toBe('2;30000000;2026-11-29;link;s.brand.dk;');

  // Restored from a backup: what comes begins at the start again.
  const answerAgain = stopPage([{ number: 4520123456, host: BRAND }], { from: 0, newest: 1, scopes: SCOPES });
  const { take } = await import('../../web/src/engine/stops.ts');
  expect(take(answerAgain)).toBe(true);
  history = [{ number: 4520123456, host: BRAND }];
  expect((await read(engine, rows(20123456, 30000000))).stops).toMatchObject({ changes: 1, total: 1 });
});

test('hashes of a campaign’s numbers come shard by shard, of the half it is for', async () => {
  const { hashNumbers } = await (await import('klikspor/sending')).load();
  const key = Uint8Array.from({ length: 16 }, (_, at) => at);
  const engine = createEngine(core);
  const { version } = await read(engine, rows(20000001, 20000002, 20000003, 20000004, 20000005));
  const wanted = { about: 'hashes', listVersion: version, half: null, shards: 2, recipients: 5 } as const;
  const made = await engine.stops(wanted, quiet);
  const hashed = (...numbers: number[]) => Buffer.from(hashNumbers(key, Float64Array.from(numbers))).toString('base64');
  expect(made).toMatchObject({
    hashes: [hashed(4520000001, 4520000003, 4520000005), hashed(4520000002, 4520000004)],
  });
  // Of another list, or of one with another number of recipients, nothing is made.
  expect(await engine.stops({ ...wanted, listVersion: version + 1 }, quiet)).toBeNull();
  for (const recipients of [4, 6]) expect(await engine.stops({ ...wanted, recipients }, quiet)).toBeNull();

  const split = await read(engine, rows(20000001, 20000002, 20000003, 20000004, 20000005), { split: [1, 2, 3, 4] });
  const whole = split.halves.map(async ({ size }, half) => {
    const ask = { ...wanted, listVersion: split.version, half: half as 0 | 1, shards: 1, recipients: size };
    const found = await engine.stops(ask, quiet);
    return found === CANCELLED ? '' : Buffer.from(found?.hashes[0] ?? '', 'base64').toString('hex');
  });
  const eights = (await Promise.all(whole)).join('').match(/.{16}/g);
  const all = Buffer.from(
    hashNumbers(key, Float64Array.of(4520000001, 4520000002, 4520000003, 4520000004, 4520000005)),
  );
  expect(eights?.toSorted()).toEqual(all.toString('hex').match(/.{16}/g)?.toSorted());
});

test('hashes are of the list as it was when they were asked for, and each shard begins a lot of its own', async () => {
  const engine = createEngine(core);
  const many = Array.from({ length: 40_000 }, (_, at) => 20_000_000 + at);
  const { version } = await read(engine, rows(...many));
  const made = engine.stops(
    { about: 'hashes', listVersion: version, half: null, shards: 2, recipients: many.length },
    quiet,
  );
  await read(engine, rows(20000001));
  const answer = await made;
  const lots = answer === CANCELLED ? [] : answer?.hashes.map((lot) => Buffer.from(lot, 'base64').length / 8);
  expect(lots).toEqual([16_384, 3_616, 16_384, 3_616]);
});

test('a file of opt-outs becomes hashes, and no list', async () => {
  const engine = createEngine(core);
  const list = await read(engine, rows(20000001));
  const file = new File([`${rows(20000002, 20000003, 20000002)}A;\n`], 'afmeldte.csv');
  const ask = { file, country: 'DK', numberColumn: null, wanted: { kind: 'all' } } as const;
  const answer = await engine.readStopsFile(ask, quiet);
  expect(answer).toMatchObject({ ok: true, numbers: 2, wanted: 2, leftOutTotal: 1 });
  if (answer === CANCELLED || !answer.ok) throw new Error('the file was not read');
  const { hashes, leftOut } = answer;
  expect(hashes.map((lot) => Buffer.from(lot, 'base64').length)).toEqual([16]);
  expect(leftOut).toMatchObject([{ line: 5, problem: 'number-missing' }]);
  const prints = await engine.listPrints({ listVersion: list.version, secret: null, seed: null }, quiet);
  expect(prints).toMatchObject({ rows: 1 });
  const other = await engine.readStopsFile({ ...ask, file: new File(['a;b\nc;d\n'], 'x.csv') }, quiet);
  expect(other).toMatchObject({ ok: false, failure: 'no-number-column', columns: ['a', 'b'] });
  // Two columns come into question: it is asked which, and the answer is taken.
  const rowsOfTwo = Array.from({ length: 20 }, (_, row) => `2${row + 10}12345;3${row + 10}54321\n`).join('');
  const two = new File([`a;b\n${rowsOfTwo}`], 'to.csv');
  const asked = await engine.readStopsFile({ ...ask, file: two }, quiet);
  expect(asked).toMatchObject({ ok: false, failure: null, question: { kind: 'number-column' } });
  expect(await engine.readStopsFile({ ...ask, file: two, numberColumn: 1 }, quiet)).toMatchObject({ numbers: 20 });
});

test('who opted out of one list is left out of that one, of all the domain sends where no list is named, and of no other', async () => {
  history = [
    { number: 4540000001, host: BRAND, list: 'Nyhedsbrev' },
    { number: 4540000002, host: BRAND, list: 'Klub', source: 'import' },
    { number: 4540000003, host: BRAND },
    { number: 4540000004 },
    { number: 4540000005, host: 's.other.dk', list: 'Klub' },
    // Of both, and back to one.
    { number: 4540000006, host: BRAND, list: 'Nyhedsbrev' },
    { number: 4540000006, host: BRAND, list: 'Klub' },
    { number: 4540000006, host: BRAND, list: 'Nyhedsbrev', isStart: true },
    // Of one, and back to all, which is another matter.
    { number: 4540000007, host: BRAND, list: 'Nyhedsbrev' },
    { number: 4540000007, host: BRAND, isStart: true },
  ];
  // Another history than the one before.
  const { take } = await import('../../web/src/engine/stops.ts');
  take(stopPage(history, { from: 0, newest: history.length, scopes: SCOPES }));
  const engine = createEngine(core);
  const csv = rows(40000001, 40000002, 40000003, 40000004, 40000005, 40000006, 40000007);
  const left = async (host: string, listName: string) =>
    (await read(engine, csv, { host, listName })).stops.rows.map(({ value, list }) => [value.slice(-1), list]);
  expect(await left(BRAND, 'Nyhedsbrev')).toEqual([
    ['1', 'Nyhedsbrev'],
    ['3', ''],
    ['4', ''],
    ['7', 'Nyhedsbrev'],
  ]);
  expect(await left(BRAND, 'Klub')).toEqual([
    ['2', 'Klub'],
    ['3', ''],
    ['4', ''],
    ['6', 'Klub'],
  ]);
  // A list that nobody has opted out of.
  expect(await left(BRAND, 'Ny')).toEqual([
    ['3', ''],
    ['4', ''],
  ]);
  expect((await left(BRAND, '')).map(([row]) => row)).toEqual(['1', '2', '3', '4', '6', '7']);
  expect(await left('s.other.dk', 'Klub')).toEqual([
    ['4', ''],
    ['5', 'Klub'],
  ]);
  expect(await left('', '')).toEqual([['4', '']]);
  // What is asked when it is published is the same.
  const { stopped } = (await engine.stops({ about: 'now', host: BRAND, listName: 'Klub' }, quiet)) as {
    stopped: number;
  };
  expect(stopped).toBe(3);
});

test('as plain arithmetic has it: random words on many lists, read as of any moment', async () => {
  const { stopsFor, take } = await import('../../web/src/engine/stops.ts');
  let seed = 7;
  const random = (below: number) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
    return (seed >> 8) % below;
  };
  const said: Said[] = Array.from({ length: 3_000 }, () => {
    const scope = SCOPES[random(SCOPES.length)];
    return {
      number: 4550000000 + random(300),
      ...(scope?.host && { host: scope.host }),
      ...(scope?.list && { list: scope.list }),
      isStart: random(3) === 0,
    };
  });
  take(stopPage(said, { from: 0, newest: said.length, scopes: SCOPES }));
  const numbers = Float64Array.from({ length: 300 }, (_, at) => 4550000000 + at);
  for (const [host, listName] of [
    [BRAND, 'Klub'],
    [BRAND, ''],
    ['s.other.dk', 'Klub'],
    ['', ''],
  ] as const) {
    for (const changes of [0, 1, 1_000, 2_999, 3_000]) {
      const last = new Map<string, Said>();
      for (const one of said.slice(0, changes)) last.set(`${one.number} ${one.host} ${one.list}`, one);
      const stopped = new Set(
        [...last.values()].flatMap((one) => {
          const isOf =
            one.host === undefined ||
            (one.host === host && (one.list === undefined || listName === '' || one.list === listName));
          return isOf && one.isStart !== true ? one.number : [];
        }),
      );
      const found = (await stopsFor({ host, listName }, changes))?.find(numbers) ?? new Uint32Array();
      expect([host, listName, changes, [...numbers].filter((_, row) => found[row] !== 0)]).toEqual([
        host,
        listName,
        changes,
        [...stopped].toSorted(),
      ]);
    }
  }
});
