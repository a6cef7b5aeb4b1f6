/** Random inputs for `compare`, the same for the same seed: made up, and made of what really comes, changed here and there. */
import { readFileSync } from 'node:fs';
import crawlers from 'crawler-user-agents';
import type { SegmentOptions } from 'klikspor';
import type { Visit } from 'klikspor/edge';
import { phones, previewers } from '../support/agents.ts';
import { inAppAgents } from '../support/in-app-agents.ts';
import { FLAVOURS, type Random, randomText } from '../support/random-texts.ts';
import { readTsv } from '../support/tsv.ts';
import { CLASSES, textsOf } from './texts.ts';

export interface TextInput {
  readonly text: string;
  readonly options: SegmentOptions;
}
export interface DestinationInput {
  readonly url: string;
  readonly parameters: readonly (readonly [name: string, value: string])[];
}

const pick = <T>(random: Random, from: readonly T[]): T => {
  const one = from[random(from.length)];
  if (one === undefined) throw new Error('nothing to pick from');
  return one;
};
const oneIn = (random: Random, times: number) => random(times) === 0;

// --- texts ----------------------------------------------------------------------------------------------------------

const realTexts = CLASSES.filter(({ length }) => length <= 1_000).flatMap((one) => textsOf(one, 400));

export function textInput(random: Random): TextInput {
  const text = oneIn(random, 3)
    ? changed(random, pick(random, realTexts), textSigns)
    : randomText(random, pick(random, FLAVOURS), random(oneIn(random, 4) ? 900 : 220));
  return { text, options: optionsOf(random) };
}

const LOCKING = [1, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13];
const SINGLE = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13];

function optionsOf(random: Random): SegmentOptions {
  if (oneIn(random, 2)) return {};
  const some = (from: readonly number[]) => from.filter(() => oneIn(random, 3));
  return {
    ...(oneIn(random, 3) && { referenceBits: 16 as const }),
    ...(oneIn(random, 2) && { border: pick(random, ['code-point', 'cluster', 'code-unit'] as const) }),
    ...(oneIn(random, 6) && {
      nationalTables: { locking: pick(random, [0, ...LOCKING]), single: pick(random, SINGLE) },
    }),
    ...(oneIn(random, 4) && { allowedNationalTables: { locking: some(LOCKING), single: some(SINGLE) } }),
    ...(oneIn(random, 12) && { encoding: 'ucs2' as const }),
    ...(oneIn(random, 5) && { portBits: pick(random, [8, 16] as const) }),
  };
}

// --- destinations ---------------------------------------------------------------------------------------------------

const unescaped = (text: string) =>
  text.replace(/\\u([0-9A-Fa-f]{4})/g, (_, code) => String.fromCharCode(parseInt(code, 16)));
const knownDestinations = readTsv('destinations.tsv').map(([url = '', parameters = '']) => ({
  url: unescaped(url),
  parameters: parameters
    .split(' ')
    .filter((one) => one !== '')
    .map((one) => [unescaped(one.split('=', 1)[0] ?? ''), unescaped(one.slice(one.indexOf('=') + 1))] as const),
}));

const textSigns = [...'aeiou æøåÆØÅ€[]{}|~^\\é“”–🎉😀Łşґ中\u0301\u200d\r\n'];
const urlSigns = [...'abcdk0159.-_~:/?#[]@!$&\'()*+,;=%%% \\^`{|}"<>æøßıéñпя中🎉\u00ad\u200d\u0301．。／'];
const schemes = ['', '', 'https://', 'http://', 'HTTPS://', 'ftp://', 'https:', 'javascript:', '//'];
const hosts = [
  'brand.dk',
  'www.barnetsverden.dk',
  'børnetøj.dk',
  'xn--brnetj-byae.dk',
  'bücher.example',
  'пример.рф',
  'ελλάδα.gr',
  'bit.ly',
  'localhost',
  'printer.local',
  '192.0.2.7',
  '127.0.0.1',
  '0x7f.1',
  '3232235777',
  '[2001:db8::1]',
  '[::1]',
  'brand.dk.',
  'a_b.brand.dk',
  '-a.dk',
  'brand',
];
const paths = ['', '/', '/x', '/børnetøj', '/a/../b', '/100%', '/%41%zz', '//', '/a b', '/{{navn}}', '/;v=1,2', '/😀'];
const queries = [
  '',
  '',
  '?',
  '?a=1',
  '?f[]=1&f[]=2',
  '?utm_source=mail&b',
  '?q=a+b%20c',
  '?u=https://bit.ly/x',
  '?ø=å',
];
const fragments = ['', '', '', '#', '#top', '#a#b', '#ø{}'];
const ports = ['', '', '', '', ':443', ':80', ':8080', ':0', ':65536', ':'];
const parameterNames = ['utm_source', 'utm_medium', 'ref', 'a', 'ø', 'f[]', ''];
const parameterValues = ['sms', '', 'Åse & co', '{slug}', 'a{slug}b', '100%', '#1', '🎉'];

export function destinationInput(random: Random): DestinationInput {
  const known = pick(random, knownDestinations);
  const made = () => [schemes, hosts, ports, paths, queries, fragments].map((some) => pick(random, some)).join('');
  const parameters = Array.from(
    { length: random(3) },
    () => [pick(random, parameterNames), pick(random, parameterValues)] as const,
  );
  if (oneIn(random, 2)) return { url: changed(random, known.url, urlSigns), parameters: known.parameters };
  return { url: oneIn(random, 3) ? changed(random, made(), urlSigns) : made(), parameters };
}

// --- visitors -------------------------------------------------------------------------------------------------------

const people: readonly { readonly userAgent: string }[] = JSON.parse(
  readFileSync(new URL('./user-agents.json', import.meta.resolve('user-agents')), 'utf8'),
);
const agents = {
  people: people.map(({ userAgent }) => userAgent),
  apps: Object.values(inAppAgents).flat(),
  phones: phones.map(({ userAgent }) => userAgent),
  previewers: Object.values(previewers),
  crawlers: crawlers.flatMap(({ instances }) => instances),
};
const agentSigns = [...'abBotSpider/.;()-_ 0159', 'bot', ' Bot', 'Android ', 'HEADLESS', 'preview', 'K bot ', '\u00e6'];
const networks = readFileSync(new URL('../../core/data/visitor-networks.tsv', import.meta.url), 'utf8')
  .split('\n')
  .flatMap((line) => /^(\d+)\t/.exec(line)?.[1] ?? [])
  .map(Number);
const headerValues: Readonly<Record<string, readonly string[]>> = {
  accept: ['*/*', 'text/html,application/xhtml+xml,*/*;q=0.8', 'image/avif', ''],
  'accept-language': ['da-DK,da;q=0.9', 'en', ''],
  'sec-fetch-mode': ['navigate', 'no-cors', 'NAVIGATE', ''],
  'sec-purpose': ['prefetch', 'prefetch;prerender', 'other'],
  purpose: ['prefetch', 'Prefetch', 'preview'],
  'x-purpose': ['preview', 'prefetch', 'x'],
  'x-moz': ['prefetch', ''],
};

export function visitorInput(random: Random): Visit {
  const group = pick(random, Object.values(agents));
  const agent = pick(random, group);
  const headers = Object.fromEntries(
    Object.entries(headerValues).flatMap(([name, values]) =>
      oneIn(random, name.startsWith('accept') ? 2 : 8) ? [[name, pick(random, values)] as const] : [],
    ),
  );
  return {
    method: pick(random, ['GET', 'GET', 'GET', 'GET', 'GET', 'GET', 'GET', 'HEAD', 'POST', 'get']),
    userAgent: oneIn(random, 2) ? agent : oneIn(random, 30) ? '' : changed(random, agent, agentSigns),
    headers,
    ...(oneIn(random, 2) && { asn: oneIn(random, 3) ? pick(random, networks) : random(70_000) }),
  };
}

/** One to four places taken out, put in, doubled or exchanged. */
function changed(random: Random, text: string, signs: readonly string[]): string {
  let result = text;
  for (let times = 1 + random(4); times > 0; times--) {
    const at = random(result.length + 1);
    const length = random(4);
    const put = pick(random, ['', pick(random, signs), result.slice(at, at + length + 1).repeat(2)]);
    result = result.slice(0, at) + put + result.slice(at + (put === '' ? length + 1 : random(2) * length));
  }
  return result;
}
