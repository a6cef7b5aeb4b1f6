/** Campaigns that were chosen to be compared, whatever is on screen meanwhile. */
import { signal } from '@preact/signals';
import { CAMPAIGNS } from '../state/route.ts';

export const FEWEST = 2;
export const MOST = 5;

interface Chosen {
  readonly id: string;
  readonly name: string;
}

export const chosen = signal<readonly Chosen[]>([]);

export function choose({ id, name }: Chosen, isChosen: boolean): void {
  const others = chosen.peek().filter((one) => one.id !== id);
  chosen.value = isChosen ? [...others, { id, name }].slice(0, MOST) : others;
}

export const COMPARE = 'compare';

export const compareAddress = (ids: readonly string[]): string =>
  `${CAMPAIGNS}/${COMPARE}?${ids.map((id) => `id=${encodeURIComponent(id)}`).join('&')}`;

/** Each once, and no more than can be compared. */
export function idsOf(address: string): string[] {
  const said = new URLSearchParams(address.split('?')[1] ?? '').getAll('id');
  return [...new Set(said)].filter((id) => id !== '').slice(0, MOST);
}
