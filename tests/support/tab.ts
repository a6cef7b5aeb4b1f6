/** The keyboard's way through a page: where Tab stops, and what is wrong with a stop. */
import type { Locator, Page } from 'playwright-core';

/** One place where the focus rested. */
export interface Stop {
  /** Element and accessible name, for messages. */
  readonly name: string;
  /** What a person who sees would miss; empty when nothing is. */
  readonly faults: readonly string[];
  /** Header, sheet or panel: each is read on its own. */
  readonly part: string;
  /** Place in the part, in CSS pixels from its top left corner. */
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
}

/** Where the focus is, or null when it is on nothing: before the first stop and behind the last. */
export function stopOf(page: Page): Promise<Stop | null> {
  return page.evaluate(() => {
    const element = document.activeElement;
    if (!(element instanceof HTMLElement) || element === document.body) return null;
    const label = element.id === '' ? null : document.querySelector(`label[for="${element.id}"]`);
    const called = element.getAttribute('aria-label') ?? (label ?? element.closest('label') ?? element).textContent;
    const name = `${element.localName} “${(called ?? '').trim().slice(0, 60)}”`;
    const faults: string[] = [];
    const style = getComputedStyle(element);
    const hasRing = style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) >= 2;
    if (!hasRing) faults.push('no visible ring');
    if (hasRing && contrast(style.outlineColor, groundOf(element.parentElement ?? element)) < 3)
      faults.push(`a ring of ${style.outlineColor} on ${groundOf(element.parentElement ?? element)}`);
    const box = element.getBoundingClientRect();
    if (box.width < 1 || box.height < 1 || !element.checkVisibility({ visibilityProperty: true }))
      faults.push('not on screen');
    // A point of it lies in the window and nothing lies on that point (WCAG 2.4.11).
    const x = Math.min(Math.max(box.left + box.width / 2, 0), innerWidth - 1);
    const y = Math.min(Math.max(box.top + box.height / 2, 0), innerHeight - 1);
    const there = document.elementFromPoint(x, y);
    if (there === null || !(element.contains(there) || there.contains(element))) faults.push('hidden behind something');
    const part = element.closest('.header, .sheet, .instruments > section, main') ?? document.body;
    // Within its part: a panel may scroll, and stay in place while the page does.
    const from = part.getBoundingClientRect();
    return {
      name,
      faults,
      part: `${part.className} ${part.getAttribute('aria-labelledby')}`,
      top: box.top - from.top,
      bottom: box.bottom - from.top,
      left: box.left - from.left,
    };

    function groundOf(start: Element): string {
      for (let at: Element | null = start; at !== null; at = at.parentElement) {
        const { backgroundColor } = getComputedStyle(at);
        if (!/^rgba\(.*, 0\)$|^transparent$/.test(backgroundColor)) return backgroundColor;
      }
      return 'rgb(255, 255, 255)';
    }

    /** WCAG's contrast of two opaque colours. */
    function contrast(one: string, other: string): number {
      const light = (colour: string) => {
        const [r = 0, g = 0, b = 0] = (colour.match(/[\d.]+/g) ?? []).map((part) => {
          const share = Number(part) / 255;
          return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
        });
        return 0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05;
      };
      const [dark = 1, bright = 1] = [light(one), light(other)].sort((a, b) => a - b);
      return bright / dark;
    }
  });
}

/** Tabs on until `wanted` has the focus and returns every stop on the way. Fails where the way ends before. */
export async function tabTo(page: Page, wanted: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<Stop[]> {
  const stops: Stop[] = [];
  const isThere = () => wanted.evaluate((element) => element === document.activeElement);
  while (!(await isThere())) {
    if (stops.length > 150) throw new Error(`Tab does not reach ${wanted}: ${stops.slice(-5).map(({ name }) => name)}`);
    await page.keyboard.press(key);
    const stop = await stopOf(page);
    if (stop !== null) stops.push(stop);
  }
  return stops;
}

/** Every stop of a way through the whole page, from its top until the focus leaves it. A trap would never let go. */
export async function tabThrough(page: Page): Promise<Stop[]> {
  // A page that has just been gone to takes the focus when it has been drawn: the way begins after that.
  await page.evaluate(async () => {
    for (let frame = 0; frame < 4; frame++) await new Promise((drawn) => requestAnimationFrame(drawn));
    (document.activeElement as HTMLElement | null)?.blur();
    getSelection()?.removeAllRanges();
    scrollTo(0, 0);
    // From the very top, wherever the focus was before.
    document.body.tabIndex = -1;
    document.body.focus();
    document.body.removeAttribute('tabindex');
  });
  const stops: Stop[] = [];
  for (;;) {
    if (stops.length > 250) throw new Error(`Tab is caught at ${stops.slice(-5).map(({ name }) => name)}`);
    await page.keyboard.press('Tab');
    const stop = await stopOf(page);
    if (stop === null) return stops;
    // Parts of one control, such as day and month of a date, are one stop.
    const last = stops.at(-1);
    if (last === undefined || last.name !== stop.name || last.top !== stop.top || last.left !== stop.left) {
      if (stops.length > 0 && stops[0]?.name === stop.name && stops[0].top === stop.top) return stops;
      stops.push(stop);
    }
  }
}

/** Stops that come before one that stands above them, or left of them in the same line, in the same part of the page. */
export function outOfOrder(stops: readonly Stop[]): string[] {
  return stops.flatMap((stop, index) => {
    const before = stops[index - 1];
    if (before === undefined || before.part !== stop.part) return [];
    const sameLine = stop.top < before.bottom && before.top < stop.bottom;
    const isAfter = sameLine ? stop.left >= before.left - 1 : stop.top >= before.top;
    return isAfter ? [] : [`${before.name} comes before ${stop.name}`];
  });
}

/** How many controls of the page somebody who sees could press or write in. Radio buttons of one name count once. */
export function controlsOn(page: Page): Promise<number> {
  return page.evaluate(() => {
    const seen = new Set<string>();
    let count = 0;
    for (const element of document.querySelectorAll<HTMLElement>(
      'a[href], button, input, select, textarea, summary, [tabindex="0"]',
    )) {
      if (!element.checkVisibility({ visibilityProperty: true })) continue;
      if ('disabled' in element && element.disabled === true) continue;
      if (element instanceof HTMLInputElement && element.type === 'radio') {
        if (seen.has(element.name)) continue;
        seen.add(element.name);
      }
      count++;
    }
    return count;
  });
}
