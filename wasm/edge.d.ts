/**
 * klikspor for whoever counts: slugs, visitors, hits and shards, compiled from C++ and small enough for an edge worker's cold
 * start. What a report says of what was counted is in `klikspor/reporting`, what writes messages in `klikspor`. Written by hand; `tests/wasm/edge-contract.test.ts` holds it
 * to the built module.
 *
 * Functions are pure. Those that can fail on outside input return null or `{ ok: false, error }`; a `RangeError` or
 * `TypeError` means the caller broke the contract (a number outside its stated range).
 */
import type { CoreSource, ErrorName } from './common.d.ts';
import type { SenderForm } from './sending.d.ts';

export type { CoreSource, ErrorName } from './common.d.ts';
export type { SenderForm } from './sending.d.ts';

/** Loads the module; later calls return the same object. */
export function load(source?: CoreSource): Promise<Edge>;

/** Every campaign owns one block of this many plain numbers. */
export const SLOTS_PER_CAMPAIGN: 16777216;
/** Longest packed batch in octets. */
export const LONGEST_BATCH: 65536;
/** A rate of fewer is one of a small sample (`ReportNumbers.small` of `klikspor/reporting`). */
export const FEWEST_RECIPIENTS: 100;
/** Clicks less than this after the messages went out came soon (`ShardState.soonClicks`). */
export const SOON_MS: 5000;

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

/** What a plain number stands for: one link of one recipient's message. */
export interface Slot {
  readonly campaign: number;
  readonly recipient: number;
  readonly link: number;
}

/** Seals and opens the slugs of one link host. */
export interface Sealer {
  /**
   * The plain number behind a path token (`Edge.slotOf` reads it), or -1: forged, mistyped, never issued.
   * Signs behind it are ignored, and escapes read (`bareToken`).
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
  /** Request headers, lower-case names: `Object.fromEntries(request.headers)`. All but `Edge.judgedHeaders` are ignored. */
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

/** One request for a slug. */
export interface Hit {
  /** Unix time, 0 … 2^53 - 1. */
  readonly atMs: number;
  /** Below 2^32. */
  readonly recipient: number;
  /** Below 2^24. */
  readonly link: number;
  readonly class: HitClass;
  /** `Verdict.reason`; 64 octets of it are kept. */
  readonly reason: string;
  /** `Judge.version`. */
  readonly rules: number;
  /** 1,024 octets of it are kept, whole characters. */
  readonly userAgent: string;
  /** ISO 3166-1 alpha-2 (and `T1` for Tor), or empty; anything else is kept as empty. */
  readonly country: string;
  /** Autonomous system, 0 if unknown. */
  readonly asn: number;
  /** `Verdict.signals`, below 2^16. */
  readonly signals: number;
}

/** A packed batch, and how many hits are in it. */
export interface PackedBatch {
  readonly bytes: Uint8Array;
  readonly hits: number;
}

/** Hits gathered in one isolate for one shard of one campaign, or those of a packed batch. */
export interface HitBatch {
  /** How many hits it holds. */
  readonly size: number;
  /** Deliveries tried before the one that arrived, and how many went through the queue. 0 for a batch just created. */
  readonly attempts: number;
  readonly detours: number;
  /** A number outside its range or an unknown class is a RangeError that names it; the batch stays as it was then. */
  append(hits: readonly Hit[]): void;
  /** All of them, in the order they were appended. Costs some microseconds a hit. */
  hits(): readonly Hit[];
  /**
   * The hits as units of delivery, some 12 octets a hit and each user agent once: as many as it takes, of at most
   * LONGEST_BATCH octets each; none without hits.
   */
  pack(): readonly PackedBatch[];
  /**
   * The batch packed without this recipient: of each of their hits a place is left, on link 127 that no campaign has, because
   * `ShardState` tells others by theirs. Null: it holds none of the recipient's.
   */
  without(recipient: number): Uint8Array | null;
  /** Gives its memory back. Without it that happens once nobody holds the object. */
  delete(): void;
  [Symbol.dispose](): void;
}

/** What stands at the front of a packed batch, read without unpacking it. */
export interface BatchHeader {
  readonly attempts: number;
  readonly detours: number;
  readonly hits: number;
  readonly firstMs: number;
  readonly lastMs: number;
}

// --- counting ---------------------------------------------------------------------------------------------------------

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

/** Hits of one recipient in one batch that are part of a scan: their places in the batch. */
export interface ScannedHits {
  readonly seq: number;
  readonly recipient: number;
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

/** Batches, and what they say of themselves, added up. */
export interface TakenBatches {
  readonly batches: number;
  readonly hits: number;
  readonly attempts: number;
  readonly detours: number;
}

/** Hits that a state holds and has not counted. */
export interface WaitingHits {
  readonly hits: number;
  /** When the first of them happened; 0: none. */
  readonly firstMs: number;
}

/**
 * What one shard of one campaign has counted: loaded once, asked as often as it takes, saved when it changed. What a call
 * cannot read changes nothing.
 */
export interface ShardState {
  /** Taken in and not counted yet. */
  readonly pending: WaitingHits;
  /**
   * Takes a packed batch in, which must not be handed in twice; `settle` counts its hits. Whoever keeps the batches and
   * wants to know what became of each hit gives each a number of its own, 1 or more, later ones higher. False: not a batch
   * this version can read.
   */
  take(batch: Uint8Array, seq?: number): boolean;
  /** What the batches say of themselves that were taken in since this was last asked. Each is told once. */
  newlyTaken(): TakenBatches;
  /**
   * Counts the hits before `beforeMs` (now minus the settle time); younger ones wait for a later call, and the scan rule
   * acts: all destinations of a recipient's message within two seconds are a scanner's hits, where there are three or
   * more, or two and something is doubtful (core/include/klikspor/scan.hpp). Without `beforeMs` all are counted, each by
   * its class.
   */
  settle(beforeMs?: number): void;
  /**
   * Hits of numbered batches that were counted as a scanner's by the scan rule since this was last asked. Each is told
   * once: keep them beside the batch, for `restore` and `outcomes`.
   */
  newScans(): readonly ScannedHits[];
  /**
   * This recipient is a person, whatever the scan rule says, from now on and for good. True if that is new: then hand what
   * `newScans` ever told of the recipient to `restore`, once.
   */
  clear(recipient: number): boolean;
  /** Counts hits of a batch as a person's that were counted as a scanner's. False: not a batch this version can read. */
  restore(batch: Uint8Array, hits: readonly number[]): boolean;
  /**
   * Forgets all that was taken in and counted: whoever still has every batch takes them in anew, such as when
   * `Judge.rejudge` has judged them by newer rules. Whom `clear` was told of stays a person.
   */
  restart(): void;
  /**
   * Nothing is known of the recipient any more: who clicked is one fewer, and hits that wait are gone. Other sums are of
   * nobody and stay; whoever still has every batch counts anew instead (`restart`, `HitBatch.without`).
   */
  forget(recipient: number): void;
  /**
   * What each hit of a batch that was taken in is counted as; `scanned`: what `newScans` told of this batch. Null: not a
   * batch this version can read.
   */
  outcomes(batch: Uint8Array, seq: number, scanned: readonly number[]): readonly Outcome[] | null;
  /**
   * Recipients of those clicks in a batch that came less than SOON_MS after `fromMs`, one a click, as they are counted;
   * `seq` and `scanned` as for `outcomes`. A scanner on the way of a message needs no time to read it; a person with the
   * phone in hand may be as quick, so these are clicks all the same. Null: not a batch this version can read.
   */
  soonClicks(batch: Uint8Array, seq: number, scanned: readonly number[], fromMs: number): Uint32Array | null;
  /** Of each recipient 1 with a counted click, else 0. In aggregate campaigns all 0. */
  clicked(recipients: Uint32Array): Uint8Array;
  totals(): Totals;
  /**
   * The shard's recipients with at least one human hit on this destination link, or on any: a bit each, the lowest first; missing
   * octets are zeros (`joinBitmaps` of `klikspor/reporting`). Empty in aggregate campaigns.
   */
  clickers(link?: number): Uint8Array;
  /** The state as octets, for `Edge.loadShardState`: opaque to everybody else. */
  save(): Uint8Array;
  /** Gives its memory back. Without it that happens once nobody holds the object. */
  delete(): void;
  [Symbol.dispose](): void;
}

/** Hits that are counted as one class for one reason. */
export interface ReasonCount {
  readonly class: HitClass;
  /**
   * `Verdict.reason`; 'all-links-at-once' for what the scan rule made a scanner's; 'other' for all above 256 different ones.
   */
  readonly reason: string;
  /** Version of the visitor rules that judged them; 0 for 'other'. */
  readonly rules: number;
  readonly hits: number;
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
  /**
   * The same by minutes since publishing, for the first two weeks: 0 … 20,159, ascending, only minutes with clicks. An hour
   * may have more clicks than its minutes: what an earlier version counted, or brought back from a copy, is known by the
   * hour alone.
   */
  readonly minutes: readonly (readonly [minute: number, clicks: number, first: number])[];
  /**
   * Why hits are counted as what they are, by class, reason and rules, ascending; opt-out links are among them. A class may
   * have more hits on its links than reasons: no reasons were kept of what an earlier version counted.
   */
  readonly reasons: readonly ReasonCount[];
  /** Human hits on destination links by country. */
  readonly countries: Readonly<Record<string, number>>;
  readonly devices: Readonly<Record<Verdict['device'], number>>;
  /** Latest hit folded in; 0: none. */
  readonly lastHitMs: number;
}

/** Totals as any version has told or kept them: earlier ones had neither minutes nor reasons. */
export type KeptTotals = Omit<Totals, 'minutes' | 'reasons'> & Partial<Pick<Totals, 'minutes' | 'reasons'>>;

// --- the edge ---------------------------------------------------------------------------------------------------------

export interface Edge {
  readonly version: string;

  createSealer(options: SealerOptions): Sealer;
  /** The slot behind a plain number of a campaign whose messages have so many links (1 … 2^24). */
  slotOf(plain: number, linksInMessage: number): Slot;
  /** And back: the number that `Sealer.seal` takes. */
  plainOf(campaign: number, recipient: number, link: number, linksInMessage: number): number;
  /** Recipient index of the composer's own trial clicks, the last of a campaign; lists hold at most this many. */
  testRecipient(linksInMessage: number): number;
  /**
   * A path token as it was before signs from around it came into the link: its escapes read, and without the signs behind
   * its last letter or digit. `Xk7Rm2Pq).`, `Xk7Rm2Pq%E2%80%8E` and `%58k7Rm2Pq` are `Xk7Rm2Pq`; no slug ends in a sign.
   */
  bareToken(pathToken: string): string;
  /** Null, or why a chosen slug is refused: 'vanity-empty', 'vanity-too-long', 'vanity-bad-character', 'vanity-reserved', 'vanity-shape'. */
  checkVanitySlug(slug: string): ErrorName | null;

  /** `rules`: a visitor rules file; another one, or one of another format, is a TypeError. Some milliseconds. */
  createJudge(rules: Uint8Array): Judge;
  /** Names of all request headers that the visitor rules look at, lower case. */
  judgedHeaders(): readonly string[];

  createHitBatch(): HitBatch;
  /** Null: not a batch this version can read. */
  readHitBatch(bytes: Uint8Array): HitBatch | null;
  /** The header of a packed batch, checksum tested. Null: not a batch this version can read. */
  batchHeader(bytes: Uint8Array): BatchHeader | null;
  /** The same batch with other delivery counts (each kept at 255 once it gets there). Null as above. */
  stampBatch(bytes: Uint8Array, attempts: number, detours: number): Uint8Array | null;

  /** Which shard of a campaign counts a recipient. */
  shardOf(recipient: number, shards: number): number;
  /**
   * What `ShardState.save` wrote for the same shape; empty octets are the empty state. What is damaged, or of another
   * shape or version, is a TypeError.
   */
  loadShardState(state: Uint8Array, shape: CampaignShape): ShardState;
  /** Totals of one campaign's shards, all of the same links. */
  sumTotals(parts: readonly KeptTotals[]): Totals;

  /** How a sender travels, and whether recipients can answer it: 'number' only. As in the composer. */
  senderForm(sender: string): SenderForm;
}
