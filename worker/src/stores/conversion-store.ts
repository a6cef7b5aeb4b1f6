/** The orders that shops told of a counter's recipients, in its SQLite database: each once, by its order id. */
import type { OrderPage, OrderReceipt, ToldOrder } from '../rpc/counter.ts';
import { migrate } from './migrate.ts';

const STEPS = [
  // `placed_ms` as it was told: absent, the order was placed when it was told. `value` in ten-thousandths. `cancelled_ms`: when
  // the shop took it back; it may do so before it has told it.
  `CREATE TABLE IF NOT EXISTS conversion(
     seq INTEGER PRIMARY KEY, order_id TEXT NOT NULL UNIQUE, recipient INTEGER NOT NULL, link INTEGER NOT NULL,
     placed_ms INTEGER, told_ms INTEGER NOT NULL, value INTEGER, currency TEXT,
     cancelled_ms INTEGER);
   CREATE INDEX IF NOT EXISTS conversion_recipient ON conversion(recipient);`,
];

/** Rows in one answer: some megabytes, far below what a call may carry. */
const ROWS_AT_ONCE = 20_000;

type Row = {
  seq: number;
  orderId: string;
  recipient: number;
  link: number;
  placedAtMs: number | null;
  toldAtMs: number;
  value: number | null;
  currency: string | null;
  cancelledAtMs: number | null;
};

const COLUMNS = `seq, order_id AS orderId, recipient, link, placed_ms AS placedAtMs, told_ms AS toldAtMs, value, currency,
  cancelled_ms AS cancelledAtMs`;

export class ConversionStore {
  readonly #storage: DurableObjectStorage;
  #isMigrated = false;

  constructor(storage: DurableObjectStorage) {
    this.#storage = storage;
  }

  /** Tables are made with the first order: few counters ever have one. */
  #isEmpty(): boolean {
    if (this.#isMigrated) return false;
    const found = this.#storage.sql.exec("SELECT 1 FROM sqlite_master WHERE name = 'conversion'").toArray();
    if (found.length > 0) this.#migrate();
    return !this.#isMigrated;
  }

  #migrate(): void {
    migrate(this.#storage, 'conversions', STEPS);
    this.#isMigrated = true;
  }

  /** All in one commit. What is known already is left as it is, but that an order is taken back. */
  add(orders: readonly ToldOrder[], nowMs: number): OrderReceipt[] {
    if (this.#isEmpty()) this.#migrate();
    return this.#storage.transactionSync(() => orders.map((order) => this.#addOne(order, nowMs)));
  }

  #addOne(order: ToldOrder, nowMs: number): OrderReceipt {
    const { sql } = this.#storage;
    const { orderId, recipient, link, placedAtMs, value, currency, isCancelled } = order;
    const { rowsWritten } = sql.exec(
      `INSERT OR IGNORE INTO conversion(order_id, recipient, link, placed_ms, told_ms, value, currency, cancelled_ms)
       VALUES(?, ?, ?, ?, ?, ?, ?, ?)`,
      ...[orderId, recipient, link, placedAtMs, nowMs, value, currency, isCancelled ? nowMs : null],
    );
    if (rowsWritten > 0) return { isNew: true, toldAtMs: nowMs, isCancelled, differs: [] };
    const known = sql.exec<Row>(`SELECT ${COLUMNS} FROM conversion WHERE order_id = ?`, orderId).one();
    const differs: OrderReceipt['differs'] = [];
    if (known.recipient !== recipient || known.link !== link) differs.push('slug');
    const isKnownCancelled = known.cancelledAtMs !== null;
    // Of one that is taken back nothing else is asked: it may have been told so first.
    if (!isCancelled && !isKnownCancelled) {
      if (known.placedAtMs !== placedAtMs) differs.push('atMs');
      if (known.value !== value) differs.push('value');
      if (known.currency !== currency) differs.push('currency');
    }
    const isNew = isCancelled && !isKnownCancelled && differs.length === 0;
    if (isNew) sql.exec('UPDATE conversion SET cancelled_ms = ? WHERE seq = ?', nowMs, known.seq);
    return { isNew, toldAtMs: known.toldAtMs, isCancelled: isCancelled || isKnownCancelled, differs };
  }

  /** All of a recipient's; how many they were. */
  forget(recipient: number): number {
    const { sql } = this.#storage;
    // Makes and changes no table: it is called within a transaction, which may come to nothing.
    if (sql.exec("SELECT 1 FROM sqlite_master WHERE name = 'conversion'").toArray().length === 0) return 0;
    const { n } = sql.exec<{ n: number }>('SELECT count(*) AS n FROM conversion WHERE recipient = ?', recipient).one();
    sql.exec('DELETE FROM conversion WHERE recipient = ?', recipient);
    return n;
  }

  /** Those after this one, as they came; `isClicked` of all recipients at once. */
  page(afterSeq: number, isClicked: (recipients: Uint32Array) => Uint8Array): OrderPage {
    const rows = this.#isEmpty()
      ? []
      : this.#storage.sql
          .exec<Row>(`SELECT ${COLUMNS} FROM conversion WHERE seq > ? ORDER BY seq LIMIT ?`, afterSeq, ROWS_AT_ONCE)
          .toArray();
    const recipients = Uint32Array.from(rows, ({ recipient }) => recipient);
    return {
      ids: rows.map(({ orderId }) => `${orderId}\n`).join(''),
      recipients,
      links: Uint8Array.from(rows, ({ link }) => link),
      placedAtMs: Float64Array.from(rows, ({ placedAtMs, toldAtMs }) => placedAtMs ?? toldAtMs),
      toldAtMs: Float64Array.from(rows, ({ toldAtMs }) => toldAtMs),
      values: Float64Array.from(rows, ({ value }) => value ?? -1),
      currencies: rows.map(({ currency }) => currency ?? '---').join(''),
      clicked: isClicked(recipients),
      cancelled: Uint8Array.from(rows, ({ cancelledAtMs }) => Number(cancelledAtMs !== null)),
      lastSeq: rows.at(-1)?.seq ?? null,
    };
  }
}
