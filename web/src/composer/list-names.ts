/** Names of a domain's lists, to choose from. */
import { useEffect, useState } from 'preact/hooks';
import { request } from '../api/request.ts';

export const MOST_LETTERS = 60;

/** Empty until they are known, and where they cannot be read: then a name is written out. */
export function useListNames(host: string): readonly string[] {
  const [names, setNames] = useState<readonly string[]>([]);
  useEffect(() => {
    let gone = false;
    setNames([]);
    if (host === '') return;
    void request('GET /api/domains/{host}/lists', { params: { host } }).then((answer) => {
      if (!gone && answer.ok) setNames(answer.value.names);
    });
    return () => {
      gone = true;
    };
  }, [host]);
  return names;
}

/** As a list is known, whatever letters were typed small; the worker takes no other spelling. */
export function knownSpelling(typed: string, names: readonly string[]): string {
  const wanted = typed.trim();
  return names.find((name) => name.toLowerCase() === wanted.toLowerCase()) ?? wanted;
}
