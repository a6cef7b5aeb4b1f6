/** axe-core finds nothing to object to: every state, in both languages and both themes. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { da } from '../../web/src/i18n/da/on-use.ts';
import { en } from '../../web/src/i18n/en/on-use.ts';
import { launchBrowser } from '../support/browser.ts';
import { type DevWorker, startDevWorker } from '../support/dev-worker.ts';
import { violations } from './axe.ts';
import {
  addDomain,
  confirmConsent,
  csvFile,
  dictionaries,
  FIELD_MESSAGE,
  type Language,
  loadList,
  openApp,
  sampleList,
} from './drive.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

const onUse = { da, en };
const looks: readonly (readonly [Language, 'light' | 'dark', number])[] = [
  ['da', 'light', 1280],
  ['en', 'dark', 1280],
  ['da', 'dark', 390],
  ['en', 'light', 390],
];

describe.each(looks)('in %s, %s, %i pixels wide', (language, colorScheme, width) => {
  let worker: DevWorker;
  beforeAll(async () => {
    worker = await startDevWorker();
  });
  afterAll(() => worker?.stop());

  test('nothing stands in the way of assistive technology', async () => {
    const words = dictionaries[language];
    const { page, close } = await openApp(browser, worker, language, { colorScheme, viewport: { width, height: 900 } });
    const found: string[] = [];
    const check = async (state: string) => {
      for (const line of await violations(page)) found.push(`${state}: ${line}`);
      // A page wider than its window would have to be scrolled sideways to be read (WCAG 1.4.10).
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      if (overflow > 0) found.push(`${state}: ${overflow} pixels too wide`);
    };
    await page.getByRole('heading', { name: words.signIn.title }).waitFor();
    await check('sign-in');
    await page.goto('about:blank');
    await page.goto(`${worker.origin}/#code=${worker.signInCode}`);
    await page.getByText(words.domain.empty).waitFor();
    await check('empty');
    await page.getByRole('button', { name: words.compose.publish }).click();
    await check('errors');
    await addDomain(page, language, 's.localhost');
    const list = sampleList(100).octets.toString('utf8');
    await loadList(page, language, csvFile('list.csv', `${list}Ida;4,51235E+09;Odense\r\n`));
    await page.getByLabel(words.compose.name).fill('Adgang');
    await page.getByLabel(words.compose.sender, { exact: true }).fill('Barnets Verden');
    await page.getByLabel(words.compose.messageLabel).fill(`${FIELD_MESSAGE} 🎉`);
    await page.locator('.badge').getByText('UCS-2').waitFor();
    await page.getByRole('button', { name: onUse[language].fields.change('navn') }).click();
    for (const summary of await page.locator('summary').all()) await summary.click();
    await check('composer');
    await confirmConsent(page, language);
    await page.getByRole('button', { name: words.compose.publish }).click();
    await page.getByText(words.report.publishedNow).waitFor();
    await page.getByRole('button', { name: words.report.testShow }).click();
    await page.locator('.test-link svg').first().waitFor();
    await check('report');
    await page.getByRole('link', { name: words.nav.campaigns, exact: true }).click();
    await page.getByRole('link', { name: 'Adgang' }).waitFor();
    await check('campaigns');
    expect(found).toEqual([]);
    await close();
  });
});
