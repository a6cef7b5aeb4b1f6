import type { Addresses } from '../addresses.d.ts';
import type { CoreSource } from '../common.d.ts';
import type { Composer, ComposerSources } from '../composer.d.ts';
import type { Texts } from '../texts.d.ts';
import { once } from './source.ts';

/** Both modules as one face, by a host's loaders. */
export const loaderOf = (
  texts: (source?: CoreSource) => Promise<Texts>,
  addresses: (source?: CoreSource) => Promise<Addresses>,
): ((sources?: ComposerSources) => Promise<Composer>) =>
  once(async (sources?: ComposerSources) => {
    const [written, finished] = await Promise.all([texts(sources?.texts), addresses(sources?.addresses)]);
    return Object.freeze({ ...written, ...finished });
  });
