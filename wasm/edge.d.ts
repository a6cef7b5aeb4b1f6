/**
 * klikspor for whoever counts: slugs, visitors, hits, shards and reports, compiled from C++ and small enough for an edge
 * worker's cold start. What writes messages is in `klikspor`. Written by hand; `tests/wasm/contract.test.ts` holds it to
 * the built module.
 *
 * Functions are pure. Those that can fail on outside input return null or `{ ok: false, error }`; a `RangeError` or
 * `TypeError` means the caller broke the contract (a number outside its stated range).
 */
import type { CoreSource, ErrorName } from './common.d.ts';

export type { CoreSource, ErrorName } from './common.d.ts';

/** Loads the module; later calls return the same object. */
export function load(source?: CoreSource): Promise<Edge>;

/** Every slug of a campaign lies in one block of this many numbers: plain = campaign * 2^24 + slot. */
export const SLOTS_PER_CAMPAIGN: 16777216;

// --- slugs ------------------------------------------------------------------------------------------------------------

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

/** Seals and opens the slugs of one link host.  */
export interface Sealer {
  /**
   * The plain number (campaign * 2^24 + slot) behind a path token, or -1: forged, mistyped, never issued.
   * One trailing `/ . , ) ! ? ; :` is ignored.
   */
  open(pathToken: string): number;
  seal(plain: number): string;
  /** Slugs of recipients first … first+count-1, every link of each, fixed width, ASCII, nothing between them. */
  sealRange(campaign: number, linksInMessage: number, firstRecipient: number, count: number): Uint8Array;
  /** Gives its memory back. Without it that happens once nobody holds the object. */
  delete(): void;
  [Symbol.dispose](): void;
}

// --- visitors, hits, report -------------------------------------------------------------------------------------------

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
  /** Gives its memory back. Without it that happens once nobody holds the object. */
  delete(): void;
  [Symbol.dispose](): void;
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

// --- the edge ---------------------------------------------------------------------------------------------------------

export interface Edge {
  readonly version: string;

  createSealer(options: SealerOptions): Sealer;
  /** Recipient index of the composer's own trial clicks, the last of a campaign; lists hold at most this many. */
  testRecipient(linksInMessage: number): number;
  /** Null, or why a chosen slug is refused: 'vanity-empty', 'vanity-too-long', 'vanity-bad-character', 'vanity-reserved', 'vanity-shape'. */
  checkVanitySlug(slug: string): ErrorName | null;

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
   * A field of a CSV file: quoted where RFC 4180 asks for it, and defused where a spreadsheet would compute it unless
   * `exact`: for programs that take the text as it stands.
   */
  csvField(value: string, separator: ',' | ';', exact?: boolean): string;
}
