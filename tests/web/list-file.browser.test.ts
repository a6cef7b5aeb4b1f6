/** Lists as other programs wrote them: spreadsheets, address books, encodings, what is pasted, and what cannot be read. */
import { readFile } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { type DevWorker, startDevWorker } from '../support/dev-worker.ts';
import {
  addDomain,
  confirmConsent,
  csvFile,
  dictionaries,
  loadList,
  type Opened,
  oldMacList,
  openSignedIn,
  sampleList,
} from '../support/drive.ts';

let worker: DevWorker;
let browser: Browser;
let app: Opened;
const words = dictionaries.da;
const texts = words.listFile;

const written = async (name: string) => ({
  name,
  octets: await readFile(new URL(`../data/lists/${name}`, import.meta.url)),
});

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const loaded = (page: Page, count: string) =>
  page.getByText(words.listFile.loaded(count), { exact: true }).first().waitFor();
const shows = (page: Page, text: string) => page.locator('.bubble').getByText(text).first().waitFor();
const remove = (page: Page) => button(page, words.listFile.remove).click();

beforeAll(async () => {
  worker = await startDevWorker();
  browser = await launchBrowser();
  app = await openSignedIn(browser, worker, 'da');
  const { page } = app;
  await addDomain(page, 'da', 's.localhost');
  await page.getByLabel(words.compose.name).fill('Forår');
  await page.getByLabel(words.compose.sender, { exact: true }).fill('Butikken');
  await page.getByLabel(words.compose.messageLabel).fill('Hej {{navn}}, se www.brand.dk {{afmeld}}');
  await confirmConsent(page, 'da');
});
afterAll(async () => {
  expect(app.errors).toEqual([]);
  await worker?.stop();
});

describe('a spreadsheet', () => {
  test('is asked about where only a person knows, and read as its sheet shows it', async () => {
    const { page } = app;
    await loadList(page, 'da', await written('exceljs.xlsx'));
    await page.getByText(texts.asked('exceljs.xlsx')).waitFor();
    await button(page, texts.sheet('Kunder', 4, '4')).click();
    await page.getByText(texts.hiddenQuestion(1, '1', '2')).waitFor();
    await button(page, texts.hiddenOut).click();
    await loaded(page, '2');
    await page.getByText(`exceljs.xlsx · ${texts.ofSheet('Kunder')}`).waitFor();
    await shows(page, 'Hej Åse Ærø');
  });

  test('takes hidden rows in and out, and another sheet, after it was read', async () => {
    const { page } = app;
    await page.getByText(texts.hiddenAreOut(1, '1')).waitFor();
    await button(page, texts.hiddenIn).click();
    await loaded(page, '3');
    await page.getByText(texts.hiddenAreIn(1, '1')).waitFor();
    await page.getByLabel(texts.sheetLabel).selectOption('Noter');
    await page.getByText(texts.notRead('exceljs.xlsx')).waitFor();
    await button(page, texts.goOn('exceljs.xlsx')).click();
    await loaded(page, '3');
    expect(await page.getByLabel(texts.sheetLabel).inputValue()).toBe('Kunder');
    await remove(page);
  });

  test('with one sheet and nothing hidden is read at once', async () => {
    const { page } = app;
    await loadList(page, 'da', await written('sheetjs.xlsx'));
    await loaded(page, '3');
    expect(await page.getByLabel(texts.encoding).count()).toBe(0);
    await remove(page);
  });
});

describe('an address book', () => {
  test('is read with a column for each thing its cards hold', async () => {
    const { page } = app;
    const card = (name: string, ...telephones: string[]) =>
      `BEGIN:VCARD\r\nVERSION:3.0\r\nFN:${name}\r\n${telephones.map((number) => `TEL;${number}\r\n`).join('')}END:VCARD\r\n`;
    const cards = [
      card('Åse', 'type=HOME:86123456', 'type=CELL:+4520123456'),
      card('Søren', 'type=CELL:20123457'),
      card('Uden nummer'),
    ];
    await loadList(page, 'da', csvFile('kontakter.vcf', cards.join('')));
    await loaded(page, '2');
    await page.getByText(`kontakter.vcf · ${texts.ofCards}`).waitFor();
    await page.getByText(words.listFile.leftOut(1, '1')).waitFor();
    // Of two telephones the mobile one is taken, though the other comes first.
    await page.locator('.stepper-number', { hasText: '+4520123456' }).waitFor();
    await page.getByText(texts.passedOver(1, '1')).waitFor();
    await page.getByLabel(words.compose.messageLabel).fill('Hej {{name}}, se www.brand.dk {{afmeld}}');
    await shows(page, 'Hej Åse');
    await page.getByLabel(words.compose.messageLabel).fill('Hej {{navn}}, se www.brand.dk {{afmeld}}');
    await remove(page);
  });
});

describe('an encoding', () => {
  test('that is easily taken for another is asked about, with the names in both readings', async () => {
    const { page } = app;
    await loadList(page, 'da', oldMacList());
    const mac = page.getByRole('listitem').filter({ has: button(page, texts.readAs(texts.encodings.macintosh)) });
    const windows = page
      .getByRole('listitem')
      .filter({ has: button(page, texts.readAs(texts.encodings['windows-1252'])) });
    await mac.getByText('Søren Kjær').waitFor();
    await windows.getByText('S¿ren Kj¾r').waitFor();
    await mac.getByRole('button').click();
    await loaded(page, '3');
    await shows(page, 'Hej Søren Kjær');
  });

  test('can be chosen after it was read', async () => {
    const { page } = app;
    const choice = page.getByLabel(texts.encoding);
    expect(await choice.inputValue()).toBe('macintosh');
    await choice.selectOption('windows-1252');
    await shows(page, 'Hej S¿ren Kj¾r');
    expect(await choice.inputValue()).toBe('windows-1252');
    await page.waitForFunction(() => document.activeElement?.matches('.of-encoding select'));
    // What was chosen holds when the file is read again for another reason.
    await page.getByLabel(words.terms.country).selectOption('NO');
    await page.getByText(words.list.reading('0')).waitFor({ state: 'detached' });
    await expect.poll(() => choice.inputValue()).toBe('windows-1252');
    await page.getByLabel(words.terms.country).selectOption('DK');
    await choice.selectOption('macintosh');
    await shows(page, 'Hej Søren Kjær');
    await remove(page);
  });

  test('with a broken octet costs the row, not the list', async () => {
    const { page } = app;
    const list = Buffer.concat([
      Buffer.from('navn;mobil\r\nÅse;20123456\r\nJ'),
      Buffer.of(0xf8),
      Buffer.from('rgen;20123457\r\nSøren;20123458\r\n'),
    ]);
    await loadList(page, 'da', { name: 'kunder.csv', octets: list });
    await loaded(page, '2');
    await shows(page, 'Hej Åse');
    await page.getByText(words.listFile.leftOut(1, '1')).click();
    await page.getByRole('row').filter({ hasText: words.listFile.problems['row-broken-encoding'] }).waitFor();
    await remove(page);
  });
});

test('of several files dropped together the page says which one is read', async () => {
  const { page } = app;
  const drop = (...names: readonly string[]) =>
    button(page, words.list.choose)
      .or(button(page, words.listFile.replace))
      .evaluate((element, dropped) => {
        const dataTransfer = new DataTransfer();
        for (const name of dropped) dataTransfer.items.add(new File([`navn;mobil\n${name};20123456\n`], name));
        element.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
      }, names);
  // The list of the test before is gone by now.
  await button(page, words.list.choose).waitFor();
  await drop('jylland.csv', 'fyn.csv');
  const notice = page.getByRole('status').getByText(texts.takenAlone('jylland.csv'), { exact: true });
  await notice.waitFor();
  await loaded(page, '1');
  await shows(page, 'Hej jylland.csv');
  await drop('fyn.csv');
  await shows(page, 'Hej fyn.csv');
  expect(await notice.count()).toBe(0);
  await drop('jylland.csv', 'fyn.csv');
  await notice.waitFor();
  await remove(page);
  await notice.waitFor({ state: 'detached' });
});

describe('a pasted list', () => {
  test('is read from the field for it', async () => {
    const { page } = app;
    await button(page, words.list.paste).click();
    const field = page.getByLabel(texts.pasteLabel, { exact: true });
    await field.waitFor();
    await page.waitForFunction(() => document.activeElement?.matches('.paste-list textarea'));
    expect(await button(page, texts.take).isDisabled()).toBe(true);
    await field.fill('20123456\n+45 20 12 34 57\n\n20123458\n');
    await button(page, texts.take).click();
    await loaded(page, '3');
    await page.getByText(texts.pastedName, { exact: false }).first().waitFor();
    expect(await field.count()).toBe(0);
    // It was no file: it has no encoding, and one column is separated by nothing.
    await page.locator('.loaded-head .hint').getByText(texts.pastedName, { exact: true }).waitFor();
    expect(await page.locator('.of-encoding').count()).toBe(0);
    await remove(page);
  });

  test('is read where it is pasted on the section, as spreadsheets give it', async () => {
    const { page } = app;
    const paste = (text: string) =>
      button(page, words.list.choose).evaluate((element, pasted) => {
        const clipboardData = new DataTransfer();
        clipboardData.setData('text/plain', pasted);
        element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
      }, text);
    await paste('navn\tmobil\nÅse\t20123456\n"Bo\nHansen"\t20123457\n');
    await loaded(page, '2');
    await shows(page, 'Hej Åse');
    await remove(page);
    await paste('20123456, 20123457; +45 20 12 34 58');
    await loaded(page, '3');
    await remove(page);
  });

  test('of names and numbers as they stand in a mail is read', async () => {
    const { page } = app;
    await button(page, words.list.paste).click();
    await page.getByLabel(texts.pasteLabel, { exact: true }).fill('Åse Jensen 20123456\nBo Holm: +45 20 12 34 57');
    await button(page, texts.take).click();
    await loaded(page, '2');
    await page.locator('.loaded-head .hint').getByText(texts.pastedName, { exact: true }).waitFor();
    await remove(page);
  });

  test('that cannot be read is still there, to be corrected, and how is said', async () => {
    const { page } = app;
    await button(page, words.list.paste).click();
    const field = page.getByLabel(texts.pasteLabel, { exact: true });
    await field.fill('Åse Jensen 20123456 Aarhus\nBo Holm 20123457 Odense');
    await button(page, texts.take).click();
    await page.locator('.list').getByRole('alert').getByText(texts.oneColumn).waitFor();
    await page.waitForFunction(() => document.activeElement?.matches('.paste-list textarea'));
    expect(await field.inputValue()).toBe('Åse Jensen 20123456 Aarhus\nBo Holm 20123457 Odense');
    await field.fill('Åse Jensen;20123456\nBo Holm;20123457');
    await button(page, texts.take).click();
    await loaded(page, '2');
    await button(page, words.list.paste).click();
    expect(await field.inputValue()).toBe('');
    await button(page, words.list.paste).click();
    await remove(page);
  });

  test('can be given up, and the focus goes back', async () => {
    const { page } = app;
    await button(page, words.list.paste).click();
    await page.getByLabel(texts.pasteLabel, { exact: true }).waitFor();
    await page.locator('.paste-list').getByRole('button', { name: words.common.cancel }).click();
    await page.waitForFunction(() => document.activeElement?.matches('.paste-button'));
    expect(await page.locator('.paste-list').count()).toBe(0);
  });
});

describe('a file that cannot be read', () => {
  test('says what to do, and the list before it is not published unless a person says so', async () => {
    const { page } = app;
    await loadList(page, 'da', sampleList(20));
    await loaded(page, '20');
    await loadList(page, 'da', await written('sheetjs.xls'));
    const alert = page.locator('.list').getByRole('alert');
    await alert.getByText(`${texts.notRead('sheetjs.xls')} ${texts.failures.xls}`).waitFor();
    await alert.getByText(texts.stillLoaded('kunder.csv', '20')).waitFor();
    await button(page, words.compose.publish).click();
    await page.locator('p.error', { hasText: words.compose.missing.file }).waitFor();
    const campaigns = async () =>
      ((await (await page.request.get(`${worker.origin}/api/campaigns`)).json()) as { entries: unknown[] }).entries;
    expect(await campaigns()).toEqual([]);
    // A question that is not answered is no list either.
    await loadList(page, 'da', await written('exceljs.xlsx'));
    await alert.getByText(texts.asked('exceljs.xlsx')).waitFor();
    await button(page, words.compose.publish).click();
    await page.locator('p.error', { hasText: words.compose.missing.file }).waitFor();
    expect(await campaigns()).toEqual([]);
    await button(page, texts.goOn('kunder.csv')).click();
    await button(page, words.compose.publish).click();
    await page.getByText(words.report.publishedNow).waitFor();
    expect(await campaigns()).toHaveLength(1);
  });
});

test('the list of a campaign can be pasted on its report', async () => {
  const { page } = app;
  await page.reload();
  const standing = page.locator('.standing').first();
  await standing.getByRole('button', { name: words.list.paste }).click();
  const field = page.getByLabel(texts.pasteLabel, { exact: true });
  expect(await field.count()).toBe(1);
  await field.fill(sampleList(20).octets.toString('utf8'));
  await button(page, texts.take).click();
  await standing.waitFor({ state: 'detached' });
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: words.report.download }).click();
  const file = await readFile(await (await download).path(), 'utf8');
  expect(file.trimEnd().split('\r\n')).toHaveLength(21);
});
