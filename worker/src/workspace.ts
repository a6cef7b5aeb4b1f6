/**
 * The catalogue of one workspace: domains, campaigns, tokens, sessions. It hands out campaign numbers, and is the truth of
 * which KV holds copies. What must reach KV stands in the outbox until it has: a copy that fails today is made later. Each
 * concern has a store or a part of its own; here they are put together and called. What a call means stands in `rpc.ts`.
 */
import { DurableObject } from 'cloudflare:workers';
import { Alarm } from './alarm.ts';
import { Copier } from './copier.ts';
import { Copies } from './copies.ts';
import { KvContents } from './kv-contents.ts';
import { LaterRecords } from './later-records.ts';
import { LinkDomains } from './link-domains.ts';
import { log } from './log.ts';
import { Outbox } from './outbox.ts';
import { Publishing } from './publishing.ts';
import { kvKey } from './records.ts';
import type { Credential, Loss, NewCredential, WorkspaceRpc } from './rpc.ts';
import { Catalogue } from './stores/catalogue.ts';
import { CopiesStore } from './stores/copies-store.ts';
import { Credentials } from './stores/credentials.ts';
import { Idempotency } from './stores/idempotency.ts';
import { LossStore } from './stores/loss-store.ts';
import { WORKSPACE } from './stubs.ts';
import type { WorkspaceParts } from './workspace-parts.ts';

/** After an alarm that failed altogether, as on a full disk. */
const ALARM_AGAIN_MS = 60_000;

type Asked<M extends keyof WorkspaceRpc> = Parameters<WorkspaceRpc[M]>;

export class Workspace extends DurableObject<Env> implements WorkspaceRpc {
  readonly #parts: WorkspaceParts;
  readonly #alarm: Alarm;
  readonly #losses: LossStore;
  readonly #copies: Copies;
  readonly #domains: LinkDomains;
  readonly #publishing: Publishing;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    const { storage } = ctx;
    this.#alarm = new Alarm(storage);
    const outbox = new Outbox(storage, this.#alarm);
    const catalogue = new Catalogue(storage);
    const credentials = new Credentials(storage, env.KV, outbox);
    const copies = new CopiesStore(storage);
    const later = new LaterRecords(storage, env.KV, catalogue, outbox, copies);
    const kvContents = new KvContents({ kv: env.KV, catalogue, credentials, later, copies });
    const copier = new Copier(outbox, env.KV, kvContents);
    const idempotency = new Idempotency(storage);
    this.#parts = { storage, env, catalogue, credentials, idempotency, outbox, copier, kvContents, copies, later };
    this.#losses = new LossStore(storage);
    this.#copies = new Copies(this.#parts);
    this.#domains = new LinkDomains(this.#parts);
    this.#publishing = new Publishing(this.#parts);
    // A disk that is full must not keep the catalogue from being read.
    void ctx.blockConcurrencyWhile(async () => {
      await this.#alarm.read();
      await this.#ring().catch((error) => this.#unrung(error));
    });
  }

  // --- records ---------------------------------------------------------------------------------------------------

  async campaignRecord(host: string, number: number) {
    this.ctx.waitUntil(this.#copies.suspect(kvKey.campaign(host, number)));
    return this.#parts.catalogue.campaign(host, number)?.record ?? null;
  }

  async domainRecord(host: string) {
    this.ctx.waitUntil(this.#copies.suspect(kvKey.domain(host)));
    return this.#parts.catalogue.domain(host)?.record ?? null;
  }

  async linkHosts() {
    return this.#parts.catalogue.hostsAfter('');
  }

  async campaign(host: string, number: number) {
    return this.#parts.catalogue.campaign(host, number);
  }

  async campaigns(before: number | null, limit: number, archived: boolean | null = null) {
    return this.#parts.catalogue.campaignsBefore(before ?? Number.MAX_SAFE_INTEGER, limit, archived);
  }

  async domains() {
    return this.#parts.catalogue.domains();
  }

  async domain(host: string) {
    return this.#parts.catalogue.domain(host);
  }

  // --- domains: `link-domains.ts` --------------------------------------------------------------------------------

  addDomain(...domain: Asked<'addDomain'>) {
    return this.#domains.addDomain(...domain);
  }

  async proveDomain(host: string, nowMs: number) {
    this.#parts.catalogue.proveDomain(host, nowMs);
    return this.#parts.catalogue.domain(host);
  }

  removeDomain(host: string) {
    return this.#domains.removeDomain(host);
  }

  editDomain(...edit: Asked<'editDomain'>) {
    return this.#domains.editDomain(...edit);
  }

  editVanity(...edit: Asked<'editVanity'>) {
    return this.#domains.editVanity(...edit);
  }

  rotate(...key: Asked<'rotate'>) {
    return this.#domains.rotate(...key);
  }

  // --- campaigns: `publishing.ts` --------------------------------------------------------------------------------

  publish(...campaign: Asked<'publish'>) {
    return this.#publishing.publish(...campaign);
  }

  editCampaign(...edit: Asked<'editCampaign'>) {
    return this.#publishing.editCampaign(...edit);
  }

  // --- who may ask: `stores/credentials.ts` -----------------------------------------------------------------------

  async signIn(...attempt: Asked<'signIn'>) {
    const { credentials, copier } = this.#parts;
    // Secrets may be missing however the type puts it.
    const expected = String(this.env.SIGN_IN_CODE_SHA256 ?? '')
      .trim()
      .toLowerCase();
    const found = await credentials.signIn(expected, ...attempt);
    if (found.outcome === 'signed-in') await copier.copy(kvKey.spentCode(attempt[0]));
    return found;
  }

  async credential(...secret: Asked<'credential'>) {
    return this.#parts.credentials.credential(...secret);
  }

  async addToken(token: NewCredential) {
    this.#parts.credentials.addToken(token);
  }

  async tokens() {
    return this.#parts.credentials.tokens();
  }

  async revoke(kind: Credential['kind'], id: string) {
    return this.#parts.credentials.revoke(kind, id);
  }

  // --- losses: `stores/loss-store.ts` -----------------------------------------------------------------------------

  async noteLosses(losses: Loss[], nowMs: number) {
    this.#losses.add(losses, nowMs);
  }

  async losses(...which: Asked<'losses'>) {
    return this.#losses.newest(...which);
  }

  // --- copies in KV: `copies.ts`, `outbox.ts`, `copier.ts` ----------------------------------------------------------

  compareCopies(from: string | null, isRepair: boolean) {
    return this.#copies.walk(from, isRepair);
  }

  async copiesState() {
    return { ...this.#parts.copies.state(), waiting: this.#parts.outbox.size() };
  }

  /** Never rejects: after six failures the platform would not ring again. */
  override async alarm(): Promise<void> {
    this.#alarm.rang();
    try {
      await this.#parts.copier.copyAll();
      await this.#copies.sampleIfDue();
      await this.#ring();
    } catch (error) {
      this.#unrung(error);
      await this.ctx.storage.setAlarm(Date.now() + ALARM_AGAIN_MS).catch((again) => this.#unrung(again));
    }
  }

  /** The outbox rings for itself; this sees to it that the next sample is not forgotten. */
  async #ring(): Promise<void> {
    if (this.#parts.catalogue.hostsAfter('', 1).length === 0) return;
    await this.#alarm.ringBy(this.#copies.dueMs());
  }

  /** The next instance of this object rings if nobody does before. */
  #unrung(error: unknown): void {
    this.#alarm.rang();
    log('alarm-failed', { object: WORKSPACE, error });
  }
}
