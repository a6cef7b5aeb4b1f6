/** Who opts out of one campaign is not in the next: played through by a marketer and a recipient, in both languages. */
import { mkdir, readFile } from 'node:fs/promises';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { listName as danishList } from '../../web/src/i18n/da/list-name.ts';
import { stops as danish } from '../../web/src/i18n/da/stops.ts';
import { listName as englishList } from '../../web/src/i18n/en/list-name.ts';
import { stops as english } from '../../web/src/i18n/en/stops.ts';
import type { Campaign } from '../../worker/api.ts';
import { phones } from '../support/agents.ts';
import { violations } from '../support/axe.ts';
import { launchBrowser } from '../support/browser.ts';
import { type DevWorker, startDevWorker } from '../support/dev-worker.ts';
import {
  addDomain,
  confirmConsent,
  csvFile,
  dictionaries,
  type Language,
  loadList,
  type Opened,
  openApp,
  sampleList,
} from '../support/drive.ts';
import { askLinkHost } from '../support/link-host.ts';
import { LINK_HOST } from '../support/main-states.ts';

const pictures = process.env.KLIKSPOR_PICTURES;
let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
  if (pictures !== undefined) await mkdir(pictures, { recursive: true });
});
afterAll(() => browser?.close());

describe.each([
  ['da', danish, danishList],
  ['en', english, englishList],
] as const)('in %s', (language: Language, stops, listNames) => {
  const words = dictionaries[language];
  let worker: DevWorker;
  let app: Opened;
  let page: Page;
  beforeEach(async () => {
    worker = await startDevWorker();
    app = await openApp(browser, worker, language, { timezoneId: 'Europe/Copenhagen' });
    ({ page } = app);
    // While what was read of networks is relied on.
    await page.clock.setFixedTime(new Date('2026-11-30T12:00+01:00'));
    await page.goto('about:blank');
    await page.goto(`${worker.origin}/#code=${worker.signInCode}`);
    await addDomain(page, language, LINK_HOST);
  });
  afterEach(async () => {
    await app?.close();
    await worker?.stop();
  });

  const picture = async (name: string) => {
    if (pictures !== undefined) await page.screenshot({ path: `${pictures}/${language}-${name}.png`, fullPage: true });
  };

  async function write(name: string): Promise<void> {
    await page.getByLabel(words.compose.name).fill(name);
    await page.getByLabel(words.compose.sender, { exact: true }).fill('Barnets');
    await page.getByLabel(words.terms.sendAt).fill('2026-12-01T10:00');
    await page.getByLabel(words.compose.messageLabel).fill('Udsalg: www.barnetsverden.dk/udsalg Afmeld: {{afmeld}}');
    const consent = page.getByLabel(words.terms.bases.consent);
    if (!(await consent.isChecked())) await confirmConsent(page, language);
  }

  const pressPublish = () => page.getByRole('button', { name: words.compose.publish, exact: true }).click();

  async function publish(): Promise<Campaign> {
    const answer = page.waitForResponse(
      (response) => response.request().method() === 'POST' && response.url().endsWith('/api/campaigns'),
    );
    await pressPublish();
    const campaign = (await (await answer).json()) as Campaign;
    await page.getByText(words.report.publishedNow).waitFor();
    return campaign;
  }

  async function messages(): Promise<string[]> {
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: words.report.download }).click();
    const file = await readFile(await (await download).path(), 'utf8');
    return file.trimEnd().split('\r\n').slice(1);
  }

  /** As a phone does, without a script. */
  const press = async (slug: string) => {
    const answer = await askLinkHost(worker.port, LINK_HOST, `/${slug}`, { ...phones[0], method: 'POST', form: '' });
    expect(answer.status).toBe(303);
  };

  const known = async (changes: number) => {
    await expect
      .poll(
        async () => {
          const octets = await page.evaluate(async () =>
            Array.from(new Uint8Array(await (await fetch('/api/suppressions')).arrayBuffer())),
          );
          const head = new DataView(Uint8Array.from(octets).buffer).getUint32(0, true);
          return (octets.length - 4 - head) / 12;
        },
        { timeout: 15_000 },
      )
      .toBe(changes);
  };

  const compose = () => page.getByRole('link', { name: words.nav.compose, exact: true }).click();
  const stopped = () => page.locator('details.stopped');

  test('whoever opts out is left out of the next list and of files made later, and a report has its own list', {
    timeout: 180_000,
  }, async () => {
    await loadList(page, language, sampleList(20));
    await write('Første');
    const first = await publish();
    const lines = await messages();
    expect(lines).toHaveLength(20);
    const slugOf = (row: number) => /Afmeld: [^/]*\/(\w{8})/.exec(lines[row] ?? '')?.[1] ?? '';
    // Hashes go by themselves.
    await expect
      .poll(() =>
        page.evaluate(
          async (id) =>
            (await (await fetch(`/api/campaigns/${encodeURIComponent(id)}/number-hashes`)).json()).missing.length,
          first.id,
        ),
      )
      .toBe(0);
    // The list was read before: it may not be published as it is.
    await compose();
    await write('Anden');
    await press(slugOf(3));
    await press(slugOf(7));
    await known(2);
    await pressPublish();
    await page.getByText(stops.moreNow(2, '2')).waitFor();
    await stopped().getByText(stops.leftOut(2, '2')).click();
    const cells = stopped().getByRole('row').nth(1).getByRole('cell');
    // The heading is row 1.
    expect(await cells.first().textContent()).toBe('5');
    expect(await cells.last().textContent()).toBe('+45 20100003');
    expect(await cells.nth(1).textContent()).toContain(stops.reasons['opt-out-page']);
    expect(await violations(page)).toEqual([]);
    await picture('list');
    const download = page.waitForEvent('download');
    await stopped().getByRole('button', { name: stops.download }).click();
    const csv = await readFile(await (await download).path(), 'utf8');
    expect(
      csv
        .split('\r\n')
        .slice(1, 3)
        .map((line) => line.split(';').slice(0, 2)),
    ).toEqual([
      ['5', '+45 20100003'],
      ['9', '+45 20100007'],
    ]);

    const second = await publish();
    expect(second).toMatchObject({ recipients: 18, list: { rows: 18, suppressed: { changes: 2, rows: 2 } } });
    const next = await messages();
    expect(next).toHaveLength(18);
    expect(next.join()).not.toMatch(/2010000[37]/);

    // Of the second campaign one more opts out, before its file is made once more.
    const slug = /Afmeld: [^/]*\/(\w{8})/.exec(next[0] ?? '')?.[1] ?? '';
    await press(slug);
    await known(3);
    expect(await messages()).toHaveLength(17);
    await page.getByText(stops.notInFile(1, '1')).waitFor();
    const who = page.waitForEvent('download');
    await page.getByRole('button', { name: stops.download }).click();
    const gone = (await readFile(await (await who).path(), 'utf8')).trimEnd().split('\r\n').slice(1);
    expect(gone).toHaveLength(1);
    expect(gone[0]).toContain('4520100000');

    // The first campaign had everybody: its report reads the list as it was, and finds whose rows those were.
    await page.getByRole('link', { name: words.nav.campaigns, exact: true }).click();
    await page.getByRole('link', { name: 'Første' }).click();
    const leavers = page.waitForEvent('download');
    await page.getByRole('button', { name: words.report.leavers }).click();
    const left = await readFile(await (await leavers).path(), 'utf8');
    expect(left.match(/4520100\d{3}/g)?.toSorted()).toEqual(['4520100003', '4520100007']);
    // Made once more, its file lacks all three.
    expect(await messages()).toHaveLength(17);
    await picture('report');
    // Back at the composer the list is read for the next campaign again.
    await compose();
    await stopped().getByText(stops.leftOut(3, '3')).waitFor();
    expect(app.errors).toEqual([]);
  });

  test('people who opted out elsewhere are added from a file, and taken back with the reason', {
    timeout: 120_000,
  }, async () => {
    await page.getByRole('link', { name: words.nav.campaigns }).click();
    await page.getByText(stops.heading).click();
    await page.getByText(stops.nobody).waitFor();
    await picture('panel-empty');
    const forms = stops.forms;
    const form = (name: string) => page.locator('form.box').filter({ hasText: name });
    const chooseFile = async (name: string, file: string, text: string) => {
      const { octets } = csvFile(file, text);
      await form(name).getByLabel(stops.file).setInputFiles({ name: file, mimeType: 'text/csv', buffer: octets });
    };
    const choose = (name: string, numbers: readonly number[]) =>
      chooseFile(name, 'afmeldte.csv', `navn;mobil\r\n${numbers.map((number) => `A;${number}\r\n`).join('')}`);
    const add = form(forms.add.heading);
    await add.getByRole('button', { name: forms.add.now }).click();
    await add.getByText(stops.fileMissing).waitFor();
    await choose(forms.add.heading, [20100000, 20100001, 20100002]);
    // Numbers without a country code are those of the country that is said here, whatever is being written elsewhere.
    await add.getByLabel(stops.numbersOf).selectOption('GB');
    await add.getByRole('button', { name: forms.add.now }).click();
    await add.getByText(stops.noNumber(3, '3')).waitFor();
    await add.getByLabel(stops.numbersOf).selectOption('DK');
    expect(await add.getByText(stops.noNumber(3, '3')).count()).toBe(0);
    await add.getByRole('button', { name: forms.add.now }).click();
    await add.getByText(forms.add.told(3, '3', '3')).waitFor();
    const back = form(forms.remove.heading);
    // One of them is in the set; the other is not, and is not put into it by taking back what was taken back.
    await choose(forms.remove.heading, [20100001, 20100099]);
    await back.getByRole('button', { name: forms.remove.now }).click();
    await back.getByText(stops.whyMissing).waitFor();
    await back.getByLabel(stops.why, { exact: true }).fill('Bad om beskeder igen');
    await back.getByRole('button', { name: forms.remove.now }).click();
    await back.getByText(forms.remove.told(1, '1', '2')).waitFor();
    await page.getByRole('cell', { name: 'Bad om beskeder igen' }).waitFor();
    await back.getByRole('button', { name: stops.undo, exact: true }).click();
    await back.getByText(stops.undone(1, '1')).waitFor();
    await back.getByRole('button', { name: forms.remove.now }).click();
    await back.getByText(forms.remove.told(1, '1', '2')).waitFor();
    const kept = page.getByRole('region', { name: stops.kept });
    await kept.getByRole('row', { name: `${stops.all} 2` }).waitFor();

    // One list of the domain's, named for the first time.
    await add.getByLabel(stops.scope).selectOption(LINK_HOST);
    await add.getByLabel(stops.ofWhichList).fill('Nyhedsbrev');
    await choose(forms.add.heading, [20100004]);
    await add.getByRole('button', { name: forms.add.now }).click();
    await add.getByText(forms.add.told(1, '1', '1')).waitFor();
    await kept.getByRole('row', { name: `${stops.scopeOfList(LINK_HOST, 'Nyhedsbrev')} 1` }).waitFor();

    // A file that takes an answer, with rows that have no number.
    const rows = Array.from({ length: 20 }, (_, row) => `Å ${row};2${row + 10}12345;3${row + 10}54321\r\n`).join('');
    await chooseFile(forms.add.heading, 'to.csv', `navn;a;b\r\n${rows}Ib;ingen;intet\r\n`);
    await add.getByRole('button', { name: forms.add.now }).click();
    await picture('panel-question');
    await add.getByRole('button', { name: words.listFile.columnTake('b') }).click();
    await add.getByText(forms.add.told(20, '20', '20')).waitFor();
    await add.getByText(stops.noNumber(1, '1')).click();
    await add.getByRole('cell', { name: words.listFile.problems['number-not-digits'] }).waitFor();
    // What cannot be read says why, and nothing is sent.
    await chooseFile(forms.add.heading, 'tom.csv', '');
    await add.getByRole('button', { name: forms.add.now }).click();
    await add.getByText(words.listFile.failures['empty-file']).waitFor();

    // Looked up in a list of one's own: who they are, as numbers.
    const find = form(forms.find.heading);
    await choose(forms.find.heading, [20100000, 20100001, 20100003, 20100004]);
    await find.getByRole('button', { name: forms.find.now }).click();
    await find.getByText(forms.find.told(2, '2', '4')).waitFor();
    const fileOf = async (button: Locator) => {
      const download = page.waitForEvent('download');
      await button.click();
      const text = await readFile(await (await download).path(), 'utf8');
      return text
        .trimEnd()
        .split('\r\n')
        .map((line) => line.split(';'));
    };
    const found = await fileOf(find.getByRole('button', { name: stops.downloadFound }));
    const { row, number, hash, day, reason, host, list } = stops.csvHeadings;
    expect(found[0]?.map((cell) => cell.replace('\ufeff', ''))).toEqual([row, number, day, reason, host, list]);
    expect(found.slice(1).map(([line, own, , , of, name]) => [line, own, of, name])).toEqual([
      ['2', '20100000', stops.all, ''],
      ['5', '20100004', LINK_HOST, 'Nyhedsbrev'],
    ]);
    expect(found[1]?.[3]).toBe(stops.reasons.import);
    expect(found[1]?.[2]).toMatch(/^20\d\d-\d\d-\d\d$/);
    // All of them, without a number.
    const all = await fileOf(page.getByRole('button', { name: stops.downloadAll }));
    expect(all[0]?.map((cell) => cell.replace('\ufeff', ''))).toEqual([hash, day, reason, host, list]);
    expect(all).toHaveLength(1 + 2 + 1 + 20);
    for (const [own = ''] of all.slice(1)) expect(own).toMatch(/^[0-9a-f]{16}$/);
    expect(all.join()).not.toMatch(/2010000/);

    expect(await violations(page)).toEqual([]);
    await picture('panel');
    await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
    expect(await violations(page)).toEqual([]);
    await picture('panel-dark');
    await page.emulateMedia({ colorScheme: 'light', media: 'print' });
    // On paper a form is of no use.
    expect(await add.isVisible()).toBe(false);
    await picture('panel-print');
    await page.emulateMedia({ media: null, colorScheme: null, reducedMotion: null });
    await page.setViewportSize({ width: 390, height: 844 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
    await picture('panel-phone');
    await page.setViewportSize({ width: 320, height: 844 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
    await page.setViewportSize({ width: 1280, height: 900 });

    await compose();
    await loadList(page, language, sampleList(5));
    await stopped().getByText(stops.leftOut(3, '3')).click();
    expect(await stopped().getByRole('cell').nth(1).textContent()).toContain(
      `${stops.reasons.import}, ${stops.everything}`,
    );
    // Without a list's name nobody who opted out of one of the domain's is sent it; with another, they are.
    const rowOf = (line: number) => stopped().getByRole('row', { name: new RegExp(`^${line} `) });
    expect(await rowOf(6).textContent()).toContain(stops.ofList('Nyhedsbrev'));
    await page.getByLabel(listNames.label).fill('Kundeklub');
    await page.getByLabel(listNames.label).blur();
    await stopped().getByText(stops.leftOut(2, '2')).waitFor();
    await page.getByLabel(listNames.label).fill('NYHEDSBREV');
    await page.getByLabel(listNames.label).blur();
    await stopped().getByText(stops.leftOut(3, '3')).waitFor();
    expect(await page.getByLabel(listNames.label).inputValue()).toBe('Nyhedsbrev');
    await picture('list-name');

    // While who opted out cannot be read nothing is published; nobody is left out, and it is said.
    await page.route('**/api/suppressions*', (route) => route.abort());
    await loadList(page, language, sampleList(6));
    await page.getByText(stops.unread).waitFor();
    await picture('unread');
    await write('Tredje');
    await pressPublish();
    await page.getByText(stops.unreadForPublishing).waitFor();
    await page.unroute('**/api/suppressions*');
    await page.getByRole('button', { name: stops.retry }).click();
    await stopped().getByText(stops.leftOut(3, '3')).waitFor();
    // Hashes that do not arrive are sent when they are asked for.
    await page.route('**/number-hashes', (route) =>
      route.request().method() === 'POST' ? route.fulfill({ status: 409, json: {} }) : route.continue(),
    );
    const campaign = await publish();
    expect(campaign).toMatchObject({ recipients: 3, listName: 'Nyhedsbrev' });
    await page.getByText(stops.sendFailed).waitFor();
    expect(await violations(page)).toEqual([]);
    await picture('not-sent');
    await page.unroute('**/number-hashes');
    await page.getByRole('button', { name: stops.sendNow }).click();
    await page.getByText(stops.notSent).waitFor({ state: 'detached' });
    expect(app.errors).toEqual([]);
  });

  test('with the keyboard alone opt-outs are added, taken back, and the undo is undone', {
    timeout: 60_000,
  }, async () => {
    await page.getByRole('link', { name: words.nav.campaigns }).click();
    await page.getByText(stops.heading).waitFor();
    const focused = () => page.evaluate(() => document.activeElement?.textContent ?? '');
    const tabTo = async (isThere: () => Promise<boolean>) => {
      for (let press = 0; press < 60 && !(await isThere()); press++) await page.keyboard.press('Tab');
      expect(await isThere()).toBe(true);
    };
    const isFocused = (locator: Locator) => () => locator.evaluate((element) => element === document.activeElement);
    await tabTo(async () => (await focused()) === stops.heading);
    await page.keyboard.press('Enter');
    await page.getByText(stops.nobody).waitFor();
    const form = (name: string) => page.locator('form.box').filter({ hasText: name });
    const { add, remove } = stops.forms;
    const file = { name: 'a.csv', mimeType: 'text/csv', buffer: csvFile('a.csv', 'mobil\r\n20100000\r\n').octets };
    const choose = async (name: string) => {
      const input = form(name).getByLabel(stops.file);
      await tabTo(isFocused(input));
      const chooser = page.waitForEvent('filechooser');
      await page.keyboard.press('Space');
      await (await chooser).setFiles(file);
    };
    await choose(add.heading);
    await tabTo(isFocused(form(add.heading).getByRole('button', { name: add.now })));
    await page.keyboard.press('Enter');
    await form(add.heading)
      .getByText(add.told(1, '1', '1'))
      .waitFor();
    await choose(remove.heading);
    await tabTo(isFocused(form(remove.heading).getByLabel(stops.why, { exact: true })));
    await page.keyboard.type('Fejl');
    await page.keyboard.press('Enter');
    await form(remove.heading)
      .getByText(remove.told(1, '1', '1'))
      .waitFor();
    await tabTo(isFocused(form(remove.heading).getByRole('button', { name: stops.undo, exact: true })));
    await page.keyboard.press('Enter');
    await form(remove.heading).getByText(stops.undone(1, '1')).waitFor();
    // The button that was pressed is gone; the keyboard goes on where the form ends.
    await expect.poll(isFocused(form(remove.heading).getByRole('button', { name: remove.now }))).toBe(true);
    expect(app.errors).toEqual([]);
  });
});
