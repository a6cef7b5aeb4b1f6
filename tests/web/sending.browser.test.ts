/** Sending a list campaign from its page, in the real Chromium against the real worker, through the outbox and an HTTP gateway. */
import { parse } from 'papaparse';
import type { Browser, Page, Request } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { figures } from '../../web/src/i18n/da/figures.ts';
import { privacy } from '../../web/src/i18n/da/privacy.ts';
import { sending as words } from '../../web/src/i18n/da/sending.ts';
import { wayOut } from '../../web/src/i18n/da/way-out.ts';
import type { Campaign, GatewayDetails, Sending } from '../../worker/api.ts';
import { askAsPage } from '../support/ask-as-page.ts';
import { violations } from '../support/axe.ts';
import { launchBrowser } from '../support/browser.ts';
import { type DevWorker, startDevWorker } from '../support/dev-worker.ts';
import {
  addDomain,
  type CsvFile,
  confirmConsent,
  csvFile,
  dictionaries,
  FIELD_MESSAGE,
  loadList,
  type Opened,
  openApp,
} from '../support/drive.ts';
import { untilProved } from '../support/proved.ts';
import { Sink } from '../support/sink.ts';

const da = dictionaries.da;
const ZONE = 'Europe/Copenhagen';
const DAY_MS = 86_400_000;

let worker: DevWorker;
let browser: Browser;
let app: Opened;
let page: Page;
let campaign: Campaign;

beforeAll(async () => {
  worker = await startDevWorker();
  browser = await launchBrowser();
  app = await openApp(browser, worker, 'da', { timezoneId: ZONE });
  ({ page } = app);
  await page.goto('about:blank');
  await page.goto(`${worker.origin}/#code=${worker.signInCode}`);
  await addDomain(page, 'da', 's.barnetsverden.dk');
  await untilProved(page);
});
afterEach(() => expect(app.errors).toEqual([]));
afterAll(() => worker?.stop());

const owner = <T>(path: string, method?: string, body?: unknown): Promise<T> => askAsPage(page, path, method, body);
const sending = (id = campaign.id) => owner<Sending>(`/api/campaigns/${encodeURIComponent(id)}/sending`);
const section = () => page.getByRole('region', { name: words.heading });
const panel = (state: keyof typeof words.panel.headings) =>
  page.getByRole('region', { name: words.panel.headings[state], exact: true });
/** What was sent there is through, and went nowhere. */
const inOutbox = () => page.getByRole('region', { name: words.inOutbox, exact: true });
const overview = async () => {
  await page.goto(`${worker.origin}/#/campaigns`);
  const row = page.getByRole('row').filter({ hasText: campaign.name });
  return row.locator('.campaign-sending');
};
const show = () => page.goto(`${worker.origin}/#/campaigns/${encodeURIComponent(campaign.id)}`);

interface Kept {
  readonly to: string;
  readonly text: string;
}
/** What is in the outbox, which is emptied. */
async function taken(): Promise<Kept[]> {
  const csv = await owner<string>('/api/outbox.csv');
  await page.evaluate(() => fetch('/api/outbox', { method: 'DELETE' }));
  const [head = [], ...lines] = parse<string[]>(csv.replace('\ufeff', ''), { skipEmptyLines: true }).data;
  const [to, text] = [head.indexOf('to'), head.indexOf('text')];
  return lines.map((cells) => ({ to: `+${(cells[to] ?? '').replace(/\D/g, '')}`, text: cells[text] ?? '' }));
}
const numbersOf = (messages: readonly Kept[]) => messages.map(({ to }) => to).sort();

const NAMES = ['Åse', 'Søren', 'Zoë', 'Łukasz', 'Bo'];
const listOf = (name: string, numbers: readonly string[]): CsvFile =>
  csvFile(name, `mobil;navn\r\n${numbers.map((to, at) => `${to};${NAMES[at % NAMES.length]}\r\n`).join('')}`);
const danish = (count: number, from = 0) => Array.from({ length: count }, (_, at) => `+45${20_100_000 + from + at}`);
const british = (count: number) => Array.from({ length: count }, (_, at) => `+447410${123_400 + at}`);

async function write(name: string, list: CsvFile, rows: number): Promise<void> {
  await page.goto(`${worker.origin}/#/`);
  await page.getByLabel(da.compose.name).fill(name);
  await page.getByLabel(da.compose.sender, { exact: true }).fill('Barnets');
  await loadList(page, 'da', list);
  const whole = new Intl.NumberFormat('da-DK').format(rows);
  await page.locator('.loaded-count', { hasText: da.listFile.loaded(whole) }).waitFor();
  await page.getByLabel(da.compose.messageLabel).fill(FIELD_MESSAGE);
}

async function publish(): Promise<void> {
  await page.getByRole('group', { name: wayOut.question }).getByLabel(wayOut.send).check();
  const answer = page.waitForResponse(
    (response) => response.request().method() === 'POST' && response.url().endsWith('/api/campaigns'),
  );
  await page.getByRole('button', { name: da.compose.publish, exact: true }).click();
  campaign = (await (await answer).json()) as Campaign;
  await section().locator('.send-sum strong').waitFor();
}

/** With what is chosen: it is any hour where the test runs. */
async function sendNow(gateway = 'outbox'): Promise<void> {
  await section().getByLabel(words.gateway).selectOption(gateway);
  await section().getByLabel(words.quiet).uncheck();
  await section().getByRole('button', { name: words.send, exact: true }).click();
  if (gateway === 'outbox') await section().getByText(words.intoOutboxNow('')).waitFor();
  await section().getByRole('button', { name: words.yesNow }).click();
}

describe('a planned sending', () => {
  const DANES = 20;
  const BRITONS = 10;
  /** The next working day but today, at half past seven in Copenhagen: half past six in London. */
  const morning = (() => {
    for (let ahead = 1; ; ahead++) {
      const day = new Date(Date.now() + ahead * DAY_MS);
      if (day.getUTCDay() >= 1 && day.getUTCDay() <= 5) return day.toISOString().slice(0, 10);
    }
  })();
  const at = (clock: string) => {
    // The hour that Copenhagen is ahead on that day, told by a machine's own clock.
    const noon = new Date(`${morning}T12:00:00Z`);
    const hour = Number(
      new Intl.DateTimeFormat('en', { timeZone: ZONE, hour: 'numeric', hourCycle: 'h23' }).format(noon),
    );
    return Date.parse(`${morning}T${clock}:00Z`) - (hour - 12) * 3_600_000;
  };
  const moment = (ms: number) =>
    new Intl.DateTimeFormat('da-DK', { dateStyle: 'medium', timeStyle: 'short', timeZone: ZONE }).format(ms);

  test('says who waits for their hours, by which rules, and is planned to the minute', async () => {
    await write('Planlagt', listOf('to-lande.csv', [...danish(DANES), ...british(BRITONS)]), DANES + BRITONS);
    await confirmConsent(page, 'da');
    await publish();
    // There is no gateway yet: the page leads to where one is added.
    expect(await section().getByRole('link', { name: words.toGateways }).getAttribute('href')).toBe(
      '#/settings/gateways',
    );
    // What cannot be sent so is told at its field, and nothing is asked.
    await section().getByLabel(words.cooldown).fill('32');
    await section().getByText(words.cooldownWrong).waitFor();
    await section().getByRole('button', { name: words.send, exact: true }).click({ force: true });
    expect(await section().getByRole('button', { name: words.yesNow }).count()).toBe(0);
    await section().getByLabel(words.cooldown).fill('7');
    await section().getByLabel(words.sender, { exact: true }).fill('+45 Barnets Verd');
    await section().getByText(words.senderWrong).waitFor();
    await section().getByRole('button', { name: words.send, exact: true }).click({ force: true });
    expect(await section().getByRole('button', { name: words.yesNow }).count()).toBe(0);
    await section().getByLabel(words.sender, { exact: true }).fill('Barnets');
    await expect.poll(() => section().getByText(words.senderWrong).count()).toBe(0);
    await section().getByLabel(words.atTime).check();
    await section().getByRole('button', { name: words.plan }).click({ force: true });
    await section().getByText(words.timePast).waitFor();
    await section().getByLabel(words.time(ZONE)).fill(`${morning}T07:30`);
    await section()
      .getByText(words.waits(DANES, String(DANES), da.countries.DK, moment(at('08:00'))))
      .waitFor();
    await section()
      .getByText(words.waits(BRITONS, String(BRITONS), da.countries.GB, moment(at('09:00'))))
      .waitFor();
    await section().getByText(words.rules).click();
    await section().getByText('2026f').waitFor();
    expect(await violations(page)).toEqual([]);
    await section().getByRole('button', { name: words.plan }).click();
    await section()
      .getByText(words.intoOutboxLater('', moment(at('07:30'))))
      .waitFor();
    await section().getByRole('button', { name: words.yesLater }).click();
    await panel('scheduled')
      .getByText(words.panel.scheduled(moment(at('07:30'))))
      .waitFor();
    // Nobody's hours begin as early as that.
    await panel('scheduled')
      .getByText(words.panel.quiet(DANES, String(DANES), da.countries.DK, moment(at('08:00'))))
      .waitFor();
    await panel('scheduled')
      .getByText(words.panel.quiet(BRITONS, String(BRITONS), da.countries.GB, moment(at('09:00'))))
      .waitFor();
    expect(await sending()).toMatchObject({
      ...{
        state: 'scheduled',
        atMs: at('07:30'),
        quietHours: true,
        cooldownDays: 7,
        timeZone: ZONE,
        gateway: 'outbox',
        from: 'Barnets',
      },
      messages: { waiting: DANES + BRITONS },
    });
    expect(await violations(page)).toEqual([]);
    // The report below says the same, without anybody asking for it anew.
    const sentSoFar = page.locator('.figure').filter({ has: page.getByText(figures.head.sent, { exact: true }) });
    await sentSoFar.getByText(figures.head.notSent).waitFor();
    expect(await sentSoFar.locator('.figure-value').innerText()).toBe('0');
    await sentSoFar.getByText(figures.head.sentOf('30')).waitFor();
    await (await overview()).filter({ hasText: words.short.scheduled(moment(at('07:30'))) }).waitFor();
  });

  test('is cancelled for good, after it was said what that means', async () => {
    await show();
    await panel('scheduled').getByRole('button', { name: words.panel.cancel }).click();
    await panel('scheduled').getByText(words.panel.cancelText(30, '30')).waitFor();
    await panel('scheduled').getByRole('button', { name: words.panel.yesCancel }).click();
    await panel('cancelled').waitFor();
    expect(await sending()).toMatchObject({ state: 'cancelled', messages: { cancelled: 30, waiting: 0 } });
    expect(await taken()).toEqual([]);
  });
});

test('a sending is paused and resumed, and everybody gets one message', async () => {
  const ROWS = 200;
  await write('På pause', listOf('pause.csv', danish(ROWS)), ROWS);
  await confirmConsent(page, 'da');
  await publish();
  await section().getByLabel(words.speed).fill('40');
  await sendNow();
  await panel('sending')
    .getByText(/af gatewayen|er overdraget/)
    .waitFor();
  await expect.poll(async () => (await sending()).messages.accepted).toBeGreaterThan(20);
  await panel('sending').getByRole('button', { name: words.panel.pause }).click();
  await panel('paused').waitFor();
  // The keyboard is on what goes on with it, not on what ends it.
  const resume = panel('paused').getByRole('button', { name: words.panel.resume });
  await expect.poll(() => resume.evaluate((button) => button === document.activeElement)).toBe(true);
  await expect.poll(async () => (await sending()).messages['handed-over']).toBe(0);
  const { accepted, waiting } = (await sending()).messages;
  expect(accepted + waiting).toBe(ROWS);
  await panel('paused')
    .getByText(words.panel.paused(waiting, String(waiting)))
    .waitFor();
  await page.waitForTimeout(1_000);
  expect((await sending()).messages).toMatchObject({ accepted, waiting });
  await (await overview()).filter({ hasText: 'på pause' }).waitFor();
  await show();
  await panel('paused').getByRole('button', { name: words.panel.resume }).click();
  // Nothing will ever be told of what lies in the outbox.
  await inOutbox().getByText(words.panel.sentToOutbox).waitFor();
  await inOutbox().getByRole('term').filter({ hasText: words.inOutbox }).waitFor();
  expect(await inOutbox().getByRole('link', { name: words.panel.toOutbox }).getAttribute('href')).toBe(
    '#/settings/gateways',
  );
  expect(numbersOf(await taken())).toEqual(danish(ROWS));
  // The file is the only way still.
  await page.getByText(words.panel.fileOfOutbox).waitFor();
});

describe('handing over', () => {
  const ROWS = 2_500;
  const list = listOf('lang.csv', danish(ROWS));
  const packs = '**/sending/packs';

  test('goes on after the window was closed in the middle, with the list as it is now', async () => {
    await write('Afbrudt', list, ROWS);
    await confirmConsent(page, 'da');
    await publish();
    let tried = 0;
    await page.context().route(packs, (route) => (tried++ === 0 ? route.continue() : route.abort()));
    await sendNow();
    await page.locator('.handing').waitFor();
    await expect.poll(async () => (await sending()).messages.waiting).toBe(1_000);
    await expect.poll(() => tried).toBeGreaterThan(1);
    expect(await sending()).toMatchObject({ state: 'collecting' });
    await page.reload();
    await section().getByText(words.interrupted(1_000, '1.000')).waitFor();
    // Somebody of the pack that is there already opts out: that pack is another one now.
    await owner('/api/inbound', 'POST', { messages: [{ from: danish(1, 5)[0], text: 'STOP' }] });
    await page.context().unroute(packs);
    const chooser = page.waitForEvent('filechooser');
    await section().getByRole('button', { name: da.listCheck.choose }).click();
    await (await chooser).setFiles({ name: list.name, mimeType: 'text/csv', buffer: list.octets });
    await section().getByRole('button', { name: words.goOn }).click();
    await inOutbox().waitFor();
    expect(await sending()).toMatchObject({ gateway: 'outbox', quietHours: false, messages: { accepted: ROWS - 1 } });
    const expected = danish(ROWS).filter((_, row) => row !== 5);
    expect(numbersOf(await taken())).toEqual(expected);
  });

  test('is stopped before the end: all of it is taken back, and it may begin anew', async () => {
    await write('Fortrudt', list, ROWS - 1);
    await confirmConsent(page, 'da');
    await publish();
    let tried = 0;
    await page.context().route(packs, (route) => (tried++ === 0 ? route.continue() : route.abort()));
    await sendNow();
    await expect.poll(() => tried).toBeGreaterThan(1);
    await page.getByRole('button', { name: words.stopHanding }).click();
    await section().getByText(words.takenBack).waitFor();
    await expect(sending()).rejects.toThrow('404');
    await page.context().unroute(packs);
    await sendNow();
    await inOutbox().waitFor();
    expect(await taken()).toHaveLength(ROWS - 1);
  });

  test('is watched in another window; taken back there, it ends here and begins no more by itself', async () => {
    // Not as many as another campaign with this text: it would be taken for its twin.
    const numbers = danish(2_200, 3_000);
    await write('I to vinduer', listOf('to-vinduer.csv', numbers), numbers.length);
    await confirmConsent(page, 'da');
    await publish();
    const other = await page.context().newPage();
    await other.goto(page.url());
    const there = other.getByRole('region', { name: words.heading });
    await there.getByRole('button', { name: words.open }).click();
    await there.getByText(words.needList).waitFor();
    // The second pack waits until the other window has taken all of it back.
    let isHeld = true;
    let tried = 0;
    await page.context().route(packs, async (route) => {
      tried++;
      while (tried > 1 && isHeld) await new Promise((resolve) => setTimeout(resolve, 50));
      await route.continue();
    });
    await sendNow();
    await expect.poll(() => tried).toBe(2);
    // It was not asked to look.
    await there.getByText(words.interrupted(1_000, '1.000')).waitFor();
    await there.getByRole('button', { name: words.takeBack }).click();
    await there.getByText(words.takenBack).waitFor();
    isHeld = false;
    await section().getByText(words.failures.takenBack).waitFor();
    await page.waitForTimeout(1_000);
    expect(tried).toBe(2);
    await expect(sending()).rejects.toThrow('404');
    await page.context().unroute(packs);
    await sendNow();
    await inOutbox().waitFor();
    // The other window comes to know of it by itself.
    await other.getByRole('region', { name: words.inOutbox, exact: true }).waitFor();
    await other.close();
    expect(numbersOf(await taken())).toEqual(numbers);
  });
});

test('of two versions each is sent from its own page, to its own half', async () => {
  const ROWS = 40;
  const SECOND = `${FIELD_MESSAGE} Der er kaffe.`;
  await write('To versioner', listOf('halve.csv', danish(ROWS, 100)), ROWS);
  await page.getByText(da.compose.versions).click();
  await page.getByRole('button', { name: da.versions.begin }).click();
  await page.getByRole('button', { name: da.versions.version('B'), exact: true }).waitFor();
  await page.getByLabel(da.compose.messageLabel).fill(SECOND);
  await confirmConsent(page, 'da');
  await publish();
  await section().getByText(words.twoVersions('A')).waitFor();
  await sendNow();
  await inOutbox().waitFor();
  const first = await taken();
  await page.getByRole('link', { name: da.versions.sibling('B') }).click();
  await page.getByRole('button', { name: words.open }).click();
  await section().getByText(words.twoVersions('B')).waitFor();
  await section().locator('.send-sum strong').waitFor();
  await sendNow();
  await inOutbox().waitFor();
  const second = await taken();
  expect([first.length, second.length]).toEqual([20, 20]);
  expect(numbersOf([...first, ...second])).toEqual(danish(ROWS, 100));
  expect(first.some(({ text }) => text.includes('kaffe'))).toBe(false);
  expect(second.every(({ text }) => text.includes('kaffe'))).toBe(true);
});

describe('a gateway that refuses', () => {
  let sink: Sink;
  let gateway: GatewayDetails;
  beforeAll(async () => {
    sink = await Sink.start();
    gateway = await owner<GatewayDetails>('/api/gateways', 'POST', {
      ...{ kind: 'template', name: 'Prøvegateway', secrets: { values: [] } },
      settings: {
        ...{ method: 'POST', url: `${sink.origin}/send`, body: '{"id":"{{id}}","to":"{{to}}"}' },
        answer: { id: 'id', reason: 'reason' },
      },
    });
  });
  afterAll(() => sink?.stop());

  test('stops the sending, says why and what to do; nobody knows of some, which the marketer decides', async () => {
    // Not as many as another campaign with this text: it would be taken for its twin.
    const ROWS = 33;
    const [odd = '', wrong = ''] = danish(2, 303);
    sink.answering = () => ({ status: 402, body: '{"reason":"no credit left"}' });
    await write('Stoppet', listOf('stop.csv', danish(ROWS, 300)), ROWS);
    await confirmConsent(page, 'da');
    await publish();
    await sendNow(gateway.id);
    await panel('stopped').getByText(words.panel.stopped(words.reasons['no-credit'])).waitFor();
    await panel('stopped')
      .getByText(/no credit left/)
      .first()
      .waitFor();
    await panel('stopped').getByText(words.remedies['no-credit']).waitFor();
    expect(await violations(page)).toEqual([]);
    await (await overview()).filter({ hasText: 'stoppet' }).waitFor();
    sink.answering = ({ body }) => {
      const { to } = JSON.parse(body.toString() || '{}') as { to?: string };
      if (to === odd) return { status: 500, body: '{}' };
      return to === wrong ? { status: 422, body: '{"reason":"no such number"}' } : { body: '{"id":"x"}' };
    };
    await show();
    await panel('stopped').getByRole('button', { name: words.panel.resume }).click();
    await panel('sent').getByText(words.panel.unknown(1, '1')).waitFor();
    expect((await sending()).messages).toMatchObject({ accepted: ROWS - 2, unknown: 1, refused: 1 });
    await panel('sent').getByText(`1: ${words.reasons.unclear}`).waitFor();
    sink.answering = () => ({ body: '{"id":"x"}' });
    await panel('sent').getByRole('button', { name: words.panel.sendAgain }).click();
    await expect.poll(async () => (await sending()).messages.accepted).toBe(ROWS - 1);
    await expect.poll(() => panel('sent').getByText(words.panel.unknown(1, '1')).count()).toBe(0);
    // Which one, with its number.
    await panel('sent').getByText(words.results.title).click();
    await panel('sent').getByLabel(words.results.which).selectOption('refused');
    const rows = panel('sent').locator('.sending-table tbody tr');
    await expect.poll(() => rows.count()).toBe(1);
    await expect.poll(() => rows.first().innerText()).toContain(wrong);
    expect(await violations(page)).toEqual([]);
    // An answer that comes late, when other messages are wanted by then.
    const { promise: isWanted, resolve: want } = Promise.withResolvers<void>();
    const late = page.waitForResponse((response) => /results\?(?!.*state=)/.test(response.url()));
    await page.route(/sending\/results\?(?!.*state=)/, async (route) => {
      await isWanted;
      await route.continue();
    });
    await panel('sent').getByLabel(words.results.which).selectOption('');
    const again = page.waitForResponse((response) => response.url().includes('state=refused'));
    await panel('sent').getByLabel(words.results.which).selectOption('refused');
    await (await again).finished();
    want();
    await (await late).finished();
    await page.unrouteAll({ behavior: 'wait' });
    await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn))));
    expect(await rows.count()).toBe(1);
  });

  test('planned and cancelled before anything went out, it says no more that the file comes second', async () => {
    await write('Fortrudt i tide', listOf('fortrudt.csv', danish(6, 500)), 6);
    await confirmConsent(page, 'da');
    await publish();
    await section().getByLabel(words.gateway).selectOption(gateway.id);
    await section().getByLabel(words.atTime).check();
    const later = new Date(Date.now() + 2 * DAY_MS).toISOString().slice(0, 16);
    await section().getByLabel(words.time(ZONE)).fill(later);
    await section().getByRole('button', { name: words.plan }).click();
    await section().getByRole('button', { name: words.yesLater }).click();
    await panel('scheduled').waitFor();
    await page.getByText(words.panel.noFile).waitFor();
    await panel('scheduled').getByRole('button', { name: words.panel.cancel }).click();
    await panel('scheduled').getByRole('button', { name: words.panel.yesCancel }).click();
    await panel('cancelled').waitFor();
    await expect.poll(() => page.getByText(words.panel.noFile).count()).toBe(0);
    expect(await page.getByText(words.panel.fileOfCancelled).count()).toBe(0);
    // Of nobody there is no rate.
    await page.getByText(`÷ 0 ${da.report.denominator.sent}`).first().waitFor();
    expect(await page.locator('.rows dd', { hasText: /^0,0\s%$/ }).count()).toBe(0);
    expect(await page.locator('.links-table td', { hasText: '%' }).count()).toBe(0);
  });

  test('is tried with a message to oneself, and its answer is told', async () => {
    await write('Prøvet', listOf('prøve.csv', danish(5, 400)), 5);
    await confirmConsent(page, 'da');
    await publish();
    await section().getByLabel(words.gateway).selectOption(gateway.id);
    await section().getByText(words.test.title).click();
    // Nobody is told, on the way to the message, that there is none.
    const heard = await page.evaluateHandle(() => {
      const texts: string[] = [];
      const listen = () => {
        for (const { textContent } of document.querySelectorAll('.send-test [role=status]'))
          texts.push(textContent ?? '');
      };
      new MutationObserver(listen).observe(document.body, { childList: true, subtree: true, characterData: true });
      return texts;
    });
    await section().getByLabel(words.test.whose).selectOption('longest');
    await section().locator('.send-preview').waitFor();
    expect(await heard.jsonValue()).not.toContain(words.test.nothing);
    await section().getByLabel(words.test.to).fill('20 99 00 99 hej');
    await section().getByRole('button', { name: words.test.send }).click();
    await section().getByText(words.test.toWrong).waitFor();
    sink.answering = ({ body }) =>
      body.includes('20990098') ? { status: 422, body: '{"reason":"not a mobile"}' } : { body: '{"id":"x"}' };
    await section().getByLabel(words.test.to).fill('20 99 00 99, +45 20990098');
    await section().getByRole('button', { name: words.test.send }).click();
    await section().getByText(`+4520990099: ${words.test.outcomes.accepted} ${words.test.waiting}.`).waitFor();
    await section()
      .getByText(/\+4520990098: .*not a mobile/)
      .waitFor();
    expect(await violations(page)).toEqual([]);
    await expect(sending()).rejects.toThrow('404');
  });

  test('gets a test message once for each number, however often the button is pressed', async () => {
    const asked: string[] = [];
    const seen = (request: Request) => {
      if (request.url().endsWith(`/api/gateways/${gateway.id}/test`)) asked.push(request.postDataJSON().to);
    };
    page.on('request', seen);
    await section().getByLabel(words.test.to).fill('20 99 00 97, +45 20990096, 20990097');
    await section().getByRole('button', { name: words.test.send }).dblclick();
    await section()
      .getByText(/\+4520990096: /)
      .waitFor();
    // The second of two presses comes when the first is answered, too.
    await page.waitForTimeout(1_000);
    page.off('request', seen);
    expect(asked).toEqual(['+4520990097', '+4520990096']);
  });

  test('a list with the same numbers and other values is told of before it is sent', async () => {
    expect(
      await section()
        .getByText(/Da kampagnen blev udgivet, var/)
        .count(),
    ).toBe(0);
    const published = String(campaign.cost?.segments);
    await page.reload();
    await section().getByRole('button', { name: words.open }).click();
    const chooser = page.waitForEvent('filechooser');
    await section().getByRole('button', { name: da.listCheck.choose }).click();
    const rows = danish(5, 400).map((to) => `${to};Bo\r\n`);
    const other = csvFile('prøve.csv', `mobil;navn\r\n${rows.join('')}`);
    await (await chooser).setFiles({ name: other.name, mimeType: 'text/csv', buffer: other.octets });
    await section().getByText(words.otherSegments(published)).waitFor();
    expect(await violations(page)).toEqual([]);
  });
});

test('a campaign that counts in total only is sent with the same links to all', async () => {
  await write('Samlet', listOf('samlet.csv', danish(25, 200)), 25);
  await page.getByLabel(da.counting.label, { exact: true }).selectOption('aggregate');
  await page.getByLabel(da.compose.contact).fill('70 12 34 56');
  await publish();
  await sendNow();
  await inOutbox().waitFor();
  await page.getByText(words.panel.intoOutbox('Barnets')).waitFor();
  const messages = await taken();
  expect(numbersOf(messages)).toEqual(danish(25, 200));
  const links = new Set(messages.flatMap(({ text }) => text.match(/s\.barnetsverden\.dk\/\w+/g) ?? []));
  expect(links.size).toBe(2);
  expect(messages.map(({ text }) => /^Kære (\S+),/.exec(text)?.[1]).sort()).toEqual(
    danish(25)
      .map((_, at) => NAMES[at % NAMES.length])
      .sort(),
  );
});

test('the report names the sender that it went out as, and of who is erased no message is left', async () => {
  await write('Anden afsender', listOf('tre.csv', danish(3)), 3);
  await confirmConsent(page, 'da');
  await publish();
  await section().getByLabel(words.sender).fill('Barnets DK');
  await sendNow();
  const sent = inOutbox();
  await sent.getByText('3 (100,0\u00a0%)').waitFor();
  const terms = page.locator('.sent-terms');
  await terms.getByText('Barnets DK', { exact: true }).waitFor();
  await page.locator('.sent-phone').getByText('Barnets DK').waitFor();

  await page.getByLabel(privacy.who).fill('2');
  await page.locator('.erase-form').getByRole('button', { name: privacy.erase }).click();
  await page.getByRole('button', { name: privacy.eraseNow }).click();
  await page.getByText(privacy.erased('2', '0', '0')).waitFor();
  await sent.getByText('2 (100,0\u00a0%)').waitFor();
  expect(numbersOf(await taken())).toEqual([danish(3)[0], danish(3)[2]]);
});
