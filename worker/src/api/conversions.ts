/** Conversions: orders that shops tell, joined to recipients by the slug that `{slug}` gave the shop. No cookie, no pixel. */

import type { ConversionBase, OrderStanding } from 'klikspor/reporting';
import * as v from 'valibot';
import { core } from '../core.ts';
import { inGroups } from '../in-groups.ts';
import { type Reporting, reporting } from '../reporting.ts';
import type { CampaignInfo, StoredCampaign } from '../rpc/catalogue.ts';
import type { OrderPage } from '../rpc/counter.ts';
import { costOf, sentOf } from '../sent.ts';
import { identityOf } from '../shard-identity.ts';
import { campaignOfId } from './campaign-id.ts';
import { rulesOf } from './conversion-rules.ts';
import { AT_ONCE, answerOf, ofAnotherCampaign, reportsOf, shardsOf } from './counters.ts';
import { deliveryOf } from './delivery.ts';
import { endpoint } from './endpoint.ts';
import { count, moment, text } from './fields.ts';
import { outage } from './problem.ts';
import type { QueryValue } from './query.ts';
import { rate } from './rate.ts';
import { OrderTeller } from './told-orders.ts';

const MOST_CONVERSIONS = 1_000;

/** Of the wrong type the whole batch is refused; what is wrong of one order is told of that one. */
const newConversion = v.strictObject({
  /** As the shop got it for `{slug}`, or the whole short link. */
  slug: text('The slug', 2_048),
  /** The same order has the same id, whenever it is told. */
  orderId: text('The order id', 1_000),
  /** When the order was placed. Absent: now. */
  atMs: v.exactOptional(moment),
  /** Decimal text, such as "349.50". */
  value: v.exactOptional(
    v.pipe(
      v.string('value is decimal text, such as "349.50": a number of JSON may lose digits.'),
      v.maxLength(100, 'value is longer than 100 characters: it is an amount, such as "349.50".'),
    ),
  ),
  /** ISO 4217, such as DKK. */
  currency: v.exactOptional(text('The currency', 100)),
  /** The order is taken back, whether it was told before or is told later: slug and order id say which. It stays so. */
  cancelled: v.exactOptional(v.literal(true, 'cancelled is true, or left out: an order stays taken back.')),
});

const newConversions = v.strictObject({
  /** The link domain of the slugs. Absent: every slug is a whole short link. */
  host: v.exactOptional(text('The host', 253)),
  conversions: v.pipe(
    v.array(newConversion, 'Conversions are a list.'),
    v.minLength(1, 'Give at least one conversion.'),
    v.maxLength(MOST_CONVERSIONS, `At most ${MOST_CONVERSIONS} conversions at a time: send the others after them.`),
  ),
});
export type NewConversions = v.InferOutput<typeof newConversions>;

const told = v.strictObject({ code: v.string(), detail: v.string() });
const toldConversion = v.strictObject({
  orderId: v.string(),
  outcome: v.picklist(['accepted', 'duplicate', 'refused']),
  /** Absent: refused. */
  campaign: v.exactOptional(v.string()),
  /** Whether it is a conversion by the campaign's window as it is now. Absent: refused. */
  counts: v.exactOptional(v.boolean()),
  note: v.exactOptional(told),
  error: v.exactOptional(v.strictObject({ pointer: v.string(), ...told.entries })),
});

const conversionsTold = v.strictObject({
  accepted: count,
  duplicate: count,
  refused: count,
  /** One for each, in the order of the batch. */
  results: v.array(toldConversion),
});
export type ConversionsTold = v.InferOutput<typeof conversionsTold>;

const money = v.string();

/** As the core counts them (`ConversionNumbers` of `klikspor/reporting`). */
const conversionReport = v.strictObject({
  conversions: count,
  converters: count,
  withoutClick: count,
  withoutValue: count,
  outsideWindow: count,
  toldBefore: count,
  /** Orders that the shop has taken back. They are in no other figure. */
  cancelled: count,
  ofClickers: rate,
  ofSent: rate,
  currencies: v.pipe(
    v.array(
      v.strictObject({
        currency: v.string(),
        orders: count,
        value: money,
        perMessage: money,
        perSpent: v.nullable(v.number()),
      }),
    ),
    v.readonly(),
  ),
  /** What `ofSent` and money a message divide by, as in the report. */
  denominator: v.picklist(['sent', 'delivered']),
  /** Orders count that were placed within so many days of when the messages went out (`sentAtMs`, else publishing). */
  windowDays: count,
});
export type ConversionReport = v.InferOutput<typeof conversionReport>;

/** Oldest first; both lists are of the same length. */
const converted = v.strictObject({
  /** Rows of the list, from 0. Empty in aggregate campaigns. */
  recipients: v.array(count),
  /** When each placed the first order that counts. */
  placedAtMs: v.array(moment),
});
export type Converted = v.InferOutput<typeof converted>;

const COST = /^\d{1,9}(\.\d{1,4})? [A-Z]{3}$/;

const cost: QueryValue<string> = {
  description:
    'What the campaign cost, such as 1250.00 DKK: value is set in relation to it. Without it what publishing kept, where that is whole and in one currency',
  must: 'be an amount, a space and a currency, such as 1250.00 DKK',
  schema: { type: 'string', pattern: COST.source },
  read: (written) => (COST.test(written) ? written : undefined),
};

/** Of what publishing kept; undefined where not all of it is known, or not in one currency. */
function keptCost(info: CampaignInfo): string | undefined {
  const cost = costOf(info);
  const [only, ...others] = cost?.amounts ?? [];
  if (only === undefined || others.length > 0 || cost?.unpriced !== undefined || only.amount >= 1e9) return undefined;
  return `${only.amount.toFixed(4)} ${only.currency}`;
}

/** `written`: as `COST` has it. */
function spentOf({ readOrder }: Reporting, written: string): ConversionBase['spent'] {
  const [amount, currency = ''] = written.split(' ');
  const read = readOrder('cost', amount, currency);
  return read.ok && read.value !== null ? { amount: read.value, currency } : undefined;
}

/** `row`: the recipient as people count the rows of a list, from 1. */
const HEADINGS = ['placed', 'told', 'order', 'recipient', 'row', 'link', 'value', 'currency', 'clicked', 'counted'];
const COUNTED: Record<OrderStanding, string> = {
  counted: 'yes',
  'outside-window': 'outside-window',
  'told-before': 'told-before',
  cancelled: 'cancelled',
};

const refusals = { 404: 'There is no such campaign', 409: 'A counter holds the orders of another campaign' };
const params = { id: 's.brand.dk:1' };

export const conversionEndpoints = [
  endpoint({
    route: 'POST /api/conversions',
    summary:
      'Tell orders of people who came by a short link, or that one is taken back: each counts once, however often it is told',
    access: 'conversions:write',
    body: newConversions,
    answer: conversionsTold,
    examples: [
      {
        body: {
          host: 's.brand.dk',
          conversions: [{ slug: 'Xk7Rm2Pq', orderId: '100234', value: '349.50', currency: 'DKK' }],
        },
      },
      { body: { host: 's.brand.dk', conversions: [{ slug: 'Xk7Rm2Pq', orderId: '100234', cancelled: true }] } },
    ],
    handle: async ({ context, env, body: { host, conversions } }) => {
      const results = await new OrderTeller(env, context.executionCtx, await reporting()).tell(host, conversions);
      const number = (outcome: string) => results.filter((result) => result.outcome === outcome).length;
      return { accepted: number('accepted'), duplicate: number('duplicate'), refused: number('refused'), results };
    },
  }),
  endpoint({
    route: 'GET /api/campaigns/{id}/conversions',
    summary: 'Conversions: how many, of how many, and what they are worth, by currency',
    access: 'campaigns:read',
    query: { cost },
    answer: conversionReport,
    refusals,
    examples: [{ params }, { params, query: { cost: '1250.00 DKK' } }],
    handle: async ({ env, params: { id }, query: { cost } }) => conversionsOf(env, await campaignOfId(env, id), cost),
  }),
  endpoint({
    route: 'GET /api/campaigns/{id}/converted',
    summary: 'Recipients with an order that counts, oldest first',
    access: 'hits:read',
    answer: converted,
    refusals,
    examples: [{ params }],
    handle: async ({ env, params: { id } }) => {
      const stored = await campaignOfId(env, id);
      const first = new Map<number, number>();
      if (stored.record.tracking === 'recipient') {
        for (const { recipient, placedAtMs, standing } of rowsOf(
          await reporting(),
          stored,
          await ordersOf(env, stored),
        )) {
          if (standing !== 'counted') continue;
          first.set(recipient, Math.min(placedAtMs, first.get(recipient) ?? Number.POSITIVE_INFINITY));
        }
      }
      const rows = [...first].sort(([a, aMs], [b, bMs]) => aMs - bMs || a - b);
      return { recipients: rows.map(([recipient]) => recipient), placedAtMs: rows.map(([, atMs]) => atMs) };
    },
  }),
  endpoint({
    route: 'GET /api/campaigns/{id}/conversions.csv',
    summary: 'Orders as they were told, one a line: whose, what for, and whether they count',
    access: 'hits:read',
    media: 'text/csv',
    refusals,
    examples: [{ params }],
    handle: async ({ env, params: { id } }) => {
      const stored = await campaignOfId(env, id);
      const { host, number, tracking } = stored.record;
      const lines = [HEADINGS.join(',')];
      const knowsRecipients = tracking === 'recipient';
      const reports = await reporting();
      for (const row of rowsOf(reports, stored, await ordersOf(env, stored))) {
        const fields = [
          ...[new Date(row.placedAtMs).toISOString(), new Date(row.toldAtMs).toISOString()],
          reports.csvField(row.orderId, ','),
          ...(knowsRecipients ? [row.recipient, row.recipient + 1] : ['', '']),
          row.link,
          ...(row.value < 0 ? ['', ''] : [reports.moneyText(row.value), row.currency]),
          ...[knowsRecipients ? (row.clicked ? 'yes' : 'no') : '', COUNTED[row.standing]],
        ];
        lines.push(fields.join(','));
      }
      return new Response(`${lines.join('\r\n')}\r\n`, {
        headers: {
          'content-type': 'text/csv; charset=utf-8',
          'content-disposition': `attachment; filename="conversions-${host}-${number}.csv"`,
          'cache-control': 'private, no-store',
        },
      });
    },
  }),
];

/** What all orders of a campaign come to. */
export async function conversionsOf(env: Env, stored: StoredCampaign, cost?: string): Promise<ConversionReport> {
  const { record, info } = stored;
  // In this order: whoever has clicked by then is among the clickers.
  const orders = await ordersOf(env, stored);
  const parts = await reportsOf(env, record);
  const reports = await reporting();
  const { clickers } = core.sumTotals(parts.map(({ totals }) => totals));
  const { reach } = await deliveryOf(env, stored, parts, sentOf(info));
  const rules = rulesOf(record, info);
  const known = cost ?? keptCost(info);
  const spent = known === undefined ? undefined : spentOf(reports, known);
  const numbers = reports.conversionNumbers(orders, rules, {
    sent: reach.recipients,
    clickers,
    tracking: record.tracking,
    ...(spent && { spent }),
  });
  return { ...numbers, denominator: reach.of, windowDays: rules.windowDays };
}

/** All orders of a campaign, counter by counter. One that is silent is a 503: figures that lack some would be wrong. */
async function ordersOf(env: Env, { record }: StoredCampaign): Promise<OrderPage[]> {
  const pages = await inGroups(shardsOf(record), AT_ONCE, async (shard) => {
    const found: OrderPage[] = [];
    for (let after: number | null = 0; after !== null; ) {
      const from: number = after;
      const page: OrderPage | 'other-publishing' | null = await answerOf(env, record, shard, (counter) =>
        counter.orders(identityOf(record, shard), from),
      );
      if (page === 'other-publishing') throw ofAnotherCampaign(record, shard);
      const { host, number } = record;
      if (page === null)
        throw outage(`Counter ${shard} of ${host}:${number} does not answer, so orders cannot be told.`);
      found.push(page);
      after = page.lastSeq;
    }
    return found;
  });
  return pages.flat();
}

/** Row by row, with what each counts as. */
function* rowsOf({ orderStandings }: Reporting, { record, info }: StoredCampaign, pages: readonly OrderPage[]) {
  const standings = orderStandings(pages, rulesOf(record, info));
  let at = 0;
  for (const page of pages) {
    const ids = page.ids.split('\n');
    for (const [i, recipient] of page.recipients.entries()) {
      yield {
        recipient,
        orderId: ids[i] ?? '',
        link: page.links[i] ?? 0,
        placedAtMs: page.placedAtMs[i] ?? 0,
        toldAtMs: page.toldAtMs[i] ?? 0,
        value: page.values[i] ?? -1,
        currency: page.currencies.slice(3 * i, 3 * i + 3),
        clicked: page.clicked[i] === 1,
        standing: standings[at++] ?? 'outside-window',
      };
    }
  }
}
