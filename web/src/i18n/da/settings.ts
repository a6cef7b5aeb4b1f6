import type { SameShape } from '../dictionary.ts';
import type { settings as english } from '../en/settings.ts';

export const settings: SameShape<typeof english> = {
  title: 'Opsætning',
  parts: { gateways: 'Gateways', domains: 'Linkdomæner', tokens: 'API-nøgler' },
};
