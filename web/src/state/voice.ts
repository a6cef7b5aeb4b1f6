/** Says findings in the language on screen. */
import { computed } from '@preact/signals';
import type { Voice } from '../checklist/finding.ts';
import { checklistWords } from '../i18n/checklist.ts';
import { countryName, formatInteger, formatList, reasonText, t } from '../i18n/index.ts';
import { dayText } from '../i18n/registers.ts';
import { dataLanguage } from '../i18n/words.ts';

export const voice = computed<Voice>(() => ({
  words: checklistWords.value,
  language: dataLanguage.value,
  missing: t.value.compose.missing,
  integer: formatInteger,
  list: formatList,
  country: countryName,
  day: dayText,
  reason: reasonText,
}));
