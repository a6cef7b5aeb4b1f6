/**
 * The opt-out link. GET shows and changes nothing, ever; POST confirms or takes back, is idempotent, and answers once
 * that is on disk. It works without script and after the campaign has ended. `/stop` shows the same page to whoever has
 * another link of the message: it opts out, and only the opt-out link itself takes that back.
 */
import type { Slot } from '../campaigns.ts';
import type { HitRecorder } from '../hits.ts';
import { log } from '../log.ts';
import type { CampaignRecord } from '../records.ts';
import { isFinal } from '../refusal.ts';
import { identityOf, shardOf } from '../shard-identity.ts';
import { counterStub } from '../stubs.ts';
import { contactOf, type Sender, takesAnswers } from '../ways.ts';
import { within } from '../within.ts';
import { type Language, languageOf, languageSwitch, texts } from './language.ts';
import { escapeHtml, pageAnswer } from './layout.ts';

/** A page waits this long for the object to say whether the opt-out is there already; then it shows the button. */
const LOOK_UP_MS = 1_500;
/** Confirming may take longer; after that the page says that nothing is saved. */
const CONFIRM_MS = 15_000;
/** A counter that cannot write now often can within a second or two: the pauses double, from 100 ms to 800. */
const CONFIRM_ATTEMPTS = 5;

/** Where the page's forms and switches lead: the opt-out link's own address, or `/stop` with the link that was followed. */
interface Door {
  readonly path: '' | '/stop';
  /** Behind the language in the query. */
  readonly rest: string;
}

/** Relative queries: they go back to this very link. */
const OPT_OUT_LINK: Door = { path: '', rest: '' };
/** `slug` has the alphabet of slugs: it needs no escape. */
export const otherLink = (slug: string): Door => ({ path: '/stop', rest: `&amp;link=${slug}` });

/** `slot`: of the opt-out link. `other`: the slug by which somebody came who may not have that link. */
export async function optOutPage(
  request: Request,
  env: Env,
  ctx: ExecutionContext,
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
  if (method !== 'POST') {
    const onDisk = hits.record(request, env, ctx, campaign, slot);
    if (onDisk !== undefined) await onDisk;
  }
  // Everyone has the same link: nobody is known, and to confirm for somebody would be a lie.
  if (campaign.tracking === 'aggregate') return howTo(language, campaign, 'sameForAll', door);
  if (method === 'POST') return confirm(request, env, campaign, slot, language, door);
  // Who comes by another link is not told how things stand either: shops may have that one.
  return door === OPT_OUT_LINK
    ? show(request, env, campaign, slot, language)
    : question(language, campaign.senderName, door);
}

async function show(
  request: Request,
  env: Env,
  campaign: CampaignRecord,
  slot: Slot,
  language: Language,
): Promise<Response> {
  const known = slot.isTest || request.method === 'HEAD' ? false : await isOptedOut(env, campaign, slot.recipient);
  return (known ? receipt : question)(language, campaign.senderName, OPT_OUT_LINK);
}

async function confirm(
  request: Request,
  env: Env,
  campaign: CampaignRecord,
  slot: Slot,
  language: Language,
  door: Door,
): Promise<Response> {
  const query = request.url.indexOf('?');
  const undo = query >= 0 && new URLSearchParams(request.url.slice(query)).has('undo');
  if (undo && door !== OPT_OUT_LINK) return undoRefused(language, door);
  try {
    // The composer's own trial: shown as it will be, stored nowhere.
    if (!slot.isTest) await onDisk(env, campaign, slot.recipient, undo);
  } catch (error) {
    log('opt-out-failed', { host: campaign.host, campaign: campaign.number, error });
    return failed(language, campaign, door, undo);
  }
  return (undo ? undone : receipt)(language, campaign.senderName, door);
}

/** Tried again on a fresh stub: the opt-out is idempotent. */
async function onDisk(env: Env, campaign: CampaignRecord, recipient: number, undo: boolean): Promise<void> {
  const shard = shardOf(campaign, recipient);
  const identity = identityOf(campaign, shard);
  const nowMs = Date.now();
  for (let attempt = 1; ; attempt++) {
    try {
      const counter = counterStub(env, campaign, shard);
      const call: Promise<unknown> = undo
        ? counter.optIn(identity, recipient)
        : counter.optOut(identity, recipient, nowMs);
      await within(call, CONFIRM_MS);
      return;
    } catch (error) {
      if (isFinal(error) || attempt === CONFIRM_ATTEMPTS || Date.now() - nowMs > CONFIRM_MS) throw error;
      await scheduler.wait(50 * 2 ** attempt);
    }
  }
}

async function isOptedOut(env: Env, campaign: CampaignRecord, recipient: number): Promise<boolean> {
  try {
    const counter = counterStub(env, campaign, shardOf(campaign, recipient));
    return await within(counter.isOptedOut(recipient, campaign.publishedAtMs), LOOK_UP_MS);
  } catch {
    return false;
  }
}

const senderLine = (sender: string) => (sender === '' ? '' : `<p class="sender">${escapeHtml(sender)}</p>\n`);

const form = ({ path, rest }: Door, language: Language, label: string, kind = '', undo = '') =>
  `<form method="post" action="${path}?lang=${language}${rest}${undo}"><button type="submit"${kind}>${label}</button></form>`;

const QUIET = ' class="quiet"';
const UNDO = '&amp;undo';

function question(language: Language, sender: string, door: Door): Response {
  const t = texts[language];
  return pageAnswer({
    language,
    title: t.ask(sender),
    body: `<h1>${t.ask(escapeHtml(sender))}</h1>
<p>${t.explain}</p>
${form(door, language, t.confirm)}
${languageSwitch(language, door.path, door.rest)}`,
  });
}

function receipt(language: Language, sender: string, door: Door): Response {
  const t = texts[language];
  return pageAnswer({
    language,
    title: t.done,
    body: `<div class="done" aria-hidden="true">✓</div>
<h1>${t.done}</h1>
<p>${t.doneExplain(escapeHtml(sender))}</p>
${door === OPT_OUT_LINK ? form(door, language, t.undo, QUIET, UNDO) : `<p class="small">${t.undoByLink}</p>`}
${languageSwitch(language, door.path, door.rest)}`,
  });
}

function undone(language: Language, sender: string, door: Door): Response {
  const t = texts[language];
  return pageAnswer({
    language,
    title: t.undone,
    body: `<h1>${t.undone}</h1>
<p>${t.undoneExplain(escapeHtml(sender))}</p>
${form(door, language, t.confirm, QUIET)}
${languageSwitch(language, door.path, door.rest)}`,
  });
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
async function failed(language: Language, sender: Sender, door: Door, undo: boolean): Promise<Response> {
  const t = texts[language];
  const contact = await contactLink(language, sender, '');
  const otherwise = takesAnswers(sender)
    ? `\n<p class="small">${t.failedReply}</p>`
    : contact && `\n<p class="small">${t.failedContact} ${contact}</p>`;
  return pageAnswer({
    language,
    title: t.failed,
    status: 503,
    body: `<h1>${t.failed}</h1>
<p>${t.notSaved}</p>
${form(door, language, t.tryAgain, '', undo ? UNDO : '')}${undo ? '' : otherwise}`,
  });
}

/** Where the page cannot opt anybody out, and why: what people can do instead, of which all is true of this sender. */
export async function howTo(
  language: Language,
  sender: Sender,
  why: 'sameForAll' | 'noOptOutLink',
  { path, rest }: Door,
): Promise<Response> {
  const t = texts[language];
  const { senderName } = sender;
  const canReply = takesAnswers(sender);
  const contact = await contactLink(language, sender, ' class="act"');
  return pageAnswer({
    language,
    title: t.howTo,
    body: `${senderLine(senderName)}<h1>${t.howTo}</h1>
<p>${t[why]}</p>
<p>${canReply ? t.reply : t.contact(escapeHtml(senderName))}</p>
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
