/** A limit on segments and what recipients above it get, in the real Chromium against the real worker. */
import { readFile } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { violations } from '../support/axe.ts';
import { launchBrowser } from '../support/browser.ts';
import { type DevWorker, startDevWorker } from '../support/dev-worker.ts';
import {
  addDomain,
  confirmConsent,
  csvFile,
  dictionaries,
  FIELD_MESSAGE,
  listenToEngine,
  loadList,
  type Opened,
  openSignedIn,
  readList,
  sampleList,
} from '../support/drive.ts';
import { askLinkHost, type LinkRequest } from '../support/link-host.ts';
import { outOfOrder, tabThrough } from '../support/tab.ts';

let worker: DevWorker;
let browser: Browser;
let app: Opened;
const words = dictionaries.da;
const limit = words.limit;

const LIST = sampleList(1_000);
/** Zoë and Łukasz, one of eight each, take two segments. */
const ABOVE = 250;
const DESTINATION = 'www.barnetsverden.dk/pages/du-har-adgang-for-alle-andre';
const SHORTER = `Adgang: ${DESTINATION} Afmeld: {{afmeld}}`;

const message = () => app.page.getByLabel(words.compose.messageLabel, { exact: true });
const shorter = () => app.page.getByLabel(limit.textLabel);
const choose = (name: keyof typeof limit.choices) => app.page.getByLabel(limit.choices[name]).check();
const chosen = (name: keyof typeof limit.choices) => app.page.getByLabel(limit.choices[name]).isChecked();
const total = (segments: number, recipients: string) =>
  app.page
    .locator('.total')
    .filter({ hasText: words.cost.forRecipients(2, recipients) })
    .filter({ hasText: segments.toLocaleString('da-DK') })
    .waitFor();

interface Sent {
  readonly to: string;
  readonly text: string;
  readonly segments: number;
}

async function download(page: Page): Promise<Sent[]> {
  await page.getByLabel(words.report.format).selectOption('ndjson');
  const started = page.waitForEvent('download');
  await page.getByRole('button', { name: words.report.download }).click();
  const file = await readFile(await (await started).path(), 'utf8');
  return file
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Sent);
}

/** The report once the click is in it. */
async function counted(page: Page, campaign: string): Promise<unknown> {
  for (;;) {
    const report = await page.evaluate(async (id) => (await fetch(`/api/campaigns/${id}/report`)).json(), campaign);
    if ((report as { numbers: { clicks: number } }).numbers.clicks > 0) return report;
    await page.waitForTimeout(100);
  }
}

/** Changes of the set of those who opted out, each of 12 octets. */
const optOutsKnown = (page: Page): Promise<number> =>
  page.evaluate(async () => {
    const answer = await (await fetch('/api/suppressions')).arrayBuffer();
    return (answer.byteLength - 4 - new DataView(answer).getUint32(0, true)) / 12;
  });

/** As a person's phone does. */
const follow = (slug: string, more: LinkRequest = {}) =>
  askLinkHost(worker.port, 's.barnetsverden.dk', `/${slug}`, {
    ...more,
    userAgent:
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1',
  });

const isConcerned = ({ to }: { readonly to: string }) =>
  [2, 3].includes((Number(to.replace(/\D/g, '')) - 4_520_100_000) % 8);

beforeAll(async () => {
  worker = await startDevWorker();
  browser = await launchBrowser();
  app = await openSignedIn(browser, worker, 'da', { reducedMotion: 'reduce' });
  const { page } = app;
  await addDomain(page, 'da', 's.barnetsverden.dk');
  await page.getByLabel(words.compose.name).fill('Weekend');
  await page.getByLabel(words.compose.sender, { exact: true }).fill('Barnets');
  await loadList(page, 'da', LIST);
  await message().fill(FIELD_MESSAGE);
  await total(1_250, '1.000');
});
afterAll(() => worker?.stop());

describe('a limit', () => {
  test('says who is above it and what sending anyway takes', async () => {
    const { page } = app;
    await page.getByLabel(limit.label).selectOption('1');
    await page.getByText(limit.over(ABOVE, '250'), { exact: true }).waitFor();
    expect(await chosen('send')).toBe(true);
    await page.getByText(limit.effects.send(ABOVE, '250', '')).waitFor();
    await page.getByText(words.checklist.rules['limit-above'](ABOVE, '250')).waitFor();
    await page.getByLabel(limit.label).selectOption('2');
    await page.getByText(limit.within).waitFor();
    await page.getByLabel(limit.label).selectOption('1');
  });

  test('lists those above it with what makes them long, and shows each in the phone', async () => {
    const { page } = app;
    await page.getByText(limit.list(ABOVE, '250')).click();
    const rows = page.locator('.concerned-rows > li');
    await rows.first().waitFor();
    expect(await rows.count()).toBe(10);
    for (let more = 0; more < 4; more++) await page.getByRole('button', { name: limit.more }).click();
    expect(await rows.count()).toBe(50);
    expect(await page.getByRole('button', { name: limit.more }).count()).toBe(0);
    await page.getByText(limit.first('50', '250')).waitFor();
    expect(await rows.nth(1).textContent()).toContain('Łukasz');
    expect(await rows.nth(1).textContent()).toContain(limit.outside);
    await page.getByRole('button', { name: limit.showNamed('+4520100003') }).click();
    await page.locator('.bubble').getByText('Łukasz').waitFor();
    const started = page.waitForEvent('download');
    await page.getByRole('button', { name: limit.download }).click();
    const lines = (await readFile(await (await started).path(), 'utf8')).trimEnd().split('\r\n');
    expect(lines).toHaveLength(1 + ABOVE);
    expect(lines[2]).toBe('4520100003;2;2');
  });

  test('lists those of the list that took its place', async () => {
    const { page } = app;
    const others = LIST.octets.toString('utf8').replaceAll('+45 20', '+45 30');
    await readList(page, 'da', csvFile('andre.csv', others));
    await page.getByRole('button', { name: limit.showNamed('+4530100003') }).waitFor();
    await readList(page, 'da', LIST);
    await page.getByRole('button', { name: limit.showNamed('+4520100003') }).waitFor();
  });

  test('leaves out who is above it: in every number, and in the phone', async () => {
    const { page } = app;
    await choose('leave-out');
    await total(750, '750');
    await page
      .getByRole('combobox', { name: words.preview.show, exact: true })
      .selectOption({ label: words.preview.choices.above });
    await page.getByText(limit.effects['leave-out'](500, '500', '')).waitFor();
    await page.locator('.phone').getByText(limit.getsNothing).waitFor();
    await page.getByText(limit.because('2 segmenter', '1 segment')).waitFor();
    await page.getByText(words.compose.ready('750', '750')).waitFor();
    await page.getByText(limit.leftOut(ABOVE, '250')).waitFor();
    await page.getByText(words.checklist.rules['limit-left-out'](ABOVE, '250')).waitFor();
    // Writing Zoë as Zoe brings her back.
    await page.locator('.value-all').getByText(limit.regained(ABOVE, '250')).waitFor();
    expect(await violations(page)).toEqual([]);
  });

  test('that nobody keeps is an error, and leads to the limit', async () => {
    const { page } = app;
    await message().fill(`${'Kom ind i butikken. '.repeat(9)}${FIELD_MESSAGE}`);
    await page.getByText(words.checklist.rules['limit-nobody'](1, '1')).waitFor();
    const row = page.locator('.finding').filter({ hasText: words.checklist.rules['limit-nobody'](1, '1') });
    await row.getByRole('button', { name: words.checklist.places.limit }).click();
    await page.waitForFunction(() => document.activeElement?.closest('.limit-most') !== null);
    await message().fill(FIELD_MESSAGE);
    await total(750, '750');
  });

  test('asks for the shorter text, and until then sends the message', async () => {
    const { page } = app;
    await choose('shorten');
    await page.getByText(limit.unwritten).waitFor();
    await total(1_250, '1.000');
    await page.getByText(words.checklist.rules['shorter-missing']).waitFor();
    await page.getByRole('button', { name: limit.begin }).click();
    expect(await shorter().inputValue()).toBe(FIELD_MESSAGE);
    await page.getByText(limit.still(ABOVE, '250')).waitFor();
    await page.keyboard.press('Control+z');
    expect(await shorter().inputValue()).toBe('');
  });

  test('judges the shorter text as it judges the message', async () => {
    const { page } = app;
    await shorter().fill('Hej {{nvn}}, se www.andre.dk/x');
    await page.getByText(limit.foreign('www.andre.dk/x')).waitFor();
    const row = page.locator('.finding').filter({ hasText: words.checklist.rules['field-unknown']('nvn') });
    await row.getByRole('button', { name: words.checklist.showShorter }).click();
    const selected = await shorter().evaluate((area: HTMLTextAreaElement) =>
      area.value.slice(area.selectionStart, area.selectionEnd),
    );
    expect(selected).toBe('{{nvn}}');
    const optOut = page
      .locator('.finding')
      .filter({ hasText: words.checklist.inShorter('') })
      .filter({ hasText: '§ 10' });
    await optOut.getByRole('button', { name: words.checklist.remedies.link }).click();
    expect(await shorter().inputValue()).toContain('{{afmeld}}');
    expect(await message().inputValue()).toBe(FIELD_MESSAGE);
    expect(await violations(page)).toEqual([]);
  });

  test('with a shorter text counts it while it is typed, and shows it in the phone', async () => {
    const { page } = app;
    await shorter().fill('Adgang: ');
    await page.getByRole('button', { name: limit.insertLink(DESTINATION) }).click();
    await page.getByRole('button', { name: limit.insertOptOut }).click();
    expect(await shorter().inputValue()).toContain(DESTINATION);
    // The country's way to opt out is loaded with the first click.
    await expect.poll(() => shorter().inputValue()).toContain('{{afmeld}}');
    await shorter().fill(SHORTER);
    await total(1_000, '1.000');
    await page.getByText(limit.effects.shorten(ABOVE, '250', '')).waitFor();
    await page.locator('.bubble').getByText('Adgang:').waitFor();
    await page.getByText(limit.getsShorter).waitFor();
    await page.locator('.concerned-rows').getByText(limit.instead('2 segmenter', '1')).first().waitFor();
  });

  test('with a shorter text asks at each letter for one look at either text and one count', async () => {
    const { page } = app;
    // Past every pause after which something is counted besides.
    const rest = () => page.waitForTimeout(800);
    await rest();
    const heard = await listenToEngine(page);
    for (const field of [message(), shorter()]) {
      await field.press('End');
      await field.press('.');
      await rest();
      const questions = (await heard()).filter((name) => name !== 'cancel').sort();
      expect(questions).toEqual(['concerned', 'cost', 'inspect', 'inspect', 'shorterLinks', 'valueSavings']);
      await field.press('Backspace');
      await rest();
      await heard();
    }
  });

  test('is reached with the keyboard in the order of the page', async () => {
    const stops = await tabThrough(app.page);
    expect(stops.flatMap(({ name, faults }) => faults.map((fault) => `${name}: ${fault}`))).toEqual([]);
    expect(outOfOrder(stops)).toEqual([]);
    const names = stops.map(({ name }) => name).join('\n');
    for (const label of [limit.label, limit.choices.shorten, limit.textLabel]) expect(names).toContain(label);
  });

  test('stays with the draft: after a reload, among the drafts, and for the next one as a limit only', async () => {
    const { page } = app;
    await page.reload();
    await loadList(page, 'da', LIST);
    await total(1_000, '1.000');
    expect(await chosen('shorten')).toBe(true);
    expect(await shorter().inputValue()).toBe(SHORTER);
    await page.getByText(words.compose.drafts, { exact: true }).click();
    await page.getByRole('button', { name: words.drafts.fresh }).click();
    expect(await chosen('send')).toBe(true);
    expect(await page.getByLabel(limit.label).inputValue()).toBe('1');
    expect(await shorter().count()).toBe(0);
    await page.getByRole('button', { name: words.drafts.openNamed('Weekend') }).click();
    await total(1_000, '1.000');
    expect(await shorter().inputValue()).toBe(SHORTER);
    await page.getByText(words.compose.drafts, { exact: true }).click();
  });

  test('is saved with a message and comes back with it', async () => {
    const { page } = app;
    await page.getByText(words.compose.saved).click();
    await page.getByRole('button', { name: words.savedMessages.save, exact: true }).click();
    await shorter().fill('');
    await choose('send');
    await page.getByRole('button', { name: words.savedMessages.useNamed('Weekend') }).click();
    expect(await shorter().inputValue()).toBe(SHORTER);
    await total(1_000, '1.000');
    await page.getByText(words.compose.saved).click();
  });
});

describe('a campaign under a limit', () => {
  test('sends the shorter text to those above it, with the same links', async () => {
    const { page } = app;
    await confirmConsent(page, 'da');
    await page.getByRole('button', { name: words.compose.publish }).click();
    await page.getByText(words.report.publishedNow).waitFor();
    await page.getByText(limit.madeShorter('1 segment')).waitFor();
    expect(await violations(page)).toEqual([]);
    const sent = await download(page);
    expect(sent).toHaveLength(1_000);
    expect(sent.every(({ segments }) => segments === 1)).toBe(true);
    expect(sent.filter(({ text }) => text.startsWith('Adgang:')).every(isConcerned)).toBe(true);
    expect(sent.filter(({ text }) => text.startsWith('Adgang:'))).toHaveLength(ABOVE);
    // Everybody's links are his own, and lead where the message's do.
    const slugs = sent.flatMap(({ text }) =>
      [...text.matchAll(/barnetsverden\.dk\/(\w{8})/g)].map(([, slug]) => slug ?? ''),
    );
    expect(new Set(slugs).size).toBe(2_000);
    const [first = '', second = ''] = sent.find(isConcerned)?.text.match(/(?<=barnetsverden\.dk\/)\w{8}/g) ?? [];
    expect((await follow(first)).headers.location).toBe(`https://${DESTINATION}`);
    expect((await follow(second)).status).toBe(200);
  });

  test('is copied with its limit and its shorter text', async () => {
    const { page } = app;
    await page.getByRole('link', { name: words.nav.campaigns, exact: true }).click();
    await page.getByRole('button', { name: words.shelf.copyNamed('Weekend') }).click();
    await message().waitFor();
    expect(await page.getByLabel(words.compose.name).inputValue()).toBe(words.shelf.copyOf('Weekend'));
    expect(await chosen('shorten')).toBe(true);
    expect(await shorter().inputValue()).toBe(SHORTER);
  });

  test('leaves out those above it: they are in no file and in no rate', async () => {
    const { page } = app;
    await choose('leave-out');
    await total(750, '750');
    await page.getByLabel(words.compose.name).fill('Uden');
    await confirmConsent(page, 'da');
    await page.getByRole('button', { name: words.compose.publish }).click();
    await page.getByRole('button', { name: words.compose.twinAgain }).click();
    await page.getByText(words.report.publishedNow).waitFor();
    await page.getByText(limit.madeLeftOut(ABOVE, '250', '1 segment')).waitFor();
    await page.getByText(words.report.downloadLead('750')).waitFor();
    const sent = await download(page);
    expect(sent).toHaveLength(750);
    expect(sent.some(isConcerned)).toBe(false);
    await follow(sent.at(-1)?.text.match(/barnetsverden\.dk\/(\w{8})/)?.[1] ?? '');
    // Who opts out is found on the list, whoever before him was left out.
    const leaver = sent.at(-1) ?? { to: '', text: '' };
    const optOut = leaver.text.match(/Afmeld: \S+\/(\w{8})/)?.[1] ?? '';
    expect((await follow(optOut, { method: 'POST', form: '' })).status).toBe(303);
    const started = page.waitForEvent('download');
    await page.getByRole('button', { name: limit.download }).click();
    const leftOut = (await readFile(await (await started).path(), 'utf8')).trimEnd().split('\r\n').slice(1);
    expect(leftOut).toHaveLength(ABOVE);
    expect(leftOut.every((line) => isConcerned({ to: line.split(';')[0] ?? '' }))).toBe(true);
    const id = await page.evaluate(() => location.hash.split('/').at(-1));
    const report = await counted(page, id ?? '');
    expect(report).toMatchObject({
      campaign: { recipients: 750, limit: { segments: 1, shorter: null, leftOut: 250 } },
    });
    expect(report).toMatchObject({ numbers: { ctr: { numerator: 1, denominator: 750 } } });
    await page.getByRole('button', { name: words.report.refresh }).click();
    const leavers = page.waitForEvent('download');
    await page.getByRole('button', { name: words.report.leavers }).click();
    const [, line = ''] = (await readFile(await (await leavers).path(), 'utf8')).trimEnd().split('\r\n');
    expect(line.split(';')[0]).toBe(leaver.to.replace(/\D/g, ''));
    // And is in no message that comes later: hashes are kept of all rows, of those above the limit too.
    await expect.poll(() => optOutsKnown(page)).toBe(1);
    expect((await download(page)).map(({ to }) => to)).toEqual(sent.slice(0, -1).map(({ to }) => to));
  });

  test('in two versions asks each for its own shorter text, and keeps the limit in each half', async () => {
    const { page } = app;
    const ab = words.versions;
    await page.getByRole('link', { name: words.nav.compose, exact: true }).click();
    // Another text than before: the same to the same people would be asked about.
    await message().fill(`${FIELD_MESSAGE} Hej!`);
    await choose('shorten');
    await shorter().fill(`A: ${DESTINATION} {{afmeld}}`);
    await page.getByLabel(words.compose.name).fill('Begge');
    await page.getByText(words.compose.versions).click();
    await page.getByRole('button', { name: ab.begin }).click();
    await message().fill(`${FIELD_MESSAGE} Kig ind!`);
    expect(await shorter().inputValue()).toBe(`A: ${DESTINATION} {{afmeld}}`);
    await shorter().fill('');
    await page.getByRole('button', { name: ab.version('A'), exact: true }).click();
    expect(await shorter().inputValue()).toBe(`A: ${DESTINATION} {{afmeld}}`);
    await confirmConsent(page, 'da');
    await page.getByRole('button', { name: words.compose.publish }).click();
    // Version B is put on screen with what is wrong with it.
    await page.getByText(words.checklist.rules['shorter-missing']).waitFor();
    expect(await message().inputValue()).toContain('Kig ind!');
    await choose('leave-out');
    // Some 375 of each half are left: as many count for what a difference takes.
    await page.getByText(/Her har hver (3[3-9]\d): det er for få/).waitFor();
    await choose('shorten');
    await shorter().fill(`B: ${DESTINATION} {{afmeld}}`);
    await page.getByRole('button', { name: words.compose.publish }).click();
    await page.getByText(words.report.publishedNow).waitFor();
    const a = await download(page);
    await page.getByRole('link', { name: ab.sibling('B') }).click();
    await page.getByRole('heading', { name: 'Begge B', level: 1 }).waitFor();
    const b = await download(page);
    // All but the one who opted out before.
    expect(new Set([...a, ...b].map(({ to }) => to)).size).toBe(999);
    for (const [sent, sign] of [
      [a, 'A: '],
      [b, 'B: '],
    ] as const) {
      expect(sent.every(({ segments }) => segments === 1)).toBe(true);
      expect(sent.every((one) => one.text.startsWith(sign) === isConcerned(one))).toBe(true);
    }
  });

  test('is made again with the list loaded anew', async () => {
    const { page } = app;
    await page.reload();
    await page.getByRole('link', { name: words.nav.compose, exact: true }).click();
    await loadList(page, 'da', LIST);
    await page.getByText(words.listFile.loaded('999')).first().waitFor();
    await page.getByRole('link', { name: words.nav.campaigns, exact: true }).click();
    await page.getByRole('link', { name: 'Uden' }).click();
    expect(await download(page)).toHaveLength(749);
    expect(app.errors).toEqual([]);
  });
});
