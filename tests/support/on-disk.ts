/** What the counters' own databases hold, read while the process is down. */
import { DatabaseSync } from 'node:sqlite';
import { load } from 'klikspor/edge';
import { hitsIn } from './batches.ts';
import type { Workerd } from './workerd.ts';

/** Recipients in the raw batches on disk, as often as they stand there. */
export async function recipientsOnDisk(server: Workerd): Promise<number[]> {
  const core = await load();
  return server.objectFiles('ClickCounter').flatMap((file) => {
    const database = new DatabaseSync(file, { readOnly: true });
    const rows = database.prepare('SELECT bytes FROM batch').all();
    database.close();
    return rows.flatMap(({ bytes }) => {
      if (!(bytes instanceof Uint8Array)) throw new Error('a batch without octets');
      return hitsIn(core, bytes).map(({ recipient }) => recipient);
    });
  });
}

/** Recipients whose opt-out is on disk. */
export function optOutsOnDisk(server: Workerd): number[] {
  return server.objectFiles('ClickCounter').flatMap((file) => {
    const database = new DatabaseSync(file, { readOnly: true });
    const rows = database.prepare('SELECT recipient FROM opt_out').all();
    database.close();
    return rows.map(({ recipient }) => Number(recipient));
  });
}
