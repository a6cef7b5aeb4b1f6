import { isUtf8 } from 'node:buffer';
import { kindOf } from './line.mjs';

/** Octets of one line: far beyond any message, and short enough for text and answer to fit in memory. */
const LONGEST_LINE = 64 * 2 ** 20;
/** Characters of answers that are written in one go. */
const WRITE_AT = 65536;

/**
 * JSON lines from standard input to standard output, as they come: memory for one line, time linear in the input. Lines
 * end with LF or CRLF, the last one may do without; a byte order mark at the start and empty lines are passed over.
 * `answer` gets each parsed object; a line it cannot answer becomes `{"error", "line"}` and the rest goes on. `example` is
 * a line as it should be, for those who wrote another. Returns the exit code: 1 if any line failed.
 */
export async function answerLines(example, answer, input = process.stdin, output = process.stdout) {
  let failed = false;
  let out = '';
  const flush = async () => {
    const ready = out;
    out = '';
    if (ready !== '' && !output.write(ready)) await new Promise((resolve) => output.once('drain', resolve));
  };
  for await (const { number, octets } of linesOf(input)) {
    let result;
    try {
      const value = objectOf(octets, number, example);
      if (value === undefined) continue;
      result = answer(value);
    } catch (error) {
      failed = true;
      result = { error: error instanceof Error ? error.message : String(error), line: number };
    }
    out += `${JSON.stringify(result)}\n`;
    if (out.length >= WRITE_AT) await flush();
  }
  await flush();
  return failed ? 1 : 0;
}

/** Lines as octets, without their LF; `octets` null: the line was longer than a line may be. */
async function* linesOf(input) {
  let number = 0;
  // The pieces of a line that is not complete yet; beyond the limit they are counted and dropped.
  let pieces = [];
  let size = 0;
  const take = (piece) => {
    size += piece.length;
    if (size > LONGEST_LINE) pieces = [];
    else pieces.push(piece);
  };
  const line = () => {
    const octets = size > LONGEST_LINE ? null : pieces.length === 1 ? pieces[0] : Buffer.concat(pieces, size);
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

/** The object on a line; undefined if the line is empty. */
function objectOf(octets, number, example) {
  if (octets === null) {
    throw new Error(`the line is longer than ${LONGEST_LINE} octets; give each text a line of its own`);
  }
  if (!isUtf8(octets)) throw new Error('the line is not UTF-8; save the input as UTF-8, or give the text as utf16');
  const text = octets.toString('utf8');
  const line = number === 1 && text.startsWith('\uFEFF') ? text.slice(1) : text;
  if (line.trim() === '') return undefined;
  let value;
  try {
    value = JSON.parse(line);
  } catch (error) {
    throw new Error(`the line is not JSON (${error.message}); write one object a line, such as ${example}`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Error(`the line is ${kindOf(value)}; it must be one JSON object, such as ${example}`);
  }
  return value;
}
