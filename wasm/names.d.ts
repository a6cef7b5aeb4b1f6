/**
 * Names of characters, for telling people what costs a text its GSM-7: `const { nameOf } = await import('klikspor/names')`
 * loads about 35 kB (compressed) once, and only where names are shown.
 */

/**
 * The Unicode name of a code point (`LATIN SMALL LETTER E WITH DIAERESIS`, `PARTY POPPER`): Latin, Greek and Cyrillic,
 * marks, punctuation, currency, symbols, emoji. Of others the number and the kind: `U+4E2D, Han letter`; of a lone
 * surrogate `U+D83C, half a character`. Throws a RangeError outside 0 … 0x10FFFF.
 */
export function nameOf(codePoint: number): string;
