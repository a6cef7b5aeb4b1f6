/** Two versions of a message over two random halves of the list, in the real Chromium against the real worker. */
import { readFile } from 'node:fs/promises';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { onUse as da } from '../../web/src/i18n/da/on-use.ts';
import { violations } from '../support/axe.ts';
import { launchBrowser } from '../support/browser.ts';
import { type DevWorker, startDevWorker } from '../support/dev-worker.ts';
import {
  addDomain,
  type CsvFile,
  confirmConsent,
  csvFile,
  dictionaries,
  FIELD_MESSAGE,
  loadList,
  type Opened,
  openSignedIn,
  sampleList,
} from '../support/drive.ts';

let worker: DevWorker;
let browser: Browser;
let app: Opened;
const words = dictionaries.da;
const ab = da.versions;

const LIST = sampleList(1_001);
const SECOND = `${FIELD_MESSAGE} Kig ind: vi har åbent hele weekenden, og der er kaffe og kage til alle, store som små.`;
const message = () => app.page.getByLabel(words.compose.messageLabel);
const card = (version: string) => app.page.getByRole('article').filter({ hasText: ab.version(version) });
const tab = (version: string) => app.page.getByRole('button', { name: ab.version(version), exact: true });

async function nameAndSender(): Promise<void> {
  await app.page.getByLabel(words.compose.name).fill('Weekend');
  await app.page.getByLabel(words.compose.sender, { exact: true }).fill('Barnets Verden');
}

async function download(): Promise<string> {
  const { page } = app;
  const started = page.waitForEvent('download');
  await page.getByRole('button', { name: words.report.download }).click();
  return readFile(await (await started).path(), 'utf8');
}

interface Sent {
  readonly to: string;
  readonly text: string;
}
const sentIn = (file: string): Sent[] =>
  file
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Sent);

let files: Readonly<Record<'A' | 'B', string>>;

beforeAll(async () => {
  worker = await startDevWorker();
  browser = await launchBrowser();
  app = await openSignedIn(browser, worker, 'da');
  const { page } = app;
  await addDomain(page, 'da', 's.barnetsverden.dk');
  await nameAndSender();
  await loadList(page, 'da', LIST);
  await message().fill(FIELD_MESSAGE);
});
afterAll(() => worker?.stop());

describe('two versions', () => {
  test('begin as copies; each is written in the same field', async () => {
    const { page } = app;
    await page.getByText(words.compose.versions).click();
    await page.getByRole('button', { name: ab.begin }).click();
    await page.getByText(ab.same).waitFor();
    expect(await tab('B').getAttribute('aria-pressed')).toBe('true');
    await message().fill(SECOND);
    await tab('A').click();
    expect(await message().inputValue()).toBe(FIELD_MESSAGE);
    await card('B').getByText('kaffe og kage').waitFor();
    await page.getByRole('button', { name: ab.edit('B') }).click();
    expect(await message().inputValue()).toBe(SECOND);
  });

  test('have an undo each: what was typed in one never comes into the other', async () => {
    const { page } = app;
    const typed = async (version: string, text: string) => {
      await tab(version).click();
      await message().focus();
      await page.keyboard.press('Control+End');
      await page.keyboard.type(text);
    };
    // More often than there is something to undo: Chromium then goes on with what was written in other fields.
    const undo = async () => {
      await message().focus();
      for (let i = 0; i < 12; i++) await page.keyboard.press('Control+z');
      return message().inputValue();
    };
    await typed('A', ' kun i A');
    await tab('B').click();
    expect(await undo()).toBe(SECOND);
    await typed('B', ' kun i B');
    expect(await undo()).toBe(SECOND);
    await typed('B', ' kun i B');
    await tab('A').click();
    expect(await undo()).toBe(`${FIELD_MESSAGE} kun i A`);
    await tab('B').click();
    expect(await message().inputValue()).toBe(`${SECOND} kun i B`);
    await message().fill(SECOND);
    await tab('A').click();
    await message().fill(FIELD_MESSAGE);
    await tab('B').click();
    await nameAndSender();
  });

  test('cost what they cost over their own halves', async () => {
    const { page } = app;
    const number = async (version: string, label: string) => {
      const row = card(version).locator('dl > div').filter({ hasText: label }).first();
      return Number((await row.locator('dd').textContent())?.replace(/\D/g, ''));
    };
    await card('B').locator('dd').first().waitFor();
    // What was written a moment ago is still being counted.
    const halves = async () => [await number('A', ab.recipients), await number('B', ab.recipients)].sort();
    await expect.poll(halves).toEqual([500, 501]);
    // Both are published together.
    const inAll = async () => {
      const all = (await number('A', ab.segments)) + (await number('B', ab.segments));
      return page.getByText(words.compose.ready('1.001', new Intl.NumberFormat('da-DK').format(all))).isVisible();
    };
    await expect.poll(inAll).toBe(true);
    expect(await number('B', ab.segments)).toBeGreaterThan(await number('A', ab.segments));
    const shown = await number('B', ab.segments);
    // The panel beside it speaks of the version in the field and of its half.
    await page.waitForFunction(
      (expected) => Number(document.querySelector('.total strong')?.textContent?.replace(/\D/g, '')) === expected,
      shown,
    );
  });

  test('are told how many recipients it takes to see a difference', async () => {
    const { page } = app;
    await page.getByText(ab.needed('10,0\u00a0%', '12,0\u00a0%', '3.841')).waitFor();
    await page.getByText(ab.tooFew('500')).waitFor();
    await page.getByText(ab.smallest('10,0\u00a0%', '16,0\u00a0%')).waitFor();
    await page.getByLabel(ab.difference).fill('8');
    await page.getByText(ab.enough('500')).waitFor();
    await page.getByLabel(ab.rate).fill('nul');
    await page.getByText(ab.wrong).waitFor();
    await page.getByLabel(ab.rate).fill('10');
    expect(await violations(page)).toEqual([]);
  });

  test('can be given up, and that can be taken back', async () => {
    const { page } = app;
    await page.getByRole('button', { name: ab.end }).click();
    await page.getByText(ab.ended('A')).waitFor();
    await page.getByText(words.cost.forRecipients(1_001, '1.001')).waitFor();
    await page.getByRole('button', { name: ab.undo }).click();
    await tab('A').click();
    expect(await message().inputValue()).toBe(FIELD_MESSAGE);
  });

  test('are published as two campaigns, and everybody is in exactly one of them', async () => {
    const { page } = app;
    await confirmConsent(page, 'da');
    await page.getByRole('button', { name: words.compose.publish }).click();
    await page.getByText(words.report.publishedNow).waitFor();
    await page.getByRole('heading', { name: 'Weekend A', level: 1 }).waitFor();
    await page.getByLabel(words.report.format).selectOption('ndjson');
    const a = await download();
    await page.getByRole('link', { name: ab.sibling('B') }).click();
    await page.getByRole('heading', { name: 'Weekend B', level: 1 }).waitFor();
    const b = await download();
    files = { A: a, B: b };
    const [sentA, sentB] = [sentIn(a), sentIn(b)];
    expect([sentA.length, sentB.length].sort()).toEqual([500, 501]);
    const numbers = [...sentA, ...sentB].map(({ to }) => to);
    expect(new Set(numbers).size).toBe(1_001);
    expect(sentA.every(({ text }) => !text.includes('kaffe'))).toBe(true);
    expect(sentB.every(({ text }) => text.includes('kaffe'))).toBe(true);
    // Random, not the first half and the second.
    const low = sentA.filter(({ to }) => Number(to) < 4_520_100_500).length;
    expect(low).toBeGreaterThan(200);
    expect(low).toBeLessThan(300);
    await page.getByRole('link', { name: words.nav.campaigns, exact: true }).click();
    for (const version of ['A', 'B']) await page.getByRole('link', { name: `Weekend ${version}` }).waitFor();
  });

  test('are downloaded again octet for octet after the window was closed and the list loaded anew', async () => {
    const { page } = app;
    await page.goto(`${worker.origin}/#/`);
    await page.reload();
    await message().waitFor();
    await loadList(page, 'da', LIST);
    await page.getByText(words.listFile.loaded('1.001')).first().waitFor();
    for (const version of ['B', 'A'] as const) {
      await page.getByRole('link', { name: words.nav.campaigns, exact: true }).click();
      await page.getByRole('link', { name: `Weekend ${version}` }).click();
      expect(await download()).toBe(files[version]);
    }
  });

  test('of another list are refused at once', async () => {
    const { page } = app;
    const open = async (list: CsvFile, recipients: string) => {
      await page.getByRole('link', { name: words.nav.compose, exact: true }).click();
      await loadList(page, 'da', list);
      await page.getByText(words.listFile.loaded(recipients)).first().waitFor();
      await page.getByRole('link', { name: words.nav.campaigns, exact: true }).click();
      await page.getByRole('link', { name: 'Weekend A' }).click();
    };
    await open(sampleList(1_010), '1.010');
    await page
      .getByText(/“kunder\.csv” fra .* har 1\.010 rækker i stedet for 1\.001\./)
      .first()
      .waitFor();
    expect(await page.getByRole('button', { name: words.report.download }).count()).toBe(0);
    await page.reload();
    await page.getByText(words.report.downloadAgain).waitFor();
    // One of these two is in each half.
    const text = LIST.octets.toString('utf8').replace(/2010000([01])/g, '3010000$1');
    await open(csvFile('andre.csv', text), '1.001');
    await page
      .getByText(/“andre\.csv” fra .* ikke de samme numre/)
      .first()
      .waitFor();
    expect(await page.getByRole('button', { name: words.report.download }).count()).toBe(0);
  });

  test('leave a message to the whole list as it always was', async () => {
    const { page } = app;
    await page.getByRole('link', { name: words.nav.compose, exact: true }).click();
    await loadList(page, 'da', LIST);
    await message().fill(`Alle: ${FIELD_MESSAGE}`);
    await confirmConsent(page, 'da');
    await page.getByRole('button', { name: da.values.all }).click();
    await page.getByText(da.values.done).waitFor();
    await page.getByLabel(words.compose.name).fill('Til alle');
    await page.getByRole('button', { name: words.compose.publish }).click();
    await page.getByText(words.report.publishedNow).waitFor();
    const before = await download();
    const sent = sentIn(before);
    expect(sent[2]?.text).toContain('Kære Zoe,');
    // Read once more as it was for this campaign: values rewritten then are rewritten again.
    await page.getByRole('link', { name: words.nav.compose, exact: true }).click();
    await loadList(page, 'da', { ...LIST, name: 'igen.csv' });
    await page.getByText('igen.csv').waitFor();
    await page.getByRole('link', { name: words.nav.campaigns, exact: true }).click();
    await page.getByRole('link', { name: 'Til alle' }).click();
    expect(await download()).toBe(before);
    expect(sent.map(({ to }) => to)).toEqual(Array.from({ length: 1_001 }, (_, row) => String(4_520_100_000 + row)));
  });

  test('never met an error', () => {
    expect(app.errors).toEqual([]);
  });
});
