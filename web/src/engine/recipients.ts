/** The recipients of one list, in core lists of a limited size: between two of them the engine can yield or stop. */
import type { Core, ListPlan, RecipientList, RenderedMessage } from 'klikspor';
import { breathe, CANCELLED, type Control } from './control.ts';
import { CountryColumn } from './country-column.ts';
import type { CountryCost, Draft, ListCost } from './protocol.ts';

/** Rows in one core list: planning them takes a few milliseconds, and their slugs come in one answer of the worker. */
export const ROWS_PER_PART = 20_000;

export class Recipients {
  readonly columns: readonly string[];
  readonly #core: Core;
  readonly #parts: RecipientList[] = [];
  #pending: string[][] = [];
  /** Digits with country code, as a number: fifteen digits at most (E.164), so it is exact. */
  readonly #numbers: number[] = [];
  readonly #countries = new CountryColumn();

  /** Which of the columns holds the numbers. */
  readonly numberColumn: number;

  constructor(core: Core, columns: readonly string[], numberColumn: number) {
    this.#core = core;
    this.columns = columns;
    this.numberColumn = numberColumn;
  }

  /** Columns of a finished file: the number first, or all as in the list. */
  exportColumns(all: boolean): readonly number[] {
    return all ? this.columns.map((_, index) => index) : [this.numberColumn];
  }

  get size(): number {
    return this.#numbers.length;
  }

  /** FNV-1a over the numbers in order, in two lanes. Tells lists apart; not meant to resist an attacker. */
  get fingerprint(): string {
    let low = 0x811c9dc5;
    let high = 0x01000193;
    for (const number of this.#numbers) {
      low = Math.imul(low ^ (number >>> 0), 0x01000193);
      high = Math.imul(high ^ Math.floor(number / 2 ** 16), 0x01000193) ^ (low >>> 13);
    }
    return `${this.size}-${(low >>> 0).toString(36)}-${(high >>> 0).toString(36)}`;
  }

  append(row: string[], number: number, country = ''): void {
    this.#pending.push(row);
    this.#numbers.push(number);
    this.#countries.push(country);
    if (this.#pending.length === ROWS_PER_PART) this.flush();
  }

  /** Where the numbers belong, most recipients first. */
  get countries(): readonly { readonly country: string; readonly recipients: number }[] {
    return this.#countries.counts();
  }

  /** Hands the rows gathered so far to the core. Call it after the last `append`. */
  flush(): void {
    if (this.#pending.length === 0) return;
    const part = this.#core.createRecipientList(this.columns);
    // Small portions: one call's rows are copied at once.
    for (let at = 0; at < this.#pending.length; at += 2_000) part.append(this.#pending.slice(at, at + 2_000));
    this.#parts.push(part);
    this.#pending = [];
  }

  numberOf(index: number): string {
    const number = this.#numbers[index];
    return number === undefined ? '' : `+${number}`;
  }

  /** The first number that ends in these digits, else the first that holds them; -1: none. Linear in the list. */
  find(digits: string): number {
    if (digits === '') return -1;
    const ending = this.#numbers.findIndex((number) => String(number).endsWith(digits));
    return ending >= 0 ? ending : this.#numbers.findIndex((number) => String(number).includes(digits));
  }

  render(index: number, draft: Draft): RenderedMessage {
    const part = this.#parts[Math.floor(index / ROWS_PER_PART)];
    if (part === undefined) throw new RangeError(`row ${index} of ${this.size}`);
    return part.render(index % ROWS_PER_PART, draft.template, draft.options);
  }

  /** Plans every recipient; yields between parts. */
  async cost(draft: Draft, control: Control): Promise<ListCost | typeof CANCELLED> {
    const sum = new CostSum(this, draft);
    const segments = new Map<string, number>();
    const isMixed = this.countries.length > 1;
    for (const [number, part] of this.#parts.entries()) {
      if (number > 0) {
        control.progress(number * ROWS_PER_PART, this.size);
        await breathe();
        if (control.cancelled()) return CANCELLED;
      }
      sum.add(part.plan(draft.template, draft.options), number * ROWS_PER_PART);
      // Most lists are of one country, whose segments are the total.
      if (isMixed) {
        this.#countries.sum(part.segments(draft.template, draft.options), number * ROWS_PER_PART, segments);
      }
    }
    const cost = sum.result();
    const byCountry = this.countries.map(({ country, recipients }): CountryCost => {
      return { country, recipients, segments: isMixed ? (segments.get(country) ?? 0) : cost.segmentsTotal };
    });
    return { ...cost, byCountry };
  }

  /** Rows whose message takes so many segments, limits included. */
  async *rowsWithSegments(
    draft: Draft,
    atLeast: number,
    atMost: number,
    control: Control,
  ): AsyncGenerator<{ readonly row: number; readonly segments: number }> {
    const isWanted = (segments: number) => segments >= atLeast && segments <= atMost;
    for (const [number, part] of this.#parts.entries()) {
      for (const [row, segments] of part.segments(draft.template, draft.options).entries()) {
        if (isWanted(segments)) yield { row: number * ROWS_PER_PART + row, segments };
      }
      control.progress((number + 1) * ROWS_PER_PART, this.size);
      await breathe();
      if (control.cancelled()) return;
    }
  }

  /** CSV lines of one part; `slugs` are those of its rows. */
  partCsv(part: number, draft: Draft, slugs: Uint8Array, separator: ',' | ';', columns: readonly number[]): Uint8Array {
    const list = this.#parts[part];
    if (list === undefined) throw new RangeError(`part ${part} of ${this.#parts.length}`);
    return list.renderCsv(0, list.size, draft.template, draft.options, slugs, {
      separator,
      cells: [...columns, 'message', 'segments', 'encoding'],
    });
  }

  /** Finished messages of one part with their numbers, digits only. */
  *partMessages(
    part: number,
    draft: Draft,
    slugs: Uint8Array,
  ): Generator<{ readonly number: string; readonly message: RenderedMessage }> {
    const list = this.#parts[part];
    if (list === undefined) throw new RangeError(`part ${part} of ${this.#parts.length}`);
    const each = slugs.length / list.size;
    for (let row = 0; row < list.size; row++) {
      const own = slugs.subarray(row * each, (row + 1) * each);
      const message = list.render(row, draft.template, draft.options, own);
      yield { number: String(this.#numbers[part * ROWS_PER_PART + row]), message };
    }
  }

  get parts(): readonly { readonly first: number; readonly count: number }[] {
    return this.#parts.map((part, number) => ({ first: number * ROWS_PER_PART, count: part.size }));
  }

  dispose(): void {
    for (const part of this.#parts) part.dispose();
    this.#parts.length = 0;
  }
}

/** Adds up the plans of parts. Which of two messages is longer is read from their plans, never worked out here. */
class CostSum {
  readonly #recipients: Recipients;
  readonly #draft: Draft;
  #count = 0;
  #segments = 0;
  #ucs2 = 0;
  #firstUcs2 = -1;
  readonly #bySegments: number[] = [];
  readonly #emptyFields = new Map<string, { recipients: number; first: number }>();
  #longest = { index: -1, message: null as RenderedMessage | null };
  #shortest = { index: -1, message: null as RenderedMessage | null };

  constructor(recipients: Recipients, draft: Draft) {
    this.#recipients = recipients;
    this.#draft = draft;
  }

  add(plan: ListPlan, offset: number): void {
    this.#count += plan.recipients;
    this.#segments += plan.segmentsTotal;
    this.#ucs2 += plan.ucs2;
    if (this.#firstUcs2 < 0 && plan.firstUcs2 >= 0) this.#firstUcs2 = offset + plan.firstUcs2;
    plan.recipientsBySegments.forEach((recipients, segments) => {
      this.#bySegments[segments] = (this.#bySegments[segments] ?? 0) + recipients;
    });
    for (const { name, recipients, first } of plan.emptyFields) {
      const known = this.#emptyFields.get(name);
      if (known !== undefined) known.recipients += recipients;
      else this.#emptyFields.set(name, { recipients, first: offset + first });
    }
    this.#longest = this.#extreme(this.#longest, plan.longest, offset, 1);
    this.#shortest = this.#extreme(this.#shortest, plan.shortest, offset, -1);
  }

  #extreme(held: { index: number; message: RenderedMessage | null }, candidate: number, offset: number, sign: 1 | -1) {
    if (candidate < 0) return held;
    const index = offset + candidate;
    const message = this.#recipients.render(index, this.#draft);
    if (held.message === null || sign * compare(message, held.message) > 0) return { index, message };
    return held;
  }

  result(): Omit<ListCost, 'byCountry'> {
    return {
      recipients: this.#count,
      segmentsTotal: this.#segments,
      recipientsBySegments: Array.from(this.#bySegments, (recipients) => recipients ?? 0),
      ucs2: this.#ucs2,
      firstUcs2: this.#firstUcs2,
      longest: this.#longest.index,
      longestPlan: this.#longest.message?.plan ?? null,
      longestNumber: this.#recipients.numberOf(this.#longest.index),
      shortest: this.#shortest.index,
      emptyFields: [...this.#emptyFields].map(([name, entry]) => ({ name, ...entry })),
    };
  }
}

function compare(left: RenderedMessage, right: RenderedMessage): number {
  return left.plan.segments - right.plan.segments || left.plan.units - right.plan.units;
}
