import { parseArgs } from 'node:util';

/**
 * The arguments of a command that knows `--jsonl` and `--help`; what follows `--` is text, whatever it looks like. An
 * argument it does not know is told on standard error with the way to help, and the answer is null.
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
    console.error(`klikspor ${command}: ${error.message}; see klikspor ${command} --help`);
    return null;
  }
}
