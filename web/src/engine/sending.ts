/** What becomes of messages on their way, a module of the core of its own: loaded with the first letter or sender. */
import type { Sending } from 'klikspor/sending';

let loaded: Sending | undefined;

/** Rejects where it cannot be loaded; the next to ask tries again. */
export async function sending(): Promise<Sending> {
  if (loaded === undefined) {
    const { load } = await import('klikspor/sending');
    loaded = await load();
  }
  return loaded;
}
