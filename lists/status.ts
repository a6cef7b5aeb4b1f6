/** A gateway's status file: whose message became what. Which column says so is found here; what a word means is the core's to say. */
import type { Delivery, StateCodes } from 'klikspor/reporting';
import { NumberReader } from './number.ts';
import { type ColumnChoice, type ColumnQuestion, chooseNumberColumn } from './number-column.ts';
import type { Source } from './opened.ts';
import { RowNumbers } from './row-numbers.ts';
import { firstMobileIn } from './several.ts';
import { simple } from './simple.ts';
import { tableOf } from './table.ts';

/** `Edge.deliveryOf`. */
export type ReadState = (written: string, codes?: StateCodes) => Delivery | null;

/** What a person said of the file; null: found, or asked. */
export interface StatusChoice {
  readonly numberColumn: number | null;
  readonly stateColumn: number | null;
  /** Whose numbers stand for states. */
  readonly codes: StateCodes | null;
}

/** A column that may hold the states. */
export interface StateColumn {
  readonly index: number;
  readonly name: string;
  /** The first three different ones, as written. */
  readonly examples: readonly string[];
}

export type StatusQuestion =
  | ColumnQuestion
  /** Several may be meant, or none looks like it: then all that come into question. */
  | { readonly kind: 'state-column'; readonly columns: readonly StateColumn[] }
  /** States are numbers, and gateways contradict each other. */
  | { readonly kind: 'state-codes'; readonly column: StateColumn };

export interface StatusRow {
  /** Digits with country code; null: no number can be read. */
  readonly number: number | null;
  /** The other reading of a number with two. */
  readonly other: number | null;
  /** As written, trimmed. */
  readonly written: string;
  /** What a column of errors adds, where it says more; empty: nothing. */
  readonly detail: string;
}

export interface StatusFile {
  readonly columns: readonly string[];
  readonly numberColumn: number;
  readonly stateColumn: number;
  /** The column with reasons of failures; null: there is none. */
  readonly detailColumn: number | null;
  rows(): AsyncGenerator<{ readonly rows: readonly StatusRow[]; readonly done: number; readonly total: number }>;
}

export type StatusOutcome =
  | { readonly ok: true; readonly file: StatusFile }
  | { readonly ok: false; readonly columns: readonly string[]; readonly question: StatusQuestion };

const LOOKED_AT = 1_000;
const EXAMPLES = 3;
/** Of what stands in a column of states, most is one. */
const MOSTLY = 0.8;

const STATE_HEADING = /stat(?:us|e|es)?$|^stat|dlr|tilstand|leveri?ng|delivery|levering|result/;
const ERROR_HEADING = /error|fejl|feil|^fel|reason|arsag|grund/;

/** `country`: ISO 3166-1 alpha-2, where numbers without a country code belong. */
export function openStatus(source: Source, country: string, read: ReadState, choice: StatusChoice): StatusOutcome {
  const { sample, width, line } = tableOf(source, new NumberReader(country));
  const chosen = choice.numberColumn !== null && choice.numberColumn < width ? choice.numberColumn : null;
  const numbers = numberColumnOf(sample, country, chosen);
  const { names, hasHeader } = numbers;
  const refused = (question: StatusQuestion): StatusOutcome => ({ ok: false, columns: names, question });
  if ('question' in numbers) return refused(numbers.question);
  const { column } = numbers;
  const body = sample.slice(hasHeader ? 1 : 0, LOOKED_AT);
  const columns = names.map((name, index) => look(name, index, body, read)).filter(({ index }) => index !== column);
  const state = stateColumnOf(columns, choice.stateColumn);
  if (!('found' in state)) return refused(state);
  const { found } = state;
  if (found.isNumbers && choice.codes === null) return refused({ kind: 'state-codes', column: shown(found) });
  const detail = columns.find((other) => other !== found && other.isErrors);
  return {
    ok: true,
    file: {
      columns: names,
      numberColumn: column,
      stateColumn: found.index,
      detailColumn: detail?.index ?? null,
      async *rows() {
        const reader = new NumberReader(country);
        reader.learn(body.map((cells) => firstMobileIn(reader, cells[column] ?? '').text ?? ''));
        const rowNumbers = new RowNumbers(reader, country, null);
        for await (const { rows, done, total } of source.rows()) {
          const read = rows
            .filter((row) => row.broken === null && (hasHeader ? row.line > line : row.line >= line))
            .map(({ cells }): StatusRow => {
              const { outcome } = rowNumbers.read(cells[column] ?? '', cells);
              return {
                number: outcome.ok ? outcome.number : null,
                other: outcome.ok ? outcome.other : null,
                written: (cells[found.index] ?? '').trim(),
                detail: detail === undefined ? '' : (cells[detail.index] ?? '').trim(),
              };
            });
          yield { rows: read, done, total };
        }
      },
    },
  };
}

/** As `chooseNumberColumn`; a single column in doubt is taken: whose numbers they are the list says, to which they are joined. */
function numberColumnOf(rows: readonly (readonly string[])[], country: string, chosen: number | null): ColumnChoice {
  const choice = chooseNumberColumn(rows, new NumberReader(country), chosen);
  if (!('question' in choice)) return choice;
  const [only, ...others] = choice.question.columns;
  if (only === undefined || others.length > 0) return choice;
  const { names, hasHeader } = choice;
  return { names, hasHeader, column: only.index, reason: 'content', others: [] };
}

interface Looked extends StateColumn {
  readonly filled: number;
  /** Most cells hold a word that is known for a state. */
  readonly isStates: boolean;
  /** Whole numbers of one or two digits alone, which may stand for states. */
  readonly isNumbers: boolean;
  /** Its heading speaks of states. */
  readonly isNamed: boolean;
  /** It says why messages failed, in words or codes that are known. */
  readonly isErrors: boolean;
}

function look(name: string, index: number, rows: readonly (readonly string[])[], read: ReadState): Looked {
  const filled = rows.map((cells) => cells[index]?.trim() ?? '').filter((cell) => cell !== '');
  const known = filled.filter((cell) => read(cell) !== null).length;
  const isMostly = filled.length > 0 && known >= filled.length * MOSTLY;
  const heading = simple(name);
  const isErrors = isMostly && ERROR_HEADING.test(heading);
  return {
    index,
    name,
    filled: filled.length,
    isErrors,
    isStates: isMostly && !isErrors,
    isNumbers: filled.length > 0 && filled.every((cell) => /^-?\d{1,2}$/.test(cell)),
    isNamed: STATE_HEADING.test(heading),
    examples: [...new Set(filled)].slice(0, EXAMPLES).map((cell) => cell.slice(0, 60)),
  };
}

type Decided = { readonly found: Looked } | Extract<StatusQuestion, { kind: 'state-column' }>;

/** By what stands in the columns first, by their headings where several come into question. */
function stateColumnOf(columns: readonly Looked[], chosen: number | null): Decided {
  const named = columns.find(({ index }) => index === chosen);
  if (named !== undefined) return { found: named };
  const filled = columns.filter(({ filled }) => filled > 0);
  const inWords = filled.filter(({ isStates }) => isStates);
  const likely = inWords.length > 0 ? inWords : filled.filter(({ isNumbers, isNamed }) => isNumbers && isNamed);
  const ofHeading = likely.filter(({ isNamed }) => isNamed);
  const [only, ...others] = ofHeading.length > 0 ? ofHeading : likely;
  if (only !== undefined && others.length === 0) return { found: only };
  return { kind: 'state-column', columns: (likely.length > 0 ? likely : filled).map(shown) };
}

const shown = ({ index, name, examples }: Looked): StateColumn => ({ index, name, examples });
