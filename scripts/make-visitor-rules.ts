// Writes the visitor rules as the core reads them (core/src/visitor.cpp has the format): our own rules and networks from
// core/data, and the patterns of the npm package crawler-user-agents (MIT licence). Its patterns are regular expressions,
// nearly all of them literals; the few others become literals here or are named at the end. `--verbose` says what became
// of each, `--check` only compares.
import crawlers from 'crawler-user-agents';
import { read, rowsOf, write } from './generated.ts';

const verbose = process.argv.includes('--verbose');

const levels: Record<string, number> = { known: 10, word: 20, brand: 30, listed: 40, 'in-app': 50, certain: 60 };
const classes = ['human', 'preview', 'scanner', 'prefetch', 'head', 'test'];
const flagBits: Record<string, number> = { '^': 1, $: 2, '<': 4, '>': 8, '=': 16, '~': 64 };
/** What ends all doubt also counts where an agent names its phone. */
const IN_PHONE_NAME = 32;

/** Verdicts, each once; the first is that of agents no rule knows. */
const verdicts: { hitClass: string; reason: string }[] = [];
function verdict(hitClass: string, reason: string, where: string): number {
  if (!classes.includes(hitClass)) throw new Error(`${where}: no class ${hitClass}`);
  if (!/^[a-z]+(-[a-z]+)*$/.test(reason)) throw new Error(`${where}: ${reason} is not in kebab case`);
  const known = verdicts.findIndex((one) => one.hitClass === hitClass && one.reason === reason);
  return known >= 0 ? known : verdicts.push({ hitClass, reason }) - 1;
}

const rules: { level: number; bits: number; verdict: number; token: string }[] = [];
function rule(level: string, hitClass: string, reason: string, flags: string, token: string, where: string): void {
  const rank = levels[level];
  if (rank === undefined) throw new Error(`${where}: no level ${level}`);
  if (!/^[^\n]{1,128}$/.test(token)) throw new Error(`${where}: a token has 1 to 128 signs, none of them a line feed`);
  const bits = [...flags].reduce((sum, flag) => sum | (flagBits[flag] ?? 0), level === 'certain' ? IN_PHONE_NAME : 0);
  rules.push({ level: rank, bits, verdict: verdict(hitClass, reason, where), token });
}

/** Tokens of the crawler list that people's agents hold as well. */
const ignored = new Set<string>();
for (const { fields, where } of rowsOf('core/data/visitor-rules.tsv')) {
  const [level = '', hitClass = '', reason = '', flags = '', token = ''] = fields;
  if (fields.length !== 5) throw new Error(`${where}: ${fields.length} fields instead of 5`);
  if (level === 'default') verdict(hitClass, reason, where);
  else if (level === 'ignore') ignored.add(token);
  else rule(level, hitClass, reason, flags, token, where);
}

// --- the crawler list ---------------------------------------------------------------------------------------------

interface Literal {
  flags: string;
  token: string;
}

/** Literals that together say what a pattern says, each with flags, or null. */
function literalsOf(pattern: string): Literal[] | null {
  const pieces = pattern
    .replace('([^-]|$)', '') // "not followed by": our own rules have no exception that would need it
    .replace(/^\(\^\| \)(.*)$/s, '^$1| $1')
    .replace(/\\d.*$/, ''); // from the first digit class on: what stands before is telling enough
  const found = splitAlternatives(pieces).flatMap((piece) => {
    const [longest = ''] = piece.split('[\\s\\S]*').sort((a, b) => b.length - a.length); // "A, later B": the longer of both
    return expand(longest);
  });
  const literals = found.filter((one): one is Literal => one !== null && one.token.length >= 3);
  return literals.length === found.length ? literals : null;
}

function splitAlternatives(pattern: string): string[] {
  return /^[^()]*\|[^()]*$/.test(pattern) ? pattern.split('|') : [pattern];
}

/** Writes out character classes and groups: `[wW]get`, `Ahrefs(Bot|SiteAudit)`. */
function expand(pattern: string): (Literal | null)[] {
  const group = /(?<!\\)\(([^()]*?)(?<!\\)\)/.exec(pattern) ?? /(?<!\\)\[([A-Za-z]+)\]/.exec(pattern);
  if (group !== null) {
    const [whole, inner = ''] = group;
    const choices = whole.startsWith('(') ? inner.split('|') : [...inner];
    return choices.flatMap((choice) =>
      expand(pattern.slice(0, group.index) + choice + pattern.slice(group.index + whole.length)),
    );
  }
  const flags = (pattern.startsWith('^') ? '^' : '') + (/(?<!\\)\$$/.test(pattern) ? '$' : '');
  const token = pattern.replace(/^\^/, '').replace(/(?<!\\)\$$/, '');
  if (/(?<!\\)[.*+?()[\]{}|^$]|\\[a-zA-Z]/.test(token)) return [null];
  return [{ flags, token: token.replace(/\\(.)/g, '$1') }];
}

const isWord = (sign: string | undefined) => sign !== undefined && /[0-9A-Za-z]/.test(sign);

/** Whether each of the pattern's own examples that holds the token holds it with nothing of a word before or after it. */
function standsApart(token: string, instances: string[], side: 'front' | 'end'): boolean {
  return instances.every((agent) => {
    for (let at = agent.indexOf(token); at >= 0; at = agent.indexOf(token, at + 1)) {
      if (!isWord(side === 'front' ? agent[at - 1] : agent[at + token.length])) return true;
    }
    return !agent.includes(token);
  });
}

/** A longer token means nothing else in other case either; some agents are sent in small letters. */
const CASE_MATTERS_BELOW = 8;

/** What no app for people would be called. */
const telling = /bot|crawl|spider|scan|preview|external|fetch|headless|archive|http|monitor|check|feed|proxy|scrap/i;

/** An entry of the list; its type for modules leaves out the tags. */
interface Crawler {
  pattern: string;
  instances: string[];
  tags?: string[];
}

const unused: string[] = [];
const ownRules = rules.length;
for (const { pattern, instances, tags = [] } of crawlers as Crawler[]) {
  const literals = literalsOf(pattern);
  if (literals === null) {
    unused.push(pattern);
    continue;
  }
  const isPreview = tags.includes('social-preview');
  const tag = isPreview ? 'social-preview' : (tags[0] ?? 'other');
  for (const { token, flags } of literals) {
    if (ignored.delete(token)) continue;
    let all = flags + (token.length < CASE_MATTERS_BELOW ? '=' : '');
    if (isWord(token[0]) && standsApart(token, instances, 'front')) all += '<';
    if (isWord(token.at(-1)) && standsApart(token, instances, 'end')) all += '>';
    const level = telling.test(token) ? 'certain' : 'listed';
    rule(level, isPreview ? 'preview' : 'scanner', `agent-${tag}`, all, token, pattern);
    if (verbose) console.log(`${pattern}\t${level}\t${all}\t${token}`);
  }
}
// Our own rules come first, in the order of their file, since of equals the first one counts. The order of the list's rules
// means nothing, so they are sorted: similar rows side by side compress best.
const listed = rules.splice(ownRules);
rules.push(
  ...listed.sort(
    (a, b) => a.level - b.level || a.verdict - b.verdict || a.bits - b.bits || (a.token < b.token ? -1 : 1),
  ),
);
if (unused.length > 0)
  console.log(`visitor rules: patterns that are no literals and were not used: ${unused.join('  ')}`);

if (ignored.size > 0) throw new Error(`not in the crawler list, so not to be ignored: ${[...ignored].join(', ')}`);

// --- writing ------------------------------------------------------------------------------------------------------

const octets = [...Buffer.from('KVR2')];
const number = (value: number) => {
  let rest = value;
  for (; rest >= 0x80; rest = Math.floor(rest / 128)) octets.push((rest % 128) + 128);
  octets.push(rest);
};
/** As the core does it: ASCII letters only. */
const small = (value: string) => value.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
const text = (value: string) => {
  const bytes = Buffer.from(value);
  number(bytes.length);
  octets.push(...bytes);
};

const version = Number(/^# version (\d{8})$/m.exec(read('core/data/visitor-rules.tsv'))?.[1]);
if (!Number.isInteger(version)) throw new Error('core/data/visitor-rules.tsv: no line "# version YYYYMMDD"');
for (let i = 0; i < 4; i++) octets.push(Math.floor(version / 256 ** i) % 256);

number(verdicts.length);
for (const { hitClass, reason } of verdicts) {
  number(classes.indexOf(hitClass));
  text(reason);
}
number(rules.length);
octets.push(...rules.map(({ bits }) => bits), ...rules.map(({ level }) => level));
octets.push(...rules.map(({ verdict: index }) => index));
// Small where case does not matter: fewer different signs compress better.
text(rules.map(({ bits, token }) => `${bits & (flagBits['='] ?? 0) ? token : small(token)}\n`).join(''));
const networks = rowsOf('core/data/visitor-networks.tsv').map(({ fields }) => Number(fields[0]));
const ascending = [...new Set(networks)].sort((a, b) => a - b);
number(ascending.length);
for (const [index, asn] of ascending.entries()) number(asn - (ascending[index - 1] ?? 0));

write({ 'wasm/dist/visitor-rules.bin': Uint8Array.from(octets) });
if (verbose) console.log(`${rules.length} rules, ${verdicts.length} verdicts, ${ascending.length} networks`);
