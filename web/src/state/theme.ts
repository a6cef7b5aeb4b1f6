/** Light, dark, or as the system says. The stylesheet reads `data-theme`. */
import { effect, signal } from '@preact/signals';
import { remember, remembered } from '../storage.ts';

export type Theme = 'auto' | 'light' | 'dark';

const kept = remembered('theme');
export const theme = signal<Theme>(kept === 'light' || kept === 'dark' ? kept : 'auto');

effect(() => {
  const chosen = theme.value;
  if (chosen === 'auto') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = chosen;
  remember('theme', chosen === 'auto' ? null : chosen);
});
