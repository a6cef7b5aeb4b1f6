/** What is known of the copies in KV: when they were last compared with the catalogue, and what that found and mended. */
import { NOTHING } from '../comparison.ts';
import type { CopiesState } from '../rpc/copies.ts';
import { migrate } from './migrate.ts';

const STEPS = ['CREATE TABLE IF NOT EXISTS copies (one INTEGER PRIMARY KEY CHECK (one = 1), json TEXT NOT NULL)'];

/** Fields that an earlier version did not keep are as they are here. */
const NEVER_COMPARED: CopiesState = {
  dueMs: 0,
  fromSeq: 0,
  last: NOTHING,
  mended: 0,
  mendedAtMs: 0,
  takenOver: 0,
  numbersSkipped: 0,
  unknownCampaigns: [],
  unknownDomains: [],
};

export class CopiesStore {
  readonly #sql: SqlStorage;

  constructor(storage: DurableObjectStorage) {
    this.#sql = storage.sql;
    migrate(storage, 'copies', STEPS);
  }

  state(): CopiesState {
    const [row] = this.#sql.exec<{ json: string }>('SELECT json FROM copies').toArray();
    return row === undefined
      ? NEVER_COMPARED
      : { ...NEVER_COMPARED, ...(JSON.parse(row.json) as Partial<CopiesState>) };
  }

  /** What is not given stays as it is. */
  save(change: Partial<CopiesState>): void {
    this.#sql.exec('INSERT OR REPLACE INTO copies VALUES (1, ?)', JSON.stringify({ ...this.state(), ...change }));
  }

  /** Numbers that others remember were passed over. */
  numbersSkipped(numbers: number): void {
    this.save({ numbersSkipped: this.state().numbersSkipped + numbers });
  }

  /** A record of KV's was the later one. */
  tookOver(): void {
    this.save({ takenOver: this.state().takenOver + 1 });
  }
}
