/** From a file to recipients in the core's memory. Bad rows are put aside with their reason; good ones always stay. */
import type { Texts } from 'klikspor/texts';
import type { LeftOut } from '../../../lists/left-out.ts';
import { isLeftOut, type List, type ListRow, openList, type Recipient } from '../../../lists/list.ts';
import type { Alike, NumberDoubt } from '../../../lists/number.ts';
import { cellOf, type PlainRows } from '../../../lists/plain-rows.ts';
import { NotUtf8, openSource } from '../../../lists/source.ts';
import { breathe, CANCELLED, type Control } from '../engine/control.ts';
import { Recipients } from '../engine/recipients.ts';
import { readStops, type Stops, stopsFor } from '../engine/stops.ts';
import type { Templates } from '../engine/templates.ts';
import { Rewriter } from './rewriter.ts';
import { type Half, PairSplit } from './split.ts';
import type { DoubtfulRow, ImportAnswer, ImportAsk, ListSummary, StoppedRow } from './summary.ts';
import { type Kept, type RewritableRow, ValueWatch } from './values.ts';

/** Rows left out that are shown on the page. */
const SHOWN = 200;
const DOUBTS_SHOWN = 3;
/** How often it is told how far reading is, and looked whether it is to be stopped: every 30 ms or so in a list of a million. */
const STEPS = 40;

export type ImportOutcome =
  | Extract<ImportAnswer, { ok: false }>
  | {
      readonly ok: true;
      readonly recipients: Recipients;
      readonly leftOut: readonly LeftOut[];
      readonly stopped: readonly StoppedRow[];
      /** Recipients with something that could be written within GSM-7. */
      readonly rewritable: readonly RewritableRow[];
      readonly summary: Omit<ListSummary, 'version'>;
    };

export async function importRecipients(
  core: Texts,
  templates: Templates,
  ask: ImportAsk,
  control: Control,
): Promise<ImportOutcome | typeof CANCELLED> {
  try {
    return await read(core, templates, ask, control, true);
  } catch (error) {
    if (!(error instanceof NotUtf8)) throw error;
    // Once more, with all of it looked at before.
    return read(core, templates, ask, control, false);
  }
}

async function read(
  core: Texts,
  templates: Templates,
  {
    file,
    choice,
    numberColumn,
    country,
    plainValues,
    plainTexts = [],
    split = null,
    host = '',
    listName = '',
    changes,
  }: ImportAsk,
  control: Control,
  byBeginning: boolean,
): Promise<ImportOutcome | typeof CANCELLED> {
  const opened = await openSource(file, { ...choice, country }, byBeginning);
  if (!opened.ok) return { ...opened, columns: [] };
  const { source } = opened;
  const { format, encoding, sheet, sheets, hiddenRows } = source;
  const outcome = openList(source, country, numberColumn);
  if (!outcome.ok) {
    const { columns, question } = outcome;
    return question.columns.length === 0
      ? { ok: false, failure: 'no-number-column', question: null, columns }
      : { ok: false, failure: null, question, columns };
  }
  const { columns, hasHeader, reason, separator, numberColumn: column } = outcome.list;

  // Known before the first row is taken: nobody who opted out becomes a recipient.
  const stops = (await readStops()) ? await stopsFor({ host, listName }, changes ?? undefined) : null;
  const intake = new Intake(
    stops,
    new Recipients(core, templates, columns, column, split),
    new ValueWatch(new Rewriter(core), columns.length, plainValues ? 'all' : plainTexts),
    split === null ? null : new PairSplit(split),
  );
  if ((await takeAll(outcome.list, intake, control)) === CANCELLED) return CANCELLED;
  intake.recipients.flush();
  const { recipients, leftOut, values } = intake;
  const rowOf = (number: number) => recipients.rowOf(number);
  const offending = values.offending(rowOf);
  const halves: readonly Half[] = split === null ? [] : [0, 1];
  return {
    ok: true,
    recipients,
    leftOut,
    stopped: intake.stopped,
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
      stops: {
        ...{ changes: stops?.changes ?? null, isAsThen: changes != null, host, listName },
        ...{
          total: intake.stopped.length,
          rows: intake.stopped.slice(0, SHOWN),
          bySource: countBy(intake.stopped, ({ source }) => source),
        },
      },
      leftOutByProblem: countBy(leftOut, ({ problem }) => problem),
      countries: recipients.countries(),
      doubts: intake.doubts,
      passedOver: intake.passedOver,
    },
  };
}

/** What does not come to its end leaves nothing in the core's memory. */
async function takeAll(list: List, intake: Intake, control: Control): Promise<typeof CANCELLED | undefined> {
  let isWhole = false;
  let told = 0;
  try {
    for await (const { parts, done, total } of list.pieces()) {
      for (const part of parts) {
        if ('plain' in part) intake.takePlain(part.plain);
        else intake.take(part.rows);
      }
      if (done < told) continue;
      told = done + total / STEPS;
      control.progress(done, total);
      await breathe();
      if (control.cancelled()) return CANCELLED;
    }
    // Its last piece may have been awaited since.
    if (control.cancelled()) return CANCELLED;
    isWhole = true;
    return undefined;
  } finally {
    if (!isWhole) intake.recipients.dispose();
  }
}

/** Takes rows in the file's order. */
class Intake {
  readonly recipients: Recipients;
  readonly values: ValueWatch;
  readonly leftOut: LeftOut[] = [];
  readonly stopped: StoppedRow[] = [];
  readonly doubts: { [reason in NumberDoubt]?: { total: number; readonly first: DoubtfulRow[] } } = {};
  passedOver = 0;
  readonly #split: PairSplit | null;

  readonly #stops: Stops | null;

  constructor(stops: Stops | null, recipients: Recipients, values: ValueWatch, split: PairSplit | null) {
    this.#stops = stops;
    this.recipients = recipients;
    this.values = values;
    this.#split = split;
  }

  take(rows: readonly ListRow[]): void {
    const numbers = rows.flatMap((row) => (isLeftOut(row) ? [] : row.number));
    const found = this.#stops?.find(Float64Array.from(numbers)).values();
    for (const row of rows) {
      if (isLeftOut(row)) {
        this.leftOut.push(row);
        continue;
      }
      const stop = found?.next().value ?? 0;
      if (stop !== 0 && this.#stops !== null) {
        this.stopped.push({ ...this.#stops.why(stop), line: row.line, value: row.written.slice(0, 200) });
        continue;
      }
      if (row.doubt !== null) this.#note(row.doubt, () => row);
      this.passedOver += row.passedOver;
      const half = this.#split?.next() ?? 0;
      const { number, country } = row;
      this.values.take(row.cells, { number, country, half }, this.recipients.valuesOf(half));
      this.recipients.appendPut(number, country, half);
    }
  }

  takePlain(rows: PlainRows): void {
    const { count, numbers, alike } = rows;
    const { numberColumn } = this.recipients;
    const found = this.#stops?.find(numbers.slice(0, count)) ?? null;
    // One for all of them.
    const kept: { -readonly [Key in keyof Kept]: Kept[Key] } = { number: 0, country: '', half: 0 };
    for (let row = 0; row < count; row++) {
      const number = numbers[row] as number;
      const stop = found?.[row] ?? 0;
      if (stop !== 0 && this.#stops !== null) {
        const value = cellOf(rows, row, numberColumn).slice(0, 200);
        this.stopped.push({ ...this.#stops.why(stop), line: rows.line + row, value });
        continue;
      }
      const { country, doubt } = alike[row] as Alike;
      if (doubt !== null) {
        const line = rows.line + row;
        this.#note(doubt, () => ({ line, written: cellOf(rows, row, numberColumn), number, other: null }));
      }
      const half = this.#split?.next() ?? 0;
      kept.number = number;
      kept.country = country;
      kept.half = half;
      this.values.takePlain(rows, row, numberColumn, kept, this.recipients.valuesOf(half));
      this.recipients.appendPut(number, country, half);
    }
  }

  /** `told`: of the first few, what is told of them. */
  #note(doubt: NumberDoubt, told: () => Pick<Recipient, 'line' | 'written' | 'number' | 'other'>): void {
    this.doubts[doubt] ??= { total: 0, first: [] };
    const { first } = this.doubts[doubt];
    if (++this.doubts[doubt].total > DOUBTS_SHOWN) return;
    const { line, written, number, other } = told();
    first.push({ line, value: written.slice(0, 40), number, other });
  }
}

function countBy<T, K extends string>(rows: readonly T[], kindOf: (row: T) => K): Partial<Record<K, number>> {
  const counts: Partial<Record<K, number>> = {};
  for (const row of rows) counts[kindOf(row)] = (counts[kindOf(row)] ?? 0) + 1;
  return counts;
}
