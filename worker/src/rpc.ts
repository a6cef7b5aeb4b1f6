/** What the two kinds of object promise each other and the worker; their classes implement these. */
import type { CampaignShape, Totals } from 'klikspor/edge';
import type { ListIdentity, MessageBudget, NewBasis, Registration } from './api/campaign.ts';
import type { Scope } from './api/scope.ts';
import type { CampaignRecord, DomainRecord } from './records.ts';

/** Which shard of which campaign a counter holds: travels with every call that may be the first. */
export interface ShardIdentity {
  host: string;
  number: number;
  shard: number;
  shape: CampaignShape;
}

export interface ShardReport {
  totals: Totals;
  confirmedOptOuts: number;
  /** Hits up to this moment are in the totals. */
  asOfMs: number;
  /** Hits that have arrived and are not folded in yet. */
  pending: number;
  /** Last copy to KV; 0: none yet. */
  publishedAtMs: number;
  counting: CountingSums;
  /** The counter's storage was lost. What its last copy in KV said is in totals and opt-outs. */
  recovered?: Recovered;
  /** Whether something was lost cannot be told: KV does not answer. */
  copyUnread?: true;
}

/** What is known of a lost counter. */
export interface Recovered {
  /** The copy is of this moment: what came between it and the loss is gone. */
  asOfMs: number;
  /** Opt-outs of which the number is known, not whose they are. */
  confirmedOptOuts: number;
}

export interface ShardOptOuts {
  recipients: number[];
  confirmedAtMs: number[];
  /** Opt-outs of a lost counter: of which the number is known, not whose they are. Absent: none. */
  unnamed?: number;
  /** Whether something was lost cannot be told: KV does not answer. */
  copyUnread?: true;
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

/** `counts/<host>/<number>/<shard>` in KV, as JSON: absolute totals, written by the shard's alarm alone. */
export interface PublishedCounts {
  totals: Totals;
  confirmedOptOuts: number;
  asOfMs: number;
  /** Of which publishing of the number they are. Absent in copies from before this was kept. */
  campaignPublishedAtMs?: number;
  recovered?: Recovered;
}

export interface ClickCounterRpc {
  /** Stores a packed batch under its id; a second delivery changes nothing. Resolves when it is on disk. */
  store(identity: ShardIdentity, batchId: string, batch: Uint8Array): Promise<void>;
  /** As `store`, for one hit of a strict campaign: hits that arrive together share one commit. */
  storeStrict(identity: ShardIdentity, batchId: string, batch: Uint8Array): Promise<void>;
  /** Confirms an opt-out; idempotent. Resolves when it is on disk, with the moment of the first confirmation. */
  optOut(identity: ShardIdentity, recipient: number, nowMs: number): Promise<number>;
  /** The recipient takes the opt-out back. */
  optIn(identity: ShardIdentity, recipient: number, nowMs: number): Promise<void>;
  /** Here and below: with the moment of publishing, hits of another campaign of the same number are refused. */
  isOptedOut(recipient: number, campaignPublishedAtMs?: number): Promise<boolean>;
  /** Folds what has settled, then reports. A shard that never got a hit answers zeros of the shape given. */
  report(identity: ShardIdentity): Promise<ShardReport>;
  /** Folds what has settled, then hands out what the totals rest on. */
  decisions(identity: ShardIdentity): Promise<ShardDecisions>;
  /** Opt-outs, oldest first. With the identity a copy from before a loss is looked for, which knows how many more there were. */
  optOuts(campaignPublishedAtMs?: number, identity?: ShardIdentity): Promise<ShardOptOuts>;
  /**
   * Raw batches still held, oldest first, from after the one with this number on (0: from the start): as many as make up
   * about a megabyte, none only at the end. With the places of those hits that were counted as part of a scan.
   */
  batches(
    afterSeq: number,
    campaignPublishedAtMs?: number,
  ): Promise<{ seq: number; id: string; bytes: Uint8Array; scanned: readonly number[] }[]>;
  /** When the campaign whose hits it holds was published; null: it holds none. */
  publishing(): Promise<number | null>;
  /** The copy in KV is gone: it is written again. False: there is nothing to write. */
  publishAgain(campaignPublishedAtMs: number): Promise<boolean>;
}

/** What a campaign's record does not need to know to redirect and count. */
export interface CampaignInfo {
  name: string;
  template: string;
  /** One per link. */
  labels: string[];
  /** Recipients of the message, in aggregate campaigns too: what rates divide by. */
  sentTo: number;
  /** Absent: not said. */
  kind?: 'marketing' | 'service';
  /** On what clicks are counted for each recipient, and when that was stated. Absent: not said, or nobody is counted. */
  basis?: NewBasis & { statedAtMs: number };
  /** Its short links stand in the messages with their scheme. */
  writeScheme?: true;
  /** Absent: not archived. */
  archived?: true;
  budget?: MessageBudget;
  /** What was stated of registering sender and link domain. Absent: nothing. */
  registrations?: Registration[];
  list?: ListIdentity;
  /** Number of the campaign of the other version, on the same host. */
  otherVersion?: number;
}

export interface StoredCampaign {
  /** Position in the catalogue. */
  seq: number;
  record: CampaignRecord;
  info: CampaignInfo;
  /** Of its slugs: its domain's. */
  width: 8 | 9;
}

export interface StoredDomain {
  host: string;
  record: DomainRecord;
  /** Highest campaign number handed out; `record.highest` runs ahead of it. */
  lastNumber: number;
  /** When it was last proved that the host leads here; null: not yet. */
  provedAtMs: number | null;
}

export interface StoredToken {
  id: string;
  name: string;
  scopes: Scope[];
  createdAtMs: number;
  expiresAtMs: number | null;
}

export interface Credential {
  id: string;
  kind: 'token' | 'session';
  scopes: Scope[];
  expiresAtMs: number | null;
  /** A session that was just carried on: its cookie must be, too. */
  renewed: boolean;
}

export type SignInOutcome =
  | { outcome: 'signed-in' | 'wrong' | 'not-set-up' | 'unsure' }
  | { outcome: 'too-many'; retryAfterMs: number };

/** Hits of a campaign that no number counts: neither counter nor queue took them, or the queue gave up. */
export interface Loss {
  host: string;
  number: number;
  kind: 'uncounted' | 'dropped';
  hits: number;
}

export interface StoredLoss extends Loss {
  /** When the last of them was told. */
  lastMs: number;
}

/** What a comparison of copies with the catalogue found, and mended. */
export interface Comparison {
  atMs: number;
  /** All copies were compared, not a sample. */
  isWhole: boolean;
  checked: number;
  missing: number;
  differed: number;
  /** Copies that KV did not hand out: nothing is known of them. */
  unread: number;
  mended: number;
  /** Records that KV had later ones of: the catalogue, restored from a backup, goes on with those. */
  takenOver: number;
  /** Ids of campaigns that KV had and the catalogue had not. */
  adopted: string[];
}

export interface CopiesState {
  /** When the next sample is due. */
  dueMs: number;
  /** The next sample goes on with the campaigns before this one. */
  fromSeq: number;
  last: Comparison;
  /** Copies written again because they were gone or wrong, since ever, and when last. */
  mended: number;
  mendedAtMs: number;
  takenOver: number;
  numbersSkipped: number;
  /** Ids, and hosts, at most a hundred of each. */
  unknownCampaigns: string[];
  unknownDomains: string[];
}

export interface WorkspaceRpc {
  /** The record of a campaign that KV may not show yet; null: no such campaign. */
  campaignRecord(host: string, number: number): Promise<CampaignRecord | null>;
  /** Adds these up. A loss that is told twice counts twice: what is known of losses is rough. */
  noteLosses(losses: Loss[], nowMs: number): Promise<void>;
  /** The same of a link domain. */
  domainRecord(host: string): Promise<DomainRecord | null>;
  /** All link domains. */
  linkHosts(): Promise<string[]>;
}
