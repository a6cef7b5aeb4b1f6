import { load } from '../dist/node.js';
import { answerLines } from './jsonl.mjs';

const help = `klikspor destination --jsonl < lines

Finishes destinations of short links. Each line of standard input is an object:

  url         as written, with or without https://
  parameters  campaign parameters: {"utm_source":"sms"}, or [["utm_source","sms"]] where the order matters

and each line of output {"ok":true,"url"} or {"ok":false,"error"} with the refusal's name; a line that cannot be read
gets {"error","line"} and the rest goes on (exit code 1 at the end).`;

export async function run(args) {
  if (args.includes('--help') || args.includes('-h')) {
    console.log(help);
    return 0;
  }
  if (args.length !== 1 || args[0] !== '--jsonl') {
    console.error('klikspor destination: reads JSON lines and needs --jsonl; see klikspor destination --help');
    return 2;
  }
  const core = await load();
  return answerLines('{"url":"brand.dk"}', ({ url, parameters = [] }) => {
    if (typeof url !== 'string') throw new Error('a line needs url, a string');
    const outcome = core.buildDestination(url, pairsOf(parameters));
    return outcome.ok ? { ok: true, url: outcome.url } : outcome;
  });
}

function pairsOf(parameters) {
  if (parameters === null || typeof parameters !== 'object')
    throw new Error('parameters must be an object or an array of pairs');
  const pairs = Array.isArray(parameters) ? parameters : Object.entries(parameters);
  pairs.forEach((pair, index) => {
    const valid = Array.isArray(pair) && pair.length === 2 && pair.every((part) => typeof part === 'string');
    if (!valid) throw new Error(`parameters[${index}] must be a name and a value, both strings`);
  });
  return pairs;
}
