/** What the system asks for: its own few colours in place of ours, and less movement. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { type DevWorker, startDevWorker } from '../support/dev-worker.ts';
import { addDomain, dictionaries, loadList, type Opened, openSignedIn, sampleList } from '../support/drive.ts';
import { cutParts } from '../support/layout.ts';

let worker: DevWorker;
let browser: Browser;
let app: Opened;
const words = dictionaries.en;

beforeAll(async () => {
  worker = await startDevWorker();
  browser = await launchBrowser();
  app = await openSignedIn(browser, worker, 'en', { forcedColors: 'active' });
  const { page } = app;
  await addDomain(page, 'en', 's.barnetsverden.dk');
  await loadList(page, 'en', sampleList(20));
  await page.getByLabel(words.compose.messageLabel).fill(MESSAGE);
  await page.locator('.mirror .mark-problem').waitFor();
  await page.locator('.tick').first().waitFor();
});
afterAll(() => worker?.stop());

/** One of each mark; long enough for a second segment. */
const MESSAGE =
  'Kære {{navn}} – vi har åbnet for alle, og der er kaffe til store som små: www.barnetsverden.dk/udsalg og bit.ly/3abc {{afmeld}}';

/** How an element is set off without colour: its lines only. */
function lines(page: Page, selector: string): Promise<string> {
  return page
    .locator(selector)
    .first()
    .evaluate((element) => {
      const { outlineStyle, outlineWidth, textDecorationLine, textDecorationStyle, borderTopStyle, borderTopWidth } =
        getComputedStyle(element);
      const outline = outlineStyle === 'none' ? 'none' : `${outlineStyle} ${outlineWidth}`;
      const underline = textDecorationLine === 'none' ? 'none' : `${textDecorationLine} ${textDecorationStyle}`;
      return `${outline}, ${underline}, ${borderTopStyle} ${borderTopWidth}`;
    });
}

describe.each(['light', 'dark'] as const)('in forced colours, %s', (colorScheme) => {
  beforeAll(() => app.page.emulateMedia({ colorScheme }));

  test('every kind of mark in the message has lines of its own', async () => {
    const kinds = ['field', 'link', 'opt-out', 'ucs2', 'problem'];
    const drawn = await Promise.all(kinds.map((kind) => lines(app.page, `.mirror mark.mark-${kind}`)));
    expect(new Set(drawn).size).toBe(kinds.length);
    expect(drawn).not.toContain('none, none, none 0px');
  });

  test('the marks are seen through the field they lie behind', async () => {
    const { page } = app;
    const editor = page.locator('.editor');
    await page.getByRole('heading', { name: words.compose.title }).click();
    const picture = () => editor.screenshot({ animations: 'disabled', caret: 'hide' });
    // Once it stands still: what is counted in the background may still be drawn.
    let seen = await picture();
    for (let next = await picture(); !next.equals(seen); next = await picture()) seen = next;
    for (const kind of ['field', 'link', 'opt-out', 'ucs2', 'problem']) {
      const hide = (hidden: boolean) =>
        page.locator(`.mirror mark.mark-${kind}`).evaluateAll((marks, hidden) => {
          for (const mark of marks) (mark as HTMLElement).style.visibility = hidden ? 'hidden' : '';
        }, hidden);
      await hide(true);
      const without = await picture();
      await hide(false);
      expect(seen.equals(without), kind).toBe(false);
    }
  });

  test('what is chosen, wrong, or a surface of its own is told by lines', async () => {
    const { page } = app;
    const differ = async (one: string, other: string) =>
      expect(await lines(page, one), `${one} and ${other}`).not.toBe(await lines(page, other));
    await differ('.segmented [aria-pressed="true"]', '.segmented [aria-pressed="false"]');
    await differ('nav [aria-current]', 'nav a:not([aria-current])');
    await page.getByRole('button', { name: words.compose.publish }).click();
    await page.getByLabel(words.compose.name).and(page.locator('[aria-invalid="true"]')).waitFor();
    await differ('[aria-invalid="true"]:not([type="radio"])', 'input[type="text"]:not([aria-invalid])');
    for (const surface of ['.sheet', '.instruments', '.notice', '.bubble', '.badge', '.links-panel li'])
      expect(await lines(page, surface), surface).toContain('solid 1px');
    const tick = await page
      .locator('.tick')
      .first()
      .evaluate((tick) => getComputedStyle(tick, '::before').borderStyle);
    expect(tick).toBe('solid');
    expect(await cutParts(page)).toEqual([]);
  });
});

test('what moves stands still for those who ask for it, and only for them', async () => {
  const { page, errors } = app;
  const moving = () =>
    page.evaluate(() =>
      [...document.querySelectorAll('*')].flatMap((element) =>
        [undefined, '::before', '::after'].flatMap((part) => {
          const { transitionDuration, animationName, scrollBehavior } = getComputedStyle(element, part);
          const moves = /[1-9]/.test(transitionDuration) || animationName !== 'none' || scrollBehavior === 'smooth';
          return moves ? [element.className] : [];
        }),
      ),
    );
  await page.emulateMedia({ forcedColors: 'none', reducedMotion: 'no-preference' });
  expect((await moving()).length).toBeGreaterThan(0);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  expect(await moving()).toEqual([]);
  expect(errors).toEqual([]);
});
