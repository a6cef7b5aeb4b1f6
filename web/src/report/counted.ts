/** Whether the report's counts are those of people, or of everything that followed a link. */
import { signal } from '@preact/signals';
import type { HitClass, LinkTotals } from 'klikspor/edge';

export const counted = signal<'people' | 'everything'>('people');

export const CLASSES: readonly HitClass[] = ['human', 'preview', 'scanner', 'prefetch', 'head', 'test'];

/** Requests of a class over the links given. */
export const hitsOf = (links: readonly LinkTotals[], name: HitClass): number =>
  links.reduce((sum, { hits }) => sum + hits[name], 0);

/** All requests for the links given. */
export const allHits = (links: readonly LinkTotals[]): number =>
  CLASSES.reduce((sum, name) => sum + hitsOf(links, name), 0);
