/**
 * `npm run screenshots`: the main states in both languages and themes and at the size of a phone, taken from the real
 * app on the real worker, into build/screenshots; `-- da-light` takes that look only. The README's picture is one of them, copied to docs/composer.png.
 */
import { copyFile, mkdir } from 'node:fs/promises';
import type { BrowserContextOptions } from 'playwright-core';
import { launchBrowser } from '../support/browser.ts';
import { startDevWorker } from '../support/dev-worker.ts';
import {
  addDomain,
  confirmConsent,
  csvFile,
  dictionaries,
  FIELD_MESSAGE,
  type Language,
  loadList,
  openApp,
  sampleList,
} from './drive.ts';

const folder = 'build/screenshots';
await mkdir(folder, { recursive: true });

const phone = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true };
const looks: readonly [name: string, language: Language, options: BrowserContextOptions][] = [
  ['da-light', 'da', { colorScheme: 'light', viewport: { width: 1280, height: 1320 }, deviceScaleFactor: 1.5 }],
  ['en-dark', 'en', { colorScheme: 'dark' }],
  ['en-light', 'en', { colorScheme: 'light' }],
  ['da-dark', 'da', { colorScheme: 'dark' }],
  ['da-phone', 'da', { colorScheme: 'light', ...phone }],
  ['en-phone-dark', 'en', { colorScheme: 'dark', ...phone }],
];

const chosen = process.argv.slice(2);
const browser = await launchBrowser();
try {
  for (const [name, language, options] of looks) {
    if (chosen.length > 0 && !chosen.includes(name)) continue;
    const worker = await startDevWorker();
    try {
      const { page, close } = await openApp(browser, worker, language, options);
      const words = dictionaries[language];
      const settle = () => page.waitForTimeout(400);
      const shoot = async (state: string) => {
        await page.evaluate(() => scrollTo(0, 0));
        await settle();
        await page.screenshot({ path: `${folder}/${name}-${state}.png`, fullPage: true });
      };
      await page.getByRole('heading', { name: words.signIn.title }).waitFor();
      await shoot('1-sign-in');
      await page.goto('about:blank');
      await page.goto(`${worker.origin}/#code=${worker.signInCode}`);
      await page.getByText(words.domain.empty).waitFor();
      await shoot('2-empty');
      await addDomain(page, language, 's.barnetsverden.dk');
      const list = sampleList(1_000).octets.toString('utf8');
      await loadList(page, language, csvFile('kunder.csv', `${list}Ida;4,51235E+09;Odense\r\nEva;;Odense\r\n`));
      await page.getByLabel(words.compose.name).fill(language === 'da' ? 'Adgang for alle andre' : 'Early access');
      await page.getByLabel(words.compose.sender, { exact: true }).fill('Barnets Verden');
      const message = page.getByLabel(words.compose.messageLabel);
      await message.fill(FIELD_MESSAGE);
      await page
        .getByText(words.cost.emptyField(125, '125', 'navn'))
        .first()
        .waitFor();
      // Whatever the hour these are taken at.
      await page.getByLabel(words.terms.sendAt).fill('2030-01-07T10:00');
      await shoot('3-composer');
      if (name === 'da-light') await copyFile(`${folder}/${name}-3-composer.png`, 'docs/composer.png');
      await page.getByLabel(words.terms.sendAt).fill('2030-01-06T21:30');
      await message.fill(
        'Kære {{Navn}}, vi holder udsalg hele weekenden, også for {{navn}} og hele familien i {{by}} 🎉',
      );
      await page.getByText(words.checklist.remedies.column('navn')).waitFor();
      await shoot('3-checklist');
      await message.fill(FIELD_MESSAGE);
      await page.getByText(words.checklist.remedies.fallback(words.checklist.fallback)).waitFor();
      await page.getByLabel(words.terms.sendAt).fill('2030-01-07T10:00');
      const abroad = 'Åsa;+46 70 123 45 67;Malmö\r\nKari;+47 406 12 345;Oslo\r\nAnn;+1 212 555 0123;New York\r\n';
      await loadList(page, language, csvFile('kunder.csv', `${list}${abroad}`));
      await page.getByText(words.prices.add).click();
      await page.getByText(words.prices.paste).click();
      const table = 'DK;0,35;DKK;2026-10-01\nSE;0,42;SEK;2026-10-01\nNO;gratis';
      await page.getByLabel(words.prices.pasteLabel).fill(table);
      await page.getByRole('button', { name: words.prices.take }).click();
      await page.getByText(words.prices.taken(2, '2')).waitFor();
      await page.locator('.passed > summary').click();
      await shoot('3-prices');
      await loadList(page, language, csvFile('kunder.csv', `${list}Ida;4,51235E+09;Odense\r\nEva;;Odense\r\n`));
      await page
        .getByRole('button', { name: words.cost.showLongest })
        .click()
        .catch(() => {});
      await message.fill(
        `${FIELD_MESSAGE.replace('alle andre:', 'alle andre – kom og se vores nye efterårskollektion:')}`,
      );
      await page.getByText(words.list.leftOut(2, '2')).click();
      await shoot('4-ucs2');
      await message.fill('Kære {{navn}}, du har nu adgang: www.barnetsverden.dk/udsalg');
      await page.getByRole('figure').waitFor();
      await shoot('4a-link-card');
      const preview = page.getByRole('region', { name: words.preview.title });
      await preview.getByRole('button', { name: words.phone.kinds.android }).click();
      await preview.getByRole('button', { name: words.phone.shades.dark }).click();
      await message.fill('Kære {{navn}}, se www.barnetsverden.dk/udsalg?gclid=1. Afmeld{{afmeld}}');
      const panel = page.getByRole('region', { name: words.links.title });
      for (const summary of await panel.locator('summary').all()) await summary.click();
      await panel.getByLabel(words.phone.kinds.ios, { exact: true }).fill('apps.example/id1');
      await panel.locator('.qr path').waitFor();
      await shoot('4b-links');
      for (const summary of await panel.locator('summary').all()) await summary.click();
      await preview.getByRole('button', { name: words.phone.kinds.ios }).click();
      await preview.getByRole('button', { name: words.phone.shades.light }).click();
      await message.fill(FIELD_MESSAGE);
      await page.getByRole('button', { name: words.fields.change('navn') }).click();
      await page.getByText(words.compose.drafts, { exact: true }).click();
      await page.getByText(words.compose.versions).click();
      await page.getByRole('button', { name: words.versions.begin }).click();
      await message.fill(
        `${FIELD_MESSAGE} ${language === 'da' ? 'Kig ind til en kop kaffe.' : 'Come in for a coffee.'}`,
      );
      await page.getByText(words.versions.method).waitFor();
      await settle();
      await shoot('7-versions');
      await page.getByRole('button', { name: words.versions.end }).click();
      await message.fill(FIELD_MESSAGE);
      await page.getByText(words.compose.drafts, { exact: true }).click();
      await confirmConsent(page, language);
      await settle();
      await page.getByRole('button', { name: words.compose.publish }).click();
      await page.getByText(words.report.publishedNow).waitFor();
      await page.getByRole('button', { name: words.report.testShow }).click();
      await shoot('5-published');
      await page.getByRole('link', { name: words.nav.campaigns, exact: true }).click();
      await page.getByRole('heading', { name: words.campaigns.title }).waitFor();
      await shoot('6-campaigns');
      await close();
    } finally {
      await worker.stop();
    }
  }
} finally {
  await browser.close();
}
