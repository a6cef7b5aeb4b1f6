/** Gateways as somebody sets them up: added, tried with a real message, changed, removed; and the outbox, read and emptied. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { settingsGateways as danish } from '../../web/src/i18n/da/settings-gateways.ts';
import { settingsGateways as english } from '../../web/src/i18n/en/settings-gateways.ts';
import type { GatewayDetails, MessagesTold, OutboxMessage, ShortGateway } from '../../worker/api.ts';
import { askAsPage } from '../support/ask-as-page.ts';
import { violations } from '../support/axe.ts';
import { launchBrowser } from '../support/browser.ts';
import { type DevWorker, startDevWorker } from '../support/dev-worker.ts';
import { type Language, type Opened, openApp } from '../support/drive.ts';
import {
  ASKED_FOR,
  type FakeSmsc,
  type KannelBox,
  PASSWORD,
  startKannelBox,
  USERNAME,
  whyNoKannelBox,
} from '../support/kannel-box.ts';
import { LINK_HOST } from '../support/main-states.ts';
import { obstacles } from '../support/page-fit.ts';
import { CAMPAIGN, publish, signInWithDomain } from '../support/report-open.ts';
import { Sink } from '../support/sink.ts';

const words = { da: danish, en: english } as const;
const NUMBER = '+4520123456';
/** As people write it. */
const WRITTEN_NUMBER = '+45 20 12 34 56';

let worker: DevWorker;
let browser: Browser;
let app: Opened;
let sink: Sink;

beforeAll(async () => {
  worker = await startDevWorker();
  browser = await launchBrowser();
  sink = await Sink.start();
  app = await openApp(browser, worker, 'da', { reducedMotion: 'reduce' });
  await signInWithDomain(app.page, worker, 'da');
  await app.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
});
afterAll(async () => {
  await browser?.close();
  await sink?.stop();
  await worker?.stop();
});

async function opened(page: Page, language: Language = 'da'): Promise<void> {
  await page.goto('about:blank');
  await page.goto(`${worker.origin}/#/settings/gateways`);
  await page.getByRole('heading', { name: words[language].heading }).waitFor();
  await page.getByRole('button', { name: words[language].add }).waitFor();
}

const cardOf = (page: Page, name: string) => page.getByRole('article', { name, exact: true });

async function idOf(page: Page, name: string): Promise<string> {
  const { entries } = await askAsPage<{ entries: ShortGateway[] }>(page, '/api/gateways');
  const found = entries.find((one) => one.name === name);
  if (found === undefined) throw new Error(`there is no gateway ${name}`);
  return found.id;
}

/** A template whose requests come to the test. */
async function addSinkGateway(page: Page, name: string): Promise<GatewayDetails> {
  return askAsPage<GatewayDetails>(page, '/api/gateways', 'POST', {
    ...{ kind: 'template', name, secrets: { values: [{ name: 'key', value: 'needle-of-a-key' }] } },
    settings: {
      ...{ method: 'POST', url: `${sink.origin}/send`, perSecond: 5 },
      headers: [{ name: 'authorization', value: 'Bearer {{secret.key}}' }],
      body: '{"id":"{{id}}","to":"{{to}}","from":"{{from}}","text":"{{text}}","reportUrl":"{{reportUrl}}"}',
      answer: { reason: 'reason' },
      report: { from: 'json', id: 'id', state: 'state' },
    },
  });
}

const posted = () =>
  sink.asked
    .filter(({ method }) => method === 'POST')
    .map(({ body, headers }) => ({ headers, body: JSON.parse(body.toString()) as Record<string, string> }));

test('without a gateway the page says what to do, and what a form lacks stands at its fields', async () => {
  const { page } = app;
  await opened(page);
  await page.getByText(danish.emptyTitle).waitFor();
  await page.getByRole('button', { name: danish.add }).click();
  await page.getByRole('button', { name: danish.form.save }).click();
  await page.getByText(danish.form.wrong).waitFor();
  const { url, username, password } = danish.fields.kannel;
  for (const { label } of [url, username, password]) {
    expect(await page.getByLabel(label).getAttribute('aria-invalid')).toBe('true');
  }
  expect(await page.getByText(danish.form.missing).count()).toBe(3);
  await expect.poll(() => page.getByLabel(url.label).evaluate((field) => field === document.activeElement)).toBe(true);
  // A rule of the API's, in the page's words, at the field it is of; one that stands in a part that was folded away opens it.
  await page.getByLabel(url.label).fill('kannel.example/cgi-bin');
  await page.getByLabel(username.label).fill('klikspor');
  await page.getByLabel(password.label).fill('hemmeligt');
  await page.getByText(danish.form.more, { exact: true }).click();
  await page.getByLabel(danish.fields.kannel.perSecond.label).fill('mange');
  await page.getByText(danish.form.more, { exact: true }).click();
  await page.getByRole('button', { name: danish.form.save }).click();
  await page.getByText(danish.form.wrongs.url).waitFor();
  await page.getByText(danish.form.wrongs.perSecond).waitFor();
  // What is written for one kind is still there after a look at another.
  await page.getByRole('radio', { name: danish.kinds.twilio.name }).check();
  await page.getByLabel(danish.fields.twilio.accountSid.label).waitFor();
  await page.getByRole('radio', { name: danish.kinds.kannel.name }).check();
  expect(await page.getByLabel(username.label).inputValue()).toBe('klikspor');
  await page.getByRole('button', { name: danish.form.cancel }).click();
  await page.getByText(danish.emptyTitle).waitFor();
});

describe.skipIf(whyNoKannelBox !== null)('through real Kannel', () => {
  let box: KannelBox;
  let fake: FakeSmsc;
  beforeAll(async () => {
    box = await startKannelBox();
    fake = box.fake();
  });
  afterAll(() => box?.stop());

  test('a gateway is added, and a message to oneself is followed until it is delivered', async () => {
    const { page } = app;
    await opened(page);
    await page.getByRole('button', { name: danish.add }).click();
    const { url, username, password, countryCode } = danish.fields.kannel;
    await page.getByLabel(danish.form.name).fill('Kannel i Aarhus');
    await page.getByLabel(url.label).fill(box.url);
    await page.getByLabel(username.label).fill(USERNAME);
    await page.getByLabel(countryCode.label).fill('45');
    await page.getByLabel(password.label).fill(PASSWORD);
    await page.getByRole('button', { name: danish.form.save }).click();
    await page.getByText(danish.form.added('Kannel i Aarhus')).waitFor();
    const card = cardOf(page, 'Kannel i Aarhus');
    await card.getByText(danish.state.untried).waitFor();
    await card.getByRole('button', { name: danish.testNamed('Kannel i Aarhus') }).click();
    await card.getByLabel(danish.tests.to).fill(WRITTEN_NUMBER);
    await card.getByLabel(danish.tests.from).fill('Børn');
    await card.getByLabel(danish.tests.text).fill('Kære Åse, kan du læse dette? 20 % & æøå');
    await card.getByRole('button', { name: danish.tests.send }).click();
    await card.getByText(danish.tests.accepted).waitFor();
    expect(await fake.gets(NUMBER)).toEqual([
      { from: 'Børn', to: NUMBER, type: 'text', written: 'Kære Åse, kan du læse dette? 20 % & æøå' },
    ]);
    await card.getByRole('status').getByText(danish.tests.states.delivered).waitFor();
    await card.getByText(danish.state.working, { exact: true }).waitFor();
    // Neither number nor password is anywhere once the page is gone.
    expect(await storedBy(page)).not.toMatch(/20 ?12 ?34 ?56/);
    await opened(page);
    await card.getByText(danish.tests.states.delivered).waitFor();
    const html = await page.content();
    for (const needle of ['20123456', PASSWORD]) expect(html).not.toContain(needle);
  });

  test('what Kannel is to be told is ready to be copied, with its own address in it', async () => {
    const { page } = app;
    await opened(page);
    const card = cardOf(page, 'Kannel i Aarhus');
    await card.getByRole('button', { name: danish.callbacksNamed('Kannel i Aarhus') }).click();
    const { callbacks } = await askAsPage<GatewayDetails>(page, `/api/gateways/${await idOf(page, 'Kannel i Aarhus')}`);
    await card.getByRole('button', { name: danish.callbackParts.copyConfiguration }).click();
    const lines = (await page.evaluate(() => navigator.clipboard.readText())).split('\n');
    for (const line of Object.values(ASKED_FOR).flat()) expect(lines).toContain(line);
    expect(lines).toContain(`get-url = "${callbacks.inbound}"`);
    expect(lines).toContain(`username = ${USERNAME}`);
    await card.getByRole('button', { name: danish.callbackParts.copyReport }).click();
    await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe(callbacks.report);
    expect(await violations(page)).toEqual([]);
  });

  test('a password is replaced and never shown; what Kannel says of a wrong one is told in words', async () => {
    const { page } = app;
    await opened(page);
    const card = cardOf(page, 'Kannel i Aarhus');
    const { label } = danish.fields.kannel.password;
    const replace = async (password: string) => {
      await card.getByRole('button', { name: danish.editNamed('Kannel i Aarhus') }).click();
      await card.getByText(danish.form.isSet).waitFor();
      expect(await card.getByLabel(label, { exact: true }).count()).toBe(0);
      await card.getByRole('button', { name: danish.form.replaceNamed(label) }).click();
      await card.getByLabel(label, { exact: true }).fill(password);
      await card.getByRole('button', { name: danish.form.saveEdit }).click();
      await page.getByText(danish.form.saved('Kannel i Aarhus')).waitFor();
    };
    const send = async () => {
      await card.getByRole('button', { name: danish.testNamed('Kannel i Aarhus') }).click();
      await card.getByLabel(danish.tests.to).fill(WRITTEN_NUMBER);
      await card.getByRole('button', { name: danish.tests.send }).click();
    };
    await replace('forkert');
    await send();
    await card.getByRole('status').getByText(danish.refusals.credentials).waitFor();
    await card.getByText(danish.state.failing).waitFor();
    await card.getByRole('listitem').getByText(danish.refusals.credentials).waitFor();
    await replace(PASSWORD);
    await send();
    await card.getByText(danish.tests.accepted).waitFor();
    await card.getByText(danish.state.working, { exact: true }).waitFor();
  });
});

/** All that the browser keeps for the page. */
const storedBy = (page: Page): Promise<string> =>
  page.evaluate(async () => {
    const parts = [JSON.stringify({ ...localStorage }), JSON.stringify({ ...sessionStorage })];
    for (const { name = '' } of await indexedDB.databases()) {
      const database = await new Promise<IDBDatabase>((resolve, reject) => {
        const opening = indexedDB.open(name);
        opening.onsuccess = () => resolve(opening.result);
        opening.onerror = () => reject(opening.error);
      });
      for (const store of database.objectStoreNames) {
        const all = database.transaction(store).objectStore(store).getAll();
        await new Promise((resolve) => {
          all.onsuccess = resolve;
        });
        parts.push(JSON.stringify(all.result));
      }
      database.close();
    }
    return parts.join('\n');
  });

test('any other gateway is described, looked at before anything is sent, and reached as described', async () => {
  const { page } = app;
  sink.asked.length = 0;
  sink.answering = () => ({ body: '{"message": {"id": "m-1", "parts": 1}}' });
  await opened(page);
  await page.getByRole('button', { name: danish.add }).click();
  await page.getByRole('radio', { name: danish.kinds.template.name }).check();
  const t = danish.template;
  await page.getByLabel(danish.form.name).fill('Vores anden');
  await page.getByLabel(t.url, { exact: true }).fill(`${sink.origin}/{{secret.account}}/send`);
  await page.getByLabel(t.headerName).first().fill('authorization');
  await page.getByLabel(t.headerValue).fill('Bearer {{secret.key}}');
  await page
    .getByLabel(t.body, { exact: true })
    .fill('{"to": {{to}}, "text": "{{text}}", "ref": "{{id}}", "cb": "{{reportUrl}}"}');
  const keys = page.getByRole('group', { name: danish.form.secrets });
  await keys.getByLabel(t.secretName).fill('key');
  await keys.getByLabel(t.secretValue).fill('needle-of-a-key');
  await page.getByRole('button', { name: t.preview }).click();
  const shown = page.locator('.gateway-preview pre');
  await expect.poll(() => shown.textContent()).toContain(`POST ${sink.origin}/***/send\n`);
  expect(await shown.textContent()).toContain('authorization: Bearer ***');
  await page.getByText(t.previewNote).waitFor();
  await page.getByText(danish.form.noSuchSecret('{{secret.account}}')).waitFor();
  await page.getByText(danish.form.notJson).waitFor();
  // Nothing was asked of it.
  expect(sink.asked).toEqual([]);
  await page.getByRole('button', { name: danish.form.save }).click();
  await page.getByText(danish.form.wrong).waitFor();
  expect(await page.getByLabel(t.body, { exact: true }).getAttribute('aria-invalid')).toBe('true');

  await page
    .getByLabel(t.body, { exact: true })
    .fill('{"to": "{{to}}", "text": "{{text}}", "ref": "{{id}}", "cb": "{{reportUrl}}"}');
  await page.getByRole('button', { name: t.addSecret }).click();
  await keys.getByLabel(t.secretName).nth(1).fill('account');
  await keys.getByLabel(t.secretValue).nth(1).fill('konto 7');
  await page.getByText(t.answer, { exact: true }).click();
  await page.getByLabel(t.answerFields.id.label).fill('message.id');
  await page.getByLabel(t.answerFields.temporary.label).fill('423, 425');
  await page.getByLabel(t.hasReport).check();
  await page.getByLabel(t.reportFields.id.label).fill('ref');
  await page.getByLabel(t.reportFields.state.label).fill('status');
  await page.getByRole('button', { name: t.addWord }).click();
  await page.getByLabel(t.written).fill('FASTNET');
  await page.getByLabel(t.means).selectOption('no-such-number');
  await page.getByRole('button', { name: danish.form.save }).click();
  await page.getByText(danish.form.added('Vores anden')).waitFor();
  const made = await askAsPage<GatewayDetails>(page, `/api/gateways/${await idOf(page, 'Vores anden')}`);
  expect(made.secretNames).toEqual(['key', 'account']);
  expect(made.settings).toMatchObject({
    answer: { id: 'message.id', temporary: [423, 425], knownId: [] },
    report: { from: 'json', id: 'ref', state: 'status', words: [{ written: 'FASTNET', means: 'no-such-number' }] },
  });

  const card = cardOf(page, 'Vores anden');
  await card.getByRole('button', { name: danish.testNamed('Vores anden') }).click();
  await card.getByLabel(danish.tests.to).fill(WRITTEN_NUMBER);
  await card.getByLabel(danish.tests.text).fill('Hun sagde "hej"');
  await card.getByRole('button', { name: danish.tests.send }).click();
  await card.getByText(danish.tests.waiting).waitFor();
  const [sent] = posted();
  expect(sink.asked.find(({ method }) => method === 'POST')?.path).toBe('/konto%207/send');
  expect(sent?.headers.authorization).toBe('Bearer needle-of-a-key');
  expect(sent?.body).toMatchObject({ to: NUMBER, text: 'Hun sagde "hej"' });
  // What it calls back with, in its own words, is told in ours.
  const report = JSON.stringify({ ref: sent?.body.ref, status: 'FASTNET' });
  expect((await fetch(sent?.body.cb ?? '', { method: 'POST', body: report })).status).toBe(200);
  await card.getByRole('status').getByText(danish.tests.states['no-such-number']).waitFor();

  // Changed without giving a secret again: the one that is replaced is new, the other as it was.
  await card.getByRole('button', { name: danish.editNamed('Vores anden') }).click();
  await card.getByLabel(t.secretValue).first().fill('another-key');
  await card.getByRole('button', { name: danish.form.saveEdit }).click();
  await page.getByText(danish.form.saved('Vores anden')).waitFor();
  await askAsPage(page, `/api/gateways/${made.id}/test`, 'POST', { to: NUMBER, from: 'Brand', text: 'Hej' });
  expect(posted().at(-1)?.headers.authorization).toBe('Bearer another-key');
  expect(sink.asked.at(-1)?.path).toBe('/konto%207/send');
  expect((await askAsPage<GatewayDetails>(page, `/api/gateways/${made.id}`)).settings).toEqual(made.settings);
});

test('each service has a form of its own; a secret that need not be there is taken away again', async () => {
  const { page } = app;
  await opened(page);
  const { inmobile, gatewayapi, twilio } = danish.fields;
  const add = async (kind: 'inmobile' | 'gatewayapi' | 'twilio', fill: () => Promise<void>) => {
    await page.getByRole('button', { name: danish.add }).click();
    await page.getByRole('radio', { name: danish.kinds[kind].name }).check();
    await fill();
    await page.getByRole('button', { name: danish.form.save }).click();
    // What it is called where nobody says.
    await page.getByText(danish.form.added(danish.kinds[kind].name)).waitFor();
    return details(kind);
  };
  const details = async (kind: 'inmobile' | 'gatewayapi' | 'twilio') =>
    askAsPage<GatewayDetails>(page, `/api/gateways/${await idOf(page, danish.kinds[kind].name)}`);
  const sid = `AC${'0123456789abcdef'.repeat(2)}`;
  expect(
    await add('inmobile', async () => {
      await page.getByLabel(inmobile.poll.label).check();
      await page.getByLabel(inmobile.apiKey.label).fill('k');
    }),
  ).toMatchObject({
    settings: { poll: true, perSecond: 100, url: 'https://api.inmobile.com' },
    secretNames: ['apiKey'],
  });
  expect(
    await add('twilio', async () => {
      await page.getByLabel(twilio.accountSid.label).fill(sid);
      await page.getByLabel(twilio.authToken.label).fill('t');
      await page.getByText(danish.form.more, { exact: true }).click();
      await page.getByLabel(twilio.perSecond.label).fill('3');
    }),
  ).toMatchObject({ settings: { accountSid: sid, perSecond: 3 }, secretNames: ['authToken'] });
  await cardOf(page, 'Twilio').getByText(danish.perSecond('3')).waitFor();
  expect(
    await add('gatewayapi', async () => {
      await page.getByLabel(gatewayapi.token.label).fill('t');
      await page.getByLabel(gatewayapi.webhookToken.label).fill('w');
    }),
  ).toMatchObject({ secretNames: ['token', 'webhookToken'] });
  // A second one of the same name is told in the page's language.
  await page.getByRole('button', { name: danish.add }).click();
  await page.getByRole('radio', { name: danish.kinds.twilio.name }).check();
  await page.getByLabel(twilio.accountSid.label).fill(sid);
  await page.getByLabel(twilio.authToken.label).fill('t');
  await page.getByRole('button', { name: danish.form.save }).click();
  await page.getByText(danish.form.sameName).waitFor();
  await page.getByRole('button', { name: danish.form.cancel }).click();

  const card = cardOf(page, 'GatewayAPI');
  await card.getByRole('button', { name: danish.editNamed('GatewayAPI') }).click();
  expect(await card.getByText(danish.form.isSet).count()).toBe(2);
  await card.getByRole('button', { name: danish.form.takeAwayNamed(gatewayapi.webhookToken.label) }).click();
  await card.getByRole('button', { name: danish.form.keepNamed(gatewayapi.webhookToken.label) }).click();
  await card.getByRole('button', { name: danish.form.takeAwayNamed(gatewayapi.webhookToken.label) }).click();
  await card.getByText(danish.form.takenAway).waitFor();
  await card.getByRole('button', { name: danish.form.saveEdit }).click();
  await page.getByText(danish.form.saved('GatewayAPI')).waitFor();
  expect((await details('gatewayapi')).secretNames).toEqual(['token']);
  // Polled once a minute otherwise, while the tests last.
  await askAsPage(page, `/api/gateways/${await idOf(page, 'inMobile')}`, 'DELETE');
});

test("what is wrong with a setting is told in the page's language, and of one kind only", async () => {
  const { page } = app;
  const { form, fields, template } = danish;
  const { wrongs } = form;
  await opened(page);
  await page.getByRole('button', { name: danish.add }).click();
  const choose = (kind: keyof typeof danish.kinds) =>
    page.getByRole('radio', { name: danish.kinds[kind].name }).check();
  /** Each sentence beside the fields, in the order of the form. */
  const told = async () => {
    await page.getByRole('button', { name: form.save }).click();
    await page.getByText(form.wrong).waitFor();
    return page.locator('.gateway-form .field .error').allInnerTexts();
  };
  await choose('kannel');
  await page.getByLabel(fields.kannel.url.label).fill('10.0.0.5:13013/cgi-bin/sendsms');
  await page.getByLabel(fields.kannel.username.label).fill('bruger');
  await page.getByLabel(fields.kannel.countryCode.label).fill('+45');
  await page.getByLabel(fields.kannel.password.label).fill('kode');
  expect(await told()).toEqual([wrongs.url, wrongs.countryCode]);
  await page.getByLabel(fields.kannel.url.label).fill('http://navn:kode@10.0.0.5/cgi-bin/sendsms');
  await page.getByLabel(fields.kannel.countryCode.label).fill('45');
  await expect.poll(told).toEqual([wrongs.url]);

  await choose('twilio');
  expect(await page.getByText(form.wrong).count()).toBe(0);
  await page.getByLabel(fields.twilio.accountSid.label).fill('AC12');
  await page.getByLabel(fields.twilio.authToken.label).fill('t');
  await page.getByText(form.more, { exact: true }).click();
  await page.getByLabel(fields.twilio.url.label).fill('http://api.twilio.com');
  await page.getByLabel(fields.twilio.perSecond.label).fill('mange');
  await expect.poll(told).toEqual([wrongs.accountSid, wrongs.serviceUrl, wrongs.perSecond]);

  await choose('template');
  await page.getByLabel(template.url, { exact: true }).fill('gateway.example/send');
  await page.getByLabel(template.body, { exact: true }).fill('{"to":"{{tel}}"}');
  await page.getByText(template.answer).click();
  await page.getByLabel(template.answerFields.id.label).fill('messages[0].id');
  await page.getByLabel(template.answerFields.temporary.label).fill('4xx');
  await expect.poll(told).toEqual([wrongs.templateUrl, wrongs.placeholder, wrongs.path, wrongs.statuses]);
  await page.getByRole('button', { name: form.cancel }).click();
});

test('before a gateway goes, what is on its way through it is named; what is kept stays', async () => {
  const { page } = app;
  const { id } = await addSinkGateway(page, 'På vej ud');
  const campaign = await publish(page, { ...CAMPAIGN, name: 'Udsalg i morgen', recipients: 2 });
  const path = `/api/campaigns/${encodeURIComponent(campaign.id)}/sending`;
  await askAsPage(page, path, 'POST', { gateway: id, from: 'Brand', atMs: Date.now() + 86_400_000 });
  const messages = [0, 1].map((row) => ({
    ...{ row, to: `+452012345${row}`, text: 'Hej', encoding: 'gsm7', segments: 1, country: 'DK' },
  }));
  await askAsPage(page, `${path}/packs`, 'POST', { pack: 0, messages });
  await askAsPage(page, `${path}/start`, 'POST', { messages: 2 });
  const { host } = campaign;
  const stopTexts = { gateway: id, from: 'Brand', countryCode: '45' };
  await askAsPage(page, `/api/domains/${host}`, 'PATCH', { stopTexts });
  await opened(page);
  const card = cardOf(page, 'På vej ud');
  const remove = card.getByRole('button', { name: danish.removeNamed('På vej ud') });
  await remove.click();
  await card.getByText(danish.removal.underWay).waitFor();
  const { waiting, states } = danish.removal;
  await card.getByText(`Udsalg i morgen (${states.scheduled}): ${waiting(2, '2')}`).waitFor();
  await card.getByText(danish.removal.follows).waitFor();
  await card.getByText(danish.removal.stopTexts(1, host)).waitFor();
  await page.keyboard.press('Escape');
  await card.getByText(danish.removal.underWay).waitFor({ state: 'detached' });
  await expect.poll(() => remove.evaluate((button) => button === document.activeElement)).toBe(true);
  await remove.click();
  await card.getByRole('button', { name: danish.removal.yes, exact: true }).click();
  await page.getByText(danish.removal.removed('På vej ud')).waitFor();
  expect(await card.count()).toBe(0);
  const { entries } = await askAsPage<{ entries: ShortGateway[] }>(page, '/api/gateways');
  expect(entries.map(({ name }) => name)).not.toContain('På vej ud');
});

test('the outbox is read page by page, its links lead where they should, and it is exported and emptied', async () => {
  const { page } = app;
  await askAsPage(page, '/api/outbox', 'DELETE');
  await opened(page);
  const outbox = page.getByRole('region', { name: danish.outbox.heading, exact: true });
  await outbox.getByRole('button', { name: danish.outbox.read }).click();
  await outbox.getByText(danish.outbox.none).waitFor();
  // A text with a short link of its own, as the API sends it.
  const { messages } = await askAsPage<MessagesTold>(page, '/api/messages', 'POST', {
    ...{ host: LINK_HOST, from: 'Brand', kind: 'service', text: 'Kære {{navn}}: www.barnetsverden.dk/nyt. Hilsen os' },
    recipients: [{ to: NUMBER, fields: { navn: 'Åse' } }],
  });
  const text = messages[0]?.text ?? '';
  const held = async () =>
    (await askAsPage<{ entries: OutboxMessage[] }>(page, '/api/outbox?pageLimit=250')).entries.length;
  await expect.poll(held).toBe(1);
  for (let at = 1; at <= 22; at++) {
    await askAsPage(page, '/api/gateways/outbox/test', 'POST', { to: NUMBER, from: 'Brand', text: `Besked ${at}` });
  }
  await outbox.getByRole('button', { name: danish.outbox.hide }).click();
  await outbox.getByRole('button', { name: danish.outbox.read }).click();
  const items = outbox.getByRole('listitem');
  await expect.poll(() => items.count()).toBe(20);
  await items.first().getByText('Besked 22').waitFor();
  await outbox.getByRole('button', { name: danish.outbox.older }).click();
  await expect.poll(() => items.count()).toBe(3);
  const own = items.last();
  expect(await own.locator('.outbox-text').textContent()).toBe(text);
  const link = own.getByRole('link');
  const href = (await link.getAttribute('href')) ?? '';
  expect(href).toMatch(/^https:\/\/s\.barnetsverden\.dk\/[\w-]{8}$/);
  const answer = await page.request.get(href, { maxRedirects: 0 });
  expect([answer.status(), answer.headers().location]).toEqual([302, 'https://www.barnetsverden.dk/nyt']);
  await outbox.getByRole('button', { name: danish.outbox.newest }).click();
  await expect.poll(() => items.count()).toBe(20);
  const download = page.waitForEvent('download');
  await outbox.getByRole('link', { name: danish.outbox.export }).click();
  expect((await download).suggestedFilename()).toBe('outbox.csv');

  // A message that is sent from here shows without being asked for.
  await outbox.getByRole('button', { name: danish.testNamed(danish.outbox.heading) }).click();
  await outbox.getByLabel(danish.tests.to).fill('20 12 34 56');
  await outbox.getByRole('button', { name: danish.tests.send }).click();
  await outbox.getByText(danish.tests.toWrong).waitFor();
  await outbox.getByLabel(danish.tests.to).fill(WRITTEN_NUMBER);
  await outbox.getByRole('button', { name: danish.tests.send }).click();
  await outbox.getByText(danish.tests.acceptedOutbox).waitFor();
  await outbox.getByRole('button', { name: danish.outbox.read }).click();
  await items.first().getByText(danish.tests.sample).waitFor();

  await outbox.getByRole('button', { name: danish.outbox.empty }).click();
  await outbox.getByText(danish.outbox.emptyText).waitFor();
  await outbox.getByRole('button', { name: danish.outbox.emptyNo }).click();
  expect(await held()).toBe(24);
  await outbox.getByRole('button', { name: danish.outbox.empty }).click();
  await outbox.getByRole('button', { name: danish.outbox.emptyYes }).click();
  await outbox.getByText(danish.outbox.emptied).waitFor();
  expect(await held()).toBe(0);
});

test.each(['da', 'en'] as const)(
  'in %s nothing stands in the way, at any width and in either theme',
  async (language) => {
    const said = words[language];
    const { page, errors, close } = await openApp(browser, worker, language, {
      reducedMotion: 'reduce',
      storageState: { ...(await app.page.context().storageState()), origins: [] },
    });
    const { id } = await addSinkGateway(page, `Prøve ${language}`);
    sink.answering = () => ({ status: 400, body: '{"reason": "no such sender"}' });
    await askAsPage(page, `/api/gateways/${id}/test`, 'POST', { to: NUMBER, from: 'Brand', text: 'Hej' });
    await opened(page, language);
    const card = cardOf(page, `Prøve ${language}`);
    const found: string[] = [];
    const check = async (state: string) => found.push(...(await obstacles(page, state)));
    await card.getByText(said.itsWords('400 no such sender')).waitFor();
    await check('card');
    for (const [part, name] of [
      ['test', said.testNamed],
      ['callbacks', said.callbacksNamed],
      ['remove', said.removeNamed],
      ['edit', said.editNamed],
    ] as const) {
      await card.getByRole('button', { name: name(`Prøve ${language}`) }).click();
      if (part === 'edit') await card.getByLabel(said.template.hasInbound).check();
      await check(part);
    }
    await page.getByRole('button', { name: said.add }).click();
    await page.getByRole('button', { name: said.form.save }).click();
    await page.getByText(said.form.wrong).waitFor();
    await check('add');
    expect(found).toEqual([]);
    expect(errors).toEqual([]);
    await close();
  },
);

test('nothing of all this was an error of the page, nor against its security policy', () => {
  expect(app.errors).toEqual([]);
});
