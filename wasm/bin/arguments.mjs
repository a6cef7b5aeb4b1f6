import { parseArgs } from 'node:util';
import { wordsOf } from './line.mjs';

/**
 * The arguments of a command that knows `--jsonl` and `--help`; what follows `--` is text, whatever it looks like. An
 * argument it does not know is told on standard error with the way to help, and the answer is null.
 *
 * @param {string} command
 * @param {string[]} args
 */
export function parse(command, args) {
  try {
    const { values, positionals } = parseArgs({
      args,
      options: { jsonl: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
      allowPositionals: true,
    });
    return { jsonl: values.jsonl === true, help: values.help === true, texts: positionals };
  } catch (error) {
    console.error(`klikspor ${command}: ${wordsOf(error)}; see klikspor ${command} --help`);
    return null;
  }
}

/**
 * Whether a command that does nothing but read JSON lines is to do so; else its exit code, help or the mistake said.
 *
 * @param {string} command
 * @param {string} help
 * @param {string[]} args
 */
export function parseLinesOnly(command, help, args) {
  const asked = parse(command, args);
  if (asked?.help) {
    console.log(help);
    return 0;
  }
  if (asked?.jsonl && asked.texts.length === 0) return true;
  console.error(`klikspor ${command}: reads JSON lines and needs --jsonl; see klikspor ${command} --help`);
  return 2;
}
