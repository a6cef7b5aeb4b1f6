/** Who is to be sent nothing, and what was said of it by whom. */
import type { Credential } from './credentials.ts';

/** Whose messages something was said of. */
export interface StopScope {
  /** A link domain's; null: everybody's. */
  host: string | null;
  /** To one of the domain's lists alone, by its name. Absent: all of them. */
  list?: string;
}

/** What somebody said of being sent messages, or another for them. */
export interface NumberWord extends StopScope {
  /** Of the number, eight octets. */
  hash: Uint8Array;
  says: 'stop' | 'start';
  source: 'opt-out-page' | 'keyword' | 'import' | 'marketer';
  atMs: number;
  /** By which of the domain's campaigns it was said. */
  campaign?: number;
  /** Why it was said for somebody else. */
  reason?: string;
}

/** `stopped`: whose messages the number is not to be sent then. */
export interface WordOutcome {
  hasChanged: boolean;
  stopped: StopScope[];
}

/** Who said something for somebody else: the credential that let them in. `name`: empty for a session. */
export interface Sayer {
  id: string;
  kind: Credential['kind'];
  name: string;
}

/** `other-spelling`: the domain has a list of this name, written as `list` has it. `full`: there are as many as there may be. */
export type ListNoted = { outcome: 'noted' | 'full' } | { outcome: 'other-spelling'; list: string };

/** A part of the changes that the suppression set went through. */
export interface SuppressionPage {
  /** Twelve octets each: `docs/api.md` says how they are read. */
  changes: Uint8Array;
  /** Where it goes on. */
  next: string;
  /** Where the changes end. */
  newest: string;
  /** It begins with the first change: what was asked for is of another history. */
  isFromStart: boolean;
  /** By their numbers; the first is everything. */
  scopes: StopScope[];
}

/** An opt-out that was taken back. */
export interface Removal extends StopScope {
  id: number;
  /** 16 hex digits. */
  hash: string;
  source: NumberWord['source'];
  atMs: number;
  campaign?: number;
  reason?: string;
  /** Who took it back for the person. Absent: the person did. `name`: of a token. */
  by?: { kind: Sayer['kind']; name?: string };
}

/** On whose behalf numbers are looked up before messages go out to them. */
export interface Letting {
  /** Whose messages, by the link domain. */
  host: string;
  /** To which of the domain's lists, by its name. Absent: to none that has a name. */
  list?: string;
  /** Position of the campaign in the catalogue. */
  campaign: number;
  /** Whoever was sent a message within so many days is left out; 0: nobody is. */
  cooldownDays: number;
  nowMs: number;
}

/** `sent-before`: the number was sent a link lately, or as many as it is sent in a day. */
export type StopTextVerdict = 'send' | 'sent-before' | 'too-many';

/** Of a link to opt out by number. */
export interface StopAsked {
  /** 0 … 255, of the asker's address. */
  crowd: number;
  /** The number is of another country than those that the domain's people write without a code. */
  isAbroad: boolean;
}

/** Whether a message may go out to a number. */
export type LetOut = 'out' | 'opted-out' | 'cooldown';

export interface SuppressionCalls {
  /** Of each: what it changed in the suppression set. A word that is told again changes nothing. */
  takeWords(words: NumberWord[]): Promise<WordOutcome[]>;
  /** Hashes, one behind the other: how many of them are new in this scope. */
  addStops(hashes: Uint8Array, word: Omit<NumberWord, 'hash' | 'says'>, by: Omit<Sayer, 'name'>): Promise<number>;
  /** How many of them were stopped in this scope and are not any more. */
  removeStops(hashes: Uint8Array, word: Omit<NumberWord, 'hash' | 'says'>, by: Omit<Sayer, 'name'>): Promise<number>;
  /** From now on the domain has a list of this name. */
  noteList(host: string, list: string): Promise<ListNoted>;
  /** What `noteList` would answer. */
  lookUpList(host: string, list: string): Promise<ListNoted>;
  /** Names of the domain's lists. */
  lists(host: string): Promise<string[]>;
  /** Changes of the suppression set after one that was given out; null: from the start. */
  suppression(after: string | null, most: number): Promise<SuppressionPage>;
  /** Opt-outs that were taken back, the last first. */
  removals(before: number | null, most: number): Promise<Removal[]>;
  /**
   * Whether messages may go out, of these rows to the numbers with these hashes, eight octets each. Those that may are noted
   * as sent.
   */
  letOut(hashes: Uint8Array, rows: number[], letting: Letting): Promise<LetOut[]>;
  /** Messages that were let out, and reached no gateway: nobody was sent them. */
  takeBack(hashes: Uint8Array, campaign: number, rows: number[]): Promise<void>;
  /** The recipient of this row, of the campaign at this position, was erased: nobody is known to have been sent its message. */
  forgetSent(campaign: number, row: number): Promise<void>;
  /** The campaign whose message went to this number last; null: none did within a month, or it is deleted. */
  lastSentTo(hash: Uint8Array): Promise<{ host: string; number: number } | null>;
  /** Whether somebody at `/stop` is sent a link to this number; 'send': noted as sent. */
  admitStopText(host: string, hash: Uint8Array, asked: StopAsked, nowMs: number): Promise<StopTextVerdict>;
  /** One that was admitted at this moment reached no gateway. */
  takeBackStopText(hash: Uint8Array, atMs: number): Promise<void>;
  /** Of whose messages each of these numbers is to be sent none; hashes one behind the other. */
  stoppedFor(hashes: Uint8Array): Promise<StopScope[][]>;
}
