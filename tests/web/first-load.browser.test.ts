/** The first load stays small: what is not needed for the first letter is loaded on use. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { type DevWorker, startDevWorker } from '../support/dev-worker.ts';
import { FIRST_LOAD_LIMIT_KB, firstLoad, totalKB } from '../support/first-load.ts';
import { dictionaries, type Opened, openApp } from './drive.ts';

let worker: DevWorker;
let browser: Browser;
let app: Opened;

beforeAll(async () => {
  worker = await startDevWorker();
  browser = await launchBrowser();
  app = await openApp(browser, worker, 'en');
  // A fragment alone would load nothing anew.
  await app.page.goto('about:blank');
  await app.page.goto(`${worker.origin}/#code=${worker.signInCode}`);
  await app.page.getByLabel(dictionaries.en.compose.messageLabel).waitFor();
});
afterAll(async () => {
  await browser?.close();
  await worker?.stop();
});

test.each(['da-DK', 'en-GB'])('in %s the first load is within its budget', async (locale) => {
  const loads = await firstLoad(browser, app.page, locale);
  const names = loads.map(({ path }) => path.replace(/^\/assets\/|-[\w-]{8}(?=\.)/g, '')).sort();
  // Whole: were one of them missing, the sum would prove nothing.
  expect(names).toEqual(expect.arrayContaining(['/', 'composer.wasm', 'engine-worker.js', 'page.css', 'page.js']));
  expect(names).toContain(`${locale.slice(0, 2)}.js`);
  expect(names).not.toContain(locale === 'da-DK' ? 'en.js' : 'da.js');
  expect(names).not.toContain('edge.wasm');
  const list = loads.map(({ path, octets }) => `${path} ${octets}`).join('\n');
  expect(totalKB(loads), list).toBeLessThanOrEqual(FIRST_LOAD_LIMIT_KB);
});

test('a file that is not there, as during a deployment, is asked for anew the next time', async () => {
  const missing = await fetch(`${worker.origin}/assets/page-00000000.js`);
  expect([missing.status, missing.headers.get('cache-control')]).toEqual([404, 'no-store']);
  const { page } = app;
  const script = await page.locator('script[src]').first().getAttribute('src');
  const there = await fetch(`${worker.origin}${script}`);
  expect([there.status, there.headers.get('cache-control')]).toEqual([200, 'public, max-age=31536000, immutable']);
});
