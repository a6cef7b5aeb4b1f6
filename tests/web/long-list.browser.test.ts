/** A million rows, as files have them: progress, cancelling, and no good row lost to a bad one. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { type DevWorker, startDevWorker } from '../support/dev-worker.ts';
import { dictionaries, loadList, type Opened, openSignedIn, pressWhenSeen, sampleList } from '../support/drive.ts';

const ROWS = 1_000_000;
/** Every so many rows a bad one. */
const BAD = 1_000;
let worker: DevWorker;
let browser: Browser;
let app: Opened;
let folder: string;
let file: string;
const words = dictionaries.da;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'klikspor-'));
  file = join(folder, 'en-million.csv');
  const names = ['Åse', 'Søren', 'Zoë', '"Bo; den ""store"""', '', '"Anne\r\nMarie"'];
  const bad = ['x;4,51235E+09;y', 'x;;y', 'x;hej;y', 'x;20000000;y', 'x;21;y', '"x;20000001;y'];
  const lines = ['\ufeffnavn;mobil;by'];
  for (let row = 0; row < ROWS; row++) {
    // Every third as Excel shows it, with country code and blanks.
    const digits = String(20_000_000 + row);
    const number = row % 3 === 0 ? `+45 ${digits.replace(/(..)(?=.)/g, '$1 ')}` : digits;
    lines.push(`${names[row % names.length]};${number}${row % 7 === 0 ? '' : ';Aarhus'}`);
    if (row % BAD === BAD - 1) lines.push(bad[Math.floor(row / BAD) % bad.length] ?? '');
  }
  await writeFile(file, `${lines.join('\r\n')}\r\n`);
  worker = await startDevWorker();
  browser = await launchBrowser();
  app = await openSignedIn(browser, worker, 'da');
  await app.page.getByRole('heading', { name: words.compose.title }).waitFor();
}, 120_000);
afterAll(async () => {
  await worker?.stop();
  await rm(folder, { recursive: true, force: true });
});

async function choose(page: Page): Promise<void> {
  const chooser = page.waitForEvent('filechooser');
  await page
    .getByRole('button', { name: words.list.choose })
    .or(page.getByRole('button', { name: words.listFile.replace }))
    .click();
  await (await chooser).setFiles(file);
}

describe('a million rows', () => {
  test('can be stopped while they are read, and the list before stays', async () => {
    const { page } = app;
    await loadList(page, 'da', sampleList(10));
    await page.getByText(words.listFile.loaded('10'), { exact: true }).first().waitFor();
    await pressWhenSeen(page, words.common.cancel);
    await choose(page);
    await page.getByRole('progressbar').waitFor({ state: 'detached' });
    await page.getByText(words.listFile.loaded('10'), { exact: true }).first().waitFor();
  });

  test('are read with progress, each good one kept and each bad one named', async () => {
    const { page } = app;
    await choose(page);
    await page.getByRole('progressbar').waitFor();
    await page.getByText(words.listFile.loaded('1.000.000')).first().waitFor({ timeout: 120_000 });
    await page.getByText(words.listFile.leftOut(1_000, '1.000')).click();
    const reasons = page.locator('.left-out-reasons');
    const perKind = (kind: number) => String(Math.floor((999 - kind) / 6) + 1);
    for (const [kind, problem] of (
      [
        'number-rounded',
        'number-missing',
        'number-not-digits',
        'number-duplicate',
        'number-impossible',
        'row-broken-quotes',
      ] as const
    ).entries()) {
      await reasons.getByText(`${perKind(kind)} ${words.listFile.problems[problem]}`).waitFor();
    }
  }, 180_000);

  test('have what was left out in a file, row for row', async () => {
    const { page } = app;
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: words.listFile.leftOutDownload }).click();
    const text = await readFile(await (await download).path(), 'utf8');
    const lines = text.trimEnd().split('\r\n');
    expect(lines).toHaveLength(1_001);
    expect(lines[0]).toBe(`\ufeff${words.listFile.row};${words.listFile.reason};${words.listFile.value}`);
    // The first bad row stands behind a heading and a thousand good ones.
    expect(lines[1]).toBe('1002;number-rounded;4,51235E+09');
  });

  test('are counted with progress; counting can be stopped and begun again', async () => {
    const { page } = app;
    const cost = page.getByRole('region', { name: words.cost.title });
    await pressWhenSeen(page, words.cost.stop);
    await page.getByLabel(words.compose.messageLabel).fill('Kære {{navn}}, se www.barnetsverden.dk/nyt {{afmeld}}');
    await cost.getByText(words.cost.stopped).waitFor();
    await cost.getByRole('button', { name: words.cost.countAgain }).click();
    await cost.getByText(words.cost.forRecipients(ROWS, '1.000.000')).waitFor();
    await cost.getByText(words.cost.stopped).waitFor({ state: 'detached' });
    await page.waitForFunction(() => document.querySelector('.is-counting') === null);
    await cost.getByText(words.cost.emptyField(166_666, '166.666', 'navn')).waitFor();
  });

  test('never met an error', () => {
    expect(app.errors).toEqual([]);
  });
});
