/** From the short link in a phone to a shop without a script, to its order, to the report: each step as people and shops take it. */
import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Shop, startShop } from '../../scripts/shop.ts';
import { conversions as danish } from '../../web/src/i18n/da/conversions.ts';
import { conversions as english } from '../../web/src/i18n/en/conversions.ts';
import type { Campaign, ConversionReport, Token } from '../../worker/api.ts';
import { violations } from '../support/axe.ts';
import { launchBrowser, within } from '../support/browser.ts';
import { type DevWorker, startDevWorker } from '../support/dev-worker.ts';
import { addDomain, openApp, openSignedIn } from '../support/drive.ts';
import { askLinkHost } from '../support/link-host.ts';
import { untilProved } from '../support/proved.ts';

const HOST = 's.barnetsverden.dk';
const SHOP = 'shop.barnetsverden.dk';
const PHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1';

let worker: DevWorker;
let browser: Browser;
let page: Page;
let shop: Shop;
let campaign: Campaign;
let secret: string;
let slugs: string[];

beforeAll(async () => {
  worker = await startDevWorker({ SETTLE_MS: '0' });
  browser = await launchBrowser();
  ({ page } = await openSignedIn(browser, worker, 'da'));
  await addDomain(page, 'da', HOST);
  await untilProved(page);
  campaign = await page.evaluate(
    async ([host, url]) => {
      const answer = await fetch('/api/campaigns', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          ...{ name: 'Efterårssalg', host, recipients: 200, template: 'Udsalg: shop.barnetsverden.dk {{afmeld}}' },
          links: [{ kind: 'destination', url, parameters: [['slug', '{slug}']] }, { kind: 'opt-out' }],
        }),
      });
      return (await answer.json()) as Campaign;
    },
    [HOST, `http://${SHOP}/`] as const,
  );
  const octets = await page.evaluate(async (id) => {
    const answer = await fetch(`/api/campaigns/${encodeURIComponent(id)}/slugs`);
    return answer.text();
  }, campaign.id);
  slugs = octets.match(/.{8}/g) ?? [];
}, 120_000);
afterAll(async () => {
  await shop?.stop();
  await browser?.close();
  await worker?.stop();
});

const figure = (label: string) =>
  page.locator('.conversions .figure').filter({ hasText: label }).locator('.figure-value');
const reportOf = () =>
  page.evaluate(async (id) => {
    const answer = await fetch(`/api/campaigns/${encodeURIComponent(id)}/conversions`);
    return (await answer.json()) as ConversionReport;
  }, campaign.id);

test('without an order the section says how a shop is set up, and makes a token that can do nothing else', async () => {
  await page.goto(`${worker.origin}/#/campaigns/${encodeURIComponent(campaign.id)}`);
  await page.getByText(danish.emptyTitle).waitFor();
  await page.getByText(danish.steps.hasParameter).waitFor();
  expect(await page.locator('.shop-steps code').first().innerText()).toBe(`http://${SHOP}/?slug={slug}`);
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  const made = page.waitForResponse((answer) => answer.url().endsWith('/api/tokens'));
  // A second press makes no second token, whose secret nobody would see.
  const asked: string[] = [];
  page.on('request', (request) => asked.push(`${request.method()} ${new URL(request.url()).pathname}`));
  await page.getByRole('button', { name: danish.token }).dblclick();
  const token = (await (await made).json()) as Token;
  expect(token).toMatchObject({ name: danish.tokenName(HOST), scopes: ['conversions:write'] });
  secret = token.secret ?? '';
  await page.locator('.shop-snippet').getByText(secret).waitFor();
  expect(asked.filter((request) => request === 'POST /api/tokens')).toHaveLength(1);
  await page.locator('.shop-snippet').getByRole('button').click();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  // Pasted into a terminal it works as it stands, but for the slug.
  const told = execFileSync('bash', ['-c', `${copied.replace('SLUG', slugs[2] ?? '')} -sS`], { encoding: 'utf8' });
  expect(JSON.parse(told)).toMatchObject({ accepted: 1, results: [{ orderId: '100234', outcome: 'accepted' }] });
  expect(await violations(page)).toEqual([]);
});

test('a visitor without scripts comes by the short link, buys, and the shop tells it once', async () => {
  shop = await startShop({ app: worker.origin, token: secret, host: HOST, port: 0, names: [SHOP] });
  worker.net.lead(SHOP, shop.port);
  const phone = await browser.newContext({ javaScriptEnabled: false, userAgent: PHONE, ...within(worker.net) });
  const visit = await phone.newPage();
  await visit.goto(`http://${HOST}/${slugs[0]}`);
  expect(visit.url()).toBe(`http://${SHOP}/?slug=${slugs[0]}`);
  expect(await visit.locator('#slug').innerText()).toBe(slugs[0]);
  await visit.getByRole('button', { name: 'Buy' }).click();
  await visit.waitForURL(/\/receipt\?order=/);
  await expect
    .poll(async () => {
      await visit.getByRole('link', { name: 'Look again' }).click();
      return visit.locator('#told').innerText();
    })
    .toBe('accepted');
  await visit.getByRole('button', { name: 'Tell it again' }).click();
  await expect.poll(() => visit.locator('#told').innerText()).toBe('duplicate');
  expect(await phone.cookies()).toEqual([]);
  await phone.close();
  await expect.poll(async () => (await reportOf()).ofClickers.numerator).toBe(1);
  expect(await reportOf()).toMatchObject({
    conversions: 2,
    converters: 2,
    withoutClick: 1,
    ofClickers: { numerator: 1, denominator: 1 },
    ofSent: { numerator: 2, denominator: 200 },
    currencies: [{ currency: 'DKK', orders: 2, value: '699.00', perMessage: '3.495' }],
  });
});

test('the shop takes no order from another site, or under another name', async () => {
  const post = (headers: Readonly<Record<string, string>>, host = `localhost:${shop.port}`) =>
    askLinkHost(shop.port, host, '/order', { method: 'POST', form: `slug=${slugs[4]}`, headers });
  expect((await post({})).status).toBe(403);
  expect((await post({ origin: 'https://evil.example' })).status).toBe(403);
  expect((await post({ origin: 'null' })).status).toBe(403);
  expect((await post({ origin: 'http://rebound.example' }, 'rebound.example')).status).toBe(421);
  expect((await askLinkHost(shop.port, 'localhost', '/?slug=%3Cscript%3E')).text).not.toContain('<script');
  expect((await reportOf()).conversions).toBe(2);
  expect((await post({ origin: `http://localhost:${shop.port}` })).status).toBe(303);
  await expect.poll(async () => (await reportOf()).conversions).toBe(3);
});

test.each([
  ['da', danish, 1_280],
  ['en', english, 390],
] as const)('the section shows what the API tells, in %s', async (language, words, width) => {
  const { cookies } = await page.context().storageState();
  const app = await openApp(browser, worker, language, {
    viewport: { width, height: 900 },
    colorScheme: language === 'da' ? 'light' : 'dark',
    storageState: { cookies, origins: [] },
  });
  page = app.page;
  await page.goto(`${worker.origin}/#/campaigns/${encodeURIComponent(campaign.id)}`);
  await page.getByRole('heading', { name: words.heading }).waitFor();
  await expect.poll(() => figure(words.orders).first().innerText()).toBe('3');
  const percent = (share: number) =>
    new Intl.NumberFormat(language === 'da' ? 'da-DK' : 'en-GB', {
      style: 'percent',
      minimumFractionDigits: 1,
      maximumFractionDigits: 1,
    }).format(share);
  expect(await figure(words.ofClickers).innerText()).toBe(percent(1));
  expect(await figure(words.ofSent).innerText()).toBe(percent(3 / 200));
  await page.getByText(words.withoutClick(2, '2')).waitFor();
  const row = page.locator('.conversions tbody tr');
  expect((await row.innerText()).replaceAll(/\s+/g, ' ')).toMatch(
    language === 'da' ? /DKK 3 1\.048,50 kr\. 5,2425 kr\./ : /DKK 3 DKK 1,048\.50 DKK 5\.2425/,
  );
  // The window: refused in words, then saved and counted by.
  const field = page.getByLabel(words.window);
  await field.fill('0');
  await field.press('Enter');
  await page.getByText(words.badWindow).waitFor();
  await field.fill('7');
  await field.press('Enter');
  await page.getByText(words.ordersHint('7')).waitFor();
  expect((await reportOf()).windowDays).toBe(7);
  await field.fill('30');
  await page.getByRole('button', { name: words.save, exact: true }).click();
  await page.getByText(words.ordersHint('30')).waitFor();
  // The file holds what the section counts.
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: words.download }).click();
  const lines = (await readFile(await (await download).path(), 'utf8')).trimEnd().split('\r\n');
  const counted = lines.slice(1).filter((line) => !line.endsWith(',cancelled'));
  expect(counted).toHaveLength(3);
  for (const line of counted) expect(line).toMatch(/,349\.50,DKK,(yes|no),yes$/);
  // The shop takes an order back, and tells it once more: it is gone from the figures, and told.
  const told = await page.evaluate(
    async ([host, slug, orderId]) => {
      const body = (more: object) => JSON.stringify({ host, conversions: [{ slug, orderId, ...more }] });
      const post = async (more: object) =>
        (
          await fetch('/api/conversions', {
            method: 'POST',
            headers: { 'content-type': 'application/json' },
            body: body(more),
          })
        ).json();
      const order = await post({ value: '10', currency: 'DKK' });
      return [order, await post({ cancelled: true }), await post({ value: '10', currency: 'DKK' })];
    },
    [HOST, slugs[6] ?? '', `back ${language}`] as const,
  );
  expect(told.map(({ results: [one] }) => [one.outcome, one.counts])).toEqual([
    ['accepted', true],
    ['accepted', false],
    ['duplicate', false],
  ]);
  await page.reload();
  const back = language === 'da' ? 1 : 2;
  await page.getByText(words.cancelled(back, String(back))).waitFor();
  expect(await figure(words.orders).first().innerText()).toBe('3');
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
  expect(await violations(page)).toEqual([]);
  expect(app.errors).toEqual([]);
});
