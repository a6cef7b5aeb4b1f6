/** Where in the app we are, kept in the fragment: the server knows one page only. */
import { computed, signal } from '@preact/signals';

export type Route =
  | { readonly page: 'compose' }
  | { readonly page: 'campaigns' }
  | { readonly page: 'report'; readonly id: string };

const fragment = signal(location.hash);
addEventListener('hashchange', () => {
  fragment.value = location.hash;
});

export const route = computed<Route>(() => {
  const [, page, id] = fragment.value.split('/');
  if (page !== 'campaigns') return { page: 'compose' };
  return id === undefined || id === '' ? { page: 'campaigns' } : { page: 'report', id: decodeURIComponent(id) };
});

export const COMPOSE = '#/';
export const CAMPAIGNS = '#/campaigns';
export const reportAddress = (id: string): string => `#/campaigns/${encodeURIComponent(id)}`;

export function go(address: string): void {
  location.hash = address;
}
