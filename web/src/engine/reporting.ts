/** The core's part for whoever reports, a module of its own: loaded with the first status file. */
import type { Reporting } from 'klikspor/reporting';

let loaded: Reporting | undefined;

/** Rejects where it cannot be loaded; the next to ask tries again. */
export async function reporting(): Promise<Reporting> {
  if (loaded === undefined) {
    const { load } = await import('klikspor/reporting');
    loaded = await load();
  }
  return loaded;
}
