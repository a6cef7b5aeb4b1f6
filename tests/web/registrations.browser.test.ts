/** A sender that networks block is not published until its registration is stated as confirmed, and what is stated is kept. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Campaign } from '../../worker/api.ts';
import { violations } from '../support/axe.ts';
import { launchBrowser } from '../support/browser.ts';
import { type DevWorker, startDevWorker } from '../support/dev-worker.ts';
import { addDomain, confirmConsent, csvFile, dictionaries, loadList, type Opened, openApp } from '../support/drive.ts';

let worker: DevWorker;
let browser: Browser;
let app: Opened;
const words = dictionaries.da;
const { checklist, registers, compose, terms, campaignTerms } = words;
const HOST = 's.barnetsverden.dk';
const CONFIRMED = '2025-06-01';
const shownDay = '1. jun. 2025';
const list = (...numbers: readonly string[]) =>
  csvFile('kunder.csv', `navn;mobil\n${numbers.map((number) => `Bo;${number}\n`).join('')}`);

beforeAll(async () => {
  worker = await startDevWorker();
  browser = await launchBrowser();
  app = await openApp(browser, worker, 'da');
  const { page } = app;
  // A Monday at noon, while what was read of networks is relied on.
  await page.clock.setFixedTime(new Date('2026-11-30T12:00+01:00'));
  await page.goto('about:blank');
  await page.goto(`${worker.origin}/#code=${worker.signInCode}`);
  await addDomain(page, 'da', HOST);
  await page.getByLabel(compose.sender, { exact: true }).fill('Barnets');
});
afterAll(() => worker?.stop());

const panel = () => app.page.locator('[data-place="registers"]');
const finding = (text: string) =>
  app.page.getByRole('region', { name: checklist.title }).getByRole('listitem').filter({ hasText: text });
const blockedIn = (country: string, register: string) =>
  finding(checklist.rules['sender-unregistered'](country, 'Barnets', register));
const country = (name: string) =>
  panel()
    .getByRole('listitem')
    .filter({ has: app.page.getByRole('heading', { name, exact: true }) });
const publishButton = () => app.page.getByRole('button', { name: compose.publish });

/** A campaign of its own: what was published is gone from the page, and would be asked about if it came again. */
async function write(name: string): Promise<void> {
  const { page } = app;
  await page.getByLabel(compose.name).fill(name);
  await page
    .getByLabel(compose.messageLabel)
    .fill(`Hej {{navn}}, ${name}: www.barnetsverden.dk/udsalg Afmeld: {{afmeld}}`);
  await confirmConsent(page, 'da');
}

async function confirm(name: string): Promise<void> {
  const row = country(name);
  await row.getByLabel(registers.subjects.sender('Barnets')).selectOption('confirmed');
  await row.getByLabel(registers.on).fill(CONFIRMED);
}

async function published(): Promise<Campaign> {
  const { page } = app;
  const answer = page.waitForResponse(
    (response) => response.request().method() === 'POST' && response.url().endsWith('/api/campaigns'),
  );
  await publishButton().click();
  const campaign = (await (await answer).json()) as Campaign;
  await page.getByText(words.report.publishedNow).waitFor();
  return campaign;
}

test.each([
  ['FI', 'Finland', '+358 40 1234567', 'Traficom, Regulation 28'],
  ['IE', 'Irland', '+353 85 012 3456', 'ComReg, SMS Sender ID Registry'],
  ['ES', 'Spanien', '+34 612 345 678', 'CNMC, Registro de alias'],
] as const)(
  'a named sender to %s is blocked until its registration is confirmed',
  async (code, name, number, register) => {
    const { page } = app;
    let asked = 0;
    page.on('request', (request) => {
      if (request.method() === 'POST' && request.url().endsWith('/api/campaigns')) asked++;
    });
    await loadList(page, 'da', list('20123456', number));
    await write(`Til ${name}`);
    await blockedIn(name, register).waitFor();
    await publishButton().click();
    await page.getByText(terms.blocked(1, '1')).waitFor();
    expect(asked).toBe(0);

    // The finding leads to the country's own choice, folded away until then.
    await blockedIn(name, register).getByRole('button', { name: checklist.places.registers }).click();
    const choice = country(name).getByLabel(registers.subjects.sender('Barnets'));
    expect(await choice.evaluate((element) => element === document.activeElement)).toBe(true);
    expect(
      await country(name)
        .getByRole('link', { name: registers.register(register) })
        .getAttribute('href'),
    ).toMatch(/^https:/);

    // Asked for is not enough, and is told as heard.
    await choice.selectOption('asked');
    await country(name).getByLabel(registers.on).fill(CONFIRMED);
    await finding(checklist.askedOn(shownDay)).waitFor();
    await publishButton().click();
    // Until it is refused: a confirmation stated before would count for it.
    await expect.poll(() => publishButton().getAttribute('aria-disabled')).not.toBe('true');
    expect(asked).toBe(0);

    await confirm(name);
    await blockedIn(name, register).waitFor({ state: 'detached' });
    const campaign = await published();
    expect(campaign.registrations).toEqual([
      { country: 'DK', of: 'domain', state: 'not-asked' },
      { country: code, of: 'sender', state: 'confirmed', on: CONFIRMED },
    ]);
    const { registration, subjects, states } = campaignTerms;
    await page.getByText(registration(name, subjects.sender, states.confirmed(shownDay))).waitFor();
    await page.getByRole('link', { name: words.nav.compose, exact: true }).click();
  },
);

test('what was stated is a habit: it survives a reload, can be changed, and holds for that name alone', async () => {
  const { page } = app;
  await page.reload();
  await write('Igen');
  await loadList(page, 'da', list('+358 40 1234567'));
  await panel().locator('summary').click();
  const choice = country('Finland').getByLabel(registers.subjects.sender('Barnets'));
  await expect.poll(() => choice.inputValue()).toBe('confirmed');
  expect(await country('Finland').getByLabel(registers.on).inputValue()).toBe(CONFIRMED);
  expect(await violations(page)).toEqual([]);
  await choice.selectOption('not-asked');
  await blockedIn('Finland', 'Traficom, Regulation 28').waitFor();
  await confirm('Finland');
  await blockedIn('Finland', 'Traficom, Regulation 28').waitFor({ state: 'detached' });

  const sender = page.getByLabel(compose.sender, { exact: true });
  await sender.fill('BARNETS');
  await finding('“BARNETS”').waitFor();
  await sender.fill('Barnets');
  await finding('“Barnets”').waitFor({ state: 'detached' });
});

test('a name that French networks refuse is mended by one click', async () => {
  const { page } = app;
  await loadList(page, 'da', list('+33 6 12 34 56 78'));
  const sender = page.getByLabel(compose.sender, { exact: true });
  await sender.fill('Barnets V');
  const refused = finding(checklist.rules['sender-form']('Frankrig', 'Barnets V'));
  await refused.getByRole('button', { name: checklist.remedies.sender('BarnetsV') }).click();
  await refused.waitFor({ state: 'detached' });
  expect(await sender.inputValue()).toBe('BarnetsV');
  await sender.fill('Barnets');
});

test('what nobody knows is a warning that blocks nothing, and is not told as in order', async () => {
  const { page } = app;
  await loadList(page, 'da', list('20123456', '+44 7400 123456', '+47 406 12 345'));
  await finding(checklist.rules['sender-unknown']('Storbritannien og Norge')).waitFor();
  await finding('De norske net vil have linkdomæner registreret').waitFor();
  await page.getByText(/punkter er i orden/).click();
  expect(await page.getByText(checklist.ok.sender).count()).toBe(0);
  const { registrations } = await published();
  expect(registrations).toEqual([
    { country: 'DK', of: 'domain', state: 'not-asked' },
    { country: 'NO', of: 'domain', state: 'not-asked' },
  ]);
  expect(app.errors).toEqual([]);
});

test('what two windows are told is kept, of both', async () => {
  const { page } = app;
  const second = await page.context().newPage();
  await second.goto(`${worker.origin}/`);
  await page.getByRole('link', { name: words.nav.compose, exact: true }).click();
  const state = async (where: Page, name: string) => {
    const registersPanel = where.locator('[data-place="registers"]');
    await registersPanel.locator('summary').click();
    const row = registersPanel.getByRole('listitem').filter({ has: where.getByRole('heading', { name, exact: true }) });
    await row.getByLabel(registers.subjects.domain(HOST)).selectOption('asked');
  };
  await second.locator('[data-place="registers"]').waitFor();
  await state(page, 'Norge');
  await state(second, 'Danmark');
  // Windows may be processes of their own: what one stores reaches the other a moment later.
  const stored = async () => {
    const kept = await page.evaluate(() => localStorage.getItem('klikspor.registrations') ?? '[]');
    const rows = JSON.parse(kept) as { country: string; of: string }[];
    return rows.filter(({ of }) => of === 'domain').map((row) => row.country);
  };
  await expect.poll(stored).toEqual(['NO', 'DK']);
  await second.close();
});
