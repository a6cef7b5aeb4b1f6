import { type CampaignShape, type Hit, LONGEST_BATCH, load } from 'klikspor';
import { expect, test } from 'vitest';

const core = await load();
const published = 1795800000000;
const empty = new Uint8Array();
const shape: CampaignShape = {
  recipients: 1000,
  links: ['destination', 'opt-out'],
  shards: 1,
  shard: 0,
  tracking: 'recipient',
  publishedAtMs: published,
};
const iphone = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Safari/604.1';

const hit = (recipient: number, more: Partial<Hit> = {}): Hit => ({
  atMs: published + recipient,
  recipient,
  link: 0,
  class: 'human',
  reason: 'person',
  rules: 20261123,
  agent: 0,
  country: 'DK',
  asn: 3292,
  signals: 5,
  ...more,
});
const pack = (hits: readonly Hit[], agents = [iphone]) => core.packHits({ agents, hits, attempts: 0, detours: 0 });
const many = (count: number) => Array.from({ length: count }, (_, recipient) => hit(recipient));

test('a batch comes back as it was, every class and text included', () => {
  const batch = {
    agents: [iphone, 'Ærø-app/1 \u{1f600}', ''],
    hits: [
      hit(1),
      hit(2, { class: 'preview', reason: 'agent-preview', agent: 1 }),
      hit(3, { class: 'scanner', agent: 2, country: '' }),
      hit(4, { class: 'prefetch', atMs: published - 7, country: 'T1' }),
      hit(5, { class: 'head', asn: 4294967295, recipient: 4294967295, link: 16777215, signals: 65535 }),
      hit(6, { class: 'test', atMs: 2 ** 53 - 1, rules: 0 }),
    ],
    attempts: 2,
    detours: 1,
  };
  expect(core.unpackHits(core.packHits(batch))).toEqual(batch);
});

test('an empty batch is a batch', () => {
  expect(core.unpackHits(pack([]))).toEqual({ agents: [], hits: [], attempts: 0, detours: 0 });
});

test('a header is read and stamped without unpacking', () => {
  const bytes = pack(many(3));
  expect(core.batchHeader(bytes)).toEqual({
    attempts: 0,
    detours: 0,
    hits: 3,
    firstMs: published,
    lastMs: published + 2,
  });
  const stamped = core.stampBatch(bytes, 2, 1);
  expect(core.unpackHits(stamped ?? empty)).toMatchObject({ attempts: 2, detours: 1 });
  expect(core.batchHeader(bytes)).toMatchObject({ attempts: 0 });
});

test('what is no batch gives null', () => {
  const bytes = pack(many(10));
  const damaged = bytes.slice();
  damaged[20] = (damaged[20] ?? 0) ^ 1;
  for (const wrong of [empty, bytes.slice(1), bytes.slice(0, -1), damaged, new Uint8Array(LONGEST_BATCH + 1)]) {
    expect(core.unpackHits(wrong)).toBeNull();
    expect(core.batchHeader(wrong)).toBeNull();
    expect(core.stampBatch(wrong, 1, 0)).toBeNull();
    expect(() => core.foldHits(empty, [bytes, wrong], shape)).toThrow('batches[1] is not a batch');
  }
});

test('more hits than fit are refused by one call and split by the other', () => {
  const hits = many(20000);
  expect(() => pack(hits)).toThrow(/20000 hits do not fit in 65536 octets, the first \d+ do; use packHitBatches/);
  const batches = core.packHitBatches({ agents: [iphone], hits, attempts: 0, detours: 0 });
  expect(batches.every((batch) => batch.length <= LONGEST_BATCH)).toBe(true);
  expect(batches.flatMap((batch) => core.unpackHits(batch)?.hits ?? [])).toEqual(hits);
});

test('numbers outside their range and indices outside their table are refused by name', () => {
  expect(() => pack([hit(1, { agent: 1 })])).toThrow('hits[0].agent is 1; it must be a whole number from 0 to 0');
  expect(() => pack([hit(1), hit(1, { atMs: -1 })])).toThrow(/hits\[1\]\.atMs is -1/);
  expect(() => pack([hit(1, { link: 16777216 })])).toThrow(/hits\[0\]\.link is 16777216/);
  expect(() => pack([hit(1, { class: 'robot' as 'human' })])).toThrow(/hits\[0\]\.class is robot/);
});

test('folding counts clicks, uniques, openings and machines apart', () => {
  const batches = [
    pack([hit(1), hit(1, { atMs: published + 3600000 }), hit(2), hit(3, { class: 'preview', reason: 'x' })]),
    pack([hit(4, { link: 1 }), hit(4, { link: 1 }), hit(8388607), hit(5, { class: 'test' })]),
  ];
  const state = core.foldHits(empty, batches, shape);
  expect(core.totalsOf(state, shape)).toEqual({
    links: [
      { hits: { human: 3, preview: 1, scanner: 0, prefetch: 0, head: 0, test: 2 }, unique: 2 },
      { hits: { human: 2, preview: 0, scanner: 0, prefetch: 0, head: 0, test: 0 }, unique: 1 },
    ],
    clickers: 2,
    openers: 1,
    timeline: [
      [0, 2, 2],
      [1, 1, 0],
    ],
    countries: { DK: 3 },
    devices: { ios: 3, android: 0, other: 0 },
    lastHitMs: published + 8388607,
  });
});

test('an empty state has the totals of nothing', () => {
  const totals = core.totalsOf(empty, shape);
  expect(totals.links).toHaveLength(2);
  expect(totals).toMatchObject({ clickers: 0, timeline: [], countries: {}, lastHitMs: 0 });
  expect(core.pendingOf(empty)).toEqual({ hits: 0, firstMs: 0 });
});

const twoLinks = { ...shape, links: ['destination', 'destination', 'opt-out'] } as const;

test('with a settle limit young hits wait and all destinations at once are a scan', () => {
  const batch = pack([hit(1), hit(2), hit(2, { link: 1 }), hit(900, { atMs: published + 9000 })]);
  const state = core.foldHits(empty, [batch], twoLinks, published + 5000);
  expect(core.pendingOf(state)).toEqual({ hits: 1, firstMs: published + 9000 });
  expect(core.totalsOf(state, twoLinks)).toMatchObject({ clickers: 1, openers: 0 });
  expect(core.totalsOf(state, twoLinks).links[0]?.hits).toMatchObject({ human: 1, scanner: 1 });
  const later = core.foldHits(state, [], twoLinks, published + 20000);
  expect(core.pendingOf(later)).toEqual({ hits: 0, firstMs: 0 });
  expect(core.totalsOf(later, twoLinks).clickers).toBe(2);
});

test('scans are told by batch and place, and a cleared recipient gets them back, once', () => {
  const batches = [
    { seq: 7, bytes: pack([hit(1), hit(2, { class: 'preview' }), hit(2)]) },
    { seq: 9, bytes: pack([hit(2, { link: 1 }), hit(2, { link: 2 }), hit(3, { atMs: published + 9000 }), hit(200)]) },
  ];
  const small = { ...twoLinks, recipients: 100 };
  const { state, scans } = core.foldBatches(empty, batches, small, published + 5000);
  expect(scans).toEqual([
    { seq: 7, recipient: 2, hits: [2] },
    { seq: 9, recipient: 2, hits: [0, 1] },
  ]);
  const asked = batches.map((batch) => ({ ...batch, scanned: scans.find(({ seq }) => seq === batch.seq)?.hits ?? [] }));
  const said = (of: Uint8Array) =>
    core.outcomesOf(of, small, asked).map((hits) => hits?.map((one) => `${one.class} ${one.standing} ${one.change}`));
  expect(said(state)).toEqual([
    ['human counted null', 'preview counted null', 'scanner counted all-links-at-once'],
    [
      'scanner counted all-links-at-once',
      'scanner counted all-links-at-once',
      'human waiting null',
      'human left-out null',
    ],
  ]);
  const scansOf = (recipient: number) =>
    asked.filter(() => recipient === 2).map(({ bytes, scanned }) => ({ bytes, hits: scanned }));
  const cleared = core.clearRecipients(state, small, [2, 5, 2], scansOf);
  expect(said(cleared)[1]?.slice(0, 2)).toEqual(Array(2).fill('human counted opt-out-confirmed'));
  expect(core.totalsOf(cleared, small)).toMatchObject({ clickers: 2, openers: 1, devices: { ios: 3 } });
  expect(core.totalsOf(cleared, small).links.map(({ hits }) => hits.scanner)).toEqual([0, 0, 0]);
  expect(core.clearRecipients(cleared, small, [2], scansOf)).toEqual(cleared);
  expect(core.outcomesOf(state, small, [{ seq: 1, bytes: empty, scanned: [] }])).toEqual([null]);
  expect(() => core.foldBatches(empty, [{ seq: 0, bytes: empty }], small)).toThrow(/batches\[0\]\.seq is 0/);
});

test('a state of another shape is refused, and the next call works', () => {
  const state = core.foldHits(empty, [pack(many(5))], shape);
  expect(() => core.foldHits(state, [], { ...shape, shards: 2 })).toThrow(/state is damaged/);
  expect(() => core.totalsOf(state.slice(0, -1), shape)).toThrow(/state is damaged/);
  expect(() => core.totalsOf(state, { ...shape, shard: 1 })).toThrow(/shape\.shard is 1/);
  expect(core.totalsOf(state, shape).clickers).toBe(5);
});

test('shards add up, through JSON as well', () => {
  const parts = [0, 1, 2].map((shard) => {
    const mine = { ...shape, shards: 3, shard };
    const hits = many(1000).filter(({ recipient }) => recipient % 3 === shard);
    const totals = core.totalsOf(core.foldHits(empty, [pack(hits)], mine), mine);
    return JSON.parse(JSON.stringify(totals));
  });
  const whole = core.totalsOf(core.foldHits(empty, [pack(many(1000))], shape), shape);
  expect(core.sumTotals(parts)).toEqual(whole);
  expect(core.sumTotals([])).toMatchObject({ links: [], clickers: 0 });
});

test('the report divides recipients by recipients', () => {
  const hits = [...many(200), ...many(50), ...Array.from({ length: 40 }, (_, i) => hit(i, { link: 1 }))];
  const totals = core.totalsOf(core.foldHits(empty, [pack(hits)], shape), shape);
  const report = core.reportNumbers(totals, shape.links, 1000, 10);
  expect(report).toMatchObject({
    clicks: 250,
    uniqueClicks: 200,
    ctr: { numerator: 200, denominator: 1000, value: 0.2 },
    optOut: { pagesOpened: 40, confirmed: 10, rate: { value: 0.01 } },
    machineHits: { preview: 0, scanner: 0, prefetch: 0, head: 0, test: 0 },
    links: [
      { clicks: 250, uniqueClicks: 200 },
      { clicks: 40, uniqueClicks: 40 },
    ],
  });
  expect(report.ctr.low).toBeCloseTo(0.176377, 6);
  expect(report.ctr.high).toBeCloseTo(0.225919, 6);
  expect(core.reportNumbers(totals, shape.links, 0, 0).ctr).toEqual({
    numerator: 0,
    denominator: 0,
    value: 0,
    low: 0,
    high: 0,
  });
  expect(() => core.reportNumbers(totals, shape.links, -1, 0)).toThrow(/denominator is -1/);
});

test('opt-out keywords are recognised as they are natively', () => {
  for (const text of ['STOP', ' stopp! ', 'afmeld mig tak', 'Opt-out', 'STÓP', '\ufeffstop']) {
    expect(core.isOptOutKeyword(text)).toBe(true);
  }
  for (const text of ['', 'tak', 'stop by our shop', 'don\u2019t stop', '\ud83d', `stop${' '.repeat(5000)}`]) {
    expect(core.isOptOutKeyword(text)).toBe(false);
  }
});

test('20,000 hits fill several batches and are folded to the last', () => {
  const hits = many(20000).map((one, i) => ({ ...one, recipient: i % 1000 }));
  const batches = core.packHitBatches({ agents: [iphone], hits, attempts: 0, detours: 0 });
  const state = core.foldHits(empty, batches, shape, published + 100000);
  expect(core.totalsOf(state, shape).links[0]?.hits.human).toBe(20000);
});
