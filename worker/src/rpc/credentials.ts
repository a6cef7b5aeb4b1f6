/** Who may come in: sessions, tokens, and links that show one report. */
import type { Scope } from '../api/scope.ts';

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

/** A link that shows one report to whoever has it, until it expires or is revoked. */
export interface StoredShare {
  id: string;
  /** For its owner to know it by. */
  name: string;
  createdAtMs: number;
  expiresAtMs: number;
}

/** With the SHA-256 of its secret, 64 hex digits, and the campaign that it shows. */
export interface NewShare extends StoredShare {
  hash: string;
  host: string;
  number: number;
  campaignPublishedAtMs: number;
}

export type ShareOutcome =
  | { outcome: 'open'; host: string; number: number; campaignPublishedAtMs: number; expiresAtMs: number }
  | { outcome: 'unknown' }
  | { outcome: 'too-many'; retryAfterMs: number };

/** A token or session with the SHA-256 of its secret, 64 hex digits. */
export type NewCredential = StoredToken & { hash: string };

export interface CredentialCalls {
  /** Takes a sign-in code, given by its SHA-256, once, and makes the session. `crowd`: 0 … 255, of the asker's address. */
  signIn(codeHash: string, session: NewCredential, nowMs: number, crowd: number): Promise<SignInOutcome>;
  /** By the SHA-256 of its secret; null: unknown, revoked or expired. A session in use is carried on. */
  credential(hash: string, nowMs: number, sessionLifeMs: number): Promise<Credential | null>;
  /** Which of these sessions and tokens, by their ids, are in force still. None of them is carried on. */
  standing(ids: string[], nowMs: number): Promise<string[]>;
  addToken(token: NewCredential): Promise<void>;
  tokens(): Promise<StoredToken[]>;
  /** False: there was none. */
  revoke(kind: Credential['kind'], id: string): Promise<boolean>;
  /** False: the campaign has as many links to its report as it may. */
  addShare(share: NewShare, nowMs: number): Promise<boolean>;
  /** Those that open, newest first. */
  shares(host: string, number: number, nowMs: number): Promise<StoredShare[]>;
  /** False: there was none. */
  revokeShare(host: string, number: number, id: string): Promise<boolean>;
  /** What a link shows, by the SHA-256 of its secret. `crowd`: 0 … 255, of the asker's address. */
  openShare(hash: string, nowMs: number, crowd: number): Promise<ShareOutcome>;
}
