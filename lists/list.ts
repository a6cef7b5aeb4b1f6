/** A list out of a file's rows: what its columns are, which holds the numbers, and of each row who it is or why it is left out. */
import { countryColumnOf } from './country-column.ts';
import type { LeftOut, RowProblem } from './left-out.ts';
import { isLeftOut, type ListPart, type ListRow, type Recipient } from './list-row.ts';
import { MixedRows, type RowIntake } from './mixed-rows.ts';
import { withNamesApart } from './names-apart.ts';
import { NumberReader } from './number.ts';
import { type ColumnQuestion, type ColumnReason, chooseNumberColumn } from './number-column.ts';
import { NumberSet } from './number-set.ts';
import type { Source, SourceRow } from './opened.ts';
import { PlainReader } from './plain-rows.ts';
import { RowNumbers } from './row-numbers.ts';
import { firstMobileIn } from './several.ts';
import { tableOf } from './table.ts';

export { isLeftOut, type ListPart, type ListRow, type Recipient };

export interface List {
  readonly columns: readonly string[];
  readonly hasHeader: boolean;
  readonly numberColumn: number;
  readonly reason: ColumnReason;
  /** What separates cells in the file; null: nothing. */
  readonly separator: string | null;
  /** Every row once, headings aside, in the file's order, piece by piece. `done` of `total`: how far the file is read. */
  rows(): AsyncGenerator<{ readonly rows: readonly ListRow[]; readonly done: number; readonly total: number }>;
  /** The same at several times the speed: recipients of nothing unusual stay places in the text. Walk through `parts` once. */
  pieces(): AsyncGenerator<{ readonly parts: Iterable<ListPart>; readonly done: number; readonly total: number }>;
}

export type ListOutcome =
  | { readonly ok: true; readonly list: List }
  | { readonly ok: false; readonly columns: readonly string[]; readonly question: ColumnQuestion };

/** `country`: ISO 3166-1 alpha-2, where numbers without a country code belong. `numberColumn`: null, found or asked. */
export function openList(given: Source, country: string, numberColumn: number | null): ListOutcome {
  const reader = new NumberReader(country);
  const source = withNamesApart(given, reader) ?? given;
  const { sample, width, line } = tableOf(source, reader);
  const chosen = numberColumn !== null && numberColumn >= 0 && numberColumn < width ? numberColumn : null;
  const choice = chooseNumberColumn(sample, reader, chosen);
  const { names, hasHeader } = choice;
  if ('question' in choice) return { ok: false, columns: names, question: choice.question };
  const { column, reason, others } = choice;
  return {
    ok: true,
    list: {
      columns: names,
      hasHeader,
      numberColumn: column,
      reason,
      separator: source.separator,
      async *rows() {
        const intake = newIntake();
        for await (const { rows, done, total } of source.rows()) yield { rows: intake.take(rows), done, total };
      },
      async *pieces() {
        const intake = newIntake();
        if (source.text === null || others.length > 0) {
          for await (const { rows, done, total } of source.rows()) {
            yield { parts: [{ rows: intake.take(rows) }], done, total };
          }
          return;
        }
        const mixed = new MixedRows(source.text, intake);
        for await (const { octets, done, total } of source.text.pieces()) {
          yield { parts: mixed.read(octets, false), done, total };
        }
        yield { parts: mixed.read(new Uint8Array(), true), done: 1, total: 1 };
      },
    },
  };

  function newIntake(): Intake {
    const numbers = new NumberReader(country);
    const written = sample.slice(hasHeader ? 1 : 0).map((cells) => cells[column] ?? '');
    numbers.learn(written.map((cell) => firstMobileIn(numbers, cell).text ?? ''));
    const headings = hasHeader ? (sample[0] ?? []) : null;
    const countries = headings === null ? null : countryColumnOf(headings, sample.slice(1), column);
    return new Intake(new RowNumbers(numbers, country, countries), column, others, names.length, headings, line);
  }
}

class Intake implements RowIntake {
  readonly #numbers: RowNumbers;
  readonly #column: number;
  readonly #others: readonly number[];
  readonly #width: number;
  readonly #seen = new NumberSet();
  readonly #headings: readonly string[] | null;
  readonly #first: number;

  /** `others`: columns whose numbers are passed over. `first`: the table's first line, which `headings` are on if there are any. */
  constructor(
    numbers: RowNumbers,
    column: number,
    others: readonly number[],
    width: number,
    headings: readonly string[] | null,
    first: number,
  ) {
    this.#numbers = numbers;
    this.#column = column;
    this.#others = others;
    this.#width = width;
    this.#headings = headings;
    this.#first = first;
  }

  /** The line that the table begins on. */
  get first(): number {
    return this.#first;
  }

  /** For the rows of this list, along with `take`. */
  plainReader(separator: string): PlainReader {
    const [width, column, { where }] = [this.#width, this.#column, this.#numbers];
    return new PlainReader({ separator, width, column, where }, this.#seen);
  }

  /** What plain rows that were read say of the list. */
  count({ counted }: PlainReader): void {
    for (const [length, count] of counted.entries()) if (count > 0) this.#numbers.countAlike(length, count);
  }

  /** `plain`: learns to read rows like these. */
  take(rows: readonly SourceRow[], plain: PlainReader | null = null): ListRow[] {
    return rows
      .filter(({ line, broken }) => this.#headings === null || line !== this.#first || broken === 'row-broken-quotes')
      .map((row) => {
        const read = this.#read(row);
        if (plain !== null && !isLeftOut(read) && !plain.knows(read.written)) {
          const alike = this.#numbers.alike(read.written);
          if (alike !== null) plain.learn(alike);
        }
        return read;
      });
  }

  #read({ cells, line, broken }: SourceRow): ListRow {
    if (line < this.#first && broken !== 'row-broken-quotes') {
      return leftOut(line, 'row-title', filled(cells).join(' · '));
    }
    if (broken !== null) return leftOut(line, broken, cells.join(' · '));
    // Cells beyond the headings are harmless while empty: spreadsheets add them.
    if (cells.length > this.#width && cells.slice(this.#width).some((cell) => cell.trim() !== '')) {
      return leftOut(line, 'row-too-long', cells.join(' · '));
    }
    const written = cells[this.#column] ?? '';
    const { outcome, passedOver } = this.#numbers.read(written, cells);
    if (!outcome.ok) {
      if (this.#isTitle(cells)) return leftOut(line, 'row-title', filled(cells).join(' · '));
      return leftOut(line, outcome.problem, outcome.problem === 'number-missing' ? cells.join(' · ') : written);
    }
    const { number, country, mobile, doubt, other } = outcome;
    if (!this.#seen.add(number)) return leftOut(line, 'number-duplicate', written);
    const inOthers = this.#others.filter((place) => this.#isAnother(cells[place] ?? '', number)).length;
    // Gateways take digits with country code; a leading + would also look like a formula to a spreadsheet.
    cells[this.#column] = String(number);
    while (cells.length < this.#width) cells.push('');
    if (cells.length > this.#width) cells.length = this.#width;
    return { line, cells, number, country, mobile, doubt, other, written, passedOver: passedOver + inOthers };
  }

  /** The headings once more, or one more line of a title that stands where they should. */
  #isTitle(cells: readonly string[]): boolean {
    if (this.#headings === null) return false;
    const [headings, own] = [filled(this.#headings), filled(cells)];
    if (this.#seen.size === 0 && this.#width > 1 && headings.length === 1 && own.length === 1) return true;
    return headings.length > 0 && headings.join('\n') === own.join('\n');
  }

  #isAnother(cell: string, taken: number): boolean {
    const outcome = this.#numbers.glance(cell);
    return outcome.ok && outcome.number !== taken;
  }
}

const filled = (cells: readonly string[]) => cells.map((cell) => cell.trim()).filter((cell) => cell !== '');

const leftOut = (line: number, problem: RowProblem, value: string): LeftOut => ({
  line,
  problem,
  value: value.slice(0, 200),
});
