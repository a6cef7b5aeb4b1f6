/** A gateway's status file joined with the list: of each row of the list what became of its message. Numbers stay here. */
import type { Delivery } from 'klikspor/reporting';
import { NumberRows } from '../../../lists/number-rows.ts';
import { type Choice, openSource, type SourceFailure, type SourceQuestion } from '../../../lists/source.ts';
import { openStatus, type StatusChoice, type StatusQuestion, type StatusRow } from '../../../lists/status.ts';
import type { Half } from '../list-reading/split.ts';
import { breathe, CANCELLED, type Control } from './control.ts';
import type { Recipients } from './recipients.ts';
import { reporting } from './reporting.ts';

export interface StatusAsk {
  readonly file: File;
  readonly choice: Choice;
  readonly status: StatusChoice;
  /** What a person said of words that the core does not know. */
  readonly meanings: Readonly<Record<string, Delivery>>;
  readonly country: string;
  readonly listVersion: number;
  readonly half: Half | null;
}

/** A word of the file. `state`: what it counts as; null: nobody knows. */
export interface StatusWord {
  readonly written: string;
  readonly rows: number;
  readonly state: Delivery | null;
}

export interface StatusSummary {
  readonly columns: readonly string[];
  readonly numberColumn: number;
  readonly stateColumn: number;
  readonly detailColumn: number | null;
  /** Rows with a state. */
  readonly rows: number;
  /** Of these, rows whose number is not on the list; and rows without a number that can be read. */
  readonly notOnList: number;
  readonly unreadable: number;
  /** Recipients of the list whom the file knows, by what it says last of them (`Delivery`). */
  readonly found: number;
  readonly byState: Readonly<Record<Delivery, number>>;
  /** Words nobody knows first, then by how many rows have them; at most 100. */
  readonly words: readonly StatusWord[];
}

export type StatusAnswer =
  | {
      readonly ok: true;
      readonly summary: StatusSummary;
      /** A sign for each recipient, in the list's order (`Reporting.takeDeliveries`). */
      readonly signs: string;
    }
  | { readonly ok: false; readonly failure: SourceFailure | 'list-replaced' }
  | {
      readonly ok: false;
      readonly failure: null;
      readonly question: SourceQuestion | StatusQuestion;
      readonly columns: readonly string[];
    };

const MOST_WORDS = 100;
/** Receipts of SMPP are all different: more of those that are known are not told apart. */
const MOST_DIFFERENT = 2_000;

export async function readStatus(
  recipients: Recipients,
  { file, choice, status, meanings, country, half }: StatusAsk,
  control: Control,
): Promise<StatusAnswer | typeof CANCELLED> {
  const { deliveryOf, deliveryCounts } = await reporting();
  const opened = await openSource(file, { ...choice, country });
  if (!opened.ok) {
    if (opened.question === null) return { ok: false, failure: opened.failure };
    return { ok: false, failure: null, question: opened.question, columns: [] };
  }
  const outcome = openStatus(opened.source, country, deliveryOf, status);
  if (!outcome.ok) return { ok: false, failure: null, question: outcome.question, columns: outcome.columns };
  // From least to most, as the core ranks them.
  const order = Object.keys(deliveryCounts(new Uint8Array())) as Delivery[];
  const meaningOf = (written: string) => meanings[written] ?? deliveryOf(written, status.codes ?? undefined) ?? null;
  const joined = new Joined(recipients.numbers(half), order, meaningOf);
  for await (const { rows, done, total } of outcome.file.rows()) {
    for (const row of rows) joined.take(row);
    control.progress(done, total);
    await breathe();
    if (control.cancelled()) return CANCELLED;
  }
  const { columns, numberColumn, stateColumn, detailColumn } = outcome.file;
  return {
    ok: true,
    signs: joined.signs(),
    summary: { columns, numberColumn, stateColumn, detailColumn, ...joined.summary() },
  };
}

class Joined {
  readonly #rowsOf: NumberRows;
  readonly #order: readonly Delivery[];
  readonly #meaningOf: (written: string) => Delivery | null;
  /** Place in the order; 0: nothing is known. */
  readonly #states: Uint8Array;
  readonly #isFound: Uint8Array;
  readonly #words = new Map<string, { rows: number; readonly state: Delivery | null }>();
  #rows = 0;
  #notOnList = 0;
  #unreadable = 0;

  constructor(numbers: Float64Array, order: readonly Delivery[], meaningOf: (written: string) => Delivery | null) {
    this.#rowsOf = new NumberRows(numbers);
    this.#order = order;
    this.#meaningOf = meaningOf;
    this.#states = new Uint8Array(numbers.length);
    this.#isFound = new Uint8Array(numbers.length);
  }

  take({ number, other, written, detail }: StatusRow): void {
    if (written === '') return;
    this.#rows++;
    const state = this.#stateOf(written);
    if (number === null) {
      this.#unreadable++;
      return;
    }
    let at = this.#rowsOf.rowOf(number);
    if (at < 0 && other !== null) at = this.#rowsOf.rowOf(other);
    if (at < 0) {
      this.#notOnList++;
      return;
    }
    this.#isFound[at] = 1;
    // Why it failed, where the state alone does not say.
    const why = state === 'failed' && detail !== '' ? this.#meaningOf(detail) : null;
    for (const one of [state, why]) {
      const rank = one === null ? 0 : this.#order.indexOf(one);
      if (rank > (this.#states[at] ?? 0)) this.#states[at] = rank;
    }
  }

  #stateOf(written: string): Delivery | null {
    const known = this.#words.get(written);
    if (known !== undefined) {
      known.rows++;
      return known.state;
    }
    const state = this.#meaningOf(written);
    if (this.#words.size < MOST_DIFFERENT || state === null) this.#words.set(written, { rows: 1, state });
    return state;
  }

  signs(): string {
    const signs = this.#order.map((state) => state.charAt(0));
    return Array.from(this.#states, (rank) => signs[rank]).join('');
  }

  summary(): Omit<StatusSummary, 'columns' | 'numberColumn' | 'stateColumn' | 'detailColumn'> {
    const byState = Object.fromEntries(this.#order.map((state) => [state, 0])) as Record<Delivery, number>;
    let found = 0;
    for (const [at, rank] of this.#states.entries()) {
      const state = this.#order[rank];
      if (this.#isFound[at] !== 1 || state === undefined) continue;
      found++;
      byState[state]++;
    }
    const words = [...this.#words]
      .map(([written, { rows, state }]): StatusWord => ({ written, rows, state }))
      .sort((a, b) => Number(a.state !== null) - Number(b.state !== null) || b.rows - a.rows)
      .slice(0, MOST_WORDS);
    return { rows: this.#rows, notOnList: this.#notOnList, unreadable: this.#unreadable, found, byState, words };
  }
}
