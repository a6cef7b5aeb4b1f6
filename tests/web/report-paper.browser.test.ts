/** The report on paper with everything in it that a report can have: one page, and all of it. */
import { writeFile } from 'node:fs/promises';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { conversions as danish } from '../../web/src/i18n/da/conversions.ts';
import { conversions as english } from '../../web/src/i18n/en/conversions.ts';
import type { Campaign, ConversionReport } from '../../worker/api.ts';
import { launchBrowser } from '../support/browser.ts';
import { type DevWorker, startDevWorker } from '../support/dev-worker.ts';
import { dictionaries, type Opened, openApp } from '../support/drive.ts';
import { asked, CAMPAIGN, publish, reportOf, signInWithDomain } from '../support/report-open.ts';
import { numbersFrom, playedComparison, playedReport, showPlayed } from '../support/report-played.ts';

/** Where to put pictures, for whoever wants to look at them. */
const PICTURES = process.env.KLIKSPOR_PICTURES;

const DELIVERED = 7_413;
const PLAYED = {
  ...{ recipients: 8_240, clickers: 1_655, confirmed: 160, hours: 61 },
  publishedAtMs: Date.parse('2026-11-27T10:02:40+01:00'),
  delivery: {
    ...{ delivered: DELIVERED, failed: 61, expired: 74, refused: 9, 'no-such-number': 58, blocked: 3, open: 622 },
  },
} as const;
const EARLIER = [
  { name: 'Efterårssalg', clickers: 1_204, of: 7_910, left: 41 },
  { name: 'Skolestart', clickers: 986, of: 7_544, left: 30 },
  { name: 'Sommersalg', clickers: 1_411, of: 7_020, left: 66 },
];
const OTHER = { id: 's.barnetsverden.dk:2', name: 'Adgang for alle andre (B)', clickers: 1_580, of: 8_240 };

const PRINT = '0'.repeat(32);
const HALF = {
  ...{ rows: 16_480, key: 1, ordered: PRINT, sorted: PRINT, rewritten: [], fileName: 'kunder.csv' },
  fileModifiedAtMs: null,
  split: { seed: [1, 2, 3, 4] as const, half: 0 as const, halves: [0, 1].map(() => ({ rows: 8_240, ordered: PRINT })) },
} satisfies NonNullable<Campaign['list']>;

let worker: DevWorker;
let browser: Browser;
let app: Opened;
let campaign: Campaign;
beforeAll(async () => {
  worker = await startDevWorker();
  browser = await launchBrowser();
  app = await openApp(browser, worker, 'da');
  await signInWithDomain(app.page, worker, 'da');
  campaign = await publish(app.page, {
    ...CAMPAIGN,
    // As many as a row of the page is kept for, and one more.
    links: [
      ...Array.from({ length: 7 }, (_, link) => ({
        ...{ kind: 'destination', url: `https://www.barnetsverden.dk/kollektion/${link}`, label: `Kollektion ${link}` },
      })),
      { kind: 'opt-out' },
    ] as typeof CAMPAIGN.links,
  });
});
afterAll(async () => {
  await app?.close();
  await worker?.stop();
});

async function orders(clickers: number): Promise<ConversionReport> {
  const numbersOf = await numbersFrom();
  return {
    ...{
      conversions: 231,
      converters: 214,
      withoutClick: 6,
      withoutValue: 2,
      outsideWindow: 3,
      toldBefore: 1,
      cancelled: 1,
    },
    ofClickers: numbersOf(208, clickers).ctr,
    ofSent: numbersOf(214, DELIVERED).ctr,
    currencies: [
      { currency: 'DKK', orders: 201, value: '95153.00', perMessage: '12.836', perSpent: 30.51 },
      { currency: 'EUR', orders: 28, value: '1740.50', perMessage: '0.2348', perSpent: null },
    ],
    ...{ denominator: 'delivered', windowDays: 30 },
  };
}

test.each([
  ['da', danish],
  ['en', english],
] as const)('%s: orders, two versions, seven links and warnings stand on one page of A4', async (language, said) => {
  const storageState = await app.page.context().storageState();
  for (const origin of storageState.origins) origin.localStorage = [];
  const mine = await openApp(browser, worker, language, { storageState, timezoneId: 'Europe/Copenhagen' });
  const { page } = mine;
  const like = await asked(page, campaign.id);
  const report = await playedReport(like.report, PLAYED, { otherVersion: OTHER.id, list: HALF });
  await showPlayed(page, report, await playedComparison(like.comparison, report, EARLIER, OTHER));
  const told = await orders(report.numbers.ctr.numerator);
  await page.route('**/conversions*', (route) => route.fulfill({ json: told }));
  await page.goto('about:blank');
  await page.goto(reportOf(worker, campaign.id));
  await page.locator('.chart-drawing canvas').nth(2).waitFor();
  await page.locator('.conversions .figure').first().waitFor();
  await page.locator('.verdict').waitFor();
  await page.getByText(dictionaries[language].figures.when.quiet(language === 'da' ? 'Danmark' : 'Denmark')).waitFor();
  await page.waitForTimeout(1_000);
  const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true });
  if (PICTURES !== undefined) await writeFile(`${PICTURES}/paper-${language}.pdf`, pdf);
  expect(pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)).toHaveLength(1);
  await page.emulateMedia({ media: 'print' });
  const seen = await page.locator('body').innerText();
  const words = dictionaries[language];
  const { when, compare, verdict, head } = words.figures;
  for (const shown of [words.report.ctr, head.delivered, head.optOutHigh, when.title, said.heading, compare.this]) {
    expect(seen).toContain(shown);
  }
  for (const shown of [verdict.title, 'EUR']) expect(seen).toContain(shown);
  expect(seen).not.toContain(said.window);
  expect(await page.locator('button:visible, summary:visible, input:visible').count()).toBe(0);
  expect(mine.errors).toEqual([]);
  await mine.close();
});
