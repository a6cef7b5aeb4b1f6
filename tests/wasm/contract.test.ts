/**
 * `core.d.ts` is written by hand. Three things must agree: its types, the tables below (the type checker rejects a missing or
 * an extra row), and the built module (compared here: names, arguments, the kind of every value).
 */
import { readFileSync } from 'node:fs';
import { type Core, load } from 'klikspor';
import { expect, test } from 'vitest';
import { visitorRules } from '../support/visitor-rules.ts';

const core = await load();

/** What `typeof` says of each field; a list says what its first element is. */
type Kind<T> = T extends readonly (infer E)[]
  ? readonly [Kind<E>]
  : T extends string
    ? 'string'
    : T extends number
      ? 'number'
      : T extends boolean
        ? 'boolean'
        : T extends (...args: never[]) => unknown
          ? 'function'
          : T extends Uint8Array
            ? 'bytes'
            : T extends object
              ? { readonly [K in keyof T]: Kind<T[K]> }
              : never;

function kindOf(value: unknown): unknown {
  if (value instanceof Uint8Array) return 'bytes';
  if (Array.isArray(value)) return [kindOf(value[0])];
  if (typeof value !== 'object' || value === null) return typeof value;
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, kindOf(field)]));
}

type Functions = Omit<Core, 'version'>;
type Arguments = { readonly [K in keyof Functions]: Parameters<Functions[K]> };
type Results = { readonly [K in keyof Functions]: Kind<NonNullable<ReturnType<Functions[K]>>> };

const options = { linkPrefix: 's.brand.dk/', width: 8 } as const;
const shape = {
  recipients: 10,
  links: ['destination', 'opt-out'],
  shards: 1,
  shard: 0,
  tracking: 'recipient',
  publishedAtMs: 1_000_000,
} as const;
const batch = {
  agents: ['Mozilla/5.0'],
  hits: [
    {
      atMs: 2_000_000,
      recipient: 3,
      link: 0,
      class: 'human',
      reason: 'none',
      rules: 1,
      agent: 0,
      country: 'DK',
      asn: 3292,
      signals: 0,
    },
  ],
  attempts: 0,
  detours: 0,
} as const;
const packed = core.packHits(batch);
const state = core.foldHits(new Uint8Array(), [packed], shape);
const totals = core.totalsOf(state, shape);
/** Both links of a message by no phone, at once: a scan. */
const twoDestinations = { ...shape, links: ['destination', 'destination'] } as const;
const scannedHits = [0, 1].map((link) => ({ ...batch.hits[0], class: 'human', link }) as const);
const twoLinks = [{ seq: 1, bytes: core.packHits({ ...batch, agents: ['Mozilla/5.0'], hits: scannedHits }) }];
const template = 'Hej {{navn|kunde}}, se brand.dk. Afmeld: {{afmeld}} {{}}';

/** One call of every function that answers with every field filled. */
const calls: Arguments = {
  planSegments: ['Hej'],
  segmentRanges: ['Hej'],
  createTextBatch: [['Hej']],
  packSegments: ['Hej'],
  unpackSegments: [core.packSegments('Hej')],
  clusterBorders: ['Hej'],
  forcingCharacters: ['Zoë'],
  explainText: ['Zoë'],
  explainSegments: [`Zoë ${'a'.repeat(62)}🎉${'b'.repeat(66)}`],
  replaceCharacters: ['Zoë'],
  findLinks: ['brand.dk'],
  linkCard: ['brand.dk'],
  buildDestination: ['brand.dk/100%', [['a', '1']]],
  finishHost: ['s.brand.dk'],
  createSealer: [{ width: 8, keys: [{ key: new Uint8Array(16), from: 1, to: null }], highest: 9 }],
  sampleSlug: [8, 0, 0],
  testRecipient: [2],
  checkVanitySlug: [''],
  outlineTemplate: [template],
  createRecipientList: [['navn']],
  createJudge: [visitorRules()],
  packHits: [batch],
  packHitBatches: [batch],
  unpackHits: [packed],
  batchHeader: [packed],
  stampBatch: [packed, 1, 1],
  foldHits: [new Uint8Array(), [packed], shape],
  foldBatches: [new Uint8Array(), twoLinks, twoDestinations, 3000],
  clearRecipients: [state, shape, [1], () => [{ bytes: packed, hits: [0] }]],
  outcomesOf: [state, shape, [{ seq: 1, bytes: packed, scanned: [0] }]],
  pendingOf: [state],
  totalsOf: [state, shape],
  sumTotals: [[totals, totals]],
  reportNumbers: [totals, shape.links, 10, 1],
  sampleSize: [0.1, 0.2],
  csvField: ['a', ';'],
  isOptOutKeyword: ['stop'],
  senderForm: ['Barnets'],
  buildContact: ['70 12 34 56'],
};

const plan = {
  encoding: 'string',
  segments: 'number',
  units: 'number',
  unitsLeft: 'number',
  perSegment: 'number',
  capacitySingle: 'number',
  capacityMulti: 'number',
  locking: 'number',
  single: 'number',
  exceedsLimit: 'boolean',
} as const;
const range = { start: 'number', end: 'number', units: 'number', octets: 'number' } as const;
const rate = { numerator: 'number', denominator: 'number', value: 'number', low: 'number', high: 'number' } as const;
const hit = {
  atMs: 'number',
  recipient: 'number',
  link: 'number',
  class: 'string',
  reason: 'string',
  rules: 'number',
  agent: 'number',
  country: 'string',
  asn: 'number',
  signals: 'number',
} as const;
const hits = {
  human: 'number',
  preview: 'number',
  scanner: 'number',
  prefetch: 'number',
  head: 'number',
  test: 'number',
} as const;
const machineHits = {
  preview: 'number',
  scanner: 'number',
  prefetch: 'number',
  head: 'number',
  test: 'number',
} as const;

type Loose<T> = { readonly [K in keyof T]: unknown };

/** Checked against the types by `satisfies` where a kind can be written down; unions and maps stand as they answer. */
const kinds = {
  planSegments: plan,
  segmentRanges: [range],
  createTextBatch: { size: 'number', append: 'function', plan: 'function', dispose: 'function' },
  packSegments: [{ octets: 'bytes', length: 'number', encoding: 'string', hasHeader: 'boolean' }],
  unpackSegments: { ok: 'boolean', text: 'string' },
  clusterBorders: ['number'],
  forcingCharacters: [{ index: 'number', codePoint: 'number' }],
  explainText: [kindOf(core.explainText('Zoë')[0])],
  explainSegments: {
    plan,
    offenders: [
      {
        start: 'number',
        end: 'number',
        replacement: 'string',
        codePoint: 'number',
        count: 'number',
        segmentsAfter: 'number',
      },
    ],
    segmentsAfterAll: 'number',
    planAfterAll: plan,
    removal: { start: 'number', characters: 'number' },
    borders: [{ segment: 'number', kind: 'string', unitsWasted: 'number' }],
  },
  replaceCharacters: 'string',
  findLinks: [{ start: 'number', end: 'number' }],
  linkCard: 'string',
  buildDestination: { ok: 'boolean', url: 'string', displayHost: 'string', strayPercent: 'number' },
  finishHost: { ok: 'boolean', host: 'string', displayHost: 'string', isAddress: 'boolean', reach: 'string' },
  createSealer: { open: 'function', seal: 'function', sealRange: 'function', dispose: 'function' },
  sampleSlug: 'string',
  testRecipient: 'number',
  checkVanitySlug: 'string',
  outlineTemplate: {
    fields: [{ name: 'string', start: 'number', end: 'number', fallback: 'string', maxLength: 'number' }],
    links: [{ link: 'number', kind: 'string', url: 'string', start: 'number', end: 'number', beside: ['string'] }],
    problems: [{ error: 'string', start: 'number', end: 'number' }],
    linksInMessage: 'number',
  },
  createRecipientList: {
    size: 'number',
    append: 'function',
    plan: 'function',
    segments: 'function',
    render: 'function',
    renderCsv: 'function',
    renderNdjson: 'function',
    dispose: 'function',
  },
  createJudge: { version: 'number', judge: 'function', rejudge: 'function', dispose: 'function' },
  packHits: 'bytes',
  packHitBatches: ['bytes'],
  unpackHits: { agents: ['string'], hits: [hit], attempts: 'number', detours: 'number' },
  batchHeader: { attempts: 'number', detours: 'number', hits: 'number', firstMs: 'number', lastMs: 'number' },
  stampBatch: 'bytes',
  foldHits: 'bytes',
  foldBatches: { state: 'bytes', scans: [{ seq: 'number', recipient: 'number', hits: ['number'] }] },
  clearRecipients: 'bytes',
  outcomesOf: [[{ class: 'string', standing: 'string', change: 'string' }]],
  pendingOf: { hits: 'number', firstMs: 'number' },
  totalsOf: {
    links: [{ hits, unique: 'number' }],
    clickers: 'number',
    openers: 'number',
    timeline: [['number']],
    countries: { DK: 'number' },
    devices: { ios: 'number', android: 'number', other: 'number' },
    lastHitMs: 'number',
  },
  sumTotals: {
    links: [{ hits, unique: 'number' }],
    clickers: 'number',
    openers: 'number',
    timeline: [['number']],
    countries: { DK: 'number' },
    devices: { ios: 'number', android: 'number', other: 'number' },
    lastHitMs: 'number',
  },
  reportNumbers: {
    clicks: 'number',
    uniqueClicks: 'number',
    ctr: rate,
    links: [{ clicks: 'number', uniqueClicks: 'number', ctr: rate }],
    optOut: { pagesOpened: 'number', confirmed: 'number', rate },
    machineHits,
  },
  sampleSize: 'number',
  csvField: 'string',
  isOptOutKeyword: 'boolean',
  senderForm: 'string',
  buildContact: { ok: 'boolean', kind: 'string', value: 'string', href: 'string', shown: 'string' },
} as const satisfies Loose<Results> &
  Pick<
    Results,
    | 'planSegments'
    | 'segmentRanges'
    | 'packSegments'
    | 'forcingCharacters'
    | 'findLinks'
    | 'outlineTemplate'
    | 'createSealer'
    | 'pendingOf'
    | 'reportNumbers'
    | 'unpackHits'
    | 'batchHeader'
  >;

test('the module offers exactly the functions of the types', () => {
  expect(Object.keys(core).sort()).toEqual([...Object.keys(calls), 'version'].sort());
});

test.each(Object.keys(calls) as (keyof Functions)[])('%s answers what its type says', (name) => {
  const answer = (core[name] as (...args: unknown[]) => unknown)(...calls[name]);
  expect(kindOf(answer)).toEqual(kinds[name]);
});

test('a rendered message and a list plan have exactly the fields of their types', () => {
  const list = core.createRecipientList(['navn']);
  list.append([['']]);
  expect(kindOf(list.render(0, template, options))).toEqual({
    text: 'string',
    plan,
    ranges: [range],
    parts: [{ kind: 'string', start: 'number', end: 'number' }],
  } satisfies Kind<ReturnType<typeof list.render>>);
  expect(kindOf(list.plan(template, options))).toEqual({
    recipients: 'number',
    segmentsTotal: 'number',
    recipientsBySegments: ['number'],
    ucs2: 'number',
    firstUcs2: 'number',
    longest: 'number',
    shortest: 'number',
    emptyFields: [{ name: 'string', recipients: 'number', first: 'number' }],
  } satisfies Kind<ReturnType<typeof list.plan>>);
  list.delete();
});

test('every refusal that the core names can be provoked, and no other name appears', () => {
  const inSource = Array.from(
    readFileSync(new URL('../../core/src/result.cpp', import.meta.url), 'utf8').matchAll(/return "([a-z-]+)"/g),
    ([, name]) => name,
  ).filter((name) => name !== 'unknown');
  const urls = [
    '',
    'x'.repeat(3_000),
    'a.dk/\0',
    'a.dk/\uD800',
    'ftp://a.dk',
    'https:a.dk',
    'https://a@b.dk',
    'https://',
    'https://a.dk\\b',
    'https://a%2e.dk',
    'https://-a.dk',
    'https://a',
    'https://1.2.3',
    'https://aб.dk',
    'https://localhost',
    'https://xn--99999999.dk',
    'https://a.dk:0',
    'bit.ly/a',
  ];
  const provoked = new Set(
    urls.map((url) => {
      const outcome = core.buildDestination(url);
      return outcome.ok ? `${url} was taken` : outcome.error;
    }),
  );
  const nameless = core.buildDestination('a.dk', [['', '1']]);
  if (!nameless.ok) provoked.add(nameless.error);
  for (const { error } of core.outlineTemplate('{{}} {{a:0}} a.dk/{{b}} sehttps://a.dk {{').problems)
    provoked.add(error);
  for (const text of ['', '12', '.a@b.dk', 'http://a.dk']) {
    const outcome = core.buildContact(text);
    provoked.add(outcome.ok ? `${text} was taken` : outcome.error);
  }
  const two = core.packSegments('a'.repeat(161));
  const segments = [
    [{ octets: new Uint8Array(2), length: 1, encoding: 'gsm7', hasHeader: false }],
    [{ octets: new Uint8Array([9]), length: 1, encoding: 'ucs2', hasHeader: true }],
    [{ octets: new Uint8Array([0x1b]), length: 1, encoding: 'gsm7', hasHeader: false }],
    [...two, ...core.packSegments('a')],
    two.slice(1),
  ] as const;
  for (const packed of segments) {
    const outcome = core.unpackSegments(packed);
    provoked.add(outcome.ok ? `${outcome.text} was taken` : outcome.error);
  }
  try {
    core.packSegments('a'.repeat(39_016));
  } catch (error) {
    provoked.add(String(error).replace(/^RangeError: ([a-z-]+): .*/, '$1'));
  }
  expect([...provoked].sort()).toEqual(inSource.sort());
});
