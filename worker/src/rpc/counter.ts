/** What a ClickCounter promises the worker and the Workspace; its class implements this. */

import type { CampaignShape, KeptTotals } from 'klikspor/edge';
import type { Delivery, OrderColumns } from 'klikspor/reporting';
import type { ShardIdentity } from '../shard-identity.ts';

export interface ShardReport {
  /** A counter of the version before tells neither minutes nor reasons. */
  totals: KeptTotals;
  confirmedOptOuts: number;
  /** Hits up to this moment are in the totals. */
  asOfMs: number;
  /** Hits that have arrived and are not folded in yet. */
  pending: number;
  /** Last copy to KV; 0: none yet. */
  publishedAtMs: number;
  counting: CountingSums;
  /** What gateways said of its messages. Absent: nothing yet. */
  delivery?: Readonly<Record<Delivery, number>>;
  /** The counter's storage was lost. What its last copy in KV said is in totals and opt-outs. */
  recovered?: Recovered;
  /** Whether something was lost cannot be told: KV does not answer. */
  copyUnread?: true;
  /** Where the moment of sending was told. Absent: raw hits of then are no longer held here. */
  soon?: SoonClicks;
}

/** Clicks that came within SOON_MS of the sending (`klikspor/edge`). */
export interface SoonClicks {
  clicks: number;
  /** Recipients with such a click; in aggregate campaigns 0. */
  clickers: number;
}

/** What is known of a lost counter. */
export interface Recovered {
  /** The copy is of this moment: what came between it and the loss is gone. */
  asOfMs: number;
  /** Opt-outs of which the number is known, not whose they are. */
  confirmedOptOuts: number;
}

/** That a counter's counts have changed. */
export interface ShardNews {
  shard: number;
  /** Grows with every change of the counts. */
  changes: number;
  /** Hits up to this moment are in them. */
  asOfMs: number;
}

export interface ShardOptOuts {
  recipients: number[];
  confirmedAtMs: number[];
  /** Opt-outs of a lost counter: of which the number is known, not whose they are. Absent: none. */
  unnamed?: number;
  /** Whether something was lost cannot be told: KV does not answer. */
  copyUnread?: true;
  /** How many of them the suppression set lacks: nobody has sent the hash of the number. Absent: none. */
  unknown?: number;
  /** Words that it is still to be told. Absent: none. */
  waiting?: number;
}

/** Whom of a shard's recipients something is true of. */
export interface ShardRecipients {
  /** A bit each, the lowest first. */
  bitmap: Uint8Array;
  /** How many more there are whose numbers were lost with a counter's storage. Absent: none. */
  unnamed?: number;
  /** Whether something was lost cannot be told: KV does not answer. */
  copyUnread?: true;
}

/** Of hits that were judged anew: how many, and how many of them are of another class now. */
export interface Rejudged {
  hits: number;
  changed: number;
}

/** Raw hits that a counter still holds. */
export interface ShardRawHits {
  /** When the first and the last of them came; null: there are none. */
  held: { firstMs: number; lastMs: number } | null;
  /** Every hit that is in the totals is among them. */
  isWhole: boolean;
}

/** What a counter had of a recipient that it knows nothing of any more. */
export interface ShardErasure {
  hits: number;
  orders: number;
  /** All is counted anew without them. False: sums stay, but for who clicked, because some raw hits are no longer held. */
  isRecounted: boolean;
  /** 'told': the suppression set has it; 'kept': it has not, as it lacks the hash, so the row stays here. */
  optOut: 'none' | 'told' | 'kept';
}

/** What a counter had of a campaign that was deleted, and whose opt-outs it keeps. */
export interface ShardDeletion {
  hits: number;
  orders: number;
  numberHashes: number;
  /** Kept, and how many of them the suppression set lacks: nobody had sent the hash. */
  optOuts: number;
  unknownOptOuts: number;
}

/** What a shard's totals rest on, of one moment: asked once, it says of every raw hit what it was counted as. */
export interface ShardDecisions {
  /** Folded: opaque to everybody but the core. */
  state: Uint8Array;
  shape: CampaignShape;
  /** Batches up to this number are in the state. */
  foldedSeq: number;
}

export interface CountingSums {
  batches: number;
  hits: number;
  attempts: number;
  detours: number;
  publishFailures: number;
}

/**
 * `counts/<host>/<number>/<shard>` in KV, as JSON: absolute totals, written by the shard's alarm alone. Without minutes, which
 * would make many times as much of them; a counter that is lost has its hours.
 */
export interface PublishedCounts {
  totals: KeptTotals;
  confirmedOptOuts: number;
  asOfMs: number;
  /** Of which publishing of the number they are. Absent in copies from before this was kept. */
  campaignPublishedAtMs?: number;
  /** What gateways said of its messages. Absent: nothing yet, or a copy from before this was kept. */
  delivery?: Readonly<Record<Delivery, number>>;
  recovered?: Recovered;
}

/** An order as a shop told it, of a recipient whose slug the shop was given. */
export interface ToldOrder {
  orderId: string;
  recipient: number;
  link: number;
  /** Null: not said. */
  placedAtMs: number | null;
  /** In ten-thousandths of the currency; null: neither was said. */
  value: number | null;
  currency: string | null;
  /** It is taken back: what else is told of it counts for nothing. */
  isCancelled: boolean;
}

export interface OrderReceipt {
  /** False: what was told was known already. */
  isNew: boolean;
  /** When it was told first. */
  toldAtMs: number;
  /** It is taken back, now or earlier. */
  isCancelled: boolean;
  /** What that one says otherwise, of what the API takes. */
  differs: ('slug' | 'atMs' | 'value' | 'currency')[];
}

export interface OrderPage extends OrderColumns {
  /** Positions of the links whose slugs were told. */
  links: Uint8Array;
  /** Where the next page goes on; null: there are no more. */
  lastSeq: number | null;
}

export interface ClickCounterRpc {
  /** Stores a packed batch under its id; a second delivery changes nothing. Resolves when it is on disk. */
  store(identity: ShardIdentity, batchId: string, batch: Uint8Array): Promise<void>;
  /** As `store`, for a strict campaign, whose visitors wait: a counter that has just written waits less long for company. */
  storeStrict(identity: ShardIdentity, batchId: string, batch: Uint8Array): Promise<void>;
  /** Confirms an opt-out; idempotent. `isOfAll`: of all the domain's lists, not only of the one that it was sent to. Resolves when it is on disk, with the moment of the first confirmation. */
  optOut(identity: ShardIdentity, recipient: number, nowMs: number, isOfAll?: boolean): Promise<number>;
  /** The recipient takes the opt-out back, of all lists too. */
  optIn(identity: ShardIdentity, recipient: number): Promise<void>;
  /** Here and below: with the moment of publishing, hits of another campaign of the same number are refused. */
  isOptedOut(recipient: number, campaignPublishedAtMs?: number): Promise<boolean>;
  /** The same where the campaign was sent to a list that has a name. */
  optedOutOf(recipient: number, campaignPublishedAtMs: number): Promise<'nothing' | 'list' | 'all'>;
  /**
   * Folds what has settled, then reports. A shard that never got a hit answers zeros of the shape given. With the moment
   * the messages went out it tells which clicks came soon after it.
   */
  report(identity: ShardIdentity, sentAtMs?: number): Promise<ShardReport>;
  /** Folds what has settled, then says how often the counts have changed. Over a WebSocket: each time they do (`live.ts`). */
  news(identity: ShardIdentity): Promise<ShardNews>;
  /** Folds what has settled, then hands out what the totals rest on. */
  decisions(identity: ShardIdentity): Promise<ShardDecisions>;
  /** Opt-outs, oldest first. With the identity a copy from before a loss is looked for, which knows how many more there were. */
  optOuts(campaignPublishedAtMs?: number, identity?: ShardIdentity): Promise<ShardOptOuts>;
  /** What a gateway said of the campaign's recipients from `first` on, a sign each (`Delivery`); idempotent. Resolves when it is on disk. */
  takeDelivery(identity: ShardIdentity, first: number, signs: string): Promise<void>;
  /** Recipients whose messages are in one of these states. */
  recipientsIn(identity: ShardIdentity, states: readonly Delivery[]): Promise<ShardRecipients>;
  /** Folds what has settled, then says who clicked this link, or any (null). */
  clickers(identity: ShardIdentity, link: number | null): Promise<ShardRecipients>;
  /**
   * Raw batches still held, oldest first, from after the one with this number on (0: from the start): as many as make up
   * about a megabyte, none only at the end. With the places of those hits that were counted as part of a scan.
   */
  batches(
    afterSeq: number,
    campaignPublishedAtMs?: number,
  ): Promise<{ seq: number; id: string; bytes: Uint8Array; scanned: readonly number[] }[]>;
  /** Keeps orders of this shard's recipients, each once. Resolves when they are on disk, with a receipt for each. */
  tellOrders(identity: ShardIdentity, orders: ToldOrder[], nowMs: number): Promise<OrderReceipt[]>;
  /** Orders as they came, from after this one on (0: from the start), some thousands at a time; none only at the end. */
  orders(identity: ShardIdentity, afterSeq: number): Promise<OrderPage>;
  /**
   * Judges every hit that is held by the rules of this version, and counts all anew. Null, and nothing was counted anew: raw
   * hits that are in the totals are no longer held, or cannot be read.
   */
  rejudge(campaignPublishedAtMs: number): Promise<Rejudged | null>;
  /** Which raw hits it still holds. */
  rawHits(identity: ShardIdentity): Promise<ShardRawHits>;
  /**
   * Erases what it knows of a recipient. 'word-waits': the suppression set has not taken yet what they said, so nothing was
   * erased. Repeatable.
   */
  eraseRecipient(identity: ShardIdentity, recipient: number): Promise<ShardErasure | 'word-waits'>;
  /**
   * Deletes all that it has but who opted out. From then on hits and orders are taken in no more, and of opt-outs only those
   * whose hash is not known are told. A second time it answers zeros.
   */
  deleteCampaign(identity: ShardIdentity): Promise<ShardDeletion>;
  /** One part of the hashes of the shard's numbers, in the order of its recipients; a second time it takes the first's place. */
  storeHashes(identity: ShardIdentity, part: number, hashes: Uint8Array): Promise<void>;
  /**
   * Hashes of some recipients' numbers, of a campaign that goes on. False, and nothing was kept: one of them has another hash
   * already, so its row was given out before, or another call sends its message.
   */
  noteHashes(identity: ShardIdentity, recipients: number[], hashes: Uint8Array): Promise<boolean>;
  /** Parts of them that it holds. */
  hashParts(identity: ShardIdentity): Promise<number[]>;
  /** When the campaign whose hits it holds was published; null: it holds none. */
  publishing(): Promise<number | null>;
  /** The copy in KV is gone: it is written again. False: there is nothing to write. */
  publishAgain(campaignPublishedAtMs: number): Promise<boolean>;
}
