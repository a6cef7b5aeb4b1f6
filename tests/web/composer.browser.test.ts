/** The composer in the real Chromium against the real worker. */
import { readFile } from 'node:fs/promises';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { onUse } from '../../web/src/i18n/da/on-use.ts';
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
  openApp,
  sampleList,
} from '../support/drive.ts';

let worker: DevWorker;
let browser: Browser;
let app: Opened;
const words = dictionaries.da;

beforeAll(async () => {
  worker = await startDevWorker();
  browser = await launchBrowser();
  app = await openApp(browser, worker, 'da', { serviceWorkers: 'allow' });
});
afterAll(() => worker?.stop());

/** Steps of one story: each begins where the one before ended. */
describe('a marketer', () => {
  test('is asked to sign in, and told when the code is wrong', async () => {
    const { page } = app;
    await page.getByRole('heading', { name: words.signIn.title }).waitFor();
    await page.getByLabel(words.signIn.code).fill('not-the-code');
    await page.getByRole('button', { name: words.signIn.submit }).click();
    await page.getByText(words.signIn.wrong).waitFor();
  });

  test('signs in by the address, and the code leaves the address bar', async () => {
    const { page } = app;
    await page.goto('about:blank');
    await page.goto(`${worker.origin}/#code=${worker.signInCode}`);
    await page.getByRole('heading', { name: words.compose.title }).waitFor();
    expect(page.url()).not.toContain('code');
  });

  test('adds the first link domain where it is missed', async () => {
    const { page } = app;
    await page.getByText(words.domain.empty).waitFor();
    expect(await page.getByLabel(words.domain.newLabel).inputValue()).toBe('s.localhost');
    await addDomain(page, 'da', 's.barnetsverden.dk');
    expect(await page.getByLabel(words.domain.label, { exact: true }).inputValue()).toBe('s.barnetsverden.dk');
  });

  test('is told at each field what is missing', async () => {
    const { page } = app;
    await page.getByRole('button', { name: words.compose.publish }).click();
    await page.locator('p.error', { hasText: words.compose.missing.name }).waitFor();
    expect(await page.getByLabel(words.compose.name).getAttribute('aria-invalid')).toBe('true');
    // The focus follows with the next frame.
    await page.waitForFunction(() => document.activeElement?.getAttribute('aria-invalid') === 'true');
  });

  test('loads a list; what cannot be used is named with its row and reason', async () => {
    const { page } = app;
    const good = sampleList(1_000).octets.toString('utf8');
    const bad = `Ida;4,51235E+09;Odense\r\nEva;;Odense\r\nBo;ring først;Odense\r\nUffe;+45 20100000;Odense\r\n`;
    await loadList(page, 'da', csvFile('kunder.csv', `\ufeff${good}${bad}`));
    await page.getByText(words.listFile.loaded('1.000')).first().waitFor();
    await page.getByText(words.listFile.leftOut(4, '4')).click();
    const rows = page.getByRole('row');
    await rows.filter({ hasText: '1.002' }).filter({ hasText: words.listFile.problems['number-rounded'] }).waitFor();
    await rows.filter({ hasText: '1.003' }).filter({ hasText: words.listFile.problems['number-missing'] }).waitFor();
    await rows.filter({ hasText: '1.005' }).filter({ hasText: words.listFile.problems['number-duplicate'] }).waitFor();
  });

  test('sees the first recipient’s message with links in their real shape while writing', async () => {
    const { page } = app;
    await page.getByLabel(words.compose.name).fill('Adgang for alle andre');
    await page.getByLabel(words.compose.sender, { exact: true }).fill('Barnets Verden');
    await page.getByLabel(words.compose.messageLabel).fill(FIELD_MESSAGE);
    const bubble = page.locator('.bubble');
    await bubble.getByText('Kære Åse, du har nu adgang for alle andre: ').first().waitFor();
    const text = (await bubble.textContent()) ?? '';
    const links = text.match(/s\.barnetsverden\.dk(?::\d+)?\/[0-9A-Za-z]{8}\b/g) ?? [];
    expect(links).toHaveLength(2);
    expect(text).not.toContain('www.');
  });

  test('sees what the whole list costs, and the recipients that make it dearer', async () => {
    const { page } = app;
    const cost = page.getByRole('region', { name: words.cost.title });
    await cost.getByText(words.cost.forRecipients(1_000, '1.000')).waitFor();
    // Zoë and Łukasz are a quarter of the list.
    await cost.getByText(words.cost.ucs2(250, '250')).waitFor();
    await cost.getByText(words.cost.emptyField(125, '125', 'navn')).waitFor();
    await cost.getByRole('button', { name: words.cost.showFirst }).first().click();
    await page.locator('.bubble').getByText('Zoë').first().waitFor();
    await page.locator('.badge').getByText('UCS-2').waitFor();
  });

  test('changes the language without losing a letter', async () => {
    const { page } = app;
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByRole('heading', { name: dictionaries.en.compose.title }).waitFor();
    expect(await page.getByLabel(dictionaries.en.compose.messageLabel).inputValue()).toBe(FIELD_MESSAGE);
    expect(await page.getAttribute('html', 'lang')).toBe('en');
    await page.getByRole('button', { name: 'Dansk' }).click();
  });

  test('sees every mark exactly behind its text, at any width', async () => {
    const { page } = app;
    const message = page.getByLabel(words.compose.messageLabel);
    const long = `${FIELD_MESSAGE} – “Zoë” ${'et-meget-langt-ord'.repeat(9)}\n\n  to mellemrum  og 🎉\n`;
    await message.fill(long);
    for (const width of [360, 820, 1280]) {
      await page.setViewportSize({ width, height: 900 });
      await page.waitForTimeout(300);
      const measures = await message.evaluate((area: HTMLTextAreaElement) => {
        const mirror = area.parentElement?.querySelector('.mirror');
        if (!mirror) throw new Error('no mirror');
        const font = (element: Element) => {
          const { fontFamily, fontSize, lineHeight, letterSpacing, paddingLeft, paddingTop } =
            getComputedStyle(element);
          return [fontFamily, fontSize, lineHeight, letterSpacing, paddingLeft, paddingTop].join();
        };
        return {
          sameText: (mirror.textContent ?? '').replace('\u200b', '') === area.value,
          sameFont: font(mirror) === font(area),
          // The mirror gives the box its height: text that wraps otherwise in the field would stick out of it.
          hidden: area.scrollHeight - area.clientHeight,
          spare: area.clientHeight - mirror.scrollHeight,
        };
      });
      expect(measures, `${width} pixels`).toEqual({ sameText: true, sameFont: true, hidden: 0, spare: 0 });
    }
    expect(await page.locator('.mirror mark.mark-ucs2').allTextContents()).toEqual(['–', '“', 'ë', '”', '🎉']);
    expect(await page.locator('.mirror mark.mark-field').allTextContents()).toEqual(['{{navn}}']);
    await message.fill(FIELD_MESSAGE);
  });

  test('replaces what costs GSM-7 with one click, and takes it back', async () => {
    const { page } = app;
    const message = page.getByLabel(words.compose.messageLabel);
    await message.fill(`${FIELD_MESSAGE} – “hej”`);
    await page.getByText(words.checklist.rules['not-gsm7']).waitFor();
    await page.getByText(/^Erstatning sparer [\d.]+ segmenter/).waitFor();
    await page.getByRole('button', { name: words.checklist.replaceOne('“–”', '“-”') }).click();
    expect(await message.inputValue()).toBe(`${FIELD_MESSAGE} - “hej”`);
    await page.getByRole('button', { name: words.checklist.replaceAll }).click();
    expect(await message.inputValue()).toBe(`${FIELD_MESSAGE} - "hej"`);
    await page.getByText(words.checklist.rules['not-gsm7']).waitFor({ state: 'detached' });
    await message.focus();
    await page.keyboard.press('Control+z');
    expect(await message.inputValue()).toContain('“');
    await message.fill(FIELD_MESSAGE);
  });

  test('knows what the list costs at an own price', async () => {
    const { page } = app;
    const cost = page.getByRole('region', { name: words.cost.title });
    await cost.getByText(words.prices.add).click();
    await cost.getByLabel('Danmark', { exact: true }).fill('0,5');
    const segments = Number((await page.locator('.total strong').textContent())?.replaceAll('.', ''));
    const kroner = new Intl.NumberFormat('da-DK', { style: 'currency', currency: 'DKK' }).format(segments / 2);
    await cost.getByText(kroner).waitFor();
    await cost.getByLabel('Danmark', { exact: true }).fill('en krone');
    await cost.getByText(words.prices.wrong).waitFor();
    await cost.getByLabel('Danmark', { exact: true }).fill('0,5');
  });

  test('inserts an opt-out and takes it back with the field’s own undo', async () => {
    const { page } = app;
    const message = page.getByLabel(words.compose.messageLabel);
    await message.focus();
    await page.keyboard.press('Control+End');
    await page.getByRole('button', { name: words.editor.field('by') }).click();
    expect(await message.inputValue()).toBe(`${FIELD_MESSAGE}{{by}}`);
    await page.keyboard.press('Control+z');
    expect(await message.inputValue()).toBe(FIELD_MESSAGE);
  });

  test('publishes, and downloads as many messages as the preview counted', async () => {
    const { page } = app;
    const total = await page.locator('.total strong').textContent();
    await confirmConsent(page, 'da');
    await page.getByRole('button', { name: words.compose.publish }).click();
    await page.getByText(words.report.publishedNow).waitFor();
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: words.report.download }).click();
    const file = await readFile(await (await download).path(), 'utf8');
    expect(file.startsWith('\ufeff')).toBe(true);
    const [head, ...lines] = file.slice(1).trimEnd().split('\r\n');
    expect(head).toBe('mobil;besked;segmenter;kodning');
    expect(lines).toHaveLength(1_000);
    const links = new Set(file.match(/s\.barnetsverden\.dk(?::\d+)?\/[0-9A-Za-z]{8}\b/g));
    expect(links.size).toBe(2_000);
    const segments = lines.map((line) => Number(/;(\d+);[^;]*$/.exec(line)?.[1]));
    expect(segments.reduce((sum, count) => sum + count, 0)).toBe(Number(total?.replaceAll('.', '')));
  });

  test('downloads the same messages as one JSON object a line', async () => {
    const { page } = app;
    await page.getByLabel(words.report.format).selectOption('ndjson');
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: words.report.download }).click();
    const lines = (await readFile(await (await download).path(), 'utf8')).trimEnd().split('\n');
    const messages = lines.map(
      (line) => JSON.parse(line) as { to: string; from: string; text: string; segments: number },
    );
    expect(messages).toHaveLength(1_000);
    expect(messages[0]).toMatchObject({ to: '4520100000', from: 'Barnets Verden', encoding: 'gsm7', segments: 1 });
    expect(messages[0]?.text).toMatch(/^Kære Åse, .* s\.barnetsverden\.dk\/\w{8} Afmeld: s\.barnetsverden\.dk\/\w{8}$/);
    expect(new Set(messages.map(({ text }) => text)).size).toBe(1_000);
  });

  test('downloads for a gateway what is to be sent, letter for letter', async () => {
    const { page } = app;
    const file = async (format: string) => {
      await page.getByLabel(words.report.format).selectOption(format);
      const download = page.waitForEvent('download');
      await page.getByRole('button', { name: words.report.download }).click();
      return readFile(await (await download).path(), 'utf8');
    };
    const [head, first] = (await file('generic')).split('\r\n');
    expect(head).toBe('mobil,besked,segmenter,kodning');
    expect(first).toMatch(/^4520100000,"Kære Åse, .*",1,GSM-7$/);
    await page.getByText(onUse.gateways.gatewayHint).waitFor();
    const lines = (await file('inmobile')).trimEnd().split('\n');
    const sizes = lines.map((line) => (JSON.parse(line) as { messages: unknown[] }).messages.length);
    expect(sizes).toEqual([250, 250, 250, 250]);
    expect(await file('twilio')).toMatch(/^To,From,Body\r\n\+4520100000,Barnets Verden,"Kære Åse, /);
  });

  test('shows the test recipient’s links', async () => {
    const { page } = app;
    await page.getByRole('button', { name: words.report.testShow }).click();
    await page.locator('.test-link').nth(1).waitFor();
    expect(await page.locator('.test-link').count()).toBe(2);
  });

  test('finds the campaign in the list, and its report says how the rate is counted', async () => {
    const { page } = app;
    await page.getByRole('link', { name: words.nav.campaigns, exact: true }).click();
    await page.getByRole('link', { name: 'Adgang for alle andre' }).click();
    await page
      .getByText(`0 ${words.report.formula(0)} ÷ 1.000 ${words.report.denominator.sent}`)
      .first()
      .waitFor();
  });

  test('finds the message again after a reload, and no recipient', async () => {
    const { page } = app;
    await page.goto(`${worker.origin}/#/`);
    await page.getByLabel(words.compose.messageLabel).fill(FIELD_MESSAGE);
    await page.reload();
    const message = page.getByLabel(words.compose.messageLabel);
    await message.waitFor();
    expect(await message.inputValue()).toBe(FIELD_MESSAGE);
    const kept = await page.evaluate(() => JSON.stringify({ ...localStorage }));
    expect(kept).not.toContain('2010000');
  });

  test('goes on writing without a network', async () => {
    const { page } = app;
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    await page.context().setOffline(true);
    await page.reload();
    await page.getByText(words.common.offlineNow).waitFor();
    await page.getByLabel(words.compose.messageLabel).fill('Hej {{navn|kunde}} 🎉');
    await page.locator('.bubble').getByText('Hej ').waitFor();
    await page.locator('.badge').getByText('UCS-2').waitFor();
    await loadList(page, 'da', sampleList(10));
    await page.getByText(words.listFile.loaded('10'), { exact: true }).first().waitFor();
    await page.context().setOffline(false);
  });

  test('never met an error or a violation of the security policy', () => {
    expect(app.errors).toEqual([]);
  });
});

describe('somebody in a hurry', () => {
  test('comes from the empty page to a published campaign in at most 12 actions', async () => {
    const english = dictionaries.en;
    const quick = await startDevWorker();
    try {
      const { page, errors, close } = await openApp(browser, quick, 'en');
      await page.goto('about:blank');
      // One line for each thing a person does: something pressed, a field written in, a file chosen.
      const actions: readonly (() => Promise<unknown>)[] = [
        () => page.goto(`${quick.origin}/#code=${quick.signInCode}`),
        () => page.getByRole('button', { name: english.domain.submit }).click(),
        () => page.getByLabel(english.compose.name).fill('Spring sale'),
        () => page.getByLabel(english.compose.sender, { exact: true }).fill('Barnets Verden'),
        () => page.getByRole('button', { name: english.list.choose }).click(),
        async () => (await chooser).setFiles({ name, mimeType: 'text/csv', buffer: octets }),
        () => page.getByLabel(english.compose.messageLabel).fill('Hi {{navn|you}}, see www.barnetsverden.dk/sale'),
        () => page.getByRole('button', { name: english.checklist.remedies.link }).click(),
        () => page.getByRole('button', { name: english.checklist.remedies.consent }).click(),
        () => page.getByRole('button', { name: english.compose.publish }).click(),
      ];
      expect(actions.length).toBeLessThanOrEqual(12);
      const { name, octets } = sampleList(50);
      const chooser = page.waitForEvent('filechooser');
      for (const act of actions) await act();
      await page.getByText(english.report.publishedNow).waitFor();

      // The same again without a link between person and click: everyone has the same two links, with an end.
      await page.getByRole('link', { name: english.nav.campaigns, exact: true }).click();
      await page.getByRole('button', { name: english.shelf.copyNamed('Spring sale') }).click();
      await page.getByLabel(english.compose.messageLabel).waitFor();
      await page.getByLabel(english.counting.label, { exact: true }).selectOption('aggregate');
      await page.getByLabel(english.compose.contact).fill('+44 20 7946 0123');
      await page.getByLabel(english.counting.lastDay).fill('2020-01-01');
      await page.getByRole('button', { name: english.compose.publish, exact: true }).click();
      await page.getByRole('button', { name: english.compose.twinAgain }).click();
      await page.locator('[aria-invalid="true"][type="date"]').waitFor();
      await page.getByLabel(english.counting.lastDay).fill('2099-12-31');
      await page.getByRole('button', { name: english.compose.publish, exact: true }).click();
      await page.getByText(english.report.publishedNow).waitFor();
      expect(await page.getByText(english.report.unique, { exact: true }).count()).toBe(0);
      const download = page.waitForEvent('download');
      await page.getByRole('button', { name: english.report.download }).click();
      const file = await readFile(await (await download).path(), 'utf8');
      expect(file.trimEnd().split('\r\n')).toHaveLength(51);
      expect(new Set(file.match(/s\.localhost(?::\d+)?\/[0-9A-Za-z]{8}\b/g)).size).toBe(2);
      expect(errors).toEqual([]);
      await close();
    } finally {
      await quick.stop();
    }
  });
});
