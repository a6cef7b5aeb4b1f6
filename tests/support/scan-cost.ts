/**
 * What the scan rule costs in people and lets through in machines. The user agents are labelled data (the npm package
 * user-agents: people, by weight); each is judged by the visitor rules and folded by the core. How long people and
 * machines take is nobody's label: those figures are assumed, and stand here.
 */
import { readFileSync } from 'node:fs';
import type { CampaignShape, Edge, Hit, Judge } from 'klikspor/edge';
import { packed } from './batches.ts';
import { randomFrom } from './random.ts';

const PUBLISHED = 1795800000000;
/** Recipients of each story and message. */
export const VISITS = 4_000;
const TELIA = 3308;
const TDC = 3292;

interface Asked {
  readonly atMs: number;
  readonly link: number;
  readonly agent: string;
  readonly asn: number;
  readonly method: 'GET' | 'HEAD';
}

/** Draws for one visit. */
interface Chance {
  /** A whole number below. */
  readonly below: (below: number) => number;
  /** Log-normal with this median. */
  readonly around: (median: number, sigma: number) => number;
  readonly phone: () => string;
  readonly computer: () => string;
}

type Visit = (links: { readonly destinations: number; readonly all: number }, chance: Chance) => Asked[];
export interface Story {
  readonly who: 'person' | 'machine';
  readonly what: string;
  readonly visit: Visit;
}

/**
 * A hurried hand: half a second at least to see the page come, leave it and find the next link (two changes of app),
 * then 0.9 s in the middle. Most people take longer; these are the ones a rule can wrong.
 */
const handMs = (chance: Chance) => 500 + chance.around(900, 0.6);
/** The same by people who look at the page first: six seconds in the middle. */
const lookMs = (chance: Chance) => 500 + chance.around(6_000, 0.9);
/** One round trip of a phone. The first request opens a connection: three more of them. */
const tripMs = (chance: Chance) => chance.around(70, 0.6);

/** Taps as they arrive: what the hand spread, the network moves together or apart. */
function taps(
  links: readonly number[],
  agent: string,
  chance: Chance,
  asnOf = (_: number) => TDC,
  gapMs = handMs,
): Asked[] {
  let handAtMs = 10_000;
  return links.map((link, at) => {
    if (at > 0) handAtMs += gapMs(chance);
    const atMs = Math.round(handAtMs + tripMs(chance) * (at === 0 ? 4 : 1));
    return { atMs, link, agent, asn: asnOf(at), method: 'GET' };
  });
}

const every = ({ all }: { readonly all: number }) => Array.from({ length: all }, (_, link) => link);
const shops = ({ destinations }: { readonly destinations: number }) =>
  Array.from({ length: destinations }, (_, link) => link);

/** A machine takes every link, `gapMs` apart. */
function fetches(links: readonly number[], gapMs: () => number, more: (at: number) => Omit<Asked, 'atMs' | 'link'>) {
  let atMs = 10_000;
  return links.map((link, at): Asked => {
    if (at > 0) atMs += Math.round(gapMs());
    return { atMs, link, ...more(at) };
  });
}

export const stories: readonly Story[] = [
  {
    who: 'person',
    what: 'taps the shop link, hurries to the way out',
    visit: ({ all }, chance) => taps([0, all - 1], chance.phone(), chance),
  },
  {
    who: 'person',
    what: 'looks at every page a little, the way out last',
    visit: (links, chance) => taps(every(links), chance.phone(), chance, () => TDC, lookMs),
  },
  {
    who: 'person',
    what: 'hurries through all shop links on a phone',
    visit: (links, chance) => taps(shops(links), chance.phone(), chance),
  },
  {
    who: 'person',
    what: 'hurries through all links, the way out last',
    visit: (links, chance) => taps(every(links), chance.phone(), chance),
  },
  {
    who: 'person',
    what: 'hurries through all links, and leaves the Wi-Fi meanwhile',
    visit: (links, chance) => {
      const leavesAt = 1 + chance.below(links.all - 1);
      return taps(every(links), chance.phone(), chance, (at) => (at < leavesAt ? TELIA : TDC));
    },
  },
  {
    who: 'person',
    what: 'hurries through all shop links on a computer',
    visit: (links, chance) => taps(shops(links), chance.computer(), chance),
  },
  {
    who: 'machine',
    what: 'imitates a phone, all links side by side',
    visit: (links, chance) => {
      const agent = chance.phone();
      return fetches(
        every(links),
        () => chance.below(40),
        () => ({ agent, asn: TDC, method: 'GET' }),
      );
    },
  },
  {
    who: 'machine',
    what: 'imitates a phone, one link after the other',
    visit: (links, chance) => {
      const agent = chance.phone();
      return fetches(
        every(links),
        () => chance.around(250, 0.5),
        () => ({ agent, asn: TDC, method: 'GET' }),
      );
    },
  },
  {
    who: 'machine',
    what: "imitates a computer's browser, one after the other",
    visit: (links, chance) => {
      const agent = chance.computer();
      return fetches(
        every(links),
        () => chance.around(250, 0.5),
        () => ({ agent, asn: TDC, method: 'GET' }),
      );
    },
  },
  {
    who: 'machine',
    what: 'imitates another phone for each link',
    visit: (links, chance) =>
      fetches(
        every(links),
        () => chance.around(250, 0.5),
        () => ({ agent: chance.phone(), asn: TDC, method: 'GET' }),
      ),
  },
  {
    who: 'machine',
    what: 'imitates a phone, asks through two networks in turn',
    visit: (links, chance) => {
      const agent = chance.phone();
      const gapMs = () => chance.around(250, 0.5);
      return fetches(every(links), gapMs, (at) => ({ agent, asn: at % 2 === 0 ? TDC : TELIA, method: 'GET' }));
    },
  },
  {
    who: 'machine',
    what: 'imitates a phone, HEAD before each GET',
    visit: (links, chance) => {
      const agent = chance.phone();
      const twice = every(links).flatMap((link) => [link, link]);
      const gapMs = () => chance.around(120, 0.5);
      return fetches(twice, gapMs, (at) => ({ agent, asn: TDC, method: at % 2 === 0 ? 'HEAD' : 'GET' }));
    },
  },
];

/** Share of a story's visits that the rule takes for a scanner's: wrong of people, right of machines. */
export interface Share {
  readonly story: Story;
  readonly destinations: number;
  /** The rule until 2026-11-29: all links, the way out among them, within two seconds. */
  readonly before: number;
  readonly now: number;
}

interface Agents {
  readonly phones: readonly string[];
  readonly computers: readonly string[];
}

/** Ten thousand people of the list, drawn by their weight; those of them that the rules take for people. */
function labelledPeople(judge: Judge): Agents {
  const path = new URL('./user-agents.json', import.meta.resolve('user-agents'));
  const rows: { userAgent: string; weight: number; deviceCategory: string }[] = JSON.parse(readFileSync(path, 'utf8'));
  const random = randomFrom(20261129);
  const sums: number[] = [];
  for (const { weight } of rows) sums.push((sums.at(-1) ?? 0) + weight);
  const whole = sums.at(-1) ?? 0;
  const drawn = Array.from({ length: 10_000 }, () => {
    const mark = (random(2 ** 30) / 2 ** 30) * whole;
    let [low, high] = [0, rows.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((sums[middle] ?? 0) <= mark) low = middle + 1;
      else high = middle;
    }
    return rows[low];
  }).filter((row) => row !== undefined);
  const isPerson = ({ userAgent }: { userAgent: string }) => look(judge, userAgent, 'GET', TDC).class === 'human';
  const of = (isComputer: boolean) =>
    drawn
      .filter((row) => (row.deviceCategory === 'desktop') === isComputer && isPerson(row))
      .map(({ userAgent }) => userAgent);
  return { phones: of(false), computers: of(true) };
}

/** What a browser sends with a tap on a link. */
const HEADERS = { accept: 'text/html,application/xhtml+xml', 'accept-language': 'da-DK', 'sec-fetch-mode': 'navigate' };

const look = (judge: Judge, userAgent: string, method: string, asn: number) =>
  judge.judge({ method, userAgent, headers: HEADERS, asn });

export function measureScans(core: Edge, judge: Judge): Share[] {
  const agents = labelledPeople(judge);
  return [1, 2, 3].flatMap((destinations) =>
    stories.map((story, number) => {
      const random = randomFrom(destinations * 1_000 + number + 1);
      const unit = () => (random(2 ** 30) + 1) / 2 ** 30;
      const chance: Chance = {
        below: random,
        around: (median, sigma) =>
          median * Math.exp(sigma * Math.sqrt(-2 * Math.log(unit())) * Math.cos(2 * Math.PI * unit())),
        phone: () => agents.phones[random(agents.phones.length)] ?? '',
        computer: () => agents.computers[random(agents.computers.length)] ?? '',
      };
      const links = { destinations, all: destinations + 1 };
      const visits = Array.from({ length: VISITS }, () => story.visit(links, chance));
      return { story, destinations, ...sharesOf(core, judge, visits, links) };
    }),
  );
}

function sharesOf(
  core: Edge,
  judge: Judge,
  visits: readonly Asked[][],
  { destinations, all }: { readonly destinations: number; readonly all: number },
): { before: number; now: number } {
  const shape: CampaignShape = {
    recipients: VISITS,
    links: [...Array<'destination'>(destinations).fill('destination'), 'opt-out'],
    ...{ shards: 1, shard: 0, tracking: 'recipient', publishedAtMs: PUBLISHED },
  };
  const hits = visits.flatMap((asked, recipient) =>
    asked.map(({ atMs, link, agent, asn, method }): Hit => {
      const verdict = look(judge, agent, method, asn);
      return {
        ...{ atMs: PUBLISHED + atMs, recipient, link, class: verdict.class, reason: verdict.reason, rules: 1 },
        ...{ userAgent: agent, country: 'DK', asn, signals: verdict.signals },
      };
    }),
  );
  const state = core.loadShardState(new Uint8Array(), shape);
  for (const [at, bytes] of packed(core, hits).entries()) state.take(bytes, at + 1);
  state.settle(PUBLISHED + 3_600_000);
  const now = new Set(state.newScans().map(({ recipient }) => recipient)).size;
  state.delete();
  const people = new Map<number, Hit[]>();
  for (const hit of hits) {
    if (hit.class === 'human') people.set(hit.recipient, [...(people.get(hit.recipient) ?? []), hit]);
  }
  const before = [...people.values()].filter((his) => wasScan(his, all)).length;
  return { before: before / visits.length, now: now / visits.length };
}

/** The rule until 2026-11-29, as its definition says it. */
function wasScan(hits: readonly Hit[], links: number): boolean {
  return hits.some(
    (first) =>
      new Set(hits.filter(({ atMs }) => atMs >= first.atMs && atMs - first.atMs <= 2_000).map(({ link }) => link))
        .size === links,
  );
}
