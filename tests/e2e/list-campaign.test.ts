/**
 * A list campaign from the composer to the phones and back, through real Kannel: what people receive is what the file and the
 * test message said, octet for octet; and clicks, delivery reports, STOP and opt-out pages come to the report exactly.
 */
import { readFile } from 'node:fs/promises';
import { load } from 'klikspor';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sending as sendingWords } from '../../web/src/i18n/da/sending.ts';
import { wayOut as wayOutWords } from '../../web/src/i18n/da/way-out.ts';
import type { Campaign, GatewayDetails, Report, Sending } from '../../worker/api.ts';
import { phones } from '../support/agents.ts';
import { askAsPage } from '../support/ask-as-page.ts';
import { launchBrowser } from '../support/browser.ts';
import { startWranglerDev, type WranglerDev } from '../support/dev-worker.ts';
import { addDomain, confirmConsent, csvFile, dictionaries, loadList, type Opened, openApp } from '../support/drive.ts';
import {
  type FakeSmsc,
  joined,
  type KannelBox,
  PASSWORD,
  startKannelBox,
  USERNAME,
  until,
  whyNoKannelBox,
} from '../support/kannel-box.ts';
import { askLinkHost } from '../support/link-host.ts';
import { untilProved } from '../support/proved.ts';

if (whyNoKannelBox !== null) console.warn(`skipped, Kannel cannot be started: ${whyNoKannelBox}`);

const HOST = 's.barnetsverden.dk';
const OWN = '+4520990099';
const words = { ...dictionaries.da, sending: sendingWords, wayOut: wayOutWords };
const core = await load();

/** Of four countries, with names that cost one segment, two by their letters, and two by their length. */
const NAMES = [
  'Åse',
  'Łukasz',
  'Zoë 😊',
  'Jørgen',
  '',
  'Wilhelmine Charlotte Frederikke Antoinette {von} Hansen-Ærø €',
];
const NUMBERS = (at: number) =>
  [`+45${20_100_000 + at}`, `+46${701_234_500 + at}`, `+4474${10_123_400 + at}`, `+4915${112_345_600 + at}`][at % 4] ??
  '';
const ROWS = 24;
const people = Array.from({ length: ROWS }, (_, at) => ({ to: NUMBERS(at), name: NAMES[at % NAMES.length] ?? '' }));
const list = csvFile('kunder.csv', `mobil;navn\r\n${people.map(({ to, name }) => `${to};${name}\r\n`).join('')}`);
const TEXT =
  'Kære {{navn|kunde}}, nu er der adgang for alle andre: www.barnetsverden.dk/udsalg Læs & spar 20 % Afmeld: {{afmeld}}';
/** Opts out between publishing and sending. */
const LATE = people[9];

describe.skipIf(whyNoKannelBox !== null)('a list campaign', () => {
  let worker: WranglerDev;
  let browser: Browser;
  let app: Opened;
  let page: Page;
  let box: KannelBox;
  let fake: FakeSmsc;
  let gateway: GatewayDetails;
  let campaign: Campaign;
  /** As the file has them. */
  let file: { to: string; text: string; encoding: 'gsm7' | 'ucs2'; segments: number }[];

  beforeAll(async () => {
    worker = await startWranglerDev({ PUBLISH_INTERVAL_MS: '500', SETTLE_MS: '0' });
    browser = await launchBrowser();
    app = await openApp(browser, worker, 'da', {
      timezoneId: 'Europe/Copenhagen',
      acceptDownloads: true,
      serviceWorkers: 'allow',
    });
    ({ page } = app);
    await page.goto('about:blank');
    await page.goto(`${worker.origin}/#code=${worker.signInCode}`);
    await addDomain(page, 'da', HOST);
    await untilProved(page);
    const settings = { url: 'http://127.0.0.1:9/cgi-bin/sendsms', username: USERNAME, countryCode: '45' };
    gateway = await owner<GatewayDetails>('/api/gateways', 'POST', {
      ...{ kind: 'kannel', name: 'Kannel i kælderen', settings, secrets: { password: PASSWORD } },
    });
    box = await startKannelBox({ inboundUrl: gateway.callbacks.inbound });
    fake = box.fake();
    await owner(`/api/gateways/${gateway.id}`, 'PATCH', { kind: 'kannel', settings: { ...settings, url: box.url } });
  });
  afterAll(async () => {
    await box?.stop();
    await browser?.close();
    await worker?.stop();
  });

  const owner = <T>(path: string, method?: string, body?: unknown): Promise<T> => askAsPage(page, path, method, body);
  const ofCampaign = (part: string) => `/api/campaigns/${encodeURIComponent(campaign.id)}/${part}`;
  const report = () => owner<Report>(ofCampaign('report'));
  const sending = () => owner<Sending>(ofCampaign('sending'));
  const received = async (to: string) => {
    const message = file.find((one) => one.to === to);
    if (message === undefined) throw new Error(`${to} is not in the file`);
    return joined(await fake.gets(to, message.segments), message.encoding);
  };
  const tap = (slug: string, more = {}) => askLinkHost(worker.port, HOST, `/${slug}`, { ...phones[0], ...more });
  const slugsIn = (text: string) =>
    Array.from(text.matchAll(/s\.barnetsverden\.dk\/(\w{8})/g), ([, slug = '']) => slug);
  const section = () => page.getByRole('region', { name: words.sending.heading });
  const panel = (state: keyof typeof sendingWords.panel.headings) =>
    page.getByRole('region', { name: words.sending.panel.headings[state] });

  test('is published to be sent from here, and its page says what that means', async () => {
    await loadList(page, 'da', list);
    await page.locator('.loaded-count', { hasText: words.listFile.loaded(String(ROWS)) }).waitFor();
    await page.getByLabel(words.compose.name).fill('Adgang for alle andre');
    await page.getByLabel(words.compose.sender, { exact: true }).fill('Barnets');
    await page.getByLabel(words.compose.messageLabel).fill(TEXT);
    await confirmConsent(page, 'da');
    const cost = page.getByRole('region', { name: words.cost.title });
    await cost.getByText(words.prices.add).click();
    for (const country of [words.countries.DK, words.countries.SE, words.countries.GB, words.countries.DE]) {
      await cost.getByLabel(country, { exact: true }).fill('0,5');
    }
    await page.getByRole('group', { name: words.wayOut.question }).getByLabel(words.wayOut.send).check();
    const answer = page.waitForResponse(
      (response) => response.request().method() === 'POST' && response.url().endsWith('/api/campaigns'),
    );
    await page.getByRole('button', { name: words.compose.publish, exact: true }).click();
    campaign = (await (await answer).json()) as Campaign;
    await section().getByText(words.sending.numbersLeave).waitFor();
    await expect.poll(() => section().getByLabel(words.sending.gateway).inputValue()).toBe(gateway.id);
    expect(await section().getByLabel(words.sending.sender).inputValue()).toBe('Barnets');
    // Nothing has left: the worker knows of no sending.
    await expect(sending()).rejects.toThrow('404');
    const download = page.waitForEvent('download');
    await page.getByLabel(words.report.format).selectOption('ndjson');
    await page.getByRole('button', { name: words.report.download }).click();
    const lines = (await readFile(await (await download).path(), 'utf8')).trimEnd().split('\n');
    file = lines.map((line) => {
      const { to, text } = JSON.parse(line) as { to: string; text: string };
      const { encoding, segments } = core.planSegments(text);
      return { to: `+${to.replace(/\D/g, '')}`, text, encoding, segments };
    });
    expect(file.map(({ to }) => to)).toEqual(people.map(({ to }) => to));
    expect(new Set(file.map(({ encoding, segments }) => `${encoding} ${segments}`)).size).toBeGreaterThan(2);
  });

  test('is tried on the marketer’s own phone first, and that counts nowhere', async () => {
    await section().getByText(words.sending.test.title).click();
    await section().getByLabel(words.sending.test.to).fill(OWN);
    await section().getByLabel(words.sending.test.whose).selectOption('ucs2');
    const preview = section().locator('.send-preview > p');
    await preview.filter({ hasText: 'Łukasz' }).waitFor();
    const shown = await preview.innerText();
    await section().getByRole('button', { name: words.sending.test.send }).click();
    await section()
      .locator('.send-outcomes', {
        hasText: `${words.sending.test.outcomes.accepted} ${words.sending.test.states.delivered}`,
      })
      .waitFor();
    const text = joined(await fake.gets(OWN, core.planSegments(shown).segments), 'ucs2');
    expect(text).toBe(shown);
    // Łukasz’ own message, but for the links.
    const bare = (written: string) => written.replace(/(s\.barnetsverden\.dk\/)\w{8}/g, '$1');
    expect(bare(text)).toBe(bare(file[1]?.text ?? ''));
    const [slug = ''] = slugsIn(text);
    expect((await tap(slug)).status).toBe(302);
  });

  test('is sent after what will happen was said, without whoever opted out meanwhile', async () => {
    await owner('/api/inbound', 'POST', { messages: [{ from: LATE?.to, text: 'STOP' }] });
    await page.reload();
    await page.getByRole('button', { name: words.sending.open }).click();
    const chooser = page.waitForEvent('filechooser');
    await section().getByRole('button', { name: words.listCheck.choose }).click();
    await (await chooser).setFiles({ name: list.name, mimeType: 'text/csv', buffer: list.octets });
    const sum = section().locator('.send-sum');
    await sum.filter({ hasText: words.sending.stopped(1, '1') }).waitFor();
    const out = file.filter(({ to }) => to !== LATE?.to);
    const segments = out.reduce((all, one) => all + one.segments, 0);
    const price = new Intl.NumberFormat('da-DK', { style: 'currency', currency: 'DKK' }).format(segments * 0.5);
    const what = `${words.sending.sum(out.length, String(out.length), String(segments))}, ${words.sending.about(price)}`;
    await sum.filter({ hasText: what }).waitFor();
    // It is any hour where the test runs.
    await section().getByLabel(words.sending.quiet).uncheck();
    await section().getByLabel(words.sending.speed).fill('40');
    await section().getByRole('button', { name: words.sending.send, exact: true }).click();
    await section().getByText(words.sending.throughNow(what, 'Kannel i kælderen')).waitFor();
    await expect(sending()).rejects.toThrow('404');
    await section().getByRole('button', { name: words.sending.yesNow }).click();
    await panel('sent').waitFor();
    await expect.poll(async () => (await sending()).messages.delivered, { timeout: 20_000 }).toBe(out.length);
    for (const { to, text } of out) expect(await received(to), to).toBe(text);
    expect(fake.messages().filter(({ to }) => to !== OWN)).toHaveLength(segments);
    expect(fake.messages().filter(({ to }) => to === LATE?.to)).toEqual([]);
    expect(await sending()).toMatchObject({ segments, messages: { delivered: out.length, waiting: 0, unknown: 0 } });
    await panel('sent').locator('dt', { hasText: words.sending.states.delivered }).waitFor();
  });

  test('comes back: clicks, opt-outs by page and by STOP, and what they divide by', async () => {
    const readers = [0, 1, 2, 3, 4, 5, 6];
    for (const row of readers) {
      const [shop = ''] = slugsIn(await received(people[row]?.to ?? ''));
      const answer = await tap(shop);
      expect([answer.status, answer.headers.location]).toEqual([302, 'https://www.barnetsverden.dk/udsalg']);
    }
    const [again = ''] = slugsIn(await received(people[0]?.to ?? ''));
    await tap(again);
    const [, way = ''] = slugsIn(await received(people[7]?.to ?? ''));
    expect((await tap(way)).status).toBe(200);
    expect((await tap(way, { method: 'POST', form: '' })).status).toBe(303);
    await fake.says(people[8]?.to ?? '', '1245', 'text', 'STOP');
    await until(async () => (await report()).totals.clickers === readers.length, 'the clicks are not counted');
    await until(async () => (await report()).numbers.optOut.confirmed === 1, 'the opt-out is not counted');
    await until(async () => (await report()).delivery?.delivered === ROWS - 1, 'not all are said to be delivered');
    const { numbers, totals, delivery, denominator, pending, sent } = await report();
    expect(pending).toBe(0);
    expect(denominator).toBe('delivered');
    // Whoever opted out before it was sent is nobody's message on its way, nor one that went out.
    expect(sent).toBe(ROWS - 1);
    expect(delivery).toMatchObject({ delivered: ROWS - 1, blocked: 1, open: 0 });
    expect([numbers.clicks, numbers.uniqueClicks, totals.clickers]).toEqual([8, 7, 7]);
    expect(numbers.ctr).toMatchObject({ numerator: 7, denominator: ROWS - 1 });
    // The page shows the same.
    await page.getByText(words.report.refresh).click();
    const percent = new Intl.NumberFormat('da-DK', {
      ...{ style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1 },
    } as Intl.NumberFormatOptions).format(7 / (ROWS - 1));
    await expect
      .poll(async () => (await page.locator('.figure-value').allInnerTexts()).map((text) => text.replace(/\s+/g, ' ')))
      .toContain(percent.replace(/\s+/g, ' '));
    const stops = async () => (await owner<{ entries: { from: string; word: string }[] }>('/api/inbox')).entries;
    await until(
      async () => (await stops()).some(({ from, word }) => from === people[8]?.to && word === 'stop'),
      'no STOP',
    );
  });

  test('tells of every message, with the numbers of the list, on the page and in a file', async () => {
    await panel('sent').getByText(words.sending.results.title).click();
    const rows = panel('sent').locator('.sending-table tbody tr');
    await expect.poll(() => rows.count()).toBe(ROWS - 1);
    await expect.poll(() => rows.first().innerText()).toContain(people[0]?.to ?? '');
    const download = page.waitForEvent('download');
    await panel('sent').getByRole('button', { name: words.sending.results.download }).click();
    const lines = (await readFile(await (await download).path(), 'utf8')).replace('\ufeff', '').trimEnd().split('\r\n');
    expect(lines).toHaveLength(ROWS);
    const delivered = lines.slice(1).map((line) => line.split(';').slice(0, 3));
    expect(delivered.map(([row, number, state]) => [Number(row) - 1, `+${number}`, state])).toEqual(
      people.flatMap(({ to }, row) => (to === LATE?.to ? [] : [[row, to, words.sending.states.delivered]])),
    );
    expect(app.errors).toEqual([]);
  });
});
