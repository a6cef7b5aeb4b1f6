/** Spreadsheets (.xlsx). The reader is hucre, which nothing else knows of: it is young, and may have to be replaced. */
import { formatValue } from 'hucre';
import { type Sheet as ReadSheet, readXlsx } from 'hucre/xlsx';
import { asked, type Choice, failed, type SourceOutcome, type SourceRow } from './opened.ts';
import { plain } from './rows.ts';
import { type Habits, habitsOf, shown, undated } from './shown.ts';

interface SheetRow extends SourceRow {
  readonly hidden: boolean;
}

interface ShownSheet {
  readonly name: string;
  readonly rows: readonly SheetRow[];
}

/** Rows told at once, between which others may have their turn. */
const PIECE = 2_000;
const SAMPLE = 500;

export async function openSpreadsheet(file: Blob, choice: Choice): Promise<SourceOutcome> {
  let all: readonly ShownSheet[];
  try {
    all = await sheetsOf(file, habitsOf(choice.country));
  } catch {
    // Each reader throws on some file that its own program opens.
    return failed('unreadable');
  }
  const sheets = all.map(({ name, rows }) => ({ name, rows: rows.length }));
  const sheet = all.length === 1 ? all[0] : all.find(({ name }) => name === choice.sheet);
  if (sheet === undefined) return all.length === 0 ? failed('empty-file') : asked({ kind: 'sheet', sheets });
  // The first row names the columns, hidden or not.
  const hidden = sheet.rows.filter((row, at) => at > 0 && row.hidden).length;
  if (hidden > 0 && choice.hiddenRows === undefined) {
    return asked({ kind: 'hidden-rows', hidden, shown: sheet.rows.length - 1 - hidden });
  }
  const read = choice.hiddenRows === 'in';
  const rows = hidden === 0 || read ? sheet.rows : sheet.rows.filter((row, at) => at === 0 || !row.hidden);
  return {
    ok: true,
    source: {
      format: 'xlsx',
      encoding: null,
      separator: null,
      text: null,
      sheet: sheet.name,
      sheets,
      hiddenRows: { count: hidden, read },
      sample: rows.slice(0, SAMPLE).map(copied),
      async *rows() {
        for (let at = 0; at < rows.length; at += PIECE) {
          const done = Math.min(at + PIECE, rows.length);
          yield { rows: rows.slice(at, done).map(copied), done, total: rows.length };
        }
      },
    },
  };
}

/** Whoever takes a row may write in it. */
const copied = ({ cells, line, broken }: SheetRow): SourceRow => ({ cells: [...cells], line, broken });

/** Those that people see and that hold anything, without empty rows and columns. */
async function sheetsOf(file: Blob, habits: Habits): Promise<readonly ShownSheet[]> {
  const workbook = await readXlsx(await file.arrayBuffer(), {
    // Formats are read with the styles; without them the zeros before a number are lost.
    readStyles: true,
    sheets: ({ hidden, veryHidden }) => !hidden && !veryHidden,
  });
  const is1904 = workbook.dateSystem === '1904';
  return workbook.sheets.map((sheet) => shownSheet(sheet, habits, is1904)).filter(({ rows }) => rows.length > 0);
}

function shownSheet({ name, rows, cells, rowDefs }: ReadSheet, habits: Habits, is1904: boolean): ShownSheet {
  const texts = rows.map((row, y) =>
    row.map((value, x) =>
      plain(shown(undated(value, is1904), cells?.get(`${y},${x}`)?.style?.numFmt, habits, formatValue)),
    ),
  );
  const used = new Set<number>();
  for (const row of texts) for (const [x, text] of row.entries()) if (text !== '') used.add(x);
  const columns = [...used].sort((a, b) => a - b);
  const kept = texts.flatMap((row, y): SheetRow[] => {
    if (row.every((text) => text.trim() === '')) return [];
    const { hidden = false, height } = rowDefs?.get(y) ?? {};
    return [{ cells: columns.map((x) => row[x] ?? ''), line: y + 1, broken: null, hidden: hidden || height === 0 }];
  });
  return { name, rows: kept };
}
