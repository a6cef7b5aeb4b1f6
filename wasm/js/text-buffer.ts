import { checkInteger } from './check.ts';
import type { RawModule } from './raw.d.ts';

/** A text of a quarter of a gigabyte: beyond, the caller has mistaken a file for a message. */
const LONGEST_TEXT = 2 ** 27;
/** Fewer arguments than any engine takes in one call. */
const CHUNK = 8192;

/** The code units at the address `pointer`, as they are: lone surrogates and U+FEFF stay. */
export function readText(raw: RawModule, pointer: number, length: number): string {
  const units = raw.HEAPU16.subarray(pointer >> 1, (pointer >> 1) + length);
  let text = '';
  for (let at = 0; at < length; at += CHUNK) text += String.fromCharCode(...units.subarray(at, at + CHUNK));
  return text;
}

/**
 * Writes strings into a resident buffer of code units in the core's memory, one behind the other, code unit for code
 * unit. `reserve` is the core's function that makes room and says where. Returns the length of all.
 */
export function textBuffer(raw: RawModule, reserve: (units: number) => number): (...texts: string[]) => number {
  let capacity = 4096;
  let buffer = reserve(capacity);
  return (...texts) => {
    let length = 0;
    for (const text of texts) length += text.length;
    if (length > capacity) {
      checkInteger('text.length', length, 0, LONGEST_TEXT);
      capacity = length;
      buffer = reserve(length);
    }
    // Read anew each time: the memory may have grown since, and views of the old one are empty.
    const heap = raw.HEAPU16;
    let at = buffer >> 1;
    for (const text of texts) {
      for (let i = 0; i < text.length; i++) heap[at++] = text.charCodeAt(i);
    }
    return length;
  };
}
