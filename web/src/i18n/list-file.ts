/** The words of files that are lists, which come with the first of them. */
import { computed } from '@preact/signals';
import { listFile as da } from './da/list-file.ts';
import type { SameShape } from './dictionary.ts';
import { listFile as en } from './en/list-file.ts';
import { language } from './index.ts';

export const listFileWords = computed<SameShape<typeof en>>(() => (language.value === 'da' ? da : en));
