/** What the report says and does about privacy: how long hits live, judging anew, a recipient erased, a campaign deleted. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { privacy as danish } from '../../web/src/i18n/da/privacy.ts';
import { delivery as deliveryWords } from '../../web/src/i18n/en/delivery.ts';
import { privacy as english } from '../../web/src/i18n/en/privacy.ts';
import type { Campaign, Judgement, OutboxMessage, RawHits, Report } from '../../worker/api.ts';
import { phones } from '../support/agents.ts';
import { violations } from '../support/axe.ts';
import { launchBrowser } from '../support/browser.ts';
import { type DevWorker, startDevWorker } from '../support/dev-worker.ts';
import { dictionaries, type Language, type Opened, openApp } from '../support/drive.ts';
import { cutParts } from '../support/layout.ts';
import { askLinkHost } from '../support/link-host.ts';
import { LINK_HOST } from '../support/main-states.ts';
import { publish, reportOf, signInWithDomain } from '../support/report-open.ts';
import { tabTo } from '../support/tab.ts';

/** Where to put pictures, for whoever wants to look at them. */
const PICTURES = process.env.KLIKSPOR_PICTURES;
const all = { da: danish, en: english } as const;
const RECIPIENTS = 12;
/** Rows, from 0. */
const CLICKED = [2, 4, 5];

let worker: DevWorker;
let browser: Browser;
const opened: Partial<Record<Language, Opened>> = {};
let campaign: Campaign;
let slugs: string;

const appIn = (language: Language): Opened => {
  const found = opened[language];
  if (found === undefined) throw new Error(`no page in ${language}`);
  return found;
};

/** Signed in, and nothing else. */
const session = async () => ({ ...(await appIn('da').page.context().storageState()), origins: [] });

beforeAll(async () => {
  worker = await startDevWorker({ SETTLE_MS: '100' });
  browser = await launchBrowser();
  opened.da = await openApp(browser, worker, 'da');
  await signInWithDomain(appIn('da').page, worker, 'da');
  opened.en = await openApp(browser, worker, 'en', { storageState: await session() });
});
afterAll(async () => {
  await browser?.close();
  await worker?.stop();
});

const visit = (row: number, link: number, form?: string, path = '') => {
  const [phone] = phones;
  const slug = slugs.slice((row * 2 + link) * 8, (row * 2 + link + 1) * 8);
  return askLinkHost(worker.port, LINK_HOST, `/${slug}${path}`, {
    ...{ userAgent: phone.userAgent, headers: phone.headers },
    ...(form !== undefined && { method: 'POST', form }),
  });
};

/** A campaign of its own for every test: three clicked, one of them twice, and another opted out. */
beforeEach(async () => {
  const { page } = appIn('da');
  campaign = await publish(page, {
    ...{ name: 'Vårsalg', host: LINK_HOST, recipients: RECIPIENTS, senderName: 'Barnets', contact: '+45 70 10 20 30' },
    links: [{ kind: 'destination', url: 'https://www.barnetsverden.dk/udsalg' }, { kind: 'opt-out' }],
  });
  slugs = await page.evaluate(
    async (id) => (await fetch(`/api/campaigns/${encodeURIComponent(id)}/slugs`)).text(),
    campaign.id,
  );
  for (const row of [...CLICKED, 4]) expect((await visit(row, 0)).status).toBe(302);
  expect((await visit(7, 1, '')).status).toBe(303);
});

async function open(language: Language): Promise<Page> {
  const { page } = appIn(language);
  await page.goto('about:blank');
  await page.goto(reportOf(worker, campaign.id));
  await clicksAre(page, language, 4);
  return page;
}

/** Told by the page once all have settled. */
async function clicksAre(page: Page, language: Language, clicks: number): Promise<void> {
  const words = dictionaries[language];
  await expect
    .poll(
      async () => {
        await page.getByRole('button', { name: words.report.refresh }).click();
        return page.locator('.figures').textContent();
      },
      { timeout: 20_000, interval: 300 },
    )
    .toMatch(new RegExp(`(Klik|Clicks)${clicks}`));
}

async function picture(page: Page, name: string): Promise<void> {
  if (PICTURES !== undefined) await page.screenshot({ path: `${PICTURES}/${name}.png`, fullPage: true });
}

const sectionOf = (page: Page, language: Language) => page.getByRole('region', { name: all[language].heading });

describe('how long single hits are held', () => {
  test.each(['da', 'en'] as const)('is told with the days they go, and what ends then (%s)', async (language) => {
    const page = await open(language);
    const words = all[language];
    const section = sectionOf(page, language);
    await section.getByText(words.life(7)).waitFor();
    const text = await section.textContent();
    expect(text).toContain(words.personal);
    // A week from now: the day stands there.
    const inAWeek = new Date(Date.now() + 7 * 86_400_000);
    const day = new Intl.DateTimeFormat(language === 'da' ? 'da-DK' : 'en-GB', { dateStyle: 'medium' }).format(inAWeek);
    expect(text).toContain(day);
    expect(await violations(page)).toEqual([]);
    expect(appIn(language).errors).toEqual([]);
  });
});

describe('judging anew', () => {
  /** As the worker answers, but that rules of long ago judged, until it has judged anew. */
  async function judgedLongAgo(page: Page, raw: Partial<RawHits> = {}, changes: Partial<Judgement> = {}) {
    let isOld = true;
    await page.route('**/api/campaigns/*/report', async (route) => {
      const answer = await route.fetch();
      const report = (await answer.json()) as Report;
      const reasons = report.totals.reasons.map((one) => (isOld ? { ...one, rules: 20_240_101 } : one));
      await route.fulfill({ response: answer, json: { ...report, totals: { ...report.totals, reasons } } });
    });
    await page.route('**/api/campaigns/*/raw-hits', async (route) => {
      const answer = await route.fetch();
      await route.fulfill({ response: answer, json: { ...((await answer.json()) as RawHits), ...raw } });
    });
    await page.route('**/api/campaigns/*/judgement', async (route) => {
      const answer = await route.fetch();
      isOld = false;
      await route.fulfill({ response: answer, json: { ...((await answer.json()) as Judgement), ...changes } });
    });
  }

  const asTheyAre = (page: Page) => page.unrouteAll({ behavior: 'ignoreErrors' });
  afterEach(async () => {
    await asTheyAre(appIn('da').page);
    await asTheyAre(appIn('en').page);
  });

  test('is offered where newer rules are there, says what it changed, and is not offered again', async () => {
    const { page } = appIn('da');
    await judgedLongAgo(page);
    await open('da');
    const people = page.getByRole('region', { name: dictionaries.da.figures.people.title });
    await people.getByText(danish.newer(4, '4')).waitFor();
    await people.getByRole('button', { name: danish.judge }).click();
    await people.getByText(`${danish.judgedSame('4')} ${danish.figuresSame}`).waitFor();
    expect(await people.getByRole('button', { name: danish.judge }).count()).toBe(0);
    await asTheyAre(page);
    await judgedLongAgo(page, {}, { changed: 2, after: { clicks: 2, clickers: 1 }, unchangedShards: 1 });
    await open('da');
    await people.getByRole('button', { name: danish.judge }).press('Enter');
    const said = [danish.judged('4', '2'), danish.figures('4', '2', '3', '1'), danish.judgedPart];
    await people.getByText(said.join(' ')).waitFor();
  });

  test('is not offered where the hits are gone: why is said', async () => {
    const { page } = appIn('en');
    await judgedLongAgo(page, { wholeShards: 0, firstEndsMs: null, lastEndsMs: null });
    await open('en');
    const people = page.getByRole('region', { name: dictionaries.en.figures.people.title });
    await people.getByText(`${english.newer(4, '4')} ${english.gone}`).waitFor();
    expect(await people.getByRole('button', { name: english.judge }).count()).toBe(0);
    expect(await sectionOf(page, 'en').textContent()).toContain(english.noneHeld);
  });

  test('is not spoken of where today’s rules judged', async () => {
    const page = await open('en');
    await sectionOf(page, 'en').waitFor();
    expect(await page.locator('.judge-again').count()).toBe(0);
  });
});

describe('a recipient is erased', () => {
  test('by row, with the pointer, in Danish: first it is said what goes, then it goes', async () => {
    const page = await open('da');
    const section = sectionOf(page, 'da');
    const field = section.getByLabel(danish.who);
    const ask = section.getByRole('button', { name: danish.erase }).first();
    for (const [written, said] of [
      ['', danish.whoMissing],
      ['0', danish.rowRange('12')],
      ['13', danish.rowRange('12')],
    ] as const) {
      await field.fill(written);
      await ask.click();
      await section.getByText(said).waitFor();
    }
    // Row 5 is recipient 4, who clicked twice.
    await field.fill('5');
    await ask.click();
    const question = page.getByRole('region', { name: danish.eraseAsk(danish.row('5')) });
    for (const said of [danish.eraseGoes, danish.eraseStays, danish.eraseFigures, danish.cannotUndo]) {
      await question.getByText(said).waitFor();
    }
    expect(await violations(page)).toEqual([]);
    await question.getByRole('button', { name: danish.keep }).click();
    expect(await question.count()).toBe(0);
    await clicksAre(page, 'da', 4);
    await ask.click();
    // Orders are read anew with it.
    const orders = page.waitForRequest('**/conversions', { timeout: 5_000 });
    await question.getByRole('button', { name: danish.eraseNow }).click();
    await section.getByText(danish.erased('5', '2', '0')).waitFor();
    await orders;
    await clicksAre(page, 'da', 2);
    expect(appIn('da').errors).toEqual([]);
  });

  test('by a link, with the keyboard alone, in English: Escape keeps them, Enter does not', async () => {
    const page = await open('en');
    const section = sectionOf(page, 'en');
    const field = section.getByLabel(english.who);
    await tabTo(page, field);
    await page.keyboard.type(`https://${LINK_HOST}/nonsense`);
    await page.keyboard.press('Enter');
    const question = page.getByRole('region', { name: english.eraseAsk(english.thatLink) });
    await question.waitFor();
    // The keyboard is in the question, and back in the field after it.
    expect(await question.evaluate((element) => element === document.activeElement)).toBe(true);
    await page.keyboard.press('Escape');
    await expect.poll(() => field.evaluate((element) => element === document.activeElement)).toBe(true);
    await page.keyboard.press('Enter');
    await tabTo(page, question.getByRole('button', { name: english.eraseNow }));
    await page.keyboard.press('Enter');
    await section.getByText(english.linkUnknown).waitFor();
    await expect.poll(() => field.evaluate((element) => element === document.activeElement)).toBe(true);
    // Who opted out: that stays, and nobody had sent hashes.
    await field.fill('');
    await page.keyboard.type(`${LINK_HOST}/${slugs.slice(7 * 2 * 8, 7 * 2 * 8 + 8)}`);
    await page.keyboard.press('Enter');
    await tabTo(page, question.getByRole('button', { name: english.eraseNow }));
    await page.keyboard.press('Enter');
    await section.getByText(`${english.erased('8', '0', '0')} ${english.optOut.kept}`).waitFor();
    expect((await visit(7, 1)).text).toContain('Du er afmeldt');
    expect(appIn('en').errors).toEqual([]);
  });

  test('of a campaign that counts in total only where klikspor sends it: by row, from the outbox', async () => {
    const { page } = appIn('en');
    const inTotal = await publish(page, {
      ...{ name: 'In total', host: LINK_HOST, recipients: 3, tracking: 'aggregate', senderName: 'Barnets' },
      links: [{ kind: 'destination', url: 'https://www.barnetsverden.dk/udsalg' }],
    });
    const open = async () => {
      await page.goto('about:blank');
      await page.goto(reportOf(worker, inTotal.id));
      await sectionOf(page, 'en').waitFor();
    };
    await open();
    const section = sectionOf(page, 'en');
    expect(await section.getByText(english.eraseHeading).count()).toBe(0);
    await page.getByText(deliveryWords.inTotal).waitFor();
    const post = async (what: string, data: object) => {
      const path = `/api/campaigns/${encodeURIComponent(inTotal.id)}/sending${what}`;
      const answer = await page.request.post(worker.origin + path, { data, headers: { origin: worker.origin } });
      expect(answer.ok(), await answer.text()).toBe(true);
    };
    await page.request.delete(`${worker.origin}/api/outbox`, { headers: { origin: worker.origin } });
    const sign = { encoding: 'gsm7', segments: 1, country: 'DK' };
    const messages = [0, 1, 2].map((row) => ({ row, to: `+452000000${row}`, text: `Message ${row}`, ...sign }));
    await post('', { gateway: 'outbox', from: 'Barnets', quietHours: false });
    await post('/packs', { pack: 0, messages });
    await post('/start', { messages: 3 });
    const sentTo = async () => {
      const { entries } = (await (await page.request.get(`${worker.origin}/api/outbox`)).json()) as {
        entries: OutboxMessage[];
      };
      return entries.map(({ to }) => to).sort();
    };
    await expect.poll(sentTo, { timeout: 20_000 }).toEqual(['+4520000000', '+4520000001', '+4520000002']);
    await open();
    expect(await section.getByText(english.personal).count()).toBe(0);
    expect(await page.getByText(deliveryWords.inTotal).count()).toBe(0);
    const who = section.getByLabel(english.whoByRow);
    const erase = section.getByRole('button', { name: english.erase, exact: true });
    await who.fill('s.barnets.dk/aB3dE5fG');
    await erase.click();
    await section.getByText(english.rowRange('3')).waitFor();
    await who.fill('2');
    await erase.click();
    await section.getByText(english.eraseMessage).waitFor();
    await picture(page, 'erase-in-total');
    await section.getByRole('button', { name: english.eraseNow }).click();
    await section.getByText(english.erasedMessage('2')).waitFor();
    expect(await sentTo()).toEqual(['+4520000000', '+4520000002']);
  });
});

describe('a campaign is deleted', () => {
  test.each(['da', 'en'] as const)(
    'with the keyboard alone, after what is lost and kept was said (%s)',
    async (language) => {
      const page = await open(language);
      const words = all[language];
      const section = sectionOf(page, language);
      const ask = section.locator('.delete-campaign > button');
      await tabTo(page, ask);
      await page.keyboard.press('Enter');
      const question = page.getByRole('region', { name: words.deleteAsk(campaign.name) });
      await question.waitFor();
      for (const said of [...words.lostItems, ...words.keptItems, words.late, words.cannotUndo]) {
        expect(await question.textContent()).toContain(said);
      }
      expect(await violations(page)).toEqual([]);
      await page.keyboard.press('Escape');
      await expect.poll(() => ask.evaluate((element) => element === document.activeElement)).toBe(true);
      await page.keyboard.press('Enter');
      await tabTo(page, question.getByRole('button', { name: words.deleteNow }));
      await page.keyboard.press('Enter');
      await page.getByText(words.isDeleted(campaign.name, campaign.id)).waitFor();
      await expect.poll(() => page.evaluate(() => document.activeElement?.className)).toContain('just-deleted');
      await page.locator('.campaign-list').waitFor();
      expect(await page.locator(`a.campaign-name[href$="/campaigns/${encodeURIComponent(campaign.id)}"]`).count()).toBe(
        0,
      );

      // Its links have ended, and its opt-out page answers.
      await expect.poll(async () => (await visit(2, 0)).status, { timeout: 15_000 }).toBe(410);
      expect((await visit(3, 1)).status).toBe(200);
      expect((await visit(3, 1, '')).status).toBe(303);
      expect((await visit(3, 1, undefined, '?done')).text).toContain('Du er afmeldt');

      // The dated record, and who opted out and is not known elsewhere: the one of before, whose hash nobody had sent, too.
      await page.getByText(words.deletedHeading).click();
      const row = page.getByRole('row', { name: campaign.id });
      await row.getByRole('button', { name: words.lookNamed(campaign.id) }).click();
      await row.getByText(words.lateRows(2, language === 'da' ? '4 og 8' : '4 and 8')).waitFor();
      const cells = await row.getByRole('cell').allTextContents();
      expect(cells.slice(1, 4)).toEqual(['12', '4', '0']);
      expect(await violations(page)).toEqual([]);
      expect(appIn(language).errors.filter((error) => !error.includes('410'))).toEqual([]);
      await page.getByText(words.deletedHeading).click();

      // Whoever comes by its address is told in his own language.
      await page.goto(reportOf(worker, campaign.id));
      await page.getByRole('alert').getByText(dictionaries[language].report.gone, { exact: true }).waitFor();
    },
  );

  test('on a phone, in light and dark, everything fits', async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      const { page, close } = await openApp(browser, worker, 'da', {
        ...{ viewport: { width: 390, height: 844 }, colorScheme },
        storageState: await session(),
      });
      await page.goto(reportOf(worker, campaign.id));
      const section = sectionOf(page, 'da');
      await section.getByText(danish.personal).waitFor();
      await section.locator('.delete-campaign > button').click();
      await section.getByLabel(danish.who).fill('5');
      await section.locator('.erase-form button').click();
      await page.getByRole('region', { name: danish.eraseAsk(danish.row('5')) }).waitFor();
      expect(await cutParts(page)).toEqual([]);
      expect(await violations(page)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
      if (PICTURES !== undefined) await section.screenshot({ path: `${PICTURES}/privacy-${colorScheme}.png` });
      await close();
    }
    await picture(appIn('da').page, 'privacy-campaigns');
  });
});
