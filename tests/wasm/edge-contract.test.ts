/** The same for `edge.d.ts` as `composer-contract.test.ts` for the composer's types: names, arguments, kinds of every value. */
import { type Edge, type Hit, load } from 'klikspor/edge';
import { expect, test } from 'vitest';
import { COUNTED_ELSEWHERE, whyNoTypes } from '../support/emscripten.ts';
import {
  type Arguments,
  type Functions,
  type Kind,
  kindOf,
  type Loose,
  type Results,
  takenAmiss,
} from '../support/kinds.ts';
import { visitorRules } from '../support/visitor-rules.ts';

const core = await load();

const shape = {
  recipients: 10,
  links: ['destination', 'destination'],
  shards: 1,
  shard: 0,
  tracking: 'recipient',
  publishedAtMs: 1_000_000,
} as const;
const sealer = { width: 8, keys: [{ key: new Uint8Array(16), from: 1, to: null }], highest: 9 } as const;
const hit: Hit = {
  ...{ atMs: 2_000_000, recipient: 3, link: 0, class: 'human', reason: 'person', rules: 1 },
  ...{ userAgent: 'Mozilla/5.0', country: 'DK', asn: 3292, signals: 0 },
};
/** Both links of a message by no phone, at once: a scan. */
const batch = core.createHitBatch();
batch.append([0, 1].map((link) => ({ ...hit, link })));
const packed = batch.pack()[0]?.bytes ?? new Uint8Array();
const shard = core.loadShardState(new Uint8Array(), shape);
shard.take(packed, 1);
const pending = shard.pending;
shard.settle();
const totals = shard.totals();

/** One call of every function that answers with every field filled. */
const calls: Arguments<Edge> = {
  createSealer: [sealer],
  slotOf: [2 ** 24 + 7, 2],
  plainOf: [1, 3, 1, 2],
  testRecipient: [2],
  bareToken: ['sommer.'],
  checkVanitySlug: [''],
  createJudge: [visitorRules()],
  judgedHeaders: [],
  createHitBatch: [],
  readHitBatch: [packed],
  batchHeader: [packed],
  stampBatch: [packed, 1, 1],
  shardOf: [3, 2],
  loadShardState: [shard.save(), shape],
  sumTotals: [[totals, totals]],
  senderForm: ['Barnets'],
};

const machineHits = {
  preview: 'number',
  scanner: 'number',
  prefetch: 'number',
  head: 'number',
  test: 'number',
} as const;
const totalsKind = {
  links: [{ hits: { human: 'number', ...machineHits }, unique: 'number' }],
  clickers: 'number',
  openers: 'number',
  timeline: [['number']],
  minutes: [['number']],
  countries: { DK: 'number' },
  devices: { ios: 'number', android: 'number', other: 'number' },
  reasons: [{ class: 'string', reason: 'string', rules: 'number', hits: 'number' }],
  lastHitMs: 'number',
} as const;
const hitKind = {
  ...{ atMs: 'number', recipient: 'number', link: 'number', class: 'string', reason: 'string', rules: 'number' },
  ...{ userAgent: 'string', country: 'string', asn: 'number', signals: 'number' },
} as const satisfies Kind<Hit>;

/** Checked against the types by `satisfies` where a kind can be written down; unions and maps stand as they answer. */
const kinds = {
  createSealer: { open: 'function', seal: 'function', sealRange: 'function', delete: 'function' },
  slotOf: { campaign: 'number', recipient: 'number', link: 'number' },
  plainOf: 'number',
  testRecipient: 'number',
  bareToken: 'string',
  checkVanitySlug: 'string',
  createJudge: { version: 'number', judge: 'function', rejudge: 'function', delete: 'function' },
  judgedHeaders: ['string'],
  createHitBatch: {
    ...{ size: 'number', attempts: 'number', detours: 'number' },
    ...{ append: 'function', hits: 'function', pack: 'function', without: 'function', delete: 'function' },
  },
  readHitBatch: {
    ...{ size: 'number', attempts: 'number', detours: 'number' },
    ...{ append: 'function', hits: 'function', pack: 'function', without: 'function', delete: 'function' },
  },
  batchHeader: { attempts: 'number', detours: 'number', hits: 'number', firstMs: 'number', lastMs: 'number' },
  stampBatch: 'bytes',
  shardOf: 'number',
  loadShardState: {
    pending: { hits: 'number', firstMs: 'number' },
    ...{ take: 'function', newlyTaken: 'function', settle: 'function', newScans: 'function', clear: 'function' },
    ...{ restore: 'function', restart: 'function', outcomes: 'function', soonClicks: 'function', totals: 'function' },
    ...{ clickers: 'function', clicked: 'function', forget: 'function', save: 'function', delete: 'function' },
  },
  sumTotals: totalsKind,
  senderForm: 'string',
} as const satisfies Loose<Results<Edge>> & Pick<Results<Edge>, 'slotOf' | 'batchHeader' | 'judgedHeaders'>;

test('the module offers exactly the functions of the types', () => {
  expect(Object.keys(core).sort()).toEqual([...Object.keys(calls), 'version'].sort());
});

test.each(Object.keys(calls) as (keyof Functions<Edge>)[])('%s answers what its type says', (name) => {
  const answer = (core[name] as (...args: unknown[]) => unknown)(...calls[name]);
  expect(kindOf(answer)).toEqual(kinds[name]);
});

const names = Object.keys(calls) as (keyof Functions<Edge>)[];

test.each(names.filter((name) => calls[name].length > 0))('%s refuses a call without arguments', (name) => {
  expect(() => (core[name] as () => unknown)()).toThrow();
});

test.each(names.filter((name) => calls[name].length > 0))('%s refuses arguments of other kinds', (name) => {
  expect(takenAmiss(name, core[name] as (...args: readonly unknown[]) => unknown, calls[name])).toEqual([]);
});

test('methods refuse arguments of other kinds', () => {
  const one = core.createSealer(sealer);
  const judge = core.createJudge(visitorRules());
  const state = core.loadShardState(new Uint8Array(), shape);
  const visit = { method: 'GET', userAgent: 'x', headers: {}, asn: 5 } as const;
  const asked: Readonly<Record<string, readonly [call: (...args: never[]) => unknown, args: readonly unknown[]]>> = {
    'Sealer.open': [one.open.bind(one), ['x']],
    'Sealer.seal': [one.seal.bind(one), [2 ** 24]],
    'Sealer.sealRange': [one.sealRange.bind(one), [1, 2, 0, 1]],
    'Judge.judge': [judge.judge.bind(judge), [visit]],
    'Judge.judge, the method': [(method: never) => judge.judge({ ...visit, method }), ['GET']],
    'Judge.judge, the agent': [(userAgent: never) => judge.judge({ ...visit, userAgent }), ['x']],
    'Judge.judge, a header': [(accept: never) => judge.judge({ ...visit, headers: { accept } }), ['*']],
    'Judge.rejudge': [judge.rejudge.bind(judge), [packed]],
    'HitBatch.append': [batch.append.bind(batch), [[]]],
    'HitBatch.without': [batch.without.bind(batch), [1]],
    ...Object.fromEntries(
      (['atMs', 'recipient', 'link', 'rules', 'asn', 'signals'] as const).map((field) => [
        `HitBatch.append, ${field} of a hit`,
        [(number: never) => core.createHitBatch().append([{ ...hit, [field]: number }]), [1]],
      ]),
    ),
    'ShardState.settle': [state.settle.bind(state), [1]],
    'ShardState.clickers': [state.clickers.bind(state), [0]],
    'ShardState.clear': [state.clear.bind(state), [1]],
    'ShardState.forget': [state.forget.bind(state), [1]],
    'ShardState.restore': [state.restore.bind(state), [packed, [0]]],
    'ShardState.restore, a place': [(place: never) => state.restore(packed, [place]), [0]],
    'ShardState.outcomes': [state.outcomes.bind(state), [packed, 1, [0]]],
    'ShardState.soonClicks': [state.soonClicks.bind(state), [packed, 1, [0], 1]],
    'ShardState.clicked': [state.clicked.bind(state), [Uint32Array.of(1)]],
    'ShardState.outcomes, a place': [(place: never) => state.outcomes(packed, 1, [place]), [0]],
  };
  for (const [name, [call, args]] of Object.entries(asked)) {
    expect(() => (call as (...args: readonly unknown[]) => unknown)(...args), name).not.toThrow();
    expect(takenAmiss(name, call as (...args: readonly unknown[]) => unknown, args)).toEqual([]);
  }
  expect(() => state.take(5 as never, 1)).toThrow(new TypeError('batch is 5; it must be a Uint8Array'));
  expect(() => state.take('abc' as never)).toThrow(new TypeError('batch is "abc"; it must be a Uint8Array'));
  expect(() => state.take(packed, '1' as never)).toThrow('seq is "1"; it must be a whole number');
  expect(() => core.createHitBatch().append([null as never])).toThrow(
    new TypeError('hit is null; it must be an object'),
  );
  for (const headers of [new Headers({ purpose: 'prefetch' }), new Map([['purpose', 'prefetch']])]) {
    const visit = { method: 'GET', userAgent: '', headers: headers as never };
    expect(() => judge.judge(visit)).toThrow(
      /^headers is \[object \w+\]; it must be an object, such as Object\.fromEntries/,
    );
  }
  one.delete();
  expect(() => one.open('x')).toThrow(/^Sealer\.open: .*deleted/);
  judge.delete();
  const plainOctets = Array.from({ length: 60_000 }, () => 200) as unknown as Uint8Array;
  expect(() => state.take(plainOctets, 1)).toThrow('batch is an array; it must be a Uint8Array');
  state.delete();
  expect(() => state.take(packed, 1)).toThrow(/^ShardState\.take: Cannot pass deleted object/);
});

test('an object without a prototype is refused as any other, however often', () => {
  const bare = Object.create(null) as never;
  for (let i = 0; i < 50_000; i++) {
    if (i % 10_000 === 0)
      expect(() => core.shardOf(bare, 1)).toThrow('recipient is an object; it must be a whole number');
    else expect(() => core.shardOf(bare, 1)).toThrow(TypeError);
  }
  expect(core.shardOf(1, 1)).toBe(0);
});

if (whyNoTypes === null) console.warn(COUNTED_ELSEWHERE);
test.skipIf(whyNoTypes === null).each(names)('%s is not called with arguments that its type does not have', (name) => {
  const call = core[name] as (...args: unknown[]) => unknown;
  if (calls[name].length > 0) expect(() => call()).toThrow(/arguments/);
  expect(() => call(...calls[name], undefined, undefined)).toThrow(/arguments/);
});

test('a batch, a shard and a judge answer with exactly the fields of their types', () => {
  expect(kindOf(batch.hits())).toEqual([hitKind]);
  expect(kindOf(batch.pack())).toEqual([{ bytes: 'bytes', hits: 'number' }]);
  expect(kindOf(pending)).toEqual({ hits: 'number', firstMs: 'number' });
  expect(kindOf(totals)).toEqual(totalsKind);
  const folded = core.loadShardState(new Uint8Array(), { ...shape, links: ['destination', 'destination'] });
  folded.take(packed, 1);
  expect(kindOf(folded.newlyTaken())).toEqual({
    ...{ batches: 'number', hits: 'number', attempts: 'number', detours: 'number' },
  });
  folded.settle(3_000_000);
  expect(kindOf(folded.newScans())).toEqual([{ seq: 'number', recipient: 'number', hits: ['number'] }]);
  expect(folded.outcomes(packed, 1, [0, 1])).toEqual(
    [0, 1].map(() => ({
      ...{ class: 'scanner', standing: 'counted', change: 'all-links-at-once' },
    })),
  );
  const verdict = core.createJudge(visitorRules()).judge({ method: 'GET', userAgent: 'Mozilla/5.0', headers: {} });
  expect(kindOf(verdict)).toEqual({ class: 'string', reason: 'string', device: 'string', signals: 'number' });
});
