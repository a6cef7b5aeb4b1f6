import { isUtf8 } from 'node:buffer';
import { fstatSync } from 'node:fs';
import { kindOf, wordsOf } from './line.mjs';

/** Octets of one line: several times the longest message there is, however it is escaped. Answering may take 200 times that. */
const LONGEST_LINE = 2 ** 20;
/** Characters of answers that are written in one go. */
const WRITE_AT = 65536;

/**
 * JSON lines from standard input to standard output, as they come: memory for one line, time linear in the input. Lines
 * end with LF or CRLF, the last one may do without; a byte order mark at the start and empty lines are passed over.
 * `answer` gets each parsed object; a line it cannot answer becomes `{"error", "line"}` and the rest goes on. `example` is
 * a line as it should be, for those who wrote another. A line longer than `longest` octets is read past, not kept. Returns
 * the exit code: 1 if any line failed.
 *
 * @param {string} example
 * @param {(line: import('./line.mjs').Line) => unknown} answer
 */
export async function answerLines(example, answer, longest = LONGEST_LINE) {
  if (isDirectory()) {
    console.error('klikspor: the input is a directory; give a file, such as < lines.jsonl');
    return 2;
  }
  let failed = false;
  let out = '';
  const flush = async () => {
    const ready = out;
    out = '';
    if (ready !== '' && !process.stdout.write(ready))
      await new Promise((resolve) => process.stdout.once('drain', resolve));
  };
  for await (const { number, octets } of linesOf(process.stdin, longest)) {
    let result;
    try {
      if (octets === null) {
        throw new Error(`the line is longer than ${longest} octets; give each text a line of its own`);
      }
      const value = objectOf(octets, number, example);
      if (value === undefined) continue;
      result = answer(value);
    } catch (error) {
      failed = true;
      result = { error: wordsOf(error), line: number };
    }
    out += `${JSON.stringify(result)}\n`;
    if (out.length >= WRITE_AT) await flush();
  }
  await flush();
  return failed ? 1 : 0;
}

/** Node reads nothing from one, and says nothing. */
function isDirectory() {
  try {
    return fstatSync(0).isDirectory();
  } catch {
    return false; // no standard input at all: nothing to answer
  }
}

/**
 * Lines as octets, without their LF; `octets` null: the line was longer than a line may be.
 *
 * @param {AsyncIterable<Buffer>} input
 * @param {number} longest
 */
async function* linesOf(input, longest) {
  let number = 0;
  /**
   * The pieces of a line that is not complete yet; beyond the limit they are counted and dropped.
   *
   * @type {Buffer[]}
   */
  let pieces = [];
  let size = 0;
  const take = (/** @type {Buffer} */ piece) => {
    size += piece.length;
    if (size > longest) pieces = [];
    else pieces.push(piece);
  };
  const line = () => {
    const octets = size > longest ? null : Buffer.concat(pieces, size);
    pieces = [];
    size = 0;
    number++;
    return { number, octets };
  };
  for await (const chunk of input) {
    let start = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, start)) {
      take(chunk.subarray(start, end));
      yield line();
      start = end + 1;
    }
    if (start < chunk.length) take(chunk.subarray(start));
  }
  if (size > 0) yield line();
}

/**
 * The object on a line; undefined if the line is empty.
 *
 * @param {Buffer} octets
 * @param {number} number
 * @param {string} example
 */
function objectOf(octets, number, example) {
  if (!isUtf8(octets)) throw new Error('the line is not UTF-8; save the input as UTF-8');
  const text = octets.toString('utf8');
  const line = number === 1 && text.startsWith('\uFEFF') ? text.slice(1) : text;
  if (line.trim() === '') return undefined;
  let value;
  try {
    value = JSON.parse(line);
  } catch (error) {
    throw new Error(`the line is not JSON (${wordsOf(error)}); write one object a line, such as ${example}`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Error(`the line is ${kindOf(value)}; it must be one JSON object, such as ${example}`);
  }
  return value;
}
