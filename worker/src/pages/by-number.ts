/**
 * Opting out by telephone number, where a domain has a gateway for it: whoever writes the number at `/stop` is sent a link, and
 * opts out with that. Whose number it is shows only by who reads its messages, so nothing is changed before. The number
 * goes to the gateway, and is stored nowhere: its keyed hash is what links and the suppression set know it by.
 */
import type { LinkHost } from '../campaigns.ts';
import { crowdOf } from '../crowd.ts';
import { Deadline } from '../gateways/deadline.ts';
import type { SendOutcome } from '../gateways/gateway.ts';
import { gateways } from '../gateways/later.ts';
import { bodyOf, utf8 } from '../gateways/reading.ts';
import { isLocalName } from '../hostname.ts';
import { log, nameOf } from '../log.ts';
import { toHex } from '../octets.ts';
import type { StopTexts } from '../records.ts';
import { reporting } from '../reporting.ts';
import type { NumberWord } from '../rpc/suppression.ts';
import { deriveNumberKey } from '../slug-keys.ts';
import { makeStopToken, readStopToken } from '../stop-link.ts';
import { workspaceStub } from '../stubs.ts';
import { texts as messageTexts } from '../texts.ts';
import { within } from '../within.ts';
import { type Language, texts } from './language.ts';
import { escapeHtml, pageAnswer } from './layout.ts';
import { numberTexts } from './number-texts.ts';
import { exampleOf, shownNumber } from './phone-number.ts';
import {
  DONE,
  hasQuery,
  LOOK_UP_MS,
  ME,
  NUMBER,
  notSaved,
  onDisk,
  question,
  receipt,
  seeOther,
  UNDO,
  UNDONE,
  undoForm,
  undone,
} from './way-out.ts';

const ANSWER_MS = 10_000;
/** Octets: of a number, with room for how browsers write it. */
const LONGEST_FORM = 4_096;

/** Behind the form for links. `written`: what no text message can be sent to is shown again, so that it can be mended. */
export function numberForm(language: Language, { countryCode }: StopTexts, written?: string): string {
  const t = numberTexts[language];
  const isWrong = written !== undefined;
  const example = exampleOf(countryCode);
  return `<hr>
<h2 id="${NUMBER}">${t.title}</h2>
<p id="number-hint">${t.explain}</p>
<form method="post" action="/stop?lang=${language}#${NUMBER}">
<label for="number">${t.label}</label>
${isWrong ? `<p id="number-problem" class="problem" role="alert">${t.bad(example)}</p>\n` : ''}<input id="number" name="number" type="tel" autocomplete="tel" required maxlength="40" placeholder="${example}" value="${escapeHtml(written ?? '')}"${isWrong ? ' aria-invalid="true" aria-describedby="number-problem number-hint"' : ' aria-describedby="number-hint"'}>
<button type="submit" class="quiet">${t.submit}</button>
</form>`;
}

/** What a `POST /stop` holds as number; undefined: it holds none. */
export async function writtenNumber(request: Request): Promise<string | undefined> {
  const octets = await bodyOf(request, LONGEST_FORM);
  return (octets === null ? undefined : new URLSearchParams(utf8(octets)).get('number'))?.trim() || undefined;
}

/**
 * Another site's page may send forms here in its visitors' names, from the addresses of them all: it is asked once more here.
 * Browsers say so; our own pages have no referrer, and so no origin, to go by.
 */
export const isFromElsewhere = (request: Request): boolean => request.headers.get('sec-fetch-site') === 'cross-site';

/**
 * Sends the link. The answer is the same whoever has the number, and whatever they said before. Null: no text message can be sent
 * to the number.
 */
export async function sendStopLink(
  request: Request,
  env: Env,
  { host, record }: LinkHost,
  stopTexts: StopTexts,
  number: string,
  language: Language,
): Promise<Response | null> {
  const t = numberTexts[language];
  let told: 'sent' | 'not-sent' | 'no-number' = 'not-sent';
  try {
    told = await sent(request, env, host, stopTexts, number, (link) => t.message(record.senderName, link));
  } catch (error) {
    // By its name alone: what a request says of itself may hold the number.
    log('stop-text-failed', { host, error: nameOf(error) });
  }
  if (told === 'no-number') return null;
  const isSent = told === 'sent';
  return pageAnswer({
    language,
    title: isSent ? t.sentTitle : texts[language].failed,
    status: isSent ? 200 : 503,
    body: isSent
      ? `<h1>${t.sentTitle}</h1>\n<p>${t.sent(`<b>${shownNumber(number)}</b>`)}</p>\n<p class="small">${t.sentHint} <a href="/stop?lang=${language}">${texts[language].tryAgain}</a></p>`
      : `<h1>${texts[language].failed}</h1>\n<p>${t.notSent}</p>\n<p class="small">${texts[language].stopReply}</p>`,
  });
}

/** 'not-sent': it is not to be sent now, or no gateway takes it. */
async function sent(
  request: Request,
  env: Env,
  host: string,
  { gateway: id, from, countryCode }: StopTexts,
  to: string,
  message: (link: string) => string,
): Promise<'sent' | 'not-sent' | 'no-number'> {
  const { hashNumbers } = await reporting();
  const hash = hashNumbers(await deriveNumberKey(env), Float64Array.of(Number(to.slice(1))));
  const nowMs = Date.now();
  const crowd = await crowdOf(request.headers.get('cf-connecting-ip') ?? '');
  const isAbroad = !to.startsWith(`+${countryCode}`);
  const workspace = workspaceStub(env);
  const verdict = await within(workspace.admitStopText(host, hash, { crowd, isAbroad }, nowMs), ANSWER_MS);
  // Nobody learns from the answer that another has asked: a link is on its way to that number.
  if (verdict === 'sent-before') return 'sent';
  if (verdict === 'too-many') {
    log('stop-texts-too-many', { host });
    return 'not-sent';
  }
  let outcome: SendOutcome | undefined;
  try {
    outcome = await handedOver(request, env, host, { id, to, from, hash, nowMs }, message);
  } finally {
    // Else the number would be told that a link is on its way.
    if (!isTaken(outcome)) await workspace.takeBackStopText(hash, nowMs);
  }
  if (isTaken(outcome)) return 'sent';
  return outcome?.is === 'refused' && outcome.reason === 'number' ? 'no-number' : 'not-sent';
}

/** Undefined: there is no such gateway any more. */
async function handedOver(
  request: Request,
  env: Env,
  host: string,
  { id, to, from, hash, nowMs }: { id: string; to: string; from: string; hash: Uint8Array; nowMs: number },
  message: (link: string) => string,
): Promise<SendOutcome | undefined> {
  const { openGateway, noteOutcomes } = await gateways();
  const gateway = await openGateway(env, id);
  if (gateway === null) return undefined;
  const { port } = new URL(request.url);
  const shown = isLocalName(host) && port !== '' ? `${host}:${port}` : host;
  const text = message(`${shown}/stop?${ME}=${await makeStopToken(env, host, hash, nowMs)}`);
  const { encoding, segments } = (await messageTexts()).planSegments(text);
  const out = { id: `stop-${toHex(crypto.getRandomValues(new Uint8Array(12)))}`, to, from, text, encoding, segments };
  const [outcome] = await gateway.send([out], new Deadline());
  if (outcome !== undefined) {
    // It has gone out, or not, all the same.
    await noteOutcomes(env, id, [outcome]).catch((error: unknown) => log('gateway-unnoted', { host, error }));
  }
  return outcome;
}

/**
 * Or may be: then it is not sent a second time. Nor is it told that the number wants no messages of the gateway's: whoever asks may be
 * somebody else.
 */
const isTaken = (outcome: SendOutcome | undefined): boolean =>
  outcome?.is === 'accepted' ||
  outcome?.is === 'unknown' ||
  (outcome?.is === 'refused' && outcome.reason === 'blocked');

/** Of a link that was sent, whatever punctuation came along when it was copied. */
const tokenIn = (written: string): string => /^[\w-]{30}(?![\w-])/.exec(written.trim())?.[0] ?? '';

/** The link that was sent: GET shows, POST opts out of the domain's messages, or takes that back. Null: it is none, or has ended. */
export async function ownStopPage(
  request: Request,
  env: Env,
  { host, record }: LinkHost,
  written: string,
  language: Language,
): Promise<Response | null> {
  const token = tokenIn(written);
  const hash = await readStopToken(env, host, token, Date.now());
  if (hash === null) return null;
  const door = { path: '/stop', rest: `&amp;${ME}=${token}` } as const;
  const way = { language, door, sender: record.senderName };
  if (request.method !== 'POST') {
    const stopped = await stoppedIn(env, host, hash, hasQuery(request, DONE));
    // START takes back what STOP said to everybody; this link speaks of one domain's messages.
    if (stopped === 'everywhere') return receipt(way, `<p class="small">${numberTexts[language].everywhere}</p>`);
    if (stopped === 'here') return receipt(way, undoForm(way));
    return hasQuery(request, UNDONE) ? undone(way) : question(way);
  }
  const isUndo = hasQuery(request, 'undo');
  const word: NumberWord = { hash, host, says: isUndo ? 'start' : 'stop', source: 'opt-out-page', atMs: Date.now() };
  try {
    await onDisk(() => workspaceStub(env).takeWords([word]));
  } catch (error) {
    log('opt-out-failed', { host, error });
    return notSaved(way, isUndo ? UNDO : '');
  }
  return seeOther(`/stop?lang=${language}&${ME}=${token}&${isUndo ? UNDONE : DONE}`);
}

/** Where nobody can say, it is as the answer that led here had it. */
async function stoppedIn(
  env: Env,
  host: string,
  hash: Uint8Array,
  unsaid: boolean,
): Promise<'everywhere' | 'here' | 'nowhere'> {
  try {
    const [scopes = []] = await within(workspaceStub(env).stoppedFor(hash), LOOK_UP_MS);
    const ofAllLists = scopes.filter(({ list }) => list === undefined);
    if (ofAllLists.some((scope) => scope.host === null)) return 'everywhere';
    return ofAllLists.some((scope) => scope.host === host) ? 'here' : 'nowhere';
  } catch {
    return unsaid ? 'here' : 'nowhere';
  }
}
