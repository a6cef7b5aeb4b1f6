/** On a small phone, with long names: words stay whole, nothing sticks out, and what can be pressed is large enough. */
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inbox } from '../../web/src/i18n/en/inbox.ts';
import { overview } from '../../web/src/i18n/en/overview.ts';
import { settings } from '../../web/src/i18n/en/settings.ts';
import { launchBrowser } from '../support/browser.ts';
import { type DevWorker, startDevWorker } from '../support/dev-worker.ts';
import { dictionaries, type Opened, openApp, readList, sampleList } from '../support/drive.ts';
import { CAMPAIGN, publish, reportOf, signInWithDomain } from '../support/report-open.ts';

const words = dictionaries.en;
const LONG = 'The very long name of an autumn campaign for everybody who bought children’s shoes last year';
let worker: DevWorker;
let app: Opened;
let page: Page;

beforeAll(async () => {
  worker = await startDevWorker();
  app = await openApp(await launchBrowser(), worker, 'en', {
    reducedMotion: 'reduce',
    viewport: { width: 320, height: 568 },
  });
  ({ page } = app);
  await signInWithDomain(page, worker, 'en');
});
afterAll(() => worker?.stop());

/** Words of which one part stands in a line and the rest in the next. */
const brokenWords = (text: Locator): Promise<string[]> =>
  text.evaluate((element) => {
    const node = document.createTreeWalker(element, NodeFilter.SHOW_TEXT).nextNode();
    return [...(node?.textContent ?? '').matchAll(/\S+/g)].flatMap(({ 0: word, index }) => {
      const range = document.createRange();
      range.setStart(node as Node, index);
      range.setEnd(node as Node, index + word.length);
      return new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size > 1 ? [word] : [];
    });
  });

const rightOf = (element: Locator): Promise<number> =>
  element.evaluate((shown) => Math.round(shown.getBoundingClientRect().right));

test('the composer breaks no word of a long name, and no field is wider than the others', async () => {
  await page.getByLabel(words.compose.name).fill(LONG);
  await readList(page, 'en', sampleList(20));
  await page.getByLabel(words.compose.messageLabel).fill('Kære {{navn}}, se www.barnetsverden.dk/udsalg '.repeat(4));
  await page.getByText(words.compose.drafts, { exact: true }).click();
  await page.locator('.draft-name').waitFor();
  await page.locator('.limit-most').waitFor();
  expect(await brokenWords(page.locator('.draft-name').first())).toEqual([]);
  expect(await brokenWords(page.locator('.limit-most span'))).toEqual([]);
  expect(await rightOf(page.getByLabel(words.terms.sendAt))).toBe(await rightOf(page.getByLabel(words.compose.name)));
});

test('what can be pressed is at least 24 pixels high', async () => {
  const low = await page
    .locator('main :is(button, summary, select)')
    .evaluateAll((controls) =>
      controls
        .filter((control) => control.checkVisibility() && control.getBoundingClientRect().height < 24)
        .map(({ textContent }) => textContent),
    );
  expect(low).toEqual([]);
});

test('the overview gives each filter the whole line, and what is chosen leaves most of the screen free', async () => {
  const published = await publish(page, { ...CAMPAIGN, name: LONG });
  await publish(page, { ...CAMPAIGN, name: `${LONG}, again` });
  await page.goto(`${worker.origin}/#/campaigns`);
  const choices = page.locator('.of-choice input');
  await expect.poll(() => choices.count()).toBe(2);
  const edge = await rightOf(page.locator('.overview-search input'));
  for (const select of await page.locator('.overview-filters select').all()) expect(await rightOf(select)).toBe(edge);
  for (const choice of await choices.all()) await choice.check();
  for (const size of [
    { width: 320, height: 568 },
    // With the keyboard of the phone open.
    { width: 390, height: 300 },
  ]) {
    await page.setViewportSize(size);
    const bar = await page.locator('.overview-chosen').boundingBox();
    expect(bar?.height, `${size.width}`).toBeLessThanOrEqual(0.45 * size.height);
    const compare = await page.getByRole('link', { name: overview.compare(2) }).boundingBox();
    expect(compare?.y).toBeLessThan(size.height - 24);
  }
  await page.goto(reportOf(worker, published.id));
  await expect.poll(() => page.title()).toBe(`${LONG} · klikspor`);
});

test('every page has a title of its own, in the language of the page', async () => {
  for (const [address, title] of [
    ['#/', words.compose.title],
    ['#/campaigns', words.campaigns.title],
    ['#/inbox', inbox.title],
    ['#/settings/gateways', settings.parts.gateways],
    ['#/settings/domains', settings.parts.domains],
    ['#/settings/tokens', settings.parts.tokens],
  ]) {
    await page.goto(`${worker.origin}/${address}`);
    await expect.poll(() => page.title()).toBe(`${title} · klikspor`);
  }
  await page.goto(`${worker.origin}/#/`);
  await page.getByRole('button', { name: /^DA/ }).click();
  await expect.poll(() => page.title()).toBe(`${dictionaries.da.compose.title} · klikspor`);
  expect(app.errors).toEqual([]);
});
