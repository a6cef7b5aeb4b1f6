/**
 * A list and the campaigns it was published with, in a second browser profile: one that never saw them published, as a
 * colleague's browser is. In the real Chromium against the real worker.
 */
import { readFile } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CANCELLED } from '../../web/src/engine/control.ts';
import { listPrints } from '../../web/src/engine/list-prints.ts';
import type { Campaign, NewCampaign } from '../../worker/api.ts';
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
  openSignedIn,
  readList,
  sampleList,
} from '../support/drive.ts';
import { askLinkHost } from '../support/link-host.ts';

const HOST = 's.barnetsverden.dk';
const ROWS = 2_790;
const LIST = sampleList(ROWS);
const words = dictionaries.da;
const check = words.listCheck;
const ab = words.versions;

let worker: DevWorker;
let browser: Browser;
/** Where the campaigns are published, and where nobody knows of them. */
let mine: Opened;
let theirs: Opened;

/** Of a file that the browser was just given. */
const named = (file: string) =>
  check.file(`“${file}”`, new Intl.DateTimeFormat('da-DK', { dateStyle: 'medium' }).format());

const [heading = '', ...lines] = LIST.octets.toString('utf8').trimEnd().split('\r\n');
const listOf = (name: string, rows: readonly string[]) => csvFile(name, `${[heading, ...rows].join('\r\n')}\r\n`);
/** As Excel does it with one click: by name. */
const SORTED = listOf('sorteret.csv', lines.toSorted());
const SHORTER = listOf('faerre.csv', lines.toSpliced(17, 1));
const OTHERS = listOf('andre.csv', [...lines.slice(1), 'Ny;+45 31234567;Aarhus']);

interface Sent {
  readonly to: string;
  readonly text: string;
}

async function saved(page: Page, button: string): Promise<string> {
  const started = page.waitForEvent('download');
  await page.getByRole('button', { name: button, exact: true }).click();
  return readFile(await (await started).path(), 'utf8');
}
const messagesOf = async (page: Page): Promise<Sent[]> => {
  await page.getByLabel(words.report.format).selectOption('ndjson');
  const file = await saved(page, words.report.download);
  return file
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Sent);
};
const leaversOf = async (page: Page): Promise<string[]> => {
  const file = await saved(page, words.report.leavers);
  return file
    .trimEnd()
    .split('\r\n')
    .slice(1)
    .map((line) => line.split(';')[0] ?? '');
};

async function open(page: Page, campaign: string): Promise<void> {
  await page.getByRole('link', { name: words.nav.campaigns, exact: true }).click();
  await page
    .getByRole('link', { name: campaign, exact: true })
    .or(page.getByRole('link', { name: campaign }))
    .first()
    .click();
  await page.getByRole('heading', { name: campaign, level: 1 }).waitFor();
  await page.getByRole('heading', { name: words.report.downloadHeading }).waitFor();
}

/** Loads a list in the composer and opens the campaign's report. */
async function withList(page: Page, list: CsvFile, campaign: string): Promise<void> {
  await page.getByRole('link', { name: words.nav.compose, exact: true }).click();
  await readList(page, 'da', list);
  await open(page, campaign);
}

/** Chooses a list on the report itself. */
async function chooseThere(page: Page, list: CsvFile): Promise<void> {
  const chooser = page.waitForEvent('filechooser');
  await page
    .getByRole('button', { name: check.choose })
    .or(page.getByRole('button', { name: check.chooseOther }))
    .first()
    .click();
  await (await chooser).setFiles({ name: list.name, mimeType: 'text/csv', buffer: list.octets });
}

const campaignOf = async (page: Page, id: string): Promise<Campaign> =>
  (await page.request.get(`${worker.origin}/api/campaigns/${encodeURIComponent(id)}`)).json();

/** Both places that make something of the list say these sentences, and neither has a button. */
async function refusedBoth(page: Page, ...sentences: string[]): Promise<void> {
  const places = [
    page.getByRole('region', { name: words.report.downloadHeading }),
    page.getByRole('region', { name: words.report.optOut }),
  ];
  for (const place of places) {
    for (const sentence of sentences) await place.getByText(sentence, { exact: true }).waitFor();
    for (const name of [words.report.download, words.report.leavers]) {
      expect(await place.getByRole('button', { name, exact: true }).count()).toBe(0);
    }
  }
  // Aloud once, however often it is shown.
  for (const sentence of sentences) {
    expect(await page.getByRole('alert').filter({ hasText: sentence }).count()).toBe(1);
  }
}

async function optOut({ text }: Sent): Promise<void> {
  const slug = /Afmeld: \S+\/(\w{8})/.exec(text)?.[1] ?? '';
  const answer = await askLinkHost(worker.port, HOST, `/${slug}`, { method: 'POST', form: '', userAgent: 'x' });
  expect(answer.status).toBe(303);
}

/** Holds every request to an address until `answer`. */
async function held(page: Page, address: string): Promise<{ isAsked: Promise<void>; answer(): Promise<void> }> {
  const { promise, resolve: letGo } = Promise.withResolvers<void>();
  const { promise: isAsked, resolve: ask } = Promise.withResolvers<void>();
  await page.route(address, async (route) => {
    ask();
    await promise;
    await route.continue();
  });
  return {
    isAsked,
    answer: async () => {
      letGo();
      await page.unrouteAll({ behavior: 'wait' });
    },
  };
}

const sent: Record<string, readonly Sent[]> = {};
const leavers: Record<string, readonly string[]> = {};
/** Opts some out, rows that stand elsewhere in every other list. */
async function leave(page: Page, campaign: string): Promise<void> {
  const messages = await messagesOf(page);
  sent[campaign] = messages;
  const who = [3, 200, 700, messages.length - 2].map((row) => messages[row] ?? { to: '', text: '' });
  for (const one of who) await optOut(one);
  leavers[campaign] = who.map(({ to }) => to);
  await page.getByRole('button', { name: words.report.refresh }).click();
  expect(await leaversOf(page)).toEqual(leavers[campaign]);
}

/** What a file holds now: whoever has opted out of the brand since is in none. */
function stillSent(campaign: string): readonly Sent[] {
  const gone = new Set(Object.values(leavers).flat());
  return sent[campaign]?.filter(({ to }) => !gone.has(to)) ?? [];
}

async function write(page: Page, name: string, message: string): Promise<void> {
  await page.getByLabel(words.compose.messageLabel).fill(message);
  await page.getByLabel(words.compose.name).fill(name);
  await confirmConsent(page, 'da');
}
async function writeTwo(page: Page, name: string, a: string, b: string): Promise<void> {
  await write(page, name, a);
  const begin = page.getByRole('button', { name: ab.begin });
  if (!(await begin.isVisible())) await page.getByText(words.compose.versions).click();
  await begin.click();
  await page.getByLabel(words.compose.messageLabel).fill(b);
}

beforeAll(async () => {
  worker = await startDevWorker();
  browser = await launchBrowser();
  mine = await openSignedIn(browser, worker, 'da');
  const { page } = mine;
  await addDomain(page, 'da', HOST);
  await page.getByLabel(words.compose.sender, { exact: true }).fill('Barnets Verden');
  await loadList(page, 'da', LIST);
  await write(page, 'Alle', FIELD_MESSAGE);
  await page.getByRole('button', { name: words.values.all }).click();
  await page.getByText(words.values.done).waitFor();
  await page.getByRole('button', { name: words.compose.publish }).click();
  await page.getByText(words.report.publishedNow).waitFor();
  await leave(page, 'Alle');

  await page.getByRole('link', { name: words.nav.compose, exact: true }).click();
  await writeTwo(page, 'Weekend', `Weekend: ${FIELD_MESSAGE}`, `${FIELD_MESSAGE} Kig ind til kaffe og kage.`);
  await page.getByRole('button', { name: words.compose.publish }).click();
  await page.getByText(words.report.publishedNow).waitFor();
  await leave(page, 'Weekend A');
  await page.getByRole('link', { name: ab.sibling('B') }).click();
  await page.getByRole('heading', { name: 'Weekend B', level: 1 }).waitFor();
  await leave(page, 'Weekend B');

  // Signed in, and nothing else: what the first profile keeps is not there.
  const { cookies } = await page.context().storageState();
  theirs = await openApp(browser, worker, 'da', { storageState: { cookies, origins: [] } });
  await theirs.page.getByRole('heading', { name: words.compose.title }).waitFor();
}, 180_000);
afterAll(() => worker?.stop());

const publishedWith = () => check.published(named('kunder.csv'), '2.790');

describe('a list, in another browser', () => {
  test('that has the same customers in another order is refused for messages and opt-outs, in words', async () => {
    const { page } = theirs;
    await withList(page, SORTED, 'Alle');
    await refusedBoth(page, check.anotherOrder(named('sorteret.csv')), publishedWith(), check.load);
    expect(await violations(page)).toEqual([]);
  });

  test('that has a row fewer is refused with both numbers', async () => {
    const { page } = theirs;
    await withList(page, SHORTER, 'Alle');
    await refusedBoth(page, check.otherRows(named('faerre.csv'), '2.789', '2.790'), publishedWith(), check.load);
  });

  test('of as many other customers is refused as another list', async () => {
    const { page } = theirs;
    await chooseThere(page, OTHERS);
    await refusedBoth(page, check.otherNumbers(named('andre.csv')), publishedWith(), check.load);
  });

  test('that is read as another country’s is told so, and read as it was then with one button', async () => {
    const { page } = theirs;
    // Without country codes, from a browser where another country is chosen.
    const bare = csvFile('kunder.csv', LIST.octets.toString('utf8').replaceAll('+45 ', ''));
    await page.getByRole('link', { name: words.nav.compose, exact: true }).click();
    await page.getByLabel(words.terms.country).selectOption('NO');
    await withList(page, bare, 'Alle');
    await page.getByText(check.differs.country('Danmark', 'Norge'), { exact: true }).first().waitFor();
    expect(await page.getByRole('button', { name: words.report.download }).count()).toBe(0);
    await page.getByRole('button', { name: check.readAsThen }).first().click();
    expect(await messagesOf(page)).toEqual(stillSent('Alle'));
  });

  test('that is the right one is accepted, chosen on the report itself, and every file is the same as before', async () => {
    const { page } = theirs;
    await page.reload();
    await page.getByText(`${words.report.downloadAgain} ${publishedWith()}`).waitFor();
    await chooseThere(page, LIST);
    // Values rewritten then are rewritten here too.
    expect(await messagesOf(page)).toEqual(stillSent('Alle'));
    expect(sent.Alle?.[2]?.text).toContain('Kære Zoe,');
    expect(await leaversOf(page)).toEqual(leavers.Alle);
  });

  test('that replaces the right one is compared anew: nothing is made of it', async () => {
    const { page } = theirs;
    await withList(page, SORTED, 'Alle');
    await refusedBoth(page, check.anotherOrder(named('sorteret.csv')));
  });
});

describe('two versions, in another browser', () => {
  test('lead to each other, and both make the messages they made', async () => {
    const { page } = theirs;
    await page.evaluate(() => localStorage.clear());
    await page.reload();
    await withList(page, LIST, 'Weekend A');
    expect(await messagesOf(page)).toEqual(stillSent('Weekend A'));
    await page.getByRole('link', { name: ab.sibling('B') }).click();
    await page.getByRole('heading', { name: 'Weekend B', level: 1 }).waitFor();
    expect(await messagesOf(page)).toEqual(stillSent('Weekend B'));
    await page.getByRole('link', { name: ab.sibling('A') }).click();
    await page.getByRole('heading', { name: 'Weekend A', level: 1 }).waitFor();
  });

  test.each(['Weekend A', 'Weekend B'])('find who opted out of %s', async (version) => {
    const { page } = theirs;
    await open(page, version);
    expect(await leaversOf(page)).toEqual(leavers[version]);
  });

  test('are refused for another order, which would be drawn into other halves', async () => {
    const { page } = theirs;
    await withList(page, SORTED, 'Weekend B');
    // Four had opted out of the campaign before.
    await refusedBoth(page, check.anotherOrder(named('sorteret.csv')), check.published(named('kunder.csv'), '2.786'));
  });
});

describe('a second version that was not published with the first', () => {
  test('is said to be missing on the report of the first, in any browser', async () => {
    const { page } = mine;
    await page.getByRole('link', { name: words.nav.compose, exact: true }).click();
    await writeTwo(page, 'Halv', `Halvt: ${FIELD_MESSAGE}`, `Halvt: ${FIELD_MESSAGE} Kom nu.`);
    let asked = 0;
    await page.route('**/api/campaigns', (route) => {
      if (route.request().method() !== 'POST' || ++asked !== 2) return route.continue();
      return route.abort();
    });
    await page.getByRole('button', { name: words.compose.publish }).click();
    await page.getByText(words.compose.answerLost).waitFor();
    await page.unroute('**/api/campaigns');
    await page.getByText(ab.firstIsOut('Halv A')).waitFor();
    expect(await page.getByRole('button', { name: `${ab.version('A')}, ${ab.isPublished}` }).isDisabled()).toBe(true);
    await open(theirs.page, 'Halv A');
    await theirs.page.getByText(ab.notYet('B')).waitFor();
  });

  test('is refused with another list, and published from the same one to the other half', async () => {
    const { page } = theirs;
    await page.getByRole('button', { name: ab.complete('B') }).click();
    await page.getByText(ab.firstIsOut('Halv A')).waitFor();
    // Once in a while it did not come, on a busy machine: what stood there instead is told then.
    await expect.poll(() => page.locator('.publish').innerText()).toContain(check.anotherOrder(named('sorteret.csv')));
    await page.getByLabel(words.compose.messageLabel).fill(`${FIELD_MESSAGE} Kun til anden halvdel.`);
    await confirmConsent(page, 'da');
    await page.getByRole('button', { name: words.compose.publish }).click();
    await page
      .locator('.publish .notice.is-error')
      .getByText(check.published(named('kunder.csv'), '2.778'))
      .first()
      .waitFor();
    // Pressed while the page itself still asks whether the list is the one: both then have it read in the same halves.
    await page.reload();
    const { answer, isAsked } = await held(page, '**/list-key*');
    await readList(page, 'da', LIST);
    await isAsked;
    await page.getByRole('button', { name: words.compose.publish }).click();
    await page.getByRole('button', { name: words.compose.publishing }).waitFor();
    await answer();
    await page.getByText(words.report.publishedNow).waitFor();
    await page.getByRole('heading', { name: 'Halv B', level: 1 }).waitFor();
    const b = await messagesOf(page);
    expect(b.every(({ text }) => text.includes('Kun til anden halvdel'))).toBe(true);
    await page.getByRole('link', { name: ab.sibling('A') }).click();
    await page.getByRole('heading', { name: 'Halv A', level: 1 }).waitFor();
    const a = await messagesOf(page);
    const numbers = [...a, ...b].map(({ to }) => to);
    // Twelve had opted out of the campaigns before.
    expect(numbers).toHaveLength(ROWS - 12);
    expect(new Set(numbers).size).toBe(ROWS - 12);
    const [first, second] = [await campaignOf(page, `${HOST}:4`), await campaignOf(page, `${HOST}:5`)];
    expect([first.otherVersion, second.otherVersion]).toEqual([second.id, first.id]);
  });

  test('is not published again by who tries again with the same text', async () => {
    const { page } = mine;
    await page.getByRole('button', { name: words.compose.publish }).click();
    await page.getByText(ab.hasOther).waitFor();
    await page.getByLabel(words.compose.messageLabel).fill(`${FIELD_MESSAGE} Kun til anden halvdel.`);
    await page.getByRole('button', { name: words.compose.publish }).click();
    await page.getByRole('heading', { name: 'Halv B', level: 1 }).waitFor();
    expect((await page.request.get(`${worker.origin}/api/campaigns/${encodeURIComponent(`${HOST}:6`)}`)).status()).toBe(
      404,
    );
  });
});

describe('a campaign that keeps no list', () => {
  let id = '';
  beforeAll(async () => {
    const body: NewCampaign = {
      name: 'Fra et program',
      host: HOST,
      recipients: ROWS,
      links: [
        { kind: 'destination', url: 'www.barnetsverden.dk/pages/du-har-adgang-for-alle-andre' },
        { kind: 'opt-out' },
      ],
      template: FIELD_MESSAGE,
    };
    const answer = await theirs.page.request.post(`${worker.origin}/api/campaigns`, {
      data: body,
      headers: { origin: worker.origin },
    });
    expect(answer.status()).toBe(201);
    ({ id } = (await answer.json()) as Campaign);
  });

  test('takes a list of as many rows on a person’s word, and no other', async () => {
    const { page } = theirs;
    await withList(page, SHORTER, 'Fra et program');
    await page
      .getByText(check.otherRows(named('faerre.csv'), '2.789', '2.790'))
      .first()
      .waitFor();
    expect(await page.getByLabel(check.vouch).count()).toBe(0);
    await chooseThere(page, LIST);
    await page.getByText(check.notKept).first().waitFor();
    const download = page.getByRole('button', { name: words.report.download });
    expect(await download.count()).toBe(0);
    const vouch = page.getByLabel(check.vouch).first();
    await vouch.check();
    expect(await messagesOf(page)).toHaveLength(ROWS - 12);
    await vouch.uncheck();
    expect(await download.count()).toBe(0);
    // The word is for this file and this window.
    await vouch.check();
    await chooseThere(page, OTHERS);
    await page
      .getByText(check.sameRows(named('andre.csv'), '2.790'))
      .first()
      .waitFor();
    expect(await vouch.isChecked()).toBe(false);
    expect(await download.count()).toBe(0);
  });

  test('is proved by what this browser kept before, and asks nobody', async () => {
    const { page } = theirs;
    const numbers = Float64Array.from(lines, (line) => Number(line.split(';')[1]?.replace(/\D/g, '')));
    const old = await listPrints(numbers, null, null, { cancelled: () => false, progress: () => {} });
    if (old === CANCELLED) throw new Error('cancelled');
    await page.evaluate(([key, value]) => localStorage.setItem(key, value), [
      `klikspor.list.${id}`,
      old.ordered,
    ] as const);
    await page.reload();
    await withList(page, SORTED, 'Fra et program');
    await page
      .getByText(check.otherList(named('sorteret.csv')))
      .first()
      .waitFor();
    expect(await page.getByLabel(check.vouch).count()).toBe(0);
    await chooseThere(page, LIST);
    expect(await messagesOf(page)).toHaveLength(ROWS - 12);
  });
});

test('a key that the server has lost is told, and a person’s word taken in its place', async () => {
  const { page } = theirs;
  await page.route('**/list-key*', (route) =>
    route.fulfill({
      status: 503,
      contentType: 'application/problem+json',
      body: '{"status":503,"title":"","detail":""}',
    }),
  );
  await page.reload();
  await withList(page, LIST, 'Alle');
  await page.getByText(check.keyGone).first().waitFor();
  expect(await page.getByRole('button', { name: words.report.download }).count()).toBe(0);
  await page.getByLabel(check.vouch).first().check();
  expect(await messagesOf(page)).toEqual(stillSent('Alle'));
  await page.unroute('**/list-key*');
});

test('the server keeps what tells a list, and nobody’s number; the browser keeps nothing of it', async () => {
  const { page } = mine;
  const { list } = await campaignOf(page, `${HOST}:2`);
  expect(list).toMatchObject({
    rows: ROWS - 4,
    key: 1,
    fileName: 'kunder.csv',
    rewritten: 'all',
    reading: { country: 'DK', numberColumn: 1, leftOut: 0 },
    split: { half: 0, halves: [{ rows: ROWS / 2 - 2 }, { rows: ROWS / 2 - 2 }] },
    // Who had opted out of the campaign before.
    suppressed: { changes: 4, rows: 4 },
  });
  expect(JSON.stringify(list)).not.toMatch(/452\d{7}/);
  const kept = await page.evaluate(() =>
    Object.keys(localStorage).filter((key) => /\.(list|split|values)\./.test(key)),
  );
  expect(kept).toEqual([]);
});

test('nothing of this met an error', () => {
  expect([...mine.errors, ...theirs.errors]).toEqual([]);
});
