/**
 * `/stop`: for people whose link does not work, and for those who only have another link of the message. A pasted link
 * leads to its recipient's opt-out page, shown here: the opt-out link itself, which alone takes an opt-out back, is told
 * to nobody who does not have it. Who has no link at all may write his number, where the domain has a gateway for it
 * (`by-number.ts`). GET changes nothing.
 */
import { campaignOf, type LinkHost, slotOf } from '../campaigns.ts';
import { core } from '../core.ts';
import type { HitRecorder } from '../hits.ts';
import { plainOf } from '../redirect.ts';
import { unavailable } from './answers.ts';
import { languageOf, languageSwitch, texts } from './language.ts';
import { escapeHtml, pageAnswer } from './layout.ts';
import { howTo, optOutPage, otherLink } from './opt-out.ts';
import { ME, NUMBER, seeOther } from './way-out.ts';

/** Whether a path is meant for `/stop`: what may stand behind a slug may stand behind it, and people write capitals. */
export const isStop = (token: string): boolean => core.bareToken(token).toLowerCase() === 'stop';

export async function stopPage(
  request: Request,
  env: Env,
  ctx: ExecutionContext,
  host: LinkHost,
  hits: HitRecorder,
): Promise<Response> {
  const query = request.url.indexOf('?');
  const asked = new URLSearchParams(query < 0 ? '' : request.url.slice(query));
  const pasted = asked.get('link');
  if (pasted === null || pasted.trim() === '') return withoutLink(request, env, host, asked.get(ME));
  const sent = SENT.exec(pasted.replace(INVISIBLE, ''))?.[1];
  if (sent !== undefined) return seeOther(`/stop?lang=${languageOf(request)}&${ME}=${sent}`);
  const found = tokenIn(pasted, host.host);
  if (found === undefined) return ask(request, host, pasted);
  const plain = plainOf(host, found);
  if (plain < 0) return ask(request, host, pasted);
  try {
    const campaign = await campaignOf(env, ctx, host, plain);
    const slot = campaign === null ? undefined : slotOf(campaign, plain);
    if (campaign === null || slot === undefined) return ask(request, host, pasted);
    const language = languageOf(request, campaign.language);
    const slug = host.sealer.seal(plain);
    if (slot.record.kind === 'opt-out') return seeOther(`/${slug}?lang=${language}`);
    const link = campaign.links.findIndex(({ kind }) => kind === 'opt-out');
    const { links, number } = campaign;
    const optOut = link < 0 ? undefined : slotOf(campaign, core.plainOf(number, slot.recipient, link, links.length));
    if (optOut === undefined) return await howTo(language, host, campaign, 'noOptOutLink', otherLink(slug));
    return await optOutPage(request, env, ctx, host, campaign, optOut, hits, slug);
  } catch {
    return unavailable(request);
  }
}

/** The link that was sent to a number: it opens the page by itself, and people paste it all the same. */
const SENT = new RegExp(`/stop\\?(?:[^ ]{0,40}&)?${ME}=([\\w-]{30})(?![\\w-])`, 'i');

/** What nobody sees and comes along when people paste: marks of direction, joiners, soft hyphens. */
const INVISIBLE = /\p{Cf}/gu;

/**
 * The token of the first link to this host in what was pasted, or the only word of it. People paste whole messages, and
 * the link stands at their end: nothing is cut off but by what an address may hold. Linear in the text.
 */
function tokenIn(text: string, host: string): string | undefined {
  const seen = text.replace(INVISIBLE, '');
  const link = new RegExp(`(?<![\\w.@-])${host.replaceAll('.', '\\.')}(?::\\d+)?/([\\p{L}\\p{N}%-]+)`, 'iu');
  const token = link.exec(seen)?.[1];
  if (token !== undefined) return token;
  const [word, ...others] = seen.match(/[\p{L}\p{N}%][\p{L}\p{N}%-]*/gu)?.filter((word) => /[^%-]/.test(word)) ?? [];
  return others.length === 0 ? word : undefined;
}

/** `own`: of the link that somebody was sent by number. */
async function withoutLink(request: Request, env: Env, host: LinkHost, own: string | null): Promise<Response> {
  const { stopTexts } = host.record;
  const language = languageOf(request);
  if (own !== null) {
    const { numberTexts, ownStopPage } = await byNumber();
    const page = await ownStopPage(request, env, host, own, language);
    if (page !== null) return page;
    const { old, oldAgain } = numberTexts[language];
    return ask(request, host, '', stopTexts ? `${old} <a href="#${NUMBER}">${oldAgain}</a>` : old);
  }
  if (!stopTexts || request.method !== 'POST') return ask(request, host, '');
  const { isFromElsewhere, numberIn, sendStopLink, writtenNumber } = await byNumber();
  if (isFromElsewhere(request)) return ask(request, host, '');
  const written = await writtenNumber(request);
  const number = written === undefined ? undefined : numberIn(written, stopTexts.countryCode);
  const answer = number && (await sendStopLink(request, env, host, stopTexts, number, language));
  return answer || ask(request, host, '', undefined, written ?? '');
}

/** Loaded where a domain has it: redirects do without. */
const byNumber = async () => {
  const [pages, words, numbers] = await Promise.all([
    import('./by-number.ts'),
    import('./number-texts.ts'),
    import('./phone-number.ts'),
  ]);
  return { ...pages, ...words, ...numbers };
};

/** `pasted`, `number`: what was not understood, shown again so that it can be mended. `notice`: said first, as HTML. */
async function ask(
  request: Request,
  host: LinkHost,
  pasted: string,
  notice?: string,
  number?: string,
): Promise<Response> {
  const language = languageOf(request);
  const { stopTexts } = host.record;
  const byPhone = stopTexts ? `\n${(await byNumber()).numberForm(language, stopTexts, number)}` : '';
  const t = texts[language];
  const sender = host.record.senderName;
  const wrong = pasted !== '';
  return pageAnswer({
    language,
    title: t.stopTitle,
    body: `${sender === '' ? '' : `<p class="sender">${escapeHtml(sender)}</p>\n`}<h1>${t.stopTitle}</h1>
${notice === undefined ? '' : `<p class="problem" role="alert">${notice}</p>\n`}<p>${t.stopExplain}</p>
<form method="get" action="/stop">
<input type="hidden" name="lang" value="${language}">
<label for="link">${t.stopLabel}</label>
${wrong ? `<p id="problem" class="problem" role="alert">${t.stopNotFound}</p>\n` : ''}<input id="link" name="link" type="text" inputmode="url" autocomplete="off" autocapitalize="off" spellcheck="false" required placeholder="${escapeHtml(host.host)}/…" value="${escapeHtml(pasted)}"${wrong ? ' aria-invalid="true" aria-describedby="problem hint"' : ' aria-describedby="hint"'}>
<p id="hint" class="small">${t.stopHint}</p>
<button type="submit">${t.stopSubmit}</button>
</form>${byPhone === '' ? `\n<p class="small">${t.stopReply}</p>` : byPhone}
${languageSwitch(language, '/stop')}`,
  });
}
