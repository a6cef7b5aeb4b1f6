import type { StrippedParameter } from '../stripped-parameters.d.ts';
import data from './stripped-data.js';

export const STRIPPED_PARAMETERS: Readonly<Record<string, StrippedParameter>> = Object.freeze(data);

const nameOf = (pair: string) => pair.split('=', 1)[0] ?? '';
// Names are compared as browsers compare them: as written, upper and lower case apart.
const isStripped = (pair: string) => Object.hasOwn(STRIPPED_PARAMETERS, nameOf(pair));

/** The address cut before its `?` and its `#`; the query is null where there is none. */
function cut(url: string): { front: string; query: string | null; fragment: string } {
  const hash = url.indexOf('#');
  const address = hash < 0 ? url : url.slice(0, hash);
  const question = address.indexOf('?');
  return {
    front: question < 0 ? address : address.slice(0, question),
    query: question < 0 ? null : address.slice(question + 1),
    fragment: hash < 0 ? '' : url.slice(hash),
  };
}

export function strippedParameters(url: string): readonly string[] {
  const pairs = cut(url).query?.split('&') ?? [];
  return [...new Set(pairs.filter(isStripped).map(nameOf))];
}

export function withoutStripped(url: string): string {
  const { front, query, fragment } = cut(url);
  if (query === null || strippedParameters(url).length === 0) return url;
  const kept = query.split('&').filter((pair) => !isStripped(pair));
  return `${front}${kept.length > 0 ? '?' : ''}${kept.join('&')}${fragment}`;
}
