// Writes core/src/tables/replacements.hpp: what to write instead of characters that GSM-7 lacks, by the list below or by
// Unicode's compatibility forms. Letters with marks are not in it: they have the tables of scripts/make-letter-tables.ts.
// `--check` only compares.
import { codePoint, read, write } from './generated.ts';

const unitsOf = (name: string) =>
  read(`core/data/gsm7/${name}`)
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => String.fromCodePoint(Number.parseInt(line.split('\t')[1] ?? '', 16)));
const gsm7 = new Set(['gsm7-basic.tsv', 'gsm7-extension.tsv'].flatMap(unitsOf));

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
  Δ: '\u2206',
  Π: '\u220f',
  Σ: '\u2211',
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
  a: 'ẚ',
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

const found = new Map<string, string>();
for (const [to, from] of Object.entries(chosen)) for (const character of from) found.set(character, to);

/** What the core makes of a decomposed letter (`plain_letter` in core/src/replacement.cpp). */
function plain(character: string): string {
  const [base = '', ...marks] = character.normalize('NFKD');
  let best = base;
  for (const mark of marks) {
    const composed = (best + mark).normalize('NFC');
    if ([...composed].length === 1 && gsm7.has(composed)) best = composed;
    else if (!/\p{M}/u.test(mark)) best += mark;
  }
  return [...best].map((part) => found.get(part) ?? part).join('');
}

/** A letter and a mark, or several, as one: the core takes it apart. */
function isComposed(character: string): boolean {
  const parts = [...character.normalize('NFD')];
  const mark = parts.pop() ?? '';
  const base = parts.join('').normalize('NFC');
  return [...base].length === 1 && (base + mark).normalize('NFC') === character;
}

const ranges: [first: number, last: number][] = [
  [0xa0, 0x24f],
  [0x1e00, 0x1eff],
  [0x2070, 0x209c],
  [0x2100, 0x217f], // letterlike signs, fractions, Roman numerals
  [0xfb00, 0xfb06],
];
for (const [first, last] of ranges) {
  for (let codepoint = first; codepoint <= last; codepoint++) {
    const character = String.fromCodePoint(codepoint);
    if (isComposed(character) || gsm7.has(character) || found.has(character)) continue;
    const to = plain(character);
    if (to !== character && to.trim() !== '' && to.length <= 3 && [...to].every((part) => gsm7.has(part)))
      found.set(character, to);
  }
}
for (const [from, to] of found) {
  if (gsm7.has(from)) throw new Error(`${from} is in GSM-7 and needs no replacement`);
  if (to.length > 3 || ![...to].every((part) => gsm7.has(part))) throw new Error(`${from} cannot become ${to}`);
}

const hex = (unit: number) => `0x${unit.toString(16).toUpperCase().padStart(4, '0')}`;
const unit = (character: string) => hex(codePoint(character));
/** Each letter as the distance from the one before: far smaller once compressed. */
const steps = (letters: string[]) =>
  letters.map((letter, i) => hex(codePoint(letter) - (letters[i - 1]?.codePointAt(0) ?? 0)));
const array = (name: string, cells: string[]) => {
  const lines = cells.join(', ').replaceAll(/(.{90,110}?,) /g, '$1\n    ');
  return `inline constexpr std::array<char16_t, ${cells.length}> ${name} = {\n    ${lines},\n};`;
};
const sorted = [...found].sort(([a], [b]) => codePoint(a) - codePoint(b));

const text = `// Made by scripts/make-replacements.ts; do not edit.
#pragma once
#include <array>

namespace klikspor::tables {

// clang-format off

/// Code units that GSM-7 lacks, ascending, each as the distance from the one before.
${array('replaced_steps', steps(sorted.map(([from]) => from)))}

/// In the same order: up to three code units that say the same in GSM-7, and a 0.
${array(
  'replacements',
  sorted.flatMap(([, to]) => [...[...to].map(unit), '0']),
)}

// clang-format on

}  // namespace klikspor::tables
`;

write({ 'core/src/tables/replacements.hpp': text });
