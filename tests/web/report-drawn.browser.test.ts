/** A report with three days of clicks in it: charts, tables, comparison and verdict, in every look, and on paper. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { privacy } from '../../web/src/i18n/da/privacy.ts';
import type { CampaignComparison, Report } from '../../worker/api.ts';
import { violations } from '../support/axe.ts';
import { launchBrowser } from '../support/browser.ts';
import { type DevWorker, startDevWorker } from '../support/dev-worker.ts';
import { dictionaries, type Language, type Opened, openApp } from '../support/drive.ts';
import { cutParts } from '../support/layout.ts';
import { asked, CAMPAIGN, publish, reportOf, signInWithDomain } from '../support/report-open.ts';
import { hitsOf, playedComparison, playedReport, showPlayed } from '../support/report-played.ts';

let worker: DevWorker;
let browser: Browser;
let app: Opened;
let id: string;
let like: { report: Report; comparison: CampaignComparison };
const da = dictionaries.da;
const { figures } = da;

const PLAYED = {
  recipients: 8_240,
  clickers: 1_655,
  confirmed: 37,
  publishedAtMs: Date.parse('2026-11-27T10:02:40+01:00'),
  hours: 61,
};
const EARLIER = [
  { name: 'Efterårssalg', clickers: 1_204, of: 7_910, left: 41 },
  { name: 'Skolestart', clickers: 986, of: 7_544, left: 30 },
  { name: 'Vip-aften', clickers: 61, of: 180, left: 1 },
  { name: 'Sommersalg', clickers: 1_411, of: 7_020, left: 66 },
];

beforeAll(async () => {
  worker = await startDevWorker();
  browser = await launchBrowser();
  app = await openApp(browser, worker, 'da', { timezoneId: 'Europe/Copenhagen', reducedMotion: 'reduce' });
  await signInWithDomain(app.page, worker, 'da');
  id = (await publish(app.page, CAMPAIGN)).id;
  like = await asked(app.page, id);
});
afterAll(async () => {
  await browser?.close();
  await worker?.stop();
});

async function show(report: Report, comparison: CampaignComparison, { page }: Opened = app): Promise<void> {
  await page.unrouteAll();
  await showPlayed(page, report, comparison);
  await page.goto('about:blank');
  await page.goto(reportOf(worker, id));
  await page.getByRole('heading', { name: CAMPAIGN.name }).waitFor();
}

const plain = (text: string): string => text.replace(/\s+/g, ' ').trim();

/** The shares of grey that a chart's canvas holds: 1 where it has one colour only. */
const colours = ({ page }: Opened, chart: number): Promise<number> =>
  page.evaluate((at) => {
    const canvas = document.querySelectorAll<HTMLCanvasElement>('.chart-drawing canvas')[at];
    const data = canvas?.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
    const found = new Set<string>();
    for (let i = 0; i < data.length; i += 4)
      if (data[i + 3] === 255) found.add(`${data[i]} ${data[i + 1]} ${data[i + 2]}`);
    return found.size;
  }, chart);

test('the curve’s sentence and its table say what plain counting of the hits says', async () => {
  const { page } = app;
  const report = await playedReport(like.report, PLAYED);
  await show(report, await playedComparison(like.comparison, report, EARLIER));
  // First clicks of recipients, sorted: counted here without the core.
  const first = new Map<number, number>();
  for (const hit of hitsOf(PLAYED, 3)) {
    if (hit.class !== 'human' || hit.link === 2) continue;
    first.set(
      hit.recipient,
      Math.min(first.get(hit.recipient) ?? Number.POSITIVE_INFINITY, hit.atMs - PLAYED.publishedAtMs),
    );
  }
  const delays = [...first.values()].sort((a, b) => a - b);
  const endOfMinute = (share: number) => Math.ceil(((delays[Math.ceil(share * delays.length) - 1] ?? 0) + 1) / 60_000);
  const [half, most] = [endOfMinute(0.5), endOfMinute(0.9)];
  expect(most).toBeLessThan(120);
  await page
    .getByText(figures.when.half(`${half} minutter`, `${most} minutter`))
    .first()
    .waitFor();

  await page.locator('.when .twin summary').first().click();
  const rows = await page.locator('.when .twin').first().locator('tbody tr').allInnerTexts();
  const by = (minutes: number) => delays.filter((delay) => delay < minutes * 60_000).length;
  const percent = new Intl.NumberFormat('da-DK', {
    style: 'percent',
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  });
  const expected = ([name, minutes]: readonly [string, number]) =>
    plain(
      `${name} ${new Intl.NumberFormat('da-DK').format(by(minutes))} ${percent.format(by(minutes) / delays.length)}`,
    );
  for (const mark of [
    ['3 minutter', 3],
    ['60 minutter', 60],
    ['24 timer', 1_440],
  ] as const)
    expect(rows.map(plain)).toContainEqual(expected(mark));

  // By minutes and by hours every click is there once.
  const clicks = hitsOf(PLAYED, 3).filter(({ class: name, link }) => name === 'human' && link < 2).length;
  await page.locator('.when .twin summary').nth(1).click();
  await page.locator('.when .twin summary').nth(2).click();
  const sums = await Promise.all(
    [1, 2].map(async (twin) => {
      const cells = await page.locator('.when .twin').nth(twin).locator('tbody td').allInnerTexts();
      return cells.reduce((sum, text) => sum + Number(text.replace('.', '')), 0);
    }),
  );
  expect(sums.reduce((sum, part) => sum + part, 0)).toBe(clicks);
  await expect.poll(() => colours(app, 0)).toBeGreaterThan(5);
});

describe('of few clicks', () => {
  const DAY_S = 86_400;
  const few = async (points: [number, number][], medianS: number, p90S: number) => {
    const report = await playedReport(like.report, PLAYED);
    const times = { ...report.times, points, medianS, p90S };
    await show({ ...report, asOfMs: times.fromMs + 31 * DAY_S * 1_000, times }, like.comparison);
  };

  test('what came after a minute and a quarter came within two minutes, in the sentence and in the table', async () => {
    const { page } = app;
    await few(
      [
        [75, 2],
        [7_215, 3],
      ],
      75,
      7_215,
    );
    await page.getByText(figures.when.half('2 minutter', '2,1 timer')).first().waitFor();
    await page.locator('.when .twin summary').first().click();
    const rows = await page.locator('.when .twin').first().locator('tbody tr').allInnerTexts();
    expect(rows.map(plain).slice(0, 3)).toEqual(['1 minut 0 0,0 %', '2 minutter 2 66,7 %', '3 minutter 2 66,7 %']);
    expect(rows.map(plain)).toContain('2,1 timer 3 100,0 %');
  });

  test('no span stands in the table twice', async () => {
    const { page } = app;
    // Ten seconds less than three hours are three hours as well.
    await few([[10_790, 2]], 10_790, 10_790);
    await page.locator('.when .twin summary').first().click();
    const spans = await page.locator('.when .twin').first().locator('tbody th, tbody td:first-child').allInnerTexts();
    expect(spans).toContain('3 timer');
    expect(spans).toEqual([...new Set(spans)]);
  });

  test('the last label of the axis is drawn whole', async () => {
    const { page } = app;
    await few([[30 * DAY_S, 2]], 30 * DAY_S, 30 * DAY_S);
    await expect.poll(() => colours(app, 0)).toBeGreaterThan(5);
    const inked = await page.evaluate(() => {
      const canvas = document.querySelector<HTMLCanvasElement>('.chart-drawing canvas');
      const column = canvas?.getContext('2d')?.getImageData(canvas.width - 1, 0, 1, canvas.height).data ?? [];
      return column.filter((_, at) => at % 4 === 3).some((alpha) => alpha > 0);
    });
    expect(inked).toBe(false);
  });
});

test('earlier campaigns stand first, with those left out of the middle that are too small, then named and dated figures', async () => {
  const { page } = app;
  const report = await playedReport(like.report, PLAYED);
  const comparison = await playedComparison(like.comparison, report, EARLIER);
  await show(report, comparison);
  const rows = page.locator('.rates tbody tr');
  await expect.poll(() => rows.count()).toBe(6);
  const texts = (await rows.allInnerTexts()).map(plain);
  expect(texts[0]).toContain(figures.compare.this);
  expect(texts[0]).toContain('÷ 8.240 sendte');
  await page.getByText(figures.compare.formula).waitFor();
  // Named, each with the page that says so.
  expect(
    await rows.locator('a').evaluateAll((links) => links.map((link) => [link.textContent, link.getAttribute('href')])),
  ).toEqual(
    [...like.comparison.benchmarks].map(({ source, url }) => [
      (figures.compare.sources as Readonly<Record<string, string>>)[source],
      url,
    ]),
  );
  // 986, 1,204 and 1,411 of theirs; the evening for 180 is small.
  expect(texts[1]).toContain(figures.compare.earlierKind.marketing(3, '3'));
  expect(texts[1]).toContain(plain(figures.compare.median('15,2 %', '13,1 %', '20,1 %')));
  for (const other of texts.slice(3)) expect(other).toMatch(/læst \d+\. nov\. 2026/);
  await page.getByText(figures.compare.unfiltered).waitFor();
  await page.getByText(figures.compare.list).click();
  const small = page.locator('.earlier tr.is-small');
  expect(plain(await small.innerText())).toContain('Vip-aften');
  expect(plain(await small.innerText())).toContain('180 sendte');
  const tone = (row: string) =>
    page
      .locator(row)
      .first()
      .evaluate((one) => getComputedStyle(one).color);
  expect(await tone('.earlier tr.is-small td')).not.toBe(await tone('.earlier tr:not(.is-small) td'));
  expect(await page.locator('.earlier tbody tr').count()).toBe(4);
  await page.getByText(figures.compare.few).last().waitFor();

  // Others' figures can be replaced by one's own, which stay here.
  await page.getByText(figures.compare.own, { exact: true }).click();
  const form = page.locator('.benchmark-form');
  await form.getByRole('button', { name: figures.compare.add }).click();
  await page.getByText(figures.compare.wrong).waitFor();
  await form.getByLabel(figures.compare.name).fill('Vores branche');
  await form.getByLabel(figures.compare.low).fill('11,5');
  await form.getByLabel(figures.compare.high).fill('14 %');
  await form.getByRole('button', { name: figures.compare.add }).press('Enter');
  await rows.filter({ hasText: 'Vores branche' }).waitFor();
  await page.locator('.benchmark-list button').first().click();
  await page.reload();
  await rows.filter({ hasText: 'Vores branche' }).waitFor();
  expect(await rows.count()).toBe(6);
  expect(plain(await rows.last().innerText())).toContain('11,5 % – 14,0 %');
  await page.getByText(figures.compare.own, { exact: true }).click();
  await page.getByRole('button', { name: figures.compare.restore }).click();
  await expect.poll(() => rows.filter({ hasText: 'Vores branche' }).count()).toBe(0);
});

describe('of two versions', () => {
  const version = async (clickers: number, of: number, denominator: Report['denominator'] = 'sent') => {
    const report = await playedReport(like.report, PLAYED, {
      list: {
        rows: 16_480,
        key: 1,
        ordered: '0'.repeat(32),
        sorted: '0'.repeat(32),
        rewritten: [],
        fileName: 'kunder.csv',
        fileModifiedAtMs: null,
        split: { seed: [1, 2, 3, 4], half: 0, halves: [0, 1].map(() => ({ rows: 8_240, ordered: '0'.repeat(32) })) },
      },
    });
    const other = { id: 's.barnetsverden.dk:77', name: 'Adgang B', clickers, of };
    const comparison = await playedComparison(like.comparison, report, [], other);
    if (comparison.otherVersion !== undefined) comparison.otherVersion.denominator = denominator;
    await show(report, comparison);
    return comparison.otherVersion?.ctrDifference;
  };

  test('the better one is told with the interval of the difference', async () => {
    const difference = await version(1_200, 8_240);
    expect(difference?.verdict).toBe('first-higher');
    const words = await app.page.locator('.verdict-words').innerText();
    expect(words).toMatch(
      /^Version A har den højeste klikrate: 5,5 procentpoint mere\. Forskellen ligger mellem 4,\d og 6,\d/,
    );
  });

  test('each with its formula, and a word where the two are not divided by the same', async () => {
    await version(1_200, 8_240);
    const rows = app.page.locator('.verdict dd');
    await rows.first().waitFor();
    expect((await rows.allInnerTexts()).map(plain)).toMatchObject([
      expect.stringMatching(/^20,1 % 1\.65\d .*÷ 8\.240 sendte 95 %/),
      expect.stringMatching(/^14,6 % 1\.200 .*÷ 8\.240 sendte 95 %/),
    ]);
    expect(await app.page.getByText(figures.verdict.mixed).count()).toBe(0);
    await version(1_200, 7_000, 'delivered');
    expect(plain(await rows.last().innerText())).toMatch(/^17,1 % 1\.200 .*÷ 7\.000 leverede/);
    await app.page.getByText(figures.verdict.mixed).waitFor();
  });

  test('both are told as they are now when somebody asks', async () => {
    const { page } = app;
    const row = page.locator('.verdict dd').last();
    const comparisons: CampaignComparison[] = [];
    page.on('response', async (response) => {
      if (response.url().endsWith('/comparison')) comparisons.push((await response.json()) as CampaignComparison);
    });
    await version(1_200, 8_240);
    await row.getByText('14,6\u00a0%').waitFor();
    const [before] = comparisons;
    if (before?.otherVersion === undefined) throw new Error('there is another version');
    const ctr = { ...before.otherVersion.ctr, numerator: 1_648, value: 0.2 };
    const json = { ...before, otherVersion: { ...before.otherVersion, ctr } };
    await page.route('**/comparison', (route) => route.fulfill({ json }));
    await page.getByRole('button', { name: da.report.refresh }).click();
    await row.getByText('20,0\u00a0%').waitFor();
  });

  test('or that none is shown, and how many more recipients would show it', async () => {
    const difference = await version(1_640, 8_240);
    expect(difference?.verdict).toBe('none-shown');
    const [a = 0] = difference?.more ?? [];
    expect(a).toBeGreaterThan(10_000);
    const words = await app.page.locator('.verdict-words').innerText();
    expect(words).toContain('Der er ikke vist nogen forskel');
    expect(words).toContain(new Intl.NumberFormat('da-DK').format(a));
  });
});

test('a rate of opt-outs above 1.5 % is warned of, with the doubt that few recipients leave', async () => {
  const { page } = app;
  const high = await playedReport(like.report, { ...PLAYED, confirmed: 160 });
  expect(high.numbers.optOut.rate.value).toBeGreaterThan(0.015);
  await show(high, like.comparison);
  await page.getByText(figures.head.optOutHigh).waitFor();
  const few = await playedReport(like.report, { ...PLAYED, recipients: 60, clickers: 12, confirmed: 2 });
  await show(few, like.comparison);
  await page.getByText(figures.head.optOutHighFew).waitFor();
  const just = await playedReport(like.report, { ...PLAYED, confirmed: 123 });
  expect(just.numbers.optOut.rate.value).toBeLessThan(0.015);
  await show(just, like.comparison);
  await page.getByText(figures.head.openedPage(246, '246')).waitFor();
  expect(await page.locator('.figure-warning').count()).toBe(0);
});

test('while many messages are open, rates divide by sent, and that is the reason given', async () => {
  const { page } = app;
  const report = await playedReport(like.report, PLAYED);
  const few = { delivered: 6_000, failed: 0, expired: 0, refused: 0, 'no-such-number': 0, blocked: 0, open: 2_240 };
  await show({ ...report, delivery: few }, like.comparison);
  await page.getByText(figures.head.sentHintOpen).waitFor();
  expect(await page.getByText(figures.head.sentHint).count()).toBe(0);
});

test('what was counted before minutes were kept is drawn by the hour, and said to be', async () => {
  const { page } = app;
  const report = await playedReport(like.report, PLAYED);
  const { totals, times } = report;
  const old = { ...report, totals: { ...totals, minutes: [] }, times: { ...times, byHour: totals.clickers } };
  await show(old, like.comparison);
  await page.getByText(figures.when.minutesNotKept).waitFor();
  await page.getByRole('heading', { name: figures.when.hoursAll }).waitFor();
  await page.locator('.when .twin summary').nth(1).click();
  const cells = await page.locator('.when .twin').nth(1).locator('tbody td').allInnerTexts();
  expect(cells.reduce((sum, text) => sum + Number(text.replace('.', '')), 0)).toBe(report.numbers.clicks);
});

test('in total only: no rate, no clickers, a curve of clicks', async () => {
  const { page } = app;
  const { campaign, ...rest } = like.report;
  const aggregate: Report = { ...rest, campaign: { ...campaign, tracking: 'aggregate' } };
  await show(await playedReport(aggregate, PLAYED), like.comparison);
  await page
    .getByText(/^Halvdelen af klikkene kom inden for/)
    .first()
    .waitFor();
  await page.getByText(figures.compare.aggregate).waitFor();
  expect(await page.locator('.figure', { hasText: da.report.ctr }).count()).toBe(0);
  expect(await page.locator('.figure', { hasText: figures.head.clickers }).count()).toBe(0);
  // The same link for everybody: it cannot say who opts out, nor be anybody's own.
  const optOuts = page.locator('.figure', { hasText: da.report.optOut });
  expect(await optOuts.locator('.figure-value').innerText()).toBe('–');
  expect(await optOuts.innerText()).toContain(figures.head.optOutElsewhere);
  expect(await page.getByText(da.report.rate, { exact: true }).count()).toBe(0);
  await page.getByText(privacy.lifeInTotal(7)).waitFor();
});

describe.each(['da', 'en'] satisfies Language[])('in %s', (language) => {
  test('nothing is in the way of assistive technology or cut, in either theme and at any width', async () => {
    const storageState = await app.page.context().storageState();
    for (const origin of storageState.origins) origin.localStorage = [];
    const mine = await openApp(browser, worker, language, { reducedMotion: 'reduce', storageState });
    const { page } = mine;
    const report = await playedReport(like.report, PLAYED);
    await show(report, await playedComparison(like.comparison, report, EARLIER), mine);
    await page.locator('.chart-drawing canvas').nth(2).waitFor();
    const found: string[] = [];
    const note = (look: string, lines: readonly string[]) => found.push(...lines.map((line) => `${look}: ${line}`));
    for (const summary of await page.locator('.report details > summary').all()) {
      if (await summary.isVisible()) await summary.click();
    }
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      note(colorScheme, await violations(page));
      expect(await colours(mine, 0)).toBeGreaterThan(5);
    }
    note('1280', await cutParts(page));
    for (const [width, height] of [
      [640, 450],
      [360, 780],
      [320, 256],
    ] as const) {
      await page.setViewportSize({ width, height });
      await page.waitForTimeout(200);
      note(String(width), await cutParts(page));
    }
    note('320', await violations(page));
    await page.emulateMedia({ forcedColors: 'active' });
    await page.waitForTimeout(200);
    expect(await colours(mine, 0)).toBeGreaterThan(2);
    expect(found).toEqual([]);
    expect(mine.errors).toEqual([]);
    await mine.close();
  }, 120_000);

  test('it prints to one page of A4 from a dark screen, charts and figures on it and no controls', async () => {
    const storageState = await app.page.context().storageState();
    for (const origin of storageState.origins) origin.localStorage = [];
    const mine = await openApp(browser, worker, language, { colorScheme: 'dark', storageState });
    const { page } = mine;
    const report = await playedReport(like.report, PLAYED);
    await show(report, await playedComparison(like.comparison, report, EARLIER), mine);
    await page.locator('.chart-drawing canvas').nth(2).waitFor();
    await page.waitForTimeout(1_000);
    await page.evaluate(() =>
      addEventListener('beforeprint', () => {
        const probe = document.createElement('span');
        probe.style.color = 'var(--chart-line)';
        document.querySelector('.on-paper')?.append(probe);
        const { color } = getComputedStyle(probe);
        document.body.dataset.printed = `${document.querySelectorAll('.on-paper canvas').length} ${color}`;
      }),
    );
    const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true });
    const text = pdf.toString('latin1');
    expect(text.match(/\/Type\s*\/Page\b/g)).toHaveLength(1);
    const [, width, height] = /\/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]/.exec(text) ?? [];
    expect([Number(width), Number(height)].map(Math.round)).toEqual([595, 842]);
    // Three charts, drawn anew in paper's colours.
    expect(await page.evaluate(() => document.body.dataset.printed)).toBe('3 rgb(18, 87, 75)');
    await page.emulateMedia({ media: 'print' });
    const seen = await page.locator('body').innerText();
    const words = dictionaries[language];
    for (const shown of [words.figures.when.title, words.figures.compare.title, words.report.ctr])
      expect(seen).toContain(shown);
    expect(await page.locator('button:visible, summary:visible, input:visible').count()).toBe(0);
    // The screen's own look is back afterwards.
    await page.emulateMedia({ media: 'screen' });
    expect(await page.locator('.on-paper').count()).toBe(0);
    await mine.close();
  }, 120_000);
});
