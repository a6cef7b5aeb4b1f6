import { evictDurableObject, runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { describe, expect, test, vi } from 'vitest';
import { batchId } from '../../worker/src/batch-id.ts';
import type { ClickCounter } from '../../worker/src/click-counter.ts';
import type { NewBatch } from '../../worker/src/stores/batch-store.ts';
import { CounterStore } from '../../worker/src/stores/counter-store.ts';
import { randomFrom } from '../support/random.ts';
import { batchOf, campaign, counter, hitsOf, identity, linkHost, report } from './support.ts';

const DAY = 24 * 3_600_000;
const NOW = Date.UTC(2026, 10, 30, 12);
const batch = (id: string, recipient = 1): NewBatch => ({ id, bytes: batchOf([recipient], NOW), hits: 1 });

let made = 0;
/** On the disk of an object that is nobody's. */
const onDisk = <T>(work: (open: () => CounterStore, sql: SqlStorage) => T): Promise<T> =>
  runInDurableObject(env.CLICK_COUNTER.getByName(`batches${++made}`), (_: ClickCounter, { storage }) =>
    work(() => new CounterStore(storage), storage.sql),
  );
const countOf = (sql: SqlStorage, table: string) =>
  sql.exec<{ n: number }>(`SELECT count(*) AS n FROM ${table}`).one().n;
const seqsOf = (rows: readonly { readonly seq: number }[]) => rows.map(({ seq }) => seq);

describe('a second delivery changes nothing', () => {
  test.each(Array.from({ length: 8 }, (_, seed) => seed + 1))(
    'in any order, whatever clocks say, over thirty days and after a loss of memory (%i)',
    async (seed) => {
      const random = randomFrom(seed);
      await onDisk((open) => {
        let { batches } = open();
        let nowMs = NOW;
        let foldedSeq = 0;
        const sent: NewBatch[] = [];
        const taken: string[] = [];
        const known = new Set<string>();
        const idOf = () => {
          const kind = random(12);
          if (kind === 0) return `odd-${sent.length}`;
          if (kind === 1) return crypto.randomUUID();
          // Late by a queue, from a location whose clock is wrong, or as it should be.
          const offMs =
            kind === 2 ? -random(20 * DAY) : kind === 3 ? random(DAY) : kind === 4 ? -random(30_000) : -random(400);
          return batchId(nowMs + offMs);
        };
        for (let round = 0; round < 150; round++) {
          const group = Array.from({ length: 1 + random(6) }, () => {
            const again = sent[random(Math.max(1, sent.length))];
            if (again !== undefined && random(3) === 0) return again;
            const one = batch(idOf(), random(50));
            sent.push(one);
            return one;
          });
          const fresh = new Set(group.map(({ id }) => id).filter((id) => !known.has(id)));
          expect(batches.add(group, nowMs, foldedSeq)).toBe(fresh.size > 0);
          for (const id of fresh) known.add(id);
          taken.push(...fresh);
          // The object's own clock is set forward and back now and then.
          nowMs += random(20) === 0 ? random(3 * 3_600_000) - 3_600_000 : random(80);
          if (random(10) === 0) batches = open().batches;
          if (random(30) === 0) foldedSeq = batches.raw(0, Number.MAX_SAFE_INTEGER).at(-1)?.seq ?? foldedSeq;
        }
        const held = batches.raw(0, Number.MAX_SAFE_INTEGER);
        expect(held.map(({ id }) => id).sort()).toEqual([...taken].sort());
        const bytesOf = new Map(sent.map(({ id, bytes }) => [id, bytes]));
        for (const { id, bytes } of held) expect(bytes).toEqual(bytesOf.get(id));
        expect(seqsOf(held)).toEqual(held.map((_, i) => i + 1));
        expect(batches.heldUpTo(held.length)).toBe(held.length);
        // A week later all hits are gone, and every id is still known.
        foldedSeq = held.length;
        nowMs += 8 * DAY;
        batches.erase(nowMs, 7 * DAY, foldedSeq);
        expect(batches.raw(0, 1)).toEqual([]);
        for (const one of sent) expect(batches.add([one], nowMs, foldedSeq)).toBe(false);
        expect(open().batches.add(sent, nowMs, foldedSeq)).toBe(false);
        // After thirty days nothing is left.
        expect(batches.erase(nowMs + 31 * DAY, 7 * DAY, foldedSeq)).toBeUndefined();
        expect(batches.add([batch('next')], nowMs + 31 * DAY, foldedSeq)).toBe(true);
        expect(seqsOf(batches.raw(0, 1))).toEqual([foldedSeq + 1]);
      });
    },
  );

  test('a late one is found among thousands of rows without reading them all', async () => {
    const { rowsRead, isNew } = await onDisk((open, sql) => {
      const { batches } = open();
      const ids = Array.from({ length: 5_000 }, (_, i) => batchId(NOW + i * 100));
      for (const [i, id] of ids.entries()) batches.add([batch(id)], NOW + i * 100, 0);
      const read: SqlStorageCursor<Record<string, SqlStorageValue>>[] = [];
      const exec = sql.exec.bind(sql);
      sql.exec = ((query: string, ...values: SqlStorageValue[]) => {
        const cursor = exec(query, ...values);
        read.push(cursor);
        return cursor;
      }) as never;
      const added = [ids[1_000] ?? '', batchId(NOW + 200_050)].map((id) => batches.add([batch(id)], NOW + DAY, 0));
      return { isNew: added, rowsRead: read.reduce((sum, cursor) => sum + cursor.rowsRead, 0) };
    });
    expect(isNew).toEqual([false, true]);
    // Ten seconds of rows, twice, and a search by halves.
    expect(rowsRead).toBeLessThan(400);
  });
});

describe('rows', () => {
  test('what comes at once is one row of one written; what is late, odd or unreadable has one of its own', async () => {
    const counts = await onDisk((open, sql) => {
      const { batches } = open();
      const before = batches.add([], NOW, 0);
      batches.add(
        Array.from({ length: 20 }, () => batch(batchId(NOW))),
        NOW,
        0,
      );
      batches.add([batch(batchId(NOW - 60_000)), batch('odd'), batch(batchId(NOW + 60_000))], NOW, 0);
      batches.add([{ ...batch(batchId(NOW)), hits: null }], NOW, 0);
      return {
        before,
        arrivals: countOf(sql, 'arrival'),
        alone: countOf(sql, 'batch'),
        seqs: seqsOf(batches.raw(0, 1e9)),
      };
    });
    expect(counts).toEqual({ before: false, arrivals: 1, alone: 4, seqs: Array.from({ length: 24 }, (_, i) => i + 1) });
  });

  test('a row is cut before it grows beyond what a value may have', async () => {
    const sizes = await onDisk((open, sql) => {
      const large = () => ({
        ...{ id: batchId(NOW), hits: 400 },
        bytes: batchOf(
          Array.from({ length: 400 }, (_, i) => i),
          NOW,
        ),
      });
      const all = Array.from({ length: 1_000 }, large);
      const { batches } = open();
      batches.add(all, NOW, 0);
      expect(batches.raw(0, 1e9).map(({ bytes }) => bytes)).toEqual(all.map(({ bytes }) => bytes));
      return sql.exec<{ n: number }>('SELECT length(bytes) AS n FROM arrival').toArray();
    });
    expect(sizes.length).toBeGreaterThan(1);
    for (const { n } of sizes) expect(n).toBeLessThan(512 * 1024);
  });

  test('others are replaced in the rows they stand in, and pages of them end with a row', async () => {
    await onDisk((open) => {
      const { batches } = open();
      const ids = Array.from({ length: 30 }, () => batchId(NOW));
      for (let from = 0; from < 30; from += 10)
        batches.add(
          ids.slice(from, from + 10).map((id) => batch(id)),
          NOW,
          0,
        );
      batches.add([batch('odd')], NOW, 0);
      const changed = [2, 3, 11, 31].map((seq) => ({ seq, bytes: batchOf([seq, seq + 1], NOW) }));
      batches.replace(changed);
      const found = batches.raw(0, 1e9);
      expect(found.map(({ id }) => id)).toEqual([...ids, 'odd']);
      for (const { seq, bytes } of found)
        expect(bytes).toEqual(changed.find((one) => one.seq === seq)?.bytes ?? batchOf([1], NOW));
      expect(seqsOf(batches.after(0, { batches: 1, octets: 1e9 }).batches)).toEqual(
        ids.slice(0, 10).map((_, i) => i + 1),
      );
      expect(seqsOf(batches.after(10, { batches: 11, octets: 1e9 }).batches)).toHaveLength(20);
      expect(batches.after(10, { batches: 99, octets: 1e9 }).moreAfterMs).toBeUndefined();
      expect(batches.after(0, { batches: 1, octets: 1e9 }).moreAfterMs).toBe(NOW);
    });
  });

  test('neighbours whose hits are past their life become one tombstone', async () => {
    await onDisk((open, sql) => {
      const { batches } = open();
      for (let i = 0; i < 100; i++) batches.add([batch(batchId(NOW + i))], NOW + i, 0);
      batches.add([batch(batchId(NOW + DAY))], NOW + DAY, 0);
      batches.addScans([
        { seq: 50, recipient: 1, hits: [0] },
        { seq: 101, recipient: 1, hits: [0] },
      ]);
      expect([...batches.scansOf(1)]).toHaveLength(2);
      const nextMs = batches.erase(NOW + 7 * DAY + 1_000, 7 * DAY, 101);
      expect(nextMs).toBe(NOW + 8 * DAY);
      expect(countOf(sql, 'arrival')).toBe(2);
      expect(seqsOf(batches.raw(0, 1e9))).toEqual([101]);
      expect([...batches.scansOf(1)]).toHaveLength(1);
      expect(countOf(sql, 'scan')).toBe(1);
      expect(batches.hasErasedFrom(NOW + 50, NOW + 8 * DAY)).toBe(true);
      expect(batches.hasErasedFrom(NOW + DAY, NOW + 8 * DAY)).toBe(false);
      expect(batches.heldMs()).toEqual({ firstMs: NOW + DAY, lastMs: NOW + DAY });
    });
  });
});

describe('storage of the version before', () => {
  /** As it made its tables, and what it stored: two batches are folded, one is not. */
  const EARLIER = [
    'DROP TABLE arrival',
    "UPDATE migrated SET step = 3 WHERE store = 'counter'",
    "UPDATE shard SET json = json_remove(json, '$.ownFoldedSeq')",
  ];
  const earlier = async () => {
    const record = await campaign(await linkHost(), 1);
    const ids = Array.from({ length: 3 }, () => batchId());
    const object = env.CLICK_COUNTER.getByName(`${record.host}/1/0`);
    await counter(record).store(identity(record), 'one', batchOf([1, 2]));
    await counter(record).store(identity(record), 'two', batchOf([2, 3]));
    await report(record);
    await runInDurableObject(object, (_: ClickCounter, { storage: { sql } }) => {
      for (const step of EARLIER) sql.exec(step);
      sql.exec("UPDATE batch SET id = ? WHERE id = 'one'", ids[0]);
      sql.exec("UPDATE batch SET id = ? WHERE id = 'two'", ids[1]);
      sql.exec('INSERT INTO batch VALUES(3, ?, ?, ?)', ids[2], Date.now(), batchOf([4]));
    });
    await evictDurableObject(object);
    return { record, ids, object };
  };

  test('opens: what it knew is known, what it had not counted is counted, and numbers go on', async () => {
    const { record, ids } = await earlier();
    const [one = '', two = '', three = ''] = ids;
    await Promise.all([
      counter(record).store(identity(record), one, batchOf([1, 2])),
      counter(record).store(identity(record), three, batchOf([4])),
      counter(record).store(identity(record), batchId(), batchOf([5])),
    ]);
    const found = await report(record);
    expect(hitsOf(found, 0)).toMatchObject({ hits: { human: 6 }, unique: 5 });
    expect(found.counting).toMatchObject({ batches: 4, hits: 6 });
    const held = await counter(record).batches(0);
    expect(seqsOf(held)).toEqual([1, 2, 3, 4]);
    expect(held.map(({ id }) => id).slice(0, 3)).toEqual([one, two, three]);
  });

  test('a version before that is put back for a while costs no hit that had been stored', async () => {
    const { record, object } = await earlier();
    const ids = [batchId(), batchId()];
    await report(record);
    // Nobody counts before that version comes.
    await runInDurableObject(object, (_: ClickCounter, { storage }) => {
      vi.spyOn(storage, 'setAlarm').mockResolvedValue();
      return storage.deleteAlarm();
    });
    for (const [i, id] of ids.entries()) await counter(record).store(identity(record), id, batchOf([10 + i]));
    // It gives out numbers of its own, and folds up to them.
    await runInDurableObject(object, (_: ClickCounter, { storage: { sql } }) => {
      sql.exec('INSERT INTO batch VALUES(4, ?, ?, ?)', 'put back', Date.now(), batchOf([4]));
      sql.exec("UPDATE shard SET json = json_set(json, '$.foldedSeq', 4)");
    });
    await evictDurableObject(object);
    const found = await report(record);
    // Of what that one folded nothing is seen here, as its state was not saved; what it could not see is counted now.
    expect(hitsOf(found, 0)).toMatchObject({ hits: { human: 7 }, unique: 6 });
    for (const [i, id] of ids.entries()) await counter(record).store(identity(record), id, batchOf([10 + i]));
    expect(hitsOf(await report(record), 0).hits.human).toBe(7);
  });
});
