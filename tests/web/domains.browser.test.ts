/** A link domain is proved before it is used: the app as it is deployed, on a host of its own, over https. */
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { violations } from '../support/axe.ts';
import { launchBrowser } from '../support/browser.ts';
import { type DevWorker, startDevWorker } from '../support/dev-worker.ts';
import {
  addDomain,
  confirmConsent,
  dictionaries,
  FIELD_MESSAGE,
  loadList,
  type Opened,
  openApp,
  sampleList,
} from '../support/drive.ts';
import { cutParts } from '../support/layout.ts';

const APP = 'app.brand.dk';
const HOST = 's.brand.dk';
const words = dictionaries.da;
const { domain, pointing } = words;

let worker: DevWorker;
let browser: Browser;
let app: Opened;
const servers: Server[] = [];

async function listening(server: Server): Promise<number> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

/** A server that answers everything in this way; its port. */
const serverThat = (headers: Record<string, string>, body: string, status = 200): Promise<number> =>
  listening(createServer((_, outgoing) => outgoing.writeHead(status, headers).end(body)));

/** The worker, three seconds away. */
const slowWorker = (): Promise<number> =>
  listening(
    createServer(({ url: path, headers }, outgoing) => {
      setTimeout(() => {
        request({ host: '127.0.0.1', port: worker.port, path, headers }, (answer) => {
          outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
          answer.pipe(outgoing);
        }).end();
      }, 3_000);
    }),
  );

beforeAll(async () => {
  // As on the platform: the worker sees https, whoever takes it off on the way.
  worker = await startDevWorker({ APP_HOSTS: APP }, undefined, ['--upstream-protocol=https']);
  worker.net.lead(APP, worker.port);
  // The service worker's file, too.
  browser = await launchBrowser(['--ignore-certificate-errors']);
  app = await openApp(browser, { ...worker, origin: `https://${APP}` }, 'da', {
    reducedMotion: 'reduce',
    serviceWorkers: 'allow',
  });
  const { page } = app;
  await page.goto('about:blank');
  await page.goto(`https://${APP}/#code=${worker.signInCode}`);
  await page.getByText(domain.empty).waitFor();
  await loadList(page, 'da', sampleList(40));
  await page.getByLabel(words.compose.sender, { exact: true }).fill('Barnets');
});
afterAll(async () => {
  await browser?.close();
  await worker?.stop();
  for (const server of servers) server.close();
});

const select = () => app.page.getByLabel(domain.label, { exact: true });
const askAgain = () => app.page.getByRole('button', { name: pointing.again }).click();
const publishButton = () => app.page.getByRole('button', { name: words.compose.publish });

async function write(name: string): Promise<void> {
  const { page } = app;
  await page.getByLabel(words.compose.name).fill(name);
  await page.getByLabel(words.compose.messageLabel).fill(FIELD_MESSAGE);
  await confirmConsent(page, 'da');
}

/** What is published while `act` runs. */
async function published(act: () => Promise<void>): Promise<number> {
  let sent = 0;
  const count = (request: { method(): string; url(): string }) => {
    if (request.method() === 'POST' && request.url().endsWith('/api/campaigns')) sent++;
  };
  app.page.on('request', count);
  await act();
  app.page.off('request', count);
  return sent;
}

test('a domain that nobody answers for does not point here yet: it says why, what to do, and takes no campaign', async () => {
  const { page } = app;
  worker.net.lead(HOST, null);
  await addDomain(page, 'da', HOST);
  await page.getByRole('heading', { name: pointing.notYet(HOST) }).waitFor();
  await page.getByText(pointing.reasons.unreachable(HOST)).waitFor();
  await page.getByText(`npm run deploy -- --links=${HOST}`).waitFor();
  await page.getByText(pointing.record).click();
  await page.getByText('100::').waitFor();
  expect(await select().locator('option:checked').innerText()).toBe(domain.elsewhere(HOST));
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await violations(page)).toEqual([]);
  }
  await page.setViewportSize({ width: 320, height: 640 });
  expect(await cutParts(page)).toEqual([]);
  await page.setViewportSize({ width: 1280, height: 900 });
  await write('Udsalg');
  const sent = await published(async () => {
    await publishButton().click();
    await page.locator('p.error').getByText(words.compose.missing.pointing).waitFor();
  });
  expect(sent).toBe(0);
  expect(await select().getAttribute('aria-invalid')).toBe('true');
  await page.waitForFunction(() => document.activeElement?.tagName === 'SELECT');
});

test.each([
  ['a page of its own', { 'content-type': 'text/html' }, '<!doctype html><title>Google</title>'],
  ['a page for everybody', { 'content-type': 'text/html', 'access-control-allow-origin': '*' }, '<!doctype html>'],
  ['more than any proof', { 'access-control-allow-origin': '*' }, `klikspor-proof.${'0'.repeat(100_000)}`],
  [
    'an error that nobody sniffs',
    { 'content-type': 'application/json', 'x-content-type-options': 'nosniff' },
    '{}',
    404,
  ],
  ['a redirect', { location: 'https://s.elsewhere.dk/' }, '', 302],
])('somebody else’s server is told as such: %s', async (_, headers, body, status = 200) => {
  worker.net.lead(HOST, await serverThat(headers, body, status));
  worker.net.lead('s.elsewhere.dk', await serverThat({}, ''));
  await askAgain();
  await app.page.getByText(pointing.reasons.foreign(HOST)).waitFor();
  worker.net.lead(HOST, null);
  await askAgain();
  await app.page.getByText(pointing.reasons.unreachable(HOST)).waitFor();
});

test('another klikspor is told as such', async () => {
  const proof = `klikspor-proof.${Date.now() + 60_000}.${'0a'.repeat(32)}`;
  worker.net.lead(HOST, await serverThat({ 'access-control-allow-origin': `https://${APP}` }, proof));
  await askAgain();
  await app.page.getByText(pointing.reasons.refused(HOST)).waitFor();
});

test('without a network the host is not blamed', async () => {
  const { page } = app;
  await page.context().setOffline(true);
  await askAgain();
  await page.locator('.elsewhere').getByText(words.common.offline).waitFor();
  await page.context().setOffline(false);
});

test('once it leads here, asking again proves it, and the campaign is published', async () => {
  const { page } = app;
  worker.net.lead(HOST, worker.port);
  await askAgain();
  await page.getByText(pointing.here(HOST)).waitFor();
  expect(await page.locator('.elsewhere').count()).toBe(0);
  expect(await select().locator('option:checked').innerText()).toBe(HOST);
  expect(await select().getAttribute('aria-invalid')).toBeNull();
  const sent = await published(async () => {
    await publishButton().click();
    await page.getByText(words.report.publishedNow).waitFor();
  });
  expect(sent).toBe(1);
});

test('it is asked at each publishing: one that leads elsewhere since takes no campaign', async () => {
  const { page } = app;
  await page.getByRole('link', { name: words.nav.compose, exact: true }).click();
  await select().waitFor();
  await write('Restsalg');
  worker.net.lead(HOST, null);
  const sent = await published(async () => {
    await publishButton().click();
    await page.getByRole('heading', { name: pointing.notAnyMore(HOST) }).waitFor();
    await page.locator('p.error').getByText(words.compose.missing.pointing).waitFor();
  });
  expect(sent).toBe(0);
});

test('while somebody waits it asks by itself', async () => {
  const { page } = app;
  worker.net.lead(HOST, worker.port);
  await page.getByText(pointing.here(HOST)).waitFor({ timeout: 30_000 });
});

test('what is wrong on the page is told while the host is still asked, and mending it publishes nothing', async () => {
  const { page } = app;
  const name = page.getByLabel(words.compose.name);
  worker.net.lead(HOST, await slowWorker());
  await name.fill('');
  const sent = await published(async () => {
    await publishButton().click();
    await page.locator('p.error').getByText(words.compose.missing.name).waitFor({ timeout: 2_500 });
    await name.fill('Restsalg');
    await page.waitForTimeout(4_000);
  });
  expect(sent).toBe(0);
  worker.net.lead(HOST, worker.port);
});

test('a domain without campaigns can be removed, and come back as it was; one that links were made on cannot', async () => {
  const { page } = app;
  const other = 's.other.dk';
  await page.getByRole('button', { name: domain.addNew }).click();
  await addDomain(page, 'da', other);
  await page.getByText(pointing.here(other)).waitFor();
  await page.getByRole('button', { name: domain.remove }).click();
  await page.getByText(domain.removed(other)).waitFor();
  expect(await select().inputValue()).toBe(HOST);
  expect(await select().locator('option').allInnerTexts()).toEqual([domain.choose, HOST]);
  // Only one that was never used goes.
  expect(await page.getByRole('button', { name: domain.remove }).count()).toBe(0);
  await page.getByRole('button', { name: domain.undo }).click();
  await page.getByText(pointing.here(other)).waitFor();
  expect(await select().inputValue()).toBe(other);
  await page.getByRole('button', { name: domain.remove }).click();
  await page.getByText(domain.removed(other)).waitFor();
  await page.reload();
  await select().waitFor();
  expect(await select().locator('option').allInnerTexts()).toEqual([domain.choose, HOST]);
});

test('the page itself reaches nobody but klikspor: the list stays where it is', async () => {
  const { page } = app;
  const reached = (url: string) =>
    page.evaluate(
      (to) =>
        fetch(to, { mode: 'no-cors' }).then(
          () => true,
          () => false,
        ),
      url,
    );
  expect(await reached(`https://${APP}/icon.svg`)).toBe(true);
  expect(await reached(`https://${HOST}/.well-known/klikspor`)).toBe(false);
  const inWorkers = await page.evaluate(async () => {
    const names = (await caches.keys()).filter((name) => name.startsWith('klikspor-'));
    const kept = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
    const files = [...new Set(kept.flat().map(({ url }) => url))];
    const policy = async (url: string) => (await fetch(url)).headers.get('content-security-policy') ?? '';
    return Promise.all(files.map(async (url) => [new URL(url).pathname, await policy(url)] as const));
  });
  expect(inWorkers.length).toBeGreaterThan(20);
  const open = inWorkers.filter(([, policy]) => !policy.includes("connect-src 'self';"));
  expect(open.map(([path]) => path.replace(/-[0-9a-f]{7}\.js$/, ''))).toEqual(['/assets/ask-host']);
  expect(open[0]?.[1]).toBe("default-src 'none'; connect-src https: http://localhost:* http://*.localhost:*");
});

test('nothing failed unseen', () => {
  // Of what it may not read Chromium itself tells in its console, and of the fetch that the test above makes the page try.
  const told = app.errors.filter((error) => !/CORS policy|Content Security Policy|ERR_|Failed to fetch/.test(error));
  expect(told).toEqual([]);
});
