/** The texts of the links panel, loaded with it: a message begins without a link. */
import { computed } from '@preact/signals';
import { linkTools as da } from './da/link-tools.ts';
import { linkTools as en } from './en/link-tools.ts';
import { language } from './index.ts';

const dictionaries = { da, en };
export const linkTools = computed(() => dictionaries[language.value]);
