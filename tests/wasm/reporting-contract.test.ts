/** The same for `reporting.d.ts` as `composer-contract.test.ts` for the composer's types: names, arguments, kinds of every value. */
import { countryProfile } from 'klikspor/country-profiles';
import { load as loadEdge } from 'klikspor/edge';
import { load, type Reporting } from 'klikspor/reporting';
import { expect, test } from 'vitest';
import { COUNTED_ELSEWHERE, whyNoTypes } from '../support/emscripten.ts';
import { type Arguments, type Functions, kindOf, type Loose, type Results, takenAmiss } from '../support/kinds.ts';

const core = await load();

const shape = {
  recipients: 10,
  links: ['destination', 'destination'],
  shards: 1,
  shard: 0,
  tracking: 'recipient',
  publishedAtMs: 1_000_000,
} as const;
const totals = (await loadEdge()).loadShardState(new Uint8Array(), shape).totals();
/** One recipient clicked, in the third minute. */
const clickedTotals = { ...totals, clickers: 1, minutes: [[2, 1, 1]], timeline: [[0, 1, 1]] } as const;

/** One order of a recipient who has clicked. */
const orders = [
  {
    ...{ ids: '#1\n', recipients: Uint32Array.of(3), placedAtMs: Float64Array.of(2_000_000) },
    ...{ toldAtMs: Float64Array.of(2_000_000), values: Float64Array.of(3_495_000), currencies: 'DKK' },
    ...{ clicked: Uint8Array.of(1), cancelled: Uint8Array.of(0) },
  },
];
const rules = { fromMs: 1_000_000, sentAtMs: 1_000_000, windowDays: 30 };
const base = { sent: 10, clickers: 1, tracking: 'recipient', spent: { currency: 'DKK', amount: 10_000 } } as const;

/** One call of every function that answers with every field filled. */
const calls: Arguments<Reporting> = {
  reportNumbers: [totals, shape.links, 10, 1],
  clickTimes: [clickedTotals, 1_000_000, 1_000_000],
  compareRates: [
    { numerator: 10, denominator: 100 },
    { numerator: 11, denominator: 100 },
  ],
  spreadOf: [[0.1, 0.2]],
  readOrder: ['#1', '349.50', 'DKK'],
  moneyText: [3_495_000],
  orderMoment: [2_000_000, 2_000_000, rules],
  orderStandings: [orders, rules],
  conversionNumbers: [orders, rules, base],
  inboundWord: ['stop'],
  hashNumbers: [new Uint8Array(16), Float64Array.of(4520123456)],
  quietPlaces: [countryProfile('DK').hours, [{ timeZone: 'Europe/Copenhagen', weekday: 6, time: '07:30' }]],
  csvField: ['a', ';'],
  deliveryOf: ['1', 'kannel'],
  takeDeliveries: [new Uint8Array(), 'dof', 0, 1, 0],
  forgetDelivery: [Uint8Array.of(6), 0, 1],
  deliveryCounts: [Uint8Array.of(6)],
  recipientsIn: [Uint8Array.of(6), ['delivered']],
  joinBitmaps: [[Uint8Array.of(1)], 8],
  reachOf: [10, core.deliveryCounts(Uint8Array.of(6))],
};

const rate = { numerator: 'number', denominator: 'number', value: 'number', low: 'number', high: 'number' } as const;
const machineHits = {
  preview: 'number',
  scanner: 'number',
  prefetch: 'number',
  head: 'number',
  test: 'number',
} as const;

/** As in `edge-contract.test.ts`. */
const kinds = {
  reportNumbers: {
    clicks: 'number',
    uniqueClicks: 'number',
    ctr: rate,
    links: [{ clicks: 'number', uniqueClicks: 'number', ctr: rate }],
    optOut: { pagesOpened: 'number', confirmed: 'number', rate, high: 'boolean' },
    small: 'boolean',
    machineHits,
  },
  clickTimes: {
    ...{ fromMs: 'number', before: 'number', byHour: 'number', medianS: 'number', p90S: 'number' },
    points: [['number']],
  },
  compareRates: { value: 'number', low: 'number', high: 'number', verdict: 'string', more: ['number'] },
  spreadOf: {
    ...{ count: 'number', lowest: 'number', lowerQuartile: 'number', median: 'number' },
    ...{ upperQuartile: 'number', highest: 'number' },
  },
  readOrder: { ok: 'boolean', value: 'number' },
  moneyText: 'string',
  orderMoment: 'string',
  orderStandings: ['string'],
  conversionNumbers: {
    ...{ conversions: 'number', converters: 'number', withoutClick: 'number', withoutValue: 'number' },
    ...{ outsideWindow: 'number', toldBefore: 'number', cancelled: 'number', ofClickers: rate, ofSent: rate },
    currencies: [{ currency: 'string', orders: 'number', value: 'string', perMessage: 'string', perSpent: 'number' }],
  },
  inboundWord: 'string',
  hashNumbers: 'bytes',
  quietPlaces: [{ timeZone: 'string', time: 'string', hours: ['string'] }],
  csvField: 'string',
  deliveryOf: 'string',
  takeDeliveries: 'bytes',
  forgetDelivery: 'bytes',
  deliveryCounts: {
    ...{ open: 'number', failed: 'number', expired: 'number', refused: 'number' },
    ...{ 'no-such-number': 'number', blocked: 'number', delivered: 'number' },
  },
  recipientsIn: 'bytes',
  joinBitmaps: 'bytes',
  reachOf: { of: 'string', recipients: 'number', delivered: 'number', failed: 'number', open: 'number' },
} as const satisfies Loose<Results<Reporting>> & Pick<Results<Reporting>, 'reportNumbers'>;

const names = Object.keys(calls) as (keyof Functions<Reporting>)[];

test('the module offers exactly the functions of the types', () => {
  expect(Object.keys(core).sort()).toEqual([...names, 'version'].sort());
});

test.each(names)('%s answers what its type says', (name) => {
  const answer = (core[name] as (...args: unknown[]) => unknown)(...calls[name]);
  expect(kindOf(answer)).toEqual(kinds[name]);
});

test.each(names)('%s refuses a call without arguments', (name) => {
  expect(() => (core[name] as () => unknown)()).toThrow();
});

test.each(names)('%s refuses arguments of other kinds', (name) => {
  expect(takenAmiss(name, core[name] as (...args: readonly unknown[]) => unknown, calls[name])).toEqual([]);
});

test('columns of orders that do not fit are refused, and an order says what is wrong of it', () => {
  const [one] = orders;
  const changes = {
    ids: '#1',
    recipients: new Uint32Array(),
    placedAtMs: new Float64Array(2),
    currencies: 'DK',
    cancelled: new Uint8Array(2),
  };
  for (const [name, column] of Object.entries(changes)) {
    const columns = [{ ...one, [name]: column }] as unknown as typeof orders;
    expect(() => core.orderStandings(columns, rules)).toThrow('it must be columns of one length');
  }
  expect(core.readOrder('7', undefined, undefined)).toEqual({ ok: true, value: null });
  for (const [id, value, currency, error] of [
    ['', undefined, undefined, 'order-id'],
    ['7', '1,5', 'DKK', 'value'],
    ['7', '1', 'kr', 'currency'],
    ['7', undefined, 'DKK', 'value-missing'],
    ['7', '1', undefined, 'currency-missing'],
  ] as const) {
    expect(core.readOrder(id, value, currency)).toEqual({ ok: false, error });
  }
  const back = [{ ...one, cancelled: Uint8Array.of(1) }] as typeof orders;
  expect(core.orderStandings(back, rules)).toEqual(['cancelled']);
  expect(core.conversionNumbers(back, rules, base)).toMatchObject({ conversions: 0, cancelled: 1, currencies: [] });
  // What no document holds is no value, and no moment.
  const odd = [{ ...one, values: Float64Array.of(Number.NaN), toldAtMs: Float64Array.of(-1) }] as typeof orders;
  expect(core.conversionNumbers(odd, rules, base)).toMatchObject({ conversions: 1, withoutValue: 1, currencies: [] });
});

if (whyNoTypes === null) console.warn(COUNTED_ELSEWHERE);
test.skipIf(whyNoTypes === null).each(names)('%s is not called with arguments that its type does not have', (name) => {
  const call = core[name] as (...args: unknown[]) => unknown;
  expect(() => call()).toThrow(/arguments/);
  expect(() => call(...calls[name], undefined, undefined)).toThrow(/arguments/);
});
