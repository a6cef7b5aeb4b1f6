/** The overview of campaigns and campaigns side by side, in the real Chromium against the real worker. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { overview as da } from '../../web/src/i18n/da/overview.ts';
import { overview as en } from '../../web/src/i18n/en/overview.ts';
import type { Campaign, Overview } from '../../worker/api.ts';
import { phones } from '../support/agents.ts';
import { violations } from '../support/axe.ts';
import { launchBrowser, within } from '../support/browser.ts';
import { type DevWorker, startDevWorker } from '../support/dev-worker.ts';
import { addDomain, dictionaries, type Opened, openSignedIn } from '../support/drive.ts';
import { askLinkHost } from '../support/link-host.ts';
import { untilProved } from '../support/proved.ts';

const HOST = 's.barnetsverden.dk';
const words = dictionaries.da;

let worker: DevWorker;
let browser: Browser;
let app: Opened;
const made: Campaign[] = [];

/** Name, message, recipients, and how many of them click. */
const CAMPAIGNS = [
  ['Uge 9', 'Nyt børnetøj på hylderne', 40, 4],
  ['Uge 10', 'Sidste chance for flyverdragter', 80, 16],
  ['Ærø', 'Færgen sejler igen', 20, 1],
  ['Åbent hus', 'Kom til åbent hus med børnetøj', 10, 5],
] as const;

beforeAll(async () => {
  worker = await startDevWorker({ SETTLE_MS: '100', PUBLISH_INTERVAL_MS: '1000' });
  browser = await launchBrowser();
  app = await openSignedIn(browser, worker, 'da');
  await addDomain(app.page, 'da', HOST);
  await untilProved(app.page);
}, 60_000);
afterAll(async () => {
  await browser?.close();
  await worker?.stop();
});

const ask = async <T>(path: string, data?: object): Promise<T> => {
  const { request } = app.page.context();
  const url = worker.origin + path;
  const answer =
    data === undefined ? await request.get(url) : await request.post(url, { headers: { origin: worker.origin }, data });
  expect(answer.ok()).toBe(true);
  return answer.json() as Promise<T>;
};

async function publishAll(): Promise<void> {
  const { headers, userAgent } = phones[0];
  for (const [name, template, recipients, clicks] of CAMPAIGNS) {
    const links = [{ kind: 'destination', url: 'https://www.barnetsverden.dk/' }, { kind: 'opt-out' }];
    const campaign = await ask<Campaign>('/api/campaigns', { name, host: HOST, recipients, links, template });
    made.push(campaign);
    const path = `/api/campaigns/${encodeURIComponent(campaign.id)}/slugs?from=0&count=${recipients}`;
    const slugs = await (await app.page.context().request.get(worker.origin + path)).text();
    for (let row = 0; row < clicks; row++) {
      const slug = slugs.slice(row * 16, row * 16 + 8);
      expect((await askLinkHost(worker.port, HOST, `/${slug}`, { headers, userAgent })).status).toBe(302);
    }
  }
  const total = CAMPAIGNS.reduce((sum, [, , , clicks]) => sum + clicks, 0);
  for (let attempt = 0; (await ask<Overview>('/api/overview')).totals?.clicks !== total; attempt++) {
    if (attempt === 150) throw new Error('the counters told nothing');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

const open = (page: Page, address = '#/campaigns') => page.goto(`${worker.origin}/${address}`);
const shown = (page: Page) => page.locator('.campaign-name').allTextContents();
const shows = async (page: Page, names: readonly string[]): Promise<void> => {
  await expect.poll(() => shown(page), { timeout: 10_000 }).toEqual(names);
};
const sorter = (page: Page, column: keyof typeof da.columns) =>
  page.getByRole('columnheader').getByRole('button', { name: da.columns[column] });
const NEWEST = ['Åbent hus', 'Ærø', 'Uge 10', 'Uge 9'];

test('before the first campaign it says what to do', async () => {
  const { page } = app;
  await open(page);
  await page.getByText(words.campaigns.empty).waitFor();
  await page.getByRole('link', { name: words.campaigns.emptyAction }).waitFor();
  expect(await page.getByRole('searchbox').count()).toBe(0);
  expect(await violations(page)).toEqual([]);
});

test('campaigns are sorted by their headings, and the back button leads to the order before', async () => {
  await publishAll();
  const { page } = app;
  await page.reload();
  await shows(page, NEWEST);
  await page.getByText(`${da.campaigns(4, '4')} · ${da.recipients(150, '150')} · ${da.clicks(26, '26')}`).waitFor();
  await sorter(page, 'clicks').click();
  await shows(page, ['Uge 10', 'Åbent hus', 'Uge 9', 'Ærø']);
  expect(page.url()).toContain('#/campaigns?sort=clicks');
  expect(await page.getByRole('columnheader', { name: da.columns.clicks }).getAttribute('aria-sort')).toBe(
    'descending',
  );
  await sorter(page, 'ctr').focus();
  await page.keyboard.press('Enter');
  await shows(page, ['Åbent hus', 'Uge 10', 'Uge 9', 'Ærø']);
  await page.keyboard.press('Enter');
  await shows(page, ['Ærø', 'Uge 9', 'Uge 10', 'Åbent hus']);
  // The keyboard is where it was.
  expect(await page.evaluate(() => document.activeElement?.textContent)).toContain(da.columns.ctr);
  await sorter(page, 'name').click();
  await shows(page, ['Uge 9', 'Uge 10', 'Ærø', 'Åbent hus']);
  await page.goBack();
  await page.goBack();
  await shows(page, ['Åbent hus', 'Uge 10', 'Uge 9', 'Ærø']);
  await page.goBack();
  await page.goBack();
  await shows(page, NEWEST);
  expect(await violations(page)).toEqual([]);
});

test('what is typed is searched for in names and messages; the address keeps it, and it can be cleared', async () => {
  const { page } = app;
  await page.getByLabel(da.search).fill('BØRNETØJ');
  await shows(page, ['Åbent hus', 'Uge 9']);
  await page.getByText(`${da.campaigns(2, '2')} · ${da.recipients(50, '50')} · ${da.clicks(9, '9')}`).waitFor();
  await page.reload();
  await shows(page, ['Åbent hus', 'Uge 9']);
  expect(await page.getByLabel(da.search).inputValue()).toBe('BØRNETØJ');
  // To a report and back: as it was left.
  await page.getByRole('link', { name: 'Uge 9' }).click();
  await page.getByRole('heading', { name: 'Uge 9' }).waitFor();
  await page.goBack();
  await shows(page, ['Åbent hus', 'Uge 9']);
  await page.getByLabel(da.search).fill('findes ikke');
  await page.getByText(da.nothing).waitFor();
  expect(await violations(page)).toEqual([]);
  await page.getByRole('button', { name: da.clear }).click();
  await shows(page, NEWEST);
  expect(new URL(page.url()).hash).toBe('#/campaigns');
  expect(await page.getByLabel(da.search).inputValue()).toBe('');
  await page.waitForFunction(() => document.activeElement?.matches('.overview-search input'));
});

test('by month; a month without campaigns, from an address, finds nothing and says so', async () => {
  const { page } = app;
  const now = new Date();
  const month = `${now.getFullYear()}-${String(now.getMonth() + 1).padStart(2, '0')}`;
  await page.getByLabel(da.month).selectOption(month);
  await shows(page, NEWEST);
  expect(page.url()).toContain(`month=${month}`);
  await open(page, '#/campaigns?month=2019-02');
  await page.getByText(da.nothing).waitFor();
  expect(await page.getByLabel(da.month).inputValue()).toBe('2019-02');
  await open(page, '#/campaigns?month=2019-13&sort=size');
  await shows(page, NEWEST);
});

test('campaigns are chosen with the keyboard and compared at an address of their own', async () => {
  const { page } = app;
  await open(page);
  await shows(page, NEWEST);
  await page.getByLabel(da.chooseNamed('Uge 9')).focus();
  await page.keyboard.press('Space');
  await page.getByText(da.another).waitFor();
  // Chosen ones stay so, whatever is on screen.
  await page.getByLabel(da.search).fill('åbent');
  await shows(page, ['Åbent hus']);
  await page.getByLabel(da.chooseNamed('Åbent hus')).check();
  await page.getByLabel(da.search).fill('');
  await shows(page, NEWEST);
  await page.getByLabel(da.chooseNamed('Uge 10')).check();
  await page.getByRole('link', { name: da.compare(3) }).click();
  await page.getByRole('heading', { name: da.compareTitle }).waitFor();
  const table = page.locator('.compare-table');
  await table.waitFor();
  expect(await table.locator('thead th > a:first-child').allTextContents()).toEqual(['Uge 9', 'Åbent hus', 'Uge 10']);
  const row = (name: string) => table.getByRole('row', { name });
  expect(await row(da.ctrHead).locator('.compare-rate').allTextContents()).toEqual(
    ['10,0 %', '50,0 %', '20,0 %'].map((text) => text.replace(' ', '\u00a0')),
  );
  // Wilson, for 4 of 40.
  expect(await row(da.ctrHead).locator('td').first().textContent()).toMatch(/4 ÷ 40.*4,0.*23,1/);
  expect(await row(words.report.clicks).first().locator('td').allTextContents()).toEqual(['4', '5', '16']);
  // All clicked in the minute of the publishing, and nobody has bought anything.
  const plain = async (name: string) =>
    (await row(name).locator('td').allInnerTexts()).map((text) => text.replaceAll(/\s+/g, ' '));
  for (const name of [da.median, da.p90]) {
    for (const text of await plain(name)) expect([name, text]).toEqual([name, expect.stringMatching(/^\d minut/)]);
  }
  expect(await plain(da.conversions)).toEqual(['0', '0', '0']);
  expect(await plain(da.value)).toEqual(['–', '–', '–']);
  expect(await violations(page)).toEqual([]);
  await page.getByRole('link', { name: da.leaveOutNamed('Uge 9') }).click();
  await expect.poll(() => table.locator('thead th').count()).toBe(3);
  // A colleague at the same address.
  const address = page.url();
  const other = await page.context().newPage();
  await other.goto(address);
  await other.locator('.compare-table').waitFor();
  expect(await other.locator('.compare-table thead th > a:first-child').allTextContents()).toEqual([
    'Åbent hus',
    'Uge 10',
  ]);
  await other.goto(`${worker.origin}/#/campaigns/compare?id=${encodeURIComponent(made[0]?.id ?? '')}`);
  await other.getByText(da.tooFew).waitFor();
  await other.goto(`${worker.origin}/#/campaigns/compare?id=${encodeURIComponent(made[0]?.id ?? '')}&id=no.such.dk:1`);
  await other.locator('.compare-table').waitFor();
  expect(await other.locator('.compare-table').textContent()).toContain('no.such.dk:1');
  expect(await other.locator('.compare-rate').count()).toBe(3);
  await other.close();
  await page.goBack();
  await page.goBack();
  await shows(page, NEWEST);
  await page.getByRole('button', { name: da.none }).click();
  expect(await page.locator('.overview-chosen').count()).toBe(0);
});

test('orders and what gateways said are compared too, and every rate says what it divides by', async () => {
  const { page } = app;
  const { request } = page.context();
  const [nine] = made;
  if (nine === undefined) throw new Error('Uge 9 was published');
  const path = `${worker.origin}/api/campaigns/${encodeURIComponent(nine.id)}`;
  const slugs = await (await request.get(`${path}/slugs?from=0&count=2`)).text();
  const headers = { origin: worker.origin };
  const order = (slug: string, orderId: string) => ({ slug, orderId, value: '349.50', currency: 'DKK' });
  const conversions = [order(slugs.slice(0, 8), '1'), order(slugs.slice(16, 24), '2'), order(slugs.slice(0, 8), '3')];
  const data = {
    host: HOST,
    conversions: [...conversions, { slug: slugs.slice(0, 8), orderId: '3', cancelled: true }],
  };
  expect((await request.post(`${worker.origin}/api/conversions`, { headers, data })).status()).toBe(200);
  const states = 'd'.repeat(16) + 'f'.repeat(24);
  expect((await request.post(`${path}/delivery`, { headers, data: { first: 0, states } })).status()).toBe(204);

  await open(
    page,
    `#/campaigns/compare?${made
      .slice(0, 2)
      .map(({ id }) => `id=${encodeURIComponent(id)}`)
      .join('&')}`,
  );
  const table = page.locator('.compare-table');
  await table.waitFor();
  const cells = async (name: string) =>
    (await table.getByRole('row', { name }).locator('td').allInnerTexts()).map((text) => text.replaceAll(/\s+/g, ' '));
  expect(await cells(da.ctrHead)).toMatchObject([
    expect.stringMatching(/^25,0 % ?4 ÷ 16 leverede/),
    expect.stringMatching(/^20,0 % ?16 ÷ 80 sendte/),
  ]);
  expect(await cells(da.conversions)).toEqual(['2', '0']);
  expect(await cells(da.conversionRate)).toMatchObject([
    expect.stringMatching(/^12,5 % ?2 ÷ 16 leverede/),
    expect.stringMatching(/^0,0 % ?0 ÷ 80 sendte/),
  ]);
  expect(await cells(da.ofClickers)).toEqual(['50,0 %', '0,0 %']);
  expect(await cells(da.value)).toEqual(['699,00 kr.', '–']);
  expect(await violations(page)).toEqual([]);

  // Of nobody there is no share.
  const links = [{ kind: 'destination', url: 'https://www.barnetsverden.dk/' }, { kind: 'opt-out' }];
  const quiet = await ask<Campaign>('/api/campaigns', { name: 'Uge 11', host: HOST, recipients: 3, links });
  const quietPath = encodeURIComponent(quiet.id);
  await open(page, `#/campaigns/compare?id=${encodeURIComponent(nine.id)}&id=${quietPath}`);
  await expect.poll(() => cells(da.ofClickers)).toEqual(['50,0 %', '–']);
  expect((await request.delete(`${worker.origin}/api/campaigns/${quietPath}`, { headers })).ok()).toBe(true);

  // The overview goes by the same denominators, in its rows, its order and its sum.
  await open(page, '#/campaigns?sort=ctr');
  const rate = (name: string) => page.locator('.campaign-list tbody tr').filter({ hasText: name }).locator('.of-ctr');
  await expect
    .poll(async () => {
      await page.reload();
      await rate('Uge 9').waitFor();
      return (await rate('Uge 9').innerText()).replaceAll(/\s+/g, ' ');
    })
    .toBe('25,0 % ÷ 16 leverede');
  expect((await rate('Uge 10').innerText()).replaceAll(/\s+/g, ' ')).toBe('20,0 % ÷ 80 sendte');
  await shows(page, ['Åbent hus', 'Uge 9', 'Uge 10', 'Ærø']);
  await page.getByText(da.formula).waitFor();
  // 26 of 16 + 80 + 20 + 10.
  expect((await page.locator('.overview-totals').innerText()).replaceAll(/\s+/g, ' ')).toContain(
    'CTR 20,6 % (26 ÷ 126)',
  );
  expect(await violations(page)).toEqual([]);
  await open(page);
  await shows(page, NEWEST);
});

test('archived ones are apart, with their figures and their own totals', async () => {
  const { page } = app;
  const { shelf } = words;
  await page.getByRole('button', { name: shelf.archiveNamed('Ærø') }).click();
  await page.getByText(shelf.isArchived('Ærø')).waitFor();
  await shows(
    page,
    NEWEST.filter((name) => name !== 'Ærø'),
  );
  await page.getByRole('button', { name: shelf.archived }).click();
  await shows(page, ['Ærø']);
  await page.getByText(`${da.campaigns(1, '1')} · ${da.recipients(20, '20')} · ${da.clicks(1, '1')}`).waitFor();
  expect(page.url()).toContain('archived=true');
  await page.getByRole('button', { name: shelf.bringBackNamed('Ærø') }).click();
  await page.getByText(shelf.noneArchived).waitFor();
  await page.getByRole('button', { name: shelf.active }).click();
  await shows(page, NEWEST);
});

test('on a phone, in English and dark: everything is there, nothing scrolls sideways', async () => {
  const context = await browser.newContext({
    ...{ locale: 'en-GB', viewport: { width: 360, height: 780 }, colorScheme: 'dark', hasTouch: true },
    ...within(worker.net),
  });
  await context.addCookies(await app.page.context().cookies());
  const page = await context.newPage();
  await page.addInitScript(() => localStorage.setItem('klikspor.signed-in', 'yes'));
  await open(page);
  await shows(page, NEWEST);
  await page.getByLabel(en.sort).selectOption({ label: en.ways.clicks.descending });
  await shows(page, ['Uge 10', 'Åbent hus', 'Uge 9', 'Ærø']);
  await page.getByText(en.recipients(80, '80')).waitFor();
  for (const name of ['Uge 9', 'Uge 10']) await page.getByLabel(en.chooseNamed(name)).check();
  const wide = () => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(await wide()).toBe(0);
  expect(await violations(page)).toEqual([]);
  await page.getByRole('link', { name: en.compare(2) }).click();
  await page.locator('.compare-table').waitFor();
  expect(await wide()).toBe(0);
  expect(await violations(page)).toEqual([]);
  await context.close();
});

test('never met an error', () => {
  expect(app.errors).toEqual([]);
});
