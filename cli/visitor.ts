import { readFile } from 'node:fs/promises';
import { load } from 'klikspor/edge';
import { lineCommand } from './command.ts';
import { every, number, string } from './line.ts';

const help = `klikspor visitor --jsonl < lines

Who asked for a link: a person, or a machine that looks at links. Each line of standard input is an object:

  userAgent  the request's User-Agent, empty if it sent none
  method     GET (default), HEAD, …
  headers    {"accept-language":"da"}: the request's headers, as far as known; names in any case
  asn        autonomous system it came from, a number (0: unknown)

and each line of output {"class","reason","device"}. class is human, preview, scanner, prefetch or head; reason names the
rule that decided; device is ios, android or other. A line that cannot be read gets {"error","line"} and the rest goes on
(exit code 1 at the end). A line holds at most 1 MiB.`;

const headers = every('an object of names and values', string);

export const run = lineCommand({
  name: 'visitor',
  help,
  example: '{"userAgent":"curl/8.5"}',
  fields: {
    userAgent: string,
    method: string,
    headers,
    asn: number,
  },
  async load() {
    const core = await load();
    const rules = await readFile(new URL(import.meta.resolve('klikspor/visitor-rules.bin')));
    return core.createJudge(new Uint8Array(rules));
  },
  answer(judge, line) {
    const { userAgent = '', method = 'GET', headers = {}, asn = 0 } = line;
    const lower = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
    const verdict = judge.judge({ userAgent, method, headers: lower, asn });
    return { class: verdict.class, reason: verdict.reason, device: verdict.device };
  },
});
