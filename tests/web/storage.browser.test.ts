/** What a marketer sees of lost storage: above the campaigns with a button that mends it, in a report with what is inexact. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Campaign, NewCampaign, Report, Status } from '../../worker/api.ts';
import { launchBrowser } from '../support/browser.ts';
import { type DevWorker, startDevWorker } from '../support/dev-worker.ts';
import { addDomain, dictionaries, type Opened, openSignedIn } from '../support/drive.ts';

const HOST = 's.barnetsverden.dk';

let worker: DevWorker;
let browser: Browser;
let app: Opened;
let first: Campaign;

const api = <T>(method: string, path: string, body?: NewCampaign): Promise<T> =>
  app.page.evaluate(
    async ([how, where, what]) => {
      const answer = await fetch(where, {
        method: how,
        headers: { 'content-type': 'application/json' },
        ...(what !== null && { body: JSON.stringify(what) }),
      });
      if (!answer.ok) throw new Error(await answer.text());
      return answer.json();
    },
    [method, path, body ?? null] as const,
  ) as Promise<T>;

beforeAll(async () => {
  worker = await startDevWorker();
  browser = await launchBrowser();
  app = await openSignedIn(browser, worker, 'da');
  await addDomain(app.page, 'da', HOST);
  // Until it has proved that it points here nothing is published to it.
  await app.page.getByText(dictionaries.da.pointing.here(HOST)).waitFor();
  first = await api<Campaign>('POST', '/api/campaigns', {
    name: 'Forår',
    host: HOST,
    recipients: 10,
    links: [{ kind: 'destination', url: 'https://www.barnetsverden.dk/' }, { kind: 'opt-out' }],
  });
}, 60_000);
afterAll(() => worker?.stop());

const words = dictionaries.da.storage;
const openList = async () => {
  await app.page.goto('about:blank');
  await app.page.goto(`${worker.origin}/#/campaigns`);
  await app.page.getByRole('heading', { level: 1, name: dictionaries.da.campaigns.title }).waitFor();
};

test('with all in order nothing is said', async () => {
  await api<Status>('GET', '/api/status?copies=all');
  await openList();
  await app.page.getByRole('link', { name: /Forår/ }).waitFor();
  expect(await app.page.locator('.notice').count()).toBe(0);
});

test('a campaign that only storage knows, and a copy that is gone: said, and mended by one button', async () => {
  const { page } = app;
  const key = `campaign/${HOST}/1`;
  const record = JSON.parse(await worker.kv.get(key)) as object;
  await worker.kv.put(`campaign/${HOST}/9`, JSON.stringify({ ...record, number: 9 }));
  await worker.kv.delete(key);
  await api<Status>('GET', '/api/status?copies=all');
  await openList();
  await page.getByText(words.unknownCampaigns(1, '1')).waitFor();
  await page.getByText(words.wrong(1, '1')).waitFor();
  await page.getByRole('button', { name: words.takeUp }).click();
  await page.getByText(words.takenUp(1, '1')).waitFor();
  await page.getByText(words.repaired).waitFor();
  await page.getByRole('link', { name: new RegExp(`${HOST}:9`) }).waitFor();
  expect(await page.getByRole('button', { name: words.takeUp }).count()).toBe(0);
  expect(JSON.parse(await worker.kv.get(key))).toEqual(record);
  // Later: that it happened, for a day.
  await openList();
  const { copies } = await api<Status>('GET', '/api/status?counters=0');
  expect(copies.mendedAtMs).toBeGreaterThan(first.createdAtMs);
  await page.getByText(words.mended('').slice(0, 40)).waitFor();
  expect(await page.locator('.notice').count()).toBe(1);
}, 60_000);

test('a report with a lost counter says what is back, what is gone, and whose opt-outs are not known', async () => {
  const { page } = app;
  const asOfMs = Date.UTC(2026, 10, 29, 9, 15);
  // The worker's own answer, as it is after a loss: tests/e2e/restore.test.ts loses a counter.
  await page.route('**/report*', async (route) => {
    const answer = await route.fetch();
    const report = (await answer.json()) as Report;
    await route.fulfill({ json: { ...report, recovered: { shards: 1, asOfMs, confirmedOptOuts: 12, unread: 1 } } });
  });
  await page.goto('about:blank');
  await page.goto(`${worker.origin}/#/campaigns/${encodeURIComponent(first.id)}`);
  const notice = page.locator('.notice:not(.number-hashes)');
  await notice.waitFor();
  const text = await notice.innerText();
  expect(text).toContain('mistet sit lager');
  expect(text).toContain(words.recoveredOptOuts(12, '12'));
  expect(text).toContain(words.unread);
  // What the page asked for meanwhile is answered first.
  await page.unrouteAll({ behavior: 'wait' });
  expect(app.errors).toEqual([]);
});
