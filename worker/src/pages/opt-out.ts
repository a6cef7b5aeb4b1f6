/**
 * The opt-out link. GET shows and changes nothing, ever; POST confirms or takes back, is idempotent, and answers once
 * that is on disk. It works without script and after the campaign has ended.
 */
import type { Slot } from '../campaigns.ts';
import { type HitRecorder, identityOf, shardOf } from '../hits.ts';
import { log } from '../log.ts';
import type { CampaignRecord } from '../records.ts';
import { isFinal } from '../refusal.ts';
import { counterStub } from '../stubs.ts';
import { within } from '../within.ts';
import { escapeHtml, type Language, languageOf, languageSwitch, pageAnswer } from './layout.ts';
import { texts } from './texts.ts';

/** A page waits this long for the object to say whether the opt-out is there already; then it shows the button. */
const LOOK_UP_MS = 1_500;
/** Confirming may take longer; after that the page says that nothing is saved. */
const CONFIRM_MS = 15_000;
/** A counter that cannot write now often can within a second or two: the pauses double, from 100 ms to 800. */
const CONFIRM_ATTEMPTS = 5;

export async function optOutPage(
  request: Request,
  env: Env,
  ctx: ExecutionContext,
  campaign: CampaignRecord,
  slot: Slot,
  hits: HitRecorder,
): Promise<Response> {
  const { method } = request;
  if (method !== 'GET' && method !== 'HEAD' && method !== 'POST') {
    return new Response(null, { status: 405, headers: { allow: 'GET, HEAD, POST', 'cache-control': 'no-store' } });
  }
  const language = languageOf(request, campaign.language);
  if (method !== 'POST') {
    const onDisk = hits.record(request, env, ctx, campaign, slot);
    if (onDisk !== undefined) await onDisk;
  }
  // Everyone has the same link: nobody is known, and to confirm for somebody would be a lie.
  if (campaign.tracking === 'aggregate') return howTo(language, campaign.senderName);
  return method === 'POST'
    ? confirm(request, env, campaign, slot, language)
    : show(request, env, campaign, slot, language);
}

async function show(
  request: Request,
  env: Env,
  campaign: CampaignRecord,
  slot: Slot,
  language: Language,
): Promise<Response> {
  const known = slot.isTest || request.method === 'HEAD' ? false : await isOptedOut(env, campaign, slot.recipient);
  return known ? receipt(language, campaign.senderName) : question(language, campaign.senderName);
}

async function confirm(
  request: Request,
  env: Env,
  campaign: CampaignRecord,
  slot: Slot,
  language: Language,
): Promise<Response> {
  const query = request.url.indexOf('?');
  const undo = query >= 0 && new URLSearchParams(request.url.slice(query)).has('undo');
  try {
    // The composer's own trial: shown as it will be, stored nowhere.
    if (!slot.isTest) await onDisk(env, campaign, slot.recipient, undo);
  } catch (error) {
    log({ event: 'opt-out-failed', host: campaign.host, campaign: campaign.number, error });
    return failed(language, undo);
  }
  return undo ? undone(language, campaign.senderName) : receipt(language, campaign.senderName);
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
        ? counter.optIn(identity, recipient, nowMs)
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

/** The forms' actions are relative queries, so that they go back to this very link. */
const form = (action: string, label: string, kind = '') =>
  `<form method="post" action="?${action}"><button type="submit"${kind}>${label}</button></form>`;

function question(language: Language, sender: string): Response {
  const t = texts[language];
  return pageAnswer({
    language,
    title: t.ask(sender),
    body: `<h1>${t.ask(escapeHtml(sender))}</h1>
<p>${t.explain}</p>
${form(`lang=${language}`, t.confirm)}
${languageSwitch(language, '')}`,
  });
}

function receipt(language: Language, sender: string): Response {
  const t = texts[language];
  return pageAnswer({
    language,
    title: t.done,
    body: `<div class="done" aria-hidden="true">✓</div>
<h1>${t.done}</h1>
<p>${t.doneExplain(escapeHtml(sender))}</p>
${form(`lang=${language}&amp;undo`, t.undo, ' class="quiet"')}
${languageSwitch(language, '')}`,
  });
}

function undone(language: Language, sender: string): Response {
  const t = texts[language];
  return pageAnswer({
    language,
    title: t.undone,
    body: `<h1>${t.undone}</h1>
<p>${t.undoneExplain(escapeHtml(sender))}</p>
${form(`lang=${language}`, t.confirm, ' class="quiet"')}
${languageSwitch(language, '')}`,
  });
}

function failed(language: Language, undo: boolean): Response {
  const t = texts[language];
  return pageAnswer({
    language,
    title: t.failed,
    status: 503,
    body: `<h1>${t.failed}</h1>
<p>${t.failedExplain}</p>
${form(`lang=${language}${undo ? '&amp;undo' : ''}`, t.tryAgain)}`,
  });
}

/** Where the link is the same for everyone. */
export function howTo(language: Language, sender: string): Response {
  const t = texts[language];
  return pageAnswer({
    language,
    title: t.unknownTitle,
    body: `${senderLine(sender)}<h1>${t.unknownTitle}</h1>
<p>${t.unknownExplain(escapeHtml(sender))}</p>
${languageSwitch(language, '')}`,
  });
}
