/**
 * A campaign played from its list to the next campaign: composed and published in a browser, followed by people, previews
 * and scanners, told of by a gateway and a shop, left by some. The test keeps its own book of what it did, works out by
 * plain arithmetic what must have come of it, and finds that on the page, in the API, in every file and in KV.
 */
import { readFile } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { SegmentedMessage } from 'sms-segments-calculator';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { conversions as conversionWords } from '../../web/src/i18n/da/conversions.ts';
import { delivery as deliveryWords } from '../../web/src/i18n/da/delivery.ts';
import { figures as figureWords } from '../../web/src/i18n/da/figures.ts';
import { live as liveWords } from '../../web/src/i18n/da/live.ts';
import { shares as shareWords } from '../../web/src/i18n/da/shares.ts';
import { stops as stopWords } from '../../web/src/i18n/da/stops.ts';
import { whoClicked as whoWords } from '../../web/src/i18n/da/who-clicked.ts';
import type {
  AnswerOf,
  Campaign,
  ConversionReport,
  ConversionsTold,
  OptOuts,
  Overview,
  Report,
  Token,
} from '../../worker/api.ts';
import { phones, previewers } from '../support/agents.ts';
import { askAsPage } from '../support/ask-as-page.ts';
import { launchBrowser } from '../support/browser.ts';
import { startWranglerDev, type WranglerDev } from '../support/dev-worker.ts';
import { addDomain, confirmConsent, csvFile, dictionaries, loadList, type Opened, openApp } from '../support/drive.ts';
import { inAppAgents } from '../support/in-app-agents.ts';
import { askLinkHost, inParallel, type LinkRequest } from '../support/link-host.ts';
import { pause } from '../support/load.ts';
import { untilProved } from '../support/proved.ts';

const HOST = 's.barnetsverden.dk';
const RECIPIENTS = 1_000;
const NAME = 'Adgang for alle andre';
const PRICE = 0.35;
const TEXT =
  'Kære {{navn|kunde}}, nu er der adgang for alle andre: www.barnetsverden.dk/udsalg Find din butik: www.barnetsverden.dk/butikker Afmeld: {{afmeld}}';
const words = dictionaries.da;

const range = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);
const numberOf = (row: number) => 4_521_100_000 + row;
const NAMES = ['Åse', 'Søren', 'Zoë', 'Łukasz', '', 'Anne-Marie', 'Bo', 'Jørgen'];
const list = csvFile(
  'kunder.csv',
  `mobil;navn\r\n${range(0, RECIPIENTS)
    .map((row) => `+${numberOf(row)};${NAMES[row % NAMES.length]}\r\n`)
    .join('')}`,
);

// --- the script: who does what, by row of the list ---------------------------------------------------------------------

const PLAY = {
  /** Within seconds of the sending, with the phone in hand. */
  quick: range(0, 12),
  /** Later, by what their phones have. */
  people: range(12, 220),
  /** Come back to the shop. */
  again: range(0, 60),
  /** Look for a shop near by as well. */
  butikker: range(40, 90),
  /** The other link alone. */
  onlyButikker: range(220, 240),
  /** A preview is fetched, for some of those who tap as well. */
  previews: range(190, 290),
  /** Call themselves what they are. */
  scanners: range(300, 340),
  /** Imitate a browser, and follow everything at once. */
  imitators: range(350, 380),
  prefetch: range(380, 400),
  head: range(400, 430),
  /** Scanners follow the way out too, and press nothing. */
  wayOutByMachines: range(430, 450),
  /** Open the page. One of them bought, one was followed by an imitator before. */
  wayOut: [5, 350, ...range(500, 520)],
  confirm: [5, 350, ...range(500, 508)],
  undo: [507],
  /** Answer STOP; the last one takes it back. */
  stop: [600, 601],
  start: [601],
} as const;
const OPTED_OUT = [5, 350, ...range(500, 507)];
const STOPPED = [...OPTED_OUT, 600];

/** As a gateway words it. */
const stateOf = (row: number): string => {
  if (row < 940) return 'DELIVRD';
  if (row < 960) return 'UNDELIV';
  if (row < 975) return 'EXPIRED';
  if (row < 980) return 'REJECTD';
  return row < 990 ? 'Invalid number' : 'ENROUTE';
};
const DELIVERED = 940;

const DESKTOP =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36';
const PROGRAMS = ['python-requests/2.32.3', 'curl/8.14.1', 'Go-http-client/2.0', 'okhttp/4.12.0'];
const inApp = Object.values(inAppAgents)
  .flat()
  .filter((agent) => /iPhone|Android/.test(agent) && agent.includes('Mobile'));

// --- the book ----------------------------------------------------------------------------------------------------------

type Class = 'human' | 'preview' | 'scanner' | 'prefetch' | 'head';
interface Entry {
  readonly row: number;
  readonly link: number;
  /** 'imitator': a scanner's, unless the recipient confirms an opt-out. */
  readonly as: Class | 'imitator';
  readonly userAgent: string;
}
const book: Entry[] = [];
const classOf = ({ as, row }: Entry): Class =>
  as !== 'imitator' ? as : (PLAY.confirm as readonly number[]).includes(row) ? 'human' : 'scanner';
const DESTINATIONS = [0, 1];
const OPT_OUT = 2;
const clicks = () => book.filter((entry) => classOf(entry) === 'human' && entry.link !== OPT_OUT);
const rowsOf = (entries: readonly Entry[]) => [...new Set(entries.map(({ row }) => row))].sort((a, b) => a - b);
const ofLink = (link: number) => clicks().filter((entry) => entry.link === link);
const requestsOf = (name: Class) => book.filter((entry) => classOf(entry) === name).length;

/** Wilson, 1927, at 95 %. */
function wilson(k: number, n: number): [low: number, high: number] {
  const z = 1.959963984540054;
  const p = k / n;
  const middle = p + (z * z) / (2 * n);
  const half = z * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n));
  return [(middle - half) / (1 + (z * z) / n), (middle + half) / (1 + (z * z) / n)];
}

// --- orders ------------------------------------------------------------------------------------------------------------

/** In hundredths. The first three order twice; of 700 no click was counted. */
const ORDERS = [
  ...range(0, 25).map((row) => ({ row, id: `b-${row}`, hundredths: 19_995 + 1_250 * row })),
  ...range(0, 3).map((row) => ({ row, id: `b-${row}-2`, hundredths: 4_950 })),
  { row: 700, id: 'b-700', hundredths: 12_500 },
];
const decimal = (hundredths: number) => `${Math.floor(hundredths / 100)}.${String(hundredths % 100).padStart(2, '0')}`;

// --- as a person reads -------------------------------------------------------------------------------------------------

const whole = (value: number) => new Intl.NumberFormat('da-DK').format(value);
const percent = (value: number) =>
  new Intl.NumberFormat('da-DK', { style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(
    value,
  );
const kroner = (value: number) => new Intl.NumberFormat('da-DK', { style: 'currency', currency: 'DKK' }).format(value);
const plain = (text: string) => text.replace(/\s+/g, ' ').trim();
const csvRows = (file: string, separator: string): string[][] =>
  file
    .replace('\ufeff', '')
    .trimEnd()
    .split('\r\n')
    .map((line) => line.split(separator));

let worker: WranglerDev;
let browser: Browser;
let app: Opened;
let page: Page;
/** The same report in another window, open all the time. */
let other: Page;
let campaign: Campaign;
let segments = 0;
/** As the gateway got them: of each row its links. */
let slugs: string[][] = [];

beforeAll(async () => {
  worker = await startWranglerDev({ PUBLISH_INTERVAL_MS: '1000' });
  browser = await launchBrowser();
  app = await openApp(browser, worker, 'da', {
    timezoneId: 'Europe/Copenhagen',
    acceptDownloads: true,
    serviceWorkers: 'allow',
  });
  ({ page } = app);
});
afterAll(async () => {
  await browser?.close();
  await worker?.stop();
});

const owner = <T>(path: string, method?: string, body?: unknown): Promise<T> => askAsPage(page, path, method, body);
const ofCampaign = (part: string, { id } = campaign) => `/api/campaigns/${encodeURIComponent(id)}/${part}`;

/** Tells the book, and asks as `as` would. */
async function follow(row: number, link: number, as: Entry['as'], ask: LinkRequest): Promise<string> {
  const slug = slugs[row]?.[link] ?? '';
  book.push({ row, link, as, userAgent: ask.userAgent ?? '' });
  const { status, headers } = await askLinkHost(worker.port, HOST, `/${slug}`, ask);
  expect(status).toBe(link === OPT_OUT ? 200 : 302);
  return headers.location ?? '';
}
/** Every fifth opens the link inside an app. */
const phoneOf = (row: number): LinkRequest => {
  const { userAgent, headers } = phones[row % phones.length] ?? phones[0];
  return { headers, userAgent: row % 5 === 4 ? (inApp[row % inApp.length] ?? userAgent) : userAgent };
};
const tap = (row: number, link: number) => follow(row, link, 'human', phoneOf(row));

async function saved(from: Page, press: () => Promise<void>): Promise<string> {
  const download = from.waitForEvent('download');
  await press();
  return readFile(await (await download).path(), 'utf8');
}

const figure = (on: Page, label: string) => on.locator('.figure').filter({ has: on.getByText(label, { exact: true }) });
const value = async (on: Page, label: string) => plain(await figure(on, label).locator('.figure-value').innerText());
const note = async (on: Page, label: string) =>
  plain((await figure(on, label).locator('.figure-note').allInnerTexts()).join(' '));
const clicksOn = (on: Page) => value(on, words.report.clicks);
const shows = (on: Page, count: number) =>
  expect.poll(() => clicksOn(on), { timeout: 30_000, interval: 200 }).toBe(whole(count));

const loaded = (rows: number) =>
  page.locator('.loaded-count', { hasText: words.listFile.loaded(whole(rows)) }).waitFor();

async function write(name: string): Promise<void> {
  await page.getByLabel(words.compose.name).fill(name);
  await page.getByLabel(words.compose.sender, { exact: true }).fill('Barnets');
  await page.getByLabel(words.compose.messageLabel).fill(TEXT);
  await confirmConsent(page, 'da');
}

async function publish(): Promise<Campaign> {
  const answer = page.waitForResponse(
    (response) => response.request().method() === 'POST' && response.url().endsWith('/api/campaigns'),
  );
  await page.getByRole('button', { name: words.compose.publish, exact: true }).click();
  const made = (await (await answer).json()) as Campaign;
  await page.getByText(words.report.publishedNow).waitFor();
  return made;
}

interface Message {
  readonly number: string;
  readonly text: string;
}
async function messages(): Promise<Message[]> {
  const file = await saved(page, () => page.getByRole('button', { name: words.report.download }).click());
  return csvRows(file, ';')
    .slice(1)
    .map(([number = '', text = '']) => ({ number: number.replace(/\D/g, ''), text }));
}

describe('a campaign to 1,000 recipients', () => {
  test('is composed with a link that brings the slug to the shop, priced, published and made into messages', async () => {
    await page.goto('about:blank');
    await page.goto(`${worker.origin}/#code=${worker.signInCode}`);
    await addDomain(page, 'da', HOST);
    await untilProved(page);
    await loadList(page, 'da', list);
    await loaded(RECIPIENTS);
    await write(NAME);
    const first = page.getByRole('region', { name: words.linkTools.title }).getByRole('listitem').first();
    await first.getByText(words.linkTools.settings).click();
    await first.getByLabel(words.linkTools.label, { exact: true }).fill('Udsalg');
    await first.getByRole('button', { name: words.linkTools.addParameter }).click();
    await first.getByLabel(words.linkTools.parameterName('1')).fill('kilde');
    await first.getByLabel(words.linkTools.parameterValue('1')).fill('sms-{slug}');
    const cost = page.getByRole('region', { name: words.cost.title });
    await cost.getByText(words.prices.add).click();
    await cost.getByLabel('Danmark', { exact: true }).fill('0,35');
    campaign = await publish();
    const made = await messages();
    expect(made.map(({ number }) => Number(number))).toEqual(range(0, RECIPIENTS).map(numberOf));
    slugs = made.map(({ text }) => Array.from(text.matchAll(/s\.barnetsverden\.dk\/(\w+)/g), ([, slug]) => slug ?? ''));
    expect(new Set(slugs.flat()).size).toBe(3 * RECIPIENTS);
    // Somebody else's counter.
    segments = made.reduce((sum, { text }) => sum + new SegmentedMessage(text).segmentsCount, 0);
    expect(segments).toBeGreaterThan(RECIPIENTS);
    other = await page.context().newPage();
    await other.goto(page.url());
    for (const one of [page, other]) await one.locator('.live-note', { hasText: liveWords.live }).waitFor();
  });

  test('is followed by machines and people, and every open report shows it by itself', async () => {
    // What fetches a preview, or looks for malice, comes first.
    await inParallel(PLAY.previews, 8, async (row) => {
      const fetchers = Object.values(previewers);
      await follow(row, 0, 'preview', { userAgent: fetchers[row % fetchers.length] ?? '' });
    });
    await inParallel(PLAY.scanners, 8, async (row) => {
      await follow(row, row % 2, 'scanner', { userAgent: PROGRAMS[row % PROGRAMS.length] ?? '' });
    });
    await inParallel(PLAY.imitators, 2, async (row) => {
      const ask = { userAgent: DESKTOP, headers: phones[0].headers };
      await Promise.all([0, 1, OPT_OUT].map((link) => follow(row, link, 'imitator', ask)));
    });
    await inParallel(PLAY.prefetch, 8, async (row) => {
      const { userAgent = '', headers } = phoneOf(row);
      await follow(row, 0, 'prefetch', { userAgent, headers: { ...headers, 'sec-purpose': 'prefetch;prerender' } });
    });
    await inParallel(PLAY.head, 8, async (row) => {
      await follow(row, 0, 'head', { ...phoneOf(row), method: 'HEAD' });
    });
    await inParallel(PLAY.wayOutByMachines, 8, async (row) => {
      await follow(row, OPT_OUT, 'scanner', { userAgent: PROGRAMS[row % PROGRAMS.length] ?? '' });
    });
    await inParallel(PLAY.quick, 4, async (row) => void (await tap(row, 0)));
    for (const one of [page, other]) await shows(one, PLAY.quick.length);
    await inParallel(PLAY.people, 8, async (row) => void (await tap(row, 0)));
    await inParallel(PLAY.onlyButikker, 8, async (row) => void (await tap(row, 1)));
    for (const one of [page, other]) await shows(one, clicks().filter(({ as }) => as === 'human').length);
  });

  test('goes on through a restart of the worker, and open reports catch up', async () => {
    const lost = other.locator('.live-note', { hasText: liveWords.reconnecting }).waitFor();
    await worker.restart();
    await inParallel(PLAY.again, 8, async (row) => void (await tap(row, 0)));
    await lost;
    // Nobody reads a page and goes on to the next link within two seconds; who does is a scanner.
    await pause(2_500);
    await inParallel(PLAY.butikker, 8, async (row) => void (await tap(row, 1)));
    for (const one of [page, other]) {
      await shows(one, clicks().filter(({ as }) => as === 'human').length);
      await one.locator('.live-note', { hasText: liveWords.live }).waitFor();
    }
  });

  test('is left by whoever presses the button or answers STOP, and by nobody else', async () => {
    for (const row of PLAY.wayOut) await tap(row, OPT_OUT);
    const post = async (row: number, query = '') => {
      const path = `/${slugs[row]?.[OPT_OUT]}${query}`;
      const answer = await askLinkHost(worker.port, HOST, path, { ...phoneOf(row), method: 'POST', form: '' });
      expect(answer.status).toBe(303);
    };
    // Pressed twice is pressed once.
    for (const row of PLAY.confirm) for (const _ of [1, 2]) await post(row);
    for (const row of PLAY.undo) await post(row, '?undo');
    const token = await owner<Token>('/api/tokens', 'POST', { name: 'gateway', scopes: ['inbound:write'] });
    for (const [text, rows] of [
      ['Stop', PLAY.stop],
      ['START', PLAY.start],
    ] as const) {
      const answer = await fetch(`${worker.origin}/api/inbound`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token.secret}`, 'content-type': 'application/json' },
        body: JSON.stringify({ messages: rows.map((row) => ({ from: `+${numberOf(row)}`, text, host: HOST })) }),
      });
      expect(answer.status).toBe(200);
      await pause(10);
    }
  });

  test('sold what the shop tells, each order once', async () => {
    const { secret } = await owner<Token>('/api/tokens', 'POST', { name: 'shop', scopes: ['conversions:write'] });
    const tell = async (conversions: readonly object[]): Promise<ConversionsTold> => {
      const answer = await fetch(`${worker.origin}/api/conversions`, {
        method: 'POST',
        headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
        body: JSON.stringify({ host: HOST, conversions }),
      });
      expect(answer.status).toBe(200);
      return (await answer.json()) as ConversionsTold;
    };
    // What the shop knows of somebody is what its address was asked with.
    const bought = await follow(0, 0, 'human', phoneOf(0));
    const told = new URL(bought).searchParams.get('kilde') ?? '';
    expect(told).toBe(`sms-${slugs[0]?.[0]}`);
    const orders = ORDERS.map(({ row, id, hundredths }) => ({
      ...{ slug: slugs[row]?.[0] ?? '', orderId: id, atMs: Date.now(), value: decimal(hundredths), currency: 'DKK' },
    }));
    expect(await tell(orders)).toMatchObject({ accepted: ORDERS.length, duplicate: 0, refused: 0 });
    expect(await tell(orders)).toMatchObject({ accepted: 0, duplicate: ORDERS.length, refused: 0 });
    const wrong = { slug: slugs[8]?.[OPT_OUT] ?? '', orderId: 'b-wrong' };
    expect(await tell([wrong])).toMatchObject({ refused: 1, results: [{ error: { code: 'opt-out-link' } }] });
  });

  test('was delivered to those of whom the gateway’s file says so', async () => {
    const lines = range(0, RECIPIENTS).map((row) => `${numberOf(row)};${stateOf(row)};ref-${row}\r\n`);
    const chooser = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: deliveryWords.choose }).click();
    const { name, octets } = csvFile('status.csv', `msisdn;status;ref\r\n${lines.join('')}4599999999;DELIVRD;x\r\n`);
    await (await chooser).setFiles({ name, mimeType: 'text/csv', buffer: octets });
    await page.getByText(deliveryWords.found(RECIPIENTS, whole(RECIPIENTS), whole(RECIPIENTS))).waitFor();
    await page.getByText(deliveryWords.notOnList(1, '1')).waitFor();
    await page.getByRole('button', { name: deliveryWords.send }).click();
    await page.getByText(deliveryWords.sent(RECIPIENTS, whole(RECIPIENTS))).waitFor();
  });
});

describe('what came of it', () => {
  let report: Report;
  let conversions: ConversionReport;
  /** By plain arithmetic. */
  let clickers: number[];
  let pages: number[];
  const converters = rowsOf(ORDERS.map(({ row }) => ({ row, link: 0, as: 'human', userAgent: '' })));
  const hundredths = ORDERS.reduce((sum, order) => sum + order.hundredths, 0);

  beforeAll(async () => {
    clickers = rowsOf(clicks());
    pages = rowsOf(book.filter((entry) => classOf(entry) === 'human' && entry.link === OPT_OUT));
    for (let attempt = 0; attempt < 120; attempt++) {
      report = await owner<Report>(ofCampaign('report'));
      if (report.pending === 0 && report.numbers.clicks >= clicks().length) break;
      await pause(250);
    }
    conversions = await owner<ConversionReport>(ofCampaign(`conversions?cost=${(segments * PRICE).toFixed(4)}%20DKK`));
  });

  test('in the API', () => {
    const rate = (numerator: number, denominator: number) => {
      const [low, high] = wilson(numerator, denominator);
      const close = (to: number) => expect.closeTo(to, 9);
      return { numerator, denominator, value: close(numerator / denominator), low: close(low), high: close(high) };
    };
    expect(report.denominator).toBe('delivered');
    expect(report.delivery).toEqual({
      ...{ delivered: DELIVERED, failed: 20, expired: 15, refused: 5, 'no-such-number': 10, blocked: 0, open: 10 },
    });
    expect(report.numbers).toMatchObject({
      clicks: clicks().length,
      uniqueClicks: rowsOf(ofLink(0)).length + rowsOf(ofLink(1)).length,
      ctr: rate(clickers.length, DELIVERED),
      links: [
        ...DESTINATIONS.map((link) => ({
          clicks: ofLink(link).length,
          uniqueClicks: rowsOf(ofLink(link)).length,
          ctr: rate(rowsOf(ofLink(link)).length, DELIVERED),
        })),
        { uniqueClicks: pages.length },
      ],
      optOut: { pagesOpened: pages.length, confirmed: OPTED_OUT.length, rate: rate(OPTED_OUT.length, DELIVERED) },
      machineHits: {
        preview: requestsOf('preview'),
        scanner: requestsOf('scanner'),
        prefetch: requestsOf('prefetch'),
        head: requestsOf('head'),
        test: 0,
      },
    });
    expect(report.totals.clickers).toBe(clickers.length);
    const sum = (rows: readonly (readonly [number, number, number])[], at: 1 | 2) =>
      rows.reduce((all, row) => all + row[at], 0);
    for (const rows of [report.totals.timeline, report.totals.minutes]) expect(sum(rows, 1)).toBe(clicks().length);
    expect(report.times.points.at(-1)?.[1]).toBe(clickers.length);
    // Windows' phones called themselves Androids too.
    const device = ({ userAgent }: Entry) => {
      if (/iPhone|iPad/.test(userAgent)) return 'ios';
      return /^(?!.*Windows Phone).*Android/.test(userAgent) ? 'android' : 'other';
    };
    const devices = { ios: 0, android: 0, other: 0 };
    for (const click of clicks()) devices[device(click)]++;
    expect(report.totals.devices).toEqual(devices);
    expect(report.losses).toEqual([]);
    expect(conversions).toMatchObject({
      conversions: ORDERS.length,
      converters: converters.length,
      withoutClick: 1,
      ofClickers: rate(converters.length - 1, clickers.length),
      ofSent: rate(converters.length, DELIVERED),
      currencies: [{ currency: 'DKK', orders: ORDERS.length, value: decimal(hundredths) }],
      denominator: 'delivered',
    });
    const [kronerTold] = conversions.currencies;
    expect(Number(kronerTold?.perMessage)).toBeCloseTo(hundredths / 100 / DELIVERED, 3);
    expect(kronerTold?.perSpent).toBeCloseTo(hundredths / 100 / (segments * PRICE), 6);
  });

  test('on the page, in either window', async () => {
    for (const one of [page, other]) {
      await one.getByRole('button', { name: words.report.refresh }).click();
      await expect.poll(() => value(one, figureWords.head.delivered), { timeout: 15_000 }).toBe(whole(DELIVERED));
      await shows(one, clicks().length);
      const [low, high] = wilson(clickers.length, DELIVERED);
      expect(await value(one, words.report.ctr)).toBe(plain(percent(clickers.length / DELIVERED)));
      expect(await note(one, words.report.ctr)).toBe(
        plain(
          `${clickers.length} modtagere med mindst ét klik ÷ ${DELIVERED} leverede 95 %-interval ${percent(low)} – ${percent(high)}`,
        ),
      );
      expect(await value(one, figureWords.head.clickers)).toBe(whole(clickers.length));
      expect(await note(one, figureWords.head.delivered)).toContain(whole(RECIPIENTS));
      expect(await value(one, words.report.optOut)).toBe(whole(OPTED_OUT.length));
      expect(await note(one, words.report.optOut)).toContain(
        plain(`${percent(OPTED_OUT.length / DELIVERED)} = ${OPTED_OUT.length} ÷ ${DELIVERED} leverede`),
      );
      expect(await note(one, words.report.optOut)).toContain(
        figureWords.head.openedPage(pages.length, `${pages.length}`),
      );
      expect(await value(one, figureWords.head.segments)).toBe(whole(segments));
      expect(await note(one, figureWords.head.segments)).toContain(plain(kroner(segments * PRICE)));
      const classes = one.locator('.class-table tbody tr');
      for (const name of ['human', 'preview', 'scanner', 'prefetch', 'head'] as const) {
        const row = classes.filter({ hasText: figureWords.people.classes[name] });
        expect((await row.locator('td').allInnerTexts()).map(plain)).toEqual([
          whole(requestsOf(name)),
          plain(percent(requestsOf(name) / book.length)),
        ]);
      }
      const cells = async (text: string) =>
        (await one.locator('.links-table tbody tr').filter({ hasText: text }).locator('td').allInnerTexts()).map(plain);
      for (const [link, text] of [
        [0, 'Udsalg'],
        [1, '/butikker'],
      ] as const) {
        const unique = rowsOf(ofLink(link)).length;
        expect(await cells(text)).toEqual([
          ...[whole(ofLink(link).length), whole(unique), plain(percent(unique / DELIVERED))],
        ]);
      }
      const orders = one.locator('.conversions');
      await expect.poll(() => orders.innerText(), { timeout: 30_000 }).toContain(conversionWords.ofClickers);
      await expect.poll(() => value(one, conversionWords.orders), { timeout: 30_000 }).toBe(whole(ORDERS.length));
      expect(await value(one, conversionWords.ofClickers)).toBe(
        plain(percent((converters.length - 1) / clickers.length)),
      );
      expect(plain(await orders.innerText())).toContain(plain(kroner(hundredths / 100)));
      const delivered = one.getByRole('region', { name: deliveryWords.heading });
      expect(plain(await delivered.innerText())).toContain(
        plain(deliveryWords.share(whole(DELIVERED), percent(DELIVERED / RECIPIENTS))),
      );
    }
    expect(app.errors.filter((error) => !error.includes('WebSocket'))).toEqual([]);
  });

  test('in the files of figures, of hits and of orders', async () => {
    const figuresIn = (file: string, separator: string) => {
      const found = new Map<string, string[]>();
      for (const [name = '', link = '', label = '', ...rest] of csvRows(file, separator)) {
        // Labels of links are not what tells them apart.
        const key = link !== '' ? `${name} ${link}` : label !== '' ? `${name} ${label}` : name;
        found.set(key, rest);
      }
      return found;
    };
    const share = (numerator: number, comma = false) => {
      const texts = [numerator / DELIVERED, ...wilson(numerator, DELIVERED)].map((part) => part.toFixed(6));
      const parts = comma ? texts.map((text) => text.replace('.', ',')) : texts;
      return [`${numerator}`, 'delivered', `${DELIVERED}`, ...parts];
    };
    const points = figuresIn(
      await saved(page, () => page.getByRole('link', { name: shareWords.csvPoint }).click()),
      ',',
    );
    const commas = figuresIn(
      await saved(page, () => page.getByRole('link', { name: shareWords.csvComma }).click()),
      ';',
    );
    for (const [found, comma] of [
      [points, false],
      [commas, true],
    ] as const) {
      expect(found.get('sent')?.[0]).toBe(`${RECIPIENTS}`);
      expect(found.get('messages delivered')?.[0]).toBe(`${DELIVERED}`);
      expect(found.get('clicks')?.[0]).toBe(`${clicks().length}`);
      expect(found.get('clickers')).toEqual(share(clickers.length, comma));
      expect(found.get('link-clicks 0')?.[0]).toBe(`${ofLink(0).length}`);
      expect(found.get('link-clickers 1')).toEqual(share(rowsOf(ofLink(1)).length, comma));
      expect(found.get('opt-out-pages')?.[0]).toBe(`${pages.length}`);
      expect(found.get('opt-outs')).toEqual(share(OPTED_OUT.length, comma));
      expect(found.get('converters')).toEqual(share(converters.length, comma));
      expect(found.get('machine-hits scanner')?.[0]).toBe(`${requestsOf('scanner')}`);
    }
    const json = await saved(page, () => page.getByRole('button', { name: shareWords.json }).click());
    const { entries } = JSON.parse(json) as AnswerOf<'GET /api/campaigns/{id}/figures'>;
    const entry = (name: string, link?: number) => entries.find((one) => one.figure === name && one.link === link);
    const rated = (numerator: number) => {
      const [low, high] = wilson(numerator, DELIVERED).map((part) => expect.closeTo(part, 9));
      return { count: numerator, of: 'delivered', denominator: DELIVERED, rate: numerator / DELIVERED, low, high };
    };
    expect(entry('clicks')?.count).toBe(clicks().length);
    expect(entry('clickers')).toMatchObject(rated(clickers.length));
    expect(entry('link-clickers', 0)).toMatchObject(rated(rowsOf(ofLink(0)).length));
    expect(entry('opt-outs')).toMatchObject(rated(OPTED_OUT.length));
    expect(entry('conversions')?.count).toBe(ORDERS.length);
    expect(entry('converters')).toMatchObject(rated(converters.length));

    // Line by line it is the book.
    const file = await saved(page, () => page.getByRole('link', { name: words.report.hits }).click());
    const hits = file.trimEnd().split('\r\n').slice(1);
    const told = hits.map((line) => {
      const [, row, , link, name] = line.split(',');
      expect(line).toContain(',yes,');
      return `${row} ${link} ${name}`;
    });
    expect(told.sort()).toEqual(book.map((entry) => `${entry.row} ${entry.link} ${classOf(entry)}`).sort());

    const sold = csvRows(
      await saved(page, () => page.getByRole('link', { name: conversionWords.download }).click()),
      ',',
    );
    expect(
      sold.slice(1).map(([, , id, row, , , price, currency, , counted]) => [id, row, price, currency, counted]),
    ).toEqual(ORDERS.map(({ id, row, hundredths: price }) => [id, `${row}`, decimal(price), 'DKK', 'yes']));
  });

  test('in lists of people, looked up in the browser', async () => {
    const chosen = async (label: string) => {
      await page.getByLabel(whoWords.file, { exact: true }).selectOption({ label });
      const file = await saved(page, () => page.getByRole('button', { name: whoWords.download }).click());
      return csvRows(file, ';')
        .slice(1)
        .map(([number = '']) => Number(number.replace(/\D/g, '')) - numberOf(0));
    };
    expect(await chosen(whoWords.choices.clicked)).toEqual(clickers);
    expect(await chosen(whoWords.choices['not-clicked'])).toEqual(
      range(0, RECIPIENTS).filter((row) => !clickers.includes(row)),
    );
    expect(await chosen(whoWords.choices.converted)).toEqual(converters);
    expect(await chosen(whoWords.choices['opted-out'])).toEqual(OPTED_OUT);
    expect((await owner<OptOuts>(ofCampaign('opt-outs'))).recipients.toSorted((a, b) => a - b)).toEqual(OPTED_OUT);
  });

  test('in KV, in the overview, and in the report that others are shown', async () => {
    const copied = async () => {
      const text = await worker.kv.get(`counts/${HOST}/${campaign.number}/0`);
      return JSON.parse(text) as { totals: Report['totals']; confirmedOptOuts: number };
    };
    let copy = await copied();
    for (let attempt = 0; attempt < 15 && copy.confirmedOptOuts !== OPTED_OUT.length; attempt++) {
      await pause(500);
      copy = await copied();
    }
    expect(copy.confirmedOptOuts).toBe(OPTED_OUT.length);
    expect(copy.totals.clickers).toBe(clickers.length);
    expect(copy.totals.openers).toBe(pages.length);
    for (const link of [...DESTINATIONS, OPT_OUT]) {
      const mine = book.filter((entry) => entry.link === link);
      const counted = Object.fromEntries(
        (['human', 'preview', 'scanner', 'prefetch', 'head'] as const).map((name) => [
          name,
          mine.filter((entry) => classOf(entry) === name).length,
        ]),
      );
      expect(copy.totals.links[link]?.hits).toEqual({ ...counted, test: 0 });
    }
    const overview = await owner<Overview>('/api/overview');
    expect(overview.entries).toMatchObject([
      { id: campaign.id, clicks: clicks().length, clickers: clickers.length, confirmedOptOuts: OPTED_OUT.length },
    ]);
    const { secret } = await owner<{ secret: string }>(ofCampaign('shares'), 'POST', { name: 'Chefen', days: 7 });
    const shown = await fetch(`${worker.origin}/api/shared-report`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ secret }),
    });
    expect(((await shown.json()) as Report).numbers).toEqual(report.numbers);
  });
});

describe('the next campaign of the same list', () => {
  test('goes to all but those who opted out, says so, and its messages are theirs', async () => {
    await page.getByRole('link', { name: words.nav.compose, exact: true }).click();
    await loadList(page, 'da', list);
    const left = page.locator('details.stopped');
    await left.getByText(stopWords.leftOut(STOPPED.length, whole(STOPPED.length))).click();
    const numbers = await left.getByRole('row').locator('td:last-child').allInnerTexts();
    expect(numbers.map((text) => Number(text.replace(/\D/g, ''))).toSorted()).toEqual(STOPPED.map(numberOf).toSorted());
    await loaded(RECIPIENTS - STOPPED.length);
    await write('Anden omgang');
    const next = await publish();
    expect(next.recipients).toBe(RECIPIENTS - STOPPED.length);
    const sent = (await messages()).map(({ number }) => Number(number));
    expect(sent).toEqual(
      range(0, RECIPIENTS)
        .filter((row) => !STOPPED.includes(row))
        .map(numberOf),
    );
    // The first one stands as it stood.
    const before = await owner<Report>(ofCampaign('report'));
    expect(before.numbers.optOut.confirmed).toBe(OPTED_OUT.length);
    console.log(
      `${book.length} requests, ${clicks().length} clicks of ${rowsOf(clicks()).length}, ${ORDERS.length} orders, ${OPTED_OUT.length} opt-outs and ${STOPPED.length - OPTED_OUT.length} STOP, next to ${next.recipients}`,
    );
  });
});
