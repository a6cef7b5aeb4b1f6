// `npm run bench -- NAME [--json] [--readme]`: runs tests/bench/NAME.bench.ts. Each exports
// `run(): Promise<Outcome>`; progress goes to stderr, so that --json prints nothing but one JSON object. With --readme,
// an outcome's blocks replace what stands between their two markers in docs/benchmarks.md, or in the file they name.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';

/** Lines for a document, between the markers of a block. */
interface Block {
  block: string;
  lines: string[];
  /** Whether to add when, on what and with which versions. */
  measured?: boolean;
  /** docs/benchmarks.md if not given. */
  file?: string;
}

/** What a benchmark found. */
interface Outcome {
  figures: Record<string, unknown>;
  notes?: string[];
  readme?: Block | Block[];
  /** What makes the run worthless as a measurement, such as a count that is not exact. */
  failures?: string[];
}

const here = new URL('.', import.meta.url);
const names = readdirSync(here)
  .filter((file) => file.endsWith('.bench.ts'))
  .map((file) => file.slice(0, -'.bench.ts'.length));
const json = process.argv.includes('--json');
const intoReadme = process.argv.includes('--readme');
const chosen = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
if (chosen.length === 0 || chosen.some((name) => !names.includes(name))) {
  console.error(`npm run bench -- NAME [--json] [--readme]; there are: ${names.sort().join(' ')}`);
  process.exit(2);
}

const figures: Record<string, unknown> = {};
let ok = true;
for (const name of chosen) {
  const { run }: { run: () => Promise<Outcome> } = await import(new URL(`${name}.bench.ts`, here).href);
  const outcome = await run();
  Object.assign(figures, outcome.figures);
  if (!json) {
    console.log(`\n${name}`);
    for (const [figure, value] of Object.entries(outcome.figures)) console.log(`  ${figure.padEnd(34)} ${value}`);
    for (const line of outcome.notes ?? []) console.log(`  ${line}`);
  }
  if (intoReadme && (outcome.failures ?? []).length === 0)
    for (const block of [outcome.readme ?? []].flat()) writeBlock(block);
  for (const failure of outcome.failures ?? []) {
    ok = false;
    console.error(`${name}: ${failure}`);
  }
}
const [load = 0] = loadavg();
const machine = { cpu: cpus()[0]?.model ?? '', cores: cpus().length, load: Number(load.toFixed(2)) };
if (json) console.log(JSON.stringify({ figures, machine }));
else console.log(`\n  ${machine.cores} x ${machine.cpu}; load average at the end ${machine.load}`);
process.exit(ok ? 0 : 1);

/** On what and when: figures without that say nothing. */
function circumstances(): string {
  const { model = 'processor' } = cpus()[0] ?? {};
  const { version } = JSON.parse(
    readFileSync(new URL('../../node_modules/workerd/package.json', import.meta.url), 'utf8'),
  );
  const day = new Date().toISOString().slice(0, 10);
  const [load = 0] = loadavg();
  return `Measured ${day} on ${cpus().length} × ${model}, Node ${process.version.slice(1)}, workerd ${version}; load average ${load.toFixed(1)}.`;
}

function writeBlock({ block, lines, measured = false, file: name = 'docs/benchmarks.md' }: Block): void {
  const file = new URL(`../../${name}`, import.meta.url);
  const [begin, end] = [`<!-- ${block}:begin -->`, `<!-- ${block}:end -->`];
  const text = readFileSync(file, 'utf8');
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`${name} lacks the markers ${begin} and ${end}`);
  writeFileSync(
    file,
    `${text.slice(0, from)}${begin}\n${[...lines, ...(measured ? ['', circumstances()] : [])].join('\n')}\n${text.slice(to)}`,
  );
}
