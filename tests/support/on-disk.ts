/** What the counters' own databases hold, read while the process is down. */
import { DatabaseSync } from 'node:sqlite';
import { load } from 'klikspor/edge';
import { hitsIn } from './batches.ts';
import type { Workerd } from './workerd.ts';

/** All raw batches of a counter, from both tables: one a row, and several. */
export function batchesIn(database: DatabaseSync): Uint8Array[] {
  const alone = database.prepare('SELECT bytes FROM batch').all();
  const found = alone.map(({ bytes }) => octetsOf(bytes));
  for (const row of database.prepare('SELECT heads, bytes FROM arrival ORDER BY seq').all()) {
    const [heads, bytes] = [Buffer.from(octetsOf(row.heads)), octetsOf(row.bytes)];
    let end = 0;
    // Sixteen octets of an id, four of a length.
    for (let at = 16; at < heads.length; at += 20) {
      found.push(bytes.slice(end, end + heads.readUInt32BE(at)));
      end += heads.readUInt32BE(at);
    }
    if (end !== bytes.length) throw new Error(`a row of ${bytes.length} octets tells of ${end}`);
  }
  return found;
}

function octetsOf(value: unknown): Uint8Array {
  if (!(value instanceof Uint8Array)) throw new Error('a batch without octets');
  return value;
}

/** Recipients in the raw batches on disk, as often as they stand there. */
export async function recipientsOnDisk(server: Workerd): Promise<number[]> {
  const core = await load();
  return server.objectFiles('ClickCounter').flatMap((file) => {
    const database = new DatabaseSync(file, { readOnly: true });
    const batches = batchesIn(database);
    database.close();
    return batches.flatMap((bytes) => hitsIn(core, bytes).map(({ recipient }) => recipient));
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

/** Raw batches on disk. */
export function batchesOnDisk(server: Workerd): number {
  return server.objectFiles('ClickCounter').reduce((sum, file) => {
    const database = new DatabaseSync(file, { readOnly: true });
    const { length } = batchesIn(database);
    database.close();
    return sum + length;
  }, 0);
}
