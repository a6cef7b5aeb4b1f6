// Writes core/src/tables/gsm7_tables.hpp from core/data/gsm7/*.tsv. `--check` only compares.
import { readFileSync, writeFileSync } from 'node:fs';

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
const root = new URL('../', import.meta.url);

function table(name) {
  const cells = new Array(128).fill(0);
  const text = readFileSync(new URL(`core/data/gsm7/gsm7-${name}.tsv`, root), 'utf8');
  for (const line of text.trim().split('\n').slice(1)) {
    const [septet, codepoint] = line.split('\t');
    cells[Number.parseInt(septet, 16)] = Number.parseInt(codepoint, 16);
  }
  return cells;
}

const hex = (codepoint) => `0x${codepoint.toString(16).toUpperCase().padStart(4, '0')}`;
const cpp = (name, cells) => {
  const rows = [];
  for (let i = 0; i < 128; i += 8)
    rows.push(
      `     ${cells
        .slice(i, i + 8)
        .map(hex)
        .join(', ')},`,
    );
  return `    {// ${name}\n${rows.join('\n')}}`;
};

// Spanish (2) has no locking table: the default one is used.
const locking = ['basic', ...languages.map((l) => (l === 'spanish' ? 'basic' : `locking-${l}`))];
const single = ['extension', ...languages.map((l) => `single-${l}`)];

const text = `// Made by scripts/make-gsm7-tables.mjs from core/data/gsm7/*.tsv; do not edit.
#pragma once
#include <array>

namespace klikspor::tables {

/// Code unit by septet; 0: unassigned. No table holds U+0000.
using Gsm7Table = std::array<char16_t, 128>;

// clang-format off

/// By national language identifier (3GPP TS 23.038, 6.2.1.2.4); 0 is the default alphabet.
inline constexpr std::array<Gsm7Table, 14> gsm7_locking = {{
${locking.map((name) => cpp(name, table(name))).join(',\n')},
}};

/// Reached by the escape 0x1B; 0 is the default extension table.
inline constexpr std::array<Gsm7Table, 14> gsm7_single = {{
${single.map((name) => cpp(name, table(name))).join(',\n')},
}};

// clang-format on

}  // namespace klikspor::tables
`;

const target = new URL('core/src/tables/gsm7_tables.hpp', root);
if (process.argv.includes('--check')) {
  if (readFileSync(target, 'utf8') !== text) {
    console.error('core/src/tables/gsm7_tables.hpp is not what core/data/gsm7 makes: run scripts/make-gsm7-tables.mjs');
    process.exit(1);
  }
} else {
  writeFileSync(target, text);
}
