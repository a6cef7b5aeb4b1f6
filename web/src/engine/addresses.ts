/** What finishes addresses, a module of the core of its own: loaded with the first link or contact that is asked about. */
import type { Addresses } from 'klikspor/addresses';

let loaded: Addresses | undefined;

/** Rejects where it cannot be loaded; the next to ask tries again. */
export async function addresses(): Promise<Addresses> {
  if (loaded === undefined) {
    const { load } = await import('klikspor/addresses');
    loaded = await load();
  }
  return loaded;
}
