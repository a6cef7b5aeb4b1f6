/** The composer as a person uses it: visible labels and roles only. */
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { checklist as danishChecklist } from '../../web/src/i18n/da/checklist.ts';
import { figures as danishFigures } from '../../web/src/i18n/da/figures.ts';
import { words as da } from '../../web/src/i18n/da/index.ts';
import { limit as danishLimit } from '../../web/src/i18n/da/limit.ts';
import { linkTools as danishLinkTools } from '../../web/src/i18n/da/link-tools.ts';
import { listFile as danishListFile } from '../../web/src/i18n/da/list-file.ts';
import { onUse as daOnUse } from '../../web/src/i18n/da/on-use.ts';
import { pointing as danishPointing } from '../../web/src/i18n/da/pointing.ts';
import { prices as danishPrices } from '../../web/src/i18n/da/prices.ts';
import { registers as danishRegisters } from '../../web/src/i18n/da/registers.ts';
import { savedMessages as danishSavedMessages } from '../../web/src/i18n/da/saved-messages.ts';
import type { Dictionary, SameShape } from '../../web/src/i18n/dictionary.ts';
import { checklist as englishChecklist } from '../../web/src/i18n/en/checklist.ts';
import { figures as englishFigures } from '../../web/src/i18n/en/figures.ts';
import { words as en } from '../../web/src/i18n/en/index.ts';
import { limit as englishLimit } from '../../web/src/i18n/en/limit.ts';
import { linkTools as englishLinkTools } from '../../web/src/i18n/en/link-tools.ts';
import { listFile as englishListFile } from '../../web/src/i18n/en/list-file.ts';
import { onUse as enOnUse } from '../../web/src/i18n/en/on-use.ts';
import { pointing as englishPointing } from '../../web/src/i18n/en/pointing.ts';
import { prices as englishPrices } from '../../web/src/i18n/en/prices.ts';
import { registers as englishRegisters } from '../../web/src/i18n/en/registers.ts';
import { savedMessages as englishSavedMessages } from '../../web/src/i18n/en/saved-messages.ts';
import { within } from './browser.ts';
import type { DevWorker } from './dev-worker.ts';

export type Language = 'da' | 'en';

/** With the words that are loaded on use. */
type Words = Dictionary &
  SameShape<typeof enOnUse> & {
    readonly checklist: SameShape<typeof englishChecklist>;
    readonly figures: SameShape<typeof englishFigures>;
    readonly limit: SameShape<typeof englishLimit>;
    readonly linkTools: SameShape<typeof englishLinkTools>;
    readonly listFile: SameShape<typeof englishListFile>;
    readonly pointing: SameShape<typeof englishPointing>;
    readonly prices: SameShape<typeof englishPrices>;
    readonly registers: SameShape<typeof englishRegisters>;
    readonly savedMessages: SameShape<typeof englishSavedMessages>;
  };
export const dictionaries: Readonly<Record<Language, Words>> = {
  da: {
    ...da,
    ...daOnUse,
    checklist: danishChecklist,
    figures: danishFigures,
    limit: danishLimit,
    linkTools: danishLinkTools,
    listFile: danishListFile,
    pointing: danishPointing,
    prices: danishPrices,
    registers: danishRegisters,
    savedMessages: danishSavedMessages,
  },
  en: {
    ...en,
    ...enOnUse,
    checklist: englishChecklist,
    figures: englishFigures,
    limit: englishLimit,
    linkTools: englishLinkTools,
    listFile: englishListFile,
    pointing: englishPointing,
    prices: englishPrices,
    registers: englishRegisters,
    savedMessages: englishSavedMessages,
  },
};

export interface Opened {
  readonly page: Page;
  /** Errors of the page and messages of its console at level error, violations of the security policy among them. */
  readonly errors: string[];
  close(): Promise<void>;
}

/**
 * Opens the app where somebody signs in. It is not kept for offline unless `serviceWorkers` is 'allow': every window would fetch
 * all files of the app for it, twice the work of many a test.
 */
export const openApp = (...opened: Opening): Promise<Opened> => open('/', ...opened);

/** Opens the composer with the worker's code, which signs in once. */
export const openSignedIn = (...opened: Opening): Promise<Opened> => open(`/#code=${opened[1].signInCode}`, ...opened);

type Opening = [browser: Browser, worker: DevWorker, language: Language, options?: BrowserContextOptions];

async function open(path: string, ...[browser, worker, language, options]: Opening): Promise<Opened> {
  const context = await browser.newContext({
    locale: language === 'da' ? 'da-DK' : 'en-GB',
    viewport: { width: 1280, height: 900 },
    serviceWorkers: 'block',
    ...within(worker.net),
    ...options,
  });
  // Listened for all the time: whoever begins to just before a key is pressed may be too late, and the dialog opens unseen.
  context.on('page', (opened) => opened.on('filechooser', () => {}));
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => {
    // Chromium itself writes a line for every answer of 400 and above: those are read by the page.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
      errors.push(message.text());
  });
  await page.goto(worker.origin + path);
  return { page, errors, close: () => context.close() };
}

export interface CsvFile {
  readonly name: string;
  readonly octets: Buffer;
}

export const csvFile = (name: string, text: string): CsvFile => ({ name, octets: Buffer.from(text, 'utf8') });

/** Three names as a Mac of the last century wrote them, one octet a letter: two cannot be told without a person. */
export const oldMacList = (): CsvFile => ({
  name: 'mac.csv',
  octets: Buffer.from('navn;mobil\rS\u00bfren Kj\u00ber;20123456\r\u0081se;20123457\rIda;20123458\r', 'latin1'),
});

/** Two columns that may both be meant: the numbers people have at home and at work. */
export const twoColumns = (): CsvFile =>
  csvFile(
    'to-numre.csv',
    'navn;oprettet;Mobil privat;Mobil arbejde\r\nÅse;2025-12-31;20123456;30123456\r\nBo;2025-11-30;20123457;\r\nIda;2025-10-29;80123456;40123456\r\n',
  );

/** Where the composer has its list: the report that was left a moment ago has buttons for one too, and names it. */
export const listSection = (page: Page, language: Language): Locator =>
  page.getByRole('region', { name: dictionaries[language].compose.recipients, exact: true });

export async function loadList(page: Page, language: Language, file: CsvFile): Promise<void> {
  const { list, listFile } = dictionaries[language];
  const section = listSection(page, language);
  const chooser = page.waitForEvent('filechooser');
  await section
    .getByRole('button', { name: list.choose })
    .or(section.getByRole('button', { name: listFile.replace }))
    .click();
  await (await chooser).setFiles({ name: file.name, mimeType: 'text/csv', buffer: file.octets });
}

/** Loads a list and waits until it is read: while it is, the page still shows the sums of the one before. */
export async function readList(page: Page, language: Language, file: CsvFile): Promise<void> {
  await loadList(page, language, file);
  await listSection(page, language).getByText(file.name).first().waitFor();
}

export async function addDomain(page: Page, language: Language, host: string): Promise<void> {
  const words = dictionaries[language].domain;
  await page.getByLabel(words.newLabel).fill(host);
  await page.getByRole('button', { name: words.submit }).click();
  await page.getByLabel(words.label, { exact: true }).waitFor();
}

/**
 * Says that the recipients of the list have consented: without a basis nothing is published. With the keyboard: what is loaded
 * beside it may still move it away between a pointer's going down and up.
 */
export async function confirmConsent(page: Page, language: Language): Promise<void> {
  const consent = page.getByLabel(dictionaries[language].terms.bases.consent);
  await consent.press('Space');
  if (!(await consent.isChecked())) throw new Error('the basis was not taken');
}

/** The names of the field case: some outside GSM-7, one missing. */
const NAMES = ['Åse', 'Søren', 'Zoë', 'Łukasz', '', 'Anne-Marie', 'Bo', 'Jørgen'];

export function sampleList(recipients: number): CsvFile {
  const rows = Array.from(
    { length: recipients },
    (_, row) => `${NAMES[row % NAMES.length] ?? ''};+45 ${20_100_000 + row};Aarhus\r\n`,
  );
  return csvFile('kunder.csv', `navn;mobil;by\r\n${rows.join('')}`);
}

export const FIELD_MESSAGE =
  'Kære {{navn}}, du har nu adgang for alle andre: www.barnetsverden.dk/pages/du-har-adgang-for-alle-andre Afmeld: {{afmeld}}';

/** Presses the button the moment it appears, with the focus on it: what it stops may be over before a test could see it. */
export const pressWhenSeen = (page: Page, name: string): Promise<void> =>
  page.evaluate((label) => {
    const look = () => {
      const button = [...document.querySelectorAll('button')].find((candidate) => candidate.textContent === label);
      if (button === undefined) return false;
      button.focus();
      button.click();
      return true;
    };
    const observer = new MutationObserver(() => {
      if (look()) observer.disconnect();
    });
    if (!look()) observer.observe(document.body, { childList: true, subtree: true });
  }, name);

/** Listens to what the page asks its engine; each call gives the questions since the one before, in their order. */
export async function listenToEngine(page: Page): Promise<() => Promise<string[]>> {
  const engine = page.workers().find((worker) => worker.url().includes('engine-worker'));
  if (engine === undefined) throw new Error('the page has no engine');
  const scope = await engine.evaluateHandle(() => {
    const heard: string[] = [];
    addEventListener('message', ({ data }: MessageEvent<{ readonly call: string }>) => heard.push(data.call));
    return { heard };
  });
  return () => scope.evaluate(({ heard }) => heard.splice(0));
}
