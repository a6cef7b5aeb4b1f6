import type { OptOutInstruction } from '../country-profiles.d.ts';
import data from './country-data.js';

const SENDING = new Set(data.words.sending);
const BETWEEN = new Set(data.words.between);
const LEADING = new Set(data.words.leading);

/** A word, or the end of a sentence. */
const PIECE = /[\p{L}\p{M}\p{N}]+|[.!?\n]/gu;
/** Shorter numbers are amounts and days; short codes begin at four digits. */
const NUMBER = /^\d{4,}$/;

export function findOptOutInstruction(text: string, isKeyword: (word: string) => boolean): OptOutInstruction | null {
  /** The keyword read last; `asked`: behind a word for sending, so it is enough unless a number follows. */
  let keyword: (OptOutInstruction & { readonly asked: boolean }) | null = null;
  let led = false;
  let sent = false;
  const found = (toNumber: boolean): OptOutInstruction | null =>
    keyword && { start: keyword.start, end: keyword.end, toNumber };

  for (const { 0: piece, index: start } of text.matchAll(PIECE)) {
    const word = piece.normalize('NFD').replace(/\p{M}/gu, '').toUpperCase();
    const ends = /^[.!?\n]$/.test(piece);
    if (keyword !== null && (led || keyword.asked) && NUMBER.test(word)) return found(true);
    const isWord = !ends && isKeyword(piece);
    if (keyword !== null && led && (isWord || word === 'OPT')) return found(false);
    if (keyword !== null && LEADING.has(word)) {
      led = true;
      continue;
    }
    if (keyword?.asked) return found(false);
    keyword = isWord ? { start, end: start + piece.length, toNumber: false, asked: sent } : null;
    sent = !ends && (SENDING.has(word) || (sent && BETWEEN.has(word)));
    led = false;
  }
  return keyword?.asked ? found(false) : null;
}
