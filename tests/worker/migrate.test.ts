import { runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { migrate, type Step } from '../../worker/src/stores/migrate.ts';

const MAKE = 'CREATE TABLE IF NOT EXISTS thing (name TEXT PRIMARY KEY)';
const GROW = 'ALTER TABLE thing ADD COLUMN size INTEGER';

/** In a database of its own. */
const inDatabase = (name: string, work: (storage: DurableObjectStorage) => void) =>
  runInDurableObject(env.WORKSPACE.getByName(`migrate ${name}`), (_, { storage }) => work(storage));

const columnsOf = ({ sql }: DurableObjectStorage): unknown[] =>
  sql
    .exec('PRAGMA table_info(thing)')
    .toArray()
    .map(({ name }) => name);
const stepOf = ({ sql }: DurableObjectStorage): unknown =>
  sql.exec("SELECT step FROM migrated WHERE store = 'things'").toArray()[0]?.step;

test('steps are done once each, in their order, and a later version goes on where the last one ended', async () => {
  await inDatabase('order', (storage) => {
    migrate(storage, 'things', [MAKE]);
    migrate(storage, 'things', [MAKE]);
    storage.sql.exec("INSERT INTO thing VALUES ('old')");
    // Done again, the second would fail.
    for (let open = 0; open < 2; open++) migrate(storage, 'things', [MAKE, GROW]);
    expect([columnsOf(storage), stepOf(storage)]).toEqual([['name', 'size'], 2]);
    const fill: Step = (sql) => sql.exec('UPDATE thing SET size = 3');
    migrate(storage, 'things', [MAKE, GROW, fill]);
    expect(storage.sql.exec('SELECT * FROM thing').toArray()).toEqual([{ name: 'old', size: 3 }]);
    // Each store counts for itself.
    migrate(storage, 'others', [MAKE]);
    expect(stepOf(storage)).toBe(3);
  });
});

test('a step that fails leaves the database as it was, and is tried again by whoever opens it next', async () => {
  await inDatabase('failure', (storage) => {
    const broken: Step = () => {
      throw new Error('database or disk is full');
    };
    expect(() => migrate(storage, 'things', [MAKE, GROW, broken])).toThrow('full');
    expect([columnsOf(storage), stepOf(storage)]).toEqual([[], undefined]);
    migrate(storage, 'things', [MAKE, GROW]);
    expect([columnsOf(storage), stepOf(storage)]).toEqual([['name', 'size'], 2]);
  });
});

test('a database that a later version has opened is left as it is', async () => {
  await inDatabase('later', (storage) => {
    migrate(storage, 'things', [MAKE, GROW]);
    migrate(storage, 'things', [MAKE]);
    expect([columnsOf(storage), stepOf(storage)]).toEqual([['name', 'size'], 2]);
  });
});
