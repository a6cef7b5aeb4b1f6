/** What every way out has in common: the question, what was done and how it is undone, and until when it is tried. */
import { isFinal } from '../refusal.ts';
import { within } from '../within.ts';
import { type Language, languageSwitch, texts } from './language.ts';
import { escapeHtml, pageAnswer } from './layout.ts';

/** A page waits this long for the object to say whether the opt-out is there already; then it shows the button. */
export const LOOK_UP_MS = 1_500;
/** Confirming may take longer; after that the page says that nothing is saved. */
const CONFIRM_MS = 15_000;
/** An object that cannot write now often can within a second or two: the pauses double, from 100 ms to 800. */
const CONFIRM_ATTEMPTS = 5;

/** Where the page's forms and switches lead: an opt-out link's own address, or `/stop` with what led here. */
export interface Door {
  readonly path: '' | '/stop';
  /** Behind the language in the query. */
  readonly rest: string;
}

export interface WayOut {
  readonly language: Language;
  readonly door: Door;
  /** Whose messages the page is about; empty: not said. */
  readonly sender: string;
}

/** Of the receipts' addresses. */
export const DONE = 'done';
export const UNDONE = 'undone';
/** Of what a form asks for. */
export const UNDO = '&amp;undo';
/** Of the link that is sent to a number: what says whose it is. */
export const ME = 'me';
/** Of the part of `/stop` that asks for a number. */
export const NUMBER = 'by-number';

/**
 * Deaf for its first second: it comes to stand where the button was that led here, and the second of two quick taps would
 * take back what the first one said.
 */
export const QUIET = ' class="quiet late"';

export function hasQuery(request: Request, name: string): boolean {
  const query = request.url.indexOf('?');
  return query >= 0 && new URLSearchParams(request.url.slice(query)).has(name);
}

export function seeOther(location: string): Response {
  return new Response(null, {
    status: 303,
    headers: { location, 'cache-control': 'private, no-store', 'referrer-policy': 'no-referrer' },
  });
}

/** Tried again on a fresh stub: what was said changes nothing when it is said again. */
export async function onDisk(tell: () => Promise<unknown>): Promise<void> {
  const beganMs = Date.now();
  for (let attempt = 1; ; attempt++) {
    try {
      await within(tell(), CONFIRM_MS);
      return;
    } catch (error) {
      if (isFinal(error) || attempt === CONFIRM_ATTEMPTS || Date.now() - beganMs > CONFIRM_MS) throw error;
      await scheduler.wait(50 * 2 ** attempt);
    }
  }
}

export const form = ({ path, rest }: Door, language: Language, label: string, kind = '', asks = '') =>
  `<form method="post" action="${path}?lang=${language}${rest}${asks}"><button type="submit"${kind}>${label}</button></form>`;

const switchOf = ({ language, door }: Pick<WayOut, 'language' | 'door'>) =>
  languageSwitch(language, door.path, door.rest);

export function question(way: WayOut): Response {
  const { language, door, sender } = way;
  const t = texts[language];
  return pageAnswer({
    language,
    title: t.ask(sender),
    body: `<h1>${t.ask(escapeHtml(sender))}</h1>
<p>${t.explain}</p>
${form(door, language, t.confirm)}
${switchOf(way)}`,
  });
}

/** `next`: what can be done from here, as HTML. */
export function receipt(way: WayOut, next: string): Response {
  const { language, sender } = way;
  const t = texts[language];
  return pageAnswer({
    language,
    title: t.done,
    body: `<div class="done" aria-hidden="true">✓</div>
<h1>${t.done}</h1>
<p>${t.doneExplain(escapeHtml(sender))}</p>
${next}
${switchOf(way)}`,
  });
}

export const undoForm = ({ language, door }: Pick<WayOut, 'language' | 'door'>): string =>
  form(door, language, texts[language].undo, QUIET, UNDO);

export function undone(way: WayOut): Response {
  const { language, door, sender } = way;
  const t = texts[language];
  return pageAnswer({
    language,
    title: t.undone,
    body: `<h1>${t.undone}</h1>
<p>${t.undoneExplain(escapeHtml(sender))}</p>
${form(door, language, t.confirm, QUIET)}
${switchOf(way)}`,
  });
}

/** `again`: what the form is to ask for. `otherwise`: what else can be done, as HTML. */
export function notSaved({ language, door }: Omit<WayOut, 'sender'>, again: string, otherwise = ''): Response {
  const t = texts[language];
  return pageAnswer({
    language,
    title: t.failed,
    status: 503,
    body: `<h1>${t.failed}</h1>
<p>${t.notSaved}</p>
${form(door, language, t.tryAgain, '', again)}${otherwise}`,
  });
}
