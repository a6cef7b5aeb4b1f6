/** Who may ask: sign-in codes, sessions and tokens of a workspace, in its SQLite database. Secrets are kept as SHA-256. */
import { log } from '../log.ts';
import { isInKv } from '../numbers.ts';
import { fromHex } from '../octets.ts';
import type { Outbox } from '../outbox.ts';
import { kvKey, type SpentCode } from '../records.ts';
import type { Credential, NewCredential, SignInOutcome, StoredToken } from '../rpc/credentials.ts';
import { migrate } from './migrate.ts';

const STEPS = [
  `CREATE TABLE IF NOT EXISTS credential (
     id TEXT PRIMARY KEY, hash TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, name TEXT NOT NULL, scopes TEXT NOT NULL,
     created_ms INTEGER NOT NULL, expires_ms INTEGER);
   CREATE TABLE IF NOT EXISTS spent_code (hash TEXT PRIMARY KEY, at_ms INTEGER NOT NULL);
   CREATE TABLE IF NOT EXISTS sign_in_attempt (crowd INTEGER NOT NULL, at_ms INTEGER NOT NULL);`,
];

/**
 * How many wrong sign-in codes a minute are noted for one crowd. Callers are hashed into 256 crowds, too coarse to identify
 * anybody. The limit only keeps guesses from filling storage. It never refuses the right code, so nobody can lock anybody
 * else out; guessing is hopeless because there are at least 2^57 codes.
 */
const MOST_ATTEMPTS = 10;
const ATTEMPT_WINDOW_MS = 60_000;

export class Credentials {
  readonly #storage: DurableObjectStorage;
  readonly #sql: SqlStorage;
  readonly #kv: KVNamespace;
  readonly #outbox: Outbox;

  constructor(storage: DurableObjectStorage, kv: KVNamespace, outbox: Outbox) {
    this.#storage = storage;
    this.#sql = storage.sql;
    this.#kv = kv;
    this.#outbox = outbox;
    migrate(storage, 'credentials', STEPS);
  }

  /**
   * Takes a sign-in code once, and makes the session whose hash is given; KV is to hear of the code then. `expected`: the
   * hash of the code that is in force; `codeHash`: of the one that was sent, 64 hex digits.
   */
  async signIn(
    expected: string,
    codeHash: string,
    session: NewCredential,
    nowMs: number,
    crowd: number,
  ): Promise<SignInOutcome> {
    if (!/^[0-9a-f]{64}$/.test(expected)) return { outcome: 'not-set-up' };
    // Both are always compared, so that the time taken does not tell which one was wrong.
    const isRight = crypto.subtle.timingSafeEqual(fromHex(codeHash), fromHex(expected));
    const isSpent = this.#sql.exec('SELECT 1 FROM spent_code WHERE hash = ?', codeHash).toArray().length > 0;
    if (!isRight || isSpent) return this.#wrongCode(nowMs, crowd);
    // A catalogue that was restored from a backup has forgotten that the code was used. Whoever gets here has the code.
    const known = await this.#isSpentInKv(codeHash);
    if (known === undefined) return { outcome: 'unsure' };
    // Another request may have used the code meanwhile.
    const isFirst = this.#storage.transactionSync(() => {
      const { rowsWritten } = this.#sql.exec('INSERT OR IGNORE INTO spent_code VALUES (?, ?)', codeHash, nowMs);
      if (rowsWritten === 0 || known) return false;
      this.#outbox.note(kvKey.spentCode(codeHash));
      this.#sql.exec('DELETE FROM sign_in_attempt WHERE crowd = ?', crowd);
      this.#sql.exec('DELETE FROM credential WHERE expires_ms <= ?', nowMs);
      this.#add('session', session);
      return true;
    });
    if (!isFirst) return this.#wrongCode(nowMs, crowd);
    return { outcome: 'signed-in' };
  }

  #wrongCode(nowMs: number, crowd: number): SignInOutcome {
    this.#sql.exec('DELETE FROM sign_in_attempt WHERE at_ms <= ? OR at_ms > ?', nowMs - ATTEMPT_WINDOW_MS, nowMs);
    const [attempts] = this.#sql
      .exec<{ n: number; first: number | null }>(
        'SELECT count(*) AS n, min(at_ms) AS first FROM sign_in_attempt WHERE crowd = ?',
        crowd,
      )
      .toArray();
    if (attempts !== undefined && attempts.n >= MOST_ATTEMPTS) {
      return {
        outcome: 'too-many',
        retryAfterMs: Math.max(1_000, (attempts.first ?? nowMs) + ATTEMPT_WINDOW_MS - nowMs),
      };
    }
    this.#sql.exec('INSERT INTO sign_in_attempt VALUES (?, ?)', crowd, nowMs);
    return { outcome: 'wrong' };
  }

  /** Undefined: KV does not answer. */
  async #isSpentInKv(codeHash: string): Promise<boolean | undefined> {
    try {
      return await isInKv(this.#kv, kvKey.spentCode(codeHash));
    } catch (error) {
      log('code-unasked', { error });
      return undefined;
    }
  }

  /** Null: unknown, revoked or expired. A session in use is carried on. */
  credential(hash: string, nowMs: number, sessionLifeMs: number): Credential | null {
    const [row] = this.#rows('WHERE hash = ?', hash);
    if (row === undefined) return null;
    const { id, kind, scopes, expiresAtMs } = row;
    if (expiresAtMs !== null && expiresAtMs <= nowMs) {
      this.#sql.exec('DELETE FROM credential WHERE id = ?', id);
      return null;
    }
    // At most every half life: a busy session costs no write per request.
    const renewed = kind === 'session' && expiresAtMs !== null && expiresAtMs - nowMs < sessionLifeMs / 2;
    if (!renewed) return { id, kind, scopes, expiresAtMs, renewed };
    const nextMs = nowMs + sessionLifeMs;
    this.#sql.exec('UPDATE credential SET expires_ms = ? WHERE id = ?', nextMs, id);
    return { id, kind, scopes, expiresAtMs: nextMs, renewed };
  }

  /** Which of these, by their ids, are in force. */
  standing(ids: readonly string[], nowMs: number): string[] {
    return ids.filter((id) =>
      this.#rows('WHERE id = ?', id).some(({ expiresAtMs }) => expiresAtMs === null || expiresAtMs > nowMs),
    );
  }

  addToken(token: NewCredential): void {
    this.#add('token', token);
  }

  /** Newest first. */
  tokens(): StoredToken[] {
    return this.#rows("WHERE kind = 'token' ORDER BY created_ms DESC").map(({ kind: _, ...token }) => token);
  }

  #rows(which: string, ...values: SqlStorageValue[]): CredentialRow[] {
    return this.#sql
      .exec<Omit<CredentialRow, 'scopes'> & { scopes: string }>(
        `SELECT id, name, kind, scopes, created_ms AS createdAtMs, expires_ms AS expiresAtMs FROM credential ${which}`,
        ...values,
      )
      .toArray()
      .map((row) => ({ ...row, scopes: JSON.parse(row.scopes) as StoredToken['scopes'] }));
  }

  /** False: there was none. */
  revoke(kind: Credential['kind'], id: string): boolean {
    return (
      this.#sql.exec('DELETE FROM credential WHERE kind = ? AND id = ? RETURNING 1', kind, id).toArray().length > 0
    );
  }

  /** When a sign-in code was used, as KV gets it; null: it was not. */
  spentCode(codeHash: string): SpentCode | null {
    const [row] = this.#sql.exec<{ at_ms: number }>('SELECT at_ms FROM spent_code WHERE hash = ?', codeHash).toArray();
    return row === undefined ? null : { atMs: row.at_ms };
  }

  /** Hashes of the codes that were used last. */
  lastSpent(most: number): string[] {
    return this.#hashes('ORDER BY at_ms DESC LIMIT ?', most);
  }

  /** In the order of their digits, from after this one on. */
  spentAfter(hash: string, most: number): string[] {
    return this.#hashes('WHERE hash > ? ORDER BY hash LIMIT ?', hash, most);
  }

  #hashes(which: string, ...values: SqlStorageValue[]): string[] {
    return this.#sql
      .exec<{ hash: string }>(`SELECT hash FROM spent_code ${which}`, ...values)
      .toArray()
      .map(({ hash }) => hash);
  }

  #add(kind: 'token' | 'session', token: NewCredential): void {
    this.#sql.exec(
      'INSERT INTO credential VALUES (?, ?, ?, ?, ?, ?, ?)',
      token.id,
      token.hash,
      kind,
      token.name,
      JSON.stringify(token.scopes),
      token.createdAtMs,
      token.expiresAtMs,
    );
  }
}

type CredentialRow = StoredToken & Pick<Credential, 'kind'>;
