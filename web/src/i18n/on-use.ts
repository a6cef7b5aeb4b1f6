/** Texts of what is loaded on use: they come with it, not with the page. The type checker holds both languages to the same keys. */
import { computed } from '@preact/signals';
import { da } from './da/on-use.ts';
import type { SameShape } from './dictionary.ts';
import { en } from './en/on-use.ts';
import { type Language, language } from './index.ts';

const dictionaries: Record<Language, SameShape<typeof en>> = { da, en };

export const onUse = computed(() => dictionaries[language.value]);
