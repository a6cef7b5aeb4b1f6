/** From orders as a shop tells them to rows of the counters that know their recipients: each with an answer of its own. */
import type { ConversionRules, OrderFault } from 'klikspor/reporting';
import { campaignOf, type LinkHost, linkHostOf, slotOf } from '../campaigns.ts';
import { inGroups } from '../in-groups.ts';
import type { CampaignRecord } from '../records.ts';
import { plainOf } from '../redirect.ts';
import type { Reporting } from '../reporting.ts';
import type { OrderReceipt, ToldOrder } from '../rpc/counter.ts';
import { identityOf, shardOf } from '../shard-identity.ts';
import { workspaceStub } from '../stubs.ts';
import { campaignId } from './campaign-id.ts';
import { rulesOf } from './conversion-rules.ts';
import { AT_ONCE, answerOf } from './counters.ts';
import { cut, type FieldError, outage } from './problem.ts';

export interface Conversion {
  readonly slug: string;
  readonly orderId: string;
  readonly atMs?: number;
  readonly value?: string;
  readonly currency?: string;
  readonly cancelled?: true;
}

export interface ToldConversion {
  orderId: string;
  outcome: 'accepted' | 'duplicate' | 'refused';
  /** Absent: refused before it was known. */
  campaign?: string;
  /** Whether it is a conversion by today's window. Absent: refused. */
  counts?: boolean;
  /** What to know of an order that was taken. */
  note?: { code: string; detail: string };
  /** Why it was refused, and the fix. */
  error?: FieldError;
}

/** A link that leads to a shop, of a campaign that is there. */
interface Place {
  readonly campaign: CampaignRecord;
  readonly rules: ConversionRules;
  readonly recipient: number;
  readonly link: number;
}

type Refused = readonly [field: keyof Conversion, code: string, detail: string];

const FAULTS: Readonly<Record<OrderFault, Refused>> = {
  'order-id': [
    'orderId',
    'order-id',
    'An order id has 1 to 100 characters, no white space at its ends and no control characters: send it as the shop shows it.',
  ],
  value: [
    'value',
    'value',
    'value is an amount in decimal text with a point, such as "349.50": at most nine digits before it and four behind, no sign, no thousands separator. An order that is taken back is told again with "cancelled": true.',
  ],
  currency: ['currency', 'currency', 'currency is three capitals (ISO 4217), such as DKK.'],
  'value-missing': ['value', 'value-missing', 'A currency without a value says nothing: send both, or neither.'],
  'currency-missing': [
    'currency',
    'currency-missing',
    'A value needs its currency, such as DKK: send both, or neither.',
  ],
};

const DAY_MS = 86_400_000;

/** As a browser reads it, over whichever scheme; null: no address, or of a host that no link domain is. */
function parsed(link: string): URL | null {
  const url = `https://${link.replace(/^https?:\/\//i, '')}`;
  if (!URL.canParse(url)) return null;
  const read = new URL(url);
  return read.hostname.length > 253 ? null : read;
}

/** Without the dot that ends a whole name. */
const hostOf = (url: URL | null): string => url?.hostname.replace(/\.$/, '') ?? '';

/** One batch, from reading it to the answer. */
export class OrderTeller {
  readonly #env: Env;
  readonly #background: Pick<ExecutionContext, 'waitUntil'>;
  readonly #reports: Reporting;
  readonly #nowMs = Date.now();
  /** Each campaign's window is asked for once. */
  readonly #rules = new Map<string, ConversionRules>();

  constructor(env: Env, background: Pick<ExecutionContext, 'waitUntil'>, reports: Reporting) {
    this.#env = env;
    this.#reports = reports;
    this.#background = background;
  }

  /** In the order of the batch. Whoever gets no answer may send the same again: no order is kept twice. */
  async tell(host: string | undefined, conversions: readonly Conversion[]): Promise<ToldConversion[]> {
    const told: ToldConversion[] = [];
    const groups = new Map<
      string,
      { place: Place; shard: number; rows: { at: number; place: Place; order: ToldOrder }[] }
    >();
    for (const [at, conversion] of conversions.entries()) {
      const { orderId, atMs } = conversion;
      const found = await this.#placed(host, conversion);
      const read = this.#reports.readOrder(orderId, conversion.value, conversion.currency);
      if (!('campaign' in found)) told.push(refused(at, orderId, found));
      else if (!read.ok) told.push(refused(at, orderId, FAULTS[read.error]));
      else {
        const { campaign, recipient, link } = found;
        const shard = shardOf(campaign, recipient);
        const key = `${campaign.host}/${campaign.number}/${shard}`;
        const group = groups.get(key) ?? { place: found, shard, rows: [] };
        groups.set(key, group);
        const { value } = read;
        group.rows.push({
          at,
          place: found,
          order: {
            ...{ orderId, recipient, link, placedAtMs: atMs ?? null, value, currency: conversion.currency ?? null },
            isCancelled: conversion.cancelled === true,
          },
        });
        // Its place in the answer, until the counter has it.
        told.push({ orderId, outcome: 'accepted' });
      }
    }
    await inGroups([...groups.values()], AT_ONCE, async ({ place: { campaign }, shard, rows }) => {
      const receipts = await this.#kept(
        campaign,
        shard,
        rows.map(({ order }) => order),
      );
      for (const [i, { at, place, order }] of rows.entries()) {
        const receipt = receipts === 'other-publishing' ? undefined : receipts[i];
        told[at] = receipt === undefined ? ofAnotherCampaign(at, order) : this.#answer(at, place, order, receipt);
      }
    });
    return told;
  }

  async #kept(
    campaign: CampaignRecord,
    shard: number,
    orders: ToldOrder[],
  ): Promise<OrderReceipt[] | 'other-publishing'> {
    const receipts = await answerOf(this.#env, campaign, shard, (counter) =>
      counter.tellOrders(identityOf(campaign, shard), orders, this.#nowMs),
    );
    if (receipts !== null) return receipts;
    const id = campaignId(campaign.host, campaign.number);
    throw outage(
      `Counter ${shard} of ${id} does not answer. Send the batch again: what was kept is not counted twice.`,
    );
  }

  /** The recipient and link behind a slug, or why there are none. */
  async #placed(host: string | undefined, { slug, atMs }: Conversion): Promise<Place | Refused> {
    const written = slug.trim();
    if (written === '') return ['slug', 'no-slug', 'The slug is empty: send orders of visitors who came with one.'];
    const isLink = written.includes('/');
    if (!isLink && host === undefined) {
      return ['slug', 'no-host', 'Slugs are of a link domain: name it in host, or send the whole short link as slug.'];
    }
    const url = parsed(isLink ? written : `${host}/${written}`);
    const name = hostOf(url);
    if (isLink && host !== undefined && name !== hostOf(parsed(host))) {
      return [
        'slug',
        'other-host',
        `This link is on ${cut(name)}, and host is ${cut(host)}: leave host out, or send the slug alone.`,
      ];
    }
    const linkHost = url === null ? null : await linkHostOf(this.#env, this.#background, name);
    if (url === null || linkHost === null)
      return ['slug', 'unknown-host', `${cut(name)} is no link domain of this klikspor: check the host.`];
    const plain = plainOf(linkHost, url.pathname.slice(1));
    const campaign = plain < 0 ? null : await campaignOf(this.#env, this.#background, linkHost, plain);
    const slot = campaign === null ? undefined : slotOf(campaign, plain);
    if (campaign === null || slot === undefined || campaign.deletedAtMs !== undefined) return unknownSlug(linkHost);
    if (slot.isTest) {
      return [
        'slug',
        'test-link',
        'A test link: the order was understood, and is not kept, as no report counts test links.',
      ];
    }
    if (slot.record.kind === 'opt-out') {
      return [
        'slug',
        'opt-out-link',
        'The slug of the opt-out link leads to no shop: send the one the shop got for {slug}.',
      ];
    }
    const rules = await this.#rulesOf(campaign);
    switch (this.#reports.orderMoment(atMs ?? this.#nowMs, this.#nowMs, rules)) {
      case 'before-publishing':
        return [
          'atMs',
          'before-publishing',
          'The order was placed before the campaign was published: it is not of this campaign.',
        ];
      case 'in-future':
        return [
          'atMs',
          'in-future',
          "The order is yet to be placed: atMs is in milliseconds since 1970 (UTC). Check the shop's clock.",
        ];
      case 'counts':
      case 'after-window':
        return { campaign, rules, recipient: slot.recipient, link: slot.link };
    }
  }

  async #rulesOf(campaign: CampaignRecord): Promise<ConversionRules> {
    const { host, number } = campaign;
    const id = campaignId(host, number);
    const known = this.#rules.get(id);
    if (known !== undefined) return known;
    // A campaign that only KV knows has the usual window.
    const stored = await workspaceStub(this.#env).campaign(host, number);
    const rules = rulesOf(campaign, stored?.info ?? {});
    this.#rules.set(id, rules);
    return rules;
  }

  #answer(at: number, { campaign, rules }: Place, order: ToldOrder, receipt: OrderReceipt): ToldConversion {
    const { orderId } = order;
    const id = campaignId(campaign.host, campaign.number);
    if (receipt.differs.length > 0) {
      const toldAt = new Date(receipt.toldAtMs).toISOString();
      return refused(at, orderId, [
        'orderId',
        'other-order',
        `An order with this id was told ${toldAt} with another ${receipt.differs.join(', ')}. That one stays. If this is another order, give it an id of its own.`,
      ]);
    }
    const placedAtMs = order.placedAtMs ?? receipt.toldAtMs;
    const { isCancelled } = receipt;
    const counts = !isCancelled && this.#reports.orderMoment(placedAtMs, this.#nowMs, rules) === 'counts';
    const note = isCancelled ? CANCELLED : noteOf(campaign, rules, placedAtMs, counts);
    return { orderId, outcome: receipt.isNew ? 'accepted' : 'duplicate', campaign: id, counts, ...(note && { note }) };
  }
}

const CANCELLED = {
  code: 'cancelled',
  detail: 'Taken back, and counted nowhere. It stays so: an order that is placed after all gets an id of its own.',
};

function noteOf(
  campaign: CampaignRecord,
  { sentAtMs, windowDays }: ConversionRules,
  placedAtMs: number,
  counts: boolean,
) {
  if (!counts) {
    const days = Math.floor((placedAtMs - sentAtMs) / DAY_MS);
    return {
      code: 'after-window',
      detail: `Kept, and not counted: it was placed ${days} days after the messages went out, and orders count for ${windowDays}. A longer window (conversionDays of the campaign) counts it.`,
    };
  }
  if (campaign.expiresAtMs !== null && placedAtMs > campaign.expiresAtMs) {
    return {
      code: 'links-expired',
      detail: "Kept and counted: the campaign's links had expired, and who followed one before may order later.",
    };
  }
  return undefined;
}

const refused = (at: number, orderId: string, [field, code, detail]: Refused): ToldConversion => ({
  orderId: cut(orderId),
  outcome: 'refused',
  error: { pointer: `/conversions/${at}/${field}`, code, detail },
});

const unknownSlug = ({ host }: LinkHost): Refused => [
  'slug',
  'unknown-slug',
  `No link of ${host} has this slug: send it as the shop got it for {slug}, without what stood around it.`,
];

const ofAnotherCampaign = (at: number, { orderId }: ToldOrder): ToldConversion =>
  refused(at, orderId, [
    'slug',
    'other-publishing',
    'The counter of this campaign holds the numbers of another one that had its number before a restore: publish the campaign anew.',
  ]);
