/** What is cut, hidden behind an edge or wider than the window, judged from the boxes as the browser laid them out. */
import type { Page } from 'playwright-core';

/** One line for each part of the page that cannot be read without scrolling sideways, or not at all. */
export function cutParts(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    const root = document.documentElement;
    if (root.scrollWidth > innerWidth) found.push(`the page is ${root.scrollWidth - innerWidth} pixels too wide`);
    const called = (element: Element) =>
      `${element.localName}.${element.className || '-'} “${(element.textContent ?? '').trim().slice(0, 40)}”`;
    for (const element of document.body.querySelectorAll<HTMLElement>('*')) {
      // Not drawn, or drawn for screen readers only.
      if (!element.checkVisibility({ visibilityProperty: true }) || element.closest('.visually-hidden, svg')) continue;
      const style = getComputedStyle(element);
      const sideways = element.scrollWidth - element.clientWidth;
      const down = element.scrollHeight - element.clientHeight;
      const clips = (overflow: string) => overflow === 'hidden' || overflow === 'clip';
      // The phone's name of the sender is cut as a phone cuts it.
      const isOneLine =
        style.textOverflow === 'ellipsis' && element.matches('.phone-sender, .saved-name, .saved-text, select');
      if (clips(style.overflowX) && sideways > 1 && !isOneLine) found.push(`${called(element)}: ${sideways} cut off`);
      if (clips(style.overflowY) && down > 1 && !isOneLine) found.push(`${called(element)}: ${down} cut off below`);
      // A word that sticks out of what holds it lies on its neighbour, or outside.
      const isBlock = style.display !== 'inline' && element.childElementCount === 0 && element.textContent !== '';
      if (isBlock && style.overflowX === 'visible' && sideways > 1)
        found.push(`${called(element)}: sticks out by ${sideways}`);
      const { left, right } = element.getBoundingClientRect();
      const scrolls = element.closest('.table-frame') !== null;
      if (!scrolls && right > left && (left < -1 || right > innerWidth + 1) && !element.matches('.skip'))
        found.push(`${called(element)}: from ${Math.round(left)} to ${Math.round(right)}`);
    }
    return found;
  });
}
