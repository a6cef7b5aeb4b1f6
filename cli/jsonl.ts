import { isUtf8 } from 'node:buffer';
import { once } from 'node:events';
import { fstatSync } from 'node:fs';
import { isObject, type JsonObject, kindOf, wordsOf } from './line.ts';

/** Characters of answers that are written in one go. */
const WRITE_AT = 65536;

/**
 * JSON lines from standard input to standard output, as they come: memory for one line, time linear in the input. Lines
 * end with LF or CRLF, the last one may do without; a byte order mark at the start and empty lines are passed over.
 * `answer` gets each parsed object; a line it cannot answer becomes `{"error", "line"}` and the rest goes on. `example` is
 * a line as it should be, for those who wrote another. A line longer than `longest` octets is read past, not kept. Returns
 * the exit code: 1 if any line failed.
 */
export async function answerLines(
  example: string,
  answer: (line: JsonObject) => unknown,
  longest: number,
): Promise<number> {
  if (isDirectory()) {
    console.error('klikspor: the input is a folder; give a file, such as < lines.jsonl');
    return 2;
  }
  let failed = false;
  const out = new LineWriter();
  for await (const { number, octets } of linesOf(process.stdin, longest)) {
    let result: unknown;
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
    await out.write(result);
  }
  await out.flush();
  return failed ? 1 : 0;
}

/** JSON lines to standard output, as fast as they are read. */
export class LineWriter {
  #ready = '';

  async write(line: unknown): Promise<void> {
    this.#ready += `${JSON.stringify(line)}\n`;
    if (this.#ready.length >= WRITE_AT) await this.flush();
  }

  async flush(): Promise<void> {
    const ready = this.#ready;
    this.#ready = '';
    if (ready !== '' && !process.stdout.write(ready)) await once(process.stdout, 'drain');
  }
}

/** Whether standard input is one: Node reads nothing from it, and says nothing. */
export function isDirectory() {
  try {
    return fstatSync(0).isDirectory();
  } catch {
    return false; // no standard input at all: nothing to answer
  }
}

/** Lines as octets, without their LF; `octets` null: the line was longer than a line may be. */
async function* linesOf(input: AsyncIterable<Buffer>, longest: number) {
  let number = 0;
  /** The pieces of a line that is not complete yet; beyond the limit they are counted and dropped. */
  let pieces: Buffer[] = [];
  let size = 0;
  const take = (piece: Buffer) => {
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

/** The object on a line; undefined if the line is empty. */
function objectOf(octets: Buffer, number: number, example: string): JsonObject | undefined {
  if (!isUtf8(octets)) throw new Error('the line is not UTF-8; save the input as UTF-8');
  const text = octets.toString('utf8');
  const line = number === 1 && text.startsWith('\uFEFF') ? text.slice(1) : text;
  if (line.trim() === '') return undefined;
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (error) {
    throw new Error(`the line is not JSON (${wordsOf(error)}); write one object a line, such as ${example}`);
  }
  if (!isObject(value)) {
    throw new Error(`the line is ${kindOf(value)}; it must be one JSON object, such as ${example}`);
  }
  return value;
}
