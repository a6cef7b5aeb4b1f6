/** How the phone of the preview looks: whose it is, and its own light or dark, which need not be this page's. */
import { effect, signal } from '@preact/signals';
import type { PhoneKind } from '../engine/draft.ts';
import { remember, remembered } from '../storage.ts';

export type PhoneShade = 'light' | 'dark';

const [kind, shade] = (remembered('phone') ?? '').split(' ');
export const phoneKind = signal<PhoneKind>(kind === 'android' ? 'android' : 'ios');
export const phoneShade = signal<PhoneShade>(shade === 'dark' ? 'dark' : 'light');

effect(() => remember('phone', `${phoneKind.value} ${phoneShade.value}`));
