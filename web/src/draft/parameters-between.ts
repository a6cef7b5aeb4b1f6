/** Campaign parameters read back from a finished destination. */

export type Parameters = [name: string, value: string][];

/** What the query of `finished` has more than that of `plain`, in order. */
export function parametersBetween(plain: string, finished: string): Parameters {
  const query = (address: string) => (/\?([^#]*)/.exec(address)?.[1] ?? '').split('&').filter((pair) => pair !== '');
  const known = query(plain).length;
  return query(finished)
    .slice(known)
    .map((pair) => {
      const [name = '', ...value] = pair.split('=');
      return [decoded(name), decoded(value.join('='))];
    });
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
