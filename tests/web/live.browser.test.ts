/** A report that is looked at while its campaign runs, in the real Chromium against the real worker. */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { live as da } from '../../web/src/i18n/da/live.ts';
import { live as en } from '../../web/src/i18n/en/live.ts';
import type { Campaign } from '../../worker/api.ts';
import { phones } from '../support/agents.ts';
import { violations } from '../support/axe.ts';
import { launchBrowser, within } from '../support/browser.ts';
import { startWranglerDev, type WranglerDev } from '../support/dev-worker.ts';
import { addDomain, dictionaries, type Opened, openSignedIn } from '../support/drive.ts';
import { askLinkHost } from '../support/link-host.ts';
import { untilProved } from '../support/proved.ts';

const HOST = 's.barnetsverden.dk';
const words = dictionaries.da;

let worker: WranglerDev;
let browser: Browser;
let app: Opened;
beforeAll(async () => {
  worker = await startWranglerDev({ SETTLE_MS: '300' });
  browser = await launchBrowser();
  app = await openSignedIn(browser, worker, 'da');
  await addDomain(app.page, 'da', HOST);
  await untilProved(app.page);
}, 60_000);
afterAll(async () => {
  await browser?.close();
  await worker?.stop();
});

interface Sent extends Campaign {
  /** Of the first link, by recipient. */
  readonly slugs: readonly string[];
}

async function publish(recipients = 40): Promise<Sent> {
  const links = [{ kind: 'destination', url: 'https://www.barnetsverden.dk/' }, { kind: 'opt-out' }];
  const request = app.page.context().request;
  const made = await request.post(`${worker.origin}/api/campaigns`, {
    headers: { origin: worker.origin },
    data: { name: 'Efterårssalg', host: HOST, recipients, links, template: 'Udsalg {{afmeld}}' },
  });
  const campaign = (await made.json()) as Campaign;
  const path = `/api/campaigns/${encodeURIComponent(campaign.id)}/slugs?from=0&count=40`;
  const text = await (await request.get(worker.origin + path)).text();
  const slugs = Array.from({ length: 40 }, (_, row) => text.slice(row * 16, row * 16 + 8));
  return { ...campaign, slugs };
}

async function click({ slugs }: Sent, recipient: number): Promise<void> {
  const { headers, userAgent } = phones[0];
  const slug = slugs[recipient] ?? '';
  const { status } = await askLinkHost(worker.port, HOST, `/${slug}`, { headers, userAgent });
  expect(status).toBe(302);
}

const openReport = async (page: Page, { id }: Campaign): Promise<void> => {
  await page.goto(`${worker.origin}/#/campaigns/${encodeURIComponent(id)}`);
  await page.getByRole('heading', { name: 'Efterårssalg' }).waitFor();
};
const clicksAre = (page: Page, clicks: number): Promise<void> =>
  page
    .locator('.figure', { has: page.getByText(words.report.clicksHint) })
    .locator('.figure-value', { hasText: new RegExp(`^${clicks}$`) })
    .waitFor();
const says = (page: Page, text: string): Promise<void> => page.locator('.live-note', { hasText: text }).waitFor();
/** A second window of the same person. */
const window = (context: BrowserContext): Promise<Page> => context.newPage();

test('clicks appear in two windows without being asked for, and nothing is asked for without clicks', async () => {
  const campaign = await publish();
  const { page } = app;
  const other = await window(page.context());
  const pages = [page, other];
  for (const one of pages) {
    await openReport(one, campaign);
    await says(one, da.live);
  }
  let asked = 0;
  for (const one of pages) {
    one.on('request', (request) => {
      if (request.url().endsWith('/report')) asked++;
    });
  }
  await click(campaign, 0);
  await Promise.all(pages.map((one) => clicksAre(one, 1)));
  for (let recipient = 1; recipient < 30; recipient++) {
    await click(campaign, recipient);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  await Promise.all(pages.map((one) => clicksAre(one, 30)));
  // Thirty clicks in some three seconds: told a few times, not thirty.
  expect(asked).toBeLessThan(2 * 12);
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  const before = asked;
  await new Promise((resolve) => setTimeout(resolve, 7_000));
  expect(asked).toBe(before);
  expect(await violations(page)).toEqual([]);
  await other.close();
}, 60_000);

test('a page that nobody looks at has no line, and catches up when somebody does', async () => {
  const campaign = await publish();
  const { page } = app;
  await openReport(page, campaign);
  await says(page, da.live);
  await page.evaluate(() => {
    Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  });
  await click(campaign, 0);
  await new Promise((resolve) => setTimeout(resolve, 2_500));
  await clicksAre(page, 0);
  await page.evaluate(() => {
    Object.defineProperty(document, 'visibilityState', { value: 'visible', configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  });
  await clicksAre(page, 1);
  await says(page, da.live);
}, 60_000);

test('a campaign of several counters is followed whole', async () => {
  const campaign = await publish(250_000);
  expect(campaign.shards).toBe(3);
  const { page } = app;
  await openReport(page, campaign);
  await says(page, da.live);
  // Recipients are parted among the counters by their number: each has clicks.
  for (let recipient = 0; recipient < 6; recipient++) await click(campaign, recipient);
  await clicksAre(page, 6);
}, 60_000);

test('after a while without news the page says so and asks once a minute, until something comes', async () => {
  const campaign = await publish();
  const page = await window(app.page.context());
  await page.clock.install();
  await openReport(page, campaign);
  await says(page, da.live);
  await page.clock.fastForward(15 * 60_000 - 5_000);
  await says(page, da.live);
  await page.clock.fastForward(6_000);
  await says(page, da.quiet(15));
  await click(campaign, 0);
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  await clicksAre(page, 0);
  await page.clock.fastForward(61_000);
  await clicksAre(page, 1);
  await says(page, da.live);
  await page.close();
}, 60_000);

test('where no line is to be had the page asks every five seconds, and says so in its language', async () => {
  const campaign = await publish();
  const context = await browser.newContext({ locale: 'en-GB', ...within(worker.net) });
  await context.addCookies(await app.page.context().cookies());
  const page = await context.newPage();
  // As behind a proxy that knows no WebSockets.
  await page.routeWebSocket('**/live*', (socket) => socket.close({ code: 1006 }).catch(() => {}));
  await page.addInitScript(() => localStorage.setItem('klikspor.signed-in', 'yes'));
  await openReport(page, campaign);
  await says(page, en.reconnecting);
  await says(page, en.polling(5));
  await click(campaign, 0);
  await page.getByText('1', { exact: true }).first().waitFor();
  await page.locator('.figure-value', { hasText: /^1$/ }).first().waitFor();
  expect(await violations(page)).toEqual([]);
  await context.close();
}, 60_000);

test('a screen reader hears figures now and then, not each of them', async () => {
  const campaign = await publish();
  const page = await window(app.page.context());
  await page.clock.install();
  await openReport(page, campaign);
  await says(page, da.live);
  const aloud = page.locator('[aria-live=polite]');
  for (let recipient = 0; recipient < 3; recipient++) {
    await click(campaign, recipient);
    await page.clock.fastForward(1_100);
    await clicksAre(page, recipient + 1);
    expect(await aloud.textContent()).toBe('');
  }
  await page.clock.fastForward(30_000);
  expect(await aloud.textContent()).toBe(da.heard('3', '0'));
  // The figures themselves stand in nothing that is read aloud.
  expect(
    await page.locator('.figures').evaluate((figures) => figures.closest('[aria-live], [role=status]')),
  ).toBeNull();
  await page.close();
}, 60_000);

test('after the worker was restarted the page connects again and has what came meanwhile', async () => {
  const campaign = await publish();
  const { page } = app;
  await openReport(page, campaign);
  await says(page, da.live);
  const lost = says(page, da.reconnecting);
  await worker.restart();
  await click(campaign, 0);
  await click(campaign, 1);
  await lost;
  await clicksAre(page, 2);
  await says(page, da.live);
  await click(campaign, 2);
  await clicksAre(page, 3);
}, 90_000);

test('once the session is over the next news close the line with the reason, and the page asks to sign in', async () => {
  const campaign = await publish();
  const { page } = app;
  const other = await window(page.context());
  // Else what it asks when it has come to rest may be told first that the session is over.
  await other.route('**/api/inbox/unread', (route) => route.fulfill({ json: { unread: 0 } }));
  await other.addInitScript(() => {
    const Native = WebSocket;
    const codes: string[] = [];
    Object.assign(globalThis, { codes });
    globalThis.WebSocket = class extends Native {
      constructor(url: string | URL) {
        super(url);
        this.addEventListener('close', ({ code, reason }) => codes.push(`${code} ${reason}`));
      }
    };
  });
  await openReport(other, campaign);
  await says(other, da.live);
  await page.getByRole('button', { name: words.nav.signOut }).click();
  await page.getByRole('heading', { name: words.signIn.title }).waitFor();
  await click(campaign, 0);
  await other.getByRole('heading', { name: words.signIn.title }).waitFor();
  expect(await other.evaluate(() => (globalThis as unknown as { codes: string[] }).codes)).toContain(
    '4401 session-ended',
  );
  expect(app.errors.filter((error) => !error.includes('WebSocket'))).toEqual([]);
}, 60_000);
