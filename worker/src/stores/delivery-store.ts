/** What is known of a shard's messages, in its counter's SQLite database: half an octet a recipient, packed by the core. */
import type { CampaignShape } from 'klikspor/edge';
import type { Delivery } from 'klikspor/reporting';
import { type Reporting, reporting } from '../reporting.ts';
import { migrate } from './migrate.ts';

const STEPS = ['CREATE TABLE IF NOT EXISTS delivery(part INTEGER PRIMARY KEY, octets BLOB NOT NULL)'];

/** Longest value of a row is 2 MB: of two million recipients a row. A shard has 100,000, and had more once. */
const PART = 1024 * 1024;

export type DeliveryCounts = Readonly<Record<Delivery, number>>;

export class DeliveryStore {
  readonly #storage: DurableObjectStorage;
  #hasTable = false;

  constructor(storage: DurableObjectStorage) {
    this.#storage = storage;
  }

  /**
   * `signs`: one for each recipient of the campaign from `first` on (`Delivery`). In any order, as often as it takes. False: all
   * was known.
   */
  take({ takeDeliveries }: Reporting, { shards, shard }: CampaignShape, first: number, signs: string): boolean {
    return this.#change((packed) => takeDeliveries(packed, signs, first, shards, shard));
  }

  /** Nothing is known of this recipient's message any more. */
  async forget({ shards }: CampaignShape, recipient: number): Promise<void> {
    if (!this.#isThere()) return;
    const { forgetDelivery } = await reporting();
    this.#change((packed) => forgetDelivery(packed, recipient, shards));
  }

  /** Undefined: nothing was ever told. */
  async counts(): Promise<DeliveryCounts | undefined> {
    if (!this.#isThere()) return undefined;
    const { deliveryCounts } = await reporting();
    return deliveryCounts(this.#packed());
  }

  /** The shard's recipients in these states, a bit each. */
  async recipientsIn(states: readonly Delivery[]): Promise<Uint8Array> {
    if (!this.#isThere()) return new Uint8Array();
    const { recipientsIn } = await reporting();
    return recipientsIn(this.#packed(), states);
  }

  /** Asked of every counter that reports: a table is made for those alone that are told something. */
  #isThere(): boolean {
    this.#hasTable ||= this.#sql("SELECT 1 FROM sqlite_master WHERE name = 'delivery'").toArray().length > 0;
    return this.#hasTable;
  }

  #packed(): Uint8Array {
    const parts = this.#sql<{ octets: ArrayBuffer }>('SELECT octets FROM delivery ORDER BY part').toArray();
    const packed = new Uint8Array(parts.reduce((sum, { octets }) => sum + octets.byteLength, 0));
    let at = 0;
    for (const { octets } of parts) {
      packed.set(new Uint8Array(octets), at);
      at += octets.byteLength;
    }
    return packed;
  }

  #change(work: (packed: Uint8Array) => Uint8Array): boolean {
    return this.#storage.transactionSync(() => {
      migrate(this.#storage, 'delivery', STEPS);
      const before = this.#packed();
      const packed = work(before);
      if (packed.length === before.length && packed.every((octet, at) => octet === before[at])) return false;
      for (let part = 0; part * PART < packed.length; part++) {
        const octets = packed.slice(part * PART, (part + 1) * PART).buffer;
        this.#sql('INSERT OR REPLACE INTO delivery VALUES(?, ?)', part, octets);
      }
      return true;
    });
  }

  #sql<T extends Record<string, SqlStorageValue>>(query: string, ...values: SqlStorageValue[]): SqlStorageCursor<T> {
    return this.#storage.sql.exec<T>(query, ...values);
  }
}
