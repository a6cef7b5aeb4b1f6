import { existsSync, readFileSync } from 'node:fs';
import { load } from 'klikspor/edge';
import { expect, test } from 'vitest';
import { inAppAgents } from '../support/in-app-agents.ts';
import { visitorRules } from '../support/visitor-rules.ts';

/**
 * How often the rules are right, by user agent alone (method, headers, network and behaviour find more). The rules are
 * made from core/data/visitor-rules.tsv and the npm package crawler-user-agents; the lists here are other people's.
 * Strings that the lists and klikspor judge differently are named below by what they have in common, with the reason.
 */
const judge = (await load()).createJudge(visitorRules());
const verdictOf = (userAgent: string) => judge.judge({ method: 'GET', userAgent, headers: {} });
const isPerson = (userAgent: string) => verdictOf(userAgent).class === 'human';

interface Debatable {
  readonly reason: string;
  readonly agents: RegExp;
}

const engine = /AppleWebKit|Gecko|KHTML|MSIE|Trident|Presto|Opera|Goanna/i;
const notForPeople: readonly Debatable[] = [
  {
    reason:
      "an app or service of the phone that fetches by itself, through the system's network library: shows no page",
    agents: /Dalvik\/|CFNetwork\//i,
  },
  {
    reason: 'a player, speaker, office or shop program that names neither engine nor phone: shows no page',
    agents: new RegExp(`^(?!.*(${engine.source}|Android|iPhone|iPad|Windows NT))`, 'i'),
  },
  {
    reason: 'a machine by its own name, listed among browsers because it is rare',
    agents: /GTmetrix|YLT Chrome|Slurp|Amzn-User|TSM-turingos|Miniature\.io/,
  },
  { reason: 'says it is a library', agents: /^LibWWW/ },
];
const forPeople: readonly Debatable[] = [
  {
    reason: "an app's browser with nothing in it to tell a machine by",
    agents: /; wv\) AppleWebKit/,
  },
  {
    reason: 'an app that names the phone it runs on, judged as the apps in the list of people are',
    agents: /^(Downcast|DDG-|ddg_|DuckDuckGo|iGetter)/,
  },
  { reason: 'an editor whose built-in browser a person looks at', agents: /Cursor\/.* Electron/ },
  { reason: 'an old phone or browser of a person, or an extension in it', agents: /FirePHP|WebMoney Advisor|OffByOne/ },
  { reason: 'a page made small for a person on a slow line', agents: /like Gecko, googleweblight/ },
];

/** Items of the lists in a YAML file whose items all stand on lines of their own. */
function listsOf(path: URL): string[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .flatMap((line) => /^\s+- (['"]?)(.*)\1\s*$/.exec(line)?.[2] ?? []);
}

function measure(agents: readonly string[], rightIf: (agent: string) => boolean, debatable: readonly Debatable[]) {
  const wrong = agents.filter((agent) => !rightIf(agent));
  const explained = wrong.filter((agent) => debatable.some(({ agents: these }) => these.test(agent)));
  const unexplained = wrong.filter((agent) => !explained.includes(agent));
  const share = unexplained.length / (agents.length - explained.length);
  return { share, unexplained, explained, total: agents.length };
}

const say = (name: string, { share, unexplained, explained, total }: ReturnType<typeof measure>): void =>
  console.log(
    `${name}: ${total} agents, ${unexplained.length} wrong (${(share * 100).toFixed(2)} %), ${explained.length} judged differently on purpose`,
  );

test('none of the people in the npm package user-agents is called a machine', () => {
  const path = new URL('./user-agents.json', import.meta.resolve('user-agents'));
  const rows: { userAgent: string }[] = JSON.parse(readFileSync(path, 'utf8'));
  expect(rows.length).toBeGreaterThan(5000);
  const result = measure(
    rows.map(({ userAgent }) => userAgent),
    isPerson,
    [],
  );
  say('people (user-agents)', result);
  expect(result.unexplained).toEqual([]);
});

test('browsers inside apps and old phones are people, every one of them', () => {
  const agents = Object.entries(inAppAgents).flatMap(([group, all]) => all.map((agent) => ({ group, agent })));
  const wrong = agents
    .filter(({ agent }) => !isPerson(agent))
    .map(({ group, agent }) => `${group}: ${verdictOf(agent).reason}: ${agent}`);
  console.log(
    `people (apps and old phones): ${agents.length} agents of ${Object.keys(inAppAgents).length} kinds, ${wrong.length} wrong`,
  );
  expect(wrong).toEqual([]);
});

const phoneNamed = (name: string): string =>
  `Mozilla/5.0 (Linux; Android 13; ${name}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.0.0 Mobile Safari/537.36`;
/** The words that give a machine away and that a maker could call a phone; `certain` has these two as well. */
const words = readFileSync(new URL('../../core/data/visitor-rules.tsv', import.meta.url), 'utf8')
  .split('\n')
  .map((line) => line.split('\t'))
  .flatMap(([level, , , , token = '']) => (level === 'word' && /^[a-z. -]+$/i.test(token) ? [token.trim()] : []))
  .filter((word) => word !== 'headless' && word !== 'okhttp');

test('a phone may be called anything: no word of ours makes a machine of it, and each does elsewhere', () => {
  expect(words.length).toBeGreaterThan(80);
  const names = words.flatMap((word) => [
    word,
    `${word} 8`,
    `M ${word}`,
    `M_${word}_5 Build/NRD90M`,
    word.toUpperCase(),
  ]);
  expect(names.filter((name) => !isPerson(phoneNamed(name)))).toEqual([]);
  // The same word behind the browser, where programs name themselves.
  const missed = words.filter((word) => isPerson(`${phoneNamed('K')} (compatible; ${word} ${word}/1.0)`));
  expect(missed).toEqual([]);
});

test('a machine that imitates a phone is found by what it says beside it', () => {
  const imitators = [
    `${phoneNamed('Nexus 5X Build/MMB29P')} (compatible; Googlebot/2.1; +http://www.google.com/bot.html)`,
    `${phoneNamed('Spider 8')} (compatible; Googlebot/2.1; +http://www.google.com/bot.html)`,
    `${phoneNamed('Nexus 5X Build/MMB29P')} (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)`,
    `${phoneNamed('moto g power (2022)')} Chrome-Lighthouse`,
    `${phoneNamed('K').replace('Chrome/', 'HeadlessChrome/')}`,
    phoneNamed('K; compatible; examplebot/1.0; +https://example.com/bot'),
    phoneNamed('examplebot/1.0'),
    phoneNamed('Catchpoint'),
    phoneNamed('K (select 1)'),
  ];
  expect(imitators.filter(isPerson)).toEqual([]);
});

test('nearly all examples of the crawler list that the rules were made from are found', async () => {
  const { default: crawlers } = await import('crawler-user-agents');
  const agents = crawlers.flatMap(({ instances }) => instances);
  const result = measure(agents, (agent) => !isPerson(agent), [
    { reason: 'a phone, or an editor or site-specific browser, of a person', agents: /; wv\)|Electron\/|Fluid\// },
  ]);
  say('machines (crawler-user-agents, the source)', result);
  expect(agents.length).toBeGreaterThan(2000);
  expect(result.unexplained).toEqual([]);
});

const shared = new URL('../../../shared/data/user-agents/', import.meta.url);
const hasShared = existsSync(new URL('browsers.yml', shared));

test('none of the people in the labelled list is called a machine, but for those named above with a reason', () => {
  if (!hasShared) {
    console.log('people (labelled list): ../shared/data/user-agents is not here; judged the phones below only');
    expect(isPerson('Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15')).toBe(true);
    return;
  }
  const result = measure(listsOf(new URL('browsers.yml', shared)), isPerson, notForPeople);
  say('people (labelled list)', result);
  expect(result.total).toBeGreaterThan(500);
  expect(result.explained.length).toBeLessThan(result.total * 0.08);
  expect(result.unexplained).toEqual([]);
});

test('of the machines in the labelled list at least 99.5 % are found', () => {
  if (!hasShared) {
    console.log('machines (labelled list): ../shared/data/user-agents is not here; judged one crawler only');
    expect(isPerson('Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)')).toBe(false);
    return;
  }
  const result = measure(listsOf(new URL('crawlers.yml', shared)), (agent) => !isPerson(agent), forPeople);
  say('machines (labelled list)', result);
  expect(result.total).toBeGreaterThan(600);
  expect(result.explained.length).toBeLessThan(result.total * 0.03);
  expect(result.share, result.unexplained.join('\n')).toBeLessThanOrEqual(0.005);
});
