/** After sending: what became of the messages, who clicked, a message to those who did not, and the report for others. */
import { readFile } from 'node:fs/promises';
import type { Browser, Download, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { delivery as danishDelivery } from '../../web/src/i18n/da/delivery.ts';
import { shares as danishShares } from '../../web/src/i18n/da/shares.ts';
import { whoClicked as danishWho } from '../../web/src/i18n/da/who-clicked.ts';
import { delivery as englishDelivery } from '../../web/src/i18n/en/delivery.ts';
import { shares as englishShares } from '../../web/src/i18n/en/shares.ts';
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
  loadList,
  type Opened,
  openApp,
  openSignedIn,
  sampleList,
} from '../support/drive.ts';
import { cutParts } from '../support/layout.ts';
import { askLinkHost } from '../support/link-host.ts';
import { LINK_HOST } from '../support/main-states.ts';
import { untilProved } from '../support/proved.ts';

/** Where to put pictures, for whoever wants to look at them. */
const PICTURES = process.env.KLIKSPOR_PICTURES;

const RECIPIENTS = 20;
/** Rows that click, the first of them on both links, one that opts out without a click, one that does both. */
const CLICKED = [0, 3, 7, 12];
const OPTED_OUT = [7, 15];
const ORDERED = [3, 9];
const numberOf = (row: number) => 4_520_100_000 + row;

let worker: DevWorker;
let browser: Browser;
let app: Opened;
let campaign: Campaign;
const words = dictionaries.da;

beforeAll(async () => {
  worker = await startDevWorker({ SETTLE_MS: '100' });
  browser = await launchBrowser();
  app = await openSignedIn(browser, worker, 'da');
  const { page } = app;
  await addDomain(page, 'da', LINK_HOST);
  await untilProved(page);
  await loadList(page, 'da', sampleList(RECIPIENTS));
  await page.getByLabel(words.compose.name).fill('Udsalg');
  await page.getByLabel(words.compose.sender, { exact: true }).fill('Barnets');
  await page
    .getByLabel(words.compose.messageLabel)
    .fill('Kære {{navn}}, www.barnetsverden.dk/udsalg og www.barnetsverden.dk/nyt Afmeld: {{afmeld}}');
  await confirmConsent(page, 'da');
  const answer = page.waitForResponse(
    (response) => response.request().method() === 'POST' && response.url().endsWith('/api/campaigns'),
  );
  // By the keyboard: panels that load above move a button between pointer down and up, and the press is lost.
  await page.getByRole('button', { name: words.compose.publish }).press('Enter');
  campaign = (await (await answer).json()) as Campaign;
  await page.getByText(words.report.publishedNow).waitFor();
  await play();
});
afterAll(async () => {
  await browser?.close();
  await worker?.stop();
});

/** People click, opt out and order. */
async function play(): Promise<void> {
  const slugs = await app.page.evaluate(
    async (id) => (await fetch(`/api/campaigns/${encodeURIComponent(id)}/slugs`)).text(),
    campaign.id,
  );
  const [phone] = phones;
  const slug = (row: number, link: number) => slugs.slice((row * 3 + link) * 8, (row * 3 + link + 1) * 8);
  const visit = (row: number, link: number, form?: string) =>
    askLinkHost(worker.port, LINK_HOST, `/${slug(row, link)}`, {
      ...{ userAgent: phone.userAgent, headers: phone.headers },
      ...(form !== undefined && { method: 'POST', form }),
    });
  for (const row of CLICKED) expect((await visit(row, 0)).status).toBe(302);
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  expect((await visit(0, 1)).status).toBe(302);
  for (const row of OPTED_OUT) expect((await visit(row, 2, '')).status).toBe(303);
  const accepted = await app.page.evaluate(
    async (conversions) => {
      const body = JSON.stringify({ host: conversions.host, conversions: conversions.orders });
      const headers = { 'content-type': 'application/json' };
      const answer = await fetch('/api/conversions', { method: 'POST', headers, body });
      return ((await answer.json()) as { accepted: number }).accepted;
    },
    { host: LINK_HOST, orders: ORDERED.map((row) => ({ slug: slug(row, 0), orderId: `${row}` })) },
  );
  expect(accepted).toBe(ORDERED.length);
}

const reportAddress = () => `${worker.origin}/#/campaigns/${encodeURIComponent(campaign.id)}`;

async function saved(page: Page, press: () => Promise<void>): Promise<string> {
  const download: Promise<Download> = page.waitForEvent('download');
  await press();
  return readFile(await (await download).path(), 'utf8');
}

async function picture(page: Page, name: string): Promise<void> {
  if (PICTURES !== undefined) await page.screenshot({ path: `${PICTURES}/${name}.png`, fullPage: true });
}

/** As many clicks as were made, all of them counted. */
async function clicksShown(page: Page): Promise<void> {
  await expect
    .poll(
      async () => {
        await page.getByRole('button', { name: words.report.refresh }).click();
        return page.locator('.figures').first().textContent();
      },
      { timeout: 20_000, interval: 500 },
    )
    .toMatch(/Klik5/);
}

const choose = async (page: Page, label: string, text: string) => {
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: label }).click();
  const { name, octets } = csvFile('status.csv', text);
  await (await chooser).setFiles({ name, mimeType: 'text/csv', buffer: octets });
};

describe('what became of the messages', () => {
  test('a gateway’s file is read here, understood aloud, and only rows and states are sent', async () => {
    const { page, errors } = app;
    await clicksShown(page);
    await page.getByText(danishDelivery.untold).waitFor();
    // 18 of 20: one failed for want of a number, one in a word that nobody knows.
    const states = Array.from({ length: RECIPIENTS }, (_, row) =>
      row === 18 ? 'UNDELIV' : row === 19 ? 'Sendt videre' : row === 17 ? 'Invalid number' : 'DELIVRD',
    );
    const rows = states.map((state, row) => `${numberOf(row)};${state};x\r\n`).join('');
    const file = `msisdn;status;ref\r\n${rows}4599999999;DELIVRD;x\r\n`;
    const bodies: string[] = [];
    page.on('request', (request) => {
      if (request.method() === 'POST') bodies.push(request.postData() ?? '');
    });
    await choose(page, danishDelivery.choose, file);
    await page.getByText(danishDelivery.found(20, '20', '20')).waitFor();
    await page.getByText(danishDelivery.notOnList(1, '1')).waitFor();
    await page.getByText(danishDelivery.unknownWords(1, '1')).waitFor();
    await picture(page, 'delivery-preview');
    expect(await violations(page)).toEqual([]);
    // Nobody knows what it means until a person says so.
    await page.getByLabel(`${danishDelivery.counts}: Sendt videre`).selectOption('expired');
    await expect.poll(() => page.getByText(danishDelivery.unknownWords(1, '1')).count()).toBe(0);
    await page.getByRole('button', { name: danishDelivery.send }).click();
    await page.getByText(danishDelivery.sent(20, '20')).waitFor();
    expect(bodies).toEqual([JSON.stringify({ first: 0, states: `${'d'.repeat(17)}nfe` })]);
    // Of those delivered from now on.
    await page.getByText('4 modtagere med mindst ét klik ÷ 17 leverede').first().waitFor();
    const section = page.getByRole('region', { name: danishDelivery.heading });
    await section.getByText(danishDelivery.share('17', '85,0 %')).waitFor();
    await section.getByText(danishDelivery.settled).waitFor();
    await picture(page, 'delivery-taken');
    expect(errors).toEqual([]);
  });

  test('a later file adds to it, and whom a message has reached it has reached', async () => {
    const { page } = app;
    const rows = [
      [numberOf(0), 'failed'],
      [numberOf(18), 'delivered'],
    ];
    await choose(page, danishDelivery.another, `to;status\r\n${rows.map((row) => row.join(';')).join('\r\n')}\r\n`);
    await page.getByRole('button', { name: danishDelivery.send }).click();
    await page.getByText('4 modtagere med mindst ét klik ÷ 18 leverede').first().waitFor();
  });

  test('numbers for states are asked about, with the keyboard too', async () => {
    const { page } = app;
    const rows = Array.from({ length: RECIPIENTS }, (_, row) => `${numberOf(row)};${row === 0 ? 2 : 1}\r\n`);
    await choose(page, danishDelivery.another, `msisdn;dlr\r\n${rows.join('')}`);
    const question = page.getByText(danishDelivery.codesQuestion('dlr'));
    await question.waitFor();
    expect(await violations(page)).toEqual([]);
    await picture(page, 'delivery-codes');
    await page.getByRole('button', { name: danishDelivery.codes.kannel }).focus();
    await page.keyboard.press('Enter');
    await page.getByText(danishDelivery.found(20, '20', '20')).waitFor();
    await page.getByRole('button', { name: danishDelivery.cancel }).click();
    await page.getByRole('button', { name: danishDelivery.another }).waitFor();
  });
});

describe('who clicked', () => {
  const chosen = async (label: string) => {
    const { page } = app;
    await page.getByLabel(danishWho.file, { exact: true }).selectOption({ label });
    const file = await saved(page, () => page.getByRole('button', { name: danishWho.download }).click());
    return file
      .replace('\ufeff', '')
      .trimEnd()
      .split('\r\n')
      .map((line) => line.split(';'));
  };
  const rowsIn = (lines: string[][]) => lines.slice(1).map(([, number]) => Number(number) - numberOf(0));

  test('lists of those who clicked, by link too, who did not, who ordered and who opted out, with all columns', async () => {
    const clicked = await chosen(danishWho.choices.clicked);
    expect(clicked[0]).toEqual(['navn', 'mobil', 'by']);
    expect(clicked[1]).toEqual(['Åse', String(numberOf(0)), 'Aarhus']);
    expect(rowsIn(clicked)).toEqual(CLICKED);
    const all = Array.from({ length: RECIPIENTS }, (_, row) => row);
    expect(rowsIn(await chosen(danishWho.choices['not-clicked']))).toEqual(all.filter((row) => !CLICKED.includes(row)));
    expect(rowsIn(await chosen(danishWho.choices['opted-out']))).toEqual(OPTED_OUT);
    expect(rowsIn(await chosen(danishWho.choices.converted))).toEqual(ORDERED);
    expect(rowsIn(await chosen(danishWho.choices.failed))).toEqual([17, 19]);
    const second = campaign.links[1]?.url ?? '';
    expect(rowsIn(await chosen(danishWho.link(second)))).toEqual([0]);
    expect(rowsIn(await chosen(danishWho.notLink(second)))).toHaveLength(RECIPIENTS - 1);
  });

  test('a new message to those who did not click, in two actions, and back', async () => {
    const { page, errors } = app;
    await page.getByRole('button', { name: danishWho.again }).click();
    // 3 who only clicked, 2 who opted out (one of them clicked), 1 without a number that takes messages.
    await page.getByText(danishWho.plan('14', '20')).waitFor();
    for (const sentence of [
      danishWho.left.clicked(3, '3'),
      danishWho.left.optedOut(2, '2'),
      danishWho.left.unreachable(1, '1'),
    ]) {
      await page.getByText(sentence).waitFor();
    }
    expect(await violations(page)).toEqual([]);
    await picture(page, 'who-clicked-plan');
    await page.getByRole('button', { name: danishWho.open }).click();
    await page.getByText(danishWho.reduced('Udsalg', '14', '20')).waitFor();
    expect(await page.getByLabel(words.compose.messageLabel).inputValue()).toContain('Kære {{navn}}, www.barnets');
    await page.getByText(words.listFile.loaded('14'), { exact: true }).waitFor();
    expect(await violations(page)).toEqual([]);
    await picture(page, 'reduced-list');
    const left = await saved(page, () => page.getByRole('button', { name: danishWho.saveLeft }).click());
    const reasons = left.trimEnd().split('\r\n').slice(1);
    expect(reasons.map((line) => [Number(line.split(';')[1]) - numberOf(0), line.split(';')[3]])).toEqual([
      [7, danishWho.reasons.optedOut],
      [15, danishWho.reasons.optedOut],
      [0, danishWho.reasons.clicked],
      [3, danishWho.reasons.clicked],
      [12, danishWho.reasons.clicked],
      [17, danishWho.reasons.unreachable],
    ]);
    const list = await saved(page, () => page.getByRole('button', { name: danishWho.saveList }).click());
    expect(list.trimEnd().split('\r\n')).toHaveLength(15);
    await page.getByRole('button', { name: danishWho.whole }).click();
    // All of it but those who have opted out meanwhile, whom the list leaves out by itself.
    await page.getByText(words.listFile.loaded('18'), { exact: true }).waitFor();
    await expect.poll(() => page.getByText(danishWho.reduced('Udsalg', '14', '20')).count()).toBe(0);
    // The list is the campaign's again.
    await page.goto(reportAddress());
    await page.getByRole('button', { name: danishWho.again }).waitFor();
    expect(errors).toEqual([]);
  });
});

describe('the report for others', () => {
  let address = '';

  test('a link is made, shown once, and listed', async () => {
    const { page } = app;
    await page.getByLabel(danishShares.name).fill('Bestyrelsen');
    await page.getByLabel(danishShares.expires).selectOption('30');
    // A second press makes no second link, whose secret nobody would see.
    await page.getByRole('button', { name: danishShares.create }).dblclick();
    await page.getByText(danishShares.made).waitFor();
    await page.getByRole('img', { name: danishShares.qr }).waitFor();
    address = await page.getByLabel(danishShares.address).inputValue();
    expect(address).toMatch(/\/shared#share_[\w-]{43}$/);
    expect(await violations(page)).toEqual([]);
    await picture(page, 'share-made');
    const points = await saved(page, () => page.getByRole('link', { name: danishShares.csvPoint }).click());
    expect(points).toContain('\r\nclickers,,,4,delivered,18,0.222222,');
    const figures = await saved(page, () => page.getByRole('button', { name: danishShares.json }).click());
    expect(JSON.parse(figures).entries).toContainEqual({ figure: 'clicks', count: 5 });
    await page.reload();
    const links = page.getByRole('list', { name: danishShares.links });
    await links.getByText('Bestyrelsen').first().waitFor();
    expect(await links.getByRole('listitem').count()).toBe(1);
    expect(await page.getByLabel(danishShares.address).count()).toBe(0);
  });

  test.each(['da', 'en'] as const)(
    '%s: whoever has it sees the report on a phone, and nothing else',
    async (language) => {
      const opened = await openApp(browser, worker, language, { viewport: { width: 390, height: 844 } });
      const { page, errors, close } = opened;
      // The app, where nobody is signed in, is left behind.
      await page.goto('about:blank');
      const asked: string[] = [];
      page.on('request', (request) => asked.push(`${request.method()} ${new URL(request.url()).pathname}`));
      const answer = await page.goto(address);
      expect(answer?.headers()['x-robots-tag']).toBe('noindex, nofollow');
      expect(answer?.headers()['referrer-policy']).toBe('no-referrer');
      await page.getByRole('heading', { name: 'Udsalg' }).waitFor();
      const texts = dictionaries[language].report;
      const said = language === 'da' ? danishShares : englishShares;
      await page.getByText(said.sharedBy).waitFor();
      await page
        .getByText(new RegExp(`÷ 18 ${texts.denominator.delivered}`))
        .first()
        .waitFor();
      await page.getByText((language === 'da' ? danishDelivery : englishDelivery).heading, { exact: true }).waitFor();
      await page.getByText(said.fields).waitFor();
      expect(asked.filter((request) => request.endsWith('/api/shared-report'))).toHaveLength(1);
      // Nothing to do, nowhere to go.
      for (const name of [texts.download, texts.leavers, texts.reuse, danishWho.again, said.create, texts.hits]) {
        expect([name, await page.getByText(name, { exact: true }).filter({ visible: true }).count()]).toEqual([
          name,
          0,
        ]);
      }
      expect(await page.locator('a[href*="#/"]').count()).toBe(0);
      expect(await page.content()).not.toContain('kunder.csv');
      const api = asked.filter((request) => request.includes('/api/'));
      expect([...new Set(api)]).toEqual(['POST /api/shared-report']);
      expect(await violations(page)).toEqual([]);
      expect(await cutParts(page)).toEqual([]);
      await picture(page, `shared-${language}`);
      const commas = await saved(page, () => page.getByRole('button', { name: said.csvComma }).click());
      expect(commas).toContain('\r\nclickers;;;4;delivered;18;0,222222;');
      expect(errors).toEqual([]);
      await close();
    },
  );

  test('a link that is revoked shows nothing any more, and says so', async () => {
    const { page, close } = await openApp(browser, worker, 'da', { viewport: { width: 390, height: 844 } });
    await page.goto(address);
    await page.getByRole('heading', { name: 'Udsalg' }).waitFor();
    await app.page.getByRole('button', { name: danishShares.revokeNamed('Bestyrelsen') }).click();
    await app.page.getByText(danishShares.revoked('Bestyrelsen')).waitFor();
    await app.page.getByText(danishShares.none).waitFor();
    await page.getByRole('button', { name: words.report.refresh }).click();
    await page.getByText(danishShares.gone).waitFor();
    expect(await page.getByText('Udsalg').count()).toBe(0);
    await picture(page, 'shared-gone');
    await page.goto(`${worker.origin}/shared`);
    await page.getByText(danishShares.noSecret).waitFor();
    await close();
  });

  test('the whole report is in order on a phone and in the dark, in English', async () => {
    const { page } = app;
    await page.setViewportSize({ width: 390, height: 844 });
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.getByRole('button', { name: 'EN: English' }).click();
    await page.getByRole('heading', { name: englishDelivery.heading }).waitFor();
    expect(await violations(page)).toEqual([]);
    expect(await cutParts(page)).toEqual([]);
    await picture(page, 'report-phone-dark');
  });
});
