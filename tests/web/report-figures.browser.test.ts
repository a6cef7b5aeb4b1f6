/** The report of what really happened: people and machines follow links, somebody opts out, and the page says so. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Campaign, Report } from '../../worker/api.ts';
import { phones, previewers } from '../support/agents.ts';
import { violations } from '../support/axe.ts';
import { launchBrowser } from '../support/browser.ts';
import { type DevWorker, startDevWorker } from '../support/dev-worker.ts';
import { confirmConsent, dictionaries, loadList, type Opened, openApp, sampleList } from '../support/drive.ts';
import { askLinkHost, inParallel } from '../support/link-host.ts';
import { LINK_HOST } from '../support/main-states.ts';
import { asked, CAMPAIGN, publish, reportOf, signInWithDomain } from '../support/report-open.ts';

const words = dictionaries.da;
const { figures } = words;
let worker: DevWorker;
let browser: Browser;
let app: Opened;

beforeAll(async () => {
  worker = await startDevWorker();
  browser = await launchBrowser();
  app = await openApp(browser, worker, 'da', { timezoneId: 'Europe/Copenhagen' });
  await signInWithDomain(app.page, worker, 'da');
});
afterAll(async () => {
  await browser?.close();
  await worker?.stop();
});

const figure = (name: string) => app.page.locator('.figure', { hasText: name });
const value = (name: string) => figure(name).locator('.figure-value').innerText();

async function open(id: string): Promise<void> {
  await app.page.goto('about:blank');
  await app.page.goto(reportOf(worker, id));
  await app.page.getByRole('heading', { name: figures.people.title }).waitFor();
}

/** A row of the table by class: requests and share. */
const classRow = async (name: keyof typeof figures.people.classes) => {
  const row = app.page.locator('.class-table tr', { hasText: figures.people.classes[name] });
  return (await row.locator('td').allInnerTexts()).map((text) => text.replace(/\s/g, ' '));
};

test('a campaign without clicks has sentences in place of charts, and no axis of its own making', async () => {
  const { page } = app;
  const { id } = await publish(page, { ...CAMPAIGN, name: 'Uden klik' });
  await open(id);
  await page.getByText(figures.when.none).waitFor();
  await page.getByText(figures.people.none).waitFor();
  await page.getByText(figures.where.none).waitFor();
  await page.getByText(figures.compare.noEarlier).waitFor();
  expect(await page.locator('canvas, .chart, .class-bar').count()).toBe(0);
  expect(await value(words.report.ctr)).toMatch(/^0,0\s%$/);
  // Nothing is out: the messages are what is wanted, before figures that are all nought.
  const { downloadHeading, numbers } = words.report;
  const headings = (await page.locator('h2').allTextContents()).filter((one) =>
    [downloadHeading, numbers].includes(one),
  );
  expect(headings).toEqual([downloadHeading, numbers]);
  expect(await violations(page)).toEqual([]);
});

test('what people and machines did stands there with formula, class, reason and minute', async () => {
  const { page } = app;
  const campaign = await publish(page, { ...CAMPAIGN, recipients: 1_000 });
  const slugs = await slugsOf(campaign, 60);
  const agent = (i: number) => phones[i % phones.length] ?? {};
  const range = (from: number, count: number) => Array.from({ length: count }, (_, i) => from + i);
  const tap = (i: number, link: number, ask = {}) =>
    askLinkHost(worker.port, LINK_HOST, `/${slugs[i]?.[link]}`, { ...agent(i), ...ask });
  await inParallel(range(0, 20), 4, async (i) => void (await tap(i, 0)));
  // Others: who followed every link within two seconds might be a scanner.
  await inParallel(range(50, 5), 4, async (i) => void (await tap(i, 1)));
  await inParallel(range(20, 10), 4, async (i) => void (await tap(i, 0, { method: 'HEAD' })));
  const [preview = ''] = Object.values(previewers);
  await inParallel(range(30, 6), 4, async (i) => void (await tap(i, 0, { userAgent: preview, headers: {} })));
  await inParallel(range(40, 3), 1, async (i) => {
    await tap(i, 2);
    if (i < 42) await tap(i, 2, { method: 'POST', form: '' });
  });

  let report: Report = (await asked(page, campaign.id)).report;
  for (let attempt = 0; attempt < 80 && (report.pending > 0 || report.numbers.clicks < 25); attempt++) {
    await page.waitForTimeout(250);
    report = (await asked(page, campaign.id)).report;
  }
  expect(report.numbers).toMatchObject({ clicks: 25, uniqueClicks: 25, optOut: { confirmed: 2, pagesOpened: 3 } });
  expect(report.numbers.machineHits).toMatchObject({ head: 10, preview: 6 });

  await open(campaign.id);
  expect(await value(words.report.ctr)).toMatch(/^2,5\s%$/);
  const formula = `25 ${words.report.formula(25)} ÷ 1.000 ${words.report.denominator.sent}`;
  expect((await figure(words.report.ctr).innerText()).replace(/\s+/g, ' ')).toContain(formula);
  expect(await value(figures.head.clickers)).toBe('25');
  expect(await value(words.report.clicksHint)).toBe('25');
  expect(await value(figures.head.sentHint)).toBe('1.000');
  expect(await value(figures.head.openedPage(3, '3'))).toBe('2');
  // Kept when it was published.
  expect(await value(figures.head.segments)).toBe('8.912');
  expect(await figure(figures.head.segments).innerText()).toMatch(/3\.119,20\skr\./);

  // 25 clicks, and 3 opt-out pages opened: 28 requests of people among 44.
  expect(await classRow('human')).toEqual(['28', '63,6 %']);
  expect(await classRow('head')).toEqual(['10', '22,7 %']);
  expect(await classRow('preview')).toEqual(['6', '13,6 %']);
  await page.getByText(`${figures.people.onlyLead('28', '44')} ${figures.people.optOutLink(3, '3')}`).waitFor();
  await page.getByText(figures.people.how, { exact: true }).click();
  const reason = page.locator('.how tr', { hasText: figures.people.reasons['method-head'] });
  expect(await reason.locator('td').last().innerText()).toBe('10');

  // The raw total is a press away, by keyboard too, and what follows from people stays with them.
  await page.getByRole('button', { name: figures.people.everything }).press('Enter');
  await page.getByText(figures.people.everythingLead('44', '16')).waitFor();
  expect(await value(figures.head.everything('25'))).toBe('44');
  expect(await value(words.report.ctr)).toMatch(/^2,5\s%$/);
  const link = page.locator('.links-table tr', { hasText: 'Udsalg' });
  expect(await link.locator('td').first().innerText()).toBe('36');
  await page.getByRole('button', { name: figures.people.only }).press('Space');
  expect(await link.locator('td').first().innerText()).toBe('20');

  // The opt-out link stands apart, and is no click.
  const apart = page.locator('.links-table .apart tr');
  expect(await apart.locator('td').allInnerTexts()).toEqual(['3', '3', '–']);

  // All came within the minutes this test takes.
  const { medianS } = report.times;
  expect(medianS).toBeGreaterThan(0);
  await page.locator('.chart-drawing canvas').nth(1).waitFor();
  const twins = page.locator('.when .twin');
  for (const twin of await twins.all()) await twin.locator('summary').press('Enter');
  const shares = await twins.first().locator('tbody tr').last().locator('td').allInnerTexts();
  expect(shares.map((text) => text.replace(/\s/g, ' '))).toEqual(['25', '100,0 %']);
  const minutes = await twins.nth(1).locator('tbody td').allInnerTexts();
  expect(minutes.reduce((sum, count) => sum + Number(count), 0)).toBe(25);
  await page.getByText(figures.when.hoursNone).waitFor();
  expect(await violations(page)).toEqual([]);
  expect(app.errors).toEqual([]);
}, 120_000);

/** Slugs of the first recipients, one for each link. */
async function slugsOf({ id, width, links }: Campaign, recipients: number): Promise<string[][]> {
  const text = await app.page.evaluate(
    async (path) => (await fetch(path)).text(),
    `/api/campaigns/${encodeURIComponent(id)}/slugs?from=0&count=${recipients}`,
  );
  return Array.from({ length: recipients }, (_, recipient) =>
    links.map((_, link) =>
      text.slice((recipient * links.length + link) * width, (recipient * links.length + link + 1) * width),
    ),
  );
}

test('the moment of sending is kept, and times are counted from it', async () => {
  const { page } = app;
  const { id, createdAtMs } = await publish(page, { ...CAMPAIGN, name: 'Sendt senere' });
  await open(id);
  await page.getByText(figures.when.sentAt).first().click();
  const sentAtMs = Math.ceil(createdAtMs / 60_000) * 60_000 + 3_600_000;
  const local = await page.evaluate(
    (atMs) => new Date(atMs - new Date(atMs).getTimezoneOffset() * 60_000).toISOString().slice(0, 16),
    sentAtMs,
  );
  await page.getByLabel(figures.when.sentAt).fill(local);
  await page.getByRole('button', { name: figures.when.sentAtSave }).click();
  await expect.poll(async () => (await asked(page, id)).report.times.fromMs).toBe(sentAtMs);
  await page.getByRole('button', { name: figures.when.sentAtForget }).click();
  await expect.poll(async () => (await asked(page, id)).report.times.fromMs).toBe(createdAtMs);
  // Nothing is sent before it is published: the field shows what was taken.
  const field = page.getByLabel(figures.when.sentAt);
  await expect.poll(() => field.inputValue()).not.toBe(local);
  const published = await field.inputValue();
  await field.fill('2020-01-01T10:00');
  await page.getByRole('button', { name: figures.when.sentAtSave }).click();
  await expect.poll(() => field.inputValue()).toBe(published);
  // Told by another window, or by a sending that begins.
  await page.evaluate(
    ([path, body]) => fetch(path, { method: 'PATCH', headers: { 'content-type': 'application/json' }, body }),
    [`/api/campaigns/${encodeURIComponent(id)}`, JSON.stringify({ sentAtMs })] as const,
  );
  await page.getByRole('button', { name: words.report.refresh }).click();
  await expect.poll(() => field.inputValue()).toBe(local);
});

test('with the list the first recipient’s message is on the phone; without it the fields’ names; with another too', async () => {
  const { page } = app;
  await page.getByRole('link', { name: words.nav.compose, exact: true }).click();
  await loadList(page, 'da', sampleList(40));
  await page.getByLabel(words.compose.name).fill('Med liste');
  await page.getByLabel(words.compose.sender, { exact: true }).fill('Barnets');
  await page.getByLabel(words.compose.messageLabel).fill('Hej {{navn}} i {{by}}: www.barnetsverden.dk/x {{afmeld}}');
  await confirmConsent(page, 'da');
  // Of 40 messages, some with letters that take them to UCS-2.
  const segments = page.locator('.total strong');
  await expect.poll(() => segments.innerText()).toMatch(/^[4-9]\d$/);
  const counted = await segments.innerText();
  await page.getByRole('button', { name: words.compose.publish }).click();
  await page.getByText(words.report.publishedNow).waitFor();
  const bubble = page.locator('.sent .bubble');
  await expect.poll(() => bubble.innerText()).toMatch(/^Hej Åse i Aarhus: s\.barnetsverden\.dk/);
  await page.getByText(figures.sent.asRecipients).waitFor();
  // What the composer counted over the list is kept with the campaign.
  expect(await value(figures.head.segments)).toBe(counted);
  expect(await figure(figures.head.segments).innerText()).toContain(figures.head.noPrice);

  const address = page.url();
  await page.getByRole('link', { name: words.nav.compose, exact: true }).click();
  await loadList(page, 'da', sampleList(7));
  await page.goto(address);
  await expect.poll(() => bubble.innerText()).toMatch(/^Hej navn i by: s\.barnetsverden\.dk/);
  await page.getByText(figures.sent.asSample).waitFor();
});
