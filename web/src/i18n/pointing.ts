/** The texts of a domain that is asked where it leads, loaded with its notice. */
import { computed } from '@preact/signals';
import { pointing as da } from './da/pointing.ts';
import type { SameShape } from './dictionary.ts';
import { pointing as en } from './en/pointing.ts';
import { language } from './index.ts';

export const pointingWords = computed<SameShape<typeof en>>(() => (language.value === 'da' ? da : en));
