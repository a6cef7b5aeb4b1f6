/** axe-core in the page, for WCAG 2.0 to 2.2, levels A and AA. */
import axe from 'axe-core';
import type { Page } from 'playwright-core';

/** One line per violation: rule and the elements concerned. */
export async function violations(page: Page): Promise<string[]> {
  // Evaluated by the browser's debugger, once a page: the page's security policy stays as strict as it is.
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const run = (globalThis as unknown as { axe: typeof axe }).axe.run;
    const { violations } = await run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
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
  });
}
