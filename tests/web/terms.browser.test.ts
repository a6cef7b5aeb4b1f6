/** What is said of a campaign beside its message goes the whole way: on the page, in the file, in the report, into a copy. */
import { readFile } from 'node:fs/promises';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Campaign } from '../../worker/api.ts';
import { launchBrowser } from '../support/browser.ts';
import { type DevWorker, startDevWorker } from '../support/dev-worker.ts';
import {
  addDomain,
  confirmConsent,
  dictionaries,
  loadList,
  type Opened,
  openSignedIn,
  sampleList,
} from '../support/drive.ts';

let worker: DevWorker;
let browser: Browser;
let app: Opened;
const words = dictionaries.da;
const { terms, campaignTerms } = words;
const HOST = 's.barnetsverden.museum';
const TEMPLATE = 'Kære {{navn}}, din pakke er sendt: www.barnetsverden.dk/pakke';

beforeAll(async () => {
  worker = await startDevWorker();
  browser = await launchBrowser();
  app = await openSignedIn(browser, worker, 'da');
  const { page } = app;
  await addDomain(page, 'da', HOST);
  await loadList(page, 'da', sampleList(40));
  await page.getByLabel(words.compose.sender, { exact: true }).fill('Barnets');
});
afterAll(() => worker?.stop());

const message = () => app.page.getByLabel(words.compose.messageLabel);
const scheme = () => app.page.getByLabel(words.linkTools.writeScheme);
const bubble = () => app.page.locator('.bubble');
const moment = (atMs: number) =>
  new Intl.DateTimeFormat('da-DK', { dateStyle: 'medium', timeStyle: 'short' }).format(atMs);

async function publish(name: string): Promise<Campaign> {
  const { page } = app;
  await page.getByLabel(words.compose.name).fill(name);
  const answer = page.waitForResponse(
    (response) => response.request().method() === 'POST' && response.url().endsWith('/api/campaigns'),
  );
  await page.getByRole('button', { name: words.compose.publish }).click();
  const campaign = (await (await answer).json()) as Campaign;
  await page.getByText(words.report.publishedNow).waitFor();
  return campaign;
}

test('https:// before short links costs eight characters, which the preview and the meter show at once', async () => {
  const { page } = app;
  await message().fill(
    `${TEMPLATE}${' '.repeat(160 - 'Kære Åse, din pakke er sendt: '.length - `${HOST}/12345678`.length)}`,
  );
  const one = page.getByText(words.cost.forRecipients(40, '40'));
  await one.waitFor();
  await bubble().getByText(`${HOST}/`).waitFor();
  const counted = () => page.locator('.meter').innerText();
  const before = await counted();
  // A host that phones may not know is told of; its scheme mends that, by the finding's own click.
  await page
    .getByRole('region', { name: words.checklist.title })
    .getByRole('button', { name: words.checklist.remedies.scheme })
    .click();
  await bubble().getByText(`https://${HOST}/`).waitFor();
  expect(await scheme().isChecked()).toBe(true);
  expect(await counted()).not.toBe(before);
  await page.getByText(words.checklist.rules['link-rare-ending'](HOST)).first().waitFor({ state: 'detached' });
});

test('the kind, the basis in a word and the scheme are published, kept through a reload before', async () => {
  const { page } = app;
  await message().fill(TEMPLATE);
  await page.getByLabel(terms.kinds.service).check();
  await page.getByLabel(terms.bases.other).check();
  await page.getByLabel(terms.basisWord).fill('legitim interesse');
  // Drafts are kept a moment after the last letter; the page's end keeps them at once.
  await page.reload();
  await loadList(page, 'da', sampleList(40));
  expect(await scheme().isChecked()).toBe(true);
  await page.getByText(words.listFile.loaded('40'), { exact: true }).first().waitFor();
  const campaign = await publish('Pakken');
  expect(campaign).toMatchObject({
    kind: 'service',
    basis: { kind: 'other', reason: 'legitim interesse', statedAtMs: campaign.createdAtMs },
    linkPrefix: `https://${HOST}/`,
  });
  await page.getByText(campaignTerms.other('legitim interesse', moment(campaign.createdAtMs))).waitFor();
  await page.getByText(terms.kinds.service).waitFor();
});

test('every message of the file holds its link as the preview showed it', async () => {
  const { page } = app;
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: words.report.download }).click();
  const lines = (await readFile(await (await download).path(), 'utf8')).trimEnd().split('\r\n').slice(1);
  expect(lines).toHaveLength(40);
  for (const line of lines) expect(line).toMatch(/sendt: https:\/\/s\.barnetsverden\.museum\/\w{8}/);
});

test('test links open as the app is reached, whatever the messages say', async () => {
  const { page } = app;
  await page.getByRole('button', { name: words.report.testShow }).click();
  const link = page.locator('.test-link a').first();
  expect(await link.innerText()).toMatch(/^https:\/\/s\.barnetsverden\.museum\/\w{8}$/);
  expect(await link.getAttribute('href')).toMatch(/^http:\/\/s\.barnetsverden\.museum\/\w{8}$/);
});

test('the list says it in a word, and a copy takes all of it over', async () => {
  const { page } = app;
  await page.getByRole('link', { name: words.nav.campaigns, exact: true }).click();
  await page.getByText(`${terms.kinds.service} · legitim interesse`, { exact: true }).waitFor();
  await page.getByRole('button', { name: words.shelf.copyNamed('Pakken') }).click();
  await page.waitForFunction((text) => document.querySelector('textarea')?.value === text, TEMPLATE);
  expect(await page.getByLabel(terms.kinds.service).isChecked()).toBe(true);
  expect(await page.getByLabel(terms.bases.other).isChecked()).toBe(true);
  expect(await page.getByLabel(terms.basisWord).inputValue()).toBe('legitim interesse');
  expect(await scheme().isChecked()).toBe(true);
});

test('consent is told as such, and counting in total needs none', async () => {
  const { page } = app;
  await scheme().uncheck();
  await confirmConsent(page, 'da');
  await message().fill(`${TEMPLATE} Tak.`);
  const consented = await publish('Samtykke');
  expect(consented).toMatchObject({ basis: { kind: 'consent' }, linkPrefix: `${HOST}/` });
  await page.getByText(campaignTerms.consent(moment(consented.createdAtMs))).waitFor();
  await page.getByRole('link', { name: words.nav.compose, exact: true }).click();
  await message().fill(`${TEMPLATE} {{afmeld}}`);
  await page.getByLabel(words.counting.label, { exact: true }).selectOption('aggregate');
  await page.getByLabel(words.compose.contact).fill('70 12 34 56');
  const total = await publish('I alt');
  expect(total).not.toHaveProperty('basis');
  await page.getByText(campaignTerms.total).waitFor();
  expect(app.errors).toEqual([]);
});

test('what an earlier version published says nothing it does not know', async () => {
  const { page } = app;
  const id = await page.evaluate(async (host) => {
    const answer = await fetch('/api/campaigns', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'Før', host, recipients: 1, links: [{ kind: 'opt-out' }], template: '{{afmeld}}' }),
    });
    return ((await answer.json()) as { id: string }).id;
  }, HOST);
  await page.goto(`${worker.origin}/#/campaigns/${encodeURIComponent(id)}`);
  await page.getByText(campaignTerms.unsaid).waitFor();
  await page.getByRole('link', { name: words.nav.campaigns, exact: true }).click();
  const row = page.locator('.campaign-list tr', { hasText: 'Før' });
  expect(await row.locator('.campaign-terms').textContent()).toBe('');
});
