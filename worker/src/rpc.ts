/** What the two kinds of object promise each other and the worker; their classes implement these. */
import type { CampaignShape, Totals } from 'klikspor/edge';
import type { ListIdentity, MessageLimit, NewBasis, Registration } from './api/campaign.ts';
import type { Scope } from './api/scope.ts';
import type { CampaignRecord, DomainRecord, KeyRange } from './records.ts';

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
  optIn(identity: ShardIdentity, recipient: number): Promise<void>;
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
  limit?: MessageLimit;
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

/** What its owner may change of a domain. */
export type DomainEdit = Partial<Pick<DomainRecord, 'landingPage' | 'senderName'>>;

/** An idempotency key with the SHA-256 of the body it came with. */
export interface Once {
  key: string;
  bodyHash: string;
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

/** A token or session with the SHA-256 of its secret, 64 hex digits. */
export type NewCredential = StoredToken & { hash: string };

export type PublishOutcome = StoredCampaign | 'other-body' | 'has-version' | 'keys-changed' | 'unsure' | null;

/** What a caller asks of the one Workspace object. Domains are named by their host; null: there is no such domain. */
export interface WorkspaceRpc {
  /** The record of a campaign that KV may not show yet, or did not hand out; null: no such campaign. */
  campaignRecord(host: string, number: number): Promise<CampaignRecord | null>;
  /** The same of a link domain. */
  domainRecord(host: string): Promise<DomainRecord | null>;
  /** All link domains. */
  linkHosts(): Promise<string[]>;

  campaign(host: string, number: number): Promise<StoredCampaign | null>;
  /** Newest first; `before` is the `seq` of the last one seen; `archived`: those that are, or are not, alone; absent or null: all. */
  campaigns(before: number | null, limit: number, archived?: boolean | null): Promise<StoredCampaign[]>;
  domains(): Promise<StoredDomain[]>;
  domain(host: string): Promise<StoredDomain | null>;

  /**
   * False: the host is a domain already. `provedAtMs` as in `StoredDomain`. A host that KV knows was one before the
   * catalogue was lost: links already sent open by what KV says, so keys, width, names and highest number go on.
   * 'unsure': whether it does cannot be told; nothing was stored.
   */
  addDomain(host: string, record: DomainRecord, provedAtMs: number | null): Promise<StoredDomain | 'unsure' | false>;
  /** The host was seen to lead here. */
  proveDomain(host: string, nowMs: number): Promise<StoredDomain | null>;
  /**
   * 'in-use': a number was handed out, so links may have been sent that lead through its record. A catalogue that was
   * restored from a backup may not know of it, so others are asked, too; 'unsure': they do not answer.
   */
  removeDomain(host: string): Promise<'removed' | 'in-use' | 'unsure' | null>;
  editDomain(host: string, edit: DomainEdit): Promise<StoredDomain | null>;
  /** Gives names to plain numbers, and takes away those that are null; 'too-many': more than `most` would be left. */
  editVanity(
    host: string,
    plains: Readonly<Record<string, number | null>>,
    most: number,
  ): Promise<StoredDomain | 'too-many' | null>;
  /** From some number ahead on, the domain's campaigns are sealed with a newer key. Nothing changes where it is not newer. */
  rotate(host: string, key: Pick<KeyRange, 'key' | 'fingerprint'>): Promise<StoredDomain | null>;

  /**
   * Gives the campaign the domain's next number and stores it. The same idempotency key with the same body gets the same
   * campaign again; with another body: 'other-body'. `versionOf`: number of the campaign of the other version; from here on
   * each names the other. 'has-version': that one has another already. 'keys-changed': KV knew of later keys of the domain,
   * look at them first. 'unsure': nobody can say whether the number has been used; nothing was stored.
   */
  publish(
    host: string,
    draft: Omit<CampaignRecord, 'number'>,
    info: CampaignInfo,
    once: Once | null,
    versionOf: number | null,
  ): Promise<PublishOutcome>;
  /** 'changed': what was edited is not what stands here any more; look again. */
  editCampaign(
    before: StoredCampaign,
    after: Pick<StoredCampaign, 'record' | 'info'>,
  ): Promise<StoredCampaign | 'changed'>;

  /** Takes a sign-in code, given by its SHA-256, once, and makes the session. `crowd`: 0 … 255, of the asker's address. */
  signIn(codeHash: string, session: NewCredential, nowMs: number, crowd: number): Promise<SignInOutcome>;
  /** By the SHA-256 of its secret; null: unknown, revoked or expired. A session in use is carried on. */
  credential(hash: string, nowMs: number, sessionLifeMs: number): Promise<Credential | null>;
  addToken(token: NewCredential): Promise<void>;
  tokens(): Promise<StoredToken[]>;
  /** False: there was none. */
  revoke(kind: Credential['kind'], id: string): Promise<boolean>;

  /** Adds these up. A loss that is told twice counts twice: what is known of losses is rough. */
  noteLosses(losses: Loss[], nowMs: number): Promise<void>;
  /** Newest first; of one campaign, or of all. */
  losses(campaign: { host: string; number: number } | null, limit: number): Promise<StoredLoss[]>;

  /**
   * A part of all copies in KV is compared, from where the last part ended (null: the start), and mended if that is wanted.
   * `next` is null with the last part.
   */
  compareCopies(from: string | null, isRepair: boolean): Promise<{ found: Comparison; next: string | null }>;
  /** `waiting`: copies that are still to be written. */
  copiesState(): Promise<CopiesState & { waiting: number }>;
}
