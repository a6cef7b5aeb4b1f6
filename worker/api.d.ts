/**
 * The wire: JSON shapes of the HTTP API, shared with web/ by `import type` and proved by the worker's tests.
 * Every error answer is `Problem` (RFC 9457, application/problem+json).
 *
 *   POST   /api/session                      SignIn              204, session cookie; 401 wrong or spent code
 *   GET    /api/session                                          Session; 401
 *   DELETE /api/session                                          204
 *   GET    /api/domains                                          { entries: Domain[] }
 *   POST   /api/domains                      NewDomain           201 Domain
 *   PATCH  /api/domains/:host                DomainEdit          Domain
 *   DELETE /api/domains/:host                                    204; 409 it has campaigns
 *   POST   /api/domains/:host/proof          DomainProof         Domain; 422 refused
 *   GET    /api/domains/:host/vanity                             VanitySlugs
 *   PATCH  /api/domains/:host/vanity         VanityEdit          VanitySlugs
 *   GET    /api/domains/:host/list-key?key                       ListKey
 *   GET    /api/campaigns?cursor&pageLimit&archived              { entries: Campaign[], _links: { next?: string } }
 *   POST   /api/campaigns                    NewCampaign         201 Campaign
 *   GET    /api/campaigns/:id                                    Campaign
 *   PATCH  /api/campaigns/:id                CampaignEdit        Campaign
 *   GET    /api/campaigns/:id/slugs?from&count                   octets: `width` ASCII characters a slug, recipient by
 *                                                                recipient, link by link, nothing between; header slug-width.
 *                                                                from=test: the test recipient's
 *   GET    /api/campaigns/:id/report                             Report
 *   GET    /api/campaigns/:id/opt-outs                           OptOuts
 *   GET    /api/campaigns/:id/hits.csv                           hits still held, one a line, as the report counts them
 *   GET    /api/tokens · POST /api/tokens (NewToken → 201 Token with secret, shown once) · DELETE /api/tokens/:id
 *   GET    /api/status?copies=all&counters                       Status; with copies=all after comparing all copies in KV
 *   POST   /api/repair?cursor                                    Repair: goes on at _links.next, until there is none
 *   GET    /api/openapi.json                                     the same, as OpenAPI 3.1
 *
 * A query that a route does not list is refused, and so is a name that stands twice in it or in an object of a body.
 * A campaign's id is `<host>:<number>`, such as `s.brand.dk:12`. API and app answer on the app host only.
 */
import type { ContactKind } from 'klikspor';
import type { ReportNumbers, Totals } from 'klikspor/edge';

export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  /** What to change, field by field: a JSON pointer into the body, a stable code, a sentence with the fix. */
  errors?: { pointer: string; code: string; detail: string }[];
}

export type Scope = 'campaigns:read' | 'campaigns:write' | 'opt-outs:read' | 'hits:read' | 'admin';

export interface SignIn {
  code: string;
}
export interface Session {
  scopes: Scope[];
  expiresAtMs: number;
}

export interface NewToken {
  name: string;
  scopes: Scope[];
  expiresAtMs?: number | null;
}
export interface Token {
  id: string;
  name: string;
  scopes: Scope[];
  createdAtMs: number;
  expiresAtMs: number | null;
  secret?: string;
}

export interface NewDomain {
  host: string;
  landingPage?: string | null;
  senderName?: string;
  jurisdiction?: 'eu' | null;
  /** As in `DomainProof`; absent: proved later. */
  proof?: string;
}
/** What `/.well-known/klikspor` of the host answered, at most ten minutes ago. */
export interface DomainProof {
  proof: string;
}
export interface DomainEdit {
  landingPage?: string | null;
  senderName?: string;
}
export interface Domain {
  host: string;
  width: 8 | 9;
  /** Highest campaign number handed out. */
  highest: number;
  landingPage: string | null;
  /** Shown on the opt-out page. */
  senderName: string;
  jurisdiction: 'eu' | null;
  /** What short links start with when shown, such as `s.brand.dk/`; with the port where the app runs locally. */
  linkPrefix: string;
  /** When it was last proved that the host leads here; null: it does not point here yet, and nothing is published to it. */
  provedAtMs: number | null;
  /** Whose answer proves it. */
  proofUrl: string;
}

/** A chosen slug, such as `sommer` in `s.brand.dk/sommer`: for everybody the same, so it stands for an aggregate campaign's link. */
export interface VanitySlug {
  slug: string;
  /** The campaign that it is counted and edited with. */
  campaign: string;
  link: number;
}
export interface VanitySlugs {
  entries: VanitySlug[];
}
/** At most 1,000 a domain. Null takes a name away; names that are not mentioned stay. */
export interface VanityEdit {
  slugs: { [slug: string]: { campaign: string; link?: number } | null };
}

/** What fingerprints of lists are made with on this domain: `docs/api.md` says how. */
export interface ListKey {
  /** n of the secret it is derived from. */
  key: number;
  /** 32 octets as 64 hex digits. */
  secret: string;
}

export type NewLink =
  | {
      kind: 'destination';
      url: string;
      label?: string;
      parameters?: [name: string, value: string][];
      tracked?: boolean;
      /** Where phones of one kind go instead, such as their app store. `parameters` are added there too. */
      devices?: { ios?: string; android?: string };
      /** The query of the short link goes on to the destination, octet for octet, behind the destination's own. */
      forwardQuery?: boolean;
    }
  | { kind: 'opt-out' };

/** On what clicks are counted for each recipient, which is personal data (GDPR, article 6). */
export type NewBasis = { kind: 'consent' } | { kind: 'other'; reason: string };

/**
 * What is stated of registering the campaign's sender or link domain with the networks of a country. Kept for the record,
 * not judged here: who is on the list stays in the browser, and no register can be asked.
 */
export type Registration = {
  /** ISO 3166-1 alpha-2. */
  country: string;
  of: 'sender' | 'domain';
} & (
  | { state: 'not-asked' }
  /** `on`: the day it was asked for or confirmed, such as 2026-11-29. */
  | { state: 'asked' | 'confirmed'; on: string }
);

export interface NewCampaign {
  name: string;
  host: string;
  /** 1 … floor(2^24 / links) - 1. */
  recipients: number;
  links: NewLink[];
  /** Marketing needs an opt-out; a message about an order or an appointment does not. Kept for the record, not judged here. */
  kind?: 'marketing' | 'service';
  tracking?: 'recipient' | 'aggregate';
  /** Not with `tracking: "aggregate"`, which counts nobody. `reason`: in a word, at most 200 code units. */
  basis?: NewBasis;
  /** Short links are written with `https://` in front: 8 characters more, and older phones make them tappable. */
  writeScheme?: boolean;
  counting?: 'fast' | 'strict';
  /** The message as written, for the report's eye; at most 10,000 code units. Never values of recipients. */
  template?: string;
  senderName?: string;
  /** Of its pages for recipients whose browser does not say what they read. */
  language?: PageLanguage;
  expiresAtMs?: number | null;
  /** Absent: everybody on the list is sent the template. */
  budget?: MessageBudget;
  /** One for each country and of each of both. Absent: nothing was stated. */
  registrations?: Registration[];
  /** Which list the rows are those of. Absent: nobody can tell later whether a list is the one. */
  list?: ListIdentity;
  /** Id of the campaign of the other version, on the same domain and for the other half of the same list. */
  versionOf?: string;
  /**
   * A telephone number, an e-mail address or the https address of a form, which the opt-out page shows. Needed where
   * everybody has the same opt-out link and the sender takes no answers.
   */
  contact?: string;
  /** Whether recipients can answer the message. Absent: they can if the sender is a number. */
  takesAnswers?: boolean;
}

/** Which list a campaign was published with: enough to tell every other list from it, and nobody's number. */
export interface ListIdentity {
  /** Recipients on the whole list; of two versions, both halves together. */
  rows: number;
  /** Number of the list key that the fingerprints are made with. */
  key: number;
  /** Fingerprint of the numbers in the list's order: 32 hex digits. */
  ordered: string;
  /** The same of the numbers in ascending order: tells another order from other people. */
  sorted: string;
  /** Characters of the list's values that were written within GSM-7: at most 1,000, or all that can be. */
  rewritten: 'all' | string[];
  /** At most 255 code units, for people to know it by. */
  fileName: string;
  /** When the file was last saved; null: not known. */
  fileModifiedAtMs: number | null;
  /** How a file became this list. Absent: it was not made from one. */
  reading?: ListReading;
  /** Absent: the campaign is for the whole list. */
  split?: ListSplit;
}

export interface ListReading {
  /** ISO 3166-1 alpha-2: where numbers without a country code belong. */
  country: string;
  /** Position of the column with the numbers, from 0. */
  numberColumn: number;
  /** Rows of the file that became no recipient. */
  leftOut: number;
}

/** Which half of the list the campaign is for, and how the halves were drawn. */
export interface ListSplit {
  /** Four numbers below 2^32. */
  seed: number[];
  half: 0 | 1;
  /** Both. */
  halves: ListHalf[];
}

export interface ListHalf {
  rows: number;
  /** As `ListIdentity.ordered`, of this half. */
  ordered: string;
}

/** What recipients' pages speak. */
export type PageLanguage = 'da' | 'de' | 'en' | 'es' | 'fr' | 'is' | 'it' | 'nl' | 'nb' | 'pl' | 'pt' | 'fi' | 'sv';

/** A limit on segments that was kept when the messages were made. */
export interface MessageBudget {
  /** Most segments of a message: 1 … 255. */
  segments: number;
  /** What recipients above it were sent instead, with links of the template only; null: nothing. */
  shorter: string | null;
  /** Recipients who were sent nothing, fewer than `recipients`: they have links, but no rate counts them. */
  leftOut: number;
}

export interface CampaignLink {
  kind: 'destination' | 'opt-out';
  label: string;
  /** Finished destination, parameters included; null for the opt-out link. `{slug}` stands for the slug followed. */
  url: string | null;
  tracked: boolean;
  /** Absent: everybody goes to `url`. */
  devices?: { ios?: string; android?: string };
  /** Absent: the query of the short link is dropped. */
  forwardQuery?: true;
}

export interface Campaign {
  id: string;
  number: number;
  name: string;
  host: string;
  /** Who is sent a message: without those that the budget left out. */
  recipients: number;
  links: CampaignLink[];
  /** Absent: it was not said. */
  kind?: 'marketing' | 'service';
  tracking: 'recipient' | 'aggregate';
  /** With the moment it was stated. Absent: nobody is counted, or it was not said. */
  basis?: NewBasis & { statedAtMs: number };
  counting: 'fast' | 'strict';
  template: string;
  senderName: string;
  language: PageLanguage;
  createdAtMs: number;
  expiresAtMs: number | null;
  width: 8 | 9;
  /** What its short links start with in the messages, `https://` included where that is written. */
  linkPrefix: string;
  shards: number;
  /** Put away by its owner: its links work and are counted as before. Absent: it was not. */
  archived?: true;
  budget?: MessageBudget;
  /** As stated when it was published. */
  registrations?: Registration[];
  /** Absent: it was not said, or published before it was kept. */
  list?: ListIdentity;
  /** Id of the campaign of the other version. Absent: there is none, or not yet. */
  otherVersion?: string;
  /** As its page shows it; absent: none was given. */
  contact?: { kind: ContactKind; value: string };
  takesAnswers: boolean;
}

/** What may change after publishing: number and order of links are frozen. */
export interface CampaignEdit {
  name?: string;
  /** Puts the campaign away, or brings it back; nothing changes for its links. */
  archived?: boolean;
  expiresAtMs?: number | null;
  links?: {
    link: number;
    url?: string;
    parameters?: [string, string][];
    label?: string;
    /** Null: everybody goes to `url` again. */
    devices?: { ios?: string; android?: string } | null;
    forwardQuery?: boolean;
  }[];
  /** Null takes it away, where the sender can be reached otherwise. */
  contact?: string | null;
}

export interface Report {
  campaign: Campaign;
  numbers: ReportNumbers;
  totals: Totals;
  /** Which count the rates divide by. */
  denominator: 'sent' | 'delivered';
  /** Counts as of this moment; `pending` hits have arrived and are not folded in yet. */
  asOfMs: number;
  pending: number;
  /** When the counts were last copied to KV; 0: not yet. */
  publishedAtMs: number;
  /** Hits that are in no number above. Empty: none is known of. */
  losses: Loss[];
  /** Counters among the campaign's whose storage was lost: their last copies are in the numbers. Absent: none was. */
  recovered?: {
    shards: number;
    /** The oldest of those copies is of this moment; clicks and opt-outs between it and the loss are gone. */
    asOfMs: number;
    /** Opt-outs of which the number alone is known: whose they are was lost. */
    confirmedOptOuts: number;
    /** Counters that cannot tell whether they lost anything, because KV does not answer. */
    unread: number;
  };
}

/** Hits that were answered and never counted; of each kind about as many as were told. */
export interface Loss {
  /** `uncounted`: neither counter nor queue took them. `dropped`: the queue could not deliver them within 26 days, or the counter holds another campaign's. */
  kind: 'uncounted' | 'dropped';
  hits: number;
  /** When the last of them was told. */
  lastMs: number;
}

/** Recipient numbers (rows of the list, from 0) that confirmed, oldest first. */
export interface OptOuts {
  recipients: number[];
  confirmedAtMs: number[];
  /** How many more opted out whose numbers were lost with a counter's storage: the list lacks them. Absent: none. */
  unnamed?: number;
}

export interface Status {
  version: string;
  domains: { host: string; fingerprintMatches: boolean }[];
  /** How many campaigns the sums below cover: the newest, with up to 200 counters in all. */
  campaigns: number;
  counting: { batches: number; hits: number; attempts: number; detours: number; publishFailures: number };
  /** Counters among them that do not answer: their part is not in the sums. */
  unreachable: { campaign: string; shard: number }[];
  /** Of all campaigns, the latest first; at most 100. */
  losses: (Loss & { campaign: string })[];
  copies: Copies;
}

/** Copies of the catalogue in KV, as they were last compared with it. */
export interface CopiesCompared {
  checked: number;
  missing: number;
  differed: number;
  /** Copies that KV did not hand out. */
  unread: number;
  /** Of those that were missing or differed: written again. */
  mended: number;
  /** Records of which KV had the later one: the catalogue was restored from a backup, and goes on with KV's. */
  takenOver: number;
}

export interface Copies extends CopiesCompared {
  /** When they were last compared; 0: not yet. */
  checkedAtMs: number;
  /** All were compared then; false: a sample, as every hour. */
  all: boolean;
  /** Copies on their way to KV. */
  waiting: number;
  /** Since ever: also those that a visitor's request found missing. */
  mendedInAll: number;
  mendedAtMs: number;
  takenOverInAll: number;
  /** Campaign numbers that were passed over, because KV or a counter knew them and the catalogue did not. */
  numbersSkipped: number;
  /** Campaigns that KV has and the catalogue has not (ids, at most 100): a repair takes them up. */
  unknownCampaigns: string[];
  /** Link domains of which the same is true (at most 100): add them, and their links and numbers go on. */
  unknownDomains: string[];
  /** Counters that lost their storage: what their last copies said is in the reports. */
  recovered: { campaign: string; shard: number; asOfMs: number; confirmedOptOuts: number }[];
  /** Counters that hold the hits of another campaign of the same number: they refuse this one's. */
  otherPublishing: { campaign: string; shard: number }[];
}

export interface Repair extends CopiesCompared {
  /** Ids of campaigns that only KV knew, and that are in the catalogue now, without name, message and labels. */
  adopted: string[];
  _links: { next?: string };
}
