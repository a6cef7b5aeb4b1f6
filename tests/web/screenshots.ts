/**
 * `npm run screenshots`: the main states in both languages and themes and at the size of a phone, taken from the real
 * app on the real worker, into build/screenshots; `-- da-light` takes that look only. Forced colours and a page at 200 %
 * are looks of their own. The README's picture, docs/composer.png, is a window of one.
 */
import { mkdir } from 'node:fs/promises';
import type { BrowserContextOptions } from 'playwright-core';
import { launchBrowser } from '../support/browser.ts';
import { startDevWorker } from '../support/dev-worker.ts';
import { type Language, openApp } from '../support/drive.ts';
import { throughMainStates } from '../support/main-states.ts';

const folder = 'build/screenshots';
await mkdir(folder, { recursive: true });

const phone = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true };
const looks: readonly [name: string, language: Language, options: BrowserContextOptions][] = [
  ['da-light', 'da', { colorScheme: 'light', viewport: { width: 1280, height: 1320 }, deviceScaleFactor: 1.5 }],
  ['en-dark', 'en', { colorScheme: 'dark' }],
  ['en-light', 'en', { colorScheme: 'light' }],
  ['da-dark', 'da', { colorScheme: 'dark' }],
  ['da-phone', 'da', { colorScheme: 'light', ...phone }],
  ['en-phone-dark', 'en', { colorScheme: 'dark', ...phone }],
  ['en-forced', 'en', { colorScheme: 'dark', forcedColors: 'active' }],
  ['da-forced', 'da', { colorScheme: 'light', forcedColors: 'active' }],
  // What a window of 1280 by 900 shows at 200 %.
  ['da-zoomed', 'da', { colorScheme: 'light', viewport: { width: 640, height: 450 }, deviceScaleFactor: 2 }],
];

const chosen = process.argv.slice(2);
const browser = await launchBrowser();
try {
  for (const [name, language, options] of looks) {
    if (chosen.length > 0 && !chosen.includes(name)) continue;
    const worker = await startDevWorker();
    try {
      const { page, close } = await openApp(browser, worker, language, options);
      await throughMainStates(page, worker, language, async (state, shown) => {
        await shown.evaluate(() => {
          scrollTo(0, 0);
          // A field that is written in shows its cursor and a part chosen: a moment's state, not the page's.
          (document.activeElement as HTMLElement | null)?.blur();
        });
        // Fonts, movements and the counters of the list have come to rest.
        await shown.waitForTimeout(400);
        await shown.screenshot({ path: `${folder}/${name}-${state}.png`, fullPage: true });
        if (name !== 'da-light' || state !== '3-composer') return;
        // The README shows one window of it: the message beside what everyone gets.
        await shown.evaluate(() => {
          document.getElementById('list-heading')?.scrollIntoView();
          scrollBy(0, -32);
        });
        await shown.waitForTimeout(100);
        await shown.screenshot({ path: 'docs/composer.png' });
      });
      await close();
    } finally {
      await worker.stop();
    }
  }
} finally {
  await browser.close();
}
