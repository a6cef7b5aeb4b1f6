/** A SQLite database as the SQL that makes it: what a version stored, to be kept beside the tests and read by people. */
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type SQLOutputValue } from 'node:sqlite';

/** Of a database that nobody has open. Tables first, each with its rows, then indexes. */
export function textOf(file: string): string {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    const made = database
      .prepare("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite%'")
      .all() as { type: string; name: string; sql: string }[];
    const tables = made.filter(({ type }) => type === 'table');
    const counters = database.prepare("SELECT 1 FROM sqlite_master WHERE name = 'sqlite_sequence'").all();
    const lines = tables.flatMap(({ name, sql }) => [`${sql};`, ...rowsOf(database, name)]);
    // What AUTOINCREMENT gives out next; the table itself comes with the first that uses it.
    if (counters.length > 0) lines.push('DELETE FROM sqlite_sequence;', ...rowsOf(database, 'sqlite_sequence'));
    lines.push(...made.filter(({ type }) => type !== 'table').map(({ sql }) => `${sql};`));
    return `${lines.join('\n')}\n`;
  } finally {
    database.close();
  }
}

/** Makes the database anew. */
export function databaseOf(text: string, file: string): void {
  mkdirSync(dirname(file), { recursive: true });
  const database = new DatabaseSync(file);
  try {
    database.exec('PRAGMA journal_mode = WAL');
    database.exec(`BEGIN; ${text} COMMIT;`);
  } finally {
    database.close();
  }
}

function rowsOf(database: DatabaseSync, table: string): string[] {
  const all = database.prepare(`SELECT * FROM "${table}"`);
  // Alarms are kept in nanoseconds.
  all.setReadBigInts(true);
  return all.all().map((row) => `INSERT INTO "${table}" VALUES(${Object.values(row).map(literalOf).join(', ')});`);
}

function literalOf(value: SQLOutputValue): string {
  if (value === null) return 'NULL';
  if (value instanceof Uint8Array) return `x'${Buffer.from(value).toString('hex')}'`;
  return typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : String(value);
}
