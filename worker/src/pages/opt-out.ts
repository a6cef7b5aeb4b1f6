/**
 * The opt-out link. GET shows and changes nothing, ever; POST confirms or takes back, is idempotent, and answers once
 * that is on disk, by leading to the receipt: to load that again sends nothing again. It works without script and after the
 * campaign has ended. Of a campaign to one of the domain's lists it opts out of that list, says so, and offers all of them.
 * `/stop` shows the same page to whoever has another link of the message: it opts out, and only the
 * opt-out link itself takes that back.
 */
import type { LinkHost, Slot } from '../campaigns.ts';
import type { HitRecorder } from '../hits.ts';
import { log } from '../log.ts';
import { inOwnName } from '../own-name.ts';
import type { CampaignRecord } from '../records.ts';
import type { ClickCounterRpc } from '../rpc/counter.ts';
import { identityOf, shardOf } from '../shard-identity.ts';
import { counterStub } from '../stubs.ts';
import { contactOf, type Sender, takesAnswers } from '../ways.ts';
import { within } from '../within.ts';
import { type Language, languageOf, languageSwitch, texts } from './language.ts';
import { escapeHtml, pageAnswer } from './layout.ts';
import {
  DONE,
  type Door,
  form,
  hasQuery,
  LOOK_UP_MS,
  NUMBER,
  notSaved,
  onDisk,
  QUIET,
  question,
  receipt,
  seeOther,
  UNDO,
  UNDONE,
  undoForm,
  undone,
} from './way-out.ts';

/** Relative queries: they go back to this very link. */
const OPT_OUT_LINK: Door = { path: '', rest: '' };
/** `slug` has the alphabet of slugs: it needs no escape. */
export const otherLink = (slug: string): Door => ({ path: '/stop', rest: `&amp;link=${slug}` });

/** `slot`: of the opt-out link. `other`: the slug by which somebody came who may not have that link. */
export async function optOutPage(
  request: Request,
  env: Env,
  ctx: ExecutionContext,
  host: LinkHost,
  campaign: CampaignRecord,
  slot: Slot,
  hits: HitRecorder,
  other?: string,
): Promise<Response> {
  const { method } = request;
  if (method !== 'GET' && method !== 'HEAD' && method !== 'POST') {
    return new Response(null, { status: 405, headers: { allow: 'GET, HEAD, POST', 'cache-control': 'no-store' } });
  }
  const language = languageOf(request, campaign.language);
  const door = other === undefined ? OPT_OUT_LINK : otherLink(other);
  const isReceipt = hasQuery(request, DONE) || hasQuery(request, UNDONE);
  if (method !== 'POST' && !isReceipt && campaign.deletedAtMs === undefined) {
    const onDisk = hits.record(request, env, ctx, campaign, slot);
    if (onDisk !== undefined) await inOwnName(onDisk);
  }
  // Everyone has the same link: nobody is known, and to confirm for somebody would be a lie.
  if (campaign.tracking === 'aggregate') return howTo(language, host, campaign, 'sameForAll', door);
  if (method === 'POST') return confirm(request, env, campaign, slot, language, door);
  // Who comes by another link is not told how things stand either: shops may have that one.
  return door === OPT_OUT_LINK
    ? show(request, env, campaign, slot, language)
    : question({ language, door, sender: whose(campaign) });
}

async function show(
  request: Request,
  env: Env,
  campaign: CampaignRecord,
  slot: Slot,
  language: Language,
): Promise<Response> {
  // Where nobody can say, or nothing is stored, it is as the answer that led here had it.
  const unsaid = hasQuery(request, DONE) ? (hasQuery(request, ALL) ? 'all' : 'list') : 'nothing';
  const known =
    slot.isTest || request.method === 'HEAD' ? unsaid : await optedOutOf(env, campaign, slot.recipient, unsaid);
  if (known !== 'nothing') return receiptOf(language, campaign, OPT_OUT_LINK, known === 'all');
  const page = hasQuery(request, UNDONE) ? undone : question;
  return page({ language, door: OPT_OUT_LINK, sender: whose(campaign) });
}

async function confirm(
  request: Request,
  env: Env,
  campaign: CampaignRecord,
  slot: Slot,
  language: Language,
  door: Door,
): Promise<Response> {
  const undo = hasQuery(request, 'undo');
  // Where no list is named there is nothing else to opt out of.
  const isOfAll = campaign.listName !== undefined && hasQuery(request, ALL);
  if (undo && door !== OPT_OUT_LINK) return undoRefused(language, door);
  try {
    // The composer's own trial: shown as it will be, stored nowhere.
    if (!slot.isTest) await told(env, campaign, slot.recipient, undo, isOfAll);
  } catch (error) {
    log('opt-out-failed', { host: campaign.host, campaign: campaign.number, error });
    return failed(language, campaign, door, undo ? UNDO : isOfAll ? OF_ALL : '');
  }
  if (door === OPT_OUT_LINK) {
    return seeOther(`?lang=${language}&${undo ? UNDONE : DONE}${isOfAll && !undo ? `&${ALL}` : ''}`);
  }
  // Behind another link no page tells how things stand: the receipt is shown once, and sent again it changes nothing.
  return receiptOf(language, campaign, door, isOfAll);
}

/** Of all the domain's lists: when it is asked for, and in the receipt's address. */
const ALL = 'all';

function told(env: Env, campaign: CampaignRecord, recipient: number, undo: boolean, isOfAll: boolean): Promise<void> {
  const shard = shardOf(campaign, recipient);
  const identity = identityOf(campaign, shard);
  const nowMs = Date.now();
  return onDisk(() => {
    const counter = counterStub(env, campaign, shard);
    return undo ? counter.optIn(identity, recipient) : counter.optOut(identity, recipient, nowMs, isOfAll);
  });
}

type OptedOutOf = Awaited<ReturnType<ClickCounterRpc['optedOutOf']>>;

async function optedOutOf(
  env: Env,
  campaign: CampaignRecord,
  recipient: number,
  unsaid: OptedOutOf,
): Promise<OptedOutOf> {
  const { listName, publishedAtMs } = campaign;
  try {
    const counter = counterStub(env, campaign, shardOf(campaign, recipient));
    if (listName !== undefined) return await within(counter.optedOutOf(recipient, publishedAtMs), LOOK_UP_MS);
    return (await within(counter.isOptedOut(recipient, publishedAtMs), LOOK_UP_MS)) ? 'list' : 'nothing';
  } catch {
    return unsaid;
  }
}

const senderLine = (sender: string) => (sender === '' ? '' : `<p class="sender">${escapeHtml(sender)}</p>\n`);

const OF_ALL = `&amp;${ALL}`;

/** Whose messages the page is about: where the campaign was sent to a list with a name, those to that list alone. */
function whose({ senderName, listName }: CampaignRecord): string {
  if (listName === undefined) return senderName;
  return senderName === '' ? `“${listName}”` : `${senderName} (“${listName}”)`;
}

/** Out of one list; or of all, where the campaign was to one that has a name. */
function receiptOf(language: Language, campaign: CampaignRecord, door: Door, isOfAll: boolean): Response {
  const t = texts[language];
  const { senderName, listName } = campaign;
  const hasMore = listName !== undefined && !isOfAll;
  const ofAll = hasMore ? `${form(door, language, t.all(escapeHtml(senderName)), QUIET, OF_ALL)}\n` : '';
  const undo = door === OPT_OUT_LINK ? undoForm({ language, door }) : `<p class="small">${t.undoByLink}</p>`;
  return receipt({ language, door, sender: hasMore ? whose(campaign) : senderName }, ofAll + undo);
}

/** No page of ours asks for it: the receipt of `/stop` has no such button. */
function undoRefused(language: Language, door: Door): Response {
  const t = texts[language];
  return pageAnswer({
    language,
    title: t.failed,
    status: 403,
    body: `<h1>${t.failed}</h1>
<p>${t.undoByLink}</p>
${languageSwitch(language, door.path, door.rest)}`,
  });
}

/** An opt-out may be said otherwise; that it is taken back, nowhere else. */
async function failed(language: Language, sender: Sender, door: Door, again: string): Promise<Response> {
  const t = texts[language];
  if (again === UNDO) return notSaved({ language, door }, again);
  const contact = await contactLink(language, sender, '');
  const otherwise = takesAnswers(sender)
    ? `\n<p class="small">${t.failedReply}</p>`
    : contact && `\n<p class="small">${t.failedContact} ${contact}</p>`;
  return notSaved({ language, door }, again, otherwise);
}

/** Where the page cannot opt anybody out, and why: what people can do instead, of which all is true of this sender. */
export async function howTo(
  language: Language,
  { record }: LinkHost,
  sender: Sender,
  why: 'sameForAll' | 'noOptOutLink',
  { path, rest }: Door,
): Promise<Response> {
  const t = texts[language];
  const { senderName } = sender;
  const canReply = takesAnswers(sender);
  const contact = await contactLink(language, sender, ' class="act"');
  const { numberTexts } = await import('./number-texts.ts');
  const byNumber = record.stopTexts
    ? `<a href="/stop?lang=${language}#${NUMBER}" class="act">${numberTexts[language].instead}</a>\n`
    : '';
  return pageAnswer({
    language,
    title: t.howTo,
    body: `${senderLine(senderName)}<h1>${t.howTo}</h1>
<p>${t[why]}</p>
${byNumber}<p>${canReply ? t.reply : t.contact(escapeHtml(senderName))}</p>
${contact}
${languageSwitch(language, path, rest)}`,
  });
}

const CONTACTS = { telephone: 'call', email: 'write', form: 'form' } as const;

/** Empty where no contact is given. A long address breaks between its parts, a telephone number nowhere. */
async function contactLink(language: Language, sender: Sender, kind: string): Promise<string> {
  const found = await contactOf(sender);
  if (found === undefined) return '';
  const shown = escapeHtml(found.shown).replace(/[/?@]/g, '$&<wbr>').replaceAll(' ', '\u00a0');
  const label = texts[language][CONTACTS[found.kind]](shown);
  return `<a href="${escapeHtml(found.href)}"${kind}>${label}</a>`;
}
