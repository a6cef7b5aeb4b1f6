// Writes core/src/tables/letter_tables.hpp: what letters are made of (Unicode's canonical decompositions, one step each) and
// which are the same but for their case (simple case folding: CaseFolding.txt, C and S). Both come from this Node's own
// Unicode tables: `normalize`, and regular expressions with the flags i and u, which fold so. `--check` only compares.
import { codePoint, write } from './generated.ts';

const LAST = 0x10ffff;
const isSurrogate = (c: number) => c >= 0xd800 && c <= 0xdfff;
/** Hangul syllables are taken apart by arithmetic. */
const isSyllable = (c: number) => c >= 0xac00 && c <= 0xd7a3;
/** A thousand ideographs that old East Asian sets had twice: three times the table, for signs no heading has. */
const isDouble = (c: number) => c >= 0xf900 && c <= 0xfaff;

/** Base 128, the lowest digits first; the highest bit of an octet: more follow. */
function varint(number: number): number[] {
  return number < 128 ? [number] : [(number & 127) | 128, ...varint(number >> 7)];
}
/** Below zero too: 0, -1, 1, -2, … */
const signed = (number: number) => varint(number < 0 ? -2 * number - 1 : 2 * number);

// --- decompositions -----------------------------------------------------------------------------------------------

const parts = (c: number) => [...String.fromCodePoint(c).normalize('NFD')].map(codePoint);
/** By what it is made of in the end. */
const whole = new Map<string, number>();
const taken: { letter: number; made: number[] }[] = [];
for (let c = 0; c <= 0xffff; c++) {
  // Signs that are no letters (≠) are in no heading: a fifth of the table.
  if (isSurrogate(c) || isSyllable(c) || isDouble(c) || !/\p{L}/u.test(String.fromCodePoint(c))) continue;
  const made = parts(c);
  if (made.length === 1 && made[0] === c) continue;
  taken.push({ letter: c, made });
  // Where there are two, the first is the usual one (Å, the letter, not the unit).
  if (!whole.has(made.join())) whole.set(made.join(), c);
}
/** Another letter and the last of the marks; mark 0: the other letter alone. */
const compositions = taken.map(({ letter, made }) => {
  const [only = 0] = made;
  if (made.length === 1) return { letter, from: only, mark: 0 };
  const rest = made.slice(0, -1);
  const from = rest.length === 1 ? rest[0] : whole.get(rest.join());
  if (from === undefined) throw new Error(`U+${letter.toString(16)} is made of nothing in one step`);
  return { letter, from, mark: made.at(-1) ?? 0 };
});
const uses = new Map<number, number>();
for (const { mark } of compositions) uses.set(mark, (uses.get(mark) ?? 0) + 1);
const marks = [...uses].sort(([a, m], [b, n]) => n - m || a - b).map(([mark]) => mark);
if (marks.length > 255) throw new Error(`${marks.length} marks do not fit an octet`);

const composed = compositions.flatMap(({ letter, from, mark }, i) => [
  [...varint(letter - (compositions[i - 1]?.letter ?? 0))],
  [...signed(from - (compositions[i - 1]?.from ?? 0))],
  [marks.indexOf(mark)],
]);
/** Column by column, which compresses better. */
const column = (which: number) => composed.filter((_, i) => i % 3 === which).flat();

// --- case ---------------------------------------------------------------------------------------------------------

/** Letters that are the same but for their case, the letter itself first. */
function cases(c: number): number[] {
  const letter = String.fromCodePoint(c);
  if (letter.toLowerCase() === letter && letter.toUpperCase() === letter) return [c];
  const same = new RegExp(`^\\u{${c.toString(16)}}$`, 'iu');
  const upper = letter.toUpperCase();
  const tried = [letter.toLowerCase(), upper, upper.toLowerCase(), letter.toLowerCase().toUpperCase()];
  return [c, ...tried.filter((other) => [...other].length === 1 && same.test(other)).map(codePoint)];
}

const family = new Map<number, Set<number>>();
for (let c = 0; c <= LAST; c++) {
  if (isSurrogate(c)) continue;
  const all = cases(c).flatMap((one) => [...(family.get(one) ?? [one])]);
  if (new Set(all).size === 1) continue;
  const joined = new Set(all);
  for (const one of joined) family.set(one, joined);
}
/** The small letter whose capital leads back to it. */
function folded(members: ReadonlySet<number>): number {
  const small = [...members].filter((c) => String.fromCodePoint(c).toLowerCase() === String.fromCodePoint(c));
  const there = (c: number) => String.fromCodePoint(c).toUpperCase().toLowerCase() === String.fromCodePoint(c);
  const found = small.sort((a, b) => a - b).find(there) ?? small[0];
  if (found === undefined) throw new Error(`no small letter among ${[...members].join()}`);
  return found;
}
const made = new Set(taken.map(({ letter }) => letter));
const runs: { first: number; count: number; step: number; to: number }[] = [];
// What is made of others is taken apart before it is folded.
const folds = [...family]
  .map(([c, members]) => [c, folded(members) - c] as const)
  .filter(([c, to]) => to !== 0 && !made.has(c))
  .sort(([a], [b]) => a - b);
for (let at = 0; at < folds.length; ) {
  const [first = 0, to = 0] = folds[at] ?? [];
  const inRow = (step: number) => {
    let count = 1;
    while (folds[at + count]?.[0] === first + step * count && folds[at + count]?.[1] === to) count++;
    return count;
  };
  const step = inRow(2) > inRow(1) ? 2 : 1;
  const count = inRow(step);
  runs.push({ first, count, step, to });
  at += count;
}
const folding = runs.flatMap(({ first, count, step, to }, i) => [
  ...varint(first - (runs[i - 1]?.first ?? 0)),
  ...varint(count * 2 + step - 1),
  ...signed(to),
]);

// --- writing ------------------------------------------------------------------------------------------------------

const octets = (name: string, values: readonly number[]) => {
  const lines = values.join(', ').replaceAll(/(.{90,110}?,) /g, '$1\n    ');
  return `inline constexpr std::array<std::uint8_t, ${values.length}> ${name} = {\n    ${lines},\n};`;
};
const points = marks.map((mark) => `0x${mark.toString(16).toUpperCase().padStart(4, '0')}`).join(', ');

const text = `// Made by scripts/make-letter-tables.ts (Unicode ${process.versions.unicode}); do not edit.
#pragma once
#include <array>
#include <cstdint>

namespace klikspor::tables {

// clang-format off

// Numbers in these lists are of base 128, the lowest digits first, an octet's highest bit set where more follow; "signed"
// ones are 0, -1, 1, -2, …

/// Letters that are made of another and a mark, or stand for another alone (Unicode, canonical decomposition, one step each),
/// but for Hangul syllables, doubles of ideographs and what is beyond U+FFFF: ascending, each as the distance from the one before.
${octets('composed_steps', column(0))}

/// In the same order: the other letter, as the signed distance from the one before.
${octets('composed_from', column(1))}

/// In the same order: the mark, by its place in the list below.
${octets('composed_marks', column(2))}

/// 0: none.
inline constexpr std::array<char16_t, ${marks.length}> marks = {
    ${points.replaceAll(/(.{90,110}?,) /g, '$1\n    ')},
};

/// Runs of letters that fold to others by one distance (Unicode, simple case folding), but for letters of the lists above: the
/// first as the distance from the first of the run before, then twice how many, and one more where every second letter is
/// meant, then the signed distance.
${octets('case_runs', folding)}

// clang-format on

}  // namespace klikspor::tables
`;

write({ 'core/src/tables/letter_tables.hpp': text });
