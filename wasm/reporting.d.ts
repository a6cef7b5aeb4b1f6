/**
 * klikspor for whoever reports: what was counted as rates, times and comparisons, what became of messages, orders that a shop
 * tells, and what people answer. It works on what `klikspor/edge` counted. Written by hand;
 * `tests/wasm/reporting-contract.test.ts` holds it to the built module. Its functions keep to what `edge.d.ts` says of
 * outside input, errors and purity.
 */
import type { CoreSource } from './common.d.ts';
import type { Clock, QuietPlace, SendingHours } from './country-profiles.d.ts';
import type { CampaignShape, HitClass, KeptTotals, Totals } from './edge.d.ts';

export type { CoreSource } from './common.d.ts';

/** Loads the module; later calls return the same object. */
export function load(source?: CoreSource): Promise<Reporting>;

// --- figures ----------------------------------------------------------------------------------------------------------

/** When people clicked, counted from one moment: first clicks of recipients, or in aggregate campaigns all clicks. */
export interface ClickTimes {
  /** What it is counted from: when the messages went out. */
  readonly fromMs: number;
  /** How many came before that moment, and are in no figure here: trials, or machines on the way of the messages. */
  readonly before: number;
  /** How many are known by the hour alone, of those that count. */
  readonly byHour: number;
  /**
   * Seconds until half of them (0.5), and nine of ten (0.9), had clicked: nearest rank, told as the end of the minute or
   * hour in which that one clicked. Null: nobody did.
   */
  readonly medianS: number | null;
  readonly p90S: number | null;
  /**
   * [seconds, how many had clicked by then], ascending in both: at the ends of minutes in the first 48 hours, of hours after
   * that. Steps without a click are left out.
   */
  readonly points: readonly (readonly [seconds: number, clickers: number])[];
}

/** numerator / denominator with its 95 % Wilson score interval; all 0 when the denominator is 0. */
export interface Rate {
  readonly numerator: number;
  readonly denominator: number;
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** Two rates beside each other. */
export interface RateDifference {
  /** First less second. */
  readonly value: number;
  /**
   * Its 95 % interval: Newcombe, Statistics in Medicine 17 (1998), 873-890, method 10 (hybrid score). Both 0, with `value`,
   * where a rate has no denominator.
   */
  readonly low: number;
  readonly high: number;
  /** 'none-shown': 0 lies in the interval. It does not say that there is no difference. */
  readonly verdict: 'first-higher' | 'second-higher' | 'none-shown';
  /**
   * How many more recipients each would need for a difference as large as this one to show in four tries of five
   * (`Sending.sampleSize`). Null: a difference is shown, or there is none at all.
   */
  readonly more: readonly [first: number, second: number] | null;
}

/** Values by their ranks; quartiles between two values are in proportion (Hyndman and Fan 1996, type 7). */
export interface Spread {
  readonly count: number;
  readonly lowest: number;
  readonly lowerQuartile: number;
  readonly median: number;
  readonly upperQuartile: number;
  readonly highest: number;
}

/** The report's numbers (docs/how-it-works.md, "Numbers, defined once"). Test recipient left out, machine hits beside. */
export interface ReportNumbers {
  readonly clicks: number;
  readonly uniqueClicks: number;
  /** Recipients with at least one click / delivered (or sent). */
  readonly ctr: Rate;
  readonly links: readonly { readonly clicks: number; readonly uniqueClicks: number; readonly ctr: Rate }[];
  readonly optOut: {
    readonly pagesOpened: number;
    readonly confirmed: number;
    readonly rate: Rate;
    /** More than 1.5 % of those who got the message: lists wear out. */
    readonly high: boolean;
  };
  /** The CTR's sample is: fewer than FEWEST_RECIPIENTS, or an interval wider than ten percentage points. */
  readonly small: boolean;
  /** Hits that are not clicks, by class, over all links. */
  readonly machineHits: Readonly<Record<Exclude<HitClass, 'human'>, number>>;
}

// --- delivery ---------------------------------------------------------------------------------------------------------

/**
 * What is known of one recipient's message, from least to most: of two that are told of one recipient the later in this row
 * stands, in whatever order they come. Where a sign stands for each recipient it is the first letter of the name.
 * 'open': nothing, or on its way. 'failed': no reason told. 'refused': by gateway or network, or cancelled before it was sent.
 */
export type Delivery = 'open' | 'failed' | 'expired' | 'refused' | 'no-such-number' | 'blocked' | 'delivered';

/** Whose numbers a file means where it writes states as numbers: 1 is delivered with the first two, on its way with the third. */
export type StateCodes = 'inmobile' | 'kannel' | 'smpp';

/** What rates divide by, and what is known of the messages. */
export interface Reached {
  /** 'delivered' once no more than a tenth of the messages is open. */
  readonly of: 'sent' | 'delivered';
  /** What rates divide by: so many were sent or delivered a message. */
  readonly recipients: number;
  readonly delivered: number;
  /** For whatever reason. */
  readonly failed: number;
  readonly open: number;
}

// --- conversions ------------------------------------------------------------------------------------------------------

/** Why an order is refused: 'order-id' is empty, over 100 characters, has white space at an end or a control character. */
export type OrderFault = 'order-id' | 'value' | 'currency' | 'value-missing' | 'currency-missing';

/** What orders of a campaign are judged by. */
export interface ConversionRules {
  /** When the campaign was published: slugs are no older. */
  readonly fromMs: number;
  /** When its messages went out, or else when it was published. */
  readonly sentAtMs: number;
  /** An order counts that was placed at most so many times 24 hours after `sentAtMs`; at most 365. */
  readonly windowDays: number;
}

/** Orders of a campaign, all or some, column by column: every column has one entry an order. */
export interface OrderColumns {
  /** A line feed behind each. */
  readonly ids: string;
  readonly recipients: Uint32Array;
  /** When it was placed, and when it was told. */
  readonly placedAtMs: Float64Array;
  readonly toldAtMs: Float64Array;
  /** Ten-thousandths of the currency, as `Reporting.readOrder` answers; -1: no value was told. */
  readonly values: Float64Array;
  /** Three characters each, whatever they are where there is no value. */
  readonly currencies: string;
  /** `ShardState.clicked`. */
  readonly clicked: Uint8Array;
  /** 1: the shop has taken it back. */
  readonly cancelled: Uint8Array;
}

/**
 * 'told-before': an order told earlier has the same id, and an order counts once. 'cancelled': one with the same id was taken
 * back, whichever came first.
 */
export type OrderStanding = 'counted' | 'outside-window' | 'told-before' | 'cancelled';

/** What figures of conversions divide by. */
export interface ConversionBase {
  /** Messages delivered, or sent where no delivery reports exist. */
  readonly sent: number;
  readonly clickers: number;
  readonly tracking: CampaignShape['tracking'];
  /** What the campaign cost, in ten-thousandths of a currency. Absent: not known. */
  readonly spent?: { readonly currency: string; readonly amount: number };
}

/** Money is decimal text with two to four decimals, added exactly. */
export interface CurrencyNumbers {
  readonly currency: string;
  readonly orders: number;
  readonly value: string;
  /** Value / sent, rounded to ten-thousandths. */
  readonly perMessage: string;
  /** Value / cost; null: the cost is not known, 0, or in another currency. */
  readonly perSpent: number | null;
}

/** What all orders of a campaign come to. */
export interface ConversionNumbers {
  /** Orders that count. */
  readonly conversions: number;
  /** Recipients with at least one. 0 in aggregate campaigns. */
  readonly converters: number;
  /** Conversions of recipients without a counted click. 0 in aggregate campaigns. */
  readonly withoutClick: number;
  readonly withoutValue: number;
  readonly outsideWindow: number;
  readonly toldBefore: number;
  readonly cancelled: number;
  /** Clickers with at least one conversion / clickers. All 0 in aggregate campaigns. */
  readonly ofClickers: Rate;
  /** Recipients with at least one conversion / sent; in aggregate campaigns conversions / sent. */
  readonly ofSent: Rate;
  /** By currency, ascending. */
  readonly currencies: readonly CurrencyNumbers[];
}

// --- the face ---------------------------------------------------------------------------------------------------------

export interface Reporting {
  readonly version: string;

  reportNumbers(
    totals: Totals,
    links: CampaignShape['links'],
    denominator: number,
    confirmedOptOuts: number,
  ): ReportNumbers;
  /** `fromMs`: when the messages went out; else when they were published. */
  clickTimes(totals: KeptTotals, publishedAtMs: number, fromMs: number): ClickTimes;
  /** Of two versions, or any two campaigns: `Rate` has what is asked for. */
  compareRates(
    first: Pick<Rate, 'numerator' | 'denominator'>,
    second: Pick<Rate, 'numerator' | 'denominator'>,
  ): RateDifference;
  /** Null: there are no values. */
  spreadOf(values: readonly number[]): Spread | null;

  /**
   * A state as a gateway's file writes it: a word of Twilio, GatewayAPI, inMobile, Sinch, Vonage or SMPP, a plain one in English or
   * Danish, Norwegian, Swedish, a receipt of SMPP, an error code of Twilio, or, where it is said whose, a number. Null: none that is
   * known (core/src/delivery.cpp has them all, with sources).
   */
  deliveryOf(written: string, codes?: StateCodes): Delivery | null;
  /**
   * Takes in what `signs` say of the recipients from `first` on; `packed` are the states of one shard, half an octet a recipient, empty
   * at first. Recipients of other shards are passed over. A sign that is none is a RangeError. Linear.
   */
  takeDeliveries(packed: Uint8Array, signs: string, first: number, shards: number, shard: number): Uint8Array;
  /** The same states without this recipient's. */
  forgetDelivery(packed: Uint8Array, recipient: number, shards: number): Uint8Array;
  /** How many recipients of a shard are in each state; of the open ones some. */
  deliveryCounts(packed: Uint8Array): Readonly<Record<Delivery, number>>;
  /** The recipients of a shard in these states, as a bitmap like that of `ShardState.clickers`. */
  recipientsIn(packed: Uint8Array, states: readonly Delivery[]): Uint8Array;
  /** Bitmaps of all shards of a campaign, in their order, as one of its recipients: the lowest bit of the first octet is recipient 0. */
  joinBitmaps(shards: readonly Uint8Array[], recipients: number): Uint8Array;
  /** What rates divide by, of a campaign with so many messages sent. */
  reachOf(sent: number, counts: Readonly<Record<Delivery, number>>): Reached;

  /**
   * Checks what a shop tells of an order. `value`: up to nine digits, and where wanted a point with up to four more;
   * `currency`: three capitals (ISO 4217). Both, or neither. Answers the value in ten-thousandths of the currency.
   */
  readOrder(
    orderId: string,
    value: string | undefined,
    currency: string | undefined,
  ): { readonly ok: true; readonly value: number | null } | { readonly ok: false; readonly error: OrderFault };
  /** Ten-thousandths as decimal text: 3495000 is '349.50'. */
  moneyText(amount: number): string;
  /** When an order was placed, beside its campaign. Clocks of shops may be five minutes ahead or behind. */
  orderMoment(
    atMs: number,
    nowMs: number,
    rules: ConversionRules,
  ): 'counts' | 'before-publishing' | 'in-future' | 'after-window';
  /** What each order counts as, part after part. `orders`: all of a campaign's. */
  orderStandings(orders: readonly OrderColumns[], rules: ConversionRules): readonly OrderStanding[];
  conversionNumbers(orders: readonly OrderColumns[], rules: ConversionRules, base: ConversionBase): ConversionNumbers;

  /**
   * What a message that somebody sends back asks for: 'stop' as `isOptOutKeyword` of `klikspor/sending` says, 'start' where
   * it takes an opt-out back (START, TILMELD, …). All else is for a person to read.
   */
  inboundWord(text: string): 'stop' | 'start' | 'neither';
  /** What numbers are known by where they may not be, as in the composer: eight octets each, by SipHash-2-4. `key`: 16 octets. */
  hashNumbers(key: Uint8Array, numbers: Float64Array): Uint8Array<ArrayBuffer>;
  /** Which of these places are outside the hours in which messages may come, as in the composer (`sending.d.ts`). */
  quietPlaces(
    hours: Pick<SendingHours, 'weekdays' | 'saturday' | 'sunday'>,
    clocks: readonly Clock[],
  ): readonly QuietPlace[];

  /**
   * A field of a CSV file: quoted where RFC 4180 asks for it, and defused where a spreadsheet would compute it unless
   * `exact`: for programs that take the text as it stands.
   */
  csvField(value: string, separator: ',' | ';', exact?: boolean): string;
}
