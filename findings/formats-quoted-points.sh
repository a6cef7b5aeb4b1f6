#!/usr/bin/env bash
# Package: hucre 1.0.0 (npm)
# Question: a cell's number shows in a format that gives signs between its digits as text, in quotes or behind a backslash,
#   as people format telephone numbers: 20"."12"."34"."56. Does formatValue give what the sheet shows?
# A good guess: yes. What stands in quotes is text in every spreadsheet (ECMA-376, 18.8.31), and with hyphens, slashes and
#   blanks it works.
# Behaviour: a point in quotes counts as the decimal point, a comma as grouping, a percent sign multiplies by 100, and an E with its
#   sign makes the number scientific. The digits end up elsewhere or are lost, and a currency between brackets vanishes.
# Seen on 2026-11-29, and expected again; behind the arrow what spreadsheets show:
#> 20123456 in 00"-"00"-"00"-"00: 20-12-34-56 -> 20-12-34-56
#> 20123456 in 00"."00"."00"."00: 20123456.000000 -> 20.12.34.56
#> 123456789 in 0#\.##\.##\.##\.##: 123456789. -> 01.23.45.67.89
#> 20123456 in 00"%"00"%"00"%"00: 2012345600% -> 20%12%34%56
#> 4520123456 in "E+"0: 4.52E+09 -> E+4520123456
#> 1234.5 in 0.00 [$kr.-406]: 1234.50 -> 1234.50 kr.
set -euo pipefail
expected=$(sed -n 's/^#> //p' "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --prefix . --ignore-scripts --loglevel error --no-audit --no-fund hucre@1.0.0 >/dev/null

cat >look.mjs <<'END'
import { formatValue } from 'hucre';
import { readXlsx, writeXlsx } from 'hucre/xlsx';

const cells = [
  [20123456, '00"-"00"-"00"-"00', '20-12-34-56'],
  [20123456, '00"."00"."00"."00', '20.12.34.56'],
  [123456789, '0#\\.##\\.##\\.##\\.##', '01.23.45.67.89'],
  [20123456, '00"%"00"%"00"%"00', '20%12%34%56'],
  [4520123456, '"E+"0', 'E+4520123456'],
  [1234.5, '0.00 [$kr.-406]', '1234.50 kr.'],
];
// Through a workbook, so that the formats are as a file has them.
const written = await writeXlsx({
  sheets: [
    {
      name: 'Sheet',
      rows: cells.map(([value]) => [value]),
      cells: new Map(cells.map(([value, numFmt], row) => [`${row},0`, { value, style: { numFmt } }])),
    },
  ],
});
const { sheets } = await readXlsx(written, { readStyles: true });
cells.forEach(([value, format, shown], row) => {
  const { style } = sheets[0].cells.get(`${row},0`);
  const text = formatValue(sheets[0].rows[row][0], style.numFmt).trim();
  console.log(`${value} in ${format}: ${text} -> ${shown}`);
});
END
node look.mjs | tee seen.txt
diff <(echo "$expected") seen.txt
