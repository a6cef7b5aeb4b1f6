/** What the composer loads before the first letter can be written, as the browser asks for it. */
import { gzipSync } from 'node:zlib';
import type { Browser, Page, Response } from 'playwright-core';

/** Thousands of octets, gzipped: page, styles, scripts and Wasm together. */
export const FIRST_LOAD_LIMIT_KB = 115;

export interface Loaded {
  readonly path: string;
  /** Gzipped. */
  readonly octets: number;
}

/**
 * Opens the address of `signedIn` with nothing in the cache and lists what is loaded until the message field is there
 * and the network rests: what a component asks for at its first drawing too. Answers of the API do not count, nor what
 * the service worker keeps for later. `locale` decides which dictionary is loaded.
 */
export async function firstLoad(browser: Browser, signedIn: Page, locale: string): Promise<readonly Loaded[]> {
  const storageState = await signedIn.context().storageState();
  for (const origin of storageState.origins) origin.localStorage = origin.localStorage.filter(isNoLanguage);
  const context = await browser.newContext({ locale, storageState, serviceWorkers: 'block' });
  try {
    const page = await context.newPage();
    const loads: Promise<Loaded>[] = [];
    page.on('response', (response) => {
      const { pathname } = new URL(response.url());
      if (!pathname.startsWith('/api/')) loads.push(sizeOf(response, pathname));
    });
    await page.goto(signedIn.url());
    await page.locator('textarea').waitFor();
    await page.waitForLoadState('networkidle');
    return await Promise.all(loads);
  } finally {
    await context.close();
  }
}

const isNoLanguage = ({ name }: { readonly name: string }) => !name.endsWith('language');

async function sizeOf(response: Response, path: string): Promise<Loaded> {
  return { path, octets: gzipSync(await response.body(), { level: 9 }).length };
}

export function totalKB(loads: readonly Loaded[]): number {
  return Number((loads.reduce((sum, { octets }) => sum + octets, 0) / 1000).toFixed(1));
}
