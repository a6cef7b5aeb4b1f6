/** Campaigns, link domains, and the overview over them. */
import type { Delivery } from 'klikspor/reporting';
import type { CampaignCost, ListIdentity, MessageLimit, NewBasis, Registration } from '../api/campaign.ts';
import type { CampaignRecord, DomainRecord, KeyRange } from '../records.ts';
import type { SentMessages } from '../sending/states.ts';
import type { ShardDeletion } from './counter.ts';

/** The dated record of a deleted campaign. */
export interface StoredDeletion {
  seq: number;
  /** What its links still need. */
  record: CampaignRecord;
  atMs: number;
  /** Counters that have not deleted yet. */
  left: number[];
  /** Added up over those that have. */
  counts: ShardDeletion;
  /** To so many it was sent: in aggregate campaigns no recipient has a place of his own. */
  sentTo: number;
  shares: number;
  vanitySlugs: number;
}

/** What a campaign's record does not need to know to redirect and count. */
export interface CampaignInfo {
  name: string;
  template: string;
  /** One per link. */
  labels: string[];
  /** Recipients of the message, in aggregate campaigns too. */
  sentTo: number;
  /** What each of its senders has sent. Absent: klikspor does not send it, or it was started before this was kept. */
  sent?: SentMessages[];
  /** Absent: not said. */
  kind?: 'marketing' | 'service';
  /** On what clicks are counted for each recipient, and when that was stated. Absent: not said, or nobody is counted. */
  basis?: NewBasis & { statedAtMs: number };
  /** It goes on: messages are added to it, up to as many as its record has recipients (`running.ts`). Absent: it is for a list. */
  isRunning?: true;
  /** Its short links stand in the messages with their scheme. */
  writeScheme?: true;
  /** When the messages went out, or will. Absent: not said. */
  sentAtMs?: number;
  /** Absent: not archived. */
  archived?: true;
  limit?: MessageLimit;
  /** What the messages were to cost, for the report. */
  cost?: CampaignCost;
  /** What was stated of registering sender and link domain. Absent: nothing. */
  registrations?: Registration[];
  list?: ListIdentity;
  /** An order counts as a conversion for so many days from when the messages went out. Absent: `api/conversion-rules.ts` says how many. */
  conversionDays?: number;
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
export type DomainEdit = Partial<Pick<DomainRecord, 'landingPage' | 'senderName' | 'stopTexts'>>;

/** An idempotency key with the SHA-256 of the body it came with. */
export interface Once {
  key: string;
  bodyHash: string;
}

export type PublishOutcome = StoredCampaign | 'other-body' | 'has-version' | 'keys-changed' | 'unsure' | null;

/** What a counter tells of its campaign for the overview: absolute figures. */
export interface OverviewFigures {
  clicks: number;
  clickers: number;
  openers: number;
  confirmedOptOuts: number;
  /** Clicks of the first days, by steps (`overview.ts`). */
  early: number[];
  /** What gateways said of its messages. Absent: nothing yet. */
  delivery?: Readonly<Record<Delivery, number>>;
  asOfMs: number;
}

/** Which campaigns, in which order. Null: whatever it is. */
export interface OverviewAsk {
  sort: 'date' | 'name' | 'recipients' | 'ctr' | 'clicks' | 'opt-outs';
  isAscending: boolean;
  /** All of them in name or message. */
  words: string[];
  host: string | null;
  fromMs: number | null;
  untilMs: number | null;
  archived: boolean | null;
  /** The last row seen: what it is sorted by, and its position in the catalogue. */
  after: { at: number | string; seq: number } | null;
  most: number;
}

export interface OverviewRow extends Omit<OverviewFigures, 'delivery'> {
  seq: number;
  at: number | string;
  /** What its rates divide by: those delivered to, or those sent to. */
  reached: number;
  isDelivered: boolean;
}

export interface OverviewTotals {
  campaigns: number;
  recipients: number;
  clicks: number;
  clickers: number;
  confirmedOptOuts: number;
  /** What the rates of the campaigns that count for each divide by. */
  reached: number;
}

export interface CatalogueCalls {
  /** The record of a campaign that KV may not show yet, or did not hand out; null: no such campaign. */
  campaignRecord(host: string, number: number): Promise<CampaignRecord | null>;
  /** The same of a link domain. */
  domainRecord(host: string): Promise<DomainRecord | null>;
  /** All link domains. */
  linkHosts(): Promise<string[]>;
  campaign(host: string, number: number): Promise<StoredCampaign | null>;
  /** Newest first; `before` is the `seq` of the last one seen; `archived`: those that are, or are not, alone; absent or null: all. */
  campaigns(before: number | null, limit: number, archived?: boolean | null): Promise<StoredCampaign[]>;
  /** Newest first: the last ones before this one of its kind that count recipients, were sent to at least so many and are not its other version. */
  earlierOfKind(campaign: StoredCampaign, leastSentTo: number, limit: number): Promise<StoredCampaign[]>;
  /** A page of the overview; with the first one what all that is asked for comes to, and when its shelf was published. */
  overview(ask: OverviewAsk): Promise<{
    rows: (OverviewRow & { campaign: StoredCampaign })[];
    totals: OverviewTotals | null;
    span: { fromMs: number; toMs: number } | null;
  }>;
  /** Told by a counter, each time it has copied its totals. Of another campaign, or none: left. */
  noteFigures(
    host: string,
    number: number,
    shard: number,
    campaignPublishedAtMs: number,
    figures: OverviewFigures,
  ): Promise<void>;
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
  /** Deletes a campaign, or goes on deleting it; null: there is none, and was none. What is left to do its alarm does. */
  deleteCampaign(host: string, number: number, nowMs: number): Promise<StoredDeletion | null>;
  /** Of a campaign that was deleted. */
  deletion(host: string, number: number): Promise<StoredDeletion | null>;
  /** Newest first; `before` is the `seq` of the last one seen. */
  deletions(before: number | null, limit: number): Promise<StoredDeletion[]>;
  /** The campaign at this position of the catalogue; null: none is. */
  campaignAt(seq: number): Promise<StoredCampaign | null>;
}
