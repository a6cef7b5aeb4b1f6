import type { SameShape } from './dictionary.ts';
import type { linkDomains as english } from './en/link-domains.ts';
import { wordsOf } from './words.ts';

export const linkDomainWords = wordsOf(
  import.meta.glob<SameShape<typeof english>>('./*/link-domains.ts', { eager: true, import: 'linkDomains' }),
);
