/** The report and the opt-out page as README and docs/report.md show them: of one English campaign, light, small. */
import { writeFile } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import type { Campaign, ConversionReport } from '../../worker/api.ts';
import { phones } from './agents.ts';
import { within } from './browser.ts';
import type { DevWorker } from './dev-worker.ts';
import { addDomain, confirmConsent, csvFile, dictionaries, loadList, openApp } from './drive.ts';
import { untilProved } from './proved.ts';
import { asked } from './report-open.ts';
import { numbersFrom, playedComparison, playedReport, showPlayed } from './report-played.ts';

const HOST = 's.brand.dk';
const RECIPIENTS = 8_240;
const NAMES = ['Anna', 'Liam', 'Zoë', 'Freja', 'Oscar', '', 'Emma', 'Noah'];
const LIST = csvFile(
  'customers.csv',
  `name;mobile\r\n${Array.from({ length: RECIPIENTS }, (_, row) => `${NAMES[row % NAMES.length]};+45 ${20_100_000 + row}\r\n`).join('')}`,
);
const TEXT =
  'Dear {{name|customer}}, now the sale is open to everybody: www.brand.dk/sale Find your shop: www.brand.dk/shops Opt out: {{optout}}';
const PLAYED = {
  recipients: RECIPIENTS,
  delivery: { delivered: 8_013, failed: 61, expired: 74, refused: 9, 'no-such-number': 58, blocked: 0, open: 25 },
  clickers: 1_655,
  confirmed: 37,
  publishedAtMs: Date.parse('2026-11-27T10:02:40+01:00'),
  hours: 61,
} as const;
const ORDERS = 214;
const words = dictionaries.en;

/** Into `folder`: report.webp, report-orders.webp and opt-out.webp. */
export async function takePictures(browser: Browser, worker: DevWorker, folder: string): Promise<void> {
  const { page, errors, close } = await openApp(browser, worker, 'en', {
    ...{ colorScheme: 'light', viewport: { width: 1000, height: 900 }, deviceScaleFactor: 1.25 },
    timezoneId: 'Europe/Copenhagen',
  });
  const campaign = await publish(page, worker);
  const orders = await sell(page, worker, campaign);
  const { report, comparison } = await asked(page, campaign.id);
  const { publishedAtMs } = PLAYED;
  const basis = report.campaign.basis && { ...report.campaign.basis, statedAtMs: publishedAtMs };
  const changes = { sentAtMs: publishedAtMs, registrations: [], ...(basis && { basis }) };
  const full = await playedReport(report, PLAYED, changes);
  const earlier = [
    { name: 'Autumn sale', clickers: 1_204, of: 7_910, left: 41 },
    { name: 'Back to school', clickers: 986, of: 7_544, left: 30 },
    { name: 'Summer sale', clickers: 1_411, of: 7_020, left: 66 },
  ];
  await showPlayed(page, full, await playedComparison(comparison, full, earlier));
  const numbersOf = await numbersFrom();
  await page.route('**/conversions*', (route) =>
    route.fulfill({
      json: {
        ...orders,
        withoutClick: 0,
        currencies: orders.currencies.map((row) => ({
          ...row,
          perMessage: (Number(row.value) / PLAYED.delivery.delivered).toFixed(4),
        })),
        denominator: 'delivered',
        ofClickers: numbersOf(orders.converters, full.numbers.ctr.numerator).ctr,
        ofSent: numbersOf(orders.converters, PLAYED.delivery.delivered).ctr,
      },
    }),
  );
  // Some days later, with the list: the first recipient's message is on the phone.
  await page.goto('about:blank');
  await page.goto(worker.origin);
  await loadList(page, 'en', LIST);
  await page.locator('.loaded-count').waitFor();
  await page.getByRole('link', { name: words.nav.campaigns, exact: true }).click();
  await page.getByRole('link', { name: campaign.name }).first().click();
  await page.locator('.chart-drawing canvas').nth(2).waitFor();
  await page.locator('.bubble', { hasText: 'Anna' }).waitFor();
  await page.locator('.conversions .figure').first().waitFor();
  // Quiet hours have been asked for and drawn.
  await page.waitForTimeout(1_500);
  const box = async (which: string) => {
    const found = await page.locator(which).boundingBox();
    if (found === null) throw new Error(`the report has no ${which}`);
    return found;
  };
  const sheet = await box('.report .sheet');
  const end = await box('.when .twin >> nth=0');
  const clip = { x: sheet.x, y: sheet.y, width: sheet.width, height: end.y - sheet.y };
  const small = await browser.newPage();
  await save(small, `${folder}/report.webp`, [await page.screenshot({ fullPage: true, clip })]);
  const sold = await page.locator('.conversions').screenshot();
  await save(small, `${folder}/report-orders.webp`, [sold]);
  await page.pdf({ path: 'build/screenshots/report-with-orders.pdf', preferCSSPageSize: true, printBackground: true });
  await save(small, `${folder}/opt-out.webp`, await optOut(browser, page, worker, campaign));
  if (errors.length > 0) throw new Error(errors.join('\n'));
  await close();
}

/** Through the composer, with the list and its prices: the report shows the first recipient's message and what it cost. */
async function publish(page: Page, worker: DevWorker): Promise<Campaign> {
  await page.goto('about:blank');
  await page.goto(`${worker.origin}/#code=${worker.signInCode}`);
  await addDomain(page, 'en', HOST);
  await untilProved(page);
  await loadList(page, 'en', LIST);
  await page.locator('.loaded-count').waitFor();
  await page.getByLabel(words.compose.name).fill('Open to everybody');
  await page.getByLabel(words.compose.sender, { exact: true }).fill('Brand');
  await page.getByLabel(words.compose.messageLabel).fill(TEXT);
  const links = page.getByRole('region', { name: words.linkTools.title }).getByRole('listitem');
  for (const [link, label] of ['Sale', 'Shops'].entries()) {
    await links.nth(link).getByText(words.linkTools.settings).click();
    await links.nth(link).getByLabel(words.linkTools.label, { exact: true }).fill(label);
  }
  const cost = page.getByRole('region', { name: words.cost.title });
  await cost.getByText(words.prices.add).click();
  await cost.getByLabel('Denmark', { exact: true }).fill('0.35');
  await confirmConsent(page, 'en');
  const answer = page.waitForResponse(
    (response) => response.request().method() === 'POST' && response.url().endsWith('/api/campaigns'),
  );
  await page.getByRole('button', { name: words.compose.publish, exact: true }).click();
  const campaign = (await (await answer).json()) as Campaign;
  await page.getByText(words.report.publishedNow).waitFor();
  return campaign;
}

/** What a shop tells, and what the worker makes of it. */
async function sell(page: Page, worker: DevWorker, { id, width, links, cost }: Campaign): Promise<ConversionReport> {
  const { request } = page.context();
  const base = `${worker.origin}/api/campaigns/${encodeURIComponent(id)}`;
  const slugs = await (await request.get(`${base}/slugs?from=0&count=${ORDERS}`)).text();
  const conversions = Array.from({ length: ORDERS }, (_, row) => ({
    slug: slugs.slice(row * links.length * width, (row * links.length + 1) * width),
    ...{ orderId: `100${row}`, value: `${149 + ((row * 37) % 600)}.00`, currency: 'DKK' },
  }));
  const headers = { origin: worker.origin };
  await request.post(`${worker.origin}/api/conversions`, { headers, data: { host: HOST, conversions } });
  const [spent] = cost?.amounts ?? [];
  return (await (
    await request.get(`${base}/conversions?cost=${spent?.amount.toFixed(4)}%20DKK`)
  ).json()) as ConversionReport;
}

/** The page that the opt-out link shows on a phone, and the receipt behind its button. */
async function optOut(browser: Browser, page: Page, worker: DevWorker, campaign: Campaign): Promise<Buffer[]> {
  const slugs = await page
    .context()
    .request.get(`${worker.origin}/api/campaigns/${encodeURIComponent(campaign.id)}/slugs`);
  const { width, links } = campaign;
  const slug = (await slugs.text()).slice((links.length - 1) * width, links.length * width);
  const phone = await browser.newContext({
    ...within(worker.net),
    ...{ locale: 'en-GB', colorScheme: 'light', javaScriptEnabled: false, userAgent: phones[0].userAgent },
    ...{ viewport: { width: 390, height: 560 }, deviceScaleFactor: 1.5, isMobile: true, hasTouch: true },
  });
  const visit = await phone.newPage();
  await visit.goto(`http://${HOST}/${slug}`);
  const before = await visit.screenshot();
  await visit.getByRole('button').first().tap();
  await visit.waitForURL(/done/);
  const pictures = [before, await visit.screenshot()];
  await phone.close();
  return pictures;
}

/** Side by side, as WebP: less than half of the PNG. */
async function save(page: Page, path: string, pictures: readonly Buffer[]): Promise<void> {
  const url = await page.evaluate(
    async (sources) => {
      const images = await Promise.all(
        sources.map(async (source) => createImageBitmap(await (await fetch(source)).blob())),
      );
      const gap = 48;
      const canvas = document.createElement('canvas');
      canvas.width = images.reduce((sum, { width }) => sum + width, gap * (images.length - 1));
      canvas.height = Math.max(...images.map(({ height }) => height));
      const context = canvas.getContext('2d');
      let x = 0;
      for (const image of images) {
        context?.drawImage(image, x, 0);
        x += image.width + gap;
      }
      return canvas.toDataURL('image/webp', 0.84);
    },
    pictures.map((octets) => `data:image/png;base64,${octets.toString('base64')}`),
  );
  await writeFile(path, Buffer.from(url.slice(url.indexOf(',') + 1), 'base64'));
}
