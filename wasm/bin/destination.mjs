import { load } from 'klikspor/addresses';
import { parseLinesOnly } from './arguments.mjs';
import { answerLines } from './jsonl.mjs';
import { refuseUnknown } from './line.mjs';

const help = `klikspor destination --jsonl < lines

Finishes destinations of short links. Each line of standard input is an object:

  url         as written, with or without https://
  parameters  campaign parameters: {"utm_source":"sms"}, or [["utm_source","sms"]] where the order matters

and each line of output is an object:

  ok            whether there is a destination
  url           the finished address, if there is
  strayPercent  where in url as given a % first stands that begins no escape, so that it became %25 (a JavaScript string
                index); only if there is one: what was meant may be another sign
  error         the name of the refusal, if there is no destination

A line that cannot be read gets {"error","line"} and the rest goes on (exit code 1 at the end). A line holds at most 1 MiB.`;

/** @param {string[]} args */
export async function run(args) {
  const asked = parseLinesOnly('destination', help, args);
  if (asked !== true) return asked;
  const core = await load();
  return answerLines('{"url":"brand.dk"}', (line) => {
    refuseUnknown(line, ['url', 'parameters']);
    const { url, parameters = [] } = line;
    if (typeof url !== 'string') throw new Error('a line needs url, a string');
    const outcome = core.buildDestination(url, pairsOf(parameters));
    if (!outcome.ok) return outcome;
    const { displayHost: _, ...finished } = outcome;
    return finished;
  });
}

/**
 * @param {unknown} parameters
 * @returns {[name: string, value: string][]}
 */
function pairsOf(parameters) {
  if (parameters === null || typeof parameters !== 'object')
    throw new Error('parameters must be an object or an array of pairs');
  /** @type {unknown[]} */
  const pairs = Array.isArray(parameters) ? parameters : Object.entries(parameters);
  return pairs.map((pair, index) => {
    const [name, value, ...more] = Array.isArray(pair) ? pair : [];
    if (typeof name !== 'string' || typeof value !== 'string' || more.length > 0) {
      throw new Error(`parameters[${index}] must be a name and a value, both strings`);
    }
    return [name, value];
  });
}
