import type { Cell, Core, ListPlan, MessageOptions, RecipientList, RenderedMessage } from '../core.d.ts';
import { checkInteger } from './check.ts';
import { type MessageDoor, separatorCode } from './message.ts';
import type { RawModule } from './raw.d.ts';
import { readPlan, readRanges } from './segment.ts';

export interface RawList {
  _listCreate(columns: number): number;
  _listDispose(list: number): void;
  _listSize(list: number): number;
  _listAppend(list: number, units: number, cells: number): number;
  _listPlan(list: number, rows: number): void;
  _listRender(list: number, row: number): void;
  _listLines(list: number, first: number, count: number, values: number, separator: number, cells: number): number;
}

const UINT32 = 4294967295;
const MOST_COLUMNS = 1000;
/** Rows that cross at once: the buffers they need stay a few megabytes. */
const ROWS_AT_ONCE = 10_000;
const KINDS = ['field', 'link', 'opt-out'] as const;

export function listFunctions(raw: RawModule & RawList, door: MessageDoor): Pick<Core, 'createRecipientList'> {
  // A safety net under `dispose()`: a list that nobody holds any more gives its memory back.
  const forgotten = new FinalizationRegistry<number>((list) => raw._listDispose(list));

  return {
    createRecipientList(columns): RecipientList {
      checkInteger('columns.length', columns.length, 1, MOST_COLUMNS);
      door.writeText(...columns);
      door.writeNumbers(columns.map(({ length }) => length));
      let list = raw._listCreate(columns.length);
      let size = 0;
      const live = (): number => {
        if (list === 0) throw new TypeError('the recipient list was disposed of');
        return list;
      };

      const appendSome = (rows: readonly (readonly string[])[]): void => {
        const values: string[] = [];
        for (const row of rows) {
          if (row.length > columns.length) {
            throw new RangeError(`a row has ${row.length} values; the list has ${columns.length} columns`);
          }
          for (let column = 0; column < columns.length; column++) values.push(row[column] ?? '');
        }
        const lengths = new Uint32Array(values.length);
        for (let i = 0; i < values.length; i++) lengths[i] = values[i]?.length ?? 0;
        const units = door.writeText(values.join(''));
        door.writeNumbers(lengths);
        if (!raw._listAppend(live(), units, values.length)) {
          throw new RangeError('the list would hold more than 4,294,967,295 code units');
        }
      };

      const planned = (template: string, options: MessageOptions, only?: ArrayLike<number>): void => {
        if (only !== undefined) checkInteger('only.length', only.length, size, size);
        door.use(template, options);
        raw._listPlan(live(), only === undefined ? 0 : door.writeNumbers(only));
      };

      const render = (
        first: number,
        count: number,
        template: string,
        options: MessageOptions,
        slugs: Uint8Array,
        values: number,
        separator: number,
        { cells, around }: LineFormat,
      ): Uint8Array => {
        checkInteger('first', first, 0, size);
        checkInteger('count', count, 0, size - first);
        for (const [i, cell] of cells.entries()) {
          if (cell < ENCODING) checkInteger(`cells[${i}]`, cell, 0, columns.length - 1);
        }
        door.use(template, options);
        door.writeOctets(slugs, ...around);
        door.writeNumbers([...cells, ...around.map(({ length }) => length)]);
        return door.octets(raw._listLines(live(), first, count, values, separator, cells.length));
      };

      const made: RecipientList = Object.freeze({
        get size() {
          return size;
        },
        append(rows: readonly (readonly string[])[]): void {
          for (let at = 0; at < rows.length; at += ROWS_AT_ONCE) appendSome(rows.slice(at, at + ROWS_AT_ONCE));
          size = raw._listSize(live());
        },
        plan(template: string, options: MessageOptions, only?: ArrayLike<number>): ListPlan {
          planned(template, options, only);
          return readListPlan(door, size);
        },
        segments(template: string, options: MessageOptions, only?: ArrayLike<number>): Uint32Array {
          planned(template, options, only);
          return door.numbers(0, size);
        },
        render(
          index: number,
          template: string,
          options: Parameters<RecipientList['render']>[2],
          slugs?: Uint8Array,
        ): RenderedMessage {
          checkInteger('index', index, 0, size - 1);
          door.use(template, options);
          door.writeOctets(slugs ?? new Uint8Array());
          raw._listRender(live(), index);
          return readMessage(door);
        },
        renderCsv(...args: Parameters<RecipientList['renderCsv']>): Uint8Array {
          const [first, count, template, options, slugs, { separator, cells, exact = false }] = args;
          const sign = separatorCode(separator);
          const written = (text: string) => door.csvField(text, sign, !exact);
          const lines = lineFormat(cells, (_, at) => (at === 0 ? '' : separator), written, '\r\n');
          return render(first, count, template, options, slugs, exact ? EXACT_CSV : CSV, sign, lines);
        },
        renderNdjson(...args: Parameters<RecipientList['renderNdjson']>): Uint8Array {
          const [first, count, template, options, slugs, { cells }] = args;
          const key = (_: unknown, at: number) => `${at === 0 ? '{' : ','}${JSON.stringify(cells[at]?.[0])}:`;
          const lines = lineFormat(
            cells.map(([, cell]) => cell),
            key,
            JSON.stringify,
            cells.length === 0 ? '{}\n' : '}\n',
          );
          return render(first, count, template, options, slugs, JSON_STRINGS, 0, lines);
        },
        dispose(): void {
          if (list === 0) return;
          forgotten.unregister(made);
          raw._listDispose(list);
          list = 0;
        },
      });
      forgotten.register(made, list, made);
      return made;
    },
  };
}

/** In the order of the core's enum. */
const CSV = 0;
const EXACT_CSV = 1;
const JSON_STRINGS = 2;

const ENCODING = 4294967293;
const MADE = { encoding: ENCODING, segments: 4294967294, message: 4294967295 } as const;

/** Cells as the core numbers them, and the octets that stand around them. */
interface LineFormat {
  readonly cells: readonly number[];
  readonly around: readonly Uint8Array[];
}

/** What is the same in every line, a constant's value included, is written here once. */
function lineFormat(
  cells: readonly Cell[],
  before: (cell: Cell, at: number) => string,
  written: (constant: string) => string,
  end: string,
): LineFormat {
  const numbers: number[] = [];
  const around: Uint8Array[] = [];
  let open = '';
  for (const [at, cell] of cells.entries()) {
    open += before(cell, at);
    if (typeof cell === 'object') {
      open += written(cell.constant);
      continue;
    }
    const number = typeof cell === 'number' ? cell : MADE[cell];
    if (!Number.isInteger(number) || number < 0) {
      throw new RangeError(`cells[${at}] is ${cell}; it must be a column, message, segments, encoding or a constant`);
    }
    numbers.push(number);
    around.push(utf8.encode(open));
    open = '';
  }
  around.push(utf8.encode(open + end));
  return { cells: numbers, around };
}

const utf8 = new TextEncoder();

/** Behind the segments of each row. */
function readListPlan(door: MessageDoor, at: number): ListPlan {
  const [
    recipients = 0,
    low = 0,
    high = 0,
    ucs2 = 0,
    firstUcs2 = 0,
    longest = 0,
    shortest = 0,
    segments = 0,
    empty = 0,
  ] = door.numbers(at, 9);
  const row = (index: number) => (index === UINT32 ? -1 : index);
  const fields = door.numbers(at + 9 + segments, empty * 3);
  const emptyFields: { name: string; recipients: number; first: number }[] = [];
  let names = 0;
  for (let i = 2; i < fields.length; i += 3) names += fields[i] ?? 0;
  const text = door.text(names);
  let read = 0;
  for (let i = 0; i < fields.length; i += 3) {
    const length = fields[i + 2] ?? 0;
    emptyFields.push({ name: text.slice(read, read + length), recipients: fields[i] ?? 0, first: fields[i + 1] ?? 0 });
    read += length;
  }
  return {
    recipients,
    segmentsTotal: high * 2 ** 32 + low,
    recipientsBySegments: Array.from(door.numbers(at + 9, segments)),
    ucs2,
    firstUcs2: row(firstUcs2),
    longest: row(longest),
    shortest: row(shortest),
    emptyFields,
  };
}

const HEAD = 3;
const PLAN = 9;

function readMessage(door: MessageDoor): RenderedMessage {
  const [length = 0, partCount = 0, rangeCount = 0] = door.numbers(0, HEAD);
  const numbers = door.numbers(HEAD, PLAN + partCount * 3 + rangeCount * 4);
  const parts: RenderedMessage['parts'][number][] = [];
  for (let i = PLAN; i < PLAN + partCount * 3; i += 3) {
    parts.push({ kind: KINDS[numbers[i] ?? 0] ?? 'field', start: numbers[i + 1] ?? 0, end: numbers[i + 2] ?? 0 });
  }
  return {
    text: door.text(length),
    plan: readPlan(numbers, 0),
    ranges: readRanges(numbers, PLAN + partCount * 3, rangeCount),
    parts,
  };
}
