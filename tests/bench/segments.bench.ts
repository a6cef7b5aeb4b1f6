/**
 * Single texts: a JavaScript string in, a plan out, by the core, by the best loop plain JavaScript has and by the
 * counters on npm, all in one process. Who is wrong at a length is shown, but is no yardstick there.
 */
import trt2 from '@trt2/gsm-charset-utils';
import { type Composer, load, type TextBatch } from 'klikspor';
import { count as smsLength } from 'sms-length';
import { SegmentedMessage } from 'sms-segments-calculator';
import splitSms from 'split-sms';
import { PEERS, type PeerPlan } from '../support/peers.ts';
import { borderTexts, FLAVOURS, randomText, seeded } from '../support/random-texts.ts';
import { countByTable } from './table-counter.ts';
import { CLASSES, flat, nameOf, type TextClass, textsOf } from './texts.ts';

const ROUNDS = 15;
const SAMPLE_MS = 20;
const WARM_MS = 400;
const KLIKSPOR = 'klikspor';
const TABLE = 'JavaScript table';

/** Plans `calls` texts, beginning at `from` and going round. The sum keeps the engine from dropping the work. */
type Work = (texts: readonly string[], from: number, calls: number) => number;

interface Contestant {
  readonly name: string;
  readonly border: 'code-point' | 'cluster';
  plan(text: string): PeerPlan;
  /** Each has a loop of its own, so that the engine can fit each loop to what it calls. */
  readonly work: Work;
}

function contestants(core: Composer): Contestant[] {
  const work: Record<string, Work> = {
    'sms-segments-calculator': (texts, from, calls) => {
      let sum = 0;
      for (let i = 0, at = from; i < calls; i++) {
        sum += new SegmentedMessage(texts[at] as string).segmentsCount;
        if (++at === texts.length) at = 0;
      }
      return sum;
    },
    'split-sms': (texts, from, calls) => {
      let sum = 0;
      for (let i = 0, at = from; i < calls; i++) {
        const { parts, remainingInPart } = splitSms.split(texts[at] as string, { summary: true });
        sum += parts.length + remainingInPart;
        if (++at === texts.length) at = 0;
      }
      return sum;
    },
    '@trt2/gsm-charset-utils': (texts, from, calls) => {
      let sum = 0;
      for (let i = 0, at = from; i < calls; i++) {
        const { msgCount, charCount } = trt2.getCharCount(texts[at] as string);
        sum += msgCount + charCount;
        if (++at === texts.length) at = 0;
      }
      return sum;
    },
    'sms-length': (texts, from, calls) => {
      let sum = 0;
      for (let i = 0, at = from; i < calls; i++) {
        const { messages, remaining } = smsLength(texts[at] as string);
        sum += messages + remaining;
        if (++at === texts.length) at = 0;
      }
      return sum;
    },
  };
  return [
    {
      name: KLIKSPOR,
      border: 'code-point',
      plan: (text) => core.planSegments(text),
      work: (texts, from, calls) => {
        let sum = 0;
        for (let i = 0, at = from; i < calls; i++) {
          const { segments, unitsLeft } = core.planSegments(texts[at] as string);
          sum += segments + unitsLeft;
          if (++at === texts.length) at = 0;
        }
        return sum;
      },
    },
    {
      name: TABLE,
      border: 'code-point',
      plan: countByTable,
      work: (texts, from, calls) => {
        let sum = 0;
        for (let i = 0, at = from; i < calls; i++) {
          const { segments, unitsLeft } = countByTable(texts[at] as string);
          sum += segments + unitsLeft;
          if (++at === texts.length) at = 0;
        }
        return sum;
      },
    },
    ...PEERS.map(({ name, border, plan }) => ({ name, border, plan, work: work[name] as Work })),
  ];
}

/** The core on texts it holds already, planned all together; `calls` is rounded up to whole batches. */
function batchWork(core: Composer): Work {
  const batches = new WeakMap<readonly string[], TextBatch>();
  return (texts, _from, calls) => {
    const batch = batches.get(texts) ?? core.createTextBatch(texts);
    batches.set(texts, batch);
    let sum = 0;
    for (let planned = 0; planned < calls; planned += texts.length) {
      const { segments, unitsLeft } = batch.plan();
      sum += (segments[0] ?? 0) + (unitsLeft.at(-1) ?? 0);
    }
    return sum;
  };
}

/** Texts of an encoding and up to a length that anybody can be asked about: none empty, no lone surrogates. */
function casesOf(core: Composer, { encoding, length }: TextClass): string[] {
  const random = seeded(length);
  const texts = borderTexts().filter((text) => text.length <= length);
  for (const flavour of FLAVOURS) {
    if (flavour === 'clusters' || flavour === 'lone surrogates') continue;
    for (let i = 0; i < 60; i++) texts.push(randomText(random, flavour, length - random(Math.min(length - 1, 70))));
  }
  texts.push(...textsOf({ encoding, length }, 60));
  return flat(texts).filter((text) => core.planSegments(text).encoding === encoding);
}

/** The first text of these that a contestant counts otherwise than the core does with the same borders. */
function firstWrong(core: Composer, { plan, border }: Contestant, texts: readonly string[]): string | undefined {
  return texts.find((text) => {
    const expected = core.planSegments(text, { border });
    const answered = plan(text);
    return answered.encoding !== expected.encoding || answered.segments !== expected.segments;
  });
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** Nanoseconds a call, of each contestant, as medians over rounds in which all take turns. */
function timeAll(all: readonly { readonly work: Work }[], texts: readonly string[]): number[] {
  let sink = 0;
  const sample = (work: Work, from: number, calls: number) => {
    const begin = performance.now();
    sink += work(texts, from, calls);
    return performance.now() - begin;
  };
  // Warms each up until the engine has made what it will make of it, and learns how many calls fill a sample.
  const calls = all.map(({ work }) => {
    let tried = 1;
    for (let warm = 0; ; ) {
      const ms = sample(work, 0, tried);
      warm += ms;
      if (ms >= SAMPLE_MS && warm >= WARM_MS) return tried;
      tried = Math.ceil(tried * Math.min(10, Math.max(0.1, (SAMPLE_MS * 1.1) / Math.max(ms, 0.01))));
    }
  });
  const times = all.map((): number[] => []);
  for (let round = 0; round < ROUNDS; round++) {
    for (let turn = 0; turn < all.length; turn++) {
      // Another one begins each round: nobody always runs behind the same neighbour's garbage.
      const i = (turn + round) % all.length;
      const count = calls[i] ?? 1;
      const ms = sample(all[i]?.work as Work, (round * 31) % texts.length, count);
      times[i]?.push((ms * 1e6) / count);
    }
  }
  if (!(sink > 0)) throw new Error('nothing was counted');
  return times.map(median);
}

/** What each knows beside the default tables: national tables, fields over a list, the reasons for a count. */
const KNOWS: Readonly<Record<string, readonly [string, string, string]>> = {
  [KLIKSPOR]: ['yes', 'yes', 'yes'],
  // It lists the characters outside GSM-7.
  'sms-segments-calculator': ['no', 'no', 'in part'],
};

/** The table of peers; speeds are relative to klikspor's. */
function readmeTable(lines: readonly { name: string; wrongAt: readonly string[]; gsm160: number; ucs1000: number }[]) {
  const ours = lines[0];
  const speed = (own: number, time: number) =>
    own / time < 0.1 ? `1/${Math.round(time / own)}` : `${rounded(own / time)} ×`;
  return [
    '| counter | correct? | speed, 160 of GSM-7 | speed, 1,000 of UCS-2 | national tables | fields over a list | says why |',
    '|---|---|---|---|---|---|---|',
    ...lines.map(({ name, wrongAt, gsm160, ucs1000 }) => {
      // The others are judged by its answers; what proves those are the packed octets, read back.
      const verdict = name === KLIKSPOR ? 'reference' : 'yes';
      const correct = wrongAt.length === 0 ? verdict : `no: ${wrongAt.join(', ')}`;
      const knows = KNOWS[name] ?? ['no', 'no', 'no'];
      const speeds = [speed(ours?.gsm160 ?? 0, gsm160), speed(ours?.ucs1000 ?? 0, ucs1000)];
      return `| ${[name, correct, ...speeds, ...knows].join(' | ')} |`;
    }),
  ];
}

function headline(figures: Readonly<Record<string, number>>): string[] {
  const peer = figures['single.gsm160.vsBestCorrectPeer'];
  const plain = figures['single.gsm160.vsTable'];
  return [
    `* **Counting segments**: ${peer} times as fast as the fastest npm package that is always right, and ${plain} times as fast as a`,
    '  table in plain JavaScript, which knows neither national tables nor the reasons (160 characters of GSM-7).',
  ];
}

const rounded = (value: number) => Number(value.toPrecision(3));

export async function run() {
  const core = await load();
  const all = contestants(core);
  const figures: Record<string, number> = {};
  const failures: string[] = [];
  const rows: string[] = [];
  const table = all.map(({ name }) => ({ name, wrongAt: [] as string[], gsm160: 0, ucs1000: 0 }));
  for (const one of CLASSES) {
    const name = nameOf(one);
    const cases = casesOf(core, one);
    const wrong = all.map((contestant) => firstWrong(core, contestant, cases));
    if (wrong[1] !== undefined) failures.push(`the table is wrong about ${JSON.stringify(wrong[1])}`);
    console.error(`segments: ${name}, ${cases.length} cases`);
    const texts = textsOf(one, Math.min(1000, Math.ceil(600_000 / one.length)));
    const ns = timeAll([...all, { work: batchWork(core) }], texts);
    const batched = ns.pop() ?? Number.NaN;
    const [ours = Number.NaN, loop = Number.NaN] = ns;
    const correctPeers = ns.slice(2).filter((_, i) => wrong[i + 2] === undefined);
    figures[`single.${name}.ns`] = rounded(ours);
    figures[`single.${name}.vsTable`] = rounded(loop / ours);
    if (correctPeers.length > 0)
      figures[`single.${name}.vsBestCorrectPeer`] = rounded(Math.min(...correctPeers) / ours);
    figures[`batch.${name}.ns`] = rounded(batched);
    figures[`batch.${name}.vsSingle`] = rounded(ours / batched);
    for (const [i, contestant] of all.entries()) {
      const verdict = wrong[i] === undefined ? 'yes' : `no, e.g. ${JSON.stringify(wrong[i]).slice(0, 40)}`;
      const time = `${rounded(ns[i] ?? Number.NaN)} ns`.padStart(12);
      const line = table[i];
      if (line !== undefined) {
        if (wrong[i] !== undefined) line.wrongAt.push(name);
        if (name === 'gsm160' || name === 'ucs1000') line[name] = ns[i] ?? Number.NaN;
      }
      rows.push(`${name.padEnd(9)} ${contestant.name.padEnd(24)} ${time}  correct: ${verdict}`);
    }
  }
  return {
    figures,
    notes: [`medians of ${ROUNDS} rounds of ${SAMPLE_MS} ms each, all contestants taking turns`, ...rows],
    failures,
    readme: [
      { block: 'peers', lines: readmeTable(table) },
      { block: 'headline-peers', file: 'README.md', lines: headline(figures) },
    ],
  };
}
