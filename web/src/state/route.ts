/** Where in the app we are, kept in the fragment: the server knows one page only. */
import { computed, signal } from '@preact/signals';

export type Route =
  | { readonly page: 'compose' }
  | { readonly page: 'campaigns' }
  | { readonly page: 'report'; readonly id: string }
  | { readonly page: 'inbox' }
  | { readonly page: 'settings'; readonly part: SettingsPart };

/** What is set up once; the first stands for an address that names none. */
export const SETTINGS_PARTS = ['gateways', 'domains', 'tokens'] as const;
export type SettingsPart = (typeof SETTINGS_PARTS)[number];

const fragment = signal(location.hash);
addEventListener('hashchange', () => {
  fragment.value = location.hash;
});

/** What stands behind a question mark is the page's own: it stays the same page, and keeps the focus. */
const path = computed(() => fragment.value.split('?')[0] ?? '');

export const route = computed<Route>(() => {
  const [, page, id] = path.value.split('/');
  switch (page) {
    case 'campaigns':
      return id === undefined || id === '' ? { page: 'campaigns' } : { page: 'report', id: decodeURIComponent(id) };
    case 'inbox':
      return { page: 'inbox' };
    case 'settings':
      return { page: 'settings', part: SETTINGS_PARTS.find((part) => part === id) ?? 'gateways' };
    default:
      return { page: 'compose' };
  }
});

export const COMPOSE = '#/';
export const CAMPAIGNS = '#/campaigns';
export const INBOX = '#/inbox';
export const SETTINGS = '#/settings';
export const settingsAddress = (part: SettingsPart): string => `${SETTINGS}/${part}`;
export const reportAddress = (id: string): string => `#/campaigns/${encodeURIComponent(id)}`;

export function go(address: string): void {
  location.hash = address;
}
