/**
 * The composer's first load beside the build of 657b0fb: both served by their own worker, opened in turn by the real Chromium
 * with nothing in its cache, by somebody who is signed in, in a page that Playwright leaves alone (see bare-page.ts).
 * `--old=FOLDER` takes the old build from there, `--turns=N`.
 *
 * Interactive: a letter that is put into the message field as soon as the frame that shows the field is out has come back
 * from the core, and the frame that says "1 segment" is out. Milliseconds since navigation began, the page's main thread
 * slowed fourfold by CDP; worker threads run at full speed, as CDP cannot slow them.
 *
 * Longest task: of the main thread, from the one that commits the page until 1.5 s after the network rests, nothing being
 * typed; as Chromium's own trace has it, to the microsecond, where the page's observer tells of none below 50 ms. Scripts
 * count where they hold the thread: a module's evaluation and functions' compilation with the task they happen in; what V8
 * reads and compiles beside the thread does not. `longestTask.ms` is by the clock of a page slowed fourfold, so other
 * programs on the machine lengthen it; `longestTaskCpu.ms` is four times the processor's time in a page that is not slowed.
 */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../support/browser.ts';
import { type DevWorker, startDevWorker } from '../support/dev-worker.ts';
import { dictionaries } from '../support/drive.ts';
import { type BarePage, type Kept, openBarePage } from './bare-page.ts';
import { inTurn, median } from './load.ts';
import { oldBuild } from './old-build.ts';

const SLOWED = 4;
const SIDES = ['old', 'new'] as const;
type SideName = (typeof SIDES)[number];

/** What is seen in the page, in milliseconds since navigation began. */
interface Marks {
  /** The frame that shows the message field is out. */
  field: number;
  /** So is the one with the count of what was typed. */
  interactive: number;
}

/** Runs in the page before its own scripts. */
function watch({ letter, counted }: { letter: string; counted: string }): void {
  const marks: Marks = { field: 0, interactive: 0 };
  (globalThis as unknown as { marks: Marks }).marks = marks;
  // The task after the frame's callbacks runs once the frame has been handed to the compositor.
  const onceSeen = (act: () => void) =>
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = act;
      port2.postMessage(null);
    });
  let isThere = false;
  const observer = new MutationObserver(() => {
    const field = document.querySelector('textarea');
    if (field !== null && !isThere) {
      isThere = true;
      onceSeen(() => {
        marks.field = performance.now();
        field.focus();
        // What a key does: the same events, in the same order, and the field's own undo.
        document.execCommand('insertText', false, letter);
      });
    }
    if (!Array.from(document.querySelectorAll('.readings dd')).some(({ textContent }) => textContent === counted))
      return;
    observer.disconnect();
    onceSeen(() => {
      marks.interactive = performance.now();
    });
  });
  observer.observe(document, { childList: true, subtree: true, characterData: true });
}

interface Visit {
  readonly browser: Browser;
  readonly origin: string;
  readonly kept: Kept;
}

/** Runs in the page before its own scripts: what a service worker keeps for later is no part of the first load. */
const WITHOUT_SERVICE_WORKER = 'delete Navigator.prototype.serviceWorker';
const REST_MS = 1_500;

/** One visit with an empty cache: `load` opens the page, and resolves 1.5 s after the network rests. */
async function visit<T>(
  { browser, origin, kept }: Visit,
  slowed: number,
  use: (page: BarePage, load: () => Promise<void>) => Promise<T>,
): Promise<T> {
  const page = await openBarePage(browser, origin, kept);
  try {
    await page.send('Page.setLifecycleEventsEnabled', { enabled: true });
    await page.send('Page.addScriptToEvaluateOnNewDocument', { source: WITHOUT_SERVICE_WORKER });
    await page.send('Emulation.setCPUThrottlingRate', { rate: slowed });
    return await use(page, async () => {
      const { loaderId } = await page.send('Page.navigate', { url: origin });
      await page.next<{ name: string; loaderId: string }>(
        'Page.lifecycleEvent',
        (event) => event.name === 'networkIdle' && event.loaderId === loaderId,
      );
      await new Promise((resolve) => setTimeout(resolve, REST_MS));
    });
  } finally {
    await page.close();
  }
}

const LETTER = { letter: 'H', counted: dictionaries.en.editor.segments(1, '1') };

const marksOf = (by: Visit): Promise<Marks> =>
  visit(by, SLOWED, async (page, load) => {
    await page.send('Page.addScriptToEvaluateOnNewDocument', { source: `(${watch})(${JSON.stringify(LETTER)})` });
    await load();
    const { result } = await page.send('Runtime.evaluate', { expression: 'globalThis.marks', returnByValue: true });
    const marks = result.value as Marks;
    if (marks.interactive === 0) throw new Error(`${by.origin} counted no letter`);
    return marks;
  });

interface TraceEvent {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  /** Microseconds; `tdur` of the processor. */
  readonly ts: number;
  readonly dur?: number;
  readonly tdur?: number;
  readonly args?: { readonly data?: { readonly url?: string } };
}

/** The longest task by the clock and by the processor, in milliseconds. */
const longestTask = (by: Visit, slowed: number): Promise<{ clock: number; cpu: number }> =>
  visit(by, slowed, async (page, load) => {
    const events: TraceEvent[] = [];
    page.on<{ value: TraceEvent[] }>('Tracing.dataCollected', ({ value }) => events.push(...value));
    await page.send('Tracing.start', {
      categories: '-*,devtools.timeline,disabled-by-default-devtools.timeline',
      transferMode: 'ReportEvents',
    });
    await load();
    const isWhole = page.next('Tracing.tracingComplete');
    await page.send('Tracing.end');
    await isWhole;
    const commit = events.find(({ name, args }) => name === 'CommitLoad' && args?.data?.url?.startsWith(by.origin));
    if (commit === undefined) throw new Error(`the trace of ${by.origin} tells of no page that was loaded`);
    const tasks = events.filter(
      ({ name, pid, tid, ts, dur = 0 }) =>
        name === 'RunTask' && pid === commit.pid && tid === commit.tid && ts + dur >= commit.ts,
    );
    const longest = (times: readonly (number | undefined)[]) => Math.max(...times.map((time = 0) => time)) / 1_000;
    return { clock: longest(tasks.map(({ dur }) => dur)), cpu: longest(tasks.map(({ tdur }) => tdur)) };
  });

async function signedIn(browser: Browser, worker: Pick<DevWorker, 'origin' | 'signInCode'>): Promise<Visit> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${worker.origin}/#code=${worker.signInCode}`);
  await page.locator('textarea').waitFor();
  const kept = await context.storageState();
  await context.close();
  return { browser, origin: worker.origin, kept };
}

const rounded = (value: number) => Number(value.toFixed(1));

export async function run() {
  const turns = Number(
    process.argv.find((argument) => argument.startsWith('--turns='))?.slice('--turns='.length) ?? 15,
  );
  if (!Number.isInteger(turns) || turns < 1) throw new Error('--turns is a whole number from 1');
  const old = oldBuild();
  const { startDevWorker: startOldWorker } = (await import(
    pathToFileURL(join(old, 'tests/support/dev-worker.ts')).href
  )) as { startDevWorker: typeof startDevWorker };
  const workers = [await startOldWorker(), await startDevWorker()];
  const browser = await launchBrowser();
  try {
    const visits = {} as Record<SideName, Visit>;
    for (const [index, worker] of workers.entries())
      visits[index === 0 ? 'old' : 'new'] = await signedIn(browser, worker);
    const seen = () => ({
      field: [] as number[],
      interactive: [] as number[],
      clock: [] as number[],
      cpu: [] as number[],
    });
    const times = { old: seen(), new: seen() };
    // The first of each warms the workers up.
    for (let turn = -1; turn < turns; turn++) {
      for (const side of inTurn(SIDES, Math.abs(turn))) {
        const { field, interactive } = await marksOf(visits[side]);
        const { clock } = await longestTask(visits[side], SLOWED);
        const { cpu } = await longestTask(visits[side], 1);
        if (turn < 0) continue;
        times[side].field.push(field);
        times[side].interactive.push(interactive);
        times[side].clock.push(clock);
        times[side].cpu.push(SLOWED * cpu);
      }
      process.stderr.write('.');
    }
    process.stderr.write('\n');
    return outcome(times, turns);
  } finally {
    await browser.close();
    await Promise.all(workers.map((worker) => worker.stop()));
  }
}

type Times = Readonly<Record<SideName, Readonly<Record<'field' | 'interactive' | 'clock' | 'cpu', readonly number[]>>>>;

function outcome(times: Times, turns: number) {
  /** Of each turn, in which both had theirs. */
  const ratio = (what: keyof Times['new']) =>
    Number(median(times.new[what].map((value, turn) => value / (times.old[what][turn] ?? Number.NaN))).toFixed(3));
  const both = (what: keyof Times['new']) => ({
    old: rounded(median(times.old[what])),
    new: rounded(median(times.new[what])),
  });
  const [clock, cpu, field, interactive] = [both('clock'), both('cpu'), both('field'), both('interactive')];
  const line = (what: string, { old, new: now }: { old: number; new: number }, beside: number) =>
    `| ${what} | ${Math.round(old)} ms | ${Math.round(now)} ms | ${beside} |`;
  return {
    figures: {
      'firstLoad.longestTask.ms': clock.new,
      'firstLoad.longestTask.old.ms': clock.old,
      'firstLoad.longestTaskCpu.ms': cpu.new,
      'firstLoad.longestTaskCpu.old.ms': cpu.old,
      'firstLoad.interactive.ms': interactive.new,
      'firstLoad.interactiveVsOld': ratio('interactive'),
      'firstLoad.fieldVsOld': ratio('field'),
    },
    notes: [
      `${turns} turns of each build, medians; interactive after ${interactive.old} ms before`,
      `the message field is seen after ${field.new} ms, ${field.old} before`,
      `longest tasks of all turns: ${rounded(Math.max(...times.new.clock))} ms, ${rounded(Math.max(...times.old.clock))} before`,
    ],
    readme: {
      block: 'first-load',
      measured: true,
      lines: [
        '| first load, processor slowed fourfold | 657b0fb | now | beside |',
        '|---|---:|---:|---:|',
        line('message field seen', field, ratio('field')),
        line('interactive: a letter typed, its segment counted and seen', interactive, ratio('interactive')),
        line('longest task by the clock', clock, ratio('clock')),
        line('longest task, four times its time on the processor', cpu, ratio('cpu')),
      ],
    },
  };
}
