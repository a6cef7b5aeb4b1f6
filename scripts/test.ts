// Runs the parts of the test suite one after the other, counts what each ran, and closes with one line for all.
// A part fails if its command fails or if it ran no test; the other parts run all the same.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';

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
  failed: number;
  /** Tests that could not run here; each prints why. */
  skipped?: number;
}

/** CTest of one preset: configure, build, test. */
const ctest = (preset: string) => (): Outcome => {
  const report = `${results}/core-${preset}.xml`;
  rmSync(report, { force: true });
  const ok =
    run('cmake', '--preset', preset) &&
    run('cmake', '--build', '--preset', preset) &&
    run('ctest', '--preset', preset, '--progress', '--output-junit', `${process.cwd()}/${report}`);
  const suite = existsSync(report) ? (/<testsuite\b[^>]*>/s.exec(readFileSync(report, 'utf8'))?.[0] ?? '') : '';
  const count = (name: string) => Number(new RegExp(`\\b${name}="(\\d+)"`).exec(suite)?.[1] ?? 0);
  const failed = count('failures');
  const skipped = count('skipped') + count('disabled');
  return { ok, passed: count('tests') - failed - skipped, failed, skipped };
};

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
  const counts = existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : {};
  const { numPassedTests: passed = 0, numFailedTests: failed = 0, numPendingTests: skipped = 0 } = counts;
  return { ok, passed, failed, skipped };
};

/** A script whose success is one test. */
const script =
  (command: string, ...args: string[]) =>
  (): Outcome => {
    const ok = run(command, ...args);
    return { ok, passed: ok ? 1 : 0, failed: ok ? 0 : 1 };
  };

/** Every fuzz target for a bounded time; a target is a test. */
const fuzz = (): Outcome => {
  const report = `${results}/fuzz.tsv`;
  rmSync(report, { force: true });
  const ok = run('scripts/fuzz.sh', '20', report);
  const outcomes = existsSync(report) ? readFileSync(report, 'utf8').trimEnd().split('\n') : [];
  const passed = outcomes.filter((line) => line.endsWith('\tpassed')).length;
  return { ok, passed, failed: outcomes.length - passed };
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
let failed = 0;
let skipped = 0;
const lines: string[] = [];
for (const [name, part] of Object.entries(parts)) {
  if (chosen.length > 0 && !chosen.includes(name)) continue;
  console.log(`\n=== ${name}`);
  const started = Date.now();
  const result = part();
  const ranNone = result.passed + result.failed === 0;
  // A part that broke before its tests could say so counts as one failure.
  const broken = (ranNone || !result.ok) && result.failed === 0;
  passed += result.passed;
  failed += result.failed + (broken ? 1 : 0);
  skipped += result.skipped ?? 0;
  const remarks = [
    ...(result.skipped ? [`${result.skipped} skipped`] : []),
    ...(ranNone ? ['ran no test'] : broken ? ['ended with an error'] : []),
  ];
  const remark = remarks.length > 0 ? ` (${remarks.join(', ')})` : '';
  lines.push(
    `  ${name.padEnd(8)} ${String(result.passed).padStart(5)} passed ${String(result.failed).padStart(4)} failed  ${((Date.now() - started) / 1000).toFixed(0)} s${remark}`,
  );
}

console.log(`\n${lines.join('\n')}\n`);
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
process.exit(failed === 0 ? 0 : 1);
