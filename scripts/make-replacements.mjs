// Writes core/src/tables/replacements.hpp: what to write instead of characters that GSM-7 lacks. Letters come from
// Unicode's own decompositions, everything else from the list below. `--check` only compares.
import { readFileSync, writeFileSync } from 'node:fs';

const root = new URL('../', import.meta.url);
const gsm7 = new Set(
  ['basic', 'extension'].flatMap((name) =>
    readFileSync(new URL(`core/data/gsm7/gsm7-${name}.tsv`, root), 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => String.fromCodePoint(Number.parseInt(line.split('\t')[1], 16))),
  ),
);

/** Spelled as people type it when a keyboard has no better. */
const chosen = {
  ' ': '\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\u2028\t',
  '': '\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufe0e\ufe0f\ufeff',
  "'": '\u2018\u2019\u201a\u201b\u2032\u00b4\u0060\u02b9\u02bb\u02bc\u2039\u203a',
  '"': '\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb\u301d\u301e',
  '-': '\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2043\u2022\u2023\u25aa\u25cf\u2027\u00ac',
  '...': '\u2026',
  '.': '\u00b7\u2024\u3002',
  x: '\u00d7\u2715',
  '/': '\u00f7\u2044\u2215',
  '->': '\u2192\u279c\u279d\u2794',
  '<-': '\u2190',
  '|': '\u00a6',
  '+/-': '\u00b1',
  '(c)': '\u00a9',
  '(R)': '\u00ae',
  TM: '\u2122',
  No: '\u2116',
  '1/4': '\u00bc',
  '1/2': '\u00bd',
  '3/4': '\u00be',
  u: '\u00b5\u03bc',
  d: 'đð',
  D: 'ĐÐ',
  th: 'þ',
  Th: 'Þ',
  h: 'ħ',
  H: 'Ħ',
  i: 'ı',
  k: 'ĸ',
  l: 'ł',
  L: 'Ł',
  n: 'ŋ',
  N: 'Ŋ',
  oe: 'œ',
  OE: 'Œ',
  t: 'ŧ',
  T: 'Ŧ',
  SS: 'ẞ',
  '\n': '\u2029\u0085',
};

const found = new Map();
for (const [to, from] of Object.entries(chosen)) for (const character of from) found.set(character, to);

/** The letter without its marks, keeping those marks that GSM-7 has: ǿ is ø, ǘ is ü, ł̂ is l. */
function plain(character) {
  const [base, ...marks] = character.normalize('NFKD');
  let best = base;
  for (const mark of marks) {
    const composed = (best + mark).normalize('NFC');
    if ([...composed].length === 1 && gsm7.has(composed)) best = composed;
    else if (!/\p{M}/u.test(mark)) best += mark;
  }
  return [...best].map((part) => found.get(part) ?? part).join('');
}

const ranges = [
  [0xa0, 0x24f],
  [0x1e00, 0x1eff],
  [0x2070, 0x209c],
  [0xfb00, 0xfb06],
  [0xff01, 0xff5e],
];
for (const [first, last] of ranges) {
  for (let codepoint = first; codepoint <= last; codepoint++) {
    const character = String.fromCodePoint(codepoint);
    if (gsm7.has(character) || found.has(character)) continue;
    const to = plain(character);
    if (to !== character && to.trim() !== '' && to.length <= 3 && [...to].every((part) => gsm7.has(part)))
      found.set(character, to);
  }
}
for (const [from, to] of found) {
  if (gsm7.has(from)) throw new Error(`${from} is in GSM-7 and needs no replacement`);
  if (to.length > 3 || ![...to].every((part) => gsm7.has(part))) throw new Error(`${from} cannot become ${to}`);
}

const hex = (codepoint) => `0x${codepoint.toString(16).toUpperCase().padStart(4, '0')}`;
const rows = [...found]
  .sort(([a], [b]) => a.codePointAt(0) - b.codePointAt(0))
  .map(([from, to]) => {
    const cells = [...to].map((part) => hex(part.codePointAt(0)));
    return `    {${[hex(from.codePointAt(0)), ...cells, '0', '0', '0'].slice(0, 4).join(', ')}},`;
  });

const text = `// Made by scripts/make-replacements.mjs; do not edit.
#pragma once
#include <array>

namespace klikspor::tables {

/// A code unit that GSM-7 lacks, and up to three that say the same in it; 0 ends them.
struct Replacement {
  char16_t from;
  char16_t first;
  char16_t second;
  char16_t third;
};

// clang-format off

/// Sorted by \`from\`.
inline constexpr std::array<Replacement, ${rows.length}> replacements = {{
${rows.join('\n')}
}};

// clang-format on

}  // namespace klikspor::tables
`;

const path = new URL('core/src/tables/replacements.hpp', root);
if (process.argv.includes('--check')) {
  if (readFileSync(path, 'utf8') !== text) {
    console.error('core/src/tables/replacements.hpp is out of date: run node scripts/make-replacements.mjs');
    process.exit(1);
  }
} else {
  writeFileSync(path, text);
}
