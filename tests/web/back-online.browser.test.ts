/** Pages that were opened without a network: what they could not show they show by themselves when it is back. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inbox } from '../../web/src/i18n/da/inbox.ts';
import { settingsGateways } from '../../web/src/i18n/da/settings-gateways.ts';
import { tokens } from '../../web/src/i18n/da/tokens.ts';
import type { Campaign } from '../../worker/api.ts';
import { askAsPage } from '../support/ask-as-page.ts';
import { launchBrowser } from '../support/browser.ts';
import { type DevWorker, startDevWorker } from '../support/dev-worker.ts';
import { addDomain, dictionaries, type Opened, openSignedIn } from '../support/drive.ts';
import { untilProved } from '../support/proved.ts';

const HOST = 's.barnetsverden.dk';
const words = dictionaries.da;
let worker: DevWorker;
let browser: Browser;
let app: Opened;
let campaigns: Campaign[];

beforeAll(async () => {
  worker = await startDevWorker();
  browser = await launchBrowser();
  app = await openSignedIn(browser, worker, 'da');
  await addDomain(app.page, 'da', HOST);
  await untilProved(app.page);
  const links = [{ kind: 'destination', url: 'https://www.barnetsverden.dk/' }, { kind: 'opt-out' }];
  campaigns = [];
  for (const name of ['Uge 9', 'Uge 10'])
    campaigns.push(await askAsPage(app.page, '/api/campaigns', 'POST', { name, host: HOST, recipients: 3, links }));
});
afterAll(() => worker?.stop());

const idOf = (at: number) => encodeURIComponent(campaigns[at]?.id ?? '');

test.each([
  ['the overview', (): string => '#/campaigns', 'Uge 10'],
  ['a report', (): string => `#/campaigns/${idOf(0)}`, words.report.numbers],
  ['campaigns side by side', (): string => `#/campaigns/compare?id=${idOf(0)}&id=${idOf(1)}`, 'Uge 10'],
  ['the inbox', (): string => '#/inbox', inbox.empty],
  ['gateways', (): string => '#/settings/gateways', settingsGateways.emptyTitle],
  ['tokens', (): string => '#/settings/tokens', tokens.emptyTitle],
] as const)('%s', async (_, address, shown) => {
  const { page } = app;
  const go = (hash: string): Promise<void> => page.evaluate((to) => location.assign(to), hash);
  const main = page.getByRole('main');
  const what = main.getByText(shown, { exact: true }).first();
  // What the page is made of is there from a first visit.
  await go(address());
  await what.waitFor();
  await go('#/');
  await page.getByLabel(words.compose.messageLabel).waitFor();
  await page.context().setOffline(true);
  await go(address());
  await main.getByText(words.common.offline).first().waitFor();
  await page.context().setOffline(false);
  await what.waitFor();
  expect(await main.getByText(words.common.offline).count()).toBe(0);
});
