/** The first load stays small: what is not needed for the first letter is loaded on use. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { type DevWorker, startDevWorker } from '../support/dev-worker.ts';
import { dictionaries, type Opened, openApp } from '../support/drive.ts';
import { FIRST_LOAD_LIMIT_KB, firstLoad, totalKB } from '../support/first-load.ts';

const words = dictionaries.en;
let worker: DevWorker;
let browser: Browser;
let app: Opened;

beforeAll(async () => {
  worker = await startDevWorker();
  browser = await launchBrowser();
  app = await openApp(browser, worker, 'en');
  // A fragment alone would load nothing anew.
  await app.page.goto('about:blank');
  await app.page.goto(`${worker.origin}/#code=${worker.signInCode}`);
  await app.page.getByLabel(words.compose.messageLabel).waitFor();
});
afterAll(() => worker?.stop());

test.each(['da-DK', 'en-GB'])('in %s the first load is within its budget', async (locale) => {
  const loads = await firstLoad(browser, app.page, locale);
  const names = loads.map(({ path }) => path.replace(/^\/assets\/|-[0-9a-f]{7}(?=\.)/g, '')).sort();
  // Whole: were one of them missing, the sum would prove nothing.
  expect(names).toEqual(expect.arrayContaining(['/', 'engine-worker.js', 'page.css', 'page.js', 'texts.wasm']));
  expect(names).toContain(`${locale.slice(0, 2)}.js`);
  expect(names).not.toContain(locale === 'da-DK' ? 'en.js' : 'da.js');
  for (const later of ['addresses.wasm', 'addresses.browser.js', 'sending.wasm', 'edge.wasm'])
    expect(names).not.toContain(later);
  const list = loads.map(({ path, octets }) => `${path} ${octets}`).join('\n');
  expect(totalKB(loads), list).toBeLessThanOrEqual(FIRST_LOAD_LIMIT_KB);
});

/** Opens the page anew with a module of the core held back; tells how often it was asked for. */
async function withHeld(module: string, use: (page: Page, asked: string[], release: () => void) => Promise<void>) {
  const storageState = await app.page.context().storageState();
  const context = await browser.newContext({ locale: 'en-GB', storageState, serviceWorkers: 'block' });
  try {
    const page = await context.newPage();
    const asked: string[] = [];
    let release = () => {};
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    await page.route(new RegExp(`/${module}-[^/]*\\.wasm$`), async (route) => {
      asked.push(route.request().url());
      await released;
      await route.continue();
    });
    await page.goto(app.page.url());
    await use(page, asked, release);
  } finally {
    await context.close();
  }
}
const bubble = (page: Page, text: string) => page.locator('.bubble').filter({ hasText: text }).waitFor();

test('what finishes addresses is asked for with the first link, once, and holds up no letter before it', () =>
  withHeld('addresses', async (page, asked, release) => {
    const message = page.getByLabel(words.compose.messageLabel);
    await message.fill('Hello');
    await bubble(page, 'Hello');
    await message.fill('Hello again');
    await bubble(page, 'Hello again');
    expect(asked).toEqual([]);

    await message.fill('Look: bit.ly/3abc');
    await expect.poll(() => asked.length).toBe(1);
    expect(await page.getByText(words.reasons['public-shortener']).count()).toBe(0);
    release();
    await page.getByText(words.reasons['public-shortener']).first().waitFor();
    await message.fill('Look: brand.dk');
    await page.getByText(words.reasons['public-shortener']).first().waitFor({ state: 'detached' });
    expect(asked).toHaveLength(1);
  }));

test('what becomes of messages on their way is asked for with the first letter, once, and holds up none', () =>
  withHeld('sending', async (page, asked, release) => {
    const message = page.getByLabel(words.compose.messageLabel);
    await message.waitFor();
    await page.waitForLoadState('networkidle');
    expect(asked).toEqual([]);

    await message.fill('Hello');
    await bubble(page, 'Hello');
    await expect.poll(() => asked.length).toBe(1);
    await message.fill('Hello again, reply STOP');
    await bubble(page, 'Hello again, reply STOP');
    expect(await page.locator('.checklist li').count()).toBe(0);
    release();
    await page.locator('.checklist li').first().waitFor();
    await message.fill('Hello again and again');
    await bubble(page, 'Hello again and again');
    expect(asked).toHaveLength(1);
  }));

test.each([1280, 390])('%i wide, what stands there before the script is stays where it is', async (width) => {
  const { page } = await openApp(browser, worker, 'en', { viewport: { width, height: 900 } });
  await page.getByRole('button', { name: words.signIn.submit }).waitFor();
  const home = page.locator('.home');
  const seen = async () => {
    const { x, y } = (await home.boundingBox()) ?? { x: Number.NaN, y: Number.NaN };
    return { html: await home.evaluate(({ outerHTML }) => outerHTML), x, y };
  };
  const drawn = await seen();
  await page.route('**/page-*.js', () => {});
  await page.reload({ waitUntil: 'commit' });
  await home.waitFor();
  const before = await seen();
  expect(await page.locator('#app > *').count()).toBe(1);
  expect(before.html).toBe(drawn.html);
  expect(Math.hypot(before.x - drawn.x, before.y - drawn.y)).toBeLessThan(0.5);
  await page.context().close();
});

test.each([1280, 390])(
  '%i wide, the composer is drawn from the top down, and nothing moves that stands there',
  async (width) => {
    const { page, errors, close } = await openApp(browser, worker, 'en', {
      viewport: { width, height: 900 },
      storageState: await app.page.context().storageState(),
    });
    // After all is drawn: what it says takes the place that was kept for it.
    let tellDomains = () => {};
    await page.route('**/api/domains', async (route) => {
      await new Promise<void>((resolve) => {
        tellDomains = resolve;
      });
      await route.continue();
    });
    await page.addInitScript(() => {
      const seen = { headings: [] as string[], moved: [] as number[] };
      Object.assign(globalThis, { seen });
      new PerformanceObserver((list) => {
        for (const shift of list.getEntries()) seen.moved.push((shift as PerformanceEntry & { value: number }).value);
      }).observe({ type: 'layout-shift', buffered: true });
      new MutationObserver(() => {
        for (const { textContent } of document.querySelectorAll('h1, h2'))
          if (textContent !== null && !seen.headings.includes(textContent)) seen.headings.push(textContent);
      }).observe(document, { childList: true, subtree: true });
    });
    await page.reload();
    await page.locator('input[type=datetime-local]').waitFor();
    await page.locator('.foot').waitFor();
    expect(await page.getByText(words.domain.empty).isVisible()).toBe(false);
    tellDomains();
    await page.getByText(words.domain.empty).waitFor();
    // Two frames: a shift is told after the frame that has it.
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
    const { headings, moved } = await page.evaluate(
      () => (globalThis as unknown as { seen: { headings: string[]; moved: number[] } }).seen,
    );
    const { title, setup, recipients, message, publishHeading } = words.compose;
    expect(headings).toEqual([
      title,
      setup,
      recipients,
      message,
      words.preview.title,
      words.cost.title,
      publishHeading,
    ]);
    expect(moved).toEqual([]);
    expect(errors).toEqual([]);
    await close();
  },
);

test('functions of the page are compiled as its file is read: at its beginning, where alone V8 looks, it says so', async () => {
  const { page } = app;
  const script = await page.locator('script[src*="/page-"]').getAttribute('src');
  const file = await (await fetch(`${worker.origin}${script}`)).text();
  expect(file).toMatch(/^\/\/# allFunctionsCalledOnLoad\n/);
});

test('the fields for a day are there once the page is drawn', async () => {
  const { page } = app;
  await page.reload();
  await page.getByLabel(words.terms.sendAt).fill('2026-12-01T10:00');
  await page.getByLabel(words.counting.lastDay).fill('2027-01-31');
  expect(await page.locator('input[type=datetime-local], input[type=date]').count()).toBe(2);
});

test('a page without frames, as in a window behind others, is drawn whole', async () => {
  const { page, close } = await openApp(browser, worker, 'en', {
    storageState: await app.page.context().storageState(),
  });
  await page.addInitScript(() => {
    globalThis.requestAnimationFrame = () => 0;
  });
  await page.reload();
  await page.getByLabel(words.compose.messageLabel).fill('Hello');
  await bubble(page, 'Hello');
  await page.getByRole('button', { name: words.compose.publish, exact: true }).waitFor();
  await page.locator('input[type=date]').waitFor();
  await close();
});

test('an engine that cannot run is told of, and is no error of the page', async () => {
  const { page, errors, close } = await openApp(browser, worker, 'en', {
    storageState: await app.page.context().storageState(),
    serviceWorkers: 'block',
  });
  await page.route(/\/texts-[^/]*\.wasm$/, (route) => route.fulfill({ status: 404 }));
  // It fails before the page's own script is there to hear of it.
  await page.route('**/page-*.js', (route) => setTimeout(() => void route.continue(), 1_000));
  await page.reload();
  await page
    .getByRole('alert')
    .filter({ hasText: words.common.engineBroken('').trim().slice(0, 20) })
    .waitFor();
  expect(errors).toEqual([]);
  await close();
});

test('a file that is not there, as during a deployment, is asked for anew the next time', async () => {
  const missing = await fetch(`${worker.origin}/assets/page-00000000.js`);
  expect([missing.status, missing.headers.get('cache-control')]).toEqual([404, 'no-store']);
  const { page } = app;
  const script = await page.locator('script[src]').first().getAttribute('src');
  const there = await fetch(`${worker.origin}${script}`);
  expect([there.status, there.headers.get('cache-control')]).toEqual([200, 'public, max-age=31536000, immutable']);
});
