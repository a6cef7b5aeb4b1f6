/** The words of what networks want registered, and its days. */
import { computed } from '@preact/signals';
import { registers as da } from './da/registers.ts';
import type { SameShape } from './dictionary.ts';
import { registers as en } from './en/registers.ts';
import { formatDay, language } from './index.ts';

export const registerWords = computed<SameShape<typeof en>>(() => (language.value === 'da' ? da : en));

/** Of a day such as 2026-11-29: noon is on the same day for everybody. */
export const dayText = (day: string): string => formatDay(Date.parse(`${day}T12:00`));
