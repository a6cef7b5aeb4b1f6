/** The inbox as a marketer goes through it, with texts that come in by a gateway's callback, and what is told to others. */
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { inbox as danish } from '../../web/src/i18n/da/inbox.ts';
import { unreadBadge as danishBadge } from '../../web/src/i18n/da/unread-badge.ts';
import { webhooks as danishHooks } from '../../web/src/i18n/da/webhooks.ts';
import { inbox as english } from '../../web/src/i18n/en/inbox.ts';
import { unreadBadge as englishBadge } from '../../web/src/i18n/en/unread-badge.ts';
import { webhooks as englishHooks } from '../../web/src/i18n/en/webhooks.ts';
import type { GatewayDetails } from '../../worker/api.ts';
import { askAsPage } from '../support/ask-as-page.ts';
import { launchBrowser } from '../support/browser.ts';
import { type DevWorker, startDevWorker } from '../support/dev-worker.ts';
import { addDomain, dictionaries, type Language, type Opened, openApp } from '../support/drive.ts';
import { LINK_HOST } from '../support/main-states.ts';
import { obstacles, picture } from '../support/page-fit.ts';
import { Sink } from '../support/sink.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

describe.each([
  ['da', danish, danishHooks, danishBadge],
  ['en', english, englishHooks, englishBadge],
] as const)('in %s', (language: Language, words, hooks, badge) => {
  let worker: DevWorker;
  let app: Opened;
  let page: Page;
  let gateway: GatewayDetails;
  let key: number;

  beforeEach(async () => {
    key = 0;
    worker = await startDevWorker();
    app = await openApp(browser, worker, language, { timezoneId: 'Europe/Copenhagen', reducedMotion: 'reduce' });
    ({ page } = app);
    await page.goto('about:blank');
    await page.goto(`${worker.origin}/#code=${worker.signInCode}`);
    await page.getByRole('link', { name: dictionaries[language].nav.inbox }).click();
    await page.getByRole('heading', { name: words.title, level: 1 }).waitFor();
  });
  afterEach(async () => {
    const errors = app?.errors ?? [];
    await app?.close();
    await worker?.stop();
    expect(errors).toEqual([]);
  });

  const call = <T>(method: string, path: string, body: unknown): Promise<T> => askAsPage(page, path, method, body);
  async function addGateway(): Promise<void> {
    gateway = await call<GatewayDetails>('POST', '/api/gateways', {
      ...{ kind: 'kannel', name: 'Kannel i Aarhus', secrets: { password: 'x' } },
      settings: { url: 'http://127.0.0.1:9/cgi-bin/sendsms', username: 'klikspor' },
    });
  }
  /** As Kannel calls. */
  async function writes(from: string, text: string): Promise<void> {
    const url = new URL(gateway.callbacks.inbound);
    const at = new Date(Date.now() - 60_000 + key * 1_000).toISOString().slice(0, 19).replace('T', ' ');
    const said = { from, to: '1245', text, charset: 'UTF-8', coding: '0', at, key: `k${++key}` };
    url.search = String(new URLSearchParams(said));
    expect((await fetch(url)).status).toBe(200);
  }
  const hasFocus = (wanted: Locator) =>
    expect.poll(() => wanted.evaluate((element) => element === document.activeElement)).toBe(true);
  const again = async () => {
    await page.reload();
    await page.getByRole('heading', { name: words.title, level: 1 }).waitFor();
  };
  const textOf = (text: string) => page.getByRole('article').filter({ hasText: text });
  const texts = () => page.locator('.inbox-words').allInnerTexts();
  const showing = (...wanted: string[]) => expect.poll(texts, { timeout: 10_000 }).toEqual(wanted);
  test('an empty inbox says how replies get here, and leads there', async () => {
    await page.getByText(words.empty).waitFor();
    await page.getByText(words.emptyHow).waitFor();
    expect(await obstacles(page, 'page')).toEqual([]);
    await picture(page, `inbox-empty-${language}`);
    await page.getByRole('link', { name: words.toGateways }).click();
    await page.waitForURL(/#\/settings\/gateways$/);
  });

  test('replies are read, found, marked and erased; a stop is taken back with its reason', async () => {
    await addGateway();
    // One who was sent a campaign.
    await page.getByRole('link', { name: dictionaries[language].nav.compose }).click();
    await addDomain(page, language, LINK_HOST);
    await page.getByText(dictionaries[language].pointing.here(LINK_HOST)).waitFor();
    const told = await call<{ messages: { id: string }[] }>('POST', '/api/messages', {
      ...{ text: 'Nyt: www.brand.dk/nyt {{afmeld}}', host: LINK_HOST, from: 'Brand', name: 'Julesalg' },
      ...{ quietHours: false, recipients: [{ to: '+4520111111' }] },
    });
    await expect
      .poll(() =>
        page.evaluate(async (id) => (await (await fetch(`/api/messages/${id}`)).json()).state, told.messages[0]?.id),
      )
      .toBe('accepted');
    await writes('+4520111111', 'Hvornår åbner I på lørdag? 😊');
    await writes('+4520222222', 'STOP');
    await writes('+4520333333', 'Tak for god hjælp i butikken.\nHilsen Ida');
    await page.getByRole('link', { name: dictionaries[language].nav.inbox }).click();
    await showing('Tak for god hjælp i butikken.\nHilsen Ida', 'STOP', 'Hvornår åbner I på lørdag? 😊');
    await page.locator('.inbox-count').getByText(words.unread('2')).waitFor();
    await page.getByRole('link', { name: `2 ${badge.unread}` }).waitFor();
    const asked = textOf('Hvornår åbner I');
    await asked.getByRole('link', { name: 'Julesalg' }).waitFor();
    await asked.getByText('Kannel i Aarhus').waitFor();
    const stop = textOf('STOP');
    await stop.getByText(words.words.stop, { exact: true }).waitFor();
    await stop.getByText(words.stopped.all).waitFor();
    expect(await obstacles(page, 'page')).toEqual([]);
    await picture(page, `inbox-${language}`);

    await page.getByLabel(words.show, { exact: true }).selectOption({ label: words.filters.stop });
    await showing('STOP');
    await page.getByLabel(words.show, { exact: true }).selectOption({ label: words.filters.neither });
    await showing('Tak for god hjælp i butikken.\nHilsen Ida', 'Hvornår åbner I på lørdag? 😊');
    await page.getByLabel(words.search, { exact: true }).fill('20 11 11');
    await showing('Hvornår åbner I på lørdag? 😊');
    await page.getByLabel(words.search, { exact: true }).fill('findes ikke');
    await page.getByText(words.noneFound).waitFor();
    await page.getByRole('button', { name: words.showAll }).click();
    await expect.poll(async () => (await texts()).length, { timeout: 10_000 }).toBe(3);

    await asked.getByRole('button', { name: words.readOf('+4520111111') }).click();
    await page.locator('.inbox-count').getByText(words.unread('1')).waitFor();
    await page.getByLabel(words.unreadOnly).check();
    await showing('Tak for god hjælp i butikken.\nHilsen Ida');
    await page.getByLabel(words.unreadOnly).uncheck();
    await expect.poll(async () => (await texts()).length, { timeout: 10_000 }).toBe(3);
    await page.getByRole('button', { name: words.markAll }).click();
    await page.getByText(words.allRead).waitFor();
    await asked.getByRole('button', { name: words.unreadOf('+4520111111') }).click();
    await page.locator('.inbox-count').getByText(words.unread('1')).waitFor();

    await stop.getByRole('button', { name: words.takeBackOf('+4520222222') }).click();
    const question = page.getByRole('region', { name: words.takeBackTitle('+4520222222') });
    await question.getByRole('button', { name: words.takeBack }).click();
    await question.getByText(words.reasonMissing).waitFor();
    expect(await obstacles(page, 'page')).toEqual([]);
    await picture(page, `inbox-take-back-${language}`);
    await question.getByLabel(words.reason).fill('Ringede og ville med igen');
    await question.getByRole('button', { name: words.takeBack }).click();
    await page.getByText(words.takenBack('+4520222222')).waitFor();
    await stop.getByText(words.stopped.none).waitFor();
    const removals = await page.evaluate(
      async () => (await (await fetch('/api/suppressions/removals')).json()).entries,
    );
    expect(removals).toMatchObject([{ reason: 'Ringede og ville med igen', host: null }]);

    await textOf('Tak for god')
      .getByRole('button', { name: words.eraseOf('+4520333333') })
      .click();
    // Nothing brings it back, so it is asked first.
    const erasing = page.getByRole('region', { name: words.eraseTitle('+4520333333') });
    await erasing.getByText(words.eraseText).waitFor();
    await erasing.getByRole('button', { name: words.cancel }).click();
    await textOf('Tak for god').waitFor();
    await textOf('Tak for god')
      .getByRole('button', { name: words.eraseOf('+4520333333') })
      .click();
    await erasing.getByRole('button', { name: words.erase, exact: true }).click();
    await page.getByText(words.erased).waitFor();
    await showing('STOP', 'Hvornår åbner I på lørdag? 😊');
    await page.getByRole('button', { name: words.emptyAll }).click();
    await page.getByRole('region', { name: words.emptyAllTitle }).getByRole('button', { name: words.emptyAll }).click();
    await page.getByText(words.empty).waitFor();
    await again();
    await page.getByText(words.empty).waitFor();
  }, 90_000);

  test('the keyboard stays where somebody is, and is told what a search finds', async () => {
    await addGateway();
    await writes('+4520111111', 'STOP');
    await writes('+4520222222', 'Hej');
    await writes('+4520333333', 'STOP');
    await again();
    await page.setViewportSize({ width: 390, height: 844 });
    // Two of them: it is the one that was pressed.
    const takeBack = textOf('+4520111111').getByRole('button', { name: words.takeBackOf('+4520111111') });
    await takeBack.press('Enter');
    await page.keyboard.press('Escape');
    await hasFocus(takeBack);

    await page.getByRole('button', { name: words.emptyAll }).press('Enter');
    await page.keyboard.press('Escape');
    await hasFocus(page.getByRole('button', { name: words.emptyAll }));

    await page.getByLabel(words.search, { exact: true }).fill('findes ikke');
    await page.getByRole('status').getByText(words.noneFound).waitFor();
    await page.getByRole('button', { name: words.showAll }).press('Enter');
    await hasFocus(page.getByRole('heading', { name: '+4520333333' }));

    // It comes when the page has been read for a while: nothing may move then.
    await page.getByRole('link', { name: `1 ${badge.unread}` }).waitFor();
    const top = () => page.locator('main').evaluate((main) => main.getBoundingClientRect().top);
    const withBadge = await top();
    await page.locator('.header .unread').evaluate((shown) => {
      shown.style.display = 'none';
    });
    expect(withBadge).toBe(await top());
  });

  test('pages go on where the last one ended, and all texts are there once', async () => {
    await addGateway();
    const wanted: string[] = [];
    for (let at = 0; at < 60; at++) {
      await writes(`+45203${String(at).padStart(5, '0')}`, `Svar nummer ${at}.`);
      wanted.unshift(`Svar nummer ${at}.`);
    }
    await again();
    await expect.poll(async () => (await texts()).length, { timeout: 10_000 }).toBe(50);
    await page.getByRole('button', { name: words.older }).click();
    await showing(...wanted);
    expect(await page.getByRole('button', { name: words.older }).count()).toBe(0);
  }, 60_000);

  test('an address of one’s own is told of what comes in', async () => {
    const sink = await Sink.start();
    try {
      await addGateway();
      await page.getByText(hooks.title).click();
      await page.getByText(hooks.none).waitFor();
      await page.getByLabel(hooks.address).fill('http://www.brand.dk/hook');
      await page.getByRole('button', { name: hooks.add }).click();
      await page.locator('.webhook-add p.error').waitFor();
      await page.getByLabel(hooks.address).fill(`${sink.origin}/hook`);
      await page.getByRole('button', { name: hooks.add }).click();
      await page.getByText(hooks.added).waitFor();
      const hook = page.getByRole('article', { name: `${sink.origin}/hook` });
      await hook.getByRole('button', { name: hooks.testOf(`${sink.origin}/hook`) }).click();
      await hook.getByText(hooks.taken('200')).waitFor();
      // Before the secret is shown, which is longer than a phone is wide, in a field that scrolls.
      expect(await obstacles(page, 'page')).toEqual([]);
      await hook.getByRole('button', { name: hooks.secretOf(`${sink.origin}/hook`) }).press('Enter');
      // A second press must not remove the address.
      await hasFocus(hook.getByRole('button', { name: hooks.copySecret }));
      await hook
        .getByRole('region', { name: hooks.secret, exact: true })
        .getByText(/^whsec_[\w+/]{43}=$/)
        .waitFor();
      await picture(page, `inbox-webhooks-${language}`);
      await writes('+4520444444', 'Til jeres system');
      await expect.poll(() => sink.asked.length, { timeout: 10_000 }).toBe(2);
      const body = sink.asked[1]?.body.toString() ?? '';
      expect(JSON.parse(body)).toMatchObject({
        type: 'inbound.received',
        data: { from: '+4520444444', text: 'Til jeres system', word: 'neither', gateway: gateway.id },
      });
      expect(sink.asked[1]?.headers['webhook-signature']).toMatch(/^v1,[\w+/]{43}=$/);
      await hook.getByRole('button', { name: hooks.removeOf(`${sink.origin}/hook`) }).click();
      await page.getByText(hooks.removed(`${sink.origin}/hook`)).waitFor();
      await page.getByText(hooks.none).waitFor();
    } finally {
      await sink.stop();
    }
  });
});
