/** Drafts, copies and the archive, as a person uses them, in the real Chromium against the real worker. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { onUse as da } from '../../web/src/i18n/da/on-use.ts';
import { launchBrowser } from '../support/browser.ts';
import { type DevWorker, startDevWorker } from '../support/dev-worker.ts';
import { addDomain, dictionaries, loadList, type Opened, openSignedIn, sampleList } from '../support/drive.ts';

let worker: DevWorker;
let browser: Browser;
let app: Opened;
const words = dictionaries.da;
const { drafts, shelf } = da;

const name = () => app.page.getByLabel(words.compose.name);
const message = () => app.page.getByLabel(words.compose.messageLabel);

beforeAll(async () => {
  worker = await startDevWorker();
  browser = await launchBrowser();
  app = await openSignedIn(browser, worker, 'da');
  await addDomain(app.page, 'da', 's.barnetsverden.dk');
});
afterAll(() => worker?.stop());

describe('drafts', () => {
  test('are put aside and taken up again with all that was written', async () => {
    const { page } = app;
    await name().fill('Forår');
    await page.getByLabel(words.compose.sender, { exact: true }).fill('Barnets Verden');
    await message().fill('Forår: www.barnetsverden.dk/foraar {{afmeld}}');
    await page.getByText(words.linkTools.settings).click();
    await page.getByLabel(words.linkTools.label, { exact: true }).fill('Butik');
    await page.getByText(words.compose.drafts, { exact: true }).click();
    await page.getByRole('button', { name: drafts.fresh }).click();
    expect(await message().inputValue()).toBe('');
    expect(await name().inputValue()).toBe('');
    // The sender stays: it is who writes, not what is written.
    expect(await page.getByLabel(words.compose.sender, { exact: true }).inputValue()).toBe('Barnets Verden');
    await name().fill('Sommer');
    await message().fill('Sommer: www.barnetsverden.dk/sommer');
    await page.getByRole('button', { name: drafts.openNamed('Forår') }).click();
    expect(await message().inputValue()).toBe('Forår: www.barnetsverden.dk/foraar {{afmeld}}');
    await page.getByText(words.linkTools.settings).click();
    expect(await page.getByLabel(words.linkTools.label, { exact: true }).inputValue()).toBe('Butik');
    await page.getByRole('button', { name: drafts.openNamed('Sommer') }).waitFor();
    expect(await page.getByRole('button', { name: drafts.openNamed('Forår') }).count()).toBe(0);
  });

  test('have an undo each: what was typed in one never comes into another', async () => {
    const { page } = app;
    const before = await message().inputValue();
    await message().focus();
    await page.keyboard.press('Control+End');
    await page.keyboard.type(' kun her');
    await page.getByRole('button', { name: drafts.openNamed('Sommer') }).click();
    await message().focus();
    for (let i = 0; i < 12; i++) await page.keyboard.press('Control+z');
    expect(await message().inputValue()).toBe('Sommer: www.barnetsverden.dk/sommer');
    await page.getByRole('button', { name: drafts.openNamed('Forår') }).click();
    expect(await message().inputValue()).toBe(`${before} kun her`);
    await message().fill(before);
  });

  test('outlive the window, and a deletion can be taken back', async () => {
    const { page } = app;
    await page.reload();
    await page.getByText(words.compose.drafts, { exact: true }).click();
    await page.getByRole('button', { name: drafts.removeNamed('Sommer') }).click();
    await page.getByText(drafts.removed('Sommer')).waitFor();
    await page.getByText(drafts.none).waitFor();
    await page.getByRole('button', { name: drafts.undo }).click();
    await page.getByRole('button', { name: drafts.openNamed('Sommer') }).click();
    expect(await message().inputValue()).toBe('Sommer: www.barnetsverden.dk/sommer');
    await page.getByRole('button', { name: drafts.openNamed('Forår') }).click();
  });
});

describe('a published campaign', () => {
  test('is copied with its links’ labels and parameters, and what was being written becomes a draft', async () => {
    const { page } = app;
    await loadList(page, 'da', sampleList(10));
    await page.getByLabel(words.counting.label, { exact: true }).selectOption('aggregate');
    await page.getByLabel(words.compose.contact).fill('70 12 34 56');
    await page.getByText(words.linkTools.settings).click();
    await page.getByRole('button', { name: words.linkTools.addParameter }).click();
    await page.getByLabel(words.linkTools.parameterName('1')).fill('utm_source');
    await page.getByLabel(words.linkTools.parameterValue('1')).fill('sms & mere');
    await page.getByRole('button', { name: words.compose.publish }).click();
    await page.getByText(words.report.publishedNow).waitFor();
    await page.getByRole('link', { name: words.nav.compose, exact: true }).click();
    await message().fill('Noget helt andet');
    await page.getByRole('link', { name: words.nav.campaigns, exact: true }).click();
    await page.getByRole('button', { name: shelf.copyNamed('Forår') }).click();
    await page.waitForFunction(
      (text) => document.querySelector('textarea')?.value === text,
      'Forår: www.barnetsverden.dk/foraar {{afmeld}}',
    );
    expect(await name().inputValue()).toBe(shelf.copyOf('Forår'));
    expect(await page.getByLabel(words.counting.label, { exact: true }).inputValue()).toBe('aggregate');
    expect(await page.getByLabel(words.compose.contact).inputValue()).toBe('70 12 34 56');
    await page.getByText(words.linkTools.settings).click();
    expect(await page.getByLabel(words.linkTools.label, { exact: true }).inputValue()).toBe('Butik');
    expect(await page.getByLabel(words.linkTools.parameterName('1')).inputValue()).toBe('utm_source');
    expect(await page.getByLabel(words.linkTools.parameterValue('1')).inputValue()).toBe('sms & mere');
    await page.getByText(words.compose.drafts, { exact: true }).click();
    await page.getByRole('button', { name: drafts.openNamed('Noget helt andet') }).click();
    expect(await message().inputValue()).toBe('Noget helt andet');
  });

  test('is archived and brought back, and undo does either at once', async () => {
    const { page } = app;
    await page.getByRole('link', { name: words.nav.campaigns, exact: true }).click();
    const link = page.getByRole('link', { name: 'Forår' });
    await page.getByRole('button', { name: shelf.archiveNamed('Forår') }).click();
    await page.getByText(shelf.isArchived('Forår')).waitFor();
    await page.getByText(shelf.noneActive).waitFor();
    await page.getByRole('button', { name: shelf.undo }).click();
    await link.waitFor();
    await page.getByRole('button', { name: shelf.archiveNamed('Forår') }).click();
    await page.getByRole('button', { name: shelf.archived }).click();
    await link.waitFor();
    await page.getByRole('button', { name: shelf.bringBackNamed('Forår') }).click();
    await page.getByText(shelf.isBack('Forår')).waitFor();
    await page.getByText(shelf.noneArchived).waitFor();
    await page.getByRole('button', { name: shelf.active }).click();
    await link.click();
    await page.getByRole('heading', { name: words.report.numbers, exact: true }).waitFor();
  });

  test('never met an error', () => {
    expect(app.errors).toEqual([]);
  });
});
