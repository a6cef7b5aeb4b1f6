import { parseArgs } from 'node:util';
import { answerLines } from './jsonl.ts';
import { type Fields, type JsonObject, type Line, readLine, wordsOf } from './line.ts';

/** Octets of one line: several times the longest message there is, however it is escaped. Answering may take 200 times that. */
const LONGEST_LINE = 2 ** 20;

/** A command that answers JSON lines, a line for a line. */
export interface LineCommand<Known extends Fields, Loaded> {
  readonly name: string;
  readonly help: string;
  /** A line as it should be, for those who wrote another. */
  readonly example: string;
  /** What a line may hold; each field may be left out. */
  readonly fields: Known;
  /** Octets of a line, 1 MiB unless said. */
  readonly longest?: number;
  /** What answers. */
  load(): Promise<Loaded>;
  answer(loaded: Loaded, line: Line<Known>): unknown;
  /** Answers one text given as an argument, for people to read. */
  describe?(loaded: Loaded, text: string): string;
}

/**
 * What runs such a command: it knows `--jsonl` and `--help`, and what follows `--` is text, whatever it looks like. A call
 * that means nothing is told on standard error with the way to help.
 */
export function lineCommand<Known extends Fields, Loaded>(command: LineCommand<Known, Loaded>) {
  return async (args: readonly string[]): Promise<number> => {
    const { name, fields } = command;
    const asked = parse(args);
    if (typeof asked === 'string') return wrongCall(name, asked);
    if (asked.help) {
      console.log(command.help);
      return 0;
    }
    const [text, ...others] = asked.texts;
    if (asked.jsonl && text === undefined) {
      const loaded = await command.load();
      const answer = (line: JsonObject) => command.answer(loaded, readLine(fields, line));
      return answerLines(command.example, answer, command.longest ?? LONGEST_LINE);
    }
    if (command.describe === undefined) return wrongCall(name, 'reads JSON lines and needs --jsonl');
    if (asked.jsonl) return wrongCall(name, '--jsonl reads standard input and takes no text');
    if (text === undefined || others.length > 0) return wrongCall(name, 'give one text in quotes, or --jsonl');
    console.log(command.describe(await command.load(), text));
    return 0;
  };
}

/** For a terminal, which would obey control characters of a list: each is shown as a sign that stands for none. */
export const printable = (text: string): string => text.replaceAll(/[^\P{Cc}\t\n]/gu, '\uFFFD');

/** Says what is wrong with a call, and answers its exit code. */
export function wrongCall(name: string, wrong: string): number {
  console.error(printable(`klikspor ${name}: ${wrong}; see klikspor ${name} --help`));
  return 2;
}

/** The arguments, or what is wrong with them. */
function parse(args: readonly string[]) {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { jsonl: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
      allowPositionals: true,
    });
    return { jsonl: values.jsonl === true, help: values.help === true, texts: positionals };
  } catch (error) {
    return wordsOf(error);
  }
}
