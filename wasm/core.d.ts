/**
 * klikspor's core: every rule about text messages, links, slugs, visitors and reports, compiled from C++.
 * Written by hand; `tests/wasm/contract.test.ts` proves it true of the built module.
 *
 * Text is UTF-16, code unit for code unit: positions are JavaScript string indices and a lone surrogate is
 * counted, never repaired. Functions are pure. Those that can fail on outside input return `{ ok: false, error }`;
 * a `RangeError` or `TypeError` means the caller broke the contract (a number outside its stated range).
 */

/** Loads the core; later calls return the same object. */
export function load(source?: CoreSource): Promise<Core>;

/** Where the Wasm comes from, when the loader's own place does not suit: address, response, bytes or module. */
export type CoreSource = string | URL | Response | Uint8Array<ArrayBuffer> | WebAssembly.Module;

/** Every slug of a campaign lies in one block of this many numbers: plain = campaign * 2^24 + slot. */
export const SLOTS_PER_CAMPAIGN: 16777216;

// --- segment ---------------------------------------------------------------------------------------------------

export type Encoding = 'gsm7' | 'ucs2';
export type Border = 'code-point' | 'cluster' | 'code-unit';

/** National language tables by identifier (3GPP TS 23.038, 6.2.1.2.4): 0 default, 1 Turkish … 13 Urdu. */
export interface NationalTables {
  readonly locking: number;
  readonly single: number;
}

export interface SegmentOptions {
  /** Width of the concatenation reference: 8 (default) or 16 bits. */
  readonly referenceBits?: 8 | 16;
  /** What a segment border may not cut. Default 'code-point'. */
  readonly border?: Border;
  /** Tables to use whether cheaper ones exist or not. Characters outside them force UCS-2. */
  readonly nationalTables?: NationalTables;
  /** The cheapest pair of these and the default tables is used. */
  readonly allowedNationalTables?: { readonly locking: readonly number[]; readonly single: readonly number[] };
  /** 'ucs2' sends as UCS-2 whatever the text. */
  readonly encoding?: 'ucs2';
  /** Application port addressing: 8- or 16-bit ports, 4 or 6 octets in every segment. */
  readonly portBits?: 8 | 16;
}

/**
 * How a text will travel (3GPP TS 23.038 and 23.040). Units are septets (gsm7) or 16-bit code units (ucs2). Plans are
 * values: those of one segment are made once, frozen and given to whoever asks.
 */
export interface SegmentPlan {
  readonly encoding: Encoding;
  /** 0 for the empty text. */
  readonly segments: number;
  /** Septets or code units in the text, without any header. */
  readonly units: number;
  /** Units free before one more segment is needed. */
  readonly unitsLeft: number;
  /** Units one segment of this message holds: capacitySingle while one segment is enough, else capacityMulti. */
  readonly perSegment: number;
  readonly capacitySingle: number;
  readonly capacityMulti: number;
  readonly locking: number;
  readonly single: number;
  /** More than the 255 segments a concatenated message can have. */
  readonly exceedsLimit: boolean;
}

/** One segment: text.slice(start, end). */
export interface SegmentRange {
  readonly start: number;
  readonly end: number;
  readonly units: number;
  /** User data octets on the air, header included: at most 140. */
  readonly octets: number;
}

/**
 * Texts held in the core's memory, to be planned again and again, with other options or after more were added: handing a
 * text over takes longer than counting it. At most 134,217,728 code units. Free it with `dispose()`.
 */
export interface TextBatch {
  readonly size: number;
  append(texts: readonly string[]): void;
  /** The plan of each text, as `planSegments` has it. */
  plan(options?: SegmentOptions): BatchPlan;
  dispose(): void;
}

/** Plans as columns, one entry per text, in their order. */
export interface BatchPlan {
  readonly segments: Uint32Array;
  /** Septets or code units in the text, without any header. */
  readonly units: Uint32Array;
  /** Units free before one more segment is needed. */
  readonly unitsLeft: Uint32Array;
  /** 1: UCS-2, 0: GSM-7 with the two tables beside it. */
  readonly ucs2: Uint8Array;
  readonly locking: Uint8Array;
  readonly single: Uint8Array;
}

/** A segment as it goes on the air (3GPP TS 23.040, 9.2.3.24). */
export interface PackedSegment {
  /** User data, header included: at most 140 octets. */
  readonly octets: Uint8Array;
  /**
   * TP-User-Data-Length, header included: septets (gsm7, at most 160) or octets (ucs2). It must travel along: seven bits
   * left over in the last octet could be another `@`.
   */
  readonly length: number;
  /** TP-Data-Coding-Scheme: 0x00 for gsm7, 0x08 for ucs2. */
  readonly encoding: Encoding;
  /** TP-User-Data-Header-Indicator: the octets begin with a header. */
  readonly hasHeader: boolean;
}

export interface PackOptions {
  /**
   * What the segments of one message share: 0 (default) to 255, or 65535 with `referenceBits` 16. Messages on their way
   * to the same phone at once must differ in it.
   */
  readonly reference?: number;
  /** Goes with `portBits`, 8 or 16 bits each. */
  readonly ports?: { readonly destination: number; readonly source: number };
}

export type UnpackOutcome =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly error: ErrorName };

/** A character that keeps a text out of GSM-7. */
export interface ForcingCharacter {
  /** Where it first stands: `text.codePointAt(index) === codePoint`. A lone surrogate is itself. */
  readonly index: number;
  readonly codePoint: number;
}

/**
 * A place in a text that its tables cannot carry: text.slice(start, end), one character as people see it, so a letter
 * with its marks or an emoji with what joins and colours it.
 */
export interface Offender {
  readonly start: number;
  readonly end: number;
  /** What says the same within the tables, at most three characters; empty: leave it out. Null: nothing does (an emoji). */
  readonly replacement: string | null;
}

export interface ExplainedOffender extends Offender {
  /** The first code point of it that the tables lack (a lone surrogate is its own): `klikspor/names` knows its name. */
  readonly codePoint: number;
  /** How often the same stands in the text. */
  readonly count: number;
  /**
   * Segments once all that are written alike are replaced and everything else stays. Worked out for the first 256
   * kinds that can be replaced, null for later ones.
   */
  readonly segmentsAfter: number | null;
}

/**
 * A segment border that did not fall between characters. Moved: what stood there did not fit whole, and the segment
 * before the border keeps `unitsWasted` empty. Cut: its parts are in two segments (0 wasted).
 */
export interface BorderLoss {
  /** Index of the segment before the border, from 0. */
  readonly segment: number;
  readonly kind: 'escape-pair-moved' | 'surrogate-pair-moved' | 'cluster-moved' | 'surrogate-pair-cut' | 'cluster-cut';
  readonly unitsWasted: number;
}

/** Why a text takes the segments it takes, and what would save some. */
export interface SegmentExplanation {
  readonly plan: SegmentPlan;
  /** Place by place, in order; empty when the text travels as GSM-7, or is forced to be UCS-2. */
  readonly offenders: readonly ExplainedOffender[];
  /** With every offender replaced that has a replacement. */
  readonly segmentsAfterAll: number;
  readonly planAfterAll: SegmentPlan;
  /**
   * The fewest characters, as people see them, that must go from the end so that one segment fewer is needed:
   * text.slice(0, start) is left, and planned anew. `characters` is 0 for a text of one segment or none.
   */
  readonly removal: { readonly start: number; readonly characters: number };
  readonly borders: readonly BorderLoss[];
}

// --- links and destinations --------------------------------------------------------------------------------------

/** A URL in a text, with or without scheme; `text.slice(start, end)`, closing punctuation left outside. */
export interface FoundLink {
  readonly start: number;
  readonly end: number;
}

/**
 * What an iPhone asks before it draws a card for a link. 'edge': the only link stands first or last, white space aside, and
 * gets one. 'several': more links than one. 'inside': something stands before it and behind it, be it a full stop.
 */
export type LinkCard = 'no-link' | 'several' | 'inside' | 'edge';

/** Stable names of every refusal. Names are added, never changed. */
export type ErrorName = string;

export type DestinationOutcome =
  | {
      readonly ok: true;
      readonly url: string;
      /** The host as people read it, when Punycode hides it. */
      readonly displayHost: string;
      /**
       * Where in the text as written a `%` first stands that begins no escape and became `%25`: whoever wrote it may have
       * meant an escape. Absent if there is none.
       */
      readonly strayPercent?: number;
    }
  | { readonly ok: false; readonly error: ErrorName };

/**
 * Where a host leads, as far as its name or address tells. 'documentation': below `example`, which no registry gives out
 * (RFC 2606). 'nowhere': no phone can go there, so it is no destination: localhost, private addresses, `.local` …
 */
export type HostReach = 'open' | 'documentation' | 'nowhere';

export type HostOutcome =
  | {
      readonly ok: true;
      /** Lower case, Punycode where needed. */
      readonly host: string;
      readonly displayHost: string;
      readonly isAddress: boolean;
      readonly reach: HostReach;
    }
  | { readonly ok: false; readonly error: ErrorName };

// --- slugs -------------------------------------------------------------------------------------------------------

export interface SlugKey {
  /** 16 bytes, derived per domain. */
  readonly key: Uint8Array;
  /** First and last campaign number this key seals. `to` null: no end yet. */
  readonly from: number;
  readonly to: number | null;
}

export interface SealerOptions {
  readonly width: 8 | 9;
  /** Newest first. */
  readonly keys: readonly SlugKey[];
  /** Highest campaign number that may exist: the domain record's number plus one block. Above it nothing opens. */
  readonly highest: number;
}

/** Seals and opens the slugs of one link host. Lives as long as its isolate; `dispose()` frees it sooner. */
export interface Sealer {
  /**
   * The plain number (campaign * 2^24 + slot) behind a path token, or -1: forged, mistyped, never issued.
   * One trailing `/ . , ) ! ? ; :` is ignored.
   */
  open(pathToken: string): number;
  seal(plain: number): string;
  /** Slugs of recipients first … first+count-1, every link of each, fixed width, ASCII, nothing between them. */
  sealRange(campaign: number, linksInMessage: number, firstRecipient: number, count: number): Uint8Array;
  dispose(): void;
}

// --- messages ----------------------------------------------------------------------------------------------------

export interface TemplateField {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  /** Used where the recipient's value is empty. */
  readonly fallback: string;
  /** Longest value in code units, 0: no limit. Cut at a code point. */
  readonly maxLength: number;
}

export interface TemplateLink {
  /** Position among the message's links: the `link` of its slugs. -1: shown as it stands, not shortened. */
  readonly link: number;
  readonly kind: 'destination' | 'opt-out';
  /** As written in the template; empty for the opt-out link. */
  readonly url: string;
  readonly start: number;
  readonly end: number;
  /**
   * What stands right beside it and a phone may read wrongly. 'joined-before': a letter, a digit or a merge field, so that
   * the host may be another. 'sign-behind': punctuation that some phones take into the link; one such sign does no harm to
   * a slug. 'joined-behind': what a phone may take for the end of the slug, which then leads nowhere.
   */
  readonly beside: readonly ('joined-before' | 'sign-behind' | 'joined-behind')[];
}

export interface TemplateProblem {
  readonly error: ErrorName;
  readonly start: number;
  readonly end: number;
}

/**
 * What a template holds. A merge field is `{{name}}`, `{{name|fallback}}`, `{{name:12}}` or `{{name:12|fallback}}`
 * (at most 12 code units). `{{afmeld}}` and `{{optout}}` are the opt-out link.
 */
export interface TemplateOutline {
  readonly fields: readonly TemplateField[];
  readonly links: readonly TemplateLink[];
  readonly problems: readonly TemplateProblem[];
  /** Links that get a slug: links_in_message of the campaign. */
  readonly linksInMessage: number;
}

export interface MessageOptions {
  /** What a short link starts with, such as `s.brand.dk/` or `https://s.brand.dk/`. */
  readonly linkPrefix: string;
  readonly width: 8 | 9;
  /** Links to leave as written, by their position among the template's destination links. */
  readonly keepLinks?: readonly number[];
  readonly segments?: SegmentOptions;
}

export interface RenderedMessage {
  readonly text: string;
  readonly plan: SegmentPlan;
  readonly ranges: readonly SegmentRange[];
  /** Where in `text` values and short links stand, in order. */
  readonly parts: readonly {
    readonly kind: 'field' | 'link' | 'opt-out';
    readonly start: number;
    readonly end: number;
  }[];
}

/** A plan over every recipient. Indices are row numbers from 0; -1 where there is none. */
export interface ListPlan {
  readonly recipients: number;
  readonly segmentsTotal: number;
  /** recipientsBySegments[n]: recipients whose message takes n segments. */
  readonly recipientsBySegments: readonly number[];
  readonly ucs2: number;
  readonly firstUcs2: number;
  readonly longest: number;
  readonly shortest: number;
  readonly emptyFields: readonly { readonly name: string; readonly recipients: number; readonly first: number }[];
}

/** Recipients held in the core's memory, one row of values each. Free it with `dispose()`. */
export interface RecipientList {
  readonly size: number;
  /** One row per recipient, values in the order of the list's columns; missing values are empty. */
  append(rows: readonly (readonly string[])[]): void;
  /**
   * `only`: a number a row, 0 for those that are passed over as if they were not there. Row numbers in the plan stay those
   * of the list.
   */
  plan(template: string, options: MessageOptions, only?: ArrayLike<number>): ListPlan;
  /** Segments of each row's message, in their order: what a plan sums up; 0 for those passed over. */
  segments(template: string, options: MessageOptions, only?: ArrayLike<number>): Uint32Array;
  /** One finished message. Without `slugs` (fixed-width ASCII, this recipient's only) sample slugs stand in. */
  render(index: number, template: string, options: MessageOptions, slugs?: Uint8Array): RenderedMessage;
  /**
   * Finished messages of rows first … first+count-1 as UTF-8 CSV lines (RFC 4180, CRLF). `slugs` holds those rows' slugs
   * as the worker streams them. A lone surrogate becomes U+FFFD. Memory: the answer and a few messages, so a file of any
   * length is made part by part.
   */
  renderCsv(
    first: number,
    count: number,
    template: string,
    options: MessageOptions,
    slugs: Uint8Array,
    csv: CsvOptions,
  ): Uint8Array;
  /** The same as UTF-8 JSON, one object a line (LF). */
  renderNdjson(
    first: number,
    count: number,
    template: string,
    options: MessageOptions,
    slugs: Uint8Array,
    json: NdjsonOptions,
  ): Uint8Array;
  dispose(): void;
}

/**
 * What a line of a file says: a column of the list by its index, what the core made for the recipient, or the same text
 * in every line. `encoding` is GSM-7 or UCS-2, in JSON gsm7 or ucs2.
 */
export type Cell = number | 'message' | 'segments' | 'encoding' | { readonly constant: string };

export interface CsvOptions {
  readonly separator: ',' | ';';
  readonly cells: readonly Cell[];
  /**
   * For programs, not for spreadsheets: nothing is ever altered. Without it a field, message included, that begins with
   * = + - @ (full-width forms too), tab, CR or LF and is no number (`+45 12 34 56 78` is one) gets an apostrophe in
   * front, which `segments` does not count.
   */
  readonly exact?: boolean;
}

export interface NdjsonOptions {
  /** Key and value, in the order of the object. */
  readonly cells: readonly (readonly [key: string, cell: Cell])[];
}

// --- senders and contacts ----------------------------------------------------------------------------------------

/**
 * What networks make of a sender (3GPP TS 23.040, 9.1.2.5): a number of 3 to 15 digits, or a name of at most eleven septets
 * of the default alphabet; below three most refuse it. 'name-with-signs' is such a name with more than A-Z, a-z, 0-9 and
 * spaces (æ, &): some networks write these otherwise or refuse them. 'number', 'name' and 'name-with-signs' travel, and a
 * 'number' alone takes answers; of several reasons against a sender the first in this order is told.
 */
export type SenderForm =
  | 'number'
  | 'name'
  | 'name-with-signs'
  | 'empty'
  | 'number-length'
  | 'outside-gsm7'
  | 'no-letter'
  | 'too-short'
  | 'too-long';

export type ContactKind = 'telephone' | 'email' | 'form';

/** Where recipients reach a sender that takes no answers. */
export type ContactOutcome =
  | {
      readonly ok: true;
      readonly kind: ContactKind;
      /** ASCII; `buildContact` of it is this contact again. */
      readonly value: string;
      /** Of a link to it: `tel:`, `mailto:` or the form's address. */
      readonly href: string;
      /** As people read it. */
      readonly shown: string;
    }
  | { readonly ok: false; readonly error: ErrorName };

// --- visitors, hits, report --------------------------------------------------------------------------------------

export type HitClass = 'human' | 'preview' | 'scanner' | 'prefetch' | 'head' | 'test';

export interface Visit {
  readonly method: string;
  readonly userAgent: string;
  /** Request headers that matter to the rules, lower-case names; others are ignored. */
  readonly headers: Readonly<Record<string, string>>;
  /** Autonomous system the request came from (`request.cf.asn`), 0 or absent if unknown. */
  readonly asn?: number;
}

export interface Verdict {
  readonly class: HitClass;
  /** Stable kebab-case name of the rule that decided. */
  readonly reason: string;
  readonly device: 'ios' | 'android' | 'other';
  /** What was seen beside the user agent, as bits: copy it into the hit, so that newer rules can judge it anew. */
  readonly signals: number;
}

/** The visitor rules of one data file. */
export interface Judge {
  readonly version: number;
  judge(visit: Visit): Verdict;
  /** Judges every hit of a batch anew; 'test' stays. Null: not a batch this version can read. */
  rejudge(batch: Uint8Array): Uint8Array | null;
  dispose(): void;
}

/** One request for a slug. `agent` indexes the batch's table of user agents. */
export interface Hit {
  readonly atMs: number;
  readonly recipient: number;
  readonly link: number;
  readonly class: HitClass;
  readonly reason: string;
  readonly rules: number;
  readonly agent: number;
  /** ISO 3166-1 alpha-2, or empty. */
  readonly country: string;
  /** Autonomous system, 0 if unknown. */
  readonly asn: number;
  /** `Verdict.signals`. */
  readonly signals: number;
}

/** Hits gathered in one isolate for one shard of one campaign: the unit of delivery. */
export interface HitBatch {
  readonly agents: readonly string[];
  readonly hits: readonly Hit[];
  /** Deliveries tried before the one that arrived, and how many went through the queue. */
  readonly attempts: number;
  readonly detours: number;
}

/** What stands at the front of a packed batch, read without unpacking it. */
export interface BatchHeader {
  readonly attempts: number;
  readonly detours: number;
  readonly hits: number;
  readonly firstMs: number;
  readonly lastMs: number;
}

/** Longest packed batch in octets. */
export const LONGEST_BATCH: 65536;

/** What the fold needs to know of a campaign. */
export interface CampaignShape {
  readonly recipients: number;
  /** One per link, in order. */
  readonly links: readonly ('destination' | 'opt-out')[];
  readonly shards: number;
  readonly shard: number;
  /** 'aggregate': no recipient is known, nothing is unique. */
  readonly tracking: 'recipient' | 'aggregate';
  /** Start of the time-to-click curve. */
  readonly publishedAtMs: number;
}

/** A packed batch under a number of its own, 1 or more: later batches have higher ones. */
export interface NumberedBatch {
  readonly seq: number;
  readonly bytes: Uint8Array;
}

/** Hits of one recipient in one batch that are part of a scan: their places in the batch. */
export interface ScannedHits {
  readonly seq: number;
  readonly recipient: number;
  readonly hits: readonly number[];
}

/** The same with the batch itself. */
export interface ScannedBatch {
  readonly bytes: Uint8Array;
  readonly hits: readonly number[];
}

/** What a hit is counted as. */
export interface Outcome {
  readonly class: HitClass;
  /** 'waiting': taken in, not settled. 'left-out': on a link or recipient that the campaign does not have, never counted. */
  readonly standing: 'counted' | 'waiting' | 'left-out';
  /**
   * Why the class is not what the visitor rules said, or was not for a while: 'opt-out-confirmed' is a person's hit that
   * was taken for part of a scan until its recipient confirmed an opt-out.
   */
  readonly change: 'all-links-at-once' | 'opt-out-confirmed' | null;
}

export interface LinkTotals {
  readonly hits: Readonly<Record<HitClass, number>>;
  /** Recipients with at least one human hit on this link. 0 in aggregate campaigns. */
  readonly unique: number;
}

/** Absolute totals, of one shard or summed over all: shards partition recipients, so sums of uniques are exact. */
export interface Totals {
  readonly links: readonly LinkTotals[];
  /** Recipients with at least one human hit on any destination link. 0 in aggregate campaigns. */
  readonly clickers: number;
  /** Recipients with at least one human hit on any opt-out link. 0 in aggregate campaigns. */
  readonly openers: number;
  /**
   * Human hits on destination links by hours since publishing: [hour, clicks, recipients' first clicks]. The last column
   * sums to `clickers`. Hours ascend; what came before publishing is in hour 0, what came after a year in hour 8,784.
   */
  readonly timeline: readonly (readonly [hour: number, clicks: number, first: number])[];
  /** Human hits on destination links by country. */
  readonly countries: Readonly<Record<string, number>>;
  readonly devices: Readonly<Record<Verdict['device'], number>>;
  /** Latest hit folded in; 0: none. */
  readonly lastHitMs: number;
}

/** numerator / denominator with its 95 % Wilson score interval; all 0 when the denominator is 0. */
export interface Rate {
  readonly numerator: number;
  readonly denominator: number;
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** The report's numbers (docs/how-it-works.md, "Numbers, defined once"). Test recipient left out, machine hits beside. */
export interface ReportNumbers {
  readonly clicks: number;
  readonly uniqueClicks: number;
  /** Recipients with at least one click / delivered (or sent). */
  readonly ctr: Rate;
  readonly links: readonly { readonly clicks: number; readonly uniqueClicks: number; readonly ctr: Rate }[];
  readonly optOut: { readonly pagesOpened: number; readonly confirmed: number; readonly rate: Rate };
  /** Hits that are not clicks, by class, over all links. */
  readonly machineHits: Readonly<Record<Exclude<HitClass, 'human'>, number>>;
}

// --- the core ------------------------------------------------------------------------------------------------------

export interface Core {
  readonly version: string;

  planSegments(text: string, options?: SegmentOptions): SegmentPlan;
  segmentRanges(text: string, options?: SegmentOptions): readonly SegmentRange[];
  createTextBatch(texts?: readonly string[]): TextBatch;
  /**
   * The octets of each segment, cut where `segmentRanges` cuts. Over 255 segments (`exceedsLimit` of the plan) it is a
   * RangeError that begins with 'too-many-segments'.
   */
  packSegments(text: string, options?: SegmentOptions, pack?: PackOptions): readonly PackedSegment[];
  /**
   * The text of one message from its segments in any order, whoever packed them; none: the empty text. Refusals:
   * 'segment-length', 'segment-header', 'segment-escape' (a segment not true to itself), 'segments-mixed' (not all of
   * one message), 'segments-incomplete' (one is missing, or there twice).
   */
  unpackSegments(segments: readonly PackedSegment[]): UnpackOutcome;
  /** Where each character, as people see them, ends (extended grapheme clusters, UAX #29). */
  clusterBorders(text: string): readonly number[];

  /**
   * Why a text is UCS-2: each character that `nationalTables`, or without them the default tables, lack, once, in order.
   * Empty exactly when GSM-7 can carry the text under these options, also where `encoding` asks for UCS-2 all the same.
   */
  forcingCharacters(text: string, options?: SegmentOptions): readonly ForcingCharacter[];
  /**
   * What costs a text its GSM-7, place by place; empty when it travels as GSM-7, or is forced to be UCS-2. Where
   * national tables are allowed, the pair counts that leaves fewest places without replacement, then fewest places.
   */
  explainText(text: string, options?: SegmentOptions): readonly Offender[];
  /** The same with the effect of each replacement and of all, what to remove to save a segment, and what borders cost. */
  explainSegments(text: string, options?: SegmentOptions): SegmentExplanation;
  /** The text with every such place replaced that has a replacement. Decomposed letters are composed first. */
  replaceCharacters(text: string, options?: SegmentOptions): string;

  findLinks(text: string): readonly FoundLink[];
  /** Whether an iPhone draws a link card for a finished message, or why not. */
  linkCard(text: string): LinkCard;
  /**
   * Finishes a destination: percent-encoding, Punycode, checks, campaign parameters. At most 2,048 characters out.
   * `{slug}` in a parameter's value stays: the edge writes the slug that was followed. No other brace comes out.
   */
  buildDestination(url: string, parameters?: readonly (readonly [name: string, value: string])[]): DestinationOutcome;
  /** Finishes a host alone, without scheme, port and path: refused is what a destination's host is refused for, except reach. */
  finishHost(host: string): HostOutcome;

  createSealer(options: SealerOptions): Sealer;
  /** A slug of the right shape from a public sample key, for previews: at an edge as good as any guess. */
  sampleSlug(width: 8 | 9, recipient: number, link: number): string;
  /** Recipient index of the composer's own trial clicks, the last of a campaign; lists hold at most this many. */
  testRecipient(linksInMessage: number): number;
  /** Null, or why a chosen slug is refused: 'vanity-empty', 'vanity-too-long', 'vanity-bad-character', 'vanity-reserved', 'vanity-shape'. */
  checkVanitySlug(slug: string): ErrorName | null;

  outlineTemplate(template: string, keepLinks?: readonly number[]): TemplateOutline;
  createRecipientList(columns: readonly string[]): RecipientList;

  createJudge(rules: Uint8Array): Judge;
  /** At most LONGEST_BATCH octets; a RangeError says how many of the hits fit. User agents are cut at 1,024 octets. */
  packHits(batch: HitBatch): Uint8Array;
  /** The same in as many batches as it takes. */
  packHitBatches(batch: HitBatch): readonly Uint8Array[];
  /** Null: not a batch this version can read. */
  unpackHits(bytes: Uint8Array): HitBatch | null;
  /** The header of a packed batch, checksum tested. Null: not a batch this version can read. */
  batchHeader(bytes: Uint8Array): BatchHeader | null;
  /** The same batch with other delivery counts (each kept at 255 once it gets there). Null as above. */
  stampBatch(bytes: Uint8Array, attempts: number, detours: number): Uint8Array | null;
  /**
   * Folds batches into a shard's state (opaque; empty at first). The same batch must not be handed in twice. With
   * `settledBeforeMs` (now minus the settle time) younger hits wait in the state until a later call reaches them, and the
   * scan rule acts: all destinations of a recipient's message within two seconds are a scanner's hits, where there are
   * three or more, or two and something is doubtful (core/include/klikspor/scan.hpp). An unreadable state or batch is a
   * TypeError that names it; nothing is folded then.
   */
  foldHits(
    state: Uint8Array,
    batches: readonly Uint8Array[],
    shape: CampaignShape,
    settledBeforeMs?: number,
  ): Uint8Array;
  /**
   * The same for whoever keeps the batches and wants to know what became of each hit: `scans` are hits that this call
   * counted as a scanner's by the scan rule. Keep them beside the batch, for the next two functions.
   */
  foldBatches(
    state: Uint8Array,
    batches: readonly NumberedBatch[],
    shape: CampaignShape,
    settledBeforeMs?: number,
  ): { readonly state: Uint8Array; readonly scans: readonly ScannedHits[] };
  /**
   * These recipients are people, whatever the scan rule says, from now on and for good. `scansOf` hands over what
   * `foldBatches` ever told of a recipient, and those hits become a person's; it is asked once for each recipient who was
   * not cleared before, and must not call the core itself.
   */
  clearRecipients(
    state: Uint8Array,
    shape: CampaignShape,
    recipients: readonly number[],
    scansOf: (recipient: number) => Iterable<ScannedBatch>,
  ): Uint8Array;
  /** What each hit of these batches is counted as, by the decisions in a state. Null: not a batch this version can read. */
  outcomesOf(
    state: Uint8Array,
    shape: CampaignShape,
    batches: readonly (NumberedBatch & { readonly scanned: readonly number[] })[],
  ): readonly (readonly Outcome[] | null)[];
  /** Hits that wait in a state, and when the first of them happened (0: none). */
  pendingOf(state: Uint8Array): { readonly hits: number; readonly firstMs: number };
  totalsOf(state: Uint8Array, shape: CampaignShape): Totals;
  /** Totals of one campaign's shards, all of the same links. */
  sumTotals(parts: readonly Totals[]): Totals;
  reportNumbers(
    totals: Totals,
    links: CampaignShape['links'],
    denominator: number,
    confirmedOptOuts: number,
  ): ReportNumbers;
  /**
   * Recipients that each of two versions needs for a difference between two click rates (0 to 1) to be seen: two-sided,
   * 5 %, power 80 % (Fleiss, Levin and Paik 2003, 4.2, without continuity correction). 0: equal rates, or not rates.
   */
  sampleSize(first: number, second: number): number;
  /**
   * A field of a CSV file: quoted where RFC 4180 asks for it, and defused where a spreadsheet would compute it unless
   * `exact`: for programs that take the text as it stands.
   */
  csvField(value: string, separator: ',' | ';', exact?: boolean): string;
  /** Whether an inbound message withdraws consent (STOP, AFMELD, …); case, accents and white space aside. */
  isOptOutKeyword(text: string): boolean;
  /** The form of a sender, white space around it ignored. */
  senderForm(sender: string): SenderForm;
  /**
   * Reads a telephone number (3 to 15 digits, `+45 70 12 34 56`), an e-mail address or the https address of a form, as a
   * person writes it, and finishes it. Refusals: 'contact' (none of these), 'telephone', 'email', 'not-https', and those
   * of `buildDestination`.
   */
  buildContact(text: string): ContactOutcome;
}
