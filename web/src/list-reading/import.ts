/** From a file to recipients in the core's memory. Bad rows are put aside with their reason; good ones always stay. */
import type { Texts } from 'klikspor/texts';
import type { LeftOut, RowProblem } from '../../../lists/left-out.ts';
import { isLeftOut, type ListRow, openList, type Recipient } from '../../../lists/list.ts';
import type { NumberDoubt } from '../../../lists/number.ts';
import { openSource } from '../../../lists/source.ts';
import { breathe, CANCELLED, type Control } from '../engine/control.ts';
import { Recipients } from '../engine/recipients.ts';
import type { Templates } from '../engine/templates.ts';
import { Rewriter } from './rewriter.ts';
import { type Half, PairSplit } from './split.ts';
import type { DoubtfulRow, ImportAnswer, ImportAsk, ListSummary } from './summary.ts';
import { type RewritableRow, ValueWatch } from './values.ts';

/** Rows left out that are shown on the page. */
const SHOWN = 200;
const DOUBTS_SHOWN = 3;

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
  const { format, encoding, separator, sheet, sheets, hiddenRows } = source;
  const outcome = openList(source, country, numberColumn);
  if (!outcome.ok) {
    const { columns, question } = outcome;
    return question.columns.length === 0
      ? { ok: false, failure: 'no-number-column', question: null, columns }
      : { ok: false, failure: null, question, columns };
  }
  const { columns, hasHeader, reason, numberColumn: column } = outcome.list;

  const intake = new Intake(
    new Recipients(core, templates, columns, column, split),
    new ValueWatch(new Rewriter(core), columns.length, plainValues ? 'all' : plainTexts),
    split === null ? null : new PairSplit(split),
  );
  for await (const { rows, done, total } of outcome.list.rows()) {
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
      columns,
      numberColumn: column,
      numberReason: reason,
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
      doubts: intake.doubts,
      passedOver: intake.passedOver,
    },
  };
}

/** Takes rows in the file's order. */
class Intake {
  readonly recipients: Recipients;
  readonly values: ValueWatch;
  readonly leftOut: LeftOut[] = [];
  readonly doubts: { [reason in NumberDoubt]?: { total: number; readonly first: DoubtfulRow[] } } = {};
  passedOver = 0;
  readonly #split: PairSplit | null;

  constructor(recipients: Recipients, values: ValueWatch, split: PairSplit | null) {
    this.recipients = recipients;
    this.values = values;
    this.#split = split;
  }

  take(rows: readonly ListRow[]): void {
    for (const row of rows) {
      if (isLeftOut(row)) {
        this.leftOut.push(row);
        continue;
      }
      if (row.doubt !== null) this.#note(row.doubt, row);
      this.passedOver += row.passedOver;
      const half = this.#split?.next() ?? 0;
      const values = this.values.take(row.cells, row, half);
      this.recipients.append(values, row.number, row.country, half);
    }
  }

  #note(doubt: NumberDoubt, { line, written, number, other }: Recipient): void {
    this.doubts[doubt] ??= { total: 0, first: [] };
    const { first } = this.doubts[doubt];
    if (++this.doubts[doubt].total <= DOUBTS_SHOWN) first.push({ line, value: written.slice(0, 40), number, other });
  }
}

function countByProblem(leftOut: readonly LeftOut[]): Partial<Record<RowProblem, number>> {
  const counts: Partial<Record<RowProblem, number>> = {};
  for (const { problem } of leftOut) counts[problem] = (counts[problem] ?? 0) + 1;
  return counts;
}
