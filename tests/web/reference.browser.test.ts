/** The page that shows the API: every endpoint of the document, and requests that are sent and answered. */
import { execFileSync } from 'node:child_process';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { reference as danish } from '../../web/src/i18n/da/reference.ts';
import { reference as english } from '../../web/src/i18n/en/reference.ts';
import type { ApiDocument } from '../../web/src/reference/document.ts';
import type { MessagesTold, Token } from '../../worker/api.ts';
import { violations } from '../support/axe.ts';
import { launchBrowser } from '../support/browser.ts';
import { type DevWorker, startDevWorker } from '../support/dev-worker.ts';
import { type Language, type Opened, openApp } from '../support/drive.ts';
import { cutParts } from '../support/layout.ts';
import { LINK_HOST } from '../support/main-states.ts';
import { signInWithDomain } from '../support/report-open.ts';

const words = { da: danish, en: english } as const;
const ENDPOINT = 'POST /api/messages';

let worker: DevWorker;
let browser: Browser;
let app: Opened;
let document: ApiDocument;

beforeAll(async () => {
  worker = await startDevWorker();
  browser = await launchBrowser();
  app = await openApp(browser, worker, 'da');
  await signInWithDomain(app.page, worker, 'da');
  await app.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  document = (await (await fetch(`${worker.origin}/api/openapi.json`)).json()) as ApiDocument;
});
afterAll(async () => {
  await browser?.close();
  await worker?.stop();
});

const operationsIn = (page: Page) => page.locator('details.operation');

/** Its messages endpoint, unfolded. */
async function opened(page: Page, said: (typeof words)[Language]) {
  await page.goto(`${worker.origin}/reference`);
  await page.getByLabel(said.filter).fill(ENDPOINT);
  const entry = operationsIn(page).first();
  await entry.locator('summary').first().click();
  await entry.getByLabel(said.body).waitFor();
  return entry;
}

test('every endpoint of the document is there, and is found by words', async () => {
  const { page } = app;
  await page.goto(`${worker.origin}/#/campaigns`);
  await page.getByRole('link', { name: danish.title }).click();
  await page.getByRole('heading', { level: 1, name: danish.title }).waitFor();
  const all = Object.values(document.paths).reduce((sum, methods) => sum + Object.keys(methods).length, 0);
  expect(all).toBeGreaterThan(40);
  await expect.poll(() => operationsIn(page).count()).toBe(all);
  await page.getByLabel(danish.filter).fill('cancel message');
  await expect
    .poll(() => operationsIn(page).allTextContents())
    .toEqual([expect.stringContaining('/api/messages/{id}/cancel')]);
  await page.getByLabel(danish.filter).fill('findes slet ikke');
  await page.getByText(danish.none).waitFor();
});

test.each(['da', 'en'] as const)('in %s a dry run is sent from the page, and its answer shown', async (language) => {
  const said = words[language];
  const { page } =
    language === 'da'
      ? app
      : await openApp(browser, worker, language, {
          storageState: { ...(await app.page.context().storageState()), origins: [] },
        });
  const entry = await opened(page, said);
  const body = entry.getByLabel(said.body);
  const example = JSON.parse(await body.inputValue()) as object;
  expect(example).toMatchObject({ dryRun: true });
  await body.fill('{"text": ');
  await entry.getByText(said.notJson).waitFor();
  await body.fill(JSON.stringify({ ...example, host: LINK_HOST }, null, 2));
  await entry.getByRole('button', { name: said.send }).click();
  await entry.getByRole('heading', { name: said.answer('200') }).waitFor();
  const told = JSON.parse((await entry.locator('pre').first().textContent()) ?? '') as MessagesTold;
  expect(told.messages.map(({ ref, encoding }) => [ref, encoding])).toEqual([
    ['kunde 17', 'ucs2'],
    ['kunde 18', 'gsm7'],
  ]);
  await entry.getByText(said.fields).click();
  await entry.getByText('recipients[].to', { exact: true }).waitFor();
  expect(await violations(page)).toEqual([]);
  await page.setViewportSize({ width: 320, height: 800 });
  expect(await cutParts(page)).toEqual([]);
  await page.setViewportSize({ width: 1280, height: 800 });
});

test('what is copied is the same request, for a shell; a refusal is shown as it comes', async () => {
  const { page } = app;
  const entry = await opened(page, danish);
  const body = entry.getByLabel(danish.body);
  const example = JSON.parse(await body.inputValue()) as object;
  // A quotation mark must not end the shell's.
  const text = "Hej {{navn}}, det's nu: www.brand.dk/nyt {{afmeld}}";
  await body.fill(JSON.stringify({ ...example, text, host: LINK_HOST }, null, 2));
  await entry.getByRole('button', { name: danish.copy }).click();
  await entry.getByText(danish.copied).waitFor();
  const curl = await page.evaluate(() => navigator.clipboard.readText());
  const token = await page.evaluate(async () => {
    const answer = await fetch('/api/tokens', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'prøve', scopes: ['messages:send'] }),
    });
    return (await answer.json()) as Token;
  });
  const told = JSON.parse(
    execFileSync('bash', ['-c', curl], { env: { ...process.env, KLIKSPOR_TOKEN: token.secret }, encoding: 'utf8' }),
  ) as MessagesTold;
  expect(told.messages[1]?.text).toContain("Hej Bo, det's nu: ");
  // With a token instead of the session, and one that is none.
  await page.getByLabel(danish.token).fill('klik_wrong');
  await entry.getByRole('button', { name: danish.send }).click();
  await entry.getByRole('heading', { name: danish.answer('401') }).waitFor();
  await page.getByLabel(danish.token).fill(token.secret ?? '');
  await entry.getByRole('button', { name: danish.send }).click();
  await entry.getByRole('heading', { name: danish.answer('200') }).waitFor();
});
