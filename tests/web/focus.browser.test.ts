/**
 * What goes away or is switched off when it is pressed leaves the keyboard somewhere sensible. Each is pressed with Enter,
 * in the order of one story; where the focus must be then is named by role and words.
 */
import type { Browser, Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { type DevWorker, startDevWorker } from '../support/dev-worker.ts';
import {
  confirmConsent,
  csvFile,
  dictionaries,
  loadList,
  type Opened,
  openApp,
  pressWhenSeen,
  sampleList,
} from '../support/drive.ts';

let worker: DevWorker;
let browser: Browser;
let app: Opened;
const words = dictionaries.en;

beforeAll(async () => {
  worker = await startDevWorker();
  browser = await launchBrowser();
  app = await openApp(browser, worker, 'en', { reducedMotion: 'reduce' });
});
afterAll(() => worker?.stop());

const button = (name: string) => app.page.getByRole('button', { name, exact: true });
const heading = (name: string) => app.page.getByRole('heading', { name, exact: true });
const label = (name: string) => app.page.getByLabel(name, { exact: true });
const message = () => label(words.compose.messageLabel);

async function press(control: Locator): Promise<void> {
  await control.focus();
  await app.page.keyboard.press('Enter');
}

/** The focus gets to `wanted`, and is there still when the page has come to rest. */
async function landsOn(wanted: Locator): Promise<void> {
  const { page } = app;
  await wanted.waitFor();
  const isThere = () => wanted.evaluate((element) => element === document.activeElement);
  const where = () => page.evaluate(() => document.activeElement?.outerHTML.slice(0, 200) ?? 'nothing');
  await expect
    .poll(isThere, { message: String(wanted) })
    .toBe(true)
    .catch(async (error: unknown) => {
      throw new Error(`the focus is on ${await where()}`, { cause: error });
    });
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  expect(await isThere(), await where()).toBe(true);
}

const content = () => app.page.locator('#content');

test('signing in leads to the page that was waited for', async () => {
  await label(words.signIn.code).fill(worker.signInCode);
  await press(button(words.signIn.submit));
  await heading(words.compose.title).waitFor();
  await landsOn(content());
});

describe('the link domain', () => {
  test('leads from the first one added to the choice, and from there and back', async () => {
    await label(words.domain.newLabel).fill('s.barnetsverden.dk');
    await press(button(words.domain.submit));
    await landsOn(label(words.domain.label));
    await press(button(words.domain.addNew));
    await landsOn(label(words.domain.newLabel));
    await press(button(words.common.cancel));
    await landsOn(button(words.domain.addNew));
    await press(button(words.domain.addNew));
    await label(words.domain.newLabel).fill('no host at all');
    await press(button(words.domain.submit));
    await app.page.locator('.add-domain .error').waitFor();
    await landsOn(button(words.domain.submit));
    await press(button(words.common.cancel));
  });
});

describe('the list', () => {
  test('keeps the focus while it is read, in another column and when it goes', async () => {
    const { page } = app;
    await button(words.list.choose).focus();
    await loadList(page, 'en', sampleList(20));
    await landsOn(button(words.listFile.replace));
    await label(words.listFile.numberColumn).focus();
    await label(words.listFile.numberColumn).selectOption('2');
    await page.locator('.left-out').or(page.locator('.list .notice')).first().waitFor();
    await landsOn(label(words.listFile.numberColumn));
    await label(words.listFile.numberColumn).selectOption('1');
    await page.getByText(words.listFile.loaded('20'), { exact: true }).first().waitFor();
    await landsOn(label(words.listFile.numberColumn));
    await press(button(words.listFile.remove));
    await landsOn(button(words.list.choose));
    await loadList(page, 'en', sampleList(20));
    await page.getByText(words.listFile.loaded('20'), { exact: true }).first().waitFor();
  });

  test('holds it at either end of the preview', async () => {
    await press(button(words.preview.next));
    await press(button(words.preview.previous));
    await landsOn(button(words.preview.previous));
    await press(button(words.preview.previous));
    await app.page.getByText(words.preview.position('1', '20')).waitFor();
    await landsOn(button(words.preview.previous));
  });

  test('keeps it at the values that are rewritten', async () => {
    await message().fill('Hi {{navn}}, see www.barnetsverden.dk/sale Opt out: {{afmeld}}');
    await press(button(words.checklist.replaceOne('“Ł”', '“L”')));
    await landsOn(button(words.values.showNamed('“Ł”')));
    await press(button(words.values.all));
    await landsOn(button(words.values.undo));
    await press(button(words.values.undo));
    await landsOn(button(words.values.undo));
    await press(button(words.values.undo));
    await landsOn(button(words.values.all));
  });
});

describe('the message', () => {
  test('takes the focus when a finding is mended, and the list of findings when nothing is written', async () => {
    await message().fill('Hi {{navn}} – see www.barnetsverden.dk/sale. Opt out: {{afmeld}}');
    await press(button(words.checklist.replaceOne('“–”', '“-”')));
    await landsOn(message());
    await press(button(words.checklist.remedies.space).last());
    await landsOn(message());
    await press(button(words.checklist.remedies.consent));
    await landsOn(heading(words.checklist.title));
  });

  test('is kept and forgotten', async () => {
    const { page } = app;
    await press(page.getByText(words.compose.saved, { exact: true }));
    await press(button(words.savedMessages.save));
    await landsOn(button(words.savedMessages.isSaved));
    await message().fill('Another www.barnetsverden.dk/sale Opt out: {{afmeld}}');
    await press(button(words.savedMessages.save));
    const kept = page.locator('.saved-list li');
    const undo = page.locator('.saved-removed button');
    await press(kept.first().getByRole('button').last());
    await landsOn(undo);
    await press(undo);
    await landsOn(kept.first().getByRole('button').first());
    for (const left of [1, 0]) {
      await press(kept.first().getByRole('button').last());
      await landsOn(undo);
      expect(await kept.count()).toBe(left);
    }
  });

  test('has two versions, one, and two again', async () => {
    const { page } = app;
    await press(page.getByText(words.compose.versions, { exact: true }));
    await press(button(words.versions.begin));
    await landsOn(message());
    await press(button(words.versions.edit('A')));
    await landsOn(message());
    await press(button(words.versions.end));
    await landsOn(page.locator('.versions-panel').getByRole('button', { name: words.versions.undo }));
    await page.keyboard.press('Enter');
    await landsOn(button(words.versions.end));
    await page.keyboard.press('Enter');
  });
});

test('parameters of a link are added and taken away', async () => {
  const { page } = app;
  await press(page.getByText(words.linkTools.settings));
  await press(button(words.linkTools.usualParameters));
  await landsOn(label(words.linkTools.parameterName('1')));
  await press(button(words.linkTools.removeParameter('utm_campaign')));
  await landsOn(button(words.linkTools.addParameter));
  await page.keyboard.press('Enter');
  await landsOn(label(words.linkTools.parameterName('3')));
  await press(button(words.linkTools.removeParameter('utm_source')));
  await landsOn(button(words.linkTools.removeParameter('utm_medium')));
  // A click id, taken out of the parameters alone: the message stays as it is.
  await label(words.linkTools.parameterName('1')).fill('gclid');
  await press(
    page
      .getByRole('region', { name: words.linkTools.title })
      .getByRole('button', { name: words.checklist.remedies.takeOut('gclid') }),
  );
  await landsOn(page.getByText(words.linkTools.settings));
});

test('prices are read from text, and a row goes', async () => {
  const { page } = app;
  await press(page.getByText(words.prices.add));
  await press(page.getByText(words.prices.paste));
  await label(words.prices.pasteLabel).fill('SE;0,42;SEK;2026-10-01');
  await press(button(words.prices.take));
  await page.getByText(words.prices.taken(1, '1')).waitFor();
  await landsOn(button(words.prices.take));
  await press(button(words.prices.remove('Sweden')));
  await landsOn(label(words.prices.another));
});

test('drafts are begun, removed, brought back and taken up', async () => {
  const { page } = app;
  const { drafts } = words;
  await label(words.compose.name).fill('Spring');
  await press(page.getByText(words.compose.drafts, { exact: true }));
  await press(button(drafts.fresh));
  await landsOn(heading(words.compose.title));
  await press(button(drafts.removeNamed('Spring')));
  await landsOn(page.locator('.drafts-panel').getByRole('button', { name: drafts.undo }));
  await page.keyboard.press('Enter');
  await landsOn(button(drafts.openNamed('Spring')));
  await page.keyboard.press('Enter');
  await landsOn(heading(words.compose.title));
  expect(await label(words.compose.name).inputValue()).toBe('Spring');
});

describe('publishing', () => {
  test('that is refused leads to what is missing', async () => {
    await label(words.compose.sender).fill('');
    await press(button(words.compose.publish));
    await landsOn(label(words.compose.sender));
    await label(words.compose.sender).fill('Barnets');
  });

  test('leads to the report, whose test links come where their button was', async () => {
    const { page } = app;
    await confirmConsent(page, 'en');
    await press(button(words.compose.publish));
    await page.getByText(words.report.publishedNow).waitFor();
    await landsOn(content());
    await press(button(words.report.testShow));
    await landsOn(page.locator('.test-link a').first());
    const download = page.waitForEvent('download');
    await press(button(words.report.download));
    await download;
    await landsOn(button(words.report.download));
  });
});

test('campaigns are put away and brought back, and more of them are fetched', async () => {
  const { page } = app;
  const { shelf } = words;
  // As many as the worker gives at a time, and some.
  const campaign = (await page.evaluate(async () => {
    const known = (await (await fetch('/api/campaigns')).json()) as { entries: Record<string, unknown>[] };
    return known.entries[0];
  })) as { name: string; host: string; senderName: string; template: string };
  const made = await page.evaluate(async ({ host, senderName }) => {
    const states: number[] = [];
    for (let n = 0; n < 120; n++) {
      const answer = await fetch('/api/campaigns', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          name: `Number ${n}`,
          host,
          senderName,
          template: 'Opt out: {{afmeld}}',
          links: [{ kind: 'opt-out' }],
          recipients: 1,
          tracking: 'aggregate',
          takesAnswers: true,
        }),
      });
      states.push(answer.status);
    }
    return [...new Set(states)];
  }, campaign);
  expect(made).toEqual([201]);
  await press(page.getByRole('link', { name: words.nav.campaigns, exact: true }));
  await landsOn(content());
  const links = page.locator('.campaign-list a');
  await links.first().waitFor();
  const shown = await links.count();
  await press(button(words.campaigns.more));
  await landsOn(links.nth(shown));

  await press(button(shelf.archiveNamed('Number 119')));
  await landsOn(button(shelf.undo));
  await page.keyboard.press('Enter');
  await landsOn(button(shelf.archiveNamed('Number 119')));
  await page.keyboard.press('Enter');
  await landsOn(button(shelf.undo));
  await press(button(shelf.archived));
  await landsOn(button(shelf.archived));
  await press(button(shelf.bringBackNamed('Number 119')));
  await landsOn(button(shelf.undo));
  await press(button(shelf.active));
  await press(button(shelf.copyNamed('Number 119')));
  await landsOn(content());
});

test('reading a long list is stopped, and so is counting it, which begins again', async () => {
  const { page } = app;
  await message().fill('{{navn}} {{navn}} {{by}}');
  const rows = Array.from({ length: 400_000 }, (_, row) => `Bo;${20_000_000 + row};Aarhus`).join('\n');
  const long = csvFile('long.csv', `navn;mobil;by\n${rows}`);
  await pressWhenSeen(page, words.common.cancel);
  await loadList(page, 'en', long);
  await page.getByRole('progressbar').waitFor({ state: 'detached' });
  await landsOn(button(words.listFile.replace));
  await pressWhenSeen(page, words.cost.stop);
  await loadList(page, 'en', long);
  await landsOn(button(words.cost.countAgain));
  await page.keyboard.press('Enter');
  // Wherever the counting is by now: at the button that stops it, or at the heading it leaves behind.
  const stop = button(words.cost.stop);
  await stop.waitFor({ state: 'detached', timeout: 60_000 });
  await landsOn(page.getByRole('region', { name: words.cost.title }).locator(':focus'));
}, 120_000);

test('signing out leads to the sign-in', async () => {
  await press(button(words.nav.signOut));
  await heading(words.signIn.title).waitFor();
  await landsOn(content());
  expect(app.errors).toEqual([]);
});
