/** Link domains in the settings: added, checked step by step against a resolver, mended, edited and removed, by labels and roles. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { linkDomains as danish } from '../../web/src/i18n/da/link-domains.ts';
import { linkDomains as english } from '../../web/src/i18n/en/link-domains.ts';
import { askAsPage } from '../support/ask-as-page.ts';
import { launchBrowser } from '../support/browser.ts';
import { type DevWorker, startDevWorker } from '../support/dev-worker.ts';
import { DohServer, NEGATIVE_TTL_S, type ZoneRecord } from '../support/doh.ts';
import { dictionaries, type Language, type Opened, openApp } from '../support/drive.ts';
import { obstacles, picture } from '../support/page-fit.ts';

const APP = 'app.brand.dk';
const HOST = 's.brand.dk';
/** Each test has a name of its own. */
const [PAUSED, EDITED] = ['p.brand.dk', 'e.brand.dk'];

const rows = (type: ZoneRecord['type'], name: string, ...data: string[]): ZoneRecord[] =>
  data.map((one) => ({ name, type, data: one }));
const cloudflare = rows('NS', 'brand.dk', 'ada.ns.cloudflare.com', 'bob.ns.cloudflare.com');
const elsewhere = rows('NS', 'brand.dk', 'ns1.simply.com', 'ns2.simply.com');
const shop = [...rows('CNAME', HOST, 'shops.myshopify.com'), ...rows('A', 'shops.myshopify.com', '23.227.38.74')];

let browser: Browser;
let doh: DohServer;
beforeAll(async () => {
  doh = await DohServer.start();
  browser = await launchBrowser(['--ignore-certificate-errors']);
});
afterAll(async () => {
  await browser?.close();
  await doh?.stop();
});

describe.each([
  ['da', danish],
  ['en', english],
] as const)('in %s', (language: Language, words) => {
  let worker: DevWorker;
  let app: Opened;
  let page: Page;

  const start = async (vars: Record<string, string>) => {
    const all = { APP_HOSTS: APP, DNS_RESOLVER: doh.address, ...vars };
    worker = await startDevWorker(all, undefined, ['--upstream-protocol=https']);
    worker.net.lead(APP, worker.port);
    for (const host of [HOST, PAUSED, EDITED]) worker.net.lead(host, null);
    app = await openApp(browser, { ...worker, origin: `https://${APP}` }, language, { reducedMotion: 'reduce' });
    ({ page } = app);
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.goto('about:blank');
    await page.goto(`https://${APP}/#code=${worker.signInCode}`);
    await page.getByRole('link', { name: dictionaries[language].nav.settings }).click();
    await page.getByRole('link', { name: words.title }).click();
    await page.getByRole('heading', { name: words.title, level: 2 }).waitFor();
  };
  const stop = async () => {
    await app?.close();
    await worker?.stop();
  };
  afterEach(() => expect(app?.errors).toEqual([]));

  const add = async (host: string) => {
    await page.getByLabel(words.host, { exact: true }).fill(host);
    await page.getByRole('button', { name: words.submit }).click();
    await page.getByText(words.added(host)).waitFor();
  };
  const panel = (host = HOST) => page.getByRole('region', { name: words.result(host) });
  const steps = async () =>
    (await panel().locator('.check-step-name').allInnerTexts()).map((one) => one.replaceAll('\n', ''));
  const told = (step: keyof typeof words.steps, standing: keyof typeof words.standings) =>
    `${words.steps[step]}${words.standings[standing]}`;
  const again = async () => {
    await panel().getByRole('button', { name: words.again }).click();
    await panel().getByRole('button', { name: words.again }).waitFor();
  };
  const untilSaid = (text: string) => panel().getByText(text).waitFor();

  describe('where klikspor has a name that others lead to', () => {
    beforeAll(() => start({ LINK_TARGET: 'links.klikspor.example' }));
    afterAll(stop);

    test('a domain is added and led here step by step, and the page sees it come up by itself', async () => {
      await page.getByText(words.empty).waitFor();
      expect(await obstacles(page, 'page')).toEqual([]);
      await picture(page, `domains-empty-${language}`);
      doh.put(elsewhere);
      await add(HOST);
      // The result has the focus: whoever hears the page is told what comes of it.
      await page.waitForFunction(() => document.activeElement?.id === 'check-heading');
      await untilSaid(words.resultElsewhere(HOST));
      expect(await steps()).toEqual([
        ...[told('zone', 'right'), told('record', 'wait'), told('certificate', 'open'), told('answer', 'wait')],
      ]);
      await untilSaid(words.remembered(words.minutes(String(NEGATIVE_TTL_S / 60))));
      const table = panel().getByRole('table');
      expect(await table.innerText()).toContain('links.klikspor.example');
      await table.getByRole('button', { name: words.copyValue('links.klikspor.example') }).click();
      expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('links.klikspor.example');
      await panel().getByText(words.sendOn).click();
      await panel().getByRole('button', { name: words.copyText }).click();
      const letter = await page.evaluate(() => navigator.clipboard.readText());
      expect(letter).toContain(words.letter.set('CNAME', 's', HOST, 'links.klikspor.example'));
      expect(letter).toContain(words.letter.why(HOST));
      expect(await obstacles(page, 'page')).toEqual([]);
      await picture(page, `domains-missing-${language}`);

      doh.put([...elsewhere, ...shop]);
      await again();
      await untilSaid(words.found['record-provider'](HOST, '', 'Shopify').split('(')[0]?.trim() ?? '');
      expect(await table.innerText()).toContain('shops.myshopify.com');
      expect(await table.getByRole('row').count()).toBe(3);
      await picture(page, `domains-shop-${language}`);

      doh.put([
        ...elsewhere,
        ...rows('CNAME', HOST, 'links.klikspor.example'),
        ...rows('A', 'links.klikspor.example', '104.16.1.1'),
        ...rows('CAA', 'brand.dk', '0 issue "digicert.com"'),
      ]);
      await again();
      await table.getByText('0 issue "pki.goog"').waitFor();

      // Nobody presses anything from here on.
      doh.put([
        ...elsewhere,
        ...rows('CNAME', HOST, 'links.klikspor.example'),
        ...rows('A', 'links.klikspor.example', '104.16.1.1'),
      ]);
      worker.net.lead(HOST, worker.port);
      // Or somebody comes back from the window where the record was made.
      if (language === 'en') await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
      await panel().getByText(words.resultHere(HOST)).waitFor({ timeout: 25_000 });
      expect((await steps()).every((one) => one.includes(words.standings.right))).toBe(true);
      expect(await panel().getByRole('heading', { name: words.repairHeading }).count()).toBe(0);
      await page.getByRole('article', { name: HOST }).getByText(words.states.here).waitFor();
      expect(await obstacles(page, 'page')).toEqual([]);
      await picture(page, `domains-here-${language}`);
    }, 90_000);

    test('looking again can be stopped, and goes on when it is wanted', async () => {
      doh.put(elsewhere);
      await add(PAUSED);
      await panel(PAUSED).getByText(words.resultElsewhere(PAUSED)).waitFor();
      await panel(PAUSED).getByText(words.byItself).waitFor();
      await panel(PAUSED).getByRole('button', { name: words.stopLooking }).click();
      await panel(PAUSED).getByText(words.paused).waitFor();
      // What was under way is through.
      const more = async () => {
        const now = doh.asked.length;
        await page.waitForTimeout(300);
        return doh.asked.length - now;
      };
      await expect.poll(more).toBe(0);
      const before = doh.asked.length;
      // Somebody comes back from another window: nothing is asked.
      await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
      await page.waitForTimeout(500);
      expect(doh.asked.length).toBe(before);
      await panel(PAUSED).getByRole('button', { name: words.goOnLooking }).click();
      await expect
        .poll(
          async () => {
            await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
            return doh.asked.length;
          },
          { timeout: 10_000 },
        )
        .toBeGreaterThan(before);
    });

    test('sender and landing page are changed, what is wrong is said at its field, and a removed domain comes back', async () => {
      doh.put(elsewhere);
      await add(EDITED);
      const card = page.getByRole('article', { name: EDITED });
      await panel(EDITED).getByRole('button', { name: words.close }).click();
      await page.waitForFunction(() => document.activeElement?.classList.contains('open-check'));
      await card.getByRole('button', { name: words.editNamed(EDITED) }).click();
      const form = page.getByRole('form', { name: words.editNamed(EDITED) });
      await form.getByLabel(words.landingPage).fill('ftp://brand.dk/');
      await form.getByRole('button', { name: words.save }).click();
      await form.locator('p.error').waitFor();
      expect(await form.getByLabel(words.landingPage).getAttribute('aria-invalid')).toBe('true');
      expect(await obstacles(page, 'page')).toEqual([]);
      await picture(page, `domains-edit-${language}`);
      await form.getByLabel(words.landingPage).fill('www.brand.dk/nyt');
      await form.getByLabel(words.senderName).fill('Brand & Søn');
      await form.getByRole('button', { name: words.save }).click();
      await page.getByText(words.saved).waitFor();
      await card.getByText(words.sender('Brand & Søn')).waitFor();
      await card.getByText(/https?:\/\/www\.brand\.dk\/nyt/).waitFor();
      await card.getByRole('button', { name: words.editNamed(EDITED) }).click();
      await form.getByLabel(words.landingPage).fill('');
      await form.getByLabel(words.stop.gateway).selectOption({ label: words.stop.outbox });
      await form.getByText(words.stop.outboxHint).waitFor();
      await form.getByRole('button', { name: words.save }).click();
      await form.locator('p.error').waitFor();
      expect(await form.getByLabel(words.stop.from).getAttribute('aria-invalid')).toBe('true');
      await form.getByLabel(words.stop.from).fill('Brand');
      await form.getByLabel(words.stop.countryCode).fill('+45');
      expect(await obstacles(page, 'page')).toEqual([]);
      await picture(page, `domains-stop-${language}`);
      await form.getByRole('button', { name: words.save }).click();
      await card.getByText(words.noLanding).waitFor();
      await card.getByText(words.stop.isOutbox).waitFor();

      await page.getByLabel(words.host, { exact: true }).fill(`${EDITED}/x`);
      await page.getByRole('button', { name: words.submit }).click();
      await page.locator('.domain-add p.error').waitFor();
      // It is a host alone, and still none to be used.
      await page.getByLabel(words.host, { exact: true }).fill('bit.ly');
      await page.getByRole('button', { name: words.submit }).click();
      await page.locator('.domain-add p.error', { hasText: words.wrong.hosts['public-shortener'] ?? '' }).waitFor();
      await card.getByRole('button', { name: words.removeNamed(EDITED) }).click();
      await page.getByText(words.removed(EDITED)).waitFor();
      expect(await card.count()).toBe(0);
      await page.getByRole('button', { name: words.undo }).click();
      await card.getByText(words.sender('Brand & Søn')).waitFor();
      await card.getByText(words.stop.isOutbox).waitFor();

      // Its gateway goes: what stands there says so, as nobody is sent a link any more.
      const { id } = await askAsPage<{ id: string }>(page, '/api/gateways', 'POST', {
        ...{ kind: 'kannel', name: 'Kannel', secrets: { password: 'hemmelig' } },
        settings: { url: 'http://127.0.0.1:9/cgi-bin/sendsms', username: 'klikspor' },
      });
      const stopTexts = { gateway: id, from: 'Brand', countryCode: '45' };
      await askAsPage(page, `/api/domains/${EDITED}`, 'PATCH', { stopTexts });
      await page.reload();
      await card.getByText(words.stop.isOn, { exact: true }).waitFor();
      await askAsPage(page, `/api/gateways/${id}`, 'DELETE');
      await page.reload();
      await card.getByText(words.stop.isGone).waitFor();
    });
  });

  describe('where domains have to be of the account', () => {
    beforeAll(() => start({}));
    afterAll(stop);

    test('each is told what is to be done: a custom domain, another zone, a resolver that is away', async () => {
      doh.put([...cloudflare, ...rows('A', HOST, '93.184.216.34')]);
      await add(HOST);
      await untilSaid(words.repairs['custom-domain'](HOST));
      await panel().getByText(`npm run deploy -- --links=${HOST}`).waitFor();
      expect(await panel().getByRole('table').innerText()).toContain('93.184.216.34');
      await picture(page, `domains-custom-${language}`);
      doh.put(elsewhere);
      await again();
      await untilSaid(words.repairs['move-zone'](HOST, 'brand.dk'));
      doh.put([]);
      await again();
      await untilSaid(words.repairs.register(HOST));
      doh.put('away');
      await again();
      await untilSaid(words.found['resolver-silent']());
      expect(await obstacles(page, 'page')).toEqual([]);
      await picture(page, `domains-away-${language}`);
    });
  });
});
