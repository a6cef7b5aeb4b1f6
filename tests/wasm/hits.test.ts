import { type CampaignShape, type Hit, LONGEST_BATCH, load, type ShardState } from 'klikspor/edge';
import { load as loadReporting } from 'klikspor/reporting';
import { expect, test } from 'vitest';
import { packedOnce } from '../support/batches.ts';

const core = await load();
const reports = await loadReporting();
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
  userAgent: iphone,
  country: 'DK',
  asn: 3292,
  signals: 5,
  ...more,
});
const packAll = (hits: readonly Hit[]) => {
  const batch = core.createHitBatch();
  batch.append(hits);
  const packed = batch.pack();
  batch.delete();
  return packed;
};
const pack = (hits: readonly Hit[]) => packedOnce(core, hits);
const read = (bytes: Uint8Array | null | undefined) => {
  const batch = core.readHitBatch(bytes ?? empty);
  if (batch === null) return null;
  const { size, attempts, detours } = batch;
  const hits = batch.hits();
  batch.delete();
  return { size, attempts, detours, hits };
};
/** What a state says once it has taken these batches in, and settled. */
const folded = (batches: readonly Uint8Array[], of: CampaignShape, beforeMs?: number): ShardState => {
  const state = core.loadShardState(empty, of);
  for (const bytes of batches) expect(state.take(bytes)).toBe(true);
  if (beforeMs === undefined) state.settle();
  else state.settle(beforeMs);
  return state;
};
const many = (count: number) => Array.from({ length: count }, (_, recipient) => hit(recipient));

test('a batch comes back as it was, every class and text included', () => {
  const hits = [
    hit(1),
    hit(2, { class: 'preview', reason: 'agent-preview', userAgent: 'Ærø-app/1 \u{1f600}' }),
    hit(3, { class: 'scanner', userAgent: '', country: '' }),
    hit(4, { class: 'prefetch', atMs: published - 7, country: 'T1' }),
    hit(5, { class: 'head', asn: 4294967295, recipient: 4294967295, link: 16777215, signals: 65535 }),
    hit(6, { class: 'test', atMs: 2 ** 53 - 1, rules: 0, userAgent: '\ufeffmark' }),
  ];
  const bytes = core.stampBatch(pack(hits), 2, 1);
  expect(read(bytes)).toEqual({ size: 6, attempts: 2, detours: 1, hits });
});

test('a batch is packed as it grows, and what was read goes on growing', () => {
  const batch = core.readHitBatch(pack([hit(1), hit(2, { userAgent: 'other/2' })]));
  batch?.append([hit(3, { userAgent: 'third/3', reason: 'late' })]);
  const [packed] = batch?.pack() ?? [];
  expect(packed?.hits).toBe(3);
  expect(read(packed?.bytes)?.hits.map(({ userAgent, reason }) => [userAgent, reason])).toEqual([
    [iphone, 'person'],
    ['other/2', 'person'],
    ['third/3', 'late'],
  ]);
  batch?.delete();
});

test('what a batch cannot keep is cut or left empty', () => {
  const kept = read(
    pack([
      hit(1, { userAgent: 'æ'.repeat(1000), reason: 'r'.repeat(100), country: 'dk' }),
      hit(2, { userAgent: '\ud800' }),
    ]),
  )?.hits;
  expect(kept?.[0]).toMatchObject({ userAgent: 'æ'.repeat(512), reason: 'r'.repeat(64), country: '' });
  expect(kept?.[1]?.userAgent).toBe('\ufffd');
});

test('without hits nothing is packed', () => {
  expect(packAll([])).toEqual([]);
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
  expect(read(stamped)).toMatchObject({ attempts: 2, detours: 1 });
  expect(core.batchHeader(bytes)).toMatchObject({ attempts: 0 });
});

test('what is no batch gives null', () => {
  const bytes = pack(many(10));
  const damaged = bytes.slice();
  damaged[20] = (damaged[20] ?? 0) ^ 1;
  for (const wrong of [empty, bytes.slice(1), bytes.slice(0, -1), damaged, new Uint8Array(LONGEST_BATCH + 1)]) {
    expect(core.readHitBatch(wrong)).toBeNull();
    expect(core.batchHeader(wrong)).toBeNull();
    expect(core.stampBatch(wrong, 1, 0)).toBeNull();
    const state = folded([bytes], shape);
    expect(state.take(wrong)).toBe(false);
    expect(state.restore(wrong, [0])).toBe(false);
    expect(state.outcomes(wrong, 1, [])).toBeNull();
    expect(state.pending.hits).toBe(0);
    state.delete();
  }
});

test('more hits than fit in one batch are split, and nothing is lost between them', () => {
  const hits = many(20000);
  const batches = packAll(hits);
  expect(batches.length).toBeGreaterThan(1);
  expect(batches.every(({ bytes }) => bytes.length <= LONGEST_BATCH)).toBe(true);
  expect(batches.map(({ bytes }) => core.batchHeader(bytes)?.hits)).toEqual(batches.map(({ hits }) => hits));
  expect(batches.flatMap(({ bytes }) => read(bytes)?.hits ?? [])).toEqual(hits);
});

test('numbers outside their range are refused by name, and the batch stays as it was', () => {
  const batch = core.createHitBatch();
  batch.append([hit(1)]);
  const add = (more: Partial<Hit>) => () => batch.append([hit(2), hit(1, more)]);
  expect(add({ atMs: -1 })).toThrow(/hit\.atMs is -1; it must be a whole number from 0/);
  expect(add({ recipient: 1.5 })).toThrow(/hit\.recipient is 1\.5/);
  expect(add({ link: 16777216 })).toThrow(/hit\.link is 16777216/);
  expect(add({ asn: Number.NaN })).toThrow(/hit\.asn is NaN/);
  expect(add({ signals: 65536 })).toThrow(/hit\.signals is 65536/);
  expect(add({ class: 'robot' as 'human' })).toThrow('hit.class is "robot"; it must be one of "human", "preview",');
  expect(batch.size).toBe(1);
  batch.delete();
  batch.delete();
  expect(() => batch.size).toThrow();
});

test('folding counts clicks, uniques, openings and machines apart', () => {
  const batches = [
    pack([hit(1), hit(1, { atMs: published + 3600000 }), hit(2), hit(3, { class: 'preview', reason: 'x' })]),
    pack([hit(4, { link: 1 }), hit(4, { link: 1 }), hit(8388607), hit(5, { class: 'test' })]),
  ];
  const state = folded(batches, shape);
  expect(state.totals()).toEqual({
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
    minutes: [
      [0, 2, 2],
      [60, 1, 0],
    ],
    countries: { DK: 3 },
    devices: { ios: 3, android: 0, other: 0 },
    reasons: [
      { class: 'human', reason: 'person', rules: 20_261_123, hits: 5 },
      { class: 'preview', reason: 'x', rules: 20_261_123, hits: 1 },
      { class: 'test', reason: 'person', rules: 20_261_123, hits: 2 },
    ],
    lastHitMs: published + 8388607,
  });
});

test('an empty state has the totals of nothing', () => {
  const state = core.loadShardState(empty, shape);
  expect(state.totals().links).toHaveLength(2);
  expect(state.totals()).toMatchObject({ clickers: 0, timeline: [], countries: {}, lastHitMs: 0 });
  expect(state.pending).toEqual({ hits: 0, firstMs: 0 });
});

test('what batches say of themselves is told once they are taken in, added up, and once', () => {
  const state = core.loadShardState(empty, shape);
  expect(state.take(core.stampBatch(pack(many(3)), 4, 1) ?? empty)).toBe(true);
  expect(state.take(core.stampBatch(pack(many(2)), 1, 1) ?? empty, 7)).toBe(true);
  expect(state.take(empty)).toBe(false);
  expect(state.newlyTaken()).toEqual({ batches: 2, hits: 5, attempts: 5, detours: 2 });
  expect(state.newlyTaken()).toEqual({ batches: 0, hits: 0, attempts: 0, detours: 0 });
  expect(state.pending).toEqual({ hits: 5, firstMs: published });
});

const twoLinks = { ...shape, links: ['destination', 'destination', 'opt-out'] } as const;

test('with a settle limit young hits wait and all destinations at once are a scan', () => {
  const batch = pack([hit(1), hit(2), hit(2, { link: 1 }), hit(900, { atMs: published + 9000 })]);
  const state = folded([batch], twoLinks, published + 5000);
  expect(state.pending).toEqual({ hits: 1, firstMs: published + 9000 });
  expect(state.totals()).toMatchObject({ clickers: 1, openers: 0 });
  expect(state.totals().links[0]?.hits).toMatchObject({ human: 1, scanner: 1 });
  state.settle(published + 20000);
  expect(state.pending).toEqual({ hits: 0, firstMs: 0 });
  expect(state.totals().clickers).toBe(2);
});

test('scans are told once, by batch and place, and a cleared recipient gets them back, once', () => {
  const batches = [
    { seq: 7, bytes: pack([hit(1), hit(2, { class: 'preview' }), hit(2)]) },
    { seq: 9, bytes: pack([hit(2, { link: 1 }), hit(2, { link: 2 }), hit(3, { atMs: published + 9000 }), hit(200)]) },
  ];
  const small = { ...twoLinks, recipients: 100 };
  const state = core.loadShardState(empty, small);
  for (const { seq, bytes } of batches) state.take(bytes, seq);
  state.settle(published + 5000);
  const scans = state.newScans();
  expect(scans).toEqual([
    { seq: 7, recipient: 2, hits: [2] },
    { seq: 9, recipient: 2, hits: [0, 1] },
  ]);
  expect(state.newScans()).toEqual([]);
  const asked = batches.map((batch) => ({ ...batch, scanned: scans.find(({ seq }) => seq === batch.seq)?.hits ?? [] }));
  const said = () =>
    asked.map(({ bytes, seq, scanned }) =>
      state.outcomes(bytes, seq, scanned)?.map((one) => `${one.class} ${one.standing} ${one.change}`),
    );
  expect(said()).toEqual([
    ['human counted null', 'preview counted null', 'scanner counted all-links-at-once'],
    [
      'scanner counted all-links-at-once',
      'scanner counted all-links-at-once',
      'human waiting null',
      'human left-out null',
    ],
  ]);
  expect(state.clear(2)).toBe(true);
  for (const { bytes, scanned } of asked) expect(state.restore(bytes, scanned)).toBe(true);
  expect(state.clear(5)).toBe(true);
  expect(said()[1]?.slice(0, 2)).toEqual(Array(2).fill('human counted opt-out-confirmed'));
  expect(state.totals()).toMatchObject({ clickers: 2, openers: 1, devices: { ios: 3 } });
  expect(state.totals().links.map(({ hits }) => hits.scanner)).toEqual([0, 0, 0]);
  const cleared = state.save();
  expect(state.clear(2)).toBe(false);
  expect(state.save()).toEqual(cleared);
  expect(() => state.take(empty, 0)).toThrow(/seq is 0/);
  expect(() => state.settle(-1)).toThrow(/beforeMs is -1/);
  expect(() => state.clear(-1)).toThrow(/recipient is -1/);
});

test('a state comes back as it was saved, and goes on as one that stayed loaded', () => {
  const stayed = core.loadShardState(empty, twoLinks);
  let saved: Uint8Array = empty;
  for (let at = 0; at < 20; at++) {
    const first = at * 400;
    const hits = [0, 1, 2].flatMap((i) => [
      hit((at * 7 + i) % 11, {
        atMs: published + first + i * 90,
        link: i % 3,
        userAgent: i % 2 ? iphone : 'Mozilla/5.0',
      }),
      hit(3, { atMs: published + first + i * 50, link: (at + i) % 2 }),
    ]);
    const bytes = pack(hits);
    const loaded = core.loadShardState(saved, twoLinks);
    for (const state of [stayed, loaded]) {
      state.take(bytes, at + 1);
      state.settle(published + first - 1000);
    }
    expect(loaded.newScans()).toEqual(stayed.newScans());
    saved = loaded.save();
    expect(saved).toEqual(stayed.save());
    loaded.delete();
  }
  expect(stayed.totals().links[0]?.hits.scanner).toBeGreaterThan(0);
  stayed.delete();
});

test('a state of another shape is refused, and the next call works', () => {
  const saved = folded([pack(many(5))], shape).save();
  expect(() => core.loadShardState(saved, { ...shape, shards: 2 })).toThrow(/state is damaged/);
  expect(() => core.loadShardState(saved.slice(0, -1), shape)).toThrow(TypeError);
  expect(() => core.loadShardState(saved, { ...shape, shard: 1 })).toThrow(/shape\.shard is 1/);
  expect(() => core.loadShardState(saved, { ...shape, links: ['destination', 'door' as 'opt-out'] })).toThrow(
    'shape.links[1] is "door"; it must be one of "destination", "opt-out"',
  );
  expect(() => core.loadShardState('saved' as never, shape)).toThrow('state is "saved"; it must be a Uint8Array');
  expect(core.loadShardState(saved, shape).totals().clickers).toBe(5);
});

test('every recipient has one shard', () => {
  expect([0, 1, 2, 3, 4_294_967_295].map((recipient) => core.shardOf(recipient, 3))).toEqual([0, 1, 2, 0, 0]);
  expect(() => core.shardOf(1, 0)).toThrow(/shards is 0/);
  expect(() => core.shardOf(0.5, 2)).toThrow(/recipient is 0\.5/);
});

test('shards add up, through JSON as well', () => {
  const parts = [0, 1, 2].map((shard) => {
    const mine = { ...shape, shards: 3, shard };
    const hits = many(1000).filter(({ recipient }) => core.shardOf(recipient, 3) === shard);
    return JSON.parse(JSON.stringify(folded([pack(hits)], mine).totals()));
  });
  const whole = folded([pack(many(1000))], shape).totals();
  expect(core.sumTotals(parts)).toEqual(whole);
  expect(() => core.sumTotals([{ ...whole, clickers: -1 }])).toThrow(/totals\.clickers is -1/);
  expect(core.sumTotals([])).toMatchObject({ links: [], clickers: 0 });
});

test('the report divides recipients by recipients', () => {
  const hits = [...many(200), ...many(50), ...Array.from({ length: 40 }, (_, i) => hit(i, { link: 1 }))];
  const totals = folded([pack(hits)], shape).totals();
  const report = reports.reportNumbers(totals, shape.links, 1000, 10);
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
  expect(reports.reportNumbers(totals, shape.links, 0, 0).ctr).toEqual({
    numerator: 0,
    denominator: 0,
    value: 0,
    low: 0,
    high: 0,
  });
  expect(() => reports.reportNumbers(totals, shape.links, -1, 0)).toThrow(/denominator is -1/);
});

test('20,000 hits fill several batches and are folded to the last', () => {
  const hits = many(20000).map((one, i) => ({ ...one, recipient: i % 1000 }));
  const state = folded(
    packAll(hits).map(({ bytes }) => bytes),
    shape,
    published + 100000,
  );
  expect(state.totals().links[0]?.hits.human).toBe(20000);
});
