/**
 * From a file of a million rows to recipients, in Chromium, beside the build of 657b0fb (`--old=FOLDER`): the two take turns,
 * each in a browser of its own. `--rows=N`, `--turns=N` for a shorter run.
 */
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { launchBrowser } from '../support/browser.ts';
import { startWranglerDev } from '../support/dev-worker.ts';
import { dictionaries, sampleList } from '../support/drive.ts';
import { inTurn, median } from './load.ts';
import { oldBuild } from './old-build.ts';

const MIB = 2 ** 20;
/** Milliseconds between two looks at the memory. */
const LOOK_MS = 10;

/** A build's worker, and what its page says in English. */
interface Side {
  readonly origin: string;
  readonly signInCode: string;
  readonly message: string;
  readonly choose: string;
  loaded(rows: string): string;
  stop(): Promise<void>;
}

interface Turn {
  readonly ms: number;
  /** What the processor worked for page and workers, in milliseconds: less swayed by others at work than time is. */
  readonly cpuMs: number;
  /** Memory of the page and its workers, their code on disk aside: as it was before, and the most it was. */
  readonly before: number;
  readonly peak: number;
  /** Of the page's own thread; 0: none of 50 ms. */
  readonly longestTask: number;
}

function numberOf(option: string, otherwise: number): number {
  const given = process.argv.find((argument) => argument.startsWith(`--${option}=`))?.split('=')[1];
  const value = Number(given ?? otherwise);
  if (!Number.isInteger(value) || value < 1)
    throw new Error(`--${option} is ${given}; it must be a whole number from 1`);
  return value;
}

async function newSide(): Promise<Side> {
  const { compose, list, listFile } = dictionaries.en;
  const words = { message: compose.messageLabel, choose: list.choose, loaded: listFile.loaded };
  return { ...(await startWranglerDev()), ...words };
}

/** What of the old build's own modules is used here. */
interface OldModules {
  startDevWorker(): Promise<Pick<Side, 'origin' | 'signInCode' | 'stop'>>;
  readonly en: {
    readonly compose: { readonly messageLabel: string };
    readonly list: { readonly choose: string; loaded(rows: string): string };
  };
}

async function oldSide(folder: string): Promise<Side> {
  const moduleOf = async (path: string) =>
    (await import(pathToFileURL(join(folder, path)).href)) as unknown as OldModules;
  const { startDevWorker } = await moduleOf('tests/support/dev-worker.ts');
  const { compose, list } = (await moduleOf('web/src/i18n/en/index.ts')).en;
  const words = { message: compose.messageLabel, choose: list.choose, loaded: list.loaded };
  return { ...(await startDevWorker()), ...words };
}

export async function run() {
  const rows = numberOf('rows', 1_000_000);
  const turns = numberOf('turns', 7);
  const folder = await mkdtemp(join(tmpdir(), 'klikspor-import-'));
  const file = join(folder, 'kunder.csv');
  await writeFile(file, sampleList(rows).octets);
  const sides = { old: await oldSide(oldBuild()), own: await newSide() };
  try {
    const state = { old: await signedIn(sides.old), own: await signedIn(sides.own) };
    const taken = { old: [] as Turn[], own: [] as Turn[] };
    for (let turn = 0; turn < turns; turn++) {
      // Who goes first changes, as what comes second finds the machine warmed.
      for (const name of inTurn(['old', 'own'] as const, turn)) {
        const one = await turnOf(sides[name], state[name], file, rows);
        taken[name].push(one);
        process.stderr.write(
          `${name} ${Math.round(one.ms)} ms, ${Math.round(one.before / MIB)} to ${Math.round(one.peak / MIB)} MiB\n`,
        );
      }
    }
    const medianOf = (side: readonly Turn[], what: keyof Turn) => median(side.map((turn) => turn[what]));
    const ownToOld = (what: keyof Turn) =>
      median(taken.own.map((own, turn) => own[what] / (taken.old[turn]?.[what] ?? Number.NaN)));
    const longestTask = Math.max(...taken.own.map((turn) => turn.longestTask));
    const mib = (octets: number) => Math.round(octets / MIB);
    const seconds = (name: keyof typeof taken, what: keyof Turn) => (medianOf(taken[name], what) / 1_000).toFixed(1);
    const times = (what: keyof Turn) => (1 / ownToOld(what)).toFixed(2);
    return {
      figures: {
        'import.vsOld': Number(times('ms')),
        'import.peakVsOld': Number(ownToOld('peak').toFixed(2)),
        'import.cpuVsOld': Number(times('cpuMs')),
        'import.longestTask.ms': Math.round(longestTask),
        'import.ms': Math.round(medianOf(taken.own, 'ms')),
        'import.old.ms': Math.round(medianOf(taken.old, 'ms')),
        'import.peakMiB': mib(medianOf(taken.own, 'peak')),
        'import.old.peakMiB': mib(medianOf(taken.old, 'peak')),
        'import.beforeMiB': mib(medianOf(taken.own, 'before')),
        'import.old.beforeMiB': mib(medianOf(taken.old, 'before')),
      },
      notes: [
        `${rows.toLocaleString('en-GB')} rows, medians of ${turns} turns, ratios of turns that followed each other`,
        'memory: what the renderer process of page and workers has for itself, looked at every 10 ms; before: with the composer open',
        'longest task: of the page itself in any turn; 0: none of 50 ms',
      ],
      readme: {
        block: 'import',
        measured: true,
        lines: [
          '| a list of a million rows | this build | 657b0fb | beside it |',
          '|---|---:|---:|---:|',
          `| until its recipients are there | ${seconds('own', 'ms')} s | ${seconds('old', 'ms')} s | ${times('ms')} × as fast |`,
          `| processor time of page and workers | ${seconds('own', 'cpuMs')} s | ${seconds('old', 'cpuMs')} s | ${times('cpuMs')} × as little |`,
          `| most memory of page and workers | ${mib(medianOf(taken.own, 'peak'))} MiB | ${mib(medianOf(taken.old, 'peak'))} MiB | ${ownToOld('peak').toFixed(2)} of it |`,
        ],
      },
      failures: [],
    };
  } finally {
    await Promise.all(Object.values(sides).map((side) => side.stop()));
    await rm(folder, { recursive: true, force: true });
  }
}

/** Runs in the page before its own scripts. */
function watchTasks(): void {
  const watched = globalThis as unknown as { longestTask: number };
  watched.longestTask = 0;
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) watched.longestTask = Math.max(watched.longestTask, duration);
  }).observe({ type: 'longtask' });
}

/** In the page, from the file that is chosen to the text that says it is read: whoever asks from outside looks now and then. */
function timeChoosing(loaded: string): void {
  let from = 0;
  addEventListener('change', () => (from = performance.now()), { capture: true, once: true });
  const observer = new MutationObserver((changes) => {
    if (!changes.some(({ target }) => target.textContent?.includes(loaded))) return;
    observer.disconnect();
    (globalThis as unknown as { choosingMs: number }).choosingMs = performance.now() - from;
  });
  observer.observe(document.body, { childList: true, subtree: true, characterData: true });
}

const longestTaskOf = (page: Page) =>
  page.evaluate(() => {
    const watched = globalThis as unknown as { longestTask: number };
    const longest = watched.longestTask;
    watched.longestTask = 0;
    return longest;
  });

/** Signed in where `side` is: its code does so once. */
async function signedIn(side: Side): Promise<BrowserContextOptions> {
  const browser = await launchBrowser();
  const context = await browser.newContext({ locale: 'en-GB' });
  const page = await context.newPage();
  await page.goto(`${side.origin}/#code=${side.signInCode}`);
  await page.getByLabel(side.message).waitFor();
  const storageState = await context.storageState();
  await context.close();
  return { locale: 'en-GB', storageState, serviceWorkers: 'block' };
}

async function turnOf(side: Side, options: BrowserContextOptions, file: string, rows: number): Promise<Turn> {
  // A browser of its own, which nothing was read in before, with one process for the page and its workers.
  const browser = await launchBrowser(['--renderer-process-limit=1']);
  try {
    const page = await (await browser.newContext(options)).newPage();
    await page.addInitScript(watchTasks);
    await page.goto(side.origin);
    await page.getByLabel(side.message).waitFor();
    await page.waitForTimeout(1_000);
    const chooser = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: side.choose }).click();
    const input = await chooser;
    await longestTaskOf(page);
    const memory = await watchMemory(browser);
    await page.evaluate(timeChoosing, side.loaded(rows.toLocaleString('en-GB')));
    await input.setFiles(file);
    const ms = await page.waitForFunction(
      () => (globalThis as unknown as { choosingMs?: number }).choosingMs,
      undefined,
      {
        polling: 100,
        timeout: 120_000,
      },
    );
    return { ms: Number(await ms.jsonValue()), ...memory.stop(), longestTask: await longestTaskOf(page) };
  } finally {
    await browser.close();
  }
}

/** Looks at the renderer's own memory, in octets, until it is told to stop. */
async function watchMemory(browser: Browser): Promise<{ stop(): Pick<Turn, 'before' | 'peak' | 'cpuMs'> }> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  const renderers = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id);
  const used = () => renderers.reduce((sum, id) => sum + anonymousMemory(id), 0);
  const worked = () => renderers.reduce((sum, id) => sum + workedMs(id), 0);
  const before = used();
  const from = worked();
  let peak = before;
  const timer = setInterval(() => {
    peak = Math.max(peak, used());
  }, LOOK_MS);
  return {
    stop() {
      clearInterval(timer);
      return { before, peak, cpuMs: worked() - from };
    },
  };
}

/** Time of all its threads, in Linux's hundredths of a second. */
function workedMs(process: number): number {
  const stat = readFileSync(`/proc/${process}/stat`, 'utf8');
  // Behind the name, which may hold blanks, the twelfth and thirteenth.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

/** What a process has in memory that is in no file, as Linux tells it: heaps of JavaScript and memory of WebAssembly. */
function anonymousMemory(process: number): number {
  const kilobytes = /^RssAnon:\s+(\d+) kB/m.exec(readFileSync(`/proc/${process}/status`, 'utf8'))?.[1];
  return Number(kilobytes ?? Number.NaN) * 1024;
}
