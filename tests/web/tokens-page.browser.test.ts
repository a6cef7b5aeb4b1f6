/** API tokens as somebody makes them: what each may do, the secret shown once, a line for a terminal that works, and revoked. */
import { execFileSync } from 'node:child_process';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { tokens as danish } from '../../web/src/i18n/da/tokens.ts';
import { tokens as english } from '../../web/src/i18n/en/tokens.ts';
import type { Scope, Session, Token } from '../../worker/api.ts';
import { launchBrowser } from '../support/browser.ts';
import { type DevWorker, startDevWorker } from '../support/dev-worker.ts';
import { type Language, type Opened, openApp } from '../support/drive.ts';
import { obstacles } from '../support/page-fit.ts';
import { signInWithDomain } from '../support/report-open.ts';

const words = { da: danish, en: english } as const;
const SCOPES = Object.keys(danish.scopes) as Scope[];

let worker: DevWorker;
let browser: Browser;
let app: Opened;

beforeAll(async () => {
  worker = await startDevWorker();
  browser = await launchBrowser();
  app = await openApp(browser, worker, 'da', { reducedMotion: 'reduce' });
  await signInWithDomain(app.page, worker, 'da');
  await app.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
});
afterAll(async () => {
  await browser?.close();
  await worker?.stop();
});

async function opened(page: Page, language: Language = 'da'): Promise<void> {
  await page.goto('about:blank');
  await page.goto(`${worker.origin}/#/settings/tokens`);
  await page.getByRole('button', { name: words[language].add }).waitFor();
}

/** Makes one, and gives the secret that is shown. */
async function made(page: Page, name: string, scopes: readonly Scope[], language: Language = 'da'): Promise<string> {
  const said = words[language];
  await page.getByRole('button', { name: said.add }).click();
  await page.getByLabel(said.name).fill(name);
  for (const scope of scopes) await page.getByLabel(said.scopes[scope].name, { exact: true }).check();
  await page.getByRole('button', { name: said.create }).click();
  await page.getByRole('heading', { name: said.readyTitle(name) }).waitFor();
  return (await page.getByRole('region', { name: said.secret, exact: true }).locator('code').textContent()) ?? '';
}

const asked = (secret: string, path = '/api/session') =>
  fetch(worker.origin + path, { headers: { authorization: `Bearer ${secret}` } });

const clipboard = (page: Page): Promise<string> => page.evaluate(() => navigator.clipboard.readText());

test('without a token the page says what one is for; a form that lacks something says so', async () => {
  const { page } = app;
  await opened(page);
  await page.getByText(danish.emptyTitle).waitFor();
  expect(await page.getByRole('link', { name: danish.reference }).getAttribute('href')).toBe('/reference');
  await page.getByRole('button', { name: danish.add }).click();
  await page.getByRole('button', { name: danish.create }).click();
  await page.getByText(danish.noName).waitFor();
  await page.getByText(danish.noScope).waitFor();
  const name = page.getByLabel(danish.name);
  await expect.poll(() => name.evaluate((field) => field === document.activeElement)).toBe(true);
  // Every scope that the API knows has a name and a sentence here.
  expect(await page.getByRole('group', { name: danish.scopesLegend }).getByRole('checkbox').count()).toBe(9);
  await page.getByRole('button', { name: danish.cancel }).click();
  await page.getByText(danish.emptyTitle).waitFor();
});

test('the secret is shown once, can be copied, and does what was ticked and nothing else', async () => {
  const { page } = app;
  await opened(page);
  const secret = await made(page, 'natlig eksport', ['hits:read', 'opt-outs:read']);
  expect(secret).toMatch(/^klik_[\w-]{43}$/);
  await page.getByRole('button', { name: danish.copySecret }).click();
  await expect.poll(() => clipboard(page)).toBe(secret);
  const session = (await (await asked(secret)).json()) as Session;
  expect([...session.scopes].sort()).toEqual(['hits:read', 'opt-outs:read']);
  // For ninety days, unless something else is chosen.
  expect(Math.round((session.expiresAtMs - Date.now()) / 86_400_000)).toBe(90);
  expect((await asked(secret, '/api/gateways/outbox')).status).toBe(403);
  await page.getByRole('button', { name: danish.close }).click();
  await opened(page);
  const list = page.getByRole('list', { name: danish.list });
  await list.getByText('natlig eksport').waitFor();
  await list.getByText(`${danish.scopes['hits:read'].name} · ${danish.scopes['opt-outs:read'].name}`).waitFor();
  expect(await page.content()).not.toContain(secret);
  const { entries } = await page.evaluate(
    async () => (await (await fetch('/api/tokens')).json()) as { entries: Token[] },
  );
  expect(JSON.stringify(entries)).not.toContain(secret);
});

test.each(SCOPES)('the line for a terminal works with the scope %s', async (scope) => {
  const { page } = app;
  await opened(page);
  const secret = await made(page, `til ${scope}`, [scope]);
  await page.getByRole('button', { name: danish.copyTry }).click();
  await expect.poll(() => clipboard(page)).toContain(secret);
  const answer = execFileSync('bash', ['-c', `${await clipboard(page)} -w '\n%{http_code}'`], { encoding: 'latin1' });
  expect(answer.slice(answer.lastIndexOf('\n') + 1)).toBe('200');
});

test('one that is revoked opens nothing any more, and only that one', async () => {
  const { page } = app;
  await opened(page);
  const kept = await made(page, 'webshop', ['conversions:write']);
  await page.getByRole('button', { name: danish.close }).click();
  const revoked = await made(page, 'gammel webshop', ['conversions:write']);
  await page.getByRole('button', { name: danish.close }).click();
  const button = page.getByRole('button', { name: danish.revokeNamed('gammel webshop'), exact: true });
  await button.click();
  await page.getByText(danish.questionText).waitFor();
  await page.keyboard.press('Escape');
  await expect.poll(() => button.evaluate((element) => element === document.activeElement)).toBe(true);
  expect((await asked(revoked)).status).toBe(200);
  await button.click();
  await page.getByRole('button', { name: danish.yes }).click();
  await page.getByText(danish.revoked('gammel webshop')).waitFor();
  expect((await asked(revoked)).status).toBe(401);
  expect((await asked(kept)).status).toBe(200);
  await page.getByRole('button', { name: danish.revokeNamed('webshop'), exact: true }).waitFor();
  expect(await button.count()).toBe(0);
});

test('one without an end works until it is revoked', async () => {
  const { page } = app;
  await opened(page);
  await page.getByRole('button', { name: danish.add }).click();
  await page.getByLabel(danish.name).fill('for altid');
  await page.getByLabel(danish.expiry).selectOption({ label: danish.expiries[0] });
  await page.getByLabel(danish.scopes.admin.name, { exact: true }).check();
  await page.getByRole('button', { name: danish.create }).click();
  await page.getByText(danish.once).waitFor();
  const entry = page.getByRole('listitem').filter({ hasText: 'for altid' });
  await entry.getByText(danish.never).waitFor();
});

test.each(['da', 'en'] as const)(
  'in %s nothing stands in the way, at any width and in either theme',
  async (language) => {
    const said = words[language];
    const { page, errors, close } = await openApp(browser, worker, language, {
      reducedMotion: 'reduce',
      storageState: { ...(await app.page.context().storageState()), origins: [] },
    });
    const found: string[] = [];
    const check = async (state: string) => found.push(...(await obstacles(page, state)));
    await opened(page, language);
    await check('list');
    await page.getByRole('button', { name: said.add }).click();
    await page.getByRole('button', { name: said.create }).click();
    await page.getByText(said.noScope).waitFor();
    await check('form');
    await page.getByRole('button', { name: said.cancel }).click();
    await made(page, `prøve ${language}`, ['messages:send'], language);
    await check('ready');
    await page.getByRole('button', { name: said.revokeNamed(`prøve ${language}`) }).click();
    await check('question');
    expect(found).toEqual([]);
    expect(errors).toEqual([]);
    await close();
  },
);
