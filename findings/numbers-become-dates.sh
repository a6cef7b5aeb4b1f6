#!/usr/bin/env bash
# Packages: hucre 1.0.0, exceljs 4.4.0, xlsx 0.18.5 (npm)
# Question: somebody gave a whole sheet the format of dates, the column of telephone numbers with it. Excel shows ##### there
#   and still has the number. What do readers of .xlsx give?
# A good guess: the number, as a date of the format's calendar ends with serial 2958465, 31 December 9999; or at worst a Date
#   from which the number can be had back.
# Behaviour: hucre and exceljs make a Date of every number in a format of dates: eight digits are a day of the year 56996, and
#   with a country code the Date is invalid: the number is gone. xlsx keeps the number, and an empty text as what is shown.
# Seen on 2026-11-29, and expected again:
#> 45992: hucre 2025-12-01, exceljs 2025-12-01, xlsx 45992 shown as "1-12-2025"
#> 20123456: hucre a Date of the year 56996, exceljs a Date of the year 56996, xlsx 20123456 shown as ""
#> 4520123457: hucre an invalid Date, exceljs an invalid Date, xlsx 4520123457 shown as ""
set -euo pipefail
expected=$(sed -n 's/^#> //p' "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --prefix . --ignore-scripts --loglevel error --no-audit --no-fund \
  hucre@1.0.0 exceljs@4.4.0 xlsx@0.18.5 >/dev/null

cat >look.mjs <<'END'
import ExcelJS from 'exceljs';
import { readXlsx } from 'hucre/xlsx';
import XLSX from 'xlsx';

const numbers = [45992, 20123456, 4520123457];
const workbook = new ExcelJS.Workbook();
const sheet = workbook.addWorksheet('Kunder');
for (const number of numbers) sheet.addRow([number]).getCell(1).numFmt = 'd-mm-yyyy';
const octets = Buffer.from(await workbook.xlsx.writeBuffer());

const said = (value) => {
  if (!(value instanceof Date)) return String(value);
  if (Number.isNaN(value.getTime())) return 'an invalid Date';
  const year = value.getUTCFullYear();
  return year > 9999 ? `a Date of the year ${year}` : value.toISOString().slice(0, 10);
};
const { rows } = (await readXlsx(octets)).sheets[0];
const again = new ExcelJS.Workbook();
await again.xlsx.load(octets);
const cells = XLSX.read(octets).Sheets.Kunder;
numbers.forEach((number, row) => {
  const { v, w } = cells[`A${row + 1}`];
  const other = again.worksheets[0].getRow(row + 1).getCell(1).value;
  console.log(`${number}: hucre ${said(rows[row][0])}, exceljs ${said(other)}, xlsx ${v} shown as "${w}"`);
});
END
node look.mjs | tee seen.txt
diff <(echo "$expected") seen.txt
