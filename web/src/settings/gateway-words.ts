import type { SameShape } from '../i18n/dictionary.ts';
import type { settingsGateways as english } from '../i18n/en/settings-gateways.ts';
import { wordsOf } from '../i18n/words.ts';

export const gatewayWords = wordsOf(
  import.meta.glob<SameShape<typeof english>>('../i18n/*/settings-gateways.ts', {
    eager: true,
    import: 'settingsGateways',
  }),
);
