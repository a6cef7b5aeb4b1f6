/**
 * The catalogue of one workspace: domains, campaigns, tokens, sessions. It hands out campaign numbers, and is the truth of
 * which KV holds copies. What must reach KV stands in the outbox until it has: a copy that fails today is made later.
 */
import { DurableObject } from 'cloudflare:workers';
import { NUMBER_BLOCK } from './campaigns.ts';
import { Outbox } from './outbox.ts';
import { type CampaignRecord, type DomainRecord, type KeyRange, kvKey } from './records.ts';
import type {
  CampaignInfo,
  Credential,
  Loss,
  SignInOutcome,
  StoredCampaign,
  StoredDomain,
  StoredLoss,
  StoredToken,
  WorkspaceRpc,
} from './rpc.ts';

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS domain (host TEXT PRIMARY KEY, record TEXT NOT NULL, last_number INTEGER NOT NULL);
  CREATE TABLE IF NOT EXISTS campaign (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, host TEXT NOT NULL, number INTEGER NOT NULL, record TEXT NOT NULL,
    info TEXT NOT NULL, UNIQUE (host, number));
  CREATE TABLE IF NOT EXISTS credential (
    id TEXT PRIMARY KEY, hash TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, name TEXT NOT NULL, scopes TEXT NOT NULL,
    created_ms INTEGER NOT NULL, expires_ms INTEGER);
  CREATE TABLE IF NOT EXISTS spent_code (hash TEXT PRIMARY KEY, at_ms INTEGER NOT NULL);
  CREATE TABLE IF NOT EXISTS sign_in_attempt (crowd INTEGER NOT NULL, at_ms INTEGER NOT NULL);
  CREATE TABLE IF NOT EXISTS answered (key TEXT PRIMARY KEY, body_hash TEXT NOT NULL, seq INTEGER NOT NULL, at_ms INTEGER NOT NULL);
  CREATE TABLE IF NOT EXISTS loss (
    host TEXT NOT NULL, number INTEGER NOT NULL, kind TEXT NOT NULL, hits INTEGER NOT NULL, last_ms INTEGER NOT NULL,
    PRIMARY KEY (host, number, kind));
`;

const SELECT_CAMPAIGN = `SELECT seq, campaign.record, info, domain.record ->> '$.width' AS width
  FROM campaign JOIN domain ON domain.host = campaign.host`;

/**
 * Wrong sign-in codes a minute of one crowd: askers are told apart into 256 crowds, too roughly to know anybody. The limit
 * keeps guesses from filling storage; the right code always gets through, so that nobody can lock anybody out. What keeps
 * guesses from hitting is the code: it has 2^57 forms at least.
 */
const MOST_ATTEMPTS = 10;
const ATTEMPT_WINDOW_MS = 60_000;
/** Idempotency keys are kept this long. */
const ANSWERED_LIFE_MS = 24 * 3_600_000;
/** Campaigns that are still sealed with the old key, at least, after a new one was noted. */
const ROTATION_LEAD = 16;

export class Workspace extends DurableObject<Env> implements WorkspaceRpc {
  readonly #sql = this.ctx.storage.sql;
  readonly #outbox: Outbox;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.#sql.exec(SCHEMA);
    this.#outbox = new Outbox(ctx.storage, env.KV, (key) => this.#valueOf(key));
  }

  // --- records ---------------------------------------------------------------------------------------------------

  async campaignRecord(host: string, number: number): Promise<CampaignRecord | null> {
    return this.#campaign(host, number)?.record ?? null;
  }

  async campaign(host: string, number: number): Promise<StoredCampaign | null> {
    return this.#campaign(host, number);
  }

  /** Newest first; `before` is the `seq` of the last one seen; `archived`: those that are, or are not, alone. */
  async campaigns(before: number | null, limit: number, archived: boolean | null = null): Promise<StoredCampaign[]> {
    const rows = this.#sql.exec<CampaignRow>(
      `${SELECT_CAMPAIGN} WHERE seq < ? AND coalesce(info ->> '$.archived', 0) IN (?, ?) ORDER BY seq DESC LIMIT ?`,
      before ?? Number.MAX_SAFE_INTEGER,
      Number(archived ?? false),
      Number(archived ?? true),
      limit,
    );
    return rows.toArray().map(stored);
  }

  async domains(): Promise<StoredDomain[]> {
    return this.#sql.exec<DomainRow>('SELECT * FROM domain ORDER BY host').toArray().map(storedDomain);
  }

  async domain(host: string): Promise<StoredDomain | null> {
    return this.#domain(host);
  }

  /** False: the host is a domain already. */
  async addDomain(host: string, record: DomainRecord): Promise<boolean> {
    if (this.#domain(host) !== null) return false;
    this.#sql.exec('INSERT INTO domain VALUES (?, ?, 0)', host, JSON.stringify(record));
    this.#outbox.note(kvKey.domain(host));
    await this.#outbox.copy(kvKey.domain(host));
    return true;
  }

  async editDomain(
    host: string,
    edit: Partial<Pick<DomainRecord, 'landingPage' | 'senderName'>>,
  ): Promise<StoredDomain | null> {
    const found = this.#domain(host);
    if (found === null) return null;
    const record = { ...found.record, ...edit };
    this.#sql.exec('UPDATE domain SET record = ? WHERE host = ?', JSON.stringify(record), host);
    this.#outbox.note(kvKey.domain(host));
    await this.#outbox.copy(kvKey.domain(host));
    return { ...found, record };
  }

  /** Gives names to plain numbers, and takes away those that are null. */
  async editVanity(
    host: string,
    plains: Readonly<Record<string, number | null>>,
    most: number,
  ): Promise<StoredDomain | 'too-many' | null> {
    const found = this.#domain(host);
    if (found === null) return null;
    const named = Object.entries({ ...found.record.vanity, ...plains }).filter(
      (entry): entry is [string, number] => entry[1] !== null,
    );
    if (named.length > most) return 'too-many';
    const record = { ...found.record, vanity: Object.fromEntries(named) };
    this.#sql.exec('UPDATE domain SET record = ? WHERE host = ?', JSON.stringify(record), host);
    this.#outbox.note(kvKey.domain(host));
    await this.#outbox.copy(kvKey.domain(host));
    return { ...found, record };
  }

  /**
   * From some number ahead on, the domain's campaigns are sealed with a newer key. The record says so well before the
   * first such campaign, so that no location is asked for a link whose key it has not heard of.
   */
  async rotate(host: string, key: Pick<KeyRange, 'key' | 'fingerprint'>): Promise<StoredDomain | null> {
    const found = this.#domain(host);
    const newest = found?.record.keys[0];
    if (found === null || newest === undefined || newest.key >= key.key) return found;
    const { record, lastNumber } = found;
    const from = Math.max(record.highest, lastNumber + ROTATION_LEAD) + 1;
    // The last rotation has not begun yet: nothing is sealed with that key, nor ever will be.
    const older = newest.from > lastNumber ? record.keys.slice(1) : record.keys;
    const keys = [
      { ...key, from, to: null },
      ...older.map((range, i) => (i === 0 ? { ...range, to: from - 1 } : range)),
    ];
    const rotated = { ...record, keys };
    this.#sql.exec('UPDATE domain SET record = ? WHERE host = ?', JSON.stringify(rotated), host);
    this.#outbox.note(kvKey.domain(host));
    await this.#outbox.copy(kvKey.domain(host));
    return { ...found, record: rotated };
  }

  /**
   * Gives the campaign the domain's next number and stores it. The same idempotency key with the same body gets the same
   * campaign again; with another body: 'other-body'. Null: no such domain.
   */
  async publish(
    host: string,
    draft: Omit<CampaignRecord, 'number'>,
    info: CampaignInfo,
    once: { key: string; bodyHash: string } | null,
  ): Promise<StoredCampaign | 'other-body' | null> {
    const nowMs = Date.now();
    if (once !== null) {
      const answered = this.#answered(once.key, nowMs);
      if (answered !== undefined)
        return answered.body_hash === once.bodyHash ? this.#bySeq(answered.seq) : 'other-body';
    }
    const domain = this.#domain(host);
    if (domain === null) return null;
    const number = domain.lastNumber + 1;
    const record: CampaignRecord = { ...draft, number };
    const raised = number > domain.record.highest;
    const seq = this.ctx.storage.transactionSync(() => {
      if (raised) domain.record.highest += NUMBER_BLOCK;
      this.#sql.exec(
        'UPDATE domain SET record = ?, last_number = ? WHERE host = ?',
        JSON.stringify(domain.record),
        number,
        host,
      );
      const [row] = this.#sql
        .exec<{ seq: number }>(
          'INSERT INTO campaign (host, number, record, info) VALUES (?, ?, ?, ?) RETURNING seq',
          host,
          number,
          JSON.stringify(record),
          JSON.stringify(info),
        )
        .toArray();
      if (row === undefined) throw new Error('the campaign row was not written');
      if (once !== null) {
        this.#sql.exec('INSERT INTO answered VALUES (?, ?, ?, ?)', once.key, once.bodyHash, row.seq, nowMs);
      }
      if (raised) this.#outbox.note(kvKey.domain(host));
      this.#outbox.note(kvKey.campaign(host, number));
      return row.seq;
    });
    // The domain first: its number decides whether the campaign's slugs are looked up at all.
    if (raised) await this.#outbox.copy(kvKey.domain(host));
    await this.#outbox.copy(kvKey.campaign(host, number));
    return { seq, record, info, width: domain.record.width };
  }

  /** 'changed': what was edited is not what stands here any more; look again. */
  async editCampaign(
    before: StoredCampaign,
    { record, info }: Pick<StoredCampaign, 'record' | 'info'>,
  ): Promise<StoredCampaign | 'changed'> {
    const { host, number } = before.record;
    const found = this.#campaign(host, number);
    if (JSON.stringify(found) !== JSON.stringify(before)) return 'changed';
    this.#sql.exec(
      'UPDATE campaign SET record = ?, info = ? WHERE host = ? AND number = ?',
      JSON.stringify(record),
      JSON.stringify(info),
      host,
      number,
    );
    // Name, labels and whether it is archived are the catalogue's own: KV would get what it has.
    if (JSON.stringify(record) !== JSON.stringify(before.record)) {
      this.#outbox.note(kvKey.campaign(host, number));
      await this.#outbox.copy(kvKey.campaign(host, number));
    }
    return { ...before, record, info };
  }

  // --- who may ask -------------------------------------------------------------------------------------------------

  /** Takes a sign-in code once, and makes the session whose hash is given. */
  async signIn(
    codeHash: string,
    session: StoredToken & { hash: string },
    nowMs: number,
    crowd: number,
  ): Promise<SignInOutcome> {
    // Secrets may be missing however the type puts it.
    const expected = String(this.env.SIGN_IN_CODE_SHA256 ?? '')
      .trim()
      .toLowerCase();
    if (!/^[0-9a-f]{64}$/.test(expected)) return { outcome: 'not-set-up' };
    // Both are looked at in every case, so that the time taken tells nothing.
    const isRight = equalInConstantTime(codeHash, expected);
    const isSpent = this.#sql.exec('SELECT 1 FROM spent_code WHERE hash = ?', codeHash).toArray().length > 0;
    if (!isRight || isSpent) return this.#wrongCode(nowMs, crowd);
    this.ctx.storage.transactionSync(() => {
      this.#sql.exec('INSERT INTO spent_code VALUES (?, ?)', codeHash, nowMs);
      this.#sql.exec('DELETE FROM sign_in_attempt WHERE crowd = ?', crowd);
      this.#sql.exec('DELETE FROM credential WHERE expires_ms <= ?', nowMs);
      this.#addCredential('session', session);
    });
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

  /** Null: unknown, revoked or expired. A session in use is carried on. */
  async credential(hash: string, nowMs: number, sessionLifeMs: number): Promise<Credential | null> {
    const [row] = this.#sql.exec<CredentialRow>('SELECT * FROM credential WHERE hash = ?', hash).toArray();
    if (row === undefined) return null;
    if (row.expires_ms !== null && row.expires_ms <= nowMs) {
      this.#sql.exec('DELETE FROM credential WHERE id = ?', row.id);
      return null;
    }
    // At most every half life: a busy session costs no write per request.
    const renewed = row.kind === 'session' && row.expires_ms !== null && row.expires_ms - nowMs < sessionLifeMs / 2;
    const expiresAtMs = renewed ? nowMs + sessionLifeMs : row.expires_ms;
    if (renewed) this.#sql.exec('UPDATE credential SET expires_ms = ? WHERE id = ?', expiresAtMs, row.id);
    const scopes = JSON.parse(row.scopes) as Credential['scopes'];
    return { id: row.id, kind: row.kind, scopes, expiresAtMs, renewed };
  }

  async addToken(token: StoredToken & { hash: string }): Promise<void> {
    this.#addCredential('token', token);
  }

  async tokens(): Promise<StoredToken[]> {
    const rows = this.#sql
      .exec<CredentialRow>("SELECT * FROM credential WHERE kind = 'token' ORDER BY created_ms DESC")
      .toArray();
    return rows.map(({ id, name, scopes, created_ms, expires_ms }) => ({
      id,
      name,
      scopes: JSON.parse(scopes) as StoredToken['scopes'],
      createdAtMs: created_ms,
      expiresAtMs: expires_ms,
    }));
  }

  /** False: there was none. */
  async revoke(kind: Credential['kind'], id: string): Promise<boolean> {
    return (
      this.#sql.exec('DELETE FROM credential WHERE kind = ? AND id = ? RETURNING 1', kind, id).toArray().length > 0
    );
  }

  // --- losses -------------------------------------------------------------------------------------------------------

  async noteLosses(losses: Loss[], nowMs: number): Promise<void> {
    this.ctx.storage.transactionSync(() => {
      for (const { host, number, kind, hits } of losses) {
        this.#sql.exec(
          `INSERT INTO loss VALUES (?, ?, ?, ?, ?)
           ON CONFLICT DO UPDATE SET hits = hits + excluded.hits, last_ms = max(last_ms, excluded.last_ms)`,
          ...[host, number, kind, hits, nowMs],
        );
      }
    });
  }

  /** Newest first; of one campaign, or of all. */
  async losses(campaign: { host: string; number: number } | null, limit: number): Promise<StoredLoss[]> {
    return this.#sql
      .exec<StoredLoss & Record<string, SqlStorageValue>>(
        `SELECT host, number, kind, hits, last_ms AS lastMs FROM loss
         WHERE ?1 IS NULL OR (host = ?1 AND number = ?2) ORDER BY last_ms DESC, host, number, kind LIMIT ?3`,
        ...[campaign?.host ?? null, campaign?.number ?? null, limit],
      )
      .toArray();
  }

  // --- the outbox ---------------------------------------------------------------------------------------------------

  override async alarm(): Promise<void> {
    await this.#outbox.copyAll();
  }

  #valueOf(key: string): string | null {
    const [kind, host = '', number] = key.split('/');
    const [row] =
      kind === 'domain'
        ? this.#sql.exec<{ record: string }>('SELECT record FROM domain WHERE host = ?', host).toArray()
        : this.#sql
            .exec<{ record: string }>('SELECT record FROM campaign WHERE host = ? AND number = ?', host, Number(number))
            .toArray();
    return row?.record ?? null;
  }

  // --- rows ---------------------------------------------------------------------------------------------------------

  #addCredential(kind: 'token' | 'session', token: StoredToken & { hash: string }): void {
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

  #answered(key: string, nowMs: number): { body_hash: string; seq: number } | undefined {
    this.#sql.exec('DELETE FROM answered WHERE at_ms <= ?', nowMs - ANSWERED_LIFE_MS);
    return this.#sql
      .exec<{ body_hash: string; seq: number }>('SELECT body_hash, seq FROM answered WHERE key = ?', key)
      .toArray()[0];
  }

  #domain(host: string): StoredDomain | null {
    const [row] = this.#sql.exec<DomainRow>('SELECT * FROM domain WHERE host = ?', host).toArray();
    return row === undefined ? null : storedDomain(row);
  }

  #campaign(host: string, number: number): StoredCampaign | null {
    const [row] = this.#sql
      .exec<CampaignRow>(`${SELECT_CAMPAIGN} WHERE campaign.host = ? AND number = ?`, host, number)
      .toArray();
    return row === undefined ? null : stored(row);
  }

  #bySeq(seq: number): StoredCampaign | null {
    const [row] = this.#sql.exec<CampaignRow>(`${SELECT_CAMPAIGN} WHERE seq = ?`, seq).toArray();
    return row === undefined ? null : stored(row);
  }
}

interface DomainRow extends Record<string, SqlStorageValue> {
  host: string;
  record: string;
  last_number: number;
}

interface CampaignRow extends Record<string, SqlStorageValue> {
  seq: number;
  record: string;
  info: string;
  width: number;
}

interface CredentialRow extends Record<string, SqlStorageValue> {
  id: string;
  kind: 'token' | 'session';
  name: string;
  scopes: string;
  created_ms: number;
  expires_ms: number | null;
}

function storedDomain({ host, record, last_number }: DomainRow): StoredDomain {
  return { host, record: JSON.parse(record) as DomainRecord, lastNumber: last_number };
}

function stored({ seq, record, info, width }: CampaignRow): StoredCampaign {
  return {
    seq,
    record: JSON.parse(record) as CampaignRecord,
    info: JSON.parse(info) as CampaignInfo,
    width: width === 9 ? 9 : 8,
  };
}

/** Both are hex digests: their length is no secret, and every sign is looked at. */
function equalInConstantTime(a: string, b: string): boolean {
  const length = Math.max(a.length, b.length);
  let difference = a.length ^ b.length;
  for (let i = 0; i < length; i++) difference |= (a.charCodeAt(i) || 0) ^ (b.charCodeAt(i) || 0);
  return difference === 0;
}
