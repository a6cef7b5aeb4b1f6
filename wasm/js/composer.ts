import type { Addresses } from '../addresses.d.ts';
import type { CoreSource } from '../common.d.ts';
import type { Composer, ComposerSources } from '../composer.d.ts';
import type { Sending } from '../sending.d.ts';
import type { Texts } from '../texts.d.ts';
import { once } from './source.ts';

/** All three modules as one face, by a host's loaders. */
export const loaderOf = (
  texts: (source?: CoreSource) => Promise<Texts>,
  addresses: (source?: CoreSource) => Promise<Addresses>,
  sending: (source?: CoreSource) => Promise<Sending>,
): ((sources?: ComposerSources) => Promise<Composer>) =>
  once(async (sources?: ComposerSources) => {
    const faces = await Promise.all([texts(sources?.texts), addresses(sources?.addresses), sending(sources?.sending)]);
    return Object.freeze({ ...faces[0], ...faces[1], ...faces[2] });
  });
