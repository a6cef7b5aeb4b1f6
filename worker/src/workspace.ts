/**
 * The catalogue of one workspace: domains, campaigns, tokens, sessions. It hands out campaign numbers, and is the truth of
 * which KV holds copies. What must reach KV stands in the outbox until it has: a copy that fails today is made later.
 */
import { DurableObject } from 'cloudflare:workers';
import { Copies } from './copies.ts';
import { Credentials } from './credentials.ts';
import { log } from './log.ts';
import { highestInKv, isInKv, isUsed, memoryOf } from './numbers.ts';
import { Outbox } from './outbox.ts';
import { reconciled } from './reconcile.ts';
import { type CampaignRecord, type DomainRecord, type KeyRange, kvKey, NUMBER_BLOCK, nextEditMs } from './records.ts';
import type {
  CampaignInfo,
  Comparison,
  CopiesState,
  Credential,
  Loss,
  PublishOutcome,
  SignInOutcome,
  StoredCampaign,
  StoredDomain,
  StoredLoss,
  StoredToken,
  WorkspaceRpc,
} from './rpc.ts';
import { WORKSPACE } from './stubs.ts';
import { KV_PATIENCE_MS, within } from './within.ts';

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS domain (
    host TEXT PRIMARY KEY, record TEXT NOT NULL, last_number INTEGER NOT NULL, proved_at_ms INTEGER);
  CREATE TABLE IF NOT EXISTS campaign (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, host TEXT NOT NULL, number INTEGER NOT NULL, record TEXT NOT NULL,
    info TEXT NOT NULL, UNIQUE (host, number));
  CREATE TABLE IF NOT EXISTS answered (key TEXT PRIMARY KEY, body_hash TEXT NOT NULL, seq INTEGER NOT NULL, at_ms INTEGER NOT NULL);
  CREATE TABLE IF NOT EXISTS loss (
    host TEXT NOT NULL, number INTEGER NOT NULL, kind TEXT NOT NULL, hits INTEGER NOT NULL, last_ms INTEGER NOT NULL,
    PRIMARY KEY (host, number, kind));
  CREATE TABLE IF NOT EXISTS compared (host TEXT PRIMARY KEY, at_ms INTEGER NOT NULL);
  CREATE TABLE IF NOT EXISTS removed (host TEXT PRIMARY KEY);
`;

const SELECT_CAMPAIGN = `SELECT seq, campaign.record, info, domain.record ->> '$.width' AS width
  FROM campaign JOIN domain ON domain.host = campaign.host`;

/** Idempotency keys are kept this long. */
const ANSWERED_LIFE_MS = 24 * 3_600_000;
/** Campaigns that are still sealed with the old key, at least, after a new one was noted. */
const ROTATION_LEAD = 16;
/** Numbers looked at before publishing gives up: after the first that is taken KV says how far to go. */
const MOST_NUMBERS = 100;
/** After an alarm that failed altogether, as on a full disk. */
const ALARM_AGAIN_MS = 60_000;

export class Workspace extends DurableObject<Env> implements WorkspaceRpc {
  readonly #sql = this.ctx.storage.sql;
  readonly #outbox: Outbox;
  readonly #copies: Copies;
  readonly #credentials: Credentials;
  /** Domains whose record was compared with KV's since this instance began: a restored catalogue is a new instance. */
  readonly #reconciled = new Set<string>();
  readonly #reconciling = new Map<string, Promise<void>>();
  /** Campaigns, by their keys, of which the same is true. */
  readonly #takenOver = new Set<string>();
  /** Highest number of a host that is being looked at or given out. */
  readonly #inHand = new Map<string, number>();
  /** Publications under way, by idempotency key. */
  readonly #underWay = new Map<string, Promise<unknown>>();

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.#sql.exec(SCHEMA);
    this.#addLaterColumns();
    this.#outbox = new Outbox(ctx.storage, env.KV, (key) => this.#valueOf(key), {
      prepare: async (key) => {
        const [kind, host = ''] = key.split('/');
        if (kind === 'domain') await this.#reconcile(host);
        return this.#copies.isMissing(key);
      },
      copied: (key) => {
        const [kind, host = ''] = key.split('/');
        if (kind === 'domain') this.#compared(host, this.#domain(host)?.record.editedAtMs ?? 0);
        this.#copies.written(key);
      },
    });
    this.#credentials = new Credentials(ctx.storage, env.KV, this.#outbox);
    this.#copies = new Copies(ctx.storage, env, this.#outbox, {
      valueOf: (key) => this.#valueOf(key),
      takeOver: (key, copy) => this.#takeOver(key, copy),
      adopt: (key, copy) => this.#adopt(key, copy),
    });
    // A disk that is full must not keep the catalogue from being read.
    void ctx.blockConcurrencyWhile(() => this.#ring().catch((error) => this.#unrung(error)));
  }

  // --- records ---------------------------------------------------------------------------------------------------

  /** Asked where KV shows no record, or does not answer. */
  async campaignRecord(host: string, number: number): Promise<CampaignRecord | null> {
    this.ctx.waitUntil(this.#copies.suspect(kvKey.campaign(host, number)));
    return this.#campaign(host, number)?.record ?? null;
  }

  async domainRecord(host: string): Promise<DomainRecord | null> {
    this.ctx.waitUntil(this.#copies.suspect(kvKey.domain(host)));
    return this.#domain(host)?.record ?? null;
  }

  async linkHosts(): Promise<string[]> {
    const rows = this.#sql.exec<{ host: string }>('SELECT host FROM domain').toArray();
    return rows.map(({ host }) => host);
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

  /**
   * False: the host is a domain already. `provedAtMs` as in `StoredDomain`. A host that KV knows was one before the
   * catalogue was lost: links already sent open by what KV says, so keys, width, names and highest number go on.
   */
  async addDomain(
    host: string,
    record: DomainRecord,
    provedAtMs: number | null,
  ): Promise<StoredDomain | 'unsure' | false> {
    if (this.#domain(host) !== null) return false;
    // Without a campaign: what KV may still show of it for a minute is nothing to take over. Unless it was added again,
    // and used, after the backup that this catalogue was restored from.
    const isNoted = this.#sql.exec('SELECT 1 FROM removed WHERE host = ?', host).toArray().length > 0;
    const used = isNoted && (await isUsed(this.env, host, record.jurisdiction));
    if (used === undefined) return 'unsure';
    const wasRemoved = isNoted && !used;
    let copy: DomainRecord | null = null;
    try {
      if (!wasRemoved && (await isInKv(this.env.KV, kvKey.domain(host)))) copy = await this.#copyOf(host);
    } catch (error) {
      log({ event: 'domain-unasked', host, error });
      return 'unsure';
    }
    // Others may have added it while KV was asked.
    if (this.#domain(host) !== null) return false;
    const { highest: lastNumber } = copy ?? { highest: 0 };
    const added: DomainRecord =
      copy === null
        ? record
        : {
            ...copy,
            landingPage: record.landingPage ?? copy.landingPage,
            senderName: record.senderName || copy.senderName,
            editedAtMs: nextEditMs(copy),
          };
    this.#sql.exec(
      'INSERT INTO domain (host, record, last_number, proved_at_ms) VALUES (?, ?, ?, ?)',
      host,
      JSON.stringify(added),
      lastNumber,
      provedAtMs,
    );
    this.#sql.exec('DELETE FROM removed WHERE host = ?', host);
    this.#compared(host, wasRemoved ? Date.now() : (copy?.editedAtMs ?? 0));
    this.#reconciled.add(host);
    if (copy !== null) {
      this.#copies.tookOver();
      log({ event: 'domain-taken-over', host, number: copy.highest });
    }
    this.#outbox.note(kvKey.domain(host));
    await this.#outbox.copy(kvKey.domain(host));
    return { host, record: added, lastNumber, provedAtMs };
  }

  /** The host was seen to lead here. */
  async proveDomain(host: string, nowMs: number): Promise<StoredDomain | null> {
    this.#sql.exec('UPDATE domain SET proved_at_ms = ? WHERE host = ?', nowMs, host);
    return this.#domain(host);
  }

  /**
   * 'in-use': a number was handed out, so links may have been sent that lead through its record. A catalogue that was
   * restored from a backup may not know of it, so others are asked, too; 'unsure': they do not answer. Null: no such domain.
   */
  async removeDomain(host: string): Promise<'removed' | 'in-use' | 'unsure' | null> {
    const found = this.#domain(host);
    if (found === null) return null;
    if (found.lastNumber > 0) return 'in-use';
    if (!(await this.#reconcileOnce(host))) return 'unsure';
    const used = await isUsed(this.env, host, found.record.jurisdiction);
    if (used !== false) return used ? 'in-use' : 'unsure';
    // Somebody may have published meanwhile; who is about to finds no domain any more.
    const now = this.#domain(host);
    if (now === null) return null;
    if (now.lastNumber > 0) return 'in-use';
    this.ctx.storage.transactionSync(() => {
      this.#sql.exec('DELETE FROM domain WHERE host = ?', host);
      this.#sql.exec('INSERT OR REPLACE INTO removed VALUES (?)', host);
      this.#outbox.note(kvKey.domain(host));
    });
    await this.#outbox.copy(kvKey.domain(host));
    return 'removed';
  }

  async editDomain(
    host: string,
    edit: Partial<Pick<DomainRecord, 'landingPage' | 'senderName'>>,
  ): Promise<StoredDomain | null> {
    await this.#reconcileOnce(host);
    const found = this.#domain(host);
    return found === null ? null : this.#saveDomain(found, edit);
  }

  /** Gives names to plain numbers, and takes away those that are null. */
  async editVanity(
    host: string,
    plains: Readonly<Record<string, number | null>>,
    most: number,
  ): Promise<StoredDomain | 'too-many' | null> {
    await this.#reconcileOnce(host);
    const found = this.#domain(host);
    if (found === null) return null;
    const named = Object.entries({ ...found.record.vanity, ...plains }).filter(
      (entry): entry is [string, number] => entry[1] !== null,
    );
    if (named.length > most) return 'too-many';
    return this.#saveDomain(found, { vanity: Object.fromEntries(named) });
  }

  /**
   * From some number ahead on, the domain's campaigns are sealed with a newer key. The record says so well before the
   * first such campaign, so that no location is asked for a link whose key it has not heard of.
   */
  async rotate(host: string, key: Pick<KeyRange, 'key' | 'fingerprint'>): Promise<StoredDomain | null> {
    // What KV knows of later keys must be known here first. Until then the older key goes on.
    if (!(await this.#reconcileOnce(host))) return this.#domain(host);
    const found = this.#domain(host);
    const newest = found?.record.keys[0];
    if (found === null || newest === undefined || newest.key >= key.key) return found;
    const { record, lastNumber } = found;
    const from = Math.max(record.highest, lastNumber + ROTATION_LEAD) + 1;
    // The last rotation has not begun yet: nothing is sealed with that key, nor ever will be. The first key always begins.
    const older = newest.from > Math.max(lastNumber, 1) ? record.keys.slice(1) : record.keys;
    const keys = [
      { ...key, from, to: null },
      ...older.map((range, i) => (i === 0 ? { ...range, to: from - 1 } : range)),
    ];
    return this.#saveDomain(found, { keys });
  }

  /**
   * Gives the campaign the domain's next number and stores it. The same idempotency key with the same body gets the same
   * campaign again; with another body: 'other-body'. `versionOf`: number of the campaign of the other version; from here on
   * each names the other. 'has-version': that one has another already. 'keys-changed': KV knew of later keys of the domain,
   * look at them first. 'unsure': nobody can say whether the number has been used; nothing was stored. Null: no such domain.
   */
  async publish(
    host: string,
    draft: Omit<CampaignRecord, 'number'>,
    info: CampaignInfo,
    once: { key: string; bodyHash: string } | null,
    versionOf: number | null = null,
  ): Promise<PublishOutcome> {
    if (once === null) return this.#publish(host, draft, info, null, versionOf);
    // The same twice at the same moment: the second finds what the first has stored.
    while (this.#underWay.has(once.key)) await this.#underWay.get(once.key);
    const publishing = this.#publish(host, draft, info, once, versionOf);
    const ended = publishing.then(
      () => {},
      () => {},
    );
    this.#underWay.set(once.key, ended);
    try {
      return await publishing;
    } finally {
      this.#underWay.delete(once.key);
    }
  }

  async #publish(
    host: string,
    draft: Omit<CampaignRecord, 'number'>,
    info: CampaignInfo,
    once: { key: string; bodyHash: string } | null,
    versionOf: number | null,
  ): Promise<PublishOutcome> {
    const nowMs = Date.now();
    if (once !== null) {
      const answered = this.#answered(once.key, nowMs);
      if (answered !== undefined)
        return answered.body_hash === once.bodyHash ? this.#bySeq(answered.seq) : 'other-body';
    }
    const keys = JSON.stringify(this.#domain(host)?.record.keys);
    await this.#reconcileOnce(host);
    const before = this.#domain(host);
    if (before === null) return null;
    if (JSON.stringify(before.record.keys) !== keys) return 'keys-changed';
    const number = await this.#freeNumber(host, before.record.jurisdiction);
    if (number === 'unsure') return 'unsure';
    // From here to the commit nothing waits: what is read is what is written.
    const domain = this.#domain(host);
    if (domain === null) return null;
    const other = versionOf === null ? null : this.#campaign(host, versionOf);
    if (other !== null && other.info.otherVersion !== undefined) return 'has-version';
    const record: CampaignRecord = { ...draft, number };
    const linked: CampaignInfo = other === null ? info : { ...info, otherVersion: other.record.number };
    const raised = number > domain.record.highest;
    const seq = this.ctx.storage.transactionSync(() => {
      this.#handOut(domain, number);
      const [row] = this.#sql
        .exec<{ seq: number }>(
          'INSERT INTO campaign (host, number, record, info) VALUES (?, ?, ?, ?) RETURNING seq',
          host,
          number,
          JSON.stringify(record),
          JSON.stringify(linked),
        )
        .toArray();
      if (row === undefined) throw new Error('the campaign row was not written');
      if (other !== null) {
        const info: CampaignInfo = { ...other.info, otherVersion: number };
        this.#sql.exec('UPDATE campaign SET info = ? WHERE seq = ?', JSON.stringify(info), other.seq);
      }
      if (once !== null) {
        this.#sql.exec('INSERT INTO answered VALUES (?, ?, ?, ?)', once.key, once.bodyHash, row.seq, nowMs);
      }
      this.#outbox.note(kvKey.campaign(host, number));
      return row.seq;
    });
    // The domain first: its number decides whether the campaign's slugs are looked up at all.
    if (raised) await this.#outbox.copy(kvKey.domain(host));
    await this.#outbox.copy(kvKey.campaign(host, number));
    return { seq, record, info: linked, width: domain.record.width };
  }

  /**
   * The next number that neither the catalogue nor anybody else remembers. Several publications look at the same time, each
   * at a number of its own.
   */
  async #freeNumber(host: string, jurisdiction: 'eu' | null): Promise<number | 'unsure'> {
    for (let attempt = 0; attempt < MOST_NUMBERS; attempt++) {
      const last = Math.max(this.#domain(host)?.lastNumber ?? 0, this.#inHand.get(host) ?? 0);
      const number = last + 1;
      this.#inHand.set(host, number);
      const { kv, counter } = await memoryOf(this.env, host, number, jurisdiction);
      if (kv === undefined && counter === undefined) {
        if (this.#inHand.get(host) === number) this.#inHand.set(host, last);
        return 'unsure';
      }
      if (!kv && !counter) return number;
      // The catalogue has been restored from a backup. Blocks are raised before their numbers are handed out: above what
      // is known of them nothing was ever used.
      const known = kv === undefined ? 0 : await highestInKv(this.env.KV, host).catch(() => 0);
      const beyond = Math.max(number, known, this.#domain(host)?.record.highest ?? 0);
      this.#inHand.set(host, Math.max(beyond, this.#inHand.get(host) ?? 0));
      this.#copies.numbersSkipped(beyond - last);
      log({ event: 'numbers-skipped', host, number, found: String(beyond) });
    }
    return 'unsure';
  }

  /** 'changed': what was edited is not what stands here any more; look again. */
  async editCampaign(
    before: StoredCampaign,
    { record, info }: Pick<StoredCampaign, 'record' | 'info'>,
  ): Promise<StoredCampaign | 'changed'> {
    const { host, number } = before.record;
    // Name, labels and whether it is archived are the catalogue's own: KV would get what it has.
    const isOfKv = JSON.stringify(record) !== JSON.stringify(before.record);
    if (isOfKv) await this.#takeOverOnce(kvKey.campaign(host, number));
    const found = this.#campaign(host, number);
    if (JSON.stringify(found) !== JSON.stringify(before)) return 'changed';
    const edited = isOfKv ? { ...record, editedAtMs: nextEditMs(before.record) } : record;
    this.#sql.exec(
      'UPDATE campaign SET record = ?, info = ? WHERE host = ? AND number = ?',
      JSON.stringify(edited),
      JSON.stringify(info),
      host,
      number,
    );
    if (isOfKv) {
      this.#outbox.note(kvKey.campaign(host, number));
      await this.#outbox.copy(kvKey.campaign(host, number));
    }
    return { ...before, record: edited, info };
  }

  // --- who may ask: `credentials.ts` --------------------------------------------------------------------------------

  signIn(
    codeHash: string,
    session: StoredToken & { hash: string },
    nowMs: number,
    crowd: number,
  ): Promise<SignInOutcome> {
    // Secrets may be missing however the type puts it.
    const expected = String(this.env.SIGN_IN_CODE_SHA256 ?? '')
      .trim()
      .toLowerCase();
    return this.#credentials.signIn(expected, codeHash, session, nowMs, crowd);
  }

  async credential(hash: string, nowMs: number, sessionLifeMs: number): Promise<Credential | null> {
    return this.#credentials.credential(hash, nowMs, sessionLifeMs);
  }

  async addToken(token: StoredToken & { hash: string }): Promise<void> {
    this.#credentials.addToken(token);
  }

  async tokens(): Promise<StoredToken[]> {
    return this.#credentials.tokens();
  }

  async revoke(kind: Credential['kind'], id: string): Promise<boolean> {
    return this.#credentials.revoke(kind, id);
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

  // --- copies in KV -------------------------------------------------------------------------------------------------

  /** Never rejects: after six failures the platform would not ring again. */
  override async alarm(): Promise<void> {
    try {
      await this.#outbox.copyAll();
      await this.#copies.sampleIfDue();
      await this.#ring();
    } catch (error) {
      this.#unrung(error);
      await this.ctx.storage.setAlarm(Date.now() + ALARM_AGAIN_MS).catch((again) => this.#unrung(again));
    }
  }

  /** The next instance of this object rings if nobody does before. */
  #unrung(error: unknown): void {
    log({ event: 'alarm-failed', object: WORKSPACE, error });
  }

  /** The outbox rings for itself; this sees to it that the next sample is not forgotten. */
  async #ring(): Promise<void> {
    if (this.#sql.exec('SELECT 1 FROM domain LIMIT 1').toArray().length === 0) return;
    const dueMs = this.#copies.dueMs();
    const setMs = await this.ctx.storage.getAlarm();
    if (setMs === null || setMs > dueMs) await this.ctx.storage.setAlarm(dueMs);
  }

  /** A part of all copies is compared, and mended if that is wanted: `copies.ts`. */
  async compareCopies(from: string | null, isRepair: boolean): Promise<{ found: Comparison; next: string | null }> {
    return this.#copies.walk(from, isRepair);
  }

  async copiesState(): Promise<CopiesState & { waiting: number }> {
    return { ...this.#copies.state(), waiting: this.#outbox.size() };
  }

  #valueOf(key: string): string | null {
    const [kind, host = '', number] = key.split('/');
    if (kind === 'spent-code') {
      const spent = this.#credentials.spentCode(host);
      return spent === null ? null : JSON.stringify(spent);
    }
    const [row] =
      kind === 'domain'
        ? this.#sql.exec<{ record: string }>('SELECT record FROM domain WHERE host = ?', host).toArray()
        : this.#sql
            .exec<{ record: string }>('SELECT record FROM campaign WHERE host = ? AND number = ?', host, Number(number))
            .toArray();
    return row?.record ?? null;
  }

  /** Once an instance. False: KV does not answer, and the catalogue may be older than it. */
  async #reconcileOnce(host: string): Promise<boolean> {
    if (this.#reconciled.has(host) || this.#domain(host) === null) return true;
    let reconciling = this.#reconciling.get(host);
    if (reconciling === undefined) {
      reconciling = this.#reconcile(host).finally(() => this.#reconciling.delete(host));
      this.#reconciling.set(host, reconciling);
    }
    return reconciling.then(
      () => true,
      (error) => {
        log({ event: 'domain-unasked', host, error });
        return false;
      },
    );
  }

  /** Takes over what KV's record of the domain has and the catalogue's has not. Rejects where KV does not answer. */
  async #reconcile(host: string): Promise<void> {
    const copy = await this.#copyOf(host);
    this.#reconciled.add(host);
    const own = this.#domain(host);
    if (own === null || copy === null) return;
    const [compared] = this.#sql.exec<{ at_ms: number }>('SELECT at_ms FROM compared WHERE host = ?', host).toArray();
    const comparedMs = compared?.at_ms ?? -1;
    const record = reconciled(own.record, copy, comparedMs);
    this.ctx.storage.transactionSync(() => {
      this.#compared(host, Math.max(comparedMs, copy.editedAtMs ?? 0));
      if (record === own.record) return;
      this.#sql.exec(
        'UPDATE domain SET record = ?, last_number = max(last_number, ?) WHERE host = ?',
        JSON.stringify(record),
        // Blocks are raised by who hands out their numbers: it was not this catalogue.
        record.highest > own.record.highest ? record.highest : 0,
        host,
      );
      this.#copies.tookOver();
      if (record.highest > own.record.highest) this.#copies.numbersSkipped(record.highest - own.lastNumber);
      this.#outbox.note(kvKey.domain(host));
    });
    if (record !== own.record) {
      log({ event: 'domain-taken-over', host, number: record.highest });
    }
  }

  async #copyOf(host: string): Promise<DomainRecord | null> {
    const text = await within(this.env.KV.get(kvKey.domain(host), 'text'), KV_PATIENCE_MS);
    if (text === null) return null;
    try {
      return JSON.parse(text) as DomainRecord;
    } catch {
      // Written by nobody of ours: the catalogue's goes over it.
      log({ event: 'copy-unreadable', key: kvKey.domain(host) });
      return null;
    }
  }

  #compared(host: string, atMs: number): void {
    this.#sql.exec('INSERT OR REPLACE INTO compared VALUES (?, ?)', host, atMs);
  }

  /**
   * Before a campaign is first edited: an edit that a restored catalogue has forgotten must not be undone by the next.
   * While KV does not answer edits go on without.
   */
  async #takeOverOnce(key: string): Promise<void> {
    if (this.#takenOver.has(key)) return;
    try {
      const copy = await within(this.env.KV.get(key, 'text'), KV_PATIENCE_MS);
      this.#takenOver.add(key);
      if (copy !== null) this.#takeOver(key, copy);
    } catch (error) {
      log({ event: 'copy-unread', key, error });
    }
  }

  #takeOver(key: string, copy: string): boolean {
    const [kind, host = '', digits] = key.split('/');
    const own = kind === 'campaign' ? this.#campaign(host, Number(digits))?.record : undefined;
    const record = own === undefined ? null : campaignIn(copy, key);
    if (own === undefined || record === null || record.publishedAtMs !== own.publishedAtMs) return false;
    if ((record.editedAtMs ?? 0) <= (own.editedAtMs ?? 0)) return false;
    this.#sql.exec('UPDATE campaign SET record = ? WHERE host = ? AND number = ?', copy, host, own.number);
    this.#copies.tookOver();
    log({ event: 'campaign-taken-over', key });
    return true;
  }

  #adopt(key: string, copy: string): boolean {
    const record = campaignIn(copy, key);
    const domain = record === null ? null : this.#domain(record.host);
    if (record === null || domain === null || this.#campaign(record.host, record.number) !== null) return false;
    const { host, number } = record;
    // Name, message and labels were the catalogue's own.
    const info: CampaignInfo = {
      name: `${host}:${number}`,
      template: '',
      labels: record.links.map(() => ''),
      sentTo: record.recipients,
    };
    this.ctx.storage.transactionSync(() => {
      this.#handOut(domain, number);
      this.#sql.exec(
        'INSERT INTO campaign (host, number, record, info) VALUES (?, ?, ?, ?)',
        host,
        number,
        copy,
        JSON.stringify(info),
      );
    });
    log({ event: 'campaign-adopted', key });
    return true;
  }

  // --- rows ---------------------------------------------------------------------------------------------------------

  /** Those that databases of older versions lack. */
  #addLaterColumns(): void {
    const known = this.#sql.exec<{ name: string }>('PRAGMA table_info(domain)').toArray();
    if (known.some(({ name }) => name === 'proved_at_ms')) return;
    this.#sql.exec('ALTER TABLE domain ADD COLUMN proved_at_ms INTEGER');
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

  /** The number is used from now on. What KV has is raised by a block ahead of it, in `record` too. */
  #handOut({ host, record }: StoredDomain, number: number): void {
    if (number > record.highest) this.#outbox.note(kvKey.domain(host));
    while (number > record.highest) record.highest += NUMBER_BLOCK;
    this.#sql.exec(
      'UPDATE domain SET record = ?, last_number = max(last_number, ?) WHERE host = ?',
      JSON.stringify(record),
      number,
      host,
    );
  }

  async #saveDomain({ host, ...found }: StoredDomain, edit: Partial<DomainRecord>): Promise<StoredDomain> {
    const record = { ...found.record, ...edit, editedAtMs: nextEditMs(found.record) };
    this.#sql.exec('UPDATE domain SET record = ? WHERE host = ?', JSON.stringify(record), host);
    this.#outbox.note(kvKey.domain(host));
    await this.#outbox.copy(kvKey.domain(host));
    return { host, ...found, record };
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
  proved_at_ms: number | null;
}

interface CampaignRow extends Record<string, SqlStorageValue> {
  seq: number;
  record: string;
  info: string;
  width: number;
}

function storedDomain({ host, record, last_number, proved_at_ms }: DomainRow): StoredDomain {
  return { host, record: JSON.parse(record) as DomainRecord, lastNumber: last_number, provedAtMs: proved_at_ms };
}

function stored({ seq, record, info, width }: CampaignRow): StoredCampaign {
  return {
    seq,
    record: JSON.parse(record) as CampaignRecord,
    info: JSON.parse(info) as CampaignInfo,
    width: width === 9 ? 9 : 8,
  };
}

/** The campaign's record, if it is one and stands under its own key. */
function campaignIn(copy: string, key: string): CampaignRecord | null {
  try {
    const record = JSON.parse(copy) as Partial<CampaignRecord> | null;
    const { host = '', number = 0, links, recipients, shards, publishedAtMs } = record ?? {};
    const isWhole = Array.isArray(links) && [number, recipients, shards, publishedAtMs].every(Number.isSafeInteger);
    return isWhole && kvKey.campaign(host, number) === key ? (record as CampaignRecord) : null;
  } catch {
    return null;
  }
}
