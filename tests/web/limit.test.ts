/** A limit on segments in the engine, against plain counting of every finished message. */
import { load } from 'klikspor';
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { CANCELLED, type Control } from '../../web/src/engine/control.ts';
import type { ListCost } from '../../web/src/engine/cost-sum.ts';
import type { Draft } from '../../web/src/engine/draft.ts';
import { createEngine, type Engine } from '../../web/src/engine/engine.ts';
import type { ExportAnswer, ExportFormat } from '../../web/src/engine/export.ts';
import { GATEWAYS, type Gateway } from '../../web/src/engine/gateways.ts';
import type { Limit } from '../../web/src/limit/limit.ts';
import type { Half } from '../../web/src/list-reading/split.ts';
import type { ListSummary } from '../../web/src/list-reading/summary.ts';
import { seeded } from '../support/random-texts.ts';
import { answerStops, type Said, wholeStops } from '../support/stop-pages.ts';

const core = await load();
const quiet: Control = { cancelled: () => false, progress: () => {} };
const OPTIONS = { linkPrefix: 's.barnetsverden.dk/', width: 8 } as const;

const draftOf = (template: string, limit: Limit | null, half: Half | null = null): Draft => ({
  template,
  options: OPTIONS,
  parameters: {},
  half,
  limit,
});

async function done<T>(answer: Promise<T | typeof CANCELLED>): Promise<T> {
  const value = await answer;
  if (value === CANCELLED) throw new Error('cancelled');
  return value as T;
}

interface Person {
  readonly number: string;
  readonly name: string;
  readonly town: string;
  readonly country: string;
}

const SIGNS_OF_VALUES = [...'abcdefghijklmnopqrstuvwxyzæøåÆØÅ 0123456789', '€', '[', 'ł', 'ë', '“', '🎉', '中'];

/** Values of all lengths, some outside GSM-7, some of pairs; numbers of two countries. */
function people(count: number, seed: number): Person[] {
  const random = seeded(seed);
  const value = (longest: number, signs: number) =>
    Array.from({ length: random(longest) }, () => SIGNS_OF_VALUES[random(signs)] ?? '')
      .join('')
      .replace(/\s+/g, ' ')
      .trim();
  return Array.from({ length: count }, (_, row) => {
    const signs = SIGNS_OF_VALUES.length - (random(3) === 0 ? 0 : 5);
    const isDanish = random(10) < 7;
    return {
      number: String((isDanish ? 4_520_000_000 : 46_701_000_000) + row),
      name: random(10) === 0 ? '' : value(40, signs),
      town: value(120, signs),
      country: isDanish ? 'DK' : 'SE',
    };
  });
}

async function loadPeople(engine: Engine, list: readonly Person[], split = false): Promise<ListSummary> {
  const rows = list.map(({ number, name, town }) => `${name};+${number};${town}\r\n`);
  const file = new File([`navn;mobil;by\r\n${rows.join('')}`], 'list.csv');
  const ask = { file, numberColumn: 1, country: 'DK', plainValues: false };
  const answer = await done(engine.importFile({ ...ask, split: split ? [1, 2, 3, 4] : null }, quiet));
  if (!answer.ok) throw new Error(String(answer.failure));
  expect(answer.list.size).toBe(list.length);
  return answer.list;
}

const MESSAGE =
  'Kære {{navn}}, vi åbner i {{by}}: www.barnetsverden.dk/aabning og www.barnetsverden.dk/kort Afmeld: {{afmeld}}';
const SHORTER = 'Kære {{navn:12|kunde}}, se www.barnetsverden.dk/kort Afmeld: {{afmeld}}';

interface Sent {
  readonly number: string;
  readonly text: string;
  readonly segments: number;
  readonly isUcs2: boolean;
}

/** What everybody is sent, one by one, with sample slugs: finished by the core, counted on its own. */
function expected(list: readonly Person[], draft: Draft): (Sent | null)[] {
  const single = core.createRecipientList(['navn', 'mobil', 'by']);
  single.append(list.map(({ name, number, town }) => [name, number, town]));
  const { limit } = draft;
  const message = core.createTemplate(draft.template, draft.options);
  const shorter = core.createTemplate(limit?.shorter ?? '', draft.options);
  const sent = list.map(({ number }, row) => {
    let { text } = message.render(single, row);
    if (limit && core.planSegments(text).segments > limit.atMost) {
      if (limit.above === 'leave-out') return null;
      if (limit.above === 'shorten' && limit.shorter.trim() !== '') {
        text = shorter.render(single, row).text;
      }
    }
    const { segments, encoding } = core.planSegments(text);
    return { number, text, segments, isUcs2: encoding === 'ucs2' };
  });
  for (const held of [single, message, shorter]) held.delete();
  return sent;
}

const limits = (atMost: number): Limit[] => [
  { atMost, above: 'send', shorter: '' },
  { atMost, above: 'leave-out', shorter: '' },
  { atMost, above: 'shorten', shorter: SHORTER },
  { atMost, above: 'shorten', shorter: '  ' },
];

function agrees(cost: ListCost, list: readonly Person[], sent: readonly (Sent | null)[], asked: readonly number[]) {
  const given = sent.flatMap((message, row) => (message === null ? [] : [{ ...message, row }]));
  expect(cost.recipients).toBe(given.length);
  expect(cost.segmentsTotal).toBe(given.reduce((sum, { segments }) => sum + segments, 0));
  const bySegments: number[] = [];
  for (const { segments } of given) bySegments[segments] = (bySegments[segments] ?? 0) + 1;
  expect(cost.recipientsBySegments).toEqual(Array.from(bySegments, (count) => count ?? 0));
  expect(cost.ucs2).toBe(given.filter(({ isUcs2 }) => isUcs2).length);
  expect(cost.firstUcs2).toBe(given.find(({ isUcs2 }) => isUcs2)?.row ?? -1);
  for (const { country, recipients, segments } of cost.byCountry) {
    const there = given.filter(({ row }) => list[row]?.country === country);
    expect([country, recipients, segments]).toEqual([
      country,
      there.length,
      there.reduce((sum, entry) => sum + entry.segments, 0),
    ]);
  }
  const { limit: counted } = cost;
  if (counted === null) throw new Error('no limit');
  const limit = asked.map((segments, row) => ({ segments, row }));
  return { counted, limit };
}

describe.each([1, 2, 3])('random lists (%i)', (seed) => {
  const engine = createEngine(core);
  const list = people(700, seed);
  let listVersion = 0;
  beforeAll(async () => {
    ({ version: listVersion } = await loadPeople(engine, list));
  });

  const whole = expected(list, draftOf(MESSAGE, null)).map((message) => message?.segments ?? 0);

  test.each([1, 2, 3].flatMap(limits))('cost what everybody is really sent: %j', async (wanted) => {
    const draft = draftOf(MESSAGE, wanted);
    const sent = expected(list, draft);
    const cost = await done(engine.cost(draft, quiet));
    const { counted } = agrees(cost, list, sent, whole);
    const above = whole.flatMap((segments, row) => (segments > wanted.atMost ? [row] : []));
    expect(above.length).toBeGreaterThan(0);
    const isSent = wanted.above === 'send' || (wanted.above === 'shorten' && wanted.shorter.trim() === '');
    const still =
      isSent || wanted.above === 'leave-out' ? [] : above.filter((row) => (sent[row]?.segments ?? 0) > wanted.atMost);
    expect(counted).toMatchObject({
      effect: isSent ? 'send' : wanted.above,
      above: above.length,
      firstAbove: above[0],
      leftOut: wanted.above === 'leave-out' ? above.length : 0,
      stillAbove: still.length,
      firstStillAbove: still[0] ?? -1,
    });
    const instead = (row: number) => (isSent ? wanted.atMost : (sent[row]?.segments ?? 0));
    const difference = (row: number) => (whole[row] ?? 0) - instead(row);
    expect(counted.difference.segments).toBe(above.reduce((sum, row) => sum + difference(row), 0));
    for (const { country, segments } of counted.difference.byCountry) {
      const there = above.filter((row) => list[row]?.country === country);
      expect(segments).toBe(there.reduce((sum, row) => sum + difference(row), 0));
    }
    if (cost.longest >= 0) {
      const most = sent[cost.longest];
      expect(Math.max(...sent.map((message) => message?.segments ?? 0))).toBe(most?.segments);
      expect(cost.longestPlan).toEqual(core.planSegments(most?.text ?? ''));
    }
  });

  test('show, find and list those concerned as they are', async () => {
    for (const wanted of limits(1)) {
      const draft = draftOf(MESSAGE, wanted);
      const sent = expected(list, draft);
      for (const row of [0, 5, 6, 7, 8, 9, 10]) {
        const { instead, rendered } = await done(engine.look({ ...draft, index: row }, quiet));
        const seen = instead === null ? rendered.text : instead.kind === 'nothing' ? null : instead.rendered.text;
        expect(seen).toBe(sent[row]?.text ?? null);
      }
      for (const segments of [1, 2, 3, 4]) {
        const first = sent.findIndex((message) => message?.segments === segments);
        expect(await engine.findSegments({ ...draft, atLeast: segments, atMost: segments }, quiet)).toBe(first);
      }
      const rows = await done(engine.concerned(draft, quiet));
      const above = whole.flatMap((asked, row) =>
        asked > 1 ? [{ row, asked, sent: sent[row]?.segments ?? null }] : [],
      );
      const worst = above.sort((a, b) => (b.sent ?? -1) - (a.sent ?? -1) || b.asked - a.asked || a.row - b.row);
      expect(rows.map(({ row, asked, sent: now }) => ({ row, asked, sent: now }))).toEqual(worst.slice(0, 50));
      for (const { row, values } of rows) {
        for (const { name, value } of values) {
          const own = name === 'navn' ? list[row]?.name : list[row]?.town;
          expect(own?.startsWith(value.replace(/…$/, ''))).toBe(true);
        }
      }
      const csv = await done(engine.aboveCsv({ ...draft, listVersion, headings: ['n', 's', 't'] }, quiet));
      expect((await csv?.text())?.trimEnd().split('\r\n')).toEqual([
        'n;s;t',
        ...above
          .sort((a, b) => a.row - b.row)
          .map(({ row, asked, sent: now }) => `${list[row]?.number};${asked};${now ?? 0}`),
      ]);
    }
  });
});

/** Slugs as the worker streams them: each tells its recipient and link, in the signs of slugs. */
const SIGNS = '23456789BCDFGHJKLMNPQRSTVWXYZbcdfghjkmnpqrstvwxyz';
function slugOf(recipient: number, link: number): string {
  let rest = recipient * 32 + link;
  let slug = '';
  for (let i = 0; i < 8; i++) {
    slug = (SIGNS[rest % SIGNS.length] ?? '') + slug;
    rest = Math.floor(rest / SIGNS.length);
  }
  return slug;
}

/** Who opted out since the list was read. */
let stopped: readonly Said[] = [];

function streamSlugs(links: number): void {
  vi.stubGlobal('fetch', async (address: string) => {
    const aboutStops = answerStops(address, () => wholeStops(stopped));
    if (aboutStops !== undefined) return aboutStops;
    const query = new URL(address, 'http://localhost').searchParams;
    const [from, count] = [Number(query.get('from')), Number(query.get('count'))];
    const slugs = Array.from({ length: count * links }, (_, i) => slugOf(from + Math.floor(i / links), i % links));
    return new Response(slugs.join(''));
  });
}
afterEach(() => vi.unstubAllGlobals());

async function exported(
  engine: Engine,
  draft: Draft,
  summary: ListSummary,
  format: ExportFormat,
  messages: number,
  sharedSlugs = false,
) {
  return done(
    engine.exportMessages(
      {
        ...draft,
        campaignId: 'c',
        ...{ host: '', listName: '' },
        sharedSlugs,
        listVersion: summary.version,
        messages,
        format,
        sender: 'Butikken',
        headings: ['message', 'segments', 'encoding'],
        allColumns: false,
        stopsCsv: {
          ...{ headings: ['number', 'day', 'reason', 'host', 'list'], everything: 'everything' },
          reasons: { 'opt-out-page': 'by the link', keyword: 'STOP', import: 'import', marketer: 'by hand' },
        },
      },
      quiet,
    ),
  );
}

const textIn = async (engine: Engine, draft: Draft, summary: ListSummary, format: ExportFormat, messages: number) => {
  const answer = await exported(engine, draft, summary, format, messages);
  if (!answer.ok) throw new Error(`${answer.failure} ${answer.detail}`);
  expect(answer.messages).toBe(messages);
  return answer.file.text();
};

describe('the files of messages', () => {
  const engine = createEngine(core);
  // More than a part of the list holds.
  const list = people(24_000, 9);
  let summary: ListSummary;
  beforeAll(async () => {
    summary = await loadPeople(engine, list);
  });

  test('are not made where a field of the message has no column: everybody would be sent a gap', async () => {
    streamSlugs(3);
    const renamed = MESSAGE.replace('{{navn}}', '{{fornavn}}');
    const wanted: ExportAnswer = { ok: false, failure: 'field-missing', detail: 'fornavn' };
    expect(await exported(engine, draftOf(renamed, null), summary, 'ndjson', 24_000)).toEqual(wanted);
    const shorter: Limit = {
      atMost: 1,
      above: 'shorten',
      shorter: SHORTER.replace('{{navn:12|kunde}}', '{{fornavn}}'),
    };
    expect(await exported(engine, draftOf(MESSAGE, shorter), summary, 'excel', 24_000)).toEqual(wanted);
    const withFallback = MESSAGE.replace('{{navn}}', '{{fornavn|ven}}');
    expect(await exported(engine, draftOf(withFallback, null), summary, 'ndjson', 24_000)).toMatchObject({ ok: true });
  });

  test.each(limits(1))('lack who opted out since, and nobody else: %j', async (wanted) => {
    streamSlugs(3);
    const draft = draftOf(MESSAGE, wanted);
    const { recipients } = await done(engine.cost(draft, quiet));
    const lines = async () => {
      const answer = await exported(engine, draft, summary, 'ndjson', recipients);
      if (!answer.ok) throw new Error(answer.failure);
      const file = (await answer.file.text()).trimEnd().split('\n');
      expect(file.length).toBe(answer.messages);
      return { file, left: answer.stopped, list: (await answer.stoppedFile?.text()) ?? '' };
    };
    stopped = [];
    const all = await lines();
    // The first and last of the list, and of a part, some that stand together, and one who took it back.
    const out = [0, 7, 8, 9, 19_999, 20_000, 23_999];
    const numberOf = (row: number) => Number(list[row]?.number);
    stopped = [...out, 11].map((row) => ({ number: numberOf(row) }));
    stopped = [...stopped, { number: numberOf(11), isStart: true }];
    const some = await lines();
    const gone = new Set(out.map(numberOf));
    const numberIn = (line: string) => Number((JSON.parse(line) as { to: string }).to.replace(/\D/g, ''));
    const left = all.file.filter((line) => gone.has(numberIn(line)));
    expect(some.file).toEqual(all.file.filter((line) => !left.includes(line)));
    expect(some.left).toBe(left.length);
    // Each of them is named, and nobody else.
    const named = some.list.split('\r\n').slice(1, -1);
    expect(named.map((line) => Number(line.split(';')[0]?.replace(/\D/g, '')))).toEqual(left.map(numberIn));
    for (const line of named) expect(line).toMatch(/;2026-11-29;by the link;everything;$/);
    expect(all.list).toBe('');
    stopped = [];
    await engine.stops({ about: 'now', host: '', listName: '' }, quiet);
  });

  test.each(limits(1))('hold what the panel counted, each link that of its recipient: %j', async (wanted) => {
    streamSlugs(3);
    const draft = draftOf(MESSAGE, wanted);
    const sent = expected(list, draft);
    const cost = await done(engine.cost(draft, quiet));
    const lines = (await textIn(engine, draft, summary, 'ndjson', cost.recipients)).trimEnd().split('\n');
    const messages = lines.map((line) => JSON.parse(line) as { to: string; text: string; segments: number });
    expect(messages).toHaveLength(cost.recipients);
    let total = 0;
    let at = 0;
    const mistakes: string[] = [];
    for (const [row, should] of sent.entries()) {
      if (should === null) continue;
      const is = messages[at++];
      const segments = core.planSegments(is?.text ?? '').segments;
      total += segments;
      const isShorter = !is?.text.includes('åbner');
      const links = isShorter ? [slugOf(row, 1), slugOf(row, 2)] : [0, 1, 2].map((link) => slugOf(row, link));
      const found = [...(is?.text ?? '').matchAll(/barnetsverden\.dk\/(\w{8})/g)].map(([, slug]) => slug);
      const plain = (text: string) => text.replace(/(barnetsverden\.dk\/)\w{8}/g, '$1');
      const right =
        is?.to.replace(/\D/g, '') === should.number &&
        segments === is.segments &&
        segments === should.segments &&
        plain(is.text) === plain(should.text) &&
        found.join() === links.join();
      if (!right) mistakes.push(`${row}: ${JSON.stringify(is)} instead of ${JSON.stringify(should)}, ${links}`);
    }
    expect(mistakes.slice(0, 3)).toEqual([]);
    expect(total).toBe(cost.segmentsTotal);
  });

  test('are the same in every format', async () => {
    streamSlugs(3);
    const some = createEngine(core);
    const fewer = await loadPeople(some, list.slice(0, 600));
    for (const wanted of limits(1).slice(1, 3)) {
      const draft = draftOf(MESSAGE, wanted);
      const { recipients } = await done(some.cost(draft, quiet));
      const texts = async (format: ExportFormat) => textIn(some, draft, fewer, format, recipients);
      const json = (await texts('ndjson'))
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as Record<string, unknown>);
      const csv = (await texts('generic')).trimEnd().split('\r\n').slice(1);
      const rows = json.map(({ to, text, segments, encoding }) =>
        [to, text, segments, encoding === 'gsm7' ? 'GSM-7' : 'UCS-2']
          .map((cell) => core.csvField(String(cell), ',', true))
          .join(','),
      );
      expect(csv).toEqual(rows);
      for (const gateway of Object.keys(GATEWAYS) as Gateway[]) {
        const file = await texts(gateway);
        const missing = json.filter(({ text }) => {
          const written = [JSON.stringify(text), core.csvField(String(text), ',', true)];
          return !written.some((as) => file.includes(as));
        });
        expect([gateway, missing.slice(0, 3)]).toEqual([gateway, []]);
        // Each recipient has slugs of his own: so many texts, so many messages.
        expect(file.match(/Afmeld: /g)).toHaveLength(recipients);
      }
    }
  });

  test('of an aggregate campaign have the same links in both texts', async () => {
    streamSlugs(3);
    const draft = draftOf(MESSAGE, { atMost: 1, above: 'shorten', shorter: SHORTER });
    const answer = await exported(engine, draft, summary, 'ndjson', list.length, true);
    if (!answer.ok) throw new Error(String(answer.failure));
    const links = (await answer.file.text())
      .trimEnd()
      .split('\n')
      .map((line) => {
        const { text } = JSON.parse(line) as { text: string };
        return [...text.matchAll(/barnetsverden\.dk\/(\w{8})/g)].map(([, slug]) => slug).join();
      });
    const [first, second, third] = [0, 1, 2].map((link) => slugOf(0, link));
    expect(new Set(links)).toEqual(new Set([[first, second, third].join(), [second, third].join()]));
  });

  test('are refused where they would not be what was published', async () => {
    streamSlugs(3);
    const leaveOut = draftOf(MESSAGE, { atMost: 1, above: 'leave-out', shorter: '' });
    expect(await exported(engine, leaveOut, summary, 'ndjson', list.length)).toMatchObject({
      failure: 'values-changed',
    });
    const foreign = draftOf(MESSAGE, { atMost: 1, above: 'shorten', shorter: 'Se www.andre.dk {{afmeld}}' });
    expect(await exported(engine, foreign, summary, 'ndjson', list.length)).toMatchObject({ failure: 'refused' });
  });
});

describe('two versions', () => {
  test('each keep the limit over their own half, and the halves do not change', async () => {
    const engine = createEngine(core);
    const list = people(3_001, 4);
    const summary = await loadPeople(engine, list, true);
    streamSlugs(3);
    const numbers: string[] = [];
    for (const half of [0, 1] as const) {
      const wanted: Limit = { atMost: 1, above: half === 0 ? 'leave-out' : 'shorten', shorter: SHORTER };
      const draft = draftOf(MESSAGE, wanted, half);
      const before = await done(engine.cost(draftOf(MESSAGE, null, half), quiet));
      const cost = await done(engine.cost(draft, quiet));
      expect(before.recipients).toBe(summary.halves[half]?.size);
      expect(cost.recipients + (cost.limit?.leftOut ?? 0)).toBe(before.recipients);
      const file = await textIn(engine, draft, summary, 'ndjson', cost.recipients);
      const messages = file
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as { to: string; segments: number });
      expect(messages.reduce((sum, { segments }) => sum + segments, 0)).toBe(cost.segmentsTotal);
      numbers.push(...messages.map(({ to }) => to));
    }
    expect(new Set(numbers).size).toBe(numbers.length);
  });
});

test('100,000 recipients are counted exactly under every choice', async () => {
  const engine = createEngine(core);
  const list = people(100_000, 5);
  await loadPeople(engine, list);
  const segmentsOf = (template: string) => expected(list, draftOf(template, null)).map((sent) => sent?.segments ?? 0);
  const [asked, instead] = [segmentsOf(MESSAGE), segmentsOf(SHORTER)];
  for (const wanted of limits(1).slice(0, 3)) {
    const sent = asked.flatMap((segments, row) => {
      if (segments <= 1 || wanted.above === 'send') return [segments];
      return wanted.above === 'leave-out' ? [] : [instead[row] ?? 0];
    });
    const cost = await done(engine.cost(draftOf(MESSAGE, wanted), quiet));
    expect(cost.recipients).toBe(sent.length);
    expect(cost.segmentsTotal).toBe(sent.reduce((sum, segments) => sum + segments, 0));
  }
}, 240_000);

describe('links of a shorter text', () => {
  const engine = createEngine(core);
  test.each([
    ['a.dk/1 a.dk/2 {{afmeld}}', 'a.dk/2 {{afmeld}}', [1, 2]],
    ['a.dk/1 {{afmeld}}', 'https://a.dk/1', [0]],
    ['a.dk/1 a.dk/1', 'a.dk/1 a.dk/1 a.dk/1', [0, 1, 1]],
    ['a.dk/1', 'a.dk/2 {{afmeld}}', [-1, -1]],
    ['a.dk/1', 'Kom nu', []],
  ])('of %j in %j are %j', async (template, shorter, links) => {
    expect(await engine.shorterLinks({ template, options: OPTIONS, shorter }, quiet)).toEqual(links);
  });
});
