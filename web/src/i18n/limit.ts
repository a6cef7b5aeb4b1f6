/** The words of a limit on segments, which come with its panels. */
import { computed } from '@preact/signals';
import { limit as da } from './da/limit.ts';
import type { SameShape } from './dictionary.ts';
import { limit as en } from './en/limit.ts';
import { language } from './index.ts';

export const limitWords = computed<SameShape<typeof en>>(() => (language.value === 'da' ? da : en));
