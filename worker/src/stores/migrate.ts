/**
 * Every store keeps its tables as a list of numbered steps, the first of which makes what the first version had. A step
 * that has landed is never edited, removed or put elsewhere: databases are out there that have done it. What changes is a
 * step more, at the end. `tests/e2e/stored.test.ts` opens what the first version stored.
 */

/** SQL, or what SQL alone cannot do. The first ones are done by databases again that were made before steps were counted. */
export type Step = string | ((sql: SqlStorage) => void);

/** Does what this database has not done yet, all of it or nothing. One read, if there is nothing to do. */
export function migrate(storage: DurableObjectStorage, store: string, steps: readonly Step[]): void {
  const { sql } = storage;
  sql.exec('CREATE TABLE IF NOT EXISTS migrated (store TEXT PRIMARY KEY, step INTEGER NOT NULL)');
  const [row] = sql.exec<{ step: number }>('SELECT step FROM migrated WHERE store = ?', store).toArray();
  const done = row?.step ?? 0;
  // More: a later version was here, and this one has been put back. It can do without what that one added.
  if (done >= steps.length) return;
  storage.transactionSync(() => {
    for (const step of steps.slice(done)) {
      if (typeof step === 'string') sql.exec(step);
      else step(sql);
    }
    sql.exec('INSERT OR REPLACE INTO migrated VALUES (?, ?)', store, steps.length);
  });
}

/** For a step that adds one: databases from before steps were counted may have it. */
export const hasColumn = (sql: SqlStorage, table: string, column: string): boolean =>
  sql
    .exec<{ name: string }>('SELECT name FROM pragma_table_info(?)', table)
    .toArray()
    .some(({ name }) => name === column);
