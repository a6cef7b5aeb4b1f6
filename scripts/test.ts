// Runs the parts of the test suite one after the other, counts what each ran, names what failed, and closes with one line for
// all: the end of the output tells. A part fails if its command fails or if it ran no test; the other parts run all the same.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { relative } from 'node:path';

const results = 'build/test-results';
mkdirSync(results, { recursive: true });

const run = (command: string, ...args: string[]): boolean => {
  const { status, signal } = spawnSync(command, args, { stdio: 'inherit' });
  return status === 0 && signal === null;
};

/** What a part ran; `ok`: its command ended well. */
interface Outcome {
  ok: boolean;
  passed: number;
  /** Names of what failed. */
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
const ctest = (preset: string) => (): Outcome => {
  const report = `${results}/core-${preset}.xml`;
  rmSync(report, { force: true });
  const ok =
    run('cmake', '--preset', preset) &&
    run('cmake', '--build', '--preset', preset) &&
    run('ctest', '--preset', preset, '--progress', '--output-junit', `${process.cwd()}/${report}`);
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
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[];
  }[];
}

/** Vitest with the configuration of one folder. */
const vitest = (folder: string) => (): Outcome => {
  const report = `${results}/${folder}.json`;
  rmSync(report, { force: true });
  const ok = run(
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
  const failed = testResults.flatMap(({ name, status, assertionResults }) => {
    const file = relative(process.cwd(), name);
    const cases = assertionResults
      .filter((one) => one.status === 'failed')
      .map(({ fullName }) => `${file}: ${fullName}`);
    // What broke outside of a case, as in a hook.
    return status === 'failed' && cases.length === 0 ? [file] : cases;
  });
  return { ok, passed: numPassedTests, failed, skipped: numPendingTests };
};

/** A script whose success is one test. */
const script =
  (command: string, ...args: string[]) =>
  (): Outcome => {
    const ok = run(command, ...args);
    return { ok, passed: ok ? 1 : 0, failed: ok ? [] : [[command, ...args].join(' ')] };
  };

/** Every fuzz target for a bounded time; a target is a test. */
const fuzz = (): Outcome => {
  const report = `${results}/fuzz.tsv`;
  rmSync(report, { force: true });
  const ok = run('scripts/fuzz.sh', '20', report);
  const outcomes = existsSync(report) ? readFileSync(report, 'utf8').trimEnd().split('\n') : [];
  const failed = outcomes.filter((line) => line !== '' && !line.endsWith('\tpassed'));
  return {
    ok,
    passed: outcomes.filter((line) => line.endsWith('\tpassed')).length,
    failed: failed.map((line) => `${line.split('\t')[0]}: build/fuzz/${line.split('\t')[0]}.log, build/fuzz/findings`),
  };
};

// In the order of cost of a mistake: what others build on comes first. `build` makes what the later parts load.
const parts: Record<string, () => Outcome> = {
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

const chosen = process.argv.slice(2);
const unknown = chosen.filter((name) => !(name in parts));
if (unknown.length > 0) {
  console.error(`klikspor: no part named ${unknown.join(', ')}; there are: ${Object.keys(parts).join(' ')}`);
  process.exit(2);
}

let passed = 0;
let skipped = 0;
const failed: string[] = [];
const lines: string[] = [];
for (const [name, part] of Object.entries(parts)) {
  if (chosen.length > 0 && !chosen.includes(name)) continue;
  console.log(`\n=== ${name}`);
  const started = Date.now();
  const result = part();
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
    `  ${name.padEnd(8)} ${String(result.passed).padStart(5)} passed ${String(result.failed.length).padStart(4)} failed  ${((Date.now() - started) / 1000).toFixed(0)} s${remark}`,
  );
}

console.log(`\n${lines.join('\n')}\n`);
for (const one of failed) console.log(`failed: ${one}`);
console.log(`${passed} passed, ${failed.length} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
process.exit(failed.length === 0 ? 0 : 1);
