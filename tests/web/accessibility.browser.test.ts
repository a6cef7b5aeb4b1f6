/**
 * Every main state, in both languages: axe-core finds nothing to object to in either theme, nothing is cut or has to be
 * scrolled sideways at any width down to 320 pixels, and nothing is told by a background alone that forced colours take away.
 */
import type { Browser, Page } from 'playwright-core';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { violations, violationsInBothThemes } from '../support/axe.ts';
import { launchBrowser } from '../support/browser.ts';
import { type DevWorker, startDevWorker } from '../support/dev-worker.ts';
import { type Language, openApp } from '../support/drive.ts';
import { cutParts } from '../support/layout.ts';
import { throughMainStates } from '../support/main-states.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});

const DESK = { width: 1280, height: 900 };
/** A window of 1280 by 900 at 200 % (WCAG 1.4.4), a phone, and what is left at 400 % (WCAG 1.4.10). */
const NARROWER = [
  { width: 640, height: 450 },
  { width: 390, height: 844 },
  { width: 320, height: 256 },
];

describe.concurrent.each(['da', 'en'] satisfies Language[])('in %s', (language) => {
  let worker: DevWorker;
  // Each try has its own: the way begins where nobody has signed in and nothing is published.
  beforeEach(async () => {
    worker = await startDevWorker();
  });
  afterEach(() => worker?.stop());

  test('nothing stands in the way of assistive technology, at any width and in either theme', async () => {
    // Movements would be caught half way: colours between two, boxes between two places.
    const { page, errors, close } = await openApp(browser, worker, language, { reducedMotion: 'reduce' });
    const found: string[] = [];
    const visited: string[] = [];
    await throughMainStates(page, worker, language, async (state, shown) => {
      visited.push(state);
      const note = (look: string, lines: readonly string[]) => {
        for (const line of lines) found.push(`${state}, ${look}: ${line}`);
      };
      note('1280', await violationsInBothThemes(shown));
      note('1280', await cutParts(shown));
      for (const size of NARROWER) {
        await shown.setViewportSize(size);
        await settled(shown);
        note(String(size.width), await cutParts(shown));
        // Targets may come to stand closer on a phone.
        if (size.width === 390) note('390', await violations(shown));
      }
      await shown.setViewportSize(DESK);
      await settled(shown);
    });
    expect(found).toEqual([]);
    expect(new Set(visited).size).toBeGreaterThanOrEqual(16);
    expect(errors).toEqual([]);
    await close();
  }, 240_000);
});

/** The browser has laid out what it was told. */
async function settled(page: Page): Promise<void> {
  await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
}
