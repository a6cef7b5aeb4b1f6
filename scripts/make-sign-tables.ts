// Writes core/src/tables/sign_tables.hpp: which code points beyond ASCII are signs rather than letters, for links in
// texts. This Node's own Unicode tables are asked; tests/wasm/links.test.ts compares the result with them code point by
// code point. `--check` only compares.
import { write } from './generated.ts';

/** Punctuation, symbols, separators, controls and invisible marks, private use; and what turns a letter into an emoji. */
const SIGN = /[\p{P}\p{S}\p{Z}\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Extended_Pictographic}\p{Variation_Selector}]|\u{20e3}/u;
const FIRST = 0x80;
const END = 0x10000;

const lengths: number[] = [];
let first = FIRST;
for (let c = FIRST; c <= END; c++) {
  const isSign = lengths.length % 2 === 1;
  if (c < END && SIGN.test(String.fromCodePoint(c)) === isSign) continue;
  lengths.push(c - first);
  first = c;
}

/** Base 128, the lowest digits first; the highest bit of a byte: more follow. */
function varint(number: number): number[] {
  return number < 128 ? [number] : [(number & 127) | 128, ...varint(number >> 7)];
}
const bytes = lengths.flatMap(varint);
const lines = bytes.join(', ').replaceAll(/(.{90,110}?,) /g, '$1\n    ');

write({
  'core/src/tables/sign_tables.hpp': `// Made by scripts/make-sign-tables.ts (Unicode ${process.versions.unicode}); do not edit.
#pragma once
#include <array>
#include <cstdint>

namespace klikspor::tables {

// clang-format off

/// How many code points each run has, from U+0080 to U+FFFF: letters, signs, letters and so on, the first run of none.
/// Base 128, the lowest digits first, a byte's highest bit set where more follow.
inline constexpr std::array<std::uint8_t, ${bytes.length}> sign_run_lengths = {
    ${lines},
};

// clang-format on

}  // namespace klikspor::tables
`,
});
