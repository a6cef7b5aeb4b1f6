/** axe-core in the page, for WCAG 2.0 to 2.2, levels A and AA. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type axe from 'axe-core';
import type { Page } from 'playwright-core';

/** Half as long as `axe.source`, which takes as long to be read as a page to be judged. */
const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const EVERYTHING = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
/** All that a theme can make wrong: it sets colours, and nothing else (web/src/styles/tokens.css, worker/src/pages/style.ts). */
const COLOURS = ['color-contrast', 'link-in-text-block'];

/** One line per violation: rule and the elements concerned. */
export const violations = (page: Page): Promise<string[]> => run(page, EVERYTHING);

/** In the light theme everything, in the dark one, which is left on, its colours. */
export async function violationsInBothThemes(page: Page): Promise<string[]> {
  await page.emulateMedia({ colorScheme: 'light' });
  const light = await run(page, EVERYTHING);
  await page.emulateMedia({ colorScheme: 'dark' });
  const dark = await run(page, COLOURS);
  return [...light.map((line) => `light: ${line}`), ...dark.map((line) => `dark: ${line}`)];
}

async function run(page: Page, rules: readonly string[]): Promise<string[]> {
  // Evaluated by the browser's debugger, once a page: the page's security policy stays as strict as it is.
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(source);
  return page.evaluate(
    async (runOnly) => {
      const run = (globalThis as unknown as { axe: typeof axe }).axe.run;
      const { violations } = await run(document, {
        runOnly,
        resultTypes: ['violations'],
      });
      return violations.map(
        ({ id, nodes }) =>
          `${id}: ${nodes
            .map(
              (node) =>
                `${node.html.slice(0, 120)} [${node.any
                  .map((c) => c.message)
                  .join('; ')
                  .slice(0, 160)}]`,
            )
            .join(' | ')}`,
      );
    },
    [...rules],
  );
}
