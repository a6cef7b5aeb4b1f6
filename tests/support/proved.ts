/** A page asks a new link domain by itself where it leads; until it has answered nothing is published to it. */
import type { Page } from 'playwright-core';
import type { Domain } from '../../worker/api.ts';

/** Resolves once every domain of the signed-in page has answered. */
export async function untilProved(page: Page): Promise<void> {
  for (let attempt = 0; attempt < 150; attempt++) {
    const proved = await page.evaluate(async () => {
      const { entries } = (await (await fetch('/api/domains')).json()) as { entries: Domain[] };
      return entries.length > 0 && entries.every(({ provedAtMs }) => provedAtMs !== null);
    });
    if (proved) return;
    await page.waitForTimeout(100);
  }
  throw new Error('a link domain has not answered the page');
}
