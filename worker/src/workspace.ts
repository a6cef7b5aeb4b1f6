/**
 * The catalogue of one workspace: domains, campaigns, tokens, sessions. It hands out campaign numbers, and is the truth of
 * which KV holds copies. What must reach KV stands in the outbox until it has: a copy that fails today is made later. Each
 * concern has a store or a part of its own; here they are put together and called. What a call means stands in `rpc/`.
 */
import { DurableObject } from 'cloudflare:workers';
import { Alarm } from './alarm.ts';
import { Copier } from './copier.ts';
import { Copies } from './copies.ts';
import { Deletions } from './deletions.ts';
import { GatewayShares } from './gateway-shares.ts';
import { KvContents } from './kv-contents.ts';
import { LaterRecords } from './later-records.ts';
import { LinkDomains } from './link-domains.ts';
import { log } from './log.ts';
import { Outbox } from './outbox.ts';
import { OverviewReading } from './overview.ts';
import { Polling } from './polling.ts';
import { Publishing } from './publishing.ts';
import { RateLimit } from './rate-limit.ts';
import { reachRule } from './reach.ts';
import { kvKey } from './records.ts';
import type { OverviewAsk } from './rpc/catalogue.ts';
import type { Loss } from './rpc/copies.ts';
import type { Credential, NewCredential } from './rpc/credentials.ts';
import type { LetOut, Sayer } from './rpc/suppression.ts';
import type { WorkspaceRpc } from './rpc/workspace.ts';
import { Running } from './running.ts';
import { placeOf } from './sending/message-id.ts';
import type { SenderName } from './sending/rpc.ts';
import { NOTHING_SENT } from './sent.ts';
import { Catalogue } from './stores/catalogue.ts';
import { CooldownStore } from './stores/cooldown-store.ts';
import { CopiesStore } from './stores/copies-store.ts';
import { Credentials } from './stores/credentials.ts';
import { DeletionStore } from './stores/deletion-store.ts';
import { GatewayStore } from './stores/gateway-store.ts';
import { GoingStore } from './stores/going-store.ts';
import { Idempotency } from './stores/idempotency.ts';
import { LossStore } from './stores/loss-store.ts';
import { OverviewStore } from './stores/overview-store.ts';
import { ShareStore } from './stores/share-store.ts';
import { StopTextStore } from './stores/stop-text-store.ts';
import { SuppressionStore } from './stores/suppression-store.ts';
import { ToldStore } from './stores/told-store.ts';
import { WebhookStore } from './stores/webhook-store.ts';
import { WORKSPACE } from './stubs.ts';
import { Webhooks } from './webhooks.ts';
import type { WorkspaceParts } from './workspace-parts.ts';

/** After an alarm that failed altogether, as on a full disk. */
const ALARM_AGAIN_MS = 60_000;

/** Calls with messages a minute, of one credential. */
const MESSAGE_CALLS = 300;

const nameOfSender = ({ host, number, shard }: SenderName): string => `${host}/${number}/${shard}`;

type Asked<M extends keyof WorkspaceRpc> = Parameters<WorkspaceRpc[M]>;

export class Workspace extends DurableObject<Env> implements WorkspaceRpc {
  readonly #parts: WorkspaceParts;
  readonly #alarm: Alarm;
  readonly #losses: LossStore;
  readonly #shares: ShareStore;
  readonly #overview: OverviewStore;
  readonly #overviewReading: OverviewReading;
  readonly #suppression: SuppressionStore;
  readonly #stopTexts: StopTextStore;
  readonly #cooldown: CooldownStore;
  readonly #gateways: GatewayStore;
  readonly #gatewayShares = new GatewayShares();
  readonly #going: GoingStore;
  readonly #told: ToldStore;
  readonly #polling: Polling;
  readonly #webhookStore: WebhookStore;
  readonly #webhooks: Webhooks;
  readonly #copies: Copies;
  readonly #domains: LinkDomains;
  readonly #publishing: Publishing;
  readonly #running: Running;
  readonly #calls = new RateLimit(MESSAGE_CALLS);
  readonly #deletionStore: DeletionStore;
  readonly #deletions: Deletions;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    const { storage } = ctx;
    this.#alarm = new Alarm(storage);
    const outbox = new Outbox(storage, this.#alarm);
    const catalogue = new Catalogue(storage);
    const credentials = new Credentials(storage, env.KV, outbox);
    const copies = new CopiesStore(storage);
    const later = new LaterRecords(storage, env.KV, catalogue, outbox, copies);
    this.#deletionStore = new DeletionStore(storage);
    const deletions = this.#deletionStore;
    const kvContents = new KvContents({ kv: env.KV, catalogue, credentials, later, copies, deletions });
    const copier = new Copier(outbox, env.KV, kvContents);
    const idempotency = new Idempotency(storage);
    this.#parts = { storage, env, catalogue, credentials, idempotency, outbox, copier, kvContents, copies, later };
    this.#losses = new LossStore(storage);
    this.#shares = new ShareStore(storage);
    this.#overview = new OverviewStore(storage);
    this.#overviewReading = new OverviewReading(this.#overview, catalogue, env.KV);
    this.#suppression = new SuppressionStore(storage);
    this.#stopTexts = new StopTextStore(storage);
    this.#cooldown = new CooldownStore(storage);
    this.#gateways = new GatewayStore(storage);
    this.#going = new GoingStore(storage);
    this.#told = new ToldStore(storage);
    this.#polling = new Polling(env, this.#gateways, this.#told);
    this.#webhookStore = new WebhookStore(storage);
    this.#webhooks = new Webhooks(env, this.#webhookStore, this.#gateways);
    this.#copies = new Copies(this.#parts);
    this.#domains = new LinkDomains(this.#parts);
    this.#publishing = new Publishing(this.#parts);
    this.#running = new Running(this.#parts);
    const [store, shares, losses, gateways] = [this.#deletionStore, this.#shares, this.#losses, this.#gateways];
    this.#deletions = new Deletions(this.#parts, { store, shares, losses, gateways });
    // A disk that is full must not keep the catalogue from being read.
    void ctx.blockConcurrencyWhile(async () => {
      await this.#alarm.read();
      await this.#ring().catch((error) => this.#unrung(error));
    });
  }

  // --- records ---------------------------------------------------------------------------------------------------

  async campaignRecord(host: string, number: number) {
    this.ctx.waitUntil(this.#copies.suspect(kvKey.campaign(host, number)));
    const found = this.#parts.catalogue.campaign(host, number) ?? this.#deletionStore.of(host, number);
    return found?.record ?? null;
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

  async campaignAt(seq: number) {
    return this.#parts.catalogue.campaignAt(seq);
  }

  async earlierOfKind(...asked: Asked<'earlierOfKind'>) {
    return this.#parts.catalogue.earlierOfKind(...asked);
  }

  async overview(ask: OverviewAsk) {
    const { catalogue } = this.#parts;
    const isFirst = ask.after === null;
    return {
      rows: this.#overview.rows(ask).flatMap((row) => {
        const campaign = catalogue.campaignAt(row.seq);
        return campaign === null ? [] : [{ ...row, campaign }];
      }),
      totals: isFirst ? this.#overview.totals(ask) : null,
      span: isFirst ? this.#overview.span(ask.archived) : null,
    };
  }

  async noteFigures(...told: Asked<'noteFigures'>) {
    this.#overview.note(await reachRule(), ...told);
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

  // --- campaigns that go: `deletions.ts` --------------------------------------------------------------------------

  async deleteCampaign(...campaign: Asked<'deleteCampaign'>) {
    const deleted = await this.#deletions.deleteCampaign(...campaign);
    await this.#ring();
    return deleted;
  }

  deletion(...campaign: Asked<'deletion'>) {
    return this.#deletions.deletion(...campaign);
  }

  deletions(...which: Asked<'deletions'>) {
    return this.#deletions.deletions(...which);
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

  async standing(...credentials: Asked<'standing'>) {
    return this.#parts.credentials.standing(...credentials);
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

  // --- links to reports: `stores/share-store.ts` -------------------------------------------------------------------

  async addShare(...share: Asked<'addShare'>) {
    return this.#shares.add(...share);
  }

  async shares(...campaign: Asked<'shares'>) {
    return this.#shares.ofCampaign(...campaign);
  }

  async revokeShare(...share: Asked<'revokeShare'>) {
    return this.#shares.revoke(...share);
  }

  async openShare(...secret: Asked<'openShare'>) {
    return this.#shares.open(...secret);
  }

  // --- losses: `stores/loss-store.ts` -----------------------------------------------------------------------------

  async noteLosses(losses: Loss[], nowMs: number) {
    this.#losses.add(losses, nowMs);
  }

  async losses(...which: Asked<'losses'>) {
    return this.#losses.newest(...which);
  }

  // --- who is not to be sent messages: `stores/suppression-store.ts` -----------------------------------------------

  async takeWords(...words: Asked<'takeWords'>) {
    return this.#suppression.take(...words);
  }

  async addStops(...[hashes, word, by]: Asked<'addStops'>) {
    return this.#suppression.add(hashes, word, this.#named(by));
  }

  async removeStops(...[hashes, word, by]: Asked<'removeStops'>) {
    return this.#suppression.remove(hashes, word, this.#named(by));
  }

  #named(by: Omit<Sayer, 'name'>): Sayer {
    return { ...by, name: this.#parts.credentials.tokens().find(({ id }) => id === by.id)?.name ?? '' };
  }

  async noteList(...list: Asked<'noteList'>) {
    return this.#suppression.noteList(...list);
  }

  async lookUpList(...list: Asked<'lookUpList'>) {
    return this.#suppression.lookUpList(...list);
  }

  async lists(...host: Asked<'lists'>) {
    return this.#suppression.lists(...host);
  }

  async suppression(...which: Asked<'suppression'>) {
    return this.#suppression.changes(...which);
  }

  async removals(...which: Asked<'removals'>) {
    return this.#suppression.removals(...which);
  }

  // --- messages, one call after the other: `running.ts` ------------------------------------------------------------

  async admitMessages(...[{ credential, hashes, host, list, nowMs }]: Asked<'admitMessages'>) {
    const isAdmitted = this.#calls.take(credential, nowMs) === 0;
    const stopped = isAdmitted ? [...this.#suppression.stoppedAt(hashes, host, list)] : [];
    return { isAdmitted, most: MESSAGE_CALLS, ...this.#calls.left(credential, nowMs), stopped };
  }

  placeMessages(...ask: Asked<'placeMessages'>) {
    return this.#running.placeMessages(...ask);
  }

  async placeOfOwnId(...id: Asked<'placeOfOwnId'>) {
    return this.#running.placeOfOwnId(...id);
  }

  async ownIds(...which: Asked<'ownIds'>) {
    return this.#running.ownIds(...which);
  }

  async runningCampaigns(...which: Asked<'runningCampaigns'>) {
    return this.#parts.catalogue.runningBefore(...which);
  }

  erasePlace(...which: Asked<'erasePlace'>) {
    return this.#running.erasePlace(...which);
  }

  endRunning(...which: Asked<'endRunning'>) {
    return this.#running.endRunning(...which);
  }

  // --- whom messages may go out to: `stores/cooldown-store.ts`, too -------------------------------------------------

  async letOut(...[hashes, rows, letting]: Asked<'letOut'>) {
    const stopped = this.#suppression.stoppedAt(hashes, letting.host, letting.list);
    const lately = this.#cooldown.letOut(hashes, rows, stopped, letting);
    return rows.map((_, at): LetOut => (stopped.has(at) ? 'opted-out' : lately.has(at) ? 'cooldown' : 'out'));
  }

  async takeBack(...messages: Asked<'takeBack'>) {
    this.#cooldown.takeBack(...messages);
  }

  async forgetSent(...message: Asked<'forgetSent'>) {
    this.#cooldown.forget(...message);
  }

  // --- how much of a gateway is whose: `gateway-shares.ts` ----------------------------------------------------------

  async shareOfGateway(...ask: Asked<'shareOfGateway'>) {
    const [{ gateway, sender }] = ask;
    this.#told.noteSender(gateway, sender, Date.now());
    return this.#gatewayShares.share({ ...ask[0], sender: nameOfSender(sender) }, Date.now());
  }

  async giveBackShare(...[gateway, sender]: Asked<'giveBackShare'>) {
    this.#gatewayShares.giveBack(gateway, nameOfSender(sender));
    return this.#told.hasReports(gateway);
  }

  // --- what gateways told: `stores/told-store.ts` --------------------------------------------------------------------

  async keepOwnReports(...[gateway, reports]: Asked<'keepOwnReports'>) {
    this.#told.keepReports(gateway, reports, Date.now());
    return this.#told.senders(gateway);
  }

  async ownReports(...which: Asked<'ownReports'>) {
    return this.#told.reports(...which);
  }

  async dropOwnReports(...which: Asked<'dropOwnReports'>) {
    this.#told.dropReports(...which);
  }

  async keepTold(...told: Asked<'keepTold'>) {
    const seq = this.#told.keep(...told, Date.now());
    await this.#ring();
    return seq;
  }

  async dropTold(...which: Asked<'dropTold'>) {
    this.#told.drop(...which);
  }

  // --- what is being sent: `stores/going-store.ts` -----------------------------------------------------------------

  async noteSending(...started: Asked<'noteSending'>) {
    this.#going.note(...started);
  }

  async countSent(seq: number, campaignPublishedAtMs: number, senders: number) {
    const { catalogue } = this.#parts;
    const campaign = catalogue.campaignAt(seq);
    if (campaign?.record.publishedAtMs !== campaignPublishedAtMs || campaign.info.sent !== undefined) return;
    const sent = Array.from({ length: senders }, () => NOTHING_SENT);
    catalogue.saveCampaign({ record: campaign.record, info: { ...campaign.info, sent } });
  }

  async noteSent(...[seq, campaignPublishedAtMs, shard, told]: Asked<'noteSent'>) {
    const reachOf = await reachRule();
    const { catalogue } = this.#parts;
    const campaign = catalogue.campaignAt(seq);
    // One that went on before its sender was asked has none yet.
    const known = campaign?.info.sent ?? (campaign?.info.isRunning && [NOTHING_SENT]);
    if (campaign?.record.publishedAtMs !== campaignPublishedAtMs || known?.[shard] === undefined) return;
    const sent = known.with(shard, told);
    catalogue.saveCampaign({ record: campaign.record, info: { ...campaign.info, sent } });
    this.#overview.divide(reachOf, seq);
  }

  async sendingsGoing(most: number) {
    const { catalogue } = this.#parts;
    const found = this.#going.all(most).map((seq) => ({ seq, campaign: catalogue.campaignAt(seq) }));
    // Deleted since.
    this.#going.forget(found.flatMap(({ seq, campaign }) => (campaign === null ? [seq] : [])));
    return found.flatMap(({ campaign }) => campaign ?? []);
  }

  async forgetSendings(...seqs: Asked<'forgetSendings'>) {
    this.#going.forget(...seqs);
  }

  // --- gateways, outbox and inbox: `stores/gateway-store.ts` ------------------------------------------------------

  async gateways() {
    return this.#gateways.all();
  }

  async gateway(...which: Asked<'gateway'>) {
    return this.#gateways.one(...which);
  }

  async addGateway(...gateway: Asked<'addGateway'>) {
    const outcome = this.#gateways.add(...gateway);
    await this.#ring();
    return outcome;
  }

  async changeGateway(...change: Asked<'changeGateway'>) {
    const outcome = this.#gateways.change(...change);
    await this.#ring();
    return outcome;
  }

  async removeGateway(...[id]: Asked<'removeGateway'>) {
    return this.#gateways.remove(id) ? this.#told.senders(id) : null;
  }

  async noteGatewayErrors(...told: Asked<'noteGatewayErrors'>) {
    this.#gateways.noteErrors(...told);
  }

  async noteGatewayUse(...[id, campaign, acceptedAtMs]: Asked<'noteGatewayUse'>) {
    this.#gateways.noteUse(id, campaign, acceptedAtMs, Date.now());
  }

  async gatewayNews(...which: Asked<'gatewayNews'>) {
    return this.#gateways.news(...which);
  }

  async gatewayCampaigns(...which: Asked<'gatewayCampaigns'>) {
    return this.#gateways.uses(...which).flatMap((seq) => this.#parts.catalogue.campaignAt(seq) ?? []);
  }

  async noteGatewayTest(...test: Asked<'noteGatewayTest'>) {
    this.#gateways.noteTest(...test);
  }

  async noteGatewayTestOutcome(...told: Asked<'noteGatewayTestOutcome'>) {
    this.#gateways.noteTestOutcome(...told);
  }

  async noteGatewayTestState(...told: Asked<'noteGatewayTestState'>) {
    this.#gateways.noteTestState(...told);
  }

  async keepMessages(...[box, messages]: Asked<'keepMessages'>) {
    const nowMs = Date.now();
    // What was on its way to the outbox while its campaign was deleted goes with it.
    const known = box === 'inbox' ? messages : messages.filter(({ id }) => !this.#isOfLostCampaign(id));
    const added = this.#gateways.keep(box, known);
    if (added === null) return false;
    if (box === 'inbox' && added.length > 0) {
      this.#webhookStore.addEvents(added, nowMs);
      await this.#alarm.ringBy(this.#webhooks.dueMs(nowMs));
    }
    if (known.length > 0) await this.#alarm.ringBy(this.#gateways.dueMs(nowMs));
    return true;
  }

  #isOfLostCampaign(messageId: string): boolean {
    const place = placeOf(messageId);
    if (place === undefined) return false;
    return this.#parts.catalogue.campaignAt(place.seq)?.record.publishedAtMs !== place.publishedAtMs;
  }

  async keptMessages(...which: Asked<'keptMessages'>) {
    return this.#gateways.kept(...which);
  }

  async webhooks() {
    return this.#webhookStore.all();
  }

  async addWebhook(...webhook: Asked<'addWebhook'>) {
    const [id] = webhook;
    if (!this.#webhookStore.add(...webhook)) return null;
    return this.#webhookStore.all().find((one) => one.id === id) ?? null;
  }

  async removeWebhook(...which: Asked<'removeWebhook'>) {
    return this.#webhookStore.remove(...which);
  }

  async unreadTexts() {
    return this.#gateways.unread();
  }

  async markRead(...which: Asked<'markRead'>) {
    return this.#gateways.markRead(...which);
  }

  async markUnread(...which: Asked<'markUnread'>) {
    return this.#gateways.markUnread(...which);
  }

  async lastSentTo(hash: Uint8Array) {
    const seq = this.#cooldown.lastCampaign(hash);
    const campaign = seq === null ? null : this.#parts.catalogue.campaignAt(seq);
    return campaign && { host: campaign.record.host, number: campaign.record.number };
  }

  async stoppedFor(hashes: Uint8Array) {
    return Array.from({ length: hashes.length / 8 }, (_, at) =>
      this.#suppression.stopped(hashes.slice(at * 8, at * 8 + 8)),
    );
  }

  async admitStopText(...asked: Asked<'admitStopText'>) {
    return this.#stopTexts.admit(...asked);
  }

  async takeBackStopText(...text: Asked<'takeBackStopText'>) {
    this.#stopTexts.takeBack(...text);
  }

  async emptyBox(...box: Asked<'emptyBox'>) {
    this.#gateways.empty(...box);
  }

  async removeKept(...which: Asked<'removeKept'>) {
    return this.#gateways.removeKept(...which);
  }

  async eraseMessage(...place: Asked<'eraseMessage'>) {
    this.#gateways.eraseMessage(...place);
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
      await this.#overviewReading.readSome();
      this.#cooldown.erase(Date.now());
      this.#gateways.erase(Date.now());
      this.#told.erase(Date.now());
      // Not waited for: a gateway or an address that is slow would hold up the copies.
      this.ctx.waitUntil(this.#polling.pollIfDue(Date.now()));
      for (const telling of this.#webhooks.tellDue(Date.now())) this.ctx.waitUntil(this.#ringAfter(telling));
      await this.#deletions.goOnWithSome();
      await this.#ring();
    } catch (error) {
      await this.#ringAfterFailure(error);
    }
  }

  async #ringAfterFailure(error: unknown): Promise<void> {
    this.#unrung(error);
    await this.ctx.storage.setAlarm(Date.now() + ALARM_AGAIN_MS).catch((again) => this.#unrung(again));
  }

  /** What is left over rings again. */
  async #ringAfter(telling: Promise<void>): Promise<void> {
    try {
      await telling;
      await this.#ring();
    } catch (error) {
      await this.#ringAfterFailure(error);
    }
  }

  /** The outbox rings for itself; this sees to it that the next sample is not forgotten, nor what is to be erased or asked. */
  async #ring(): Promise<void> {
    const nowMs = Date.now();
    const ownMs = Math.min(this.#gateways.dueMs(nowMs), this.#polling.dueMs(nowMs), this.#webhooks.dueMs(nowMs));
    if (ownMs < Number.POSITIVE_INFINITY) await this.#alarm.ringBy(ownMs);
    if (this.#parts.catalogue.hostsAfter('', 1).length === 0) return;
    const dues = [this.#copies, this.#overviewReading, this.#deletions].map((one) => one.dueMs());
    await this.#alarm.ringBy(Math.min(...dues));
  }

  /** The next instance of this object rings if nobody does before. */
  #unrung(error: unknown): void {
    this.#alarm.rang();
    log('alarm-failed', { object: WORKSPACE, error });
  }
}
