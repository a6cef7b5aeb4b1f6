import { readFile } from 'node:fs/promises';
import { load } from 'klikspor/edge';
import { parseLinesOnly } from './arguments.mjs';
import { answerLines } from './jsonl.mjs';
import { refuseUnknown } from './line.mjs';

const help = `klikspor visitor --jsonl < lines

Who asked for a link: a person, or a machine that looks at links. Each line of standard input is an object:

  userAgent  the request's User-Agent, empty if it sent none
  method     GET (default), HEAD, …
  headers    {"accept-language":"da"}: the request's headers, as far as known; names in any case
  asn        autonomous system it came from, a number (0: unknown)

and each line of output {"class","reason","device"}. class is human, preview, scanner, prefetch or head; reason names the
rule that decided; device is ios, android or other. A line that cannot be read gets {"error","line"} and the rest goes on
(exit code 1 at the end). A line holds at most 1 MiB.`;

/** @param {string[]} args */
export async function run(args) {
  const asked = parseLinesOnly('visitor', help, args);
  if (asked !== true) return asked;
  const core = await load();
  const judge = core.createJudge(new Uint8Array(await readFile(new URL('../dist/visitor-rules.bin', import.meta.url))));
  return answerLines('{"userAgent":"curl/8.5"}', (line) => {
    refuseUnknown(line, ['userAgent', 'method', 'headers', 'asn']);
    const verdict = judge.judge(visitOf(line));
    return { class: verdict.class, reason: verdict.reason, device: verdict.device };
  });
}

/** @param {import('./line.mjs').Line} line */
function visitOf({ userAgent = '', method = 'GET', headers = {}, asn = 0 }) {
  if (typeof userAgent !== 'string') throw new Error('userAgent must be a string');
  if (typeof method !== 'string') throw new Error('method must be a string');
  if (typeof asn !== 'number') throw new Error('asn must be a number');
  if (headers === null || typeof headers !== 'object' || Array.isArray(headers)) {
    throw new Error('headers must be an object of names and values');
  }
  /** @type {Record<string, string>} */
  const lower = {};
  for (const [name, value] of Object.entries(headers)) {
    if (typeof value !== 'string') throw new Error(`headers.${name} must be a string`);
    lower[name.toLowerCase()] = value;
  }
  return { userAgent, method, headers: lower, asn };
}
