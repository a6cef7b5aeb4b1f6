/** A state of a page as everybody meets it: in both themes, at every width. */
import type { Page } from 'playwright-core';
import { violationsInBothThemes } from './axe.ts';
import { cutParts } from './layout.ts';

const THEMES = ['light', 'dark'] as const;
const WIDTHS = [1280, 640, 390, 320];
const USUAL = { width: 1280, height: 900 };
/** Folder that pictures are taken into; undefined: nobody looks. */
const PICTURES = process.env.KLIKSPOR_PICTURES;

/** A line for each thing that keeps somebody out. What is written into a field may be longer than it. */
export async function obstacles(page: Page, state: string): Promise<string[]> {
  const found: string[] = [];
  for (const line of await violationsInBothThemes(page)) found.push(`${state}, ${line}`);
  await page.emulateMedia({ colorScheme: 'light' });
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 800 });
    for (const line of await cutParts(page)) if (!line.startsWith('input')) found.push(`${state}, ${width}: ${line}`);
  }
  await page.setViewportSize(USUAL);
  return found;
}

/** In both themes, on a desktop and a phone. */
export async function picture(page: Page, name: string): Promise<void> {
  if (PICTURES === undefined) return;
  for (const colorScheme of THEMES) {
    await page.emulateMedia({ colorScheme });
    for (const width of [1280, 390]) {
      await page.setViewportSize({ width, height: 900 });
      await page.screenshot({ path: `${PICTURES}/${name}-${colorScheme}-${width}.png`, fullPage: true });
    }
  }
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize(USUAL);
}
