import lines from './character-names.js';

/** Scripts a message may hold and the table does not: their letters are told by their script. */
const SCRIPTS = [
  'Han',
  'Hiragana',
  'Katakana',
  'Hangul',
  'Arabic',
  'Hebrew',
  'Thai',
  'Lao',
  'Khmer',
  'Myanmar',
  'Tibetan',
  'Devanagari',
  'Bengali',
  'Gurmukhi',
  'Gujarati',
  'Oriya',
  'Tamil',
  'Telugu',
  'Kannada',
  'Malayalam',
  'Sinhala',
  'Armenian',
  'Georgian',
  'Ethiopic',
  'Mongolian',
  'Syriac',
  'Thaana',
  'Cherokee',
  'Coptic',
  'Tifinagh',
  'Bopomofo',
  'Latin',
  'Greek',
  'Cyrillic',
];
const KINDS: readonly (readonly [pattern: RegExp, kind: string])[] = [
  [/^\p{Cs}$/u, 'half a character'],
  [/^\p{Cc}$/u, 'control character'],
  [/^\p{Co}$/u, 'private character'],
  [/^\p{Cn}$/u, 'unassigned'],
  [/^\p{Extended_Pictographic}$/u, 'emoji'],
  [/^\p{M}$/u, 'mark'],
  [/^\p{N}$/u, 'number'],
  [/^\p{P}$/u, 'punctuation'],
  [/^\p{S}$/u, 'symbol'],
];
const HIGHEST = 0x10ffff;

let table: Map<number, string> | undefined;

/** The names as the data file lists them: `@` and where a run begins, then its names, one a line. */
function namesOf(text: string): Map<number, string> {
  const names = new Map<number, string>();
  let codePoint = 0;
  for (const line of text.split('\n')) {
    if (line.startsWith('@')) codePoint = Number.parseInt(line.slice(1), 16);
    else if (line !== '') names.set(codePoint++, line);
  }
  return names;
}

export function nameOf(codePoint: number): string {
  if (!Number.isInteger(codePoint) || codePoint < 0 || codePoint > HIGHEST)
    throw new RangeError(`codePoint is ${codePoint}; it must be a whole number from 0 to ${HIGHEST}`);
  table ??= namesOf(lines);
  const name = table.get(codePoint);
  if (name !== undefined) return name;
  const character = String.fromCodePoint(codePoint);
  const script = SCRIPTS.find((one) => new RegExp(`^\\p{Script=${one}}$`, 'u').test(character));
  const kind = KINDS.find(([pattern]) => pattern.test(character))?.[1] ?? 'letter';
  const number = codePoint.toString(16).toUpperCase().padStart(4, '0');
  return `U+${number}, ${script === undefined ? kind : `${script} ${kind}`}`;
}
