/** Nothing is overwritten or doubled without a word: two windows, a lost answer, a second press, a file that cannot be read. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { type DevWorker, startDevWorker } from '../support/dev-worker.ts';
import {
  addDomain,
  confirmConsent,
  csvFile,
  dictionaries,
  FIELD_MESSAGE,
  loadList,
  type Opened,
  openSignedIn,
  pressWhenSeen,
  sampleList,
} from '../support/drive.ts';

let worker: DevWorker;
let browser: Browser;
let app: Opened;
const words = dictionaries.da;

const message = (page: Page) => page.getByLabel(words.compose.messageLabel);
const publishButton = (page: Page) => page.getByRole('button', { name: words.compose.publish, exact: true });
const country = (page: Page) => page.getByLabel(words.terms.country);
const loadedList = (page: Page) => page.getByText(words.listFile.loaded('20'), { exact: true }).first();
const campaigns = async (page: Page) => {
  const response = await page.request.get(`${worker.origin}/api/campaigns`);
  return ((await response.json()) as { entries: { id: string; name: string }[] }).entries;
};

async function write(page: Page, name: string): Promise<void> {
  await page.getByLabel(words.compose.name).fill(name);
  await page.getByLabel(words.compose.sender, { exact: true }).fill('Barnets Verden');
  await message(page).fill(FIELD_MESSAGE);
  await confirmConsent(page, 'da');
}

beforeAll(async () => {
  worker = await startDevWorker();
  browser = await launchBrowser();
  app = await openSignedIn(browser, worker, 'da');
  await addDomain(app.page, 'da', 's.localhost');
});
afterAll(() => worker?.stop());

describe('the same draft in two windows', () => {
  let second: Page;
  test('is not overwritten: the second says so and offers a copy', async () => {
    const { page } = app;
    await message(page).fill('Skrevet i det første vindue');
    await page.waitForFunction(() => localStorage.getItem('klikspor.draft')?.includes('første'));
    second = await page.context().newPage();
    await second.goto(`${worker.origin}/`);
    await second.getByText(words.compose.elsewhere).waitFor();
    expect(await message(second).inputValue()).toBe('Skrevet i det første vindue');
    await second.getByRole('button', { name: words.compose.makeCopy }).click();
    await second.getByText(words.compose.isCopy).waitFor();
    await message(second).fill('Skrevet i det andet');
    await message(page).fill('Skrevet videre i det første');
    await second.reload();
    await second.getByText(words.compose.isCopy).waitFor();
    expect(await message(second).inputValue()).toBe('Skrevet i det andet');
    await page.reload();
    expect(await message(page).inputValue()).toBe('Skrevet videre i det første');
    // The copy lies among the drafts of the first.
    await page.getByText(words.compose.drafts, { exact: true }).click();
    await page.getByRole('button', { name: words.drafts.openNamed('Skrevet i det andet') }).waitFor();
    await page.getByText(words.compose.drafts, { exact: true }).click();
    await second.close();
  });

  test('becomes a copy by itself when somebody goes on writing', async () => {
    const { page } = app;
    second = await page.context().newPage();
    await second.goto(`${worker.origin}/`);
    await second.getByText(words.compose.elsewhere).waitFor();
    await message(second).fill('Uden at spørge');
    await second.getByText(words.compose.isCopy).waitFor();
    await second.close();
    await page.reload();
    expect(await message(page).inputValue()).toBe('Skrevet videre i det første');
    await page.getByText(words.compose.drafts, { exact: true }).click();
    for (const name of ['Uden at spørge', 'Skrevet i det andet'])
      await page.getByRole('button', { name: words.drafts.removeNamed(name) }).click();
    await page.getByText(words.compose.drafts, { exact: true }).click();
  });

  test('is taken up by the second as the first left it, when that is closed', async () => {
    second = await app.page.context().newPage();
    await second.goto(`${worker.origin}/`);
    await second.getByText(words.compose.elsewhere).waitFor();
    await message(app.page).fill('Det sidste ord');
    await app.page.close({ runBeforeUnload: true });
    await second.getByText(words.compose.elsewhere).waitFor({ state: 'detached' });
    expect(await message(second).inputValue()).toBe('Det sidste ord');
    expect(await second.getByText(words.compose.isCopy).count()).toBe(0);
    app = { ...app, page: second };
  });
});

describe('publishing', () => {
  test('is blocked after a file that could not be read, until it is said which list is meant', async () => {
    const { page } = app;
    await loadList(page, 'da', sampleList(20));
    await page.getByText(words.listFile.loaded('20'), { exact: true }).first().waitFor();
    await write(page, 'Forår');
    await loadList(page, 'da', csvFile('andre.csv', ''));
    await page.getByText(words.listFile.failures['empty-file']).waitFor();
    await page.getByText(words.listFile.stillLoaded('kunder.csv', '20')).waitFor();
    await publishButton(page).click();
    await page.locator('p.error', { hasText: words.compose.missing.file }).waitFor();
    expect(await campaigns(page)).toEqual([]);
    // The list is read otherwise; which one is meant is not said by that.
    await country(page).selectOption('NO');
    await loadedList(page).waitFor();
    await page.getByText(words.listFile.failures['empty-file']).waitFor();
    await page.getByRole('button', { name: words.listFile.goOn('kunder.csv') }).click();
    await page.getByText(words.listFile.failures['empty-file']).waitFor({ state: 'detached' });
    // What is read once more is the list that is meant, not the file that could not be read.
    await country(page).selectOption('DK');
    await loadedList(page).waitFor();
    expect(await page.getByText(words.listFile.failures['empty-file']).count()).toBe(0);
  });

  test('keeps the list where reading another file was stopped', async () => {
    const { page } = app;
    const stopped = pressWhenSeen(page, words.common.cancel);
    await loadList(page, 'da', csvFile('andre.csv', sampleList(400_000).octets.toString('utf8')));
    await stopped;
    await loadedList(page).waitFor();
    for (const code of ['NO', 'DK']) {
      await country(page).selectOption(code);
      await page.getByText(words.list.reading('0')).waitFor({ state: 'detached' });
      await loadedList(page).waitFor();
    }
    expect(await page.getByText('andre.csv').count()).toBe(0);
  });

  test('is blocked by a field that no column has, which one click mends', async () => {
    const { page } = app;
    await message(page).fill(FIELD_MESSAGE.replace('{{navn}}', '{{nvn}}'));
    await publishButton(page).click();
    await page.getByText(words.terms.blocked(1, '1')).waitFor();
    expect(await campaigns(page)).toEqual([]);
    await page.getByRole('button', { name: words.checklist.remedies.column('navn') }).click();
    expect(await message(page).inputValue()).toBe(FIELD_MESSAGE);
  });

  test('never publishes what was written while the publishing of something else was under way', async () => {
    const { page } = app;
    const other = FIELD_MESSAGE.replace('/pages/du-har-adgang-for-alle-andre', '/udsalg');
    // The list key is asked for when the message has been checked.
    await page.route('**/list-key*', async (route) => {
      await message(page).fill(other);
      await route.continue();
    });
    await publishButton(page).click();
    await page.getByText(words.listCheck.changed).waitFor();
    await page.unroute('**/list-key*');
    expect(await campaigns(page)).toEqual([]);
    expect(await message(page).inputValue()).toBe(other);
    await message(page).fill(FIELD_MESSAGE);
  });

  test('says that klikspor was out of reach, not that something may be published, before anything was sent', async () => {
    const { page } = app;
    await page.route('**/list-key*', (route) => route.abort());
    await publishButton(page).click();
    await page.locator('.publish').getByText(words.common.offline).waitFor();
    expect(await page.getByText(words.compose.answerLost).count()).toBe(0);
    await page.unroute('**/list-key*');
  });

  test('makes one campaign though the answer was lost and the button pressed again', async () => {
    const { page } = app;
    await page.route('**/api/campaigns', async (route) => {
      if (route.request().method() !== 'POST') return route.continue();
      // It arrives and is published; the answer goes down with the connection.
      await route.fetch();
      await route.abort('connectionreset');
    });
    await publishButton(page).click();
    await page.getByText(words.compose.answerLost).waitFor();
    await page.unroute('**/api/campaigns');
    expect((await campaigns(page)).map(({ name }) => name)).toEqual(['Forår']);
    await publishButton(page).click();
    await page.getByText(words.report.publishedNow).waitFor();
    expect((await campaigns(page)).map(({ name }) => name)).toEqual(['Forår']);
  });

  test('leaves the composer empty, with its habits and the list whose messages are downloaded now', async () => {
    const { page } = app;
    await page.getByRole('link', { name: words.nav.compose, exact: true }).click();
    expect(await message(page).inputValue()).toBe('');
    expect(await page.getByLabel(words.compose.name).inputValue()).toBe('');
    expect(await page.getByLabel(words.compose.sender, { exact: true }).inputValue()).toBe('Barnets Verden');
    await page.getByText(words.listFile.loaded('20'), { exact: true }).first().waitFor();
    await page.reload();
    expect(await message(page).inputValue()).toBe('');
  });

  test('asks about a twin of what was just published, and publishes it if that is meant', async () => {
    const { page } = app;
    await loadList(page, 'da', sampleList(20));
    await write(page, 'Forår igen');
    await publishButton(page).click();
    const notice = page.locator('.twin');
    await notice.getByText('“Forår”').waitFor();
    expect(await campaigns(page)).toHaveLength(1);
    await notice.getByRole('button', { name: words.compose.twinShow }).click();
    await page.getByRole('heading', { name: 'Forår', level: 1 }).waitFor();
    await page.getByRole('link', { name: words.nav.compose, exact: true }).click();
    await page.locator('.twin').getByRole('button', { name: words.compose.twinAgain }).click();
    await page.getByText(words.report.publishedNow).waitFor();
    expect((await campaigns(page)).map(({ name }) => name)).toEqual(['Forår igen', 'Forår']);
    expect(app.errors).toEqual([]);
  });

  test('puts what was written while the request was on its way among the drafts', async () => {
    const { page } = app;
    await page.getByRole('link', { name: words.nav.compose, exact: true }).click();
    await write(page, 'Sommer');
    await country(page).selectOption('NO');
    await loadedList(page).waitFor();
    await message(page).fill(`Sommer. ${FIELD_MESSAGE}`);
    await page.route('**/api/campaigns', async (route) => {
      if (route.request().method() === 'POST') await message(page).fill(`Sommer nu. ${FIELD_MESSAGE}`);
      await route.continue();
    });
    await publishButton(page).click();
    await page.getByText(words.report.publishedNow).waitFor();
    await page.unroute('**/api/campaigns');
    // On the phone of the report, as the first recipient got it.
    await expect.poll(() => page.locator('.sent .bubble').innerText()).toMatch(/^Sommer\. Kære /);
    await page.getByRole('link', { name: words.nav.compose, exact: true }).click();
    expect(await message(page).inputValue()).toBe('');
    await page.getByText(words.compose.drafts, { exact: true }).click();
    await page.getByRole('button', { name: words.drafts.openNamed('Sommer') }).click();
    expect(await message(page).inputValue()).toBe(`Sommer nu. ${FIELD_MESSAGE}`);
  });
});

test('a file with the same numbers and another heading makes no messages, and the right one does', async () => {
  const { page } = app;
  await page.getByRole('link', { name: words.nav.campaigns, exact: true }).click();
  await page.getByRole('link', { name: 'Sommer' }).first().click();
  await page.getByRole('heading', { name: 'Sommer', level: 1 }).waitFor();
  const choose = async (name: string, text: string) => {
    const chooser = page.waitForEvent('filechooser');
    await page
      .getByRole('button', { name: words.listCheck.choose })
      .or(page.getByRole('button', { name: words.listCheck.chooseOther }))
      // That of the messages: delivery and opt-outs ask for the list too.
      .last()
      .click();
    await (await chooser).setFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });
  };
  const download = page.getByRole('button', { name: words.report.download, exact: true });
  const right = sampleList(20).octets.toString('utf8');
  await page.reload();
  await choose('andre.csv', right.replace('navn;', 'fornavn;'));
  await download.click();
  const refused = page.getByText(words.listCheck.fieldMissing('navn'));
  await refused.waitFor();
  await choose('kunder.csv', right);
  await refused.waitFor({ state: 'detached' });
  const started = page.waitForEvent('download');
  await download.click();
  await started;
  await page.getByRole('link', { name: words.nav.compose, exact: true }).click();
  await page.getByText(words.compose.drafts, { exact: true }).click();
});

describe('a draft for another country', () => {
  test('has the list read for that country, or the numbers would be those of others', async () => {
    const { page } = app;
    const first = page.locator('.stepper-number');
    await message(page).fill('Til Danmark');
    await country(page).selectOption('DK');
    await page.getByLabel(words.compose.name).fill('Dansk');
    await page.getByRole('button', { name: words.drafts.fresh }).click();
    await message(page).fill('Til Norge');
    await country(page).selectOption('NO');
    await loadList(page, 'da', csvFile('begge.csv', 'mobil\n40612345\n91234567\n'));
    await page.getByText(words.listFile.loaded('2'), { exact: true }).first().waitFor();
    expect((await first.textContent())?.replace(/\s/g, '')).toBe('+4740612345');
    await page.getByRole('button', { name: words.drafts.openNamed('Dansk') }).click();
    expect(await country(page).inputValue()).toBe('DK');
    await first.getByText('+45').waitFor();
    expect((await first.textContent())?.replace(/\s/g, '')).toBe('+4540612345');
  });

  test('is the copy of a campaign, as its list was read', async () => {
    const { page } = app;
    await page.getByRole('link', { name: words.nav.campaigns, exact: true }).click();
    await page.getByRole('link', { name: 'Sommer' }).first().click();
    await page.getByRole('button', { name: words.report.reuse }).click();
    await page.getByRole('heading', { name: words.compose.title }).waitFor();
    expect(await country(page).inputValue()).toBe('NO');
    expect(app.errors).toEqual([]);
  });
});
