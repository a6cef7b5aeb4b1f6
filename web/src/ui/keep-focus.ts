/**
 * Keeps the keyboard where it was. A control that goes away or is switched off when it is pressed drops the focus on
 * nothing: whoever uses no mouse then begins at the top of the page again, and a screen reader falls silent (WCAG 2.4.3).
 */

/** Where to go instead. Without fields to write in: on a phone one would open the keyboard. */
const CONTROLS = 'a[href], button, select, summary, input:is([type=checkbox], [type=radio])';
const PARTS = 'li, ul, fieldset, details, section, main';
/** Some seconds' worth, for what is loaded when it is first drawn. */
const MOST_FRAMES = 600;

interface Place {
  readonly element: HTMLElement;
  /** What stood around it, the smallest first. */
  readonly parts: readonly HTMLElement[];
  /** The controls around it: those behind it, then those before it, each the nearest first. */
  readonly neighbours: readonly HTMLElement[];
}

let last: Place | null = null;
/** What went away while `wish` was to say where to go. */
let lost: Place | null = null;
let wish: (() => HTMLElement | null | undefined) | null = null;

/**
 * Of what is about to go away: the focus goes where `find` says once the page is drawn anew. A person who goes elsewhere
 * before it is drawn stays there.
 */
export function focusAfter(find: () => HTMLElement | null | undefined): void {
  wish = find;
  lost = null;
  let frames = 0;
  let at: Element | null = null;
  // Once what was asked for is in the page, and before anybody can have seen it.
  queueMicrotask(() => {
    at = document.activeElement;
  });
  const look = () => {
    wish = null;
    if (document.activeElement !== at && at?.isConnected) return;
    const found = find();
    if (found) found.focus();
    else if (++frames < MOST_FRAMES) requestAnimationFrame(look);
    else if (at === document.body && lost !== null) neighbourOf(lost)?.focus();
  };
  requestAnimationFrame(look);
}

/** The heading of a part of the page, ready to take the focus. */
export function headingOf(part: ParentNode | null | undefined): HTMLElement | null {
  const heading = part?.querySelector<HTMLElement>('h1, h2, h3, h4') ?? null;
  if (heading !== null) heading.tabIndex = -1;
  return heading;
}

export function keepFocus(): void {
  document.addEventListener('focusin', ({ target }) => {
    if (target instanceof HTMLElement) last = placeOf(target);
  });
  new MutationObserver(() => {
    if (last === null || isUsable(last.element) || !isFocusNowhere(last)) return;
    lost = last;
    last = null;
    if (wish === null) neighbourOf(lost)?.focus();
  }).observe(document.body, { childList: true, subtree: true, attributeFilter: ['disabled'] });
}

/** A control that was switched off keeps the focus until the next frame. */
const isFocusNowhere = ({ element }: Place) =>
  document.activeElement === document.body || document.activeElement === null || document.activeElement === element;

const isUsable = (element: HTMLElement) =>
  element.isConnected && !element.matches(':disabled') && element.checkVisibility();

function placeOf(element: HTMLElement): Place {
  const parts: HTMLElement[] = [];
  for (let part = element.closest<HTMLElement>(PARTS); part; part = part.parentElement?.closest(PARTS) ?? null) {
    parts.push(part);
  }
  const before: HTMLElement[] = [];
  const behind: HTMLElement[] = [];
  for (const control of parts.at(-1)?.querySelectorAll<HTMLElement>(CONTROLS) ?? []) {
    const where = element.compareDocumentPosition(control);
    if (where & Node.DOCUMENT_POSITION_FOLLOWING) behind.push(control);
    else if (where & Node.DOCUMENT_POSITION_PRECEDING) before.unshift(control);
  }
  return { element, parts, neighbours: [...behind, ...before] };
}

/** In the smallest part that is left: the next control, else the one before; in a section without one its heading. */
function neighbourOf({ element, parts, neighbours }: Place): HTMLElement | null {
  // The whole page, which stands anew once its code is there.
  if (element.id === 'content') return document.getElementById('content');
  for (const part of parts) {
    if (!part.isConnected) continue;
    const found = neighbours.find((control) => part.contains(control) && isUsable(control));
    const place = found ?? (part.matches('section') ? headingOf(part) : null);
    if (place) return place;
  }
  return null;
}
