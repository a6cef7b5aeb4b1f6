/** The recipients of one list, in core lists of a limited size: between two of them the engine can yield or stop. */
import type { CsvOptions, ForeignTag, NdjsonOptions, RecipientList, RenderedMessage, Texts } from 'klikspor/texts';
import { effectOf, limitPlan, type Run, runsOf, sentSegments, sentTo, shorterDraft } from '../limit/plan.ts';
import { LimitSum } from '../limit/sum.ts';
import { type Half, PairSplit, type Seed } from '../list-reading/split.ts';
import { breathe, CANCELLED, type Control } from './control.ts';
import { CostSum, type ListCost } from './cost-sum.ts';
import { CountryColumn, type CountryCost } from './country-column.ts';
import type { Draft } from './draft.ts';
import { EmptyFields } from './empty-fields.ts';
import { outsideGsm7Of } from './outside-gsm7.ts';
import { RowBuffer } from './row-buffer.ts';
import type { Templates } from './templates.ts';

/** Rows in one core list: planning them takes a few milliseconds, and their slugs come in one answer of the worker. */
const ROWS_PER_PART = 20_000;

interface Part {
  readonly list: RecipientList;
  /** Row of the whole list that is its first. */
  readonly first: number;
  readonly group: Group;
}

interface Group {
  readonly parts: RecipientList[];
  /** Those of rows that are not in a part yet. */
  readonly values: RowBuffer;
  /** Of rows that are not in a part yet. Digits with country code, as a number: fifteen digits at most (E.164), so it is exact. */
  readonly numbers: Float64Array<ArrayBuffer>;
  /** Of each part. */
  readonly numbersOfParts: Float64Array<ArrayBuffer>[];
  size: number;
  readonly countries: CountryColumn;
}

export class Recipients {
  readonly columns: readonly string[];
  readonly #core: Texts;
  readonly #templates: Templates;
  readonly #split: Seed | null;
  /** One, or the two halves of a list that was split. */
  readonly #groups: readonly Group[];
  #parts: readonly Part[] = [];
  #numbers = new Float64Array();

  /** Which of the columns holds the numbers. */
  readonly numberColumn: number;

  constructor(
    core: Texts,
    templates: Templates,
    columns: readonly string[],
    numberColumn: number,
    split: Seed | null = null,
  ) {
    this.#core = core;
    this.#templates = templates;
    this.#split = split;
    this.columns = columns;
    this.numberColumn = numberColumn;
    const outsideGsm7 = outsideGsm7Of(core);
    this.#groups = Array.from({ length: split === null ? 1 : 2 }, () => ({
      parts: [],
      values: new RowBuffer(columns.length, outsideGsm7),
      numbers: new Float64Array(ROWS_PER_PART),
      numbersOfParts: [],
      size: 0,
      countries: new CountryColumn(),
    }));
  }

  /** Columns of a finished file: the number first, or all as in the list. */
  exportColumns(all: boolean): readonly number[] {
    return all ? this.columns.map((_, index) => index) : [this.numberColumn];
  }

  get size(): number {
    return this.#numbers.length;
  }

  /** Rows of a half, or of the whole list. */
  rowsOf(half: Half | null): { readonly first: number; readonly count: number } {
    if (half === null || this.#groups.length === 1) return { first: 0, count: this.size };
    const before = half === 0 ? 0 : (this.#groups[0]?.size ?? 0);
    return { first: before, count: this.#groups[half]?.size ?? 0 };
  }

  /** The numbers in the file's order, whether the list was split or not. */
  inFileOrder(): Float64Array<ArrayBuffer> {
    const numbers = this.#numbers.slice();
    if (this.#split === null) return numbers;
    // Drawn once more, as when it was read: each half is in the file's order in itself.
    const split = new PairSplit(this.#split);
    const at = [0, this.#groups[0]?.size ?? 0] satisfies [number, number];
    for (let row = 0; row < numbers.length; row++) numbers[row] = this.#numbers[at[split.next()]++] ?? 0;
    return numbers;
  }

  /** The numbers of the list, or of a half, in the order of its recipients. */
  numbers(half: Half | null = null): Float64Array<ArrayBuffer> {
    const { first, count } = this.rowsOf(half);
    return this.#numbers.slice(first, first + count);
  }

  append(row: readonly string[], number: number, country = '', half: Half = 0): void {
    const values = this.valuesOf(half);
    for (let column = 0; column < this.columns.length; column++) values.put(row[column] ?? '');
    this.appendPut(number, country, half);
  }

  /** Where the values of the next recipient may be put, one a column, for `appendPut`. */
  valuesOf(half: Half): RowBuffer {
    return this.#group(half).values;
  }

  /** A recipient whose values are put already. */
  appendPut(number: number, country: string, half: Half): void {
    const group = this.#group(half);
    group.numbers[group.values.rows - 1] = number;
    group.size++;
    group.countries.push(country);
    if (group.values.rows === ROWS_PER_PART) this.#hand(group);
  }

  #group(half: Half): Group {
    const group = this.#groups[half];
    if (group === undefined) throw new RangeError(`half ${half} of a list that was not split`);
    return group;
  }

  /** Where the numbers of the list, or of a half, belong, most recipients first. */
  countries(half: Half | null = null): readonly { readonly country: string; readonly recipients: number }[] {
    const sums = new Map<string, number>();
    for (const [index, group] of this.#groups.entries()) {
      if (half !== null && this.#groups.length > 1 && index !== half) continue;
      for (const { country, recipients } of group.countries.counts()) {
        sums.set(country, (sums.get(country) ?? 0) + recipients);
      }
    }
    return [...sums]
      .map(([country, recipients]) => ({ country, recipients }))
      .sort((x, y) => y.recipients - x.recipients);
  }

  /** Hands the rows gathered so far to the core. Call it once, after the last `append`: before it there are no recipients. */
  flush(): void {
    for (const group of this.#groups) this.#hand(group);
    this.#numbers = new Float64Array(this.#groups.reduce((sum, { size }) => sum + size, 0));
    let end = 0;
    for (const numbers of this.#groups.flatMap(({ numbersOfParts }) => numbersOfParts.splice(0))) {
      this.#numbers.set(numbers, end);
      end += numbers.length;
    }
    let row = 0;
    this.#parts = this.#groups.flatMap((group) =>
      group.parts.map((list) => {
        const part = { list, first: row, group };
        row += list.size;
        return part;
      }),
    );
  }

  #hand(group: Group): void {
    if (group.values.rows === 0) return;
    const part = this.#core.createRecipientList(this.columns);
    group.numbersOfParts.push(group.numbers.slice(0, group.values.rows));
    group.values.flushTo(part);
    group.parts.push(part);
  }

  numberOf(index: number): string {
    const number = this.#numbers[index];
    return number === undefined ? '' : `+${number}`;
  }

  /** ISO 3166-1 alpha-2; empty where the number belongs to none. */
  countryOf(index: number): string {
    const part = this.#parts.findLast(({ first }) => first <= index);
    return part === undefined ? '' : part.group.countries.at(index - this.#firstOf(part.group));
  }

  /** Row of exactly this number; -1: none. Linear in the list. */
  rowOf(number: number): number {
    return this.#numbers.indexOf(number);
  }

  /** The first number that ends in these digits, else the first that holds them; -1: none. Linear in the list. */
  find(digits: string): number {
    if (digits === '') return -1;
    const ending = this.#numbers.findIndex((number) => String(number).endsWith(digits));
    return ending >= 0 ? ending : this.#numbers.findIndex((number) => String(number).includes(digits));
  }

  /** For each field of the template, in order, the column whose values stand there; -1: none. */
  columnsOf(draft: Pick<Draft, 'template' | 'options'>): readonly number[] {
    const template = this.#templates.of(draft);
    const [part] = this.#parts;
    if (part !== undefined) return template.columnsIn(part.list);
    // Nobody is on it, and its columns are there.
    const empty = this.#core.createRecipientList(this.columns);
    try {
      return template.columnsIn(empty);
    } finally {
      empty.delete();
    }
  }

  /** For each field of the template the other columns that go by its name. Empty without recipients. */
  namesakesOf(draft: Pick<Draft, 'template' | 'options'>): readonly (readonly number[])[] {
    const [part] = this.#parts;
    return part === undefined ? [] : this.#templates.of(draft).namesakesIn(part.list);
  }

  /** Merge fields as other tools write them, of this list's columns; without recipients those that can be nothing else. */
  foreignTags(draft: Pick<Draft, 'template' | 'options'>): readonly ForeignTag[] {
    return this.#templates.of(draft).foreignTags(this.#parts[0]?.list ?? null);
  }

  /** The draft's message, whatever its limit says. */
  render(index: number, draft: Draft): RenderedMessage {
    const part = this.#parts.findLast(({ first }) => first <= index);
    if (part === undefined || index >= this.size) throw new RangeError(`row ${index} of ${this.size}`);
    return this.#templates.of(draft).render(part.list, index - part.first);
  }

  /** What a recipient is sent whose message takes so many segments; null: nothing. */
  sent(draft: Draft, segments: number): Draft | null {
    return sentTo(this.#core, draft, segments);
  }

  /** Plans every recipient, or those of a half; yields between parts. */
  async cost(draft: Draft, control: Control): Promise<ListCost | typeof CANCELLED> {
    const { half = null, limit = null } = draft;
    const sum = new CostSum((index, planned) => this.render(index, planned));
    const emptyFields = new EmptyFields();
    const limitSum = limit === null ? null : new LimitSum(effectOf(this.#core, draft));
    const rows = this.rowsOf(half);
    const countries = this.countries(half);
    const segments = new Map<string, number>();
    const isMixed = countries.length > 1;
    for (const { list, first, group } of this.#partsOf(half)) {
      if (first > rows.first) {
        control.progress(first - rows.first, rows.count);
        await breathe();
        if (control.cancelled()) return CANCELLED;
      }
      const row = first - this.#firstOf(group);
      const limited = limitPlan(this.#core, this.#templates, list, draft);
      const plan = limited?.message ?? this.#templates.of(draft).plan(list);
      sum.add(plan, first, draft);
      emptyFields.add(plan.emptyFields, first);
      if (limited !== null) {
        if (limited.shorter.recipients > 0) sum.add(limited.shorter, first, shorterDraft(draft));
        limitSum?.add(limited, first, isMixed ? group.countries : null, row);
      }
      // Most lists are of one country, whose segments are the total.
      if (isMixed) {
        group.countries.sum(limited?.sent ?? this.#templates.of(draft).segments(list), row, segments);
      }
    }
    const cost = sum.result();
    const byCountry = countries.map(({ country, recipients }): CountryCost => {
      if (!isMixed) return { country, recipients: cost.recipients, segments: cost.segmentsTotal };
      const left = limitSum?.leftOut.get(country) ?? 0;
      return { country, recipients: recipients - left, segments: segments.get(country) ?? 0 };
    });
    const [only = null] = isMixed ? [] : countries.map(({ country }) => country);
    return {
      ...cost,
      longestNumber: this.numberOf(cost.longest),
      emptyFields: emptyFields.result(),
      byCountry,
      limit: limitSum?.result(only) ?? null,
    };
  }

  #firstOf(group: Group): number {
    return group === this.#groups[0] ? 0 : (this.#groups[0]?.size ?? 0);
  }

  #partsOf(half: Half | null): readonly Part[] {
    const { first, count } = this.rowsOf(half);
    return this.#parts.filter((part) => part.first >= first && part.first < first + count);
  }

  /** Rows that are sent so many segments, limits included. */
  async *rowsWithSegments(draft: Draft, atLeast: number, atMost: number, control: Control): AsyncGenerator<number> {
    for (const { list, first } of this.#partsOf(draft.half ?? null)) {
      const { asked, sent, effect } = sentSegments(this.#core, this.#templates, list, draft);
      const limit = effect === 'leave-out' && draft.limit ? draft.limit.atMost : Number.POSITIVE_INFINITY;
      for (const [row, segments] of sent.entries()) {
        if (segments >= atLeast && segments <= atMost && (asked[row] ?? 0) <= limit) yield first + row;
      }
      control.progress(first + list.size, this.size);
      await breathe();
      if (control.cancelled()) return;
    }
  }

  /** Rows whose message is above the draft's limit. */
  async *rowsAbove(draft: Draft, control: Control): AsyncGenerator<RowAbove> {
    const limit = draft.limit?.atMost ?? Number.POSITIVE_INFINITY;
    for (const { list, first } of this.#partsOf(draft.half ?? null)) {
      const { asked: all, sent, effect } = sentSegments(this.#core, this.#templates, list, draft);
      for (const [row, asked] of all.entries()) {
        if (asked > limit) yield { row: first + row, asked, sent: effect === 'leave-out' ? -1 : (sent[row] ?? -1) };
      }
      control.progress(first + list.size, this.size);
      await breathe();
      if (control.cancelled()) return;
    }
  }

  /** Parts of the list, or of a half; rows counted from the first of them. */
  parts(half: Half | null = null): readonly ListPart[] {
    const rows = this.rowsOf(half);
    return this.#partsOf(half).map(({ list, first }) => ({
      first: first - rows.first,
      count: list.size,
      runs: (draft) => runsOf(this.#core, this.#templates, list, draft),
      csv: ({ draft, first, count }, slugs, csv) => this.#templates.of(draft).renderCsv(list, first, count, slugs, csv),
      ndjson: ({ draft, first, count }, slugs, json) =>
        this.#templates.of(draft).renderNdjson(list, first, count, slugs, json),
      messages: (run, slugs) => this.#messages({ list, first }, run, slugs),
    }));
  }

  *#messages({ list, first }: Omit<Part, 'group'>, run: Run, slugs: Uint8Array): Generator<NumberedMessage> {
    const template = this.#templates.of(run.draft);
    const each = slugs.length / run.count;
    for (let row = 0; row < run.count; row++) {
      const own = slugs.subarray(row * each, (row + 1) * each);
      const message = template.render(list, run.first + row, own);
      yield { number: String(this.#numbers[first + run.first + row]), message };
    }
  }

  dispose(): void {
    for (const { parts } of this.#groups) {
      for (const part of parts) part.delete();
      parts.length = 0;
    }
    this.#parts = [];
  }
}

/** A finished message with its number, digits only. */
export interface NumberedMessage {
  readonly number: string;
  readonly message: RenderedMessage;
}

/** Segments of a recipient's message, and of what the recipient is sent instead under a limit; -1: nothing is sent. */
export interface RowAbove {
  readonly row: number;
  readonly asked: number;
  readonly sent: number;
}

/** Rows of a run are counted from the part's first; `slugs`: those of the run's rows. */
export interface ListPart {
  readonly first: number;
  readonly count: number;
  runs(draft: Draft): readonly Run[];
  csv(run: Run, slugs: Uint8Array, csv: CsvOptions): Uint8Array<ArrayBuffer>;
  ndjson(run: Run, slugs: Uint8Array, json: NdjsonOptions): Uint8Array<ArrayBuffer>;
  messages(run: Run, slugs: Uint8Array): Generator<NumberedMessage>;
}
