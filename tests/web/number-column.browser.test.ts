/** The column of the numbers: found, or asked for with what stands in each that may be meant; and numbers pointed out. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { type DevWorker, startDevWorker } from '../support/dev-worker.ts';
import { csvFile, dictionaries, loadList, type Opened, openSignedIn, twoColumns } from '../support/drive.ts';

let worker: DevWorker;
let browser: Browser;
let app: Opened;
const words = dictionaries.da;
const texts = words.listFile;

beforeAll(async () => {
  worker = await startDevWorker();
  browser = await launchBrowser();
  app = await openSignedIn(browser, worker, 'da');
});
afterAll(async () => {
  expect(app.errors).toEqual([]);
  await worker?.stop();
});

const button = (name: string) => app.page.getByRole('button', { name, exact: true });
const loaded = (count: string) => app.page.getByText(words.listFile.loaded(count), { exact: true }).first().waitFor();
const column = () => app.page.getByLabel(words.listFile.numberColumn);

test('two columns that may both be meant are asked about, with what stands in each', async () => {
  const { page } = app;
  await loadList(page, 'da', twoColumns());
  await page.getByText(texts.columnQuestion).waitFor();
  const home = page.getByRole('listitem').filter({ has: button(texts.columnTake('Mobil privat')) });
  const work = page.getByRole('listitem').filter({ has: button(texts.columnTake('Mobil arbejde')) });
  await home.getByText(texts.columnCounts('2', '3')).waitFor();
  await home.getByText(texts.columnOthers(1, '1')).waitFor();
  await home.getByText(texts.columnExamples('20123456 · 20123457 · 80123456')).waitFor();
  await work.getByText(texts.columnCounts('2', '2')).waitFor();
  // Dates may look like numbers, and are none.
  expect(await page.locator('.file-readings > li').count()).toBe(2);
  await button(texts.columnTake('Mobil arbejde')).click();
  await loaded('2');
  await page.locator('.stepper-number', { hasText: '+4530123456' }).waitFor();
  expect(await column().locator('option:checked').textContent()).toBe('Mobil arbejde');
  await column().selectOption('Mobil privat');
  await loaded('3');
});

test('the question is answered from the keyboard too, and by a column it does not name', async () => {
  const { page } = app;
  await loadList(page, 'da', twoColumns());
  await page.getByText(texts.columnQuestion).waitFor();
  await button(texts.columnTake('Mobil privat')).focus();
  await page.keyboard.press('Enter');
  await loaded('3');
  await loadList(page, 'da', twoColumns());
  await page.getByLabel(texts.columnAnother).selectOption('Mobil arbejde');
  await loaded('2');
});

test('rows of nothing but numbers may be recipients all of them', async () => {
  const { page } = app;
  await loadList(page, 'da', csvFile('numre.csv', '20123456;40123457\r\n30123458;50123459\r\n'));
  await page.getByText(texts.columnQuestion).waitFor();
  await page.getByText(texts.onlyNumbers).waitFor();
  await button(texts.everyNumber).click();
  await loaded('4');
});

test('one column of bare digits is asked about in the singular, and read once it is chosen', async () => {
  const { page } = app;
  await loadList(page, 'da', csvFile('kunder.csv', 'navn;by;SE-nr\r\nBo;Aarhus;28123456\r\nIda;Odense;31234567\r\n'));
  await page.getByText(texts.columnDoubt).waitFor();
  expect(await page.getByText(texts.columnQuestion).count()).toBe(0);
  await button(texts.columnTake('SE-nr')).click();
  await loaded('2');
});

test('a list whose columns are called as its program calls them is read without a question', async () => {
  const { page } = app;
  const rows = ['Ole,Mobile,20123456,3,12345678', 'Kim,Work,30123456,1,12345679'];
  const headings = 'First Name,Phone 1 - Label,Phone 1 - Value,Number of orders,CVR';
  await loadList(page, 'da', csvFile('google.csv', `${headings}\r\n${rows.join('\r\n')}\r\n`));
  await loaded('2');
  expect(await column().locator('option:checked').textContent()).toBe('Phone 1 - Value');
});

test('numbers that may be another’s, and numbers that take no SMS, are pointed out with their rows', async () => {
  const { page } = app;
  await page.getByLabel(words.compose.messageLabel).fill('Hej {{navn}}');
  const numbers = ['20123456', '20123457', '20123458', '70123456', '298211234', '20123459.5', '\u202a20123460\u202c'];
  const rows = numbers.map((number, row) => `Kunde ${row};${number}`);
  await loadList(page, 'da', csvFile('blandet.csv', `navn;mobil\r\n${rows.join('\r\n')}\r\n`));
  await loaded('6');
  const { checklist } = words;
  await page
    .getByText(checklist.rules['numbers-no-sms'](1, '1', checklist.rowRead('5', '70123456', '+4570123456')))
    .waitFor();
  await page
    .getByText(checklist.rules['numbers-abroad'](1, '1', checklist.rowRead('6', '298211234', '+298211234')))
    .waitFor();
  await page.getByText(words.listFile.leftOut(1, '1')).click();
  await page.locator('.left-out-reasons').getByText(words.listFile.problems['number-decimal']).waitFor();
});
