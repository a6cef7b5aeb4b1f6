/**
 * Spreadsheets as programs write them. Files of LibreOffice, openpyxl, XlsxWriter, exceljs, xlsx-populate and SheetJS are
 * in tests/data/lists; the others are written by hand, as Excel writes them, or by hucre itself where the size is what
 * matters.
 */
import { readFileSync } from 'node:fs';
import { writeXlsx } from 'hucre/xlsx';
import { describe, expect, test } from 'vitest';
import { type Choice, openSource, type Source } from '../../lists/source.ts';
import { cell, workbook, zipped } from '../support/workbook.ts';

const blob = (octets: Uint8Array<ArrayBuffer>) => new Blob([octets]);
const sample = (name: string) => new Blob([readFileSync(new URL(`../data/lists/${name}`, import.meta.url))]);

async function open(file: Blob, choice: Choice = {}): Promise<Source> {
  const outcome = await openSource(file, choice);
  if (!outcome.ok) throw new Error(JSON.stringify(outcome));
  return outcome.source;
}

async function rowsOf(file: Blob, choice: Choice = {}): Promise<readonly (readonly [line: number, ...string[]])[]> {
  const rows = [];
  for await (const piece of (await open(file, choice)).rows()) rows.push(...piece.rows);
  return rows.map(({ line, cells }) => [line, ...cells] as const);
}

describe('a spreadsheet', () => {
  test('of SheetJS is read, each number as the sheet shows it', async () => {
    expect(await open(sample('sheetjs.xlsx'))).toMatchObject({
      format: 'xlsx',
      encoding: null,
      separator: null,
      sheet: 'Kunder',
      sheets: [{ name: 'Kunder', rows: 4 }],
      hiddenRows: { count: 0, read: false },
    });
    expect(await rowsOf(sample('sheetjs.xlsx'))).toEqual([
      [1, 'navn', 'mobil', 'dato'],
      [2, 'Åse Ærø', '+45 20 12 34 56', '31-12-2026'],
      [3, 'Søren', '4520123457', ''],
      [4, 'Zoë', '20 12 34 58', ''],
    ]);
  });

  test('of exceljs is asked about: which sheet, then its hidden row', async () => {
    const file = sample('exceljs.xlsx');
    expect(await openSource(file)).toEqual({
      ok: false,
      failure: null,
      question: {
        kind: 'sheet',
        sheets: [
          { name: 'Kunder', rows: 4 },
          { name: 'Noter', rows: 1 },
        ],
      },
    });
    expect(await openSource(file, { sheet: 'Kunder' })).toEqual({
      ok: false,
      failure: null,
      question: { kind: 'hidden-rows', hidden: 1, shown: 2 },
    });
    const names = async (hiddenRows: 'in' | 'out') =>
      (await rowsOf(file, { sheet: 'Kunder', hiddenRows })).map((row) => row[1]);
    expect(await names('out')).toEqual(['navn', 'Åse Ærø', 'Zoë']);
    expect(await names('in')).toEqual(['navn', 'Åse Ærø', 'Søren', 'Zoë']);
    expect(await open(file, { sheet: 'Kunder', hiddenRows: 'out' })).toMatchObject({
      hiddenRows: { count: 1, read: false },
    });
    expect(await rowsOf(file, { sheet: 'Noter' })).toEqual([[1, 'Ring til Bo']]);
  });

  const asked = async (name: string) => {
    const outcome = await openSource(sample(name));
    return 'question' in outcome ? outcome.question : null;
  };

  test('of LibreOffice is read, each number as its format has it', async () => {
    expect(await asked('libreoffice-formats.xlsx')).toBeNull();
    const rows = await rowsOf(sample('libreoffice-formats.xlsx'), { country: 'DK' });
    expect(rows.map(([, name, mobile, created]) => [name, mobile, created])).toEqual([
      ['navn', 'mobil', 'oprettet'],
      ['Åse Ærø', '20 12 34 56', '31/12/2026'],
      ['Søren', '20.123.457', '31. december 2026'],
      ['Zoë', '20 12 34 58', ''],
      ['Łukasz', '+4520123459', '31/12/25'],
      ['Bo', '+45 20123460', ''],
      ['Ida', '+4520123461', ''],
      ['Per', '46701234567', ''],
    ]);
    const mobiles = async (name: string) => (await rowsOf(sample(name), { country: 'DE' })).map((row) => row[2]);
    expect(await mobiles('libreoffice-zeros.xlsx')).toEqual([
      'Handy',
      '015112345671',
      '015112345672',
      '4915112345673',
      '015112345674',
    ]);
    expect(await rowsOf(sample('libreoffice-1904.xlsx'))).toContainEqual([2, 'Åse', '20123456', '2026/12/31']);
    expect(await rowsOf(sample('libreoffice-rich.xlsx'))).toContainEqual([2, 'Åse', '+45 20123456']);
  });

  test('of LibreOffice is asked about where it has sheets and hides rows', async () => {
    expect(await asked('libreoffice-sheets.xlsx')).toEqual({
      kind: 'sheet',
      sheets: [
        { name: 'Ark1', rows: 6 },
        { name: 'Noter', rows: 1 },
      ],
    });
    const outcome = await openSource(sample('libreoffice-sheets.xlsx'), { sheet: 'Ark1' });
    expect(outcome).toMatchObject({ question: { kind: 'hidden-rows', hidden: 1, shown: 4 } });
    const seen = await rowsOf(sample('libreoffice-sheets.xlsx'), { sheet: 'Ark1', hiddenRows: 'out' });
    expect(seen).toEqual([
      [1, 'Kundeliste pr. 1. december 2026', '', '', ''],
      [3, '', 'Fornavn', 'Tlf.', 'By'],
      [4, '', 'Åse', '20123456', 'Ry'],
      [6, '', 'Ida', '20123458', 'Ebeltoft'],
      [7, '', 'Bo', '20123459', 'Ry'],
    ]);
    expect(await asked('libreoffice-filter.xlsx')).toEqual({ kind: 'hidden-rows', hidden: 3, shown: 3 });
  });

  test('of openpyxl and of XlsxWriter is read', async () => {
    expect(await asked('openpyxl.xlsx')).toEqual({ kind: 'hidden-rows', hidden: 1, shown: 3 });
    expect(await rowsOf(sample('openpyxl.xlsx'), { hiddenRows: 'in' })).toEqual([
      [1, 'navn', 'mobil', 'oprettet'],
      [2, 'Åse Ærø', '20 12 34 56', '2026-12-31'],
      [3, 'Søren', '+45 20 12 34 57', '2026-12-31 14:30:00'],
      [4, 'Zoë', '020123458', ''],
      [6, 'Bo', '4520123459', ''],
    ]);
    expect(await asked('xlsxwriter.xlsx')).toEqual({ kind: 'hidden-rows', hidden: 1, shown: 5 });
    expect(await rowsOf(sample('xlsxwriter.xlsx'), { hiddenRows: 'in', country: 'DE' })).toEqual([
      [1, 'Kundeliste', '', '', ''],
      [2, 'Name', 'Handy', 'Datum', 'Link'],
      [3, 'Jürgen', '015112345671', '31.12.2026', 'https://shop.example/'],
      [4, 'Uwe', '+49 151 12345672', '', ''],
      [5, 'Änne', '4915112345673', '', ''],
      [6, 'Groß', '015112345674', '', ''],
      [7, 'Ida', '4915112345678', '', ''],
    ]);
  });

  test('that is written as a stream, or by xlsx-populate, is read', async () => {
    expect(await rowsOf(sample('exceljs-stream.xlsx'), { country: 'DK' })).toEqual([
      [1, 'navn', 'mobil', 'oprettet'],
      [2, 'Åse', '20 12 34 56', '31.12.2026'],
      [3, 'Søren', '+45 20123457', ''],
      [4, 'Ida', '20 12 34 58', ''],
      [5, 'Bo', '20123459', ''],
    ]);
    expect(await rowsOf(sample('xlsx-populate.xlsx'))).toEqual([
      [1, 'navn', 'mobil'],
      [2, 'Åse', '20 12 34 56'],
      [3, 'Bo', '0045 20123457'],
    ]);
  });

  test('keeps the places of rows, and leaves out rows and columns in which nothing stands', async () => {
    const rows = `<row r="3">${cell('B3', 'navn')}${cell('D3', 'mobil')}</row><row r="5">${cell('B5', 'Bo')}${cell('C5', ' ')}${cell('D5', 20123456)}</row><row r="90000"><c r="D90000" s="0"/></row>`;
    expect(await rowsOf(blob(workbook([{ name: 'Ark1', rows }])))).toEqual([
      [3, 'navn', '', 'mobil'],
      [5, 'Bo', ' ', '20123456'],
    ]);
  });

  test('with one sheet that people see and that has rows is not asked about', async () => {
    const rows = `<row r="1">${cell('A1', '20123456')}</row>`;
    const file = workbook([
      { name: 'Tom', rows: '' },
      { name: 'Gammel', state: 'hidden', rows },
      { name: 'Ark2', rows },
      { name: 'Data', state: 'veryHidden', rows },
    ]);
    expect(await open(blob(file))).toMatchObject({ sheet: 'Ark2', sheets: [{ name: 'Ark2', rows: 1 }] });
  });

  test('takes what a formula gave, and a text that looks like one', async () => {
    const rows = `<row r="1"><c r="A1" t="str"><f>B1&amp;"x"</f><v>Bo</v></c><c r="B1"><f>20123455+1</f><v>20123456</v></c>${cell('C1', '="Ida"')}<c r="D1" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="E1" t="b"><v>1</v></c></row>`;
    expect(await rowsOf(blob(workbook([{ name: 'Ark1', rows }])))).toEqual([
      [1, 'Bo', '20123456', 'Ida', '#DIV/0!', 'TRUE'],
    ]);
  });

  test('hides rows by their height too, and never its headings', async () => {
    const rows = `<row r="1" hidden="1">${cell('A1', 'mobil')}</row><row r="2" ht="0" customHeight="1">${cell('A2', '20123456')}</row><row r="3">${cell('A3', '20123457')}</row>`;
    const file = blob(workbook([{ name: 'Ark1', rows }]));
    expect(await openSource(file)).toMatchObject({ question: { kind: 'hidden-rows', hidden: 1, shown: 1 } });
    expect(await rowsOf(file, { hiddenRows: 'out' })).toEqual([
      [1, 'mobil'],
      [3, '20123457'],
    ]);
  });

  test('of fifty thousand rows is told in pieces', async () => {
    const rows = Array.from({ length: 50_001 }, (_, at) =>
      at === 0 ? ['navn', 'mobil'] : [`Nr ${at}`, 20_000_000 + at],
    );
    const file = blob(Uint8Array.from(await writeXlsx({ sheets: [{ name: 'Ark1', rows }] })));
    let last = 0;
    for await (const { rows: piece, done, total } of (await open(file)).rows()) {
      expect(piece.length).toBeLessThanOrEqual(2_000);
      expect(total).toBe(50_001);
      last = done;
    }
    expect(last).toBe(50_001);
  });
});

describe('a number shows as', () => {
  const shown = async (value: number, format: number | string, country?: string, is1904 = false) => {
    const rows = `<row r="1">${cell('A1', value, 1)}</row>`;
    const file = blob(workbook([{ name: 'Ark1', rows }], [format], is1904));
    return (await rowsOf(file, country === undefined ? {} : { country }))[0]?.[1];
  };

  test.each([
    [4520123456, 0, '4520123456'],
    [4915112345678, 0, '4915112345678'],
    // Excel's own for a long number in a narrow column: its digits are in the file.
    [4520123456, 11, '4520123456'],
    [4915112345678, '0.0E+00', '4915112345678'],
    [1.5e-7, '0.0E+00', '1.5E-07'],
    [20123456, '00 00 00 00', '20 12 34 56'],
    [2012345, '00000000', '02012345'],
    [20123456, '"+45" 00 00 00 00', '+45 20 12 34 56'],
    [20123456, '00\\.00\\.00\\.00', '20.12.34.56'],
    [4520123456, '\\+0', '+4520123456'],
    [123456789, '00"."00"."00"."00"."00', '01.23.45.67.89'],
    [20123456, '00\\,00\\,00\\,00', '20,12,34,56'],
    [20123456, '"E+"0', 'E+20123456'],
    [25, '0\\%', '25%'],
    [20123456, '"€ "0', '€ 20123456'],
    [20123456, '[<=9999999]000\\-0000;00000000', '20123456'],
    [20123456, '\\m\\o\\b\\.\\ 00000000', 'mob. 20123456'],
    [20123456, '@', '20123456'],
    [0.1 + 0.2, 0, '0.3'],
    [0.25, 9, '25%'],
  ])('%d in the format %j: %j', async (value, format, text) => {
    expect(await shown(value, format)).toBe(text);
  });

  test.each([
    [1234.5, 0, 'DK', '1234,5'],
    [1234.5, 4, 'DK', '1.234,50'],
    [1234.5, 4, 'GB', '1,234.50'],
    [1234.5, 4, undefined, '1,234.50'],
    [1234.5, '#,##0.00 "kr."', 'DK', '1.234,50 kr.'],
    [1234.5, '#,##0.00 [$kr.-406]', 'DK', '1.234,50 kr.'],
    [1234.5, '[$€-2] #,##0.00', 'DE', '€ 1.234,50'],
    [20123456, '00\\.00\\.00\\.00', 'DK', '20.12.34.56'],
    [4520123456, '#,##0', 'DK', '4.520.123.456'],
  ])('%d in the format %j in %s: %j', async (value, format, country, text) => {
    expect(await shown(value, format, country)).toBe(text);
  });

  /** 31 December 2026 is day 46,387. */
  test.each([
    [46387, 14, undefined, '2026-12-31'],
    [46387, 14, 'DK', '31.12.2026'],
    [46387, 14, 'SE', '2026-12-31'],
    [46387, 14, 'GB', '31/12/2026'],
    [46387, 14, 'US', '12/31/2026'],
    [46387.604166667, 22, 'DK', '31.12.2026 14:30'],
    [46387, 'dd-mm-yyyy', 'DK', '31-12-2026'],
    [46387, '[$-406]d. mmmm yyyy;@', 'GB', '31. december 2026'],
    [46387, 'd. mmmm yyyy', 'DE', '31. Dezember 2026'],
    [46387, '[$-409]dddd d mmm', 'DK', 'Thursday 31 Dec'],
    [46387, '[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy', 'DK', '31. december 2026'],
    [0.604166667, 20, 'DK', '14:30'],
    // Phone numbers in a column of dates: no calendar has these days, and Excel shows no date.
    [20123456, 14, 'DK', '20123456'],
    [20123456, 'ddmmyyyy', 'DK', '20123456'],
    [20123456, '[h]:mm', 'DK', '20123456'],
    [2958465, 'yyyy-mm-dd', 'DK', '9999-12-31'],
    [4520123456, 14, 'DK', '########'],
  ])('%d in the format %j of a date in %s: %j', async (value, format, country, text) => {
    expect(await shown(value, format, country)).toBe(text);
  });

  test('a date of a workbook that counts from 1904', async () => {
    expect(await shown(44925, 'yyyy-mm-dd', 'DK', true)).toBe('2026-12-31');
    expect(await shown(20123456, 'yyyy-mm-dd', 'DK', true)).toBe('20123456');
  });
});

describe('a file that cannot be read', () => {
  const failure = async (file: Blob) => (await openSource(file)) as { failure: string | null };

  test.each([
    ['sheetjs.xls', 'xls'],
    ['sheetjs.xlsb', 'xlsb'],
    ['sheetjs.ods', 'ods'],
    ['sheetjs.html', 'web-page'],
  ])('%s is known as what it is, whatever its name', async (name, expected) => {
    expect(await failure(sample(name))).toEqual({ ok: false, failure: expected, question: null });
  });

  test('with a password is known', async () => {
    const sheets = [{ name: 'Ark1', rows: [['mobil'], [20123456]] }];
    const octets = await writeXlsx({ sheets, encryption: { password: 'hemmelig', spinCount: 10 } });
    expect((await failure(blob(Uint8Array.from(octets)))).failure).toBe('locked');
  });

  test.each([
    ['numbers', zipped({ 'Index/Document.iwa': 'x', 'Metadata/Properties.plist': 'x' })],
    ['archive', zipped({ 'kunder.csv': 'mobil\n20123456\n' })],
    ['archive', Uint8Array.of(0x1f, 0x8b, 8, 0)],
    ['pdf', new TextEncoder().encode('%PDF-1.7\n')],
    [
      'web-page',
      new TextEncoder().encode('\ufeff<!DOCTYPE html><html><table><tr><td>20123456</td></tr></table></html>'),
    ],
    ['web-page', new TextEncoder().encode('<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>')],
    ['not-text', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 13, 0, 0, 1, 0, 0, 0, 1, 0)],
    ['not-text', new TextEncoder().encode('{\\rtf1\\ansi 20123456}')],
    ['empty-file', new Uint8Array()],
    ['empty-file', new TextEncoder().encode('\ufeff\r\n \r\n')],
    ['empty-file', workbook([{ name: 'Ark1', rows: '' }])],
    ['unreadable', workbook([{ name: 'Ark1', rows: '' }]).slice(0, -300)],
    ['unreadable', new TextEncoder().encode('BEGIN:VCARD\r\nVERSION:3.0\r\n')],
  ])('is told as %j', async (expected, octets) => {
    expect((await failure(blob(octets))).failure).toBe(expected);
  });
});
