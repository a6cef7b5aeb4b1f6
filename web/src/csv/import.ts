/** From a file to recipients in the core's memory. Bad rows are put aside with their reason; good ones always stay. */
import type { Texts } from 'klikspor/texts';
import { findNumberColumn, readColumns } from '../../../lists/columns.ts';
import type { LeftOut, RowProblem } from '../../../lists/left-out.ts';
import { NumberReader } from '../../../lists/number.ts';
import { openSource, type SourceRow } from '../../../lists/source.ts';
import { breathe, CANCELLED, type Control } from '../engine/control.ts';
import type { ImportAnswer, ImportAsk, ListSummary } from '../engine/protocol.ts';
import { type Half, Recipients } from '../engine/recipients.ts';
import type { Templates } from '../engine/templates.ts';
import { Rewriter } from './rewriter.ts';
import { PairSplit } from './split.ts';
import { type RewritableRow, ValueWatch } from './values.ts';

/** Rows left out that are shown on the page. */
const SHOWN = 200;

export type ImportOutcome =
  | Extract<ImportAnswer, { ok: false }>
  | {
      readonly ok: true;
      readonly recipients: Recipients;
      readonly leftOut: readonly LeftOut[];
      /** Recipients with something that could be written within GSM-7. */
      readonly rewritable: readonly RewritableRow[];
      readonly summary: Omit<ListSummary, 'version'>;
    };

export async function importRecipients(
  core: Texts,
  templates: Templates,
  { file, choice, numberColumn, country, plainValues, plainTexts = [], split = null }: ImportAsk,
  control: Control,
): Promise<ImportOutcome | typeof CANCELLED> {
  const opened = await openSource(file, { ...choice, country });
  if (!opened.ok) return { ...opened, columns: [] };
  const { source } = opened;
  const { sample, format, encoding, separator, sheet, sheets, hiddenRows } = source;
  const first = sample[0]?.cells ?? [];
  const { names, hasHeader } = readColumns(first);
  const cells = sample.slice(hasHeader ? 1 : 0).map((row) => row.cells);
  const column = numberColumn ?? findNumberColumn(names, cells);
  if (column < 0 || column >= names.length) {
    return { ok: false, failure: 'no-number-column', question: null, columns: names };
  }

  const { parsePhoneNumberFromString } = await import('libphonenumber-js/min');
  const intake = new Intake(
    new Recipients(core, templates, names, column, split),
    new NumberReader(parsePhoneNumberFromString, country),
    new ValueWatch(new Rewriter(core), names.length, plainValues ? 'all' : plainTexts),
    split === null ? null : new PairSplit(split),
    hasHeader,
  );
  for await (const { rows, done, total } of source.rows()) {
    intake.take(rows);
    control.progress(done, total);
    await breathe();
    if (control.cancelled()) {
      intake.recipients.dispose();
      return CANCELLED;
    }
  }
  intake.recipients.flush();
  const { recipients, leftOut, values } = intake;
  const rowOf = (number: number) => recipients.rowOf(number);
  const offending = values.offending(rowOf);
  const halves: readonly Half[] = split === null ? [] : [0, 1];
  return {
    ok: true,
    recipients,
    leftOut,
    rewritable: values.rewritable,
    summary: {
      fileName: file.name,
      fileModifiedAtMs: file.lastModified,
      country,
      found: { format, encoding, separator, sheet, sheets, hiddenRows },
      columns: names,
      numberColumn: column,
      hasHeader,
      size: recipients.size,
      split,
      halves: halves.map((half) => ({ size: recipients.rowsOf(half).count })),
      columnSummaries: values.columns(rowOf),
      offendingValues: offending.shown,
      offendingValuesTotal: offending.total,
      plainable: values.plainable,
      plainValues,
      plainTexts,
      leftOutTotal: leftOut.length,
      leftOut: leftOut.slice(0, SHOWN),
      leftOutByProblem: countByProblem(leftOut),
      countries: recipients.countries(),
      doubtfulTotal: intake.doubtfulTotal,
      doubtful: intake.doubtful,
    },
  };
}

/** Takes rows in the file's order and decides which become recipients. */
class Intake {
  readonly recipients: Recipients;
  readonly values: ValueWatch;
  readonly leftOut: LeftOut[] = [];
  doubtfulTotal = 0;
  /** The first of them: these rows are kept. */
  readonly doubtful: { readonly line: number; readonly value: string }[] = [];
  readonly #numbers: NumberReader;
  readonly #split: PairSplit | null;
  readonly #seen = new Set<number>();
  #headerLeft: boolean;

  constructor(
    recipients: Recipients,
    numbers: NumberReader,
    values: ValueWatch,
    split: PairSplit | null,
    hasHeader: boolean,
  ) {
    this.recipients = recipients;
    this.#numbers = numbers;
    this.values = values;
    this.#split = split;
    this.#headerLeft = hasHeader;
  }

  take(rows: readonly SourceRow[]): void {
    const { numberColumn } = this.recipients;
    const width = this.recipients.columns.length;
    for (const row of rows) {
      if (this.#headerLeft) {
        this.#headerLeft = false;
        continue;
      }
      const { cells, line, broken } = row;
      if (broken !== null) {
        this.#leave(line, broken, cells.join(' · '));
        continue;
      }
      // Cells beyond the headings are harmless while empty: spreadsheets add them.
      if (cells.length > width && cells.slice(width).some((cell) => cell.trim() !== '')) {
        this.#leave(line, 'row-too-long', cells.join(' · '));
        continue;
      }
      const raw = cells[numberColumn] ?? '';
      const outcome = this.#numbers.read(raw);
      if (!outcome.ok) {
        this.#leave(line, outcome.problem, outcome.problem === 'number-missing' ? cells.join(' · ') : raw);
        continue;
      }
      if (this.#seen.has(outcome.number)) {
        this.#leave(line, 'number-duplicate', raw);
        continue;
      }
      this.#seen.add(outcome.number);
      // Gateways take digits with country code; a leading + would also look like a formula to a spreadsheet.
      cells[numberColumn] = String(outcome.number);
      cells.length = Math.min(cells.length, width);
      if (outcome.doubtful && ++this.doubtfulTotal <= SHOWN) this.doubtful.push({ line, value: raw });
      const half = this.#split?.next() ?? 0;
      const values = this.values.take(cells, outcome, half);
      this.recipients.append(values, outcome.number, outcome.country, half);
    }
  }

  #leave(line: number, problem: RowProblem, value: string): void {
    this.leftOut.push({ line, problem, value: value.slice(0, 200) });
  }
}

function countByProblem(leftOut: readonly LeftOut[]): Partial<Record<RowProblem, number>> {
  const counts: Partial<Record<RowProblem, number>> = {};
  for (const { problem } of leftOut) counts[problem] = (counts[problem] ?? 0) + 1;
  return counts;
}
