/**
 * `npm run screenshots:report`: the report of a campaign in both languages and themes, at the size of a phone, in forced
 * colours, at 200 % and on paper, into build/screenshots; `-- da-light` takes that look only, `-- docs` the pictures of README
 * and docs/report.md (`tests/support/readme-pictures.ts`).
 */
import { mkdir } from 'node:fs/promises';
import type { BrowserContextOptions } from 'playwright-core';
import { launchBrowser } from '../support/browser.ts';
import { startDevWorker } from '../support/dev-worker.ts';
import { type Language, openApp } from '../support/drive.ts';
import { takePictures } from '../support/readme-pictures.ts';
import { asked, CAMPAIGN, publish, reportOf, signInWithDomain } from '../support/report-open.ts';
import { playedComparison, playedReport, showPlayed } from '../support/report-played.ts';

const folder = 'build/screenshots';
await mkdir(folder, { recursive: true });

const phone = { viewport: { width: 360, height: 780 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true };
const looks: readonly [name: string, language: Language, options: BrowserContextOptions][] = [
  ['da-light', 'da', { colorScheme: 'light', deviceScaleFactor: 1.5 }],
  ['en-dark', 'en', { colorScheme: 'dark' }],
  ['da-phone', 'da', { colorScheme: 'light', ...phone }],
  ['en-phone-dark', 'en', { colorScheme: 'dark', ...phone }],
  ['en-forced', 'en', { colorScheme: 'dark', forcedColors: 'active' }],
  // What a window of 1280 by 900 shows at 200 %.
  ['da-zoomed', 'da', { colorScheme: 'light', viewport: { width: 640, height: 450 }, deviceScaleFactor: 2 }],
];

const chosen = process.argv.slice(2);
const browser = await launchBrowser();
const worker = await startDevWorker();
let signedIn: BrowserContextOptions['storageState'];
let id = '';
try {
  if (chosen.length === 0 || chosen.includes('docs')) {
    const other = await startDevWorker();
    try {
      await takePictures(browser, other, 'docs');
    } finally {
      await other.stop();
    }
  }
  for (const [name, language, options] of looks) {
    if (chosen.length > 0 && !chosen.includes(name)) continue;
    const { page, close, errors } = await openApp(browser, worker, language, {
      ...options,
      ...(signedIn && { storageState: signedIn }),
      timezoneId: 'Europe/Copenhagen',
    });
    if (signedIn === undefined) {
      await signInWithDomain(page, worker, language);
      id = (await publish(page, CAMPAIGN)).id;
      signedIn = await page.context().storageState();
      for (const origin of signedIn.origins) origin.localStorage = [];
    }
    const { report, comparison } = await asked(page, id);
    const publishedAtMs = Date.parse('2026-11-27T10:02:40+01:00');
    const played = { recipients: 8_240, clickers: 1_655, confirmed: 37, publishedAtMs, hours: 61 };
    const full = await playedReport(report, played);
    const beside = await playedComparison(comparison, full, [
      { name: 'Efterårssalg', clickers: 1_204, of: 7_910, left: 41 },
      { name: 'Skolestart', clickers: 986, of: 7_544, left: 30 },
      { name: 'Vip-aften', clickers: 61, of: 180, left: 1 },
      { name: 'Sommersalg', clickers: 1_411, of: 7_020, left: 66 },
    ]);
    await showPlayed(page, full, beside);
    await page.goto('about:blank');
    await page.goto(reportOf(worker, id));
    await page.locator('.chart-drawing canvas').nth(2).waitFor();
    await page.locator('.bubble:not(.is-empty)').waitFor();
    // Quiet hours have been asked for and drawn.
    await page.waitForTimeout(1_500);
    await page.screenshot({ path: `${folder}/report-${name}.png`, fullPage: true });
    await page.pdf({ path: `${folder}/report-${name}.pdf`, preferCSSPageSize: true, printBackground: true });
    if (errors.length > 0) throw new Error(errors.join('\n'));
    await close();
  }
} finally {
  await browser.close();
  await worker.stop();
}
