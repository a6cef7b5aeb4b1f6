import { load } from 'klikspor/addresses';
import { lineCommand } from './command.ts';
import { array, type Check, every, is, isString, string } from './line.ts';

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

type Pair = [name: string, value: string];

const PARAMETERS = 'an object or an array of pairs';
const named = every(PARAMETERS, string);
const pairs = array(
  PARAMETERS,
  is(
    'a name and a value, both strings',
    (value): value is Pair => Array.isArray(value) && value.length === 2 && value.every(isString),
  ),
);
const parameters: Check<Pair[]> = (place, value) =>
  Array.isArray(value) ? pairs(place, value) : Object.entries(named(place, value));

export const run = lineCommand({
  name: 'destination',
  help,
  example: '{"url":"brand.dk"}',
  fields: { url: string, parameters },
  load,
  answer(core, line) {
    const outcome = core.buildDestination(string('url', line.url), line.parameters ?? []);
    if (!outcome.ok) return outcome;
    const { displayHost: _, ...finished } = outcome;
    return finished;
  },
});
