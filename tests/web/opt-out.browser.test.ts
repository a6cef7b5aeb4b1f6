/** A way out that works: asked for by the composer, and as a recipient meets it on a phone without scripts. */
import { readFile } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Campaign, OutboxMessage } from '../../worker/api.ts';
import { LANGUAGES } from '../../worker/src/pages/languages.ts';
import { askAsPage } from '../support/ask-as-page.ts';
import { violationsInBothThemes } from '../support/axe.ts';
import { launchBrowser } from '../support/browser.ts';
import { type DevWorker, startDevWorker } from '../support/dev-worker.ts';
import {
  addDomain,
  confirmConsent,
  dictionaries,
  loadList,
  type Opened,
  openApp,
  sampleList,
} from '../support/drive.ts';
import { cutParts } from '../support/layout.ts';
import { LINK_HOST } from '../support/main-states.ts';

const pictures = process.env.KLIKSPOR_PICTURES;
let worker: DevWorker;
let browser: Browser;
let app: Opened;
const words = dictionaries.da;
const { checklist, counting, compose } = words;

beforeAll(async () => {
  worker = await startDevWorker();
  browser = await launchBrowser();
  app = await openApp(browser, worker, 'da', { timezoneId: 'Europe/Copenhagen' });
  const { page } = app;
  // While what was read of networks is relied on.
  await page.clock.setFixedTime(new Date('2026-11-30T12:00+01:00'));
  await page.goto('about:blank');
  await page.goto(`${worker.origin}/#code=${worker.signInCode}`);
  await addDomain(page, 'da', LINK_HOST);
  await loadList(page, 'da', sampleList(20));
  await page.getByLabel(compose.name).fill('Udsalg');
  await page.getByLabel(compose.sender, { exact: true }).fill('Barnets');
  await page.getByLabel(words.terms.sendAt).fill('2026-12-01T10:00');
  await page.getByLabel(compose.messageLabel).fill('Udsalg: www.barnetsverden.dk/udsalg Afmeld: {{afmeld}}');
});
afterAll(() => worker?.stop());

const contact = () => app.page.getByLabel(compose.contact);
const tracking = () => app.page.getByLabel(counting.label, { exact: true });
const finding = (text: string) =>
  app.page.getByRole('region', { name: checklist.title }).getByRole('listitem').filter({ hasText: text });
const pressPublish = () => app.page.getByRole('button', { name: compose.publish }).click();

/** Publishes, and reads the slugs of the first message from the file of messages. */
async function publish(): Promise<{ campaign: Campaign; slugs: string[] }> {
  const { page } = app;
  const answer = page.waitForResponse(
    (response) => response.request().method() === 'POST' && response.url().endsWith('/api/campaigns'),
  );
  await pressPublish();
  const campaign = (await (await answer).json()) as Campaign;
  await page.getByText(words.report.publishedNow).waitFor();
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: words.report.download }).click();
  const file = await readFile(await (await download).path(), 'utf8');
  const slugs = [...(file.split('\r\n')[1] ?? '').matchAll(/s\.barnetsverden\.dk[^/]*\/(\w{8})/g)].map(
    ([, s = '']) => s,
  );
  return { campaign, slugs };
}

/** A phone of somebody who reads `locale`, with scripts off. */
async function phone(locale: string, work: (page: Page) => Promise<void>): Promise<void> {
  const context = await browser.newContext({
    locale,
    javaScriptEnabled: false,
    proxy: { server: worker.net.address },
    viewport: { width: 390, height: 844 },
    isMobile: true,
  });
  try {
    await work(await context.newPage());
  } finally {
    await context.close();
  }
}
const at = (path: string) => `http://${LINK_HOST}:${worker.port}/${path}`;

describe('the composer', () => {
  test('refuses one opt-out link for all from a name, at the field that mends it', async () => {
    const { page } = app;
    await tracking().selectOption('aggregate');
    const dead = finding(checklist.rules['opt-out-no-way']('Barnets'));
    await dead.waitFor();
    await pressPublish();
    await page.getByText(words.terms.blocked(1, '1')).waitFor();
    await expect.poll(() => contact().evaluate((field) => field === document.activeElement)).toBe(true);
    expect(await contact().getAttribute('aria-invalid')).toBe('true');
    expect(page.url()).not.toContain('campaigns/');

    await dead.getByRole('button', { name: checklist.remedies.track }).click();
    expect(await tracking().inputValue()).toBe('recipient');
    await dead.waitFor({ state: 'detached' });
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('checklist-heading');
    // Who is counted by name opts out on the page itself: nobody has to be turned to.
    expect(await contact().count()).toBe(0);
    await tracking().selectOption('aggregate');
    await dead.getByRole('button', { name: checklist.places.contact }).click();
    expect(await contact().evaluate((field) => field === document.activeElement)).toBe(true);

    await contact().fill('ring til os');
    await finding(words.reasons.contact).waitFor();
    await dead.waitFor({ state: 'detached' });
    await contact().fill('+45 (70) 12-34-56');
    await finding('De danske net filtrerer').getByRole('button', { name: checklist.places.registers }).click();
    await page.getByLabel(words.registers.subjects.domain(LINK_HOST)).selectOption('confirmed');
    await page.getByText(checklist.allGood).waitFor();
  });

  test('publishes with the contact, which the report tells and the page shows to be tapped', async () => {
    const { page } = app;
    const { campaign, slugs } = await publish();
    expect(campaign).toMatchObject({ takesAnswers: false, contact: { kind: 'telephone', value: '+45 70 12 34 56' } });
    await page.getByText(words.campaignTerms.contact('+45 70 12 34 56')).waitFor();
    await phone('da-DK', async (shown) => {
      await shown.goto(at(slugs[1] ?? ''));
      const call = shown.getByRole('link', { name: 'Ring +45 70 12 34 56' });
      expect(await call.getAttribute('href')).toBe('tel:+4570123456');
      const box = await call.boundingBox();
      expect(box?.height).toBeGreaterThanOrEqual(44);
      expect(await shown.locator('body').innerText()).not.toContain('STOP');
      await shown.getByRole('link', { name: 'Suomi' }).click();
      await shown.getByRole('heading', { name: 'Näin perut viestit' }).waitFor();
      await shown.getByRole('link', { name: 'Soita numeroon +45 70 12 34 56' }).waitFor();
    });
    expect(app.errors).toEqual([]);
  });
});

test('a recipient opts out in their own language by any link of the message, and back in by the opt-out link alone', async () => {
  const { page } = app;
  await page.getByRole('link', { name: words.nav.compose, exact: true }).click();
  // Sender, domain and contact are habits; the rest is written anew.
  expect(await contact().inputValue()).toBe('+45 (70) 12-34-56');
  await page.getByLabel(compose.name).fill('Nyt');
  await page.getByLabel(compose.messageLabel).fill('Nye sko er kommet: www.barnetsverden.dk/sko Afmeld: {{afmeld}}');
  await confirmConsent(page, 'da');
  const { campaign, slugs } = await publish();
  const [destination = '', optOut = ''] = slugs;
  const optedOut = () =>
    page.evaluate(async (id) => {
      const answer = await fetch(`/api/campaigns/${encodeURIComponent(id)}/opt-outs`);
      return ((await answer.json()) as { recipients: number[] }).recipients;
    }, campaign.id);

  await phone('de-CH', async (shown) => {
    await shown.goto(at('stop'));
    await shown.getByLabel('Link aus der Nachricht').fill(`${LINK_HOST}/${destination}`);
    await shown.getByRole('button', { name: 'Meine Abmeldung finden' }).click();
    await shown.getByRole('heading', { name: 'SMS von Barnets abbestellen?' }).waitFor();
    expect(await optedOut()).toEqual([]);
    await shown.getByRole('button', { name: 'Abmelden' }).click();
    await shown.getByRole('heading', { name: 'Sie sind abgemeldet' }).waitFor();
    await shown.getByText('öffnen Sie den Abmeldelink in der Nachricht').waitFor();
    expect(await shown.getByRole('button').count()).toBe(0);
    expect(await optedOut()).toEqual([0]);

    await shown.goto(at(optOut));
    await shown.getByRole('button', { name: 'Abmeldung rückgängig machen' }).click();
    await shown.getByRole('heading', { name: 'Die Abmeldung ist rückgängig gemacht' }).waitFor();
    expect(await optedOut()).toEqual([]);
  });
});

test('of two quick taps the second one takes nothing back', async () => {
  const { page } = app;
  const answer = await askAsPage<Campaign>(page, '/api/campaigns', 'POST', {
    ...{ name: 'To tryk', host: LINK_HOST, recipients: 1, senderName: 'Barnets' },
    links: [{ kind: 'opt-out' }],
  });
  const slug = await askAsPage<string>(page, `/api/campaigns/${encodeURIComponent(answer.id)}/slugs`);
  await phone('fi-FI', async (shown) => {
    await shown.goto(at(slug));
    const confirm = await shown.getByRole('button').boundingBox();
    await shown.getByRole('button').click();
    const undo = shown.getByRole('button', { name: 'Kumoa peruutus' });
    await undo.waitFor();
    const box = await undo.boundingBox();
    // In Finnish it stands where the other one stood.
    expect(box?.y).toBe(confirm?.y);
    const begin = (ms: number) =>
      undo.evaluate((button, time) => {
        const [late] = button.getAnimations();
        late?.pause();
        if (late !== undefined) late.currentTime = time;
        return getComputedStyle(button).pointerEvents;
      }, ms);
    expect(await begin(300)).toBe('none');
    await shown.mouse.click((box?.x ?? 0) + 9, (box?.y ?? 0) + 9);
    expect(shown.url()).toMatch(/&done$/);
    expect(await begin(1_000)).toBe('auto');
    await undo.click();
    await shown.waitForURL(/&undone$/);
  });
});

test('whoever has no link writes a number, and opts out with the link that comes to it', async () => {
  const { page } = app;
  await askAsPage(page, `/api/domains/${LINK_HOST}`, 'PATCH', {
    stopTexts: { gateway: 'outbox', from: 'Barnets', countryCode: '45' },
  });
  const sent = async () =>
    (await askAsPage<{ entries: OutboxMessage[] }>(page, '/api/outbox')).entries.map(({ text }) => text);
  await phone('da-DK', async (shown) => {
    // The worker knows a domain for some seconds as it was.
    const field = shown.getByLabel('Dit telefonnummer');
    await expect
      .poll(async () => {
        await shown.goto(at('stop'));
        return field.count();
      })
      .toBe(1);
    await field.fill('12 34');
    await shown.getByRole('button', { name: 'Send mig et link' }).click();
    await shown.getByText('Det ligner ikke et mobilnummer.').waitFor();
    expect(await field.inputValue()).toBe('12 34');
    // What is wrong is in sight: the form is below what a phone shows of the page.
    expect((await shown.getByText('Det ligner ikke et mobilnummer.').boundingBox())?.y).toBeLessThan(400);
    expect(await field.getAttribute('aria-invalid')).toBe('true');
    if (pictures !== undefined) await shown.screenshot({ path: `${pictures}/stop-number.png`, fullPage: true });
    await field.fill('20 12 34 56');
    await shown.getByRole('button', { name: 'Send mig et link' }).click();
    await shown.getByText('+45 20 12 34 56').waitFor();
    if (pictures !== undefined) await shown.screenshot({ path: `${pictures}/stop-sent.png`, fullPage: true });
    const [text = ''] = await sent();
    const link = /s\.barnetsverden\.dk[^ ]*/.exec(text)?.[0] ?? '';
    await shown.goto(`http://${link}`);
    await shown.getByRole('button', { name: 'Afmeld mig' }).click();
    await shown.getByRole('heading', { name: 'Du er afmeldt' }).waitFor();
    await shown.getByRole('button', { name: 'Fortryd afmelding' }).click();
    await shown.getByRole('heading', { name: 'Afmeldingen er fortrudt' }).waitFor();
    await shown.getByRole('link', { name: 'Suomi' }).click();
    await shown.locator('html[lang=fi]').waitFor();
  });
});

test('in every language the page fits a small phone, in both themes, and nothing stands in the way of assistive technology', async () => {
  const { page } = app;
  const made = await page.evaluate(async (host) => {
    const answer = await fetch('/api/campaigns', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        name: 'Alle sprog',
        host,
        recipients: 1,
        senderName: 'Barnets Verden og Børnetøjshuset',
        contact: 'børnetøjshuset-og-barnets-verden.dk/kundeservice/kontakt?om=sms',
        tracking: 'aggregate',
        links: [{ kind: 'opt-out' }],
      }),
    });
    const { id } = (await answer.json()) as { id: string };
    return (await fetch(`/api/campaigns/${encodeURIComponent(id)}/slugs`)).text();
  }, LINK_HOST);
  // Out of one list, with the way out of all. By the composer's own trial, which is stored nowhere.
  const ofList = await page.evaluate(async (host) => {
    const answer = await fetch('/api/campaigns', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        ...{ name: 'Til én liste', host, recipients: 1, senderName: 'Barnets Verden og Børnetøjshuset' },
        ...{ listName: 'Nyhedsbrevet til alle i børnetøjskundeklubben', links: [{ kind: 'opt-out' }] },
      }),
    });
    const { id } = (await answer.json()) as { id: string };
    return (await fetch(`/api/campaigns/${encodeURIComponent(id)}/slugs?from=test`)).text();
  }, LINK_HOST);
  const context = await browser.newContext({
    proxy: { server: worker.net.address },
    viewport: { width: 320, height: 568 },
  });
  const shown = await context.newPage();
  const found: string[] = [];
  for (const language of LANGUAGES) {
    for (const [path, query] of [
      [made, ''],
      ['stop', ''],
      ['no-such-link', ''],
      [ofList, '&done'],
    ] as const) {
      await shown.goto(at(`${path}?lang=${language}${query}`));
      expect(await shown.locator('html').getAttribute('lang')).toBe(language);
      for (const line of await violationsInBothThemes(shown)) found.push(`${language} ${path}, ${line}`);
      for (const line of await cutParts(shown)) found.push(`${language} ${path}${query}: ${line}`);
      if (path === ofList) expect(await shown.getByRole('button').count()).toBe(2);
      if (pictures !== undefined && path === ofList && (language === 'da' || language === 'fi')) {
        await shown.screenshot({ path: `${pictures}/page-${language}.png`, fullPage: true });
      }
    }
  }
  await context.close();
  expect(found).toEqual([]);
}, 300_000);
