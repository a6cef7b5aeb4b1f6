/** The report says so where hits were lost, and is silent where none were. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Campaign, Report } from '../../worker/api.ts';
import { launchBrowser } from '../support/browser.ts';
import { type DevWorker, startDevWorker } from '../support/dev-worker.ts';
import { addDomain, dictionaries, openSignedIn } from '../support/drive.ts';
import { untilProved } from '../support/proved.ts';

let worker: DevWorker;
let browser: Browser;
beforeAll(async () => {
  worker = await startDevWorker();
  browser = await launchBrowser();
});
afterAll(() => worker?.stop());

test('a sentence with the numbers where hits were lost, and none where none were', async () => {
  const { page, close } = await openSignedIn(browser, worker, 'da', { viewport: { width: 390, height: 900 } });
  await addDomain(page, 'da', 's.barnetsverden.dk');
  await untilProved(page);
  const campaign = await page.evaluate(async () => {
    const answer = await fetch('/api/campaigns', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        name: 'Efterårssalg',
        host: 's.barnetsverden.dk',
        recipients: 5_000,
        links: [{ kind: 'destination', url: 'https://www.barnetsverden.dk/' }, { kind: 'opt-out' }],
        template: 'Udsalg: www.barnetsverden.dk {{afmeld}}',
      }),
    });
    return (await answer.json()) as Campaign;
  });
  // The worker's own answer; what cannot be lost here on purpose is added to it.
  let losses: Report['losses'] = [];
  await page.route('**/report', async (route) => {
    const answer = await route.fetch();
    const report = (await answer.json()) as Report;
    expect(report.losses).toEqual([]);
    await route.fulfill({ response: answer, json: { ...report, losses } });
  });
  const words = dictionaries.da.report;
  const shown = async (hits: number, text: string) => {
    await page.getByRole('button', { name: words.refresh }).click();
    await page.getByText(words.lost(hits, text)).waitFor();
  };
  await page.goto(`${worker.origin}/#/campaigns/${encodeURIComponent(campaign.id)}`);
  await page.getByRole('heading', { name: 'Efterårssalg' }).waitFor();
  expect(await page.locator('.notice:not(.number-hashes)').count()).toBe(0);
  losses = [
    { kind: 'uncounted', hits: 1_200, lastMs: 1 },
    { kind: 'dropped', hits: 34, lastMs: 2 },
  ];
  await shown(1_234, '1.234');
  losses = [{ kind: 'dropped', hits: 1, lastMs: 2 }];
  await shown(1, '1');
  await page.unrouteAll({ behavior: 'wait' });
  await close();
}, 60_000);
