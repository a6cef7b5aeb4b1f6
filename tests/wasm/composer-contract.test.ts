/**
 * `texts.d.ts`, `addresses.d.ts` and `sending.d.ts` are written by hand. Three things must agree: their types, the tables
 * below (the type checker rejects a missing or an extra row), and the built modules (compared here: names, arguments, the
 * kind of every value).
 */
import { readFileSync } from 'node:fs';
import { type Composer, type ListPlan, load } from 'klikspor';
import { type Addresses, load as loadAddresses } from 'klikspor/addresses';
import { countryProfile } from 'klikspor/country-profiles';
import { load as loadSending, type Sending } from 'klikspor/sending';
import { load as loadTexts } from 'klikspor/texts';
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

const core = await load();

const options = { linkPrefix: 's.brand.dk/', width: 8 } as const;
const template = 'Hej {{navn|kunde}}, se brand.dk. Afmeld: {{afmeld}} {{}}';

const list = core.createRecipientList(['navn']);
list.append([['a'.repeat(160)], ['']]);
const limit = { atMost: 1, above: 'shorten' } as const;

/** One call of every function that answers with every field filled. */
const calls: Arguments<Composer> = {
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
  findMisspelledSchemes: ['htps://brand.dk'],
  findOverlookedLinks: ['brand.boutique'],
  linkCard: ['brand.dk'],
  buildDestination: ['brand.dk/100%', [['a', '1']]],
  finishHost: ['s.brand.dk'],
  isStrippedParameter: ['gclid'],
  strippedParameters: ['brand.dk?gclid=1'],
  withoutStripped: ['brand.dk?gclid=1'],
  sampleSlug: [8, 0, 0],
  testRecipient: [2],
  createTemplate: [template, options],
  createRecipientList: [['navn']],
  limitEffect: ['shorten', ''],
  sentText: [limit, 2],
  planLimited: [list, core.createTemplate(template, options), core.createTemplate('Hej'), limit],
  sentRuns: [new Uint32Array([1, 2]), limit],
  linksOfShorter: [core.createTemplate('brand.dk').outline().links, core.createTemplate('brand.dk').outline().links],
  sampleSize: [0.1, 0.2],
  csvField: ['a', ';'],
  hashNumbers: [new Uint8Array(16), Float64Array.of(4520123456)],
  isOptOutKeyword: ['stop'],
  findOptOutInstruction: ['Svar STOP'],
  namesOptOut: ['brand.dk/afmeld'],
  senderForm: ['Barnets'],
  writtenSender: ['12 45'],
  plainName: ['Barnets'],
  senderVerdict: [countryProfile('NO'), 'Barnets', { state: 'not-asked' }, '2026-11-29'],
  linkVerdict: [countryProfile('SE'), { state: 'not-asked' }, '2026-11-29'],
  takesAnswers: ['1245', [countryProfile('DK')]],
  quietPlaces: [countryProfile('DK').hours, [{ timeZone: 'Europe/Copenhagen', weekday: 6, time: '07:30' }]],
  checkProviderLimits: [{ maxSegments: 4, maxCharacters: null }, 5, 0],
  buildContact: ['70 12 34 56'],
};

const found = { start: 'number', end: 'number' } as const;
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
const listPlan = {
  recipients: 'number',
  segmentsTotal: 'number',
  recipientsBySegments: ['number'],
  ucs2: 'number',
  firstUcs2: 'number',
  longest: 'number',
  shortest: 'number',
  emptyFields: [{ name: 'string', recipients: 'number', first: 'number' }],
} as const satisfies Kind<ListPlan>;
/** Checked against the types by `satisfies` where a kind can be written down; unions and maps stand as they answer. */
const kinds = {
  planSegments: plan,
  segmentRanges: [range],
  createTextBatch: { size: 'number', append: 'function', plan: 'function', delete: 'function' },
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
  findLinks: [found],
  findMisspelledSchemes: [found],
  findOverlookedLinks: [found],
  linkCard: 'string',
  buildDestination: { ok: 'boolean', url: 'string', displayHost: 'string', strayPercent: 'number' },
  finishHost: { ok: 'boolean', host: 'string', displayHost: 'string', isAddress: 'boolean', reach: 'string' },
  isStrippedParameter: 'boolean',
  strippedParameters: ['string'],
  withoutStripped: 'string',
  sampleSlug: 'string',
  testRecipient: 'number',
  createTemplate: {
    outline: 'function',
    columnsIn: 'function',
    namesakesIn: 'function',
    foreignTags: 'function',
    plan: 'function',
    segments: 'function',
    render: 'function',
    renderCsv: 'function',
    renderNdjson: 'function',
    delete: 'function',
  },
  createRecipientList: {
    size: 'number',
    columns: 'number',
    append: 'function',
    appendValues: 'function',
    delete: 'function',
  },
  limitEffect: 'string',
  sentText: 'string',
  planLimited: {
    effect: 'string',
    above: 'number',
    firstAbove: 'number',
    stillAbove: 'number',
    firstStillAbove: 'number',
    difference: 'number',
    message: listPlan,
    shorter: { ...listPlan, emptyFields: ['undefined'] },
    asked: 'numbers',
    sent: 'numbers',
    differences: 'numbers',
  },
  sentRuns: [{ text: 'string', first: 'number', count: 'number' }],
  linksOfShorter: ['number'],
  sampleSize: 'number',
  csvField: 'string',
  hashNumbers: 'bytes',
  isOptOutKeyword: 'boolean',
  findOptOutInstruction: { ...found, toNumber: 'boolean' },
  namesOptOut: 'boolean',
  senderForm: 'string',
  writtenSender: 'string',
  plainName: 'string',
  // What the other verdicts bring along is tried in country-profiles.test.ts.
  senderVerdict: { verdict: 'string' },
  linkVerdict: { verdict: 'string' },
  takesAnswers: 'boolean',
  quietPlaces: [{ timeZone: 'string', time: 'string', hours: ['string'] }],
  checkProviderLimits: [{ limit: 'string', value: 'number', max: 'number' }],
  buildContact: { ok: 'boolean', kind: 'string', value: 'string', href: 'string', shown: 'string' },
} as const satisfies Loose<Results<Composer>> &
  Pick<Results<Composer>, 'planSegments' | 'segmentRanges' | 'packSegments' | 'forcingCharacters' | 'findLinks'>;

const ofAddresses: { readonly [K in keyof Functions<Addresses>]: true } = {
  buildContact: true,
  buildDestination: true,
  finishHost: true,
  isStrippedParameter: true,
  linksOfShorter: true,
  strippedParameters: true,
  withoutStripped: true,
};
const ofSending: { readonly [K in keyof Functions<Sending>]: true } = {
  checkProviderLimits: true,
  findOptOutInstruction: true,
  hashNumbers: true,
  isOptOutKeyword: true,
  linkVerdict: true,
  namesOptOut: true,
  packSegments: true,
  plainName: true,
  quietPlaces: true,
  sampleSize: true,
  senderForm: true,
  senderVerdict: true,
  takesAnswers: true,
  unpackSegments: true,
  writtenSender: true,
};

test('each module offers exactly the functions of its types, and together all of them', async () => {
  const withVersion = (names: readonly string[]) => [...names, 'version'].sort();
  expect(Object.keys(core).sort()).toEqual(withVersion(Object.keys(calls)));
  expect(Object.keys(await loadAddresses()).sort()).toEqual(withVersion(Object.keys(ofAddresses)));
  expect(Object.keys(await loadSending()).sort()).toEqual(withVersion(Object.keys(ofSending)));
  const ofOthers = { ...ofAddresses, ...ofSending };
  const ofTexts = Object.keys(calls).filter((name) => !Object.hasOwn(ofOthers, name));
  expect(Object.keys(await loadTexts()).sort()).toEqual(withVersion(ofTexts));
});

test.each(Object.keys(calls) as (keyof Functions<Composer>)[])('%s answers what its type says', (name) => {
  const answer = (core[name] as (...args: unknown[]) => unknown)(...calls[name]);
  expect(kindOf(answer)).toEqual(kinds[name]);
});

/** Shaped by js/texts.ts, which the type checker holds to the types. */
const shaped = ['planSegments', 'createTextBatch'];
const bound = Object.keys(calls).filter((name) => !shaped.includes(name)) as (keyof Functions<Composer>)[];

/** What is no number is no rate, so the answer is 0. */
const notRefused: readonly string[] = ['sampleSize'];

test.each(bound.filter((name) => !notRefused.includes(name)))('%s refuses a call without arguments', (name) => {
  expect(() => (core[name] as () => unknown)()).toThrow();
});

test.each(bound.filter((name) => !notRefused.includes(name)))('%s refuses arguments of other kinds', (name) => {
  const amiss = takenAmiss(name, core[name] as (...args: readonly unknown[]) => unknown, calls[name]);
  // There may be no shorter text.
  expect(amiss).toEqual(name === 'planLimited' ? ['planLimited, argument 3: null: taken'] : []);
});

test('functions that JavaScript shapes, and methods, refuse arguments of other kinds', () => {
  const list = core.createRecipientList(['navn']);
  list.append([['Bo']]);
  const other = core.createRecipientList(['navn']);
  const [message, shorter] = [core.createTemplate(template, options), core.createTemplate('Hej')];
  const batch = core.createTextBatch(['Hej']);
  const slugs = new Uint8Array(2 * 8).fill(65);
  const csv = { separator: ';', cells: [0, 'message'] } as const;
  const json = { cells: [['navn', 0]] } as const;
  const asked: Readonly<Record<string, readonly [call: (...args: never[]) => unknown, args: readonly unknown[]]>> = {
    planSegments: [core.planSegments, ['Hej', { border: 'cluster' }]],
    createTextBatch: [core.createTextBatch, [['Hej']]],
    segmentRanges: [core.segmentRanges, ['Hej', {}]],
    packSegments: [core.packSegments, ['Hej', {}, { reference: 1 }]],
    explainSegments: [core.explainSegments, ['Hej', {}]],
    'RecipientList.append': [other.append.bind(other), [[['Bo']]]],
    'RecipientList.appendValues': [other.appendValues.bind(other), [Uint16Array.of(66, 111), Uint32Array.of(2)]],
    'RecipientList.append, a row': [(row: never) => other.append([row]), [['Bo']]],
    'TextBatch.append': [batch.append.bind(batch), [['Hej']]],
    'TextBatch.plan': [batch.plan.bind(batch), [{}]],
    'Template.columnsIn': [message.columnsIn.bind(message), [list]],
    'Template.namesakesIn': [message.namesakesIn.bind(message), [list]],
    'Template.plan': [message.plan.bind(message), [list, [0]]],
    'Template.segments': [message.segments.bind(message), [list, [0]]],
    'Template.render': [message.render.bind(message), [list, 0, slugs]],
    'Template.renderCsv': [message.renderCsv.bind(message), [list, 0, 1, slugs, csv]],
    'Template.renderNdjson': [message.renderNdjson.bind(message), [list, 0, 1, slugs, json]],
  };
  for (const [name, [call, args]] of Object.entries(asked)) {
    expect(() => (call as (...args: readonly unknown[]) => unknown)(...args), name).not.toThrow();
    expect(takenAmiss(name, call as (...args: readonly unknown[]) => unknown, args)).toEqual([]);
  }
  // What Embind refuses says whose argument and which.
  expect(() => core.findLinks(5 as never)).toThrow(/^findLinks: argument 1 is 5\. Cannot pass non-string/);
  expect(() => message.plan(null as never)).toThrow(
    /^Template\.plan: argument 1 is null\. null is not a valid RecipientList/,
  );
  expect(() => core.planLimited(list, 5 as never, shorter, limit)).toThrow(
    /^planLimited: argument 2 is 5\. Cannot pass "5" as a Template/,
  );
  expect(() => core.csvField('=1', ';', 'false' as never)).toThrow(
    new TypeError('exact is "false"; it must be true or false'),
  );
  expect([core.csvField('=1', ';'), core.csvField('=1', ';', false), core.csvField('=1', ';', true)]).toEqual([
    "'=1",
    "'=1",
    '=1',
  ]);
  expect(() => message.plan(undefined as never)).toThrow(
    'Template.plan: argument 1 is undefined; it must be an object that this module made',
  );
  expect(() => core.csvField('=1', '\t' as never)).toThrow('separator is "\\t"; it must be one of ",", ";"');
  expect(() => message.plan(shorter as never)).toThrow(/^Template\.plan: .*RecipientList.*Template/);
  expect(() => core.planSegments('x', 5 as never)).toThrow(new TypeError('options is 5; it must be an object'));
  // What is meant for a number is told apart from one, and what is long is cut.
  const widths = ['8', 8n, [8], 'x'.repeat(1_000)].map((width) => ({ width: width as never }));
  const told = widths.map((width) => {
    try {
      return core.createTemplate('Hej', width);
    } catch (error) {
      return String(error);
    }
  });
  expect(told).toEqual(
    ['"8"', '8n', 'an array', `"${'x'.repeat(80)}"`].map(
      (shown) => `TypeError: width is ${shown}; it must be a whole number`,
    ),
  );
  expect(() => core.planSegments('x', [] as never)).toThrow(new TypeError('options is an array; it must be an object'));
  shorter.delete();
  expect(() => core.planLimited(list, shorter, null, limit)).toThrow(/^planLimited: argument 2 .* deleted object/);
  expect(() => shorter.outline()).toThrow(/^Template\.outline: .*deleted/);
  list.delete();
  expect(() => list.size).toThrow(/^RecipientList\.size: .*deleted/);
  for (const handle of [other, message, batch]) handle.delete();
});

if (whyNoTypes === null) console.warn(COUNTED_ELSEWHERE);
test.skipIf(whyNoTypes === null).each(bound)('%s is not called with arguments that its type does not have', (name) => {
  const call = core[name] as (...args: unknown[]) => unknown;
  expect(() => call()).toThrow(/arguments/);
  expect(() => call(...calls[name], undefined, undefined, undefined)).toThrow(/arguments/);
});

test('a template answers with exactly the fields of its types', () => {
  const list = core.createRecipientList(['navn']);
  list.append([['']]);
  const message = core.createTemplate(template, options);
  expect(kindOf(message.outline())).toEqual({
    fields: [{ name: 'string', start: 'number', end: 'number', fallback: 'string', maxLength: 'number' }],
    links: [{ link: 'number', kind: 'string', url: 'string', start: 'number', end: 'number', beside: ['string'] }],
    problems: [{ error: 'string', start: 'number', end: 'number' }],
    linksInMessage: 'number',
  } satisfies Kind<ReturnType<typeof message.outline>>);
  expect(kindOf(message.render(list, 0))).toEqual({
    text: 'string',
    plan,
    ranges: [range],
    parts: [{ kind: 'string', start: 'number', end: 'number' }],
  } satisfies Kind<ReturnType<typeof message.render>>);
  expect(kindOf(message.plan(list))).toEqual(listPlan);
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
    'a.dk/\0x',
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
  for (const { error } of core.createTemplate('{{}} {{a:0}} a.dk/{{b}} sehttps://a.dk {{').outline().problems)
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

test('what a getter of the caller’s throws comes out as it is, and takes nothing of the module for good', () => {
  const own = new Error('own');
  const throws = {
    get border(): never {
      throw own;
    },
  };
  for (let i = 0; i < 50_000; i++) {
    try {
      core.planSegments('x', throws);
    } catch (error) {
      if (error !== own) throw error;
    }
  }
  expect(core.planSegments('æ', {}).segments).toBe(1);
});
