// Runs the parts of the test suite, counts what each ran, names what failed and why, and closes with one line for all: the end
// of the output tells. A part fails if its command fails or if it ran no test; the other parts run all the same. What computes runs
// beside what mostly waits, with the processor time that is left over.
import { type StdioOptions, spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync } from 'node:fs';
import { relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

const results = 'build/test-results';
mkdirSync(results, { recursive: true });

/** Runs a command; whether it ended well. */
type Run = (command: string, ...args: string[]) => Promise<boolean>;

const runWith =
  (stdio: StdioOptions, ...before: string[]): Run =>
  (...command) =>
    new Promise((resolve) => {
      const [name = '', ...args] = [...before, ...command];
      const child = spawn(name, args, { stdio });
      child.once('error', (error) => {
        console.error(String(error));
        resolve(false);
      });
      child.once('exit', (status) => resolve(status === 0));
    });

/** What a part ran; `ok`: its command ended well. */
interface Outcome {
  ok: boolean;
  passed: number;
  /** What failed: its name, and below it what was said of it. */
  failed: readonly string[];
  /** Tests that could not run here; each prints why. */
  skipped?: number;
}

/** Without colours, in which Catch2 writes where it takes its output for a terminal. */
const textOfXml = (xml: string) =>
  xml
    .replace(/\[NON-XML-CHAR-0x1B\]\[[\d;]*m/g, '')
    .replace(
      /&(?:lt|gt|quot|apos|amp);/g,
      (name) => ({ '&lt;': '<', '&gt;': '>', '&quot;': '"', '&apos;': "'" })[name] ?? '&',
    );

/** The cases that Catch2 told of in one test of CTest, or the test itself where it told of none: it crashed, or is not Catch2's. */
function casesIn(name: string, failed: boolean, output: string): Required<Omit<Outcome, 'ok'>> {
  const all = /All tests passed \(.* in (\d+) test cases?\)/.exec(output)?.[1];
  const some = /^test cases: (.*)$/m.exec(output)?.[1] ?? '';
  const count = (what: string) => Number(new RegExp(`(\\d+) ${what}`).exec(some)?.[1] ?? 0);
  if (all === undefined && some === '') return { passed: failed ? 0 : 1, failed: failed ? [name] : [], skipped: 0 };
  // A failure's heading: the case, its sections, the place, between rows of dashes and dots.
  const headings = output.matchAll(/^-{79}\n(\S.*)\n(?:.*\n)*?-{79}\n.*\n\.{79}$/gm);
  const cases = [...new Set(Array.from(headings, ([, heading]) => `${name}: ${heading}`))];
  return {
    passed: all === undefined ? count('passed') : Number(all),
    failed: failed && cases.length === 0 ? [name] : cases,
    skipped: count('skipped'),
  };
}

/** CTest of one preset: configure, build, test. */
const ctest =
  (preset: string) =>
  async (run: Run): Promise<Outcome> => {
    const report = `${results}/core-${preset}.xml`;
    rmSync(report, { force: true });
    const ok =
      (await run('cmake', '--preset', preset)) &&
      (await run('cmake', '--build', '--preset', preset)) &&
      (await run('ctest', '--preset', preset, '--progress', '--output-junit', `${process.cwd()}/${report}`));
    const suite = existsSync(report) ? readFileSync(report, 'utf8') : '';
    const tests = Array.from(
      suite.matchAll(/<testcase name="([^"]*)"[^>]*? status="(\w+)".*?<system-out>(.*?)<\/system-out>/gs),
      ([, name = '', status, output = '']) => casesIn(textOfXml(name), status !== 'run', textOfXml(output)),
    );
    return {
      ok,
      passed: tests.reduce((sum, { passed }) => sum + passed, 0),
      failed: tests.flatMap(({ failed }) => failed),
      skipped: tests.reduce((sum, { skipped }) => sum + skipped, 0),
    };
  };

interface VitestReport {
  readonly numPassedTests: number;
  readonly numPendingTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly message: string;
    readonly assertionResults: readonly {
      readonly fullName: string;
      readonly status: string;
      readonly failureMessages: readonly string[];
    }[];
  }[];
}

/** The first lines of what was said at each try, below a failure's name: what ran before the end may scroll away. */
const withReasons = (name: string, reasons: readonly string[]): string =>
  [name, ...reasons.flatMap((reason) => stripVTControlCharacters(reason).trimEnd().split('\n').slice(0, 12))].join(
    '\n    ',
  );

/** Vitest with the configuration of one folder. */
const vitest =
  (folder: string) =>
  async (run: Run): Promise<Outcome> => {
    const report = `${results}/${folder}.json`;
    rmSync(report, { force: true });
    const ok = await run(
      'vitest',
      'run',
      '-c',
      `tests/${folder}/vitest.config.ts`,
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
    );
    if (!existsSync(report)) return { ok, passed: 0, failed: [] };
    const { numPassedTests, numPendingTests, testResults } = JSON.parse(readFileSync(report, 'utf8')) as VitestReport;
    const failed = testResults.flatMap(({ name, status, message, assertionResults }) => {
      const file = relative(process.cwd(), name);
      const cases = assertionResults
        .filter((one) => one.status === 'failed')
        .map(({ fullName, failureMessages }) => withReasons(`${file}: ${fullName}`, failureMessages));
      // What broke outside of a case, as in a hook.
      return status === 'failed' && cases.length === 0 ? [withReasons(file, [message])] : cases;
    });
    return { ok, passed: numPassedTests, failed, skipped: numPendingTests };
  };

/** A script whose success is one test. */
const script =
  (command: string, ...args: string[]) =>
  async (run: Run): Promise<Outcome> => {
    const ok = await run(command, ...args);
    return { ok, passed: ok ? 1 : 0, failed: ok ? [] : [[command, ...args].join(' ')] };
  };

/** Every fuzz target for a bounded time; a target is a test. */
const fuzz = async (run: Run): Promise<Outcome> => {
  const report = `${results}/fuzz.tsv`;
  rmSync(report, { force: true });
  const ok = await run('scripts/fuzz.sh', '10', report);
  const outcomes = existsSync(report) ? readFileSync(report, 'utf8').trimEnd().split('\n') : [];
  const failed = outcomes.filter((line) => line !== '' && !line.endsWith('\tpassed'));
  return {
    ok,
    passed: outcomes.filter((line) => line.endsWith('\tpassed')).length,
    failed: failed.map((line) => `${line.split('\t')[0]}: build/fuzz/${line.split('\t')[0]}.log, build/fuzz/findings`),
  };
};

// In the order in which their lines stand at the end: what others build on comes first.
const parts: Record<string, (run: Run) => Promise<Outcome>> = {
  asan: ctest('asan'),
  fuzz,
  wasm: ctest('wasm'),
  build: script('scripts/build.sh'),
  size: script('node', 'tests/bench/run.ts', 'size'),
  lint: script('scripts/lint.sh'),
  package: vitest('wasm'),
  cli: vitest('cli'),
  lists: vitest('lists'),
  worker: vitest('worker'),
  web: vitest('web'),
  e2e: vitest('e2e'),
};
/** `build` makes what those behind it load. */
const WAITING = ['wasm', 'build', 'size', 'package', 'cli', 'lists', 'worker', 'web', 'e2e'];
/** Beside them. The types that `lint` checks come from `build`. */
const COMPUTING = ['asan', 'lint'];
/** Behind them: what it finds in its time depends on how quick it is. */
const ALONE = ['fuzz'];

const chosen = process.argv.slice(2);
const unknown = chosen.filter((name) => !(name in parts));
if (unknown.length > 0) {
  console.error(`klikspor: no part named ${unknown.join(', ')}; there are: ${Object.keys(parts).join(' ')}`);
  process.exit(2);
}
const ended = new Map<string, Outcome & { readonly seconds: number }>();
async function runPart(name: string, run: Run): Promise<void> {
  const started = Date.now();
  const outcome = await (parts[name] as (run: Run) => Promise<Outcome>)(run);
  ended.set(name, { ...outcome, seconds: (Date.now() - started) / 1000 });
}

/** What parts wrote that ran beside another, shown between two others: at once, nobody could read either. */
const unshown: string[] = [];
function showUnshown(): void {
  for (const name of unshown.splice(0))
    process.stdout.write(`\n=== ${name}\n${readFileSync(`${results}/${name}.log`, 'utf8')}`);
}

async function runShown(names: readonly string[], begins: (name: string) => void = () => {}): Promise<void> {
  for (const name of names) {
    begins(name);
    console.log(`\n=== ${name}`);
    await runPart(name, runWith('inherit'));
    showUnshown();
  }
}

async function runBeside(names: readonly string[], beginsWhen: (name: string) => Promise<void>): Promise<void> {
  for (const name of names) {
    await beginsWhen(name);
    const log = openSync(`${results}/${name}.log`, 'w');
    await runPart(name, runWith(['ignore', log, log], 'nice', '-n', '5'));
    closeSync(log);
    unshown.push(name);
  }
}

const asked = (names: readonly string[]) => names.filter((name) => chosen.length === 0 || chosen.includes(name));
const [waiting, computing] = [asked(WAITING), asked(COMPUTING)];
if (waiting.length > 0 && computing.length > 0) {
  console.log(`\n${computing.join(' and ')} beside the others, with the processor time they leave`);
  const built = Promise.withResolvers<void>();
  const isBuilt = (name: string) => !['wasm', 'build'].includes(name) && built.resolve();
  await Promise.all([
    runShown(waiting, isBuilt).finally(built.resolve),
    runBeside(computing, async (name) => (name === 'lint' ? built.promise : undefined)),
  ]);
  showUnshown();
} else await runShown([...waiting, ...computing]);
await runShown(asked(ALONE));

let passed = 0;
let skipped = 0;
const failed: string[] = [];
const lines: string[] = [];
for (const name of Object.keys(parts)) {
  const result = ended.get(name);
  if (result === undefined) continue;
  const ranNone = result.passed + result.failed.length === 0;
  // A part that broke before its tests could say so counts as one failure.
  const broken = (ranNone || !result.ok) && result.failed.length === 0;
  passed += result.passed;
  skipped += result.skipped ?? 0;
  const remarks = [
    ...(result.skipped ? [`${result.skipped} skipped`] : []),
    ...(ranNone ? ['ran no test'] : broken ? ['ended with an error'] : []),
  ];
  failed.push(...(broken ? [`${name}: ${remarks.at(-1)}`] : result.failed.map((one) => `${name}: ${one}`)));
  const remark = remarks.length > 0 ? ` (${remarks.join(', ')})` : '';
  lines.push(
    `  ${name.padEnd(8)} ${String(result.passed).padStart(5)} passed ${String(result.failed.length).padStart(4)} failed  ${result.seconds.toFixed(0)} s${remark}`,
  );
}

console.log(`\n${lines.join('\n')}\n`);
for (const one of failed) console.log(`failed: ${one}`);
console.log(
  `${passed} passed, ${failed.length} failed${skipped > 0 ? `, ${skipped} skipped` : ''} in ${(performance.now() / 1000).toFixed(0)} s`,
);
process.exit(failed.length === 0 ? 0 : 1);
