/** A report's figures as a table, for spreadsheets and programs: one figure a line, each with what it divides by. */
import type { Rate } from 'klikspor/reporting';
import * as v from 'valibot';
import { type Reporting, reporting } from '../reporting.ts';
import { campaignOfId } from './campaign-id.ts';
import { type ConversionReport, conversionsOf } from './conversions.ts';
import { endpoint } from './endpoint.ts';
import { count } from './fields.ts';
import { oneOf } from './query.ts';
import { type Report, reportEndpoints } from './report.ts';

const [reportEndpoint] = reportEndpoints;

export const decimal = oneOf(
  'comma: fields are parted by semicolons, as Danish Excel reads them; point: by commas',
  ...(['comma', 'point'] as const),
);

const share = v.pipe(v.number(), v.minValue(0));

const figure = v.strictObject({
  figure: v.string(),
  /** Position of the link that it is of. */
  link: v.exactOptional(count),
  /** What of: a link's label, a class, a country, a currency, so many hours, minutes or seconds. */
  label: v.exactOptional(v.string()),
  /** Money is decimal text. */
  count: v.union([v.pipe(v.number(), v.minValue(0)), v.string()]),
  /** What it is divided by, and what comes of it, from 0 to 1, with its 95 % interval. */
  of: v.exactOptional(v.picklist(['sent', 'delivered', 'clickers'])),
  denominator: v.exactOptional(count),
  rate: v.exactOptional(share),
  low: v.exactOptional(share),
  high: v.exactOptional(share),
});
export type Figure = v.InferOutput<typeof figure>;

export const figures = v.strictObject({ entries: v.array(figure) });

const HEADINGS = ['figure', 'link', 'label', 'count', 'of', 'denominator', 'rate', 'low', 'high'] as const;

const refusals = { 404: 'There is no such campaign', 409: 'A counter holds the numbers of another campaign' };
const params = { id: 's.brand.dk:1' };

type Ask = Parameters<typeof reportEndpoint.handle>[0];

export const figureEndpoints = [
  endpoint({
    route: 'GET /api/campaigns/{id}/figures',
    summary: 'The figures of the report and of conversions, one after the other',
    access: 'campaigns:read',
    answer: figures,
    refusals,
    examples: [{ params }],
    handle: async (ask) => ({ entries: figuresOf(...(await reported(ask))) }),
  }),
  endpoint({
    route: 'GET /api/campaigns/{id}/figures.csv',
    summary: 'The same, one a line, as CSV',
    access: 'campaigns:read',
    query: { decimal },
    media: 'text/csv',
    refusals,
    examples: [{ params }, { params, query: { decimal: 'comma' } }],
    handle: async ({ query, ...ask }) => figuresResponse(query, ...(await reported({ ...ask, query: {} }))),
  }),
];

async function reported(ask: Ask): Promise<[Report, ConversionReport]> {
  const stored = await campaignOfId(ask.env, ask.params.id);
  return [await reportEndpoint.handle(ask), await conversionsOf(ask.env, stored)];
}

/** Without conversions: they are not shown to whoever is given this. */
export async function figuresResponse(
  { decimal = 'point' }: { decimal?: 'comma' | 'point' },
  report: Report,
  conversions?: ConversionReport,
): Promise<Response> {
  const { host, number } = report.campaign;
  // Excel reads UTF-8 only when the file says so; other programs trip over the mark.
  const mark = decimal === 'comma' ? '\ufeff' : '';
  return new Response(mark + tableOf(await reporting(), figuresOf(report, conversions), decimal), {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="figures-${host}-${number}.csv"`,
      'cache-control': 'private, no-store',
    },
  });
}

/** Shares have six decimals. */
function tableOf({ csvField }: Reporting, figures: readonly Figure[], decimal: 'comma' | 'point'): string {
  const separator = decimal === 'comma' ? ';' : ',';
  const cell = (row: Figure, name: (typeof HEADINGS)[number]): string => {
    const value = row[name];
    if (value === undefined) return '';
    const text = name === 'rate' || name === 'low' || name === 'high' ? Number(value).toFixed(6) : String(value);
    const isNumber = name !== 'figure' && name !== 'label' && name !== 'of';
    return csvField(isNumber && decimal === 'comma' ? text.replace('.', ',') : text, separator);
  };
  const lines = figures.map((row) => HEADINGS.map((name) => cell(row, name)));
  return [HEADINGS, ...lines].map((line) => `${line.join(separator)}\r\n`).join('');
}

const rated = (of: NonNullable<Figure['of']>, { numerator, denominator, value, low, high }: Rate) => ({
  count: numerator,
  of,
  ...(denominator > 0 && { denominator, rate: value, low, high }),
});

const labelled = (name: string, counts: Iterable<readonly [label: string | number, count: number]>): Figure[] =>
  Array.from(counts, ([label, count]) => ({ figure: name, label: String(label), count }));

export function figuresOf(report: Report, conversions?: ConversionReport): Figure[] {
  const { numbers, totals, denominator, delivery, campaign } = report;
  return [
    { figure: 'sent', count: report.sent },
    ...labelled('messages', Object.entries(delivery ?? {})),
    { figure: 'clicks', count: numbers.clicks },
    { figure: 'unique-clicks', count: numbers.uniqueClicks },
    { figure: 'clickers', ...rated(denominator, numbers.ctr) },
    ...numbers.links.flatMap(({ clicks, ctr }, link): Figure[] => {
      const { label, kind, url } = campaign.links[link] ?? {};
      const name = kind === 'opt-out' ? 'opt-out-link' : 'link';
      // As the report calls it: nobody knows links by their places.
      const of = { link, label: label || (url ?? '') };
      return [
        { figure: `${name}-clicks`, ...of, count: clicks },
        { figure: `${name}-clickers`, ...of, ...rated(denominator, ctr) },
      ];
    }),
    { figure: 'opt-out-pages', count: numbers.optOut.pagesOpened },
    { figure: 'opt-outs', ...rated(denominator, numbers.optOut.rate) },
    ...labelled('machine-hits', Object.entries(numbers.machineHits)),
    ...labelled('clicks-by-device', Object.entries(totals.devices)),
    ...labelled('clicks-by-country', Object.entries(totals.countries)),
    ...labelled(
      'clicks-by-hour',
      totals.timeline.map(([hour, clicks]) => [hour, clicks]),
    ),
    ...labelled(
      'clicks-by-minute',
      totals.minutes.map(([minute, clicks]) => [minute, clicks]),
    ),
    ...timesOf(report),
    ...(conversions === undefined ? [] : ordersOf(conversions, campaign.tracking)),
  ];
}

/** Since the messages went out: whoever clicked by then, or, where nobody is counted, clicks by then. */
function timesOf({ times, campaign }: Report): Figure[] {
  const who = campaign.tracking === 'recipient' ? 'clickers' : 'clicks';
  return [
    { figure: `${who}-before-sending`, count: times.before },
    ...(times.medianS === null ? [] : [{ figure: `seconds-to-half-of-${who}`, count: times.medianS }]),
    ...(times.p90S === null ? [] : [{ figure: `seconds-to-nine-tenths-of-${who}`, count: times.p90S }]),
    ...labelled(`${who}-within-seconds`, times.points),
  ];
}

function ordersOf(report: ConversionReport, tracking: Report['campaign']['tracking']): Figure[] {
  const { conversions, ofSent, ofClickers, denominator } = report;
  return [
    ...(tracking === 'recipient'
      ? [
          { figure: 'conversions', count: conversions },
          { figure: 'converters', ...rated(denominator, ofSent) },
          { figure: 'converting-clickers', ...rated('clickers', ofClickers) },
        ]
      : [{ figure: 'conversions', ...rated(denominator, ofSent) }]),
    { figure: 'conversions-without-click', count: report.withoutClick },
    { figure: 'conversions-without-value', count: report.withoutValue },
    { figure: 'orders-outside-window', count: report.outsideWindow },
    { figure: 'orders-told-before', count: report.toldBefore },
    { figure: 'orders-cancelled', count: report.cancelled },
    ...report.currencies.flatMap(({ currency: label, orders, value, perMessage, perSpent }): Figure[] => [
      { figure: 'orders-with-value', label, count: orders },
      { figure: 'order-value', label, count: value },
      { figure: 'order-value-per-message', label, count: perMessage, of: denominator },
      ...(perSpent === null ? [] : [{ figure: 'order-value-per-spent', label, count: perSpent }]),
    ]),
  ];
}
