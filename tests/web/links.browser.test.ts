/** The links of a message: what phones may read wrongly and its one-click remedy, and all that is decided of a link. */
import type { Browser } from 'playwright-core';
import { encode } from 'uqr';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Campaign } from '../../worker/api.ts';
import { violationsInBothThemes } from '../support/axe.ts';
import { launchBrowser } from '../support/browser.ts';
import { type DevWorker, startDevWorker } from '../support/dev-worker.ts';
import {
  addDomain,
  confirmConsent,
  dictionaries,
  loadList,
  type Opened,
  openSignedIn,
  sampleList,
} from '../support/drive.ts';

let worker: DevWorker;
let browser: Browser;
let app: Opened;
const words = dictionaries.da;
const tools = words.linkTools;

beforeAll(async () => {
  worker = await startDevWorker();
  browser = await launchBrowser();
  app = await openSignedIn(browser, worker, 'da');
  const { page } = app;
  await page.getByText(words.domain.empty).waitFor();
  await addDomain(page, 'da', 's.barnetsverden.dk');
  await loadList(page, 'da', sampleList(20));
  await confirmConsent(page, 'da');
  await page.getByLabel(words.compose.name).fill('Forårsudsalg');
  await page.getByLabel(words.compose.sender, { exact: true }).fill('Barnets Verden');
});
afterAll(() => worker?.stop());

const message = () => app.page.getByLabel(words.compose.messageLabel);
const panel = () => app.page.getByRole('region', { name: words.linkTools.title });
const link = (written: string) =>
  panel()
    .getByRole('listitem')
    .filter({ has: app.page.getByText(written, { exact: true }) });
const checklist = () => app.page.getByRole('region', { name: words.checklist.title });
const { rules, remedies } = words.checklist;
const insertSpace = () => panel().getByRole('button', { name: remedies.space });

test('a full stop behind a link is warned of, and a space put in between, which undo takes back', async () => {
  const { page } = app;
  await message().fill('Se www.barnetsverden.dk/udsalg. Afmeld: {{afmeld}}');
  await link('www.barnetsverden.dk/udsalg').getByText(rules['link-sign-behind']('.')).waitFor();
  await insertSpace().click();
  expect(await message().inputValue()).toBe('Se www.barnetsverden.dk/udsalg . Afmeld: {{afmeld}}');
  await page.getByText(rules['link-sign-behind']('.')).first().waitFor({ state: 'detached' });
  await page.keyboard.press('Control+z');
  expect(await message().inputValue()).toBe('Se www.barnetsverden.dk/udsalg. Afmeld: {{afmeld}}');
});

test('what is glued to a link is quoted, before it and behind it', async () => {
  await message().fill('Hej {{navn}}{{afmeld}}nu og www.barnetsverden.dk/udsalg');
  const optOut = link(tools.optOut);
  await optOut.getByText(rules['link-joined-before']('{{navn}}')).waitFor();
  await optOut.getByText(rules['link-joined-behind']('nu')).waitFor();
  await insertSpace().last().click();
  await optOut.getByText(rules['link-joined-behind']('nu')).waitFor({ state: 'detached' });
  await insertSpace().click();
  expect(await message().inputValue()).toBe('Hej {{navn}} {{afmeld}} nu og www.barnetsverden.dk/udsalg');
  await insertSpace().waitFor({ state: 'detached' });
});

test('an address behind a letter, which no phone would open, cannot be published until a space is put in', async () => {
  const { page } = app;
  await message().fill('Se herhttps://barnetsverden.dk/udsalg Afmeld: {{afmeld}}');
  await page.getByText(words.checklist.rules['template-problem']('https://', words.reasons['link-joined'])).waitFor();
  await page.getByRole('button', { name: words.compose.publish }).click();
  await page.getByRole('button', { name: words.terms.toChecklist }).waitFor();
  await checklist().getByRole('button', { name: remedies.space }).click();
  expect(await message().inputValue()).toBe('Se her https://barnetsverden.dk/udsalg Afmeld: {{afmeld}}');
  await link('https://barnetsverden.dk/udsalg').waitFor();
});

test('what stands beside a link is on the checklist too, leads there, and is mended by the same click', async () => {
  await message().fill('Se www.barnetsverden.dk/udsalg?gclid=1,nu Afmeld: {{afmeld}}.');
  const finding = (text: string) => checklist().getByRole('listitem').filter({ hasText: text });
  const behind = rules['link-sign-behind']('.');
  await finding(behind).getByRole('button', { name: words.checklist.show }).click();
  const selected = () =>
    message().evaluate((area: HTMLTextAreaElement) => area.value.slice(area.selectionStart, area.selectionEnd));
  expect(await selected()).toBe('{{afmeld}}');
  await finding(behind).getByRole('button', { name: remedies.space }).click();
  await app.page.getByText(behind).first().waitFor({ state: 'detached' });
  await checklist()
    .getByRole('button', { name: remedies.takeOut('gclid') })
    .click();
  expect(await message().inputValue()).toBe('Se www.barnetsverden.dk/udsalg Afmeld: {{afmeld}} .');
  await panel()
    .getByText(rules['link-stripped'](1, 'gclid', 'Safari og Firefox'))
    .waitFor({ state: 'detached' });
});

test('an address with an ending that the core does not know is pointed out, and made a link by one click', async () => {
  await message().fill('Se barnetsverden.boutique/udsalg Afmeld: {{afmeld}}');
  const hint = checklist().getByText(rules['link-overlooked']('barnetsverden.boutique'));
  await hint.waitFor();
  await checklist().getByRole('button', { name: remedies.writeLink }).click();
  await link('https://barnetsverden.boutique/udsalg').waitFor();
  await hint.waitFor({ state: 'detached' });
});

test('a public shortener is refused with the reason why carriers block it', async () => {
  const { page } = app;
  await message().fill('Se bit.ly/3abc Afmeld: {{afmeld}}');
  await link('bit.ly/3abc').getByText(words.reasons['public-shortener']).waitFor();
  await page.getByRole('button', { name: words.compose.publish }).click();
  await page.getByRole('button', { name: words.terms.toChecklist }).waitFor();
});

test('a click id is told to be lost, and taken out of the address and the parameters; the rest stays', async () => {
  const { page } = app;
  const written = 'www.barnetsverden.dk/udsalg?gclid=abc&farve=rosa';
  await message().fill(`Se ${written} og ${written} Afmeld: {{afmeld}}`);
  const first = () => panel().getByRole('listitem').first();
  await first().getByText(tools.settings).click();
  await first().getByLabel(words.linkTools.label, { exact: true }).fill('Udsalg');
  await first().getByRole('button', { name: words.linkTools.addParameter }).click();
  await first().getByLabel(words.linkTools.parameterName('1')).fill('fbclid');
  await first().getByLabel(words.linkTools.parameterValue('1')).fill('1');
  await first()
    .getByText(rules['link-stripped'](2, 'gclid og fbclid', 'Safari og Firefox'))
    .waitFor();
  await first()
    .getByRole('button', { name: remedies.takeOut('gclid og fbclid') })
    .click();
  const clean = 'www.barnetsverden.dk/udsalg?farve=rosa';
  expect(await message().inputValue()).toBe(`Se ${clean} og ${clean} Afmeld: {{afmeld}}`);
  await first()
    .getByText(words.linkTools.leadsTo(`https://${clean}`))
    .waitFor();
  await page.getByRole('button', { name: remedies.takeOut('gclid og fbclid') }).waitFor({ state: 'detached' });
  expect(await first().getByLabel(words.linkTools.label, { exact: true }).inputValue()).toBe('Udsalg');
});

test('a percent sign of its own is told with what is sent, and written out by one click; what was decided stays', async () => {
  const { page } = app;
  const written = 'www.barnetsverden.dk/spar-50%';
  await message().fill(`Se ${written} Afmeld: {{afmeld}}`);
  const told = rules['link-stray-percent']('%', `https://${written}25`);
  await checklist().getByText(told).waitFor();
  await link(written).getByText(told).waitFor();
  await link(written).getByText(tools.settings).click();
  await link(written).getByLabel(words.linkTools.label, { exact: true }).fill('Halv pris');
  await checklist().getByRole('button', { name: remedies.percent }).click();
  expect(await message().inputValue()).toBe(`Se ${written}25 Afmeld: {{afmeld}}`);
  await page.getByText(told).first().waitFor({ state: 'detached' });
  expect(await link(`${written}25`).getByLabel(words.linkTools.label, { exact: true }).inputValue()).toBe('Halv pris');
});

test('a host that no phone can open is refused with the reason, and cannot be published', async () => {
  const { page } = app;
  await message().fill('Se http://192.168.1.10:3000/ny Afmeld: {{afmeld}}');
  await link('http://192.168.1.10:3000/ny').getByText(words.reasons['host-unreachable']).waitFor();
  await page.getByRole('button', { name: words.compose.publish }).click();
  await page.getByRole('button', { name: words.terms.toChecklist }).waitFor();
});

test('the licences of what the page is made of are one click away, in a page of their own', async () => {
  const { page } = app;
  const opened = page.context().waitForEvent('page');
  await page.getByRole('contentinfo').getByRole('link', { name: words.common.licenses }).click();
  const licenses = await opened;
  await licenses.getByText('libphonenumber-js').first().waitFor();
  await licenses.close();
});

test('a last day can be chosen from the links, and is told there', async () => {
  const { page } = app;
  await panel().getByText(tools.endless).waitFor();
  await panel().getByRole('button', { name: tools.chooseEnd }).click();
  await page.locator('input[type="date"]:focus').fill('2099-12-31');
  const day = new Intl.DateTimeFormat('da-DK', { dateStyle: 'medium' }).format(new Date('2099-12-31T12:00'));
  await panel().getByText(tools.ends(day)).waitFor();
  await panel().getByRole('button', { name: tools.changeEnd }).waitFor();
});

test('phones of one kind may go elsewhere: each address is checked, finished and published', async () => {
  const { page } = app;
  const written = 'www.barnetsverden.dk/app';
  await message().fill(`Hent appen: ${written} Afmeld: {{afmeld}}`);
  const mine = link(written);
  await mine.getByText(tools.settings).click();
  await mine.getByRole('button', { name: words.linkTools.usualParameters }).click();
  const finished = `https://${written}?utm_source=sms&utm_medium=sms&utm_campaign=for%C3%A5rsudsalg`;
  await mine.getByText(words.linkTools.leadsTo(finished)).waitFor();
  const phone = (kind: 'ios' | 'android') => mine.getByLabel(words.phone.kinds[kind], { exact: true });
  await phone('ios').fill('apps.example/id1');
  await phone('android').fill('market://details');
  const refusal = tools.phoneLeadsTo('Android', words.reasons['bad-scheme']);
  await mine.getByText(refusal).waitFor();
  expect(await phone('android').getAttribute('aria-invalid')).toBe('true');
  await page.getByRole('button', { name: words.compose.publish }).click();
  await page.getByRole('button', { name: words.terms.toChecklist }).waitFor();

  await phone('android').fill('play.example/app');
  await mine
    .getByText(tools.phoneLeadsTo('Android', 'https://play.example/app?utm_source=sms'), { exact: false })
    .waitFor();
  await mine.getByLabel(tools.forwardQuery).check();
  await mine.getByLabel(words.linkTools.tracked).uncheck();
  await page.reload();
  await mine.getByText(tools.settings).click();
  expect(await phone('ios').inputValue()).toBe('apps.example/id1');
  expect(await mine.getByLabel(tools.forwardQuery).isChecked()).toBe(true);
});

test('a QR code leads to the finished destination, and says so', async () => {
  const mine = link('www.barnetsverden.dk/app');
  await mine.getByText(tools.tryIt).click();
  await mine.getByText(tools.tryHint).waitFor();
  const url = 'https://www.barnetsverden.dk/app?utm_source=sms&utm_medium=sms&utm_campaign=for%C3%A5rsudsalg';
  const picture = mine.getByRole('img', { name: tools.qr(url) });
  const drawn = await picture.locator('path').getAttribute('d');
  const squares = new Set(Array.from((drawn ?? '').matchAll(/M(\d+) (\d+)h1v1h-1z/g), ([, x, y]) => `${x} ${y}`));
  const wanted = encode(url, { ecc: 'M', border: 2 }).data.flatMap((row, y) =>
    row.flatMap((dark, x) => (dark ? [`${x} ${y}`] : [])),
  );
  expect(squares).toEqual(new Set(wanted));
});

test('nothing of it stands in the way of assistive technology', async () => {
  const { page } = app;
  // Without motion: colours on their way from one theme to the other are nobody's.
  await page.emulateMedia({ reducedMotion: 'reduce' });
  expect(await violationsInBothThemes(page)).toEqual([]);
});

test('what was decided is what the worker keeps', async () => {
  const { page } = app;
  await loadList(page, 'da', sampleList(20));
  await page.getByText(words.listFile.loaded('20'), { exact: true }).first().waitFor();
  const answer = page.waitForResponse(
    (response) => response.request().method() === 'POST' && response.url().endsWith('/api/campaigns'),
  );
  await page.getByRole('button', { name: words.compose.publish }).click();
  const campaign = (await (await answer).json()) as Campaign;
  const usual = 'utm_source=sms&utm_medium=sms&utm_campaign=for%C3%A5rsudsalg';
  expect(campaign.links).toEqual([
    {
      kind: 'destination',
      label: '',
      url: `https://www.barnetsverden.dk/app?${usual}`,
      tracked: false,
      devices: { ios: `https://apps.example/id1?${usual}`, android: `https://play.example/app?${usual}` },
      forwardQuery: true,
    },
    { kind: 'opt-out', label: '', url: null, tracked: true },
  ]);
  expect(new Date(campaign.expiresAtMs ?? 0).getFullYear()).toBe(2099);
  await page.getByText(words.report.publishedNow).waitFor();
  expect(app.errors).toEqual([]);
});

test('a link domain with a rare ending is warned of', async () => {
  const { page } = app;
  await page.getByRole('link', { name: words.nav.compose, exact: true }).click();
  await page.getByLabel(words.compose.messageLabel).fill('Se www.barnetsverden.dk {{afmeld}}');
  await page.getByRole('button', { name: words.domain.addNew }).click();
  await page.getByLabel(words.domain.newLabel).fill('s.barnetsverden.museum');
  await page.getByRole('button', { name: words.domain.submit }).click();
  await panel().getByText(rules['link-rare-ending']('s.barnetsverden.museum')).waitFor();
  await page.getByLabel(words.domain.label, { exact: true }).selectOption('s.barnetsverden.dk');
  await page.getByText(rules['link-rare-ending']('s.barnetsverden.museum')).waitFor({ state: 'detached' });
});
