/** What KV holds, as JSON. STORAGE.md has a row for each; nothing else may be put there. */
import type { ContactKind } from 'klikspor';
import type { Language } from './pages/languages.ts';

/** A slug key and the campaign numbers it seals, both ends included. */
export interface KeyRange {
  /** n of the secret SLUG_KEY_n. */
  key: number;
  /** First 8 bytes, in hex, of a value derived beside the domain's key: tells a wrong secret before it seals anything. */
  fingerprint: string;
  from: number;
  to: number | null;
}

/**
 * A domain's highest number is raised by this many, and slugs up to as many campaigns above it are looked up; beyond, a
 * guess costs no storage read.
 */
export const NUMBER_BLOCK = 64;

/** `domain/<host>` */
export interface DomainRecord {
  workspace: string;
  width: 8 | 9;
  /** Newest first. */
  keys: KeyRange[];
  /** Highest campaign number that may exist: raised in blocks, ahead of the numbers handed out. */
  highest: number;
  /** Chosen slugs and the plain number each stands for: a slot of an aggregate campaign, counted and edited with it. */
  vanity: Record<string, number>;
  jurisdiction: 'eu' | null;
  landingPage: string | null;
  senderName: string;
  /** Whoever writes his number at `/stop` is sent a link to confirm with. Absent or null: `/stop` asks for links alone. */
  stopTexts?: StopTexts | null;
  /** When keys, names or texts were last changed; grows with every change. Absent: not since the domain was added. */
  editedAtMs?: number;
}

/** How a text goes out to whoever wants to opt out by number. */
export interface StopTexts {
  /** Id of the gateway. */
  gateway: string;
  /** A name of at most eleven characters, or a number. */
  from: string;
  /** Of numbers without one: the digits behind the plus sign. */
  countryCode: string;
}

export interface LinkRecord {
  kind: 'destination' | 'opt-out';
  /** The finished Location, checked by the core when it was made; null for the opt-out link. */
  url: string | null;
  tracked: boolean;
  /** Finished addresses for phones of one kind, where they lead elsewhere. */
  devices?: { ios?: string; android?: string };
  /** The query of the request goes on to the destination: `location.ts` says how. */
  forwardQuery?: true;
}

/** `campaign/<host>/<number>` */
export interface CampaignRecord {
  host: string;
  number: number;
  workspace: string;
  links: LinkRecord[];
  /** 1 in aggregate campaigns: everyone has the slugs of recipient 0. */
  recipients: number;
  tracking: 'recipient' | 'aggregate';
  counting: 'fast' | 'strict';
  shards: number;
  jurisdiction: 'eu' | null;
  publishedAtMs: number;
  expiresAtMs: number | null;
  senderName: string;
  /** Of its pages, for visitors who do not say which they read. */
  language: Language;
  /** Where recipients reach the sender, as the core finished it. Absent: not said. */
  contact?: { kind: ContactKind; value: string };
  /** Recipients can answer the message. Absent in records from before it was kept: `ways.ts` judges by the name. */
  takesAnswers?: boolean;
  /** The domain's list that it was sent to: an opt-out holds for that one, unless it is said of all. Absent: none was named. */
  listName?: string;
  /** It was deleted then, and this is what its links need: they have ended, and opt-out links answer. */
  deletedAtMs?: number;
  /** When the record was last changed; grows with every change. Absent: as it was published. */
  editedAtMs?: number;
}

/** `spent-code/<sha256>`: a sign-in code that was used. */
export interface SpentCode {
  atMs: number;
}

export const kvKey = {
  domain: (host: string): string => `domain/${host}`,
  campaign: (host: string, number: number): string => `campaign/${host}/${number}`,
  counts: (host: string, number: number, shard: number): string => `counts/${host}/${number}/${shard}`,
  spentCode: (hash: string): string => `spent-code/${hash}`,
};

/** Moments of changes in one record: a clock that was set back must not make the later change look like the earlier. */
export const nextEditMs = (record: { readonly editedAtMs?: number }): number =>
  Math.max(Date.now(), (record.editedAtMs ?? 0) + 1);
