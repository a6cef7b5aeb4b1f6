/** The way through the app past each of its main states, for whatever is to be seen of all of them. */
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import type { DevWorker } from './dev-worker.ts';
import {
  addDomain,
  confirmConsent,
  csvFile,
  dictionaries,
  FIELD_MESSAGE,
  type Language,
  loadList,
  oldMacList,
  sampleList,
  twoColumns,
} from './drive.ts';

/** The campaign's link domain. */
export const LINK_HOST = 's.barnetsverden.dk';

/**
 * Goes from the sign-in to the opt-out of a recipient and calls `at` in each main state, with its name and the page that
 * shows it. The page must stand at the sign-in, in `language`.
 */
export async function throughMainStates(
  page: Page,
  worker: DevWorker,
  language: Language,
  at: (state: string, page: Page) => Promise<void>,
): Promise<void> {
  const words = dictionaries[language];
  const message = page.getByLabel(words.compose.messageLabel);
  const sendAt = page.getByLabel(words.terms.sendAt);
  // While what was read of networks is relied on.
  await page.clock.setFixedTime(new Date('2026-11-30T12:00+01:00'));

  await page.getByRole('heading', { name: words.signIn.title }).waitFor();
  await at('1-sign-in', page);
  await page.goto('about:blank');
  await page.goto(`${worker.origin}/#code=${worker.signInCode}`);
  await page.getByText(words.domain.empty).waitFor();
  await at('2-empty', page);
  await page.getByRole('button', { name: words.compose.publish }).click();
  await page.locator('p.error').getByText(words.compose.missing.name).waitFor();
  await at('2-missing', page);
  await page.reload();

  worker.net.lead(LINK_HOST, null);
  await addDomain(page, language, LINK_HOST);
  await page.getByRole('heading', { name: words.pointing.notYet(LINK_HOST) }).waitFor();
  await at('2a-elsewhere', page);
  worker.net.lead(LINK_HOST, worker.port);
  await page.getByRole('button', { name: words.pointing.again }).click();
  await page.getByText(words.pointing.here(LINK_HOST)).waitFor();
  const good = sampleList(1_000).octets.toString('utf8');
  const list = csvFile('kunder.csv', `${good}Ida;4,51235E+09;Odense\r\nEva;;Odense\r\n`);
  await loadList(page, language, list);
  await page.getByLabel(words.compose.name).fill(language === 'da' ? 'Adgang for alle andre' : 'Early access');
  await page.getByLabel(words.compose.sender, { exact: true }).fill('Barnets Verden');
  await message.fill(FIELD_MESSAGE);
  await page
    .getByText(words.cost.emptyField(125, '125', 'navn'))
    .first()
    .waitFor();
  // Whatever the hour it is now.
  await sendAt.fill('2026-12-07T10:00');
  await at('3-composer', page);
  await sendAt.fill('2026-12-06T21:30');
  await message.fill('Kære {{navne}}, vi holder udsalg hele weekenden, også for {{navn}} og hele familien i {{by}} 🎉');
  await page.getByText(words.checklist.remedies.column('navn')).waitFor();
  await at('3a-checklist', page);

  await message.fill(FIELD_MESSAGE);
  await page.getByText(words.checklist.remedies.fallback(words.checklist.fallback)).waitFor();
  await sendAt.fill('2026-12-07T10:00');
  const abroad = 'Åsa;+46 70 123 45 67;Malmö\r\nKari;+47 406 12 345;Oslo\r\nAnn;+1 212 555 0123;New York\r\n';
  await loadList(page, language, csvFile('kunder.csv', `${good}${abroad}`));
  await page.getByText(words.prices.add).click();
  await page.getByText(words.prices.paste).click();
  await page.getByLabel(words.prices.pasteLabel).fill('DK;0,35;DKK;2026-10-01\nSE;0,42;SEK;2026-10-01\nNO;gratis');
  await page.getByRole('button', { name: words.prices.take }).click();
  await page.getByText(words.prices.taken(2, '2')).waitFor();
  await page.locator('.passed > summary').click();
  await at('3b-prices', page);

  await loadList(page, language, oldMacList());
  await page.getByText(words.listFile.encodingQuestion).waitFor();
  await page.getByRole('button', { name: words.list.paste }).click();
  await page.getByLabel(words.listFile.pasteLabel, { exact: true }).fill('20123456\n+45 20 12 34 57');
  await at('3c-file', page);
  await page.locator('.paste-list').getByRole('button', { name: words.common.cancel }).click();

  await loadList(page, language, twoColumns());
  await page.getByText(words.listFile.columnQuestion).waitFor();
  await at('3d-number-column', page);
  await loadList(page, language, list);
  await page.getByText(words.listFile.leftOut(2, '2')).click();
  await message.fill(`${FIELD_MESSAGE.replace('alle andre:', 'alle andre – kom og se vores nye efterårskollektion:')}`);
  await page.locator('.badge').getByText('UCS-2').waitFor();
  await page.getByText(words.checklist.rules['not-gsm7']).waitFor();
  await at('4-ucs2', page);
  await message.fill('Kære {{navn}}, du har nu adgang: www.barnetsverden.dk/udsalg');
  await page.getByRole('figure').waitFor();
  await at('4a-link-card', page);

  const preview = page.getByRole('region', { name: words.preview.title });
  await preview.getByRole('button', { name: words.phone.kinds.android }).click();
  await preview.getByRole('button', { name: words.phone.shades.dark }).click();
  await message.fill('Kære {{navn}}, se www.barnetsverden.dk/udsalg?gclid=1. Afmeld{{afmeld}}');
  const panel = page.getByRole('region', { name: words.linkTools.title });
  for (const summary of await panel.locator('summary').all()) await summary.click();
  await panel.getByLabel(words.phone.kinds.ios, { exact: true }).fill('apps.example/id1');
  await panel.locator('.qr path').waitFor();
  await at('4b-links', page);
  for (const summary of await panel.locator('summary').all()) await summary.click();
  await preview.getByRole('button', { name: words.phone.kinds.ios }).click();
  await preview.getByRole('button', { name: words.phone.shades.light }).click();

  await message.fill(FIELD_MESSAGE);
  await page.getByRole('button', { name: words.fields.change('navn') }).click();
  await page.getByLabel(words.fields.maxLength).fill('0');
  await page.getByRole('button', { name: words.fields.apply }).click();
  await page.getByText(words.fields.maxLengthWrong).waitFor();
  await at('4c-field', page);
  await page.getByRole('button', { name: words.fields.change('navn') }).click();

  await page.getByLabel(words.limit.label).selectOption('1');
  await page.getByText(words.limit.list(250, '250')).click();
  await page.locator('.concerned-rows').waitFor();
  await page.getByLabel(words.limit.choices['leave-out']).check();
  await page.locator('.limit').getByRole('button', { name: words.cost.showFirst }).click();
  await page.locator('.phone').getByText(words.limit.getsNothing).waitFor();
  await at('4f-left-out', page);
  await page.getByLabel(words.limit.choices.shorten).check();
  await page.getByLabel(words.limit.textLabel).fill('Kære {{navn}} i {{by}}: www.barnetsverden.dk/udsalg {{afmeld}}');
  await page.getByText(words.limit.foreign('www.barnetsverden.dk/udsalg')).waitFor();
  await page.locator('.phone').getByText('Kære Zoë i Aarhus').waitFor();
  await page.getByText(words.limit.still(250, '250')).waitFor();
  await at('4g-shorter', page);
  await page.getByText(words.limit.list(250, '250')).click();
  await page.getByLabel(words.limit.label).selectOption('0');

  const drafts = page.getByText(words.compose.drafts, { exact: true });
  const name = page.getByLabel(words.compose.name);
  const called = await name.inputValue();
  await drafts.click();
  await page.getByRole('button', { name: words.drafts.fresh }).click();
  await name.fill(language === 'da' ? 'Påskeudsalg' : 'Easter sale');
  await page.getByRole('button', { name: words.drafts.openNamed(called) }).waitFor();
  await at('4d-drafts', page);
  await page.getByRole('button', { name: words.drafts.openNamed(called) }).click();
  await drafts.click();

  await page.getByText(words.compose.versions).click();
  await page.getByRole('button', { name: words.versions.begin }).click();
  await message.fill(`${FIELD_MESSAGE} ${language === 'da' ? 'Kig ind til en kop kaffe.' : 'Come in for a coffee.'}`);
  await page.getByText(words.versions.method).waitFor();
  await at('4e-versions', page);
  await page.getByRole('button', { name: words.versions.end }).click();
  await page.getByText(words.compose.versions).click();
  await message.fill(FIELD_MESSAGE);

  await confirmConsent(page, language);
  await page.getByRole('button', { name: words.compose.publish }).click();
  await page.getByText(words.report.publishedNow).waitFor();
  await page.getByRole('button', { name: words.report.testShow }).click();
  await page.locator('.test-link svg').first().waitFor();
  await at('5-published', page);

  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: words.report.download }).click();
  const messages = await readFile(await (await download).path(), 'utf8');
  const slug = /Afmeld: [^;/]+\/(\w{8})/.exec(messages)?.[1];
  const recipient = await page.context().newPage();
  await recipient.goto(`http://${LINK_HOST}:${worker.port}/${slug}`);
  await at('5a-opt-out-page', recipient);
  await recipient.getByRole('button').click();
  await at('5b-opted-out-page', recipient);
  await recipient.close();
  await page.getByRole('button', { name: words.report.refresh }).click();
  await page.getByRole('button', { name: words.report.leavers }).waitFor();
  await page.getByText(words.figures.people.how, { exact: true }).click();
  await page.getByText(words.report.scanRuleTitle).click();
  await page.getByText(words.report.scanRule).waitFor();
  await at('5c-report', page);
  await page.getByRole('link', { name: words.nav.compose, exact: true }).click();
  const [heading, ...rows] = good.trimEnd().split('\r\n');
  await loadList(page, language, csvFile('kunder-abc.csv', `${[heading, ...rows.toSorted()].join('\r\n')}\r\n`));
  await page.getByText('kunder-abc.csv').first().waitFor();
  await page.goBack();
  await page.getByText(words.listCheck.load).nth(1).waitFor();
  await at('5d-another-order', page);
  await page.getByRole('link', { name: words.nav.campaigns, exact: true }).click();
  await page.getByRole('heading', { name: words.campaigns.title, exact: true }).waitFor();
  await page.locator('.campaign-list').waitFor();
  await at('6-campaigns', page);
}
