/** The phone of the preview: whose message it shows, how it looks, and whether it draws a card for the link. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { violations } from '../support/axe.ts';
import { launchBrowser } from '../support/browser.ts';
import { type DevWorker, startDevWorker } from '../support/dev-worker.ts';
import {
  addDomain,
  dictionaries,
  FIELD_MESSAGE,
  listenToEngine,
  loadList,
  type Opened,
  openApp,
  sampleList,
} from '../support/drive.ts';

let worker: DevWorker;
let browser: Browser;
let app: Opened;
const words = dictionaries.da;
const asked: string[] = [];

beforeAll(async () => {
  worker = await startDevWorker();
  browser = await launchBrowser();
  app = await openApp(browser, worker, 'da', { colorScheme: 'light', reducedMotion: 'reduce' });
  const { page } = app;
  page.on('request', (request) => asked.push(new URL(request.url()).origin));
  await page.goto('about:blank');
  await page.goto(`${worker.origin}/#code=${worker.signInCode}`);
  await page.getByText(words.domain.empty).waitFor();
  await addDomain(page, 'da', 's.barnetsverden.dk');
  await loadList(page, 'da', sampleList(1_000));
  await page.getByLabel(words.compose.sender, { exact: true }).fill('Barnets Verden');
  await page.getByLabel(words.compose.messageLabel).fill(FIELD_MESSAGE);
});
afterAll(() => worker?.stop());

const write = (text: string) => app.page.getByLabel(words.compose.messageLabel).fill(text);
const bubbleBegins = (text: string) =>
  app.page
    .locator('.bubble')
    .filter({ hasText: new RegExp(`^${text}`) })
    .waitFor();
const phoneButton = (name: string) =>
  app.page.getByRole('region', { name: words.preview.title }).getByRole('button', { name, exact: true });

test('every choice shows the recipient it names', async () => {
  const { page } = app;
  const choices = page.getByRole('combobox', { name: words.preview.show, exact: true });
  await page.getByText(words.cost.ucs2(250, '250')).waitFor();
  const choose = async (label: string, text: string, row: string) => {
    await choices.selectOption({ label });
    await bubbleBegins(text);
    await page.getByText(words.preview.position(row, '1.000')).waitFor();
  };
  await choose(words.preview.choices.longest, 'Kære Łukasz, du', '4');
  await choose(words.preview.choices.shortest, 'Kære , du', '5');
  await choose(words.preview.choices['first-ucs2'], 'Kære Zoë, du', '3');
  await choose(words.preview.emptyField('navn'), 'Kære , du', '5');
  await choose(words.preview.choices.first, 'Kære Åse, du', '1');
  await page.getByRole('button', { name: words.preview.next }).click();
  await bubbleBegins('Kære Søren, du');
  await page.getByText('+4520100001', { exact: true }).waitFor();
});

test('a number is found by its last digits, and one that is not there is said to be missing', async () => {
  const { page } = app;
  const search = page.getByLabel(words.preview.search);
  await search.fill('20 10 05 03');
  await page.getByText(words.preview.position('504', '1.000')).waitFor();
  await bubbleBegins('Kære Jørgen, du');
  await search.fill('99999');
  await page.getByText(words.preview.notFound).waitFor();
  await search.fill('');
  await page
    .getByRole('combobox', { name: words.preview.show, exact: true })
    .selectOption({ label: words.preview.choices.first });
});

test('segment borders stay drawn in on both phones', async () => {
  const { page } = app;
  await write(`${FIELD_MESSAGE} ${'Vi glæder os til at se dig. '.repeat(12)}`);
  await page.locator('.tick').nth(1).waitFor();
  const ticks = () => page.locator('.tick').evaluateAll((all) => all.map((tick) => tick.getAttribute('data-segment')));
  const onIphone = await ticks();
  expect(onIphone).toEqual(onIphone.map((_, index) => String(index + 2)));
  await phoneButton(words.phone.kinds.android).click();
  expect(await ticks()).toEqual(onIphone);
  await phoneButton(words.phone.kinds.ios).click();
});

test('a card is drawn for the only link where it stands last, with the host it leads to', async () => {
  const { page } = app;
  const card = page.getByRole('figure');
  await write(FIELD_MESSAGE);
  await page.getByText(words.phone.card.severalWithOptOut).waitFor();
  expect(await card.count()).toBe(0);

  await write('Se www.barnetsverden.dk/a og www.barnetsverden.dk/b');
  await page.getByText(words.phone.card.several, { exact: true }).waitFor();

  await write('Kære {{navn}}, se www.barnetsverden.dk/udsalg');
  await page.getByText(words.phone.card.edge).waitFor();
  await card.getByText('barnetsverden.dk', { exact: true }).waitFor();
  await write('https://børnetøj.dk/x er klar');
  await card.getByText('børnetøj.dk', { exact: true }).waitFor();
  await write('Du kan afmelde her: {{afmeld}}');
  await card.getByText('s.barnetsverden.dk', { exact: true }).waitFor();

  await write('Kære {{navn}}, se www.barnetsverden.dk/udsalg.');
  await page.getByText(words.phone.card.inside).waitFor();
  expect(await card.count()).toBe(0);

  await write('Kære {{navn}}, se www.barnetsverden.dk/udsalg');
  await card.waitFor();
  await phoneButton(words.phone.kinds.android).click();
  await page.getByText(words.phone.card.android).waitFor();
  expect(await card.count()).toBe(0);

  await write('Hej {{navn}}');
  await page.getByText(words.phone.card.android).waitFor({ state: 'detached' });
  // The link domain alone, whether it points here; no page that a link leads to.
  expect(new Set(asked)).toEqual(new Set([worker.origin, 'https://s.barnetsverden.dk']));
});

test('each letter asks the engine for one look and one count of the list', async () => {
  const { page } = app;
  await write('Hej');
  await page.getByRole('region', { name: words.checklist.title }).waitFor();
  // Past every pause after which something is counted besides.
  const rest = () => page.waitForTimeout(600);
  await rest();
  const heard = await listenToEngine(page);
  await page.getByLabel(words.compose.messageLabel).focus();
  for (const letter of ['!', 'x']) {
    await page.keyboard.press(letter);
    await rest();
    expect(await heard(), letter).toEqual(['inspect', 'cost']);
  }
  const sender = page.getByLabel(words.compose.sender, { exact: true });
  await sender.focus();
  await page.keyboard.press('s');
  await rest();
  // What becomes of a sender in each country is also what publishing waits for.
  expect((await heard()).sort()).toEqual(['inspect', 'networks']);
});

test('the phone is light or dark for itself, and is found so again', async () => {
  const { page } = app;
  await write(FIELD_MESSAGE);
  const colours = () =>
    page.evaluate(() =>
      [document.documentElement, document.querySelector('.phone-screen')].map((element) => {
        const { backgroundColor } = getComputedStyle(element?.closest('.phone') ?? document.documentElement);
        return backgroundColor;
      }),
    );
  await phoneButton(words.phone.shades.light).click();
  const [paper, light] = await colours();
  await phoneButton(words.phone.shades.dark).click();
  const [samePaper, dark] = await colours();
  expect(samePaper).toBe(paper);
  expect(dark).not.toBe(light);
  await page.reload();
  await page.locator('.phone').waitFor();
  expect(await phoneButton(words.phone.shades.dark).getAttribute('aria-pressed')).toBe('true');
  expect(await phoneButton(words.phone.kinds.android).getAttribute('aria-pressed')).toBe('true');
  expect((await colours())[1]).toBe(dark);
});

test('no look of the phone stands in the way of assistive technology', async () => {
  const { page } = app;
  const long = `Kære {{navn}}, ${'vi glæder os til at se dig. '.repeat(8)}www.barnetsverden.dk/udsalg`;
  await write(long);
  for (const kind of ['ios', 'android'] as const) {
    for (const shade of ['light', 'dark'] as const) {
      await phoneButton(words.phone.kinds[kind]).click();
      await phoneButton(words.phone.shades[shade]).click();
      expect(await violations(page), `${kind}, ${shade}`).toEqual([]);
    }
  }
  expect(app.errors).toEqual([]);
});
