// Writes core/src/tables/cluster_tables.hpp: the class of every code point for grapheme cluster borders (UAX #29).
// The classes are found by asking this Node's own Unicode tables (Intl.Segmenter) how each code point behaves beside
// known ones; tests/wasm/cluster.test.ts compares the result with Intl.Segmenter on random texts. `--check` only compares.
import { write } from './generated.ts';

const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });
function clusters(text: string): number {
  let count = 0;
  for (const _ of segmenter.segment(text)) count++;
  return count;
}
const one = (...codepoints: number[]) => clusters(String.fromCodePoint(...codepoints)) === 1;

const KA = 0x915; // a consonant of the conjunct rule
const VIRAMA = 0x94d; // a linker of it
const ZWJ = 0x200d;
const HEART = 0x2764; // an extended pictographic
const DIAERESIS = 0x308;

function classOf(c: number): string {
  if (c >= 0xd800 && c <= 0xdfff) return 'other';
  if (c === ZWJ) return 'zwj';
  if (c >= 0x1f1e6 && c <= 0x1f1ff) return 'regional_indicator';
  // Hangul syllables are told apart by arithmetic; the rest of the jamo are three blocks.
  if ((c >= 0x1100 && c <= 0x115f) || (c >= 0xa960 && c <= 0xa97c)) return 'hangul_l';
  if ((c >= 0x1160 && c <= 0x11a7) || (c >= 0xd7b0 && c <= 0xd7c6)) return 'hangul_v';
  if ((c >= 0x11a8 && c <= 0x11ff) || (c >= 0xd7cb && c <= 0xd7fb)) return 'hangul_t';
  if (c >= 0xac00 && c <= 0xd7a3) return 'hangul_syllable';
  // Not assigned, or for private use: its own cluster, but for what is to be ignored or kept for emoji (UAX #29, 3.1, table 2).
  const character = String.fromCodePoint(c);
  if (/[\p{Cn}\p{Co}]/u.test(character) && !/[\p{DI}\p{Extended_Pictographic}]/u.test(character)) return 'other';
  // Nearly all: each has its own cluster before and behind a letter, joins no conjunct and no emoji. One look instead of five.
  if (clusters(String.fromCodePoint(0x61, c, 0x61, c, VIRAMA, KA, c, ZWJ, HEART)) === 7) return 'other';
  if (!one(c, DIAERESIS)) return 'control';
  if (one(0x61, c)) {
    if (one(KA, c, KA)) return 'linker';
    return one(HEART, c, ZWJ, HEART) ? 'extend' : 'spacing_mark';
  }
  if (one(c, 0x61)) return 'prepend';
  if (one(c, VIRAMA, KA)) return 'consonant';
  if (one(c, ZWJ, HEART)) return 'pictographic';
  return 'other';
}

const rows: [first: number, name: string][] = [];
let last = '';
for (let c = 0; c <= 0x10ffff; c++) {
  const name = classOf(c);
  if (name !== last) rows.push([c, name]);
  last = name;
}

const names = [
  'other',
  'control',
  'extend',
  'spacing_mark',
  'linker',
  'zwj',
  'prepend',
  'consonant',
  'pictographic',
  'regional_indicator',
  'hangul_l',
  'hangul_v',
  'hangul_t',
  'hangul_syllable',
];
/** Base 128, the lowest digits first; the highest bit of a byte: more follow. */
function varint(number: number): number[] {
  return number < 128 ? [number] : [(number & 127) | 128, ...varint(number >> 7)];
}
const lengths = rows.flatMap(([start], i) => varint((rows[i + 1]?.[0] ?? 0x110000) - start));
const classes = rows.map(([, name]) => names.indexOf(name));
const bytes = (name: string, values: number[]) => {
  const lines = values.join(', ').replaceAll(/(.{90,110}?,) /g, '$1\n    ');
  return `inline constexpr std::array<std::uint8_t, ${values.length}> ${name} = {\n    ${lines},\n};`;
};
const text = `// Made by scripts/make-cluster-tables.ts (Unicode ${process.versions.unicode}); do not edit.
#pragma once
#include <array>
#include <cstdint>

namespace klikspor::tables {

/// How a code point behaves at a grapheme cluster border (UAX #29, with the conjunct rule GB9c).
enum class ClusterClass : std::uint8_t {
${names.map((name) => `  ${name},`).join('\n')}
};

// clang-format off

/// How many code points each run has that behave alike, from U+0000 on: base 128, the lowest digits first, a byte's
/// highest bit set where more follow. A third of the size, once compressed, of the first code point of each.
${bytes('cluster_run_lengths', lengths)}

/// In the same order: the class of each run.
${bytes('cluster_run_classes', classes)}

// clang-format on

}  // namespace klikspor::tables
`;

write({ 'core/src/tables/cluster_tables.hpp': text });
