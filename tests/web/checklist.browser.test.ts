/** Checklist and prices in the real Chromium against the real worker. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { type DevWorker, startDevWorker } from '../support/dev-worker.ts';
import { addDomain, csvFile, dictionaries, loadList, type Opened, openApp } from '../support/drive.ts';

let worker: DevWorker;
let browser: Browser;
let app: Opened;
const words = dictionaries.da;
const { checklist, terms } = words;

const TEMPLATE = 'Kære {{navn|kunde}}, udsalget er begyndt: www.barnetsverden.dk/udsalg';
const ROWS = ['Bo;20123456', 'Ida;20123457', 'Åsa;+46 70 123 45 67', 'Ann;+1 212 555 0123', 'Kai;12345678', 'Eva;'];

beforeAll(async () => {
  worker = await startDevWorker();
  browser = await launchBrowser();
  app = await openApp(browser, worker, 'da', { timezoneId: 'Europe/Copenhagen' });
  const { page } = app;
  // While what was read of networks is relied on.
  await page.clock.setFixedTime(new Date('2026-11-30T12:00+01:00'));
  await page.goto('about:blank');
  await page.goto(`${worker.origin}/#code=${worker.signInCode}`);
  await addDomain(page, 'da', 's.barnetsverden.dk');
});
afterAll(() => worker?.stop());

const panel = () => app.page.getByRole('region', { name: checklist.title });
const finding = (text: string) => panel().getByRole('listitem').filter({ hasText: text });
const message = () => app.page.getByLabel(words.compose.messageLabel);
const focusedLabel = () =>
  app.page.evaluate(() => (document.activeElement as HTMLInputElement | null)?.labels?.[0]?.textContent ?? '');

describe('the checklist', () => {
  test('comes with the first letter of a message, and says nothing before', async () => {
    const { page } = app;
    expect(await panel().count()).toBe(0);
    await page.getByLabel(words.compose.name).fill('Udsalg');
    await page.getByLabel(words.compose.sender, { exact: true }).fill('Barnets');
    await page.getByLabel(terms.sendAt).fill('2026-12-07T12:00');
    await message().fill(TEMPLATE);
    await panel().waitFor();
  });

  test('blocks marketing without an opt-out, says what the law says, and mends it with one click', async () => {
    const { page } = app;
    await loadList(page, 'da', csvFile('kunder.csv', `navn;mobil\n${ROWS.slice(0, 2).join('\n')}\n`));
    await finding('Markedsføringslovens § 10').waitFor();
    await page.getByLabel(terms.bases.consent).check();
    await page.getByRole('button', { name: words.compose.publish }).click();
    await page.getByText(terms.blocked(1, '1')).waitFor();
    await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('checklist-heading');
    expect(page.url()).not.toContain('campaign');

    await finding('Markedsføringslovens § 10').getByRole('button', { name: checklist.remedies.link }).click();
    expect(await message().inputValue()).toBe(`${TEMPLATE} Afmeld: {{afmeld}}`);
    await finding('Markedsføringslovens § 10').waitFor({ state: 'detached' });
    // Danish networks filter links of domains they do not know: that this one is known is stated once.
    await finding('De danske net filtrerer').getByRole('button', { name: checklist.places.registers }).click();
    await page.getByLabel(words.registers.subjects.domain('s.barnetsverden.dk')).selectOption('confirmed');
    await page.getByText(checklist.allGood).waitFor();
    await message().focus();
    await page.keyboard.press('Control+z');
    await finding('Markedsføringslovens § 10').waitFor();
  });

  test('mends a name everywhere with one click, which one undo takes back', async () => {
    const { page } = app;
    const written = 'Hej [navn] og *|NAVN|*, vi ses. Afmeld: {{afmeld}}';
    await message().fill(written);
    await panel()
      .getByRole('button', { name: checklist.remedies.column('navn') })
      .click();
    expect(await message().inputValue()).toBe('Hej {{navn}} og {{navn}}, vi ses. Afmeld: {{afmeld}}');
    await page.keyboard.press('Control+z');
    expect(await message().inputValue()).toBe(written);
    await message().fill(TEMPLATE);
  });

  test('asks no opt-out of a service message', async () => {
    const { page } = app;
    await page.getByLabel(terms.kinds.service).check();
    await finding('Markedsføringslovens § 10').waitFor({ state: 'detached' });
    await panel()
      .getByText(/punkter er i orden/)
      .click();
    await panel().getByText(checklist.okService).waitFor();
    await page.getByLabel(terms.kinds.marketing).check();
    await finding('Markedsføringslovens § 10').waitFor();
  });

  test('follows the country of the recipients, and so does what is put in', async () => {
    const { page } = app;
    const country = page.getByLabel(terms.country);
    await country.selectOption('US');
    const law = finding('47 CFR 64.1200');
    await law.getByRole('button', { name: checklist.remedies.keyword('Reply STOP to opt out') }).waitFor();
    await finding(checklist.rules['sender-not-carried']('USA')).waitFor();
    await message().press('Control+End');
    await page
      .getByRole('group', { name: words.editor.insert })
      .getByRole('button', { name: words.editor.optOut })
      .click();
    await expect.poll(() => message().inputValue()).toBe(`${TEMPLATE} Reply STOP to opt out`);
    await law.waitFor({ state: 'detached' });
    await country.selectOption('DK');
    await finding(checklist.rules['opt-out-no-reply']('Barnets')).waitFor();
    await message().fill(`${TEMPLATE} Afmeld: {{afmeld}}`);
  });

  test('leads to what it is about', async () => {
    const { page } = app;
    const sender = page.getByLabel(words.compose.sender, { exact: true });
    await sender.fill('Barnets Verden');
    const tooLong = finding(checklist.rules['sender-too-long']('Barnets Verden'));
    await tooLong.getByRole('button', { name: checklist.places.sender }).click();
    expect(await focusedLabel()).toBe(words.compose.sender);
    await sender.fill('Barnets');
    await tooLong.waitFor({ state: 'detached' });

    await page.getByLabel(terms.sendAt).fill('2026-12-06T21:30');
    const late = finding(checklist.planned('21:30'));
    await late.getByRole('button', { name: checklist.places['send-at'] }).click();
    expect(await focusedLabel()).toBe(terms.sendAt);
    await page.getByLabel(terms.sendAt).fill('2026-12-07T12:00');
    await late.waitFor({ state: 'detached' });

    await message().fill(`${'a'.repeat(66)}🎉${'b'.repeat(30)} Afmeld: {{afmeld}}`);
    await finding(checklist.rules['border-emoji']).getByRole('button', { name: checklist.show }).click();
    const selected = await message().evaluate((area: HTMLTextAreaElement) =>
      area.value.slice(area.selectionStart, area.selectionEnd),
    );
    expect(selected).toBe('🎉');
    await message().fill(`${TEMPLATE} Afmeld: {{afmeld}}`);
  });

  test('tells of numbers with their rows, and opens those that were left out', async () => {
    const { page } = app;
    await loadList(page, 'da', csvFile('kunder.csv', `navn;mobil\n${ROWS.join('\n')}\n`));
    await finding(
      checklist.rules['numbers-doubtful'](1, '1', checklist.rowRead('6', '12345678', '+4512345678')),
    ).waitFor();
    const leftOut = finding(checklist.rules['numbers-left-out'](1, '1'));
    await leftOut.getByRole('button', { name: checklist.places.list }).click();
    await page.getByRole('row').filter({ hasText: words.listFile.problems['number-missing'] }).waitFor();
    // One of them is an American, who expects a keyword and no name as sender.
    await finding(checklist.rules['opt-out-keyword']('USA')).waitFor();
  });

  test('wants a basis for counting per recipient, and none for counting in total', async () => {
    const { page } = app;
    await page.getByLabel(terms.bases.other).check();
    await finding(checklist.rules['basis-word']).waitFor();
    await page.getByLabel(terms.basisWord).fill('legitim interesse');
    await finding(checklist.rules['basis-word']).waitFor({ state: 'detached' });
    await page.getByLabel(words.counting.label, { exact: true }).selectOption('aggregate');
    await page.getByText(terms.basis).waitFor({ state: 'detached' });
    await page.getByLabel(words.counting.label, { exact: true }).selectOption('recipient');
  });

  test('speaks the other language at once', async () => {
    const { page } = app;
    await page.getByRole('button', { name: 'English' }).click();
    const english = dictionaries.en.checklist;
    await page
      .getByRole('region', { name: english.title })
      .getByText(english.rules['opt-out-keyword']('United States'))
      .waitFor();
    await page.getByRole('button', { name: 'Dansk' }).click();
  });
});

describe('the prices', () => {
  const cost = () => app.page.getByRole('region', { name: words.cost.title });

  test('are asked for by country, and say which countries have none', async () => {
    await cost().getByText(words.prices.add).click();
    await cost().getByLabel('Danmark', { exact: true }).fill('0,40');
    await cost().getByText(words.prices.without('Sverige, USA')).waitFor();
    const danish = cost().getByRole('row').filter({ hasText: 'Danmark' });
    // Three Danish numbers, one segment each.
    await danish.getByText('1,20 kr.').waitFor();
    await cost().getByRole('row').filter({ hasText: 'Sverige' }).getByText(words.prices.noPrice).waitFor();
  });

  test('are taken from a pasted table, with what is wrong named and kept', async () => {
    await cost().getByText(words.prices.paste).click();
    await cost().getByLabel(words.prices.pasteLabel).fill('Sverige\t0,50\tSEK\nUSA\tdyrt\nUSA\t0,01\tUSD\n');
    await cost().getByRole('button', { name: words.prices.take }).click();
    await cost().getByText(words.prices.taken(2, '2')).waitFor();
    await cost().getByText(words.prices.line('2', words.prices.problems.price)).waitFor();
    expect(await cost().getByLabel(words.prices.pasteLabel).inputValue()).toBe('USA\tdyrt');
    const total = (await cost().locator('.price-total strong').textContent())?.replaceAll('\u00a0', ' ');
    expect(total).toBe('1,20 kr. + 0,50 SEK + 0,01 US$');
  });

  test('put a sum on what replacing saves', async () => {
    await message().fill(`${TEMPLATE} – ${'x'.repeat(10)} Afmeld: {{afmeld}}`);
    await panel()
      .getByText(/^Erstatning sparer 5 segmenter, 1,20\skr\. \+ 0,50\sSEK \+ 0,01\sUS\$$/)
      .waitFor();
  });

  test('stay in the browser, and a price from before there were countries stays too', async () => {
    const { page } = app;
    const kept = await page.evaluate(() => localStorage.getItem('klikspor.prices'));
    expect(JSON.parse(kept ?? '[]')).toMatchObject([
      { country: 'DK', text: '0,40' },
      { country: 'SE' },
      { country: 'US' },
    ]);
    await page.evaluate(() => {
      localStorage.removeItem('klikspor.prices');
      localStorage.setItem(
        'klikspor.price',
        JSON.stringify({ text: '0,25', currency: 'DKK', sinceMs: Date.UTC(2026, 0, 2) }),
      );
    });
    await page.reload();
    await loadList(page, 'da', csvFile('kunder.csv', `navn;mobil\n${ROWS.slice(0, 2).join('\n')}\n`));
    await cost().getByText(words.prices.change).click();
    expect(await cost().getByLabel('Danmark', { exact: true }).inputValue()).toBe('0,25');
    await cost().getByText(words.prices.since('2. jan. 2026')).waitFor();
  });

  test('and the checklist never met an error', () => {
    expect(app.errors).toEqual([]);
  });
});
