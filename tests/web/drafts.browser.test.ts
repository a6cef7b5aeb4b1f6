/** Drafts in the browser: those that an earlier build kept open, and each field of the table is kept, put aside and emptied. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { draftAfter, EMPTY_DRAFT } from '../../web/src/draft/fields.ts';
import { launchBrowser } from '../support/browser.ts';
import { type DevWorker, startDevWorker } from '../support/dev-worker.ts';
import { KEPT, PARKED_KEY, parked, SAMPLE } from '../support/draft-samples.ts';
import { addDomain, dictionaries, loadList, type Opened, openApp, openSignedIn, sampleList } from '../support/drive.ts';

const words = dictionaries.en;
let worker: DevWorker;
let browser: Browser;
let signedIn: Awaited<ReturnType<ReturnType<Opened['page']['context']>['storageState']>>;

beforeAll(async () => {
  worker = await startDevWorker();
  browser = await launchBrowser();
  const { page, close } = await openSignedIn(browser, worker, 'en');
  await addDomain(page, 'en', parked.values.host ?? '');
  signedIn = await page.context().storageState();
  await close();
});
afterAll(() => worker?.stop());

/** The page as it opens where a browser kept these. */
async function openWith(kept: Readonly<Record<string, string>>): Promise<Opened> {
  const localStorage = Object.entries(kept).map(([name, value]) => ({ name, value }));
  const storageState = { cookies: signedIn.cookies, origins: [{ origin: worker.origin, localStorage }] };
  return openApp(browser, worker, 'en', { storageState });
}

const keptIn = async ({ page }: Opened): Promise<Record<string, string>> =>
  page.evaluate(() => JSON.parse(localStorage.getItem('klikspor.draft') ?? 'null'));
const parkedIn = ({ page }: Opened): Promise<{ values: object; links: object }[]> =>
  page.evaluate(() =>
    Object.entries(localStorage)
      .filter(([key]) => key.startsWith('klikspor.draft.'))
      .map(([, text]) => JSON.parse(text)),
  );

const openDrafts = ({ page }: Opened) => page.locator('details.drafts:not([open]) > summary').click();

describe('what the build of 657b0fb kept', () => {
  let app: Opened;
  const field = (label: string) => app.page.getByLabel(label, { exact: true });
  const { values } = parked;

  beforeAll(async () => {
    app = await openWith(KEPT);
  });
  afterAll(() => app?.close());

  test('opens: the draft that was being written', async () => {
    await expect.poll(() => field(words.compose.name).inputValue()).toBe('Til alle');
    expect(await field(words.compose.messageLabel).inputValue()).toBe(
      'Hej, kom forbi: www.barnetsverden.dk/pages/butik',
    );
    expect(await field(words.counting.label).inputValue()).toBe('aggregate');
    await expect.poll(() => keptIn(app)).toMatchObject(JSON.parse(KEPT['klikspor.draft'] ?? ''));
  });

  test('opens: the draft that was put aside, field by field', async () => {
    const { page } = app;
    await openDrafts(app);
    await page.getByRole('button', { name: words.drafts.openNamed('Påske') }).click();
    await expect.poll(() => keptIn(app)).toEqual({ ...EMPTY_DRAFT, ...values });
    const shown = [
      [words.compose.name, values.name],
      [words.compose.sender, values.sender],
      [words.domain.label, values.host],
      [words.terms.country, values.country],
      [words.terms.sendAt, values.sendAt],
      [words.counting.lastDay, values.lastDay],
      [words.terms.basisWord, values.basisWord],
      [words.compose.messageLabel, values.template],
      [words.limit.textLabel, values.shorter],
      [words.linkTools.label, 'forside'],
    ] as const;
    for (const [label, text] of shown)
      await expect.poll(() => field(label).inputValue(), { message: label }).toBe(text);
    expect(await field(words.terms.kinds.service).isChecked()).toBe(true);
    expect(await field(words.terms.bases.other).isChecked()).toBe(true);
    expect(await field(words.linkTools.writeScheme).isChecked()).toBe(true);
    const version = page.getByRole('button', { name: words.versions.version('B') });
    expect(await version.getAttribute('aria-pressed')).toBe('true');
    await page.getByRole('button', { name: words.versions.version('A'), exact: true }).click();
    expect(await field(words.compose.messageLabel).inputValue()).toBe(values.otherTemplate);
    expect(await field(words.limit.textLabel).inputValue()).toBe(values.otherShorter);
    await loadList(page, 'en', sampleList(20));
    await page.locator('.limit').waitFor();
    expect(await page.locator('.limit select').inputValue()).toBe(values.limit);
    expect(await field(words.limit.choices.shorten).isChecked()).toBe(true);
  });

  test('opens: the saved message with its limit', async () => {
    const { page } = app;
    await page.getByRole('button', { name: words.drafts.fresh }).click();
    await page.locator('details.saved > summary').filter({ hasText: words.compose.saved }).click();
    await page.getByRole('button', { name: words.savedMessages.useNamed('Påske') }).click();
    const { otherTemplate: template, limit, above, otherShorter: shorter } = values;
    await expect.poll(() => keptIn(app)).toMatchObject({ template, limit, above, shorter });
    // Kept anew under the name it has now.
    const [saved] = await page.evaluate(() => JSON.parse(localStorage.getItem('klikspor.templates') ?? '[]'));
    expect(saved).toMatchObject({ template, limit: { limit, above, shorter } });
    // Several may be called alike: each shows what it says. What is deleted comes back, with its limit.
    await page.locator('.saved-text', { hasText: String(template) }).waitFor();
    const kept = () => page.evaluate(() => localStorage.getItem('klikspor.templates'));
    const before = await kept();
    const savedList = page.locator('.saved-list');
    await savedList.getByRole('button', { name: words.savedMessages.removeNamed('Påske') }).click();
    await page.getByText(words.savedMessages.removed('Påske')).waitFor();
    await expect.poll(kept).not.toBe(before);
    const undo = page.locator('.saved-removed').getByRole('button', { name: words.savedMessages.undo });
    await expect.poll(() => undo.evaluate((button) => button === document.activeElement)).toBe(true);
    await undo.click();
    await expect.poll(kept).toBe(before);
    expect(app.errors).toEqual([]);
  });
});

test('every field is kept, put aside, emptied for the next draft or stays for it, and opens again', async () => {
  // The only domain there is chosen by itself.
  const draft = { ...SAMPLE, host: parked.values.host ?? '' };
  const app = await openWith({ 'klikspor.draft': JSON.stringify({ ...draft, unknown: 'field', sender: undefined }) });
  try {
    const { page } = app;
    await expect.poll(() => keptIn(app)).toEqual({ ...draft, sender: '' });
    await page.getByLabel(words.compose.sender, { exact: true }).fill(draft.sender);
    await expect.poll(() => keptIn(app)).toEqual(draft);
    await openDrafts(app);
    await page.getByRole('button', { name: words.drafts.fresh }).click();
    await expect.poll(() => keptIn(app)).toEqual(draftAfter(draft));
    expect(await parkedIn(app)).toMatchObject([{ values: draft }]);
    await page.getByRole('button', { name: words.drafts.openNamed(draft.name) }).click();
    await expect.poll(() => keptIn(app)).toEqual(draft);
    expect(await parkedIn(app)).toEqual([]);
    expect(app.errors).toEqual([]);
  } finally {
    await app.close();
  }
});

test('the key of the draft put aside is one that the page looks for', () => {
  expect(PARKED_KEY).toMatch(/^klikspor\.draft\.[\da-f-]{36}$/);
});
