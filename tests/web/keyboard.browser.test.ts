/** The whole way with the keyboard alone: every stop is seen, in the order of the page, and none holds the focus back. */
import type { Browser, FileChooser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { type DevWorker, startDevWorker } from '../support/dev-worker.ts';
import { dictionaries, type Opened, openApp, sampleList } from '../support/drive.ts';
import { controlsOn, outOfOrder, type Stop, tabThrough, tabTo } from '../support/tab.ts';

let worker: DevWorker;
let browser: Browser;
let app: Opened;
const words = dictionaries.en;

beforeAll(async () => {
  worker = await startDevWorker();
  browser = await launchBrowser();
  app = await openApp(browser, worker, 'en', { reducedMotion: 'reduce' });
});
afterAll(() => worker?.stop());

const faultsOf = (stops: readonly Stop[]) =>
  stops.flatMap(({ name, faults }) => faults.map((fault) => `${name}: ${fault}`));

/** What a way through the whole page shows to be wrong with it. */
async function wrongWith(page: Page): Promise<string[]> {
  const stops = await tabThrough(page);
  const controls = await controlsOn(page);
  const missed =
    stops.length === controls
      ? []
      : [`${controls} controls, ${stops.length} stops: ${stops.map(({ name }) => name.slice(0, 30)).join(' | ')}`];
  return [...faultsOf(stops), ...outOfOrder(stops), ...missed];
}

/** Steps of one story: each begins where the one before ended. No mouse, and no focus but the keyboard's own. */
test('a marketer signs in and publishes a campaign to a CSV file without a mouse', async () => {
  const { page } = app;
  const { keyboard } = page;
  const stops: Stop[] = [];
  const go = async (...[wanted, key]: [Parameters<typeof tabTo>[1], ('Tab' | 'Shift+Tab')?]) => {
    stops.push(...(await tabTo(page, wanted, key)));
  };
  const button = (name: string) => page.getByRole('button', { name, exact: true });

  await page.getByRole('heading', { name: words.signIn.title }).waitFor();
  expect(await wrongWith(page)).toEqual([]);
  await go(page.getByLabel(words.signIn.code));
  await keyboard.type(worker.signInCode);
  await keyboard.press('Enter');
  await page.getByText(words.domain.empty).waitFor();
  expect(await wrongWith(page)).toEqual([]);

  // The first stop leads past the header.
  await go(button(words.skip));
  await keyboard.press('Enter');
  await go(page.getByLabel(words.compose.name));
  await keyboard.type('Spring sale');
  await go(page.getByLabel(words.compose.sender, { exact: true }));
  await keyboard.type('Barnets Verden');
  await go(page.getByLabel(words.domain.newLabel));
  await keyboard.press('Enter');
  await page.getByLabel(words.domain.label, { exact: true }).waitFor();
  await go(page.getByLabel(words.terms.kinds.marketing));
  await keyboard.press('ArrowDown');
  await page.getByText(words.terms.kindHints.service).waitFor();
  await keyboard.press('ArrowUp');
  await page.getByText(words.terms.kindHints.marketing).waitFor();

  // Listened for beforehand: the browser has to be told to hand the dialogue over, and a key is quicker than that.
  let isOpen = false;
  const chosen = new Promise<FileChooser>((resolve) => page.once('filechooser', resolve)).then((chooser) => {
    isOpen = true;
    return chooser;
  });
  await go(button(words.list.choose));
  await page.waitForTimeout(100);
  await keyboard.press('Enter');
  // A browser that starts may miss the first; the focus must still be where it was.
  await Promise.race([chosen, page.waitForTimeout(5_000).then(() => (isOpen ? undefined : keyboard.press('Enter')))]);
  await (await chosen).setFiles({
    name: 'customers.csv',
    mimeType: 'text/csv',
    buffer: sampleList(50).octets,
  });
  await page.getByText(words.listFile.loaded('50'), { exact: true }).first().waitFor();

  await go(page.getByLabel(words.compose.messageLabel));
  await keyboard.type('Dear {{');
  // Tab leaves the message: it writes no tab into it.
  await keyboard.press('Backspace');
  await keyboard.press('Backspace');
  await go(button(words.editor.field('navn')), 'Shift+Tab');
  await keyboard.press('Space');
  await keyboard.type(' – see www.barnetsverden.dk/sale ');
  expect(await page.getByLabel(words.compose.messageLabel).inputValue()).toBe(
    'Dear {{navn}} – see www.barnetsverden.dk/sale ',
  );
  const replace = button(words.checklist.replaceOne('“–”', '“-”'));
  await replace.waitFor();
  await go(replace);
  await keyboard.press('Enter');
  await replace.waitFor({ state: 'detached' });
  const optOut = button(words.checklist.remedies.link);
  await go(optOut);
  await keyboard.press('Enter');
  await optOut.waitFor({ state: 'detached' });
  expect(await page.getByLabel(words.compose.messageLabel).inputValue()).toMatch(
    /^Dear \{\{navn\}\} - see www\.barnetsverden\.dk\/sale .*\{\{afmeld\}\}$/,
  );
  // A value is opened, given a fallback, and the list is gone through, all with keys.
  await go(page.getByRole('button', { name: words.fields.change('navn') }));
  await keyboard.press('Enter');
  await go(page.getByLabel(words.fields.fallback));
  await keyboard.type('friend');
  await keyboard.press('Enter');
  await page.waitForFunction(() => document.querySelector('textarea')?.value.includes('{{navn|friend}}'));
  expect(await wrongWith(page)).toEqual([]);

  // A finding goes with its remedy, and the button with it; the focus stays at the list.
  await go(button(words.checklist.remedies.consent), 'Shift+Tab');
  await keyboard.press('Enter');
  const consent = page.getByLabel(words.terms.bases.consent);
  await page.waitForFunction(() => document.activeElement?.id === 'checklist-heading');
  await go(consent);
  expect(await consent.isChecked()).toBe(true);
  await keyboard.press('ArrowRight');
  await page.getByLabel(words.terms.basisWord).waitFor();
  await keyboard.press('ArrowLeft');
  expect(await consent.isChecked()).toBe(true);
  await go(button(words.compose.publish));
  await keyboard.press('Enter');
  await page.getByText(words.report.publishedNow).waitFor();
  expect(faultsOf(stops)).toEqual([]);
}, 120_000);

test('the report and the list of campaigns are gone through the same way', async () => {
  const { page } = app;
  expect(await wrongWith(page)).toEqual([]);
  await tabTo(page, page.getByRole('button', { name: words.report.download }));
  const download = page.waitForEvent('download');
  await page.keyboard.press('Enter');
  expect((await download).suggestedFilename()).toContain('Spring');
  await tabTo(page, page.getByRole('link', { name: words.nav.campaigns, exact: true }));
  await page.keyboard.press('Enter');
  await page.locator('.campaign-list').waitFor();
  await page.waitForFunction(() => document.activeElement?.id === 'content');
  expect(await wrongWith(page)).toEqual([]);
});

test('with everything unfolded, and dark, every stop is still seen and in order', async () => {
  const { page, errors } = app;
  await page.emulateMedia({ colorScheme: 'dark' });
  await tabTo(page, page.getByRole('link', { name: words.nav.compose, exact: true }));
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: words.compose.title }).waitFor();
  // A new page takes the focus.
  await page.waitForFunction(() => document.activeElement?.id === 'content');
  for (const summary of await page.locator('summary').all()) {
    await tabTo(page, summary);
    await page.keyboard.press('Enter');
  }
  expect(await wrongWith(page)).toEqual([]);
  // The same on a screen as narrow as a phone's, where columns come to stand below each other.
  await page.setViewportSize({ width: 390, height: 844 });
  expect(await wrongWith(page)).toEqual([]);
  await page.emulateMedia({ forcedColors: 'active' });
  expect(await wrongWith(page)).toEqual([]);
  expect(errors).toEqual([]);
}, 120_000);
