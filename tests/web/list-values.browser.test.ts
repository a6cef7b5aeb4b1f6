/** Merge fields and the list's own values, as a person sets them, in the real Chromium against the real worker. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { onUse as da } from '../../web/src/i18n/da/on-use.ts';
import { launchBrowser } from '../support/browser.ts';
import { type DevWorker, startDevWorker } from '../support/dev-worker.ts';
import { csvFile, dictionaries, loadList, type Opened, openSignedIn } from '../support/drive.ts';

let worker: DevWorker;
let browser: Browser;
let app: Opened;
const words = dictionaries.da;

const NAMES = ['Åse', 'Søren', 'Zoë', 'Łukasz', '', 'Anne-Marie', '张伟', 'Jørgen'];
const rows = Array.from({ length: 800 }, (_, row) => `${NAMES[row % NAMES.length]};+45 ${20_100_000 + row};Aarhus\r\n`);
const MESSAGE = `Kære {{navn}}, ${'vi holder åbent hus i butikken på lørdag og glæder os til at se dig '.repeat(2)}`;

beforeAll(async () => {
  worker = await startDevWorker();
  browser = await launchBrowser();
  app = await openSignedIn(browser, worker, 'da');
  await app.page.getByLabel(words.compose.messageLabel).fill(MESSAGE);
  await loadList(app.page, 'da', csvFile('kunder.csv', `navn;mobil;by\r\n${rows.join('')}`));
});
afterAll(() => worker?.stop());

describe('a merge field', () => {
  test('says how many have it, and opens with a click on it in the text', async () => {
    const { page } = app;
    const panel = page.getByRole('region', { name: da.fields.title });
    await panel.getByText(da.fields.counts('700', '100')).waitFor();
    const message = page.getByLabel(words.compose.messageLabel);
    const chip = panel.getByRole('button', { name: da.fields.change('navn') });
    expect(await chip.getAttribute('aria-expanded')).toBe('false');
    // Both places in one look: what is loaded between two may move the page.
    const position = await message.evaluate((area) => {
      const mark = document.querySelector('.mirror mark.mark-field');
      if (mark === null) throw new Error('nothing drawn');
      const [box, inside] = [area.getBoundingClientRect(), mark.getBoundingClientRect()];
      return { x: inside.x - box.x + inside.width / 2, y: inside.y - box.y + inside.height / 2 };
    });
    await message.click({ position });
    await panel.getByText(da.fields.longest('Anne-Marie', '10', '+4520100005')).waitFor();
    expect(await chip.getAttribute('aria-expanded')).toBe('true');
  });

  test('shows somebody without it, and the longest, in the preview', async () => {
    const { page } = app;
    await page.getByRole('button', { name: da.fields.showEmpty }).click();
    await page.locator('.stepper-number', { hasText: '+4520100004' }).waitFor();
    await page.getByRole('button', { name: da.fields.showLongest }).click();
    await page.locator('.bubble').getByText('Anne-Marie').first().waitFor();
  });

  test('gets fallback and longest value without a letter of syntax, and undo takes it back', async () => {
    const { page } = app;
    const message = page.getByLabel(words.compose.messageLabel);
    await page.getByLabel(da.fields.maxLength).fill('0');
    await page.getByLabel(da.fields.fallback).fill('kunde');
    await page.getByRole('button', { name: da.fields.apply }).click();
    await page.getByText(da.fields.maxLengthWrong).waitFor();
    expect(await message.inputValue()).toBe(MESSAGE);
    await page.getByLabel(da.fields.maxLength).fill('6');
    await page.keyboard.press('Enter');
    await page.waitForFunction(
      (text) => document.querySelector('textarea')?.value.startsWith(text),
      'Kære {{navn:6|kunde}}, ',
    );
    await page.locator('.bubble').getByText('Anne-M', { exact: true }).waitFor();
    await page.getByRole('button', { name: da.fields.showEmpty }).click();
    await page.locator('.bubble').getByText('kunde', { exact: true }).waitFor();
    await message.focus();
    await page.keyboard.press('Control+z');
    expect(await message.inputValue()).toBe(MESSAGE);
  });
});

describe('values outside GSM-7', () => {
  const note = () => app.page.getByRole('region', { name: da.values.title });
  const total = async () => {
    const text = await app.page.locator('.total strong').textContent();
    return Number((text ?? '').replace(/\D/g, ''));
  };
  const settled = (segments: number) =>
    app.page.waitForFunction(
      (expected) => Number(document.querySelector('.total strong')?.textContent?.replace(/\D/g, '')) === expected,
      segments,
    );

  test('are listed with their recipients, what to write instead, and what that saves', async () => {
    const { page } = app;
    await page.getByText(words.prices.add).click();
    await page.getByLabel('Danmark', { exact: true }).fill('0,50');
    await note().getByText(words.checklist.noReplacement('“张”')).waitFor();
    const z = note().getByRole('listitem').filter({ hasText: '“ë”' });
    // 100 messages of 150 characters: three segments as UCS-2, one as GSM-7.
    await z
      .getByText(`${da.values.recipients(100, '100')} · ${da.values.saves(200, '200', ', 100,00\u00a0kr.')}`)
      .waitFor();
    await note()
      .getByText(da.values.saves(400, '400', ', 200,00\u00a0kr.'))
      .waitFor();
  });

  test('are rewritten one by one or all, cost as much less as was said, and undo brings each back', async () => {
    const { page } = app;
    const before = await total();
    await note()
      .getByRole('button', { name: words.checklist.replaceOne('“ë”', '“e”') })
      .click();
    await note().getByText(da.values.written('“ë”', '“e”')).waitFor();
    await settled(before - 200);
    await note().getByRole('button', { name: da.values.all }).click();
    await settled(before - 400);
    await note().getByText(da.values.done).waitFor();
    // What nothing replaces stays, and says so.
    await note().getByText(words.checklist.noReplacement('“张”')).waitFor();
    await note().getByRole('button', { name: da.values.undo }).click();
    await settled(before - 200);
    await note().getByRole('button', { name: da.values.undo }).click();
    await settled(before);
    expect(await note().getByRole('button', { name: da.values.undo }).count()).toBe(0);
    await note()
      .getByRole('button', { name: da.values.showNamed('“Ł”') })
      .click();
    await page.locator('.bubble').getByText('Łukasz').first().waitFor();
  });

  test('never met an error', () => {
    expect(app.errors).toEqual([]);
  });
});
