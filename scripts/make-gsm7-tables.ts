// Writes core/src/tables/gsm7_tables.hpp from core/data/gsm7/*.tsv. `--check` only compares.
import { read, write } from './generated.ts';

const languages = [
  'turkish',
  'spanish',
  'portuguese',
  'bengali',
  'gujarati',
  'hindi',
  'kannada',
  'malayalam',
  'oriya',
  'punjabi',
  'tamil',
  'telugu',
  'urdu',
];

function table(name: string): number[] {
  const cells = new Array<number>(128).fill(0);
  for (const line of read(`core/data/gsm7/gsm7-${name}.tsv`).trim().split('\n').slice(1)) {
    const [septet = '', codepoint = ''] = line.split('\t');
    cells[Number.parseInt(septet, 16)] = Number.parseInt(codepoint, 16);
  }
  return cells;
}

/** The cells of a table as octets: see the note in the header below. */
function packed(cells: number[], base: number[]): number[] {
  const octets: number[] = [];
  let last = 0;
  cells.forEach((unit, septet) => {
    if (unit === base[septet]) {
      octets.push(0);
    } else if (unit === 0) {
      octets.push(1);
    } else {
      const step = unit - last;
      let rest = 2 + (step < 0 ? -2 * step - 1 : 2 * step);
      for (; rest > 127; rest = Math.floor(rest / 128)) octets.push((rest % 128) + 128);
      octets.push(rest);
      last = unit;
    }
  });
  return octets;
}

const cpp = (name: string, octets: number[]) => {
  const rows: string[] = [];
  for (let i = 0; i < octets.length; i += 24) rows.push(`    ${octets.slice(i, i + 24).join(', ')},`);
  return `    // ${name}\n${rows.join('\n')}`;
};

function cppArray(name: string, [first, ...others]: [string, ...string[]]): string {
  const base = table(first);
  const arrays = [
    { file: first, octets: packed(base, new Array<number>(128).fill(0)) },
    ...others.map((file) => ({ file, octets: packed(table(file), base) })),
  ];
  const size = arrays.reduce((sum, { octets }) => sum + octets.length, 0);
  return `inline constexpr std::array<std::uint8_t, ${size}> ${name} = {
${arrays.map(({ file, octets }) => cpp(file, octets)).join('\n')}
};`;
}

// Spanish (2) has no locking table: the default one is used.
const locking: [string, ...string[]] = ['basic', ...languages.map((l) => (l === 'spanish' ? 'basic' : `locking-${l}`))];
const single: [string, ...string[]] = ['extension', ...languages.map((l) => `single-${l}`)];

const text = `// Made by scripts/make-gsm7-tables.ts from core/data/gsm7/*.tsv; do not edit.
#pragma once
#include <array>
#include <cstdint>

namespace klikspor::tables {

// 28 tables of 128 cells, a third of the size when compressed. For each cell a number, in groups of seven bits with the
// lowest first, all but the last with bit 7 set. 0: as in the first table of the array (in which it means unassigned);
// 1: unassigned; from 2: the distance from the code unit written last in this table, zigzag (TS 23.038 lists scripts in
// their order, so that most are 1). gsm7_table.cpp reads them.

// clang-format off

/// By national language identifier (3GPP TS 23.038, 6.2.1.2.4); 0 is the default alphabet.
${cppArray('gsm7_locking', locking)}

/// Reached by the escape 0x1B; 0 is the default extension table.
${cppArray('gsm7_single', single)}

// clang-format on

}  // namespace klikspor::tables
`;

write({ 'core/src/tables/gsm7_tables.hpp': text });
