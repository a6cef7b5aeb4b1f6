import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const readme = readFileSync(`${root}README.md`, 'utf8');
const benchmarks = readFileSync(`${root}docs/benchmarks.md`, 'utf8');
const blocks = (language: string) =>
  Array.from(readme.matchAll(new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, 'gs')), ([, code]) => code ?? '');

test("the README's JavaScript runs and answers what its comments say", () => {
  const [code = ''] = blocks('js');
  const asserted = code.replace(/^(core\..*); \/\/ (.*)$/gm, 'out.push([$1, $2]);');
  const program = `const out = [];\n${asserted}\nconsole.log(JSON.stringify(out));`;
  const printed = execFileSync('node', ['--input-type=module', '-e', program], { cwd: root, encoding: 'utf8' });
  const pairs = JSON.parse(printed) as [unknown, unknown][];
  expect(pairs.length).toBeGreaterThan(1);
  for (const [answered, promised] of pairs) expect(answered).toEqual(promised);
});

test("the README's command lines run", () => {
  const lines = blocks('sh')
    .join('')
    .split('\n')
    .filter((line) => line.includes('npx klikspor'));
  expect(lines.length).toBeGreaterThan(3);
  for (const line of lines) {
    const local = line.replace('npx klikspor', `node ${root}wasm/bin/klikspor.mjs`);
    expect(execFileSync('bash', ['-c', local], { cwd: root, encoding: 'utf8' })).not.toMatch(/"error"|^$/);
  }
});

test('README and deployment steps name options, files and secrets that the deployment knows', () => {
  const script = readFileSync(`${root}scripts/deploy.ts`, 'utf8');
  const steps = readFileSync(`${root}docs/deploy.md`, 'utf8');
  const commands = [readme, steps].flatMap((text) =>
    Array.from(text.matchAll(/`npm run deploy[^`]*`/g), ([command]) => command),
  );
  expect(commands.length).toBeGreaterThan(4);
  const options = [...commands, ...(steps.match(/`--[a-z-]+`/g) ?? [])].flatMap((text) =>
    Array.from(text.matchAll(/ --([a-z-]+)|`--([a-z-]+)`/g), ([, inside, alone]) => inside ?? alone ?? ''),
  );
  expect(new Set(options)).toEqual(new Set(['app', 'links', 'dry-run', 'eu', 'sign-in']));
  for (const option of options) expect(script).toMatch(new RegExp(`'?${option}'?: \\{ type: `));
  for (const name of ['slug-key.secret', 'deploy.json', 'klikspor-batches', '/#code=']) {
    expect(steps).toContain(name);
    expect(script).toContain(name);
  }
});

/** What a benchmark wrote between its markers. */
const written = (text: string, block: string): string =>
  new RegExp(`<!-- ${block}:begin -->\n(.*?)<!-- ${block}:end -->`, 's').exec(text)?.[1] ?? '';

test('three figures stand in the README, with the numbers of the tables they are from', () => {
  const of = (block: string) => written(readme, `headline-${block}`);
  const table = (block: string) => written(benchmarks, block);
  const [, ratio = '', clicks = ''] = /redirect\*\*: ([\d.]+) times .*?([\d,]+)\s+clicks/s.exec(of('count')) ?? [];
  expect(table('count')).toContain(`| ${ratio} × |`);
  expect(table('count')).toContain(`${clicks} clicks answered`);
  // There the others' speed beside ours, here ours beside theirs.
  const times = Array.from(of('peers').matchAll(/([\d.]+) times as fast/g), ([, factor]) => Number(factor));
  expect(times).toHaveLength(2);
  const others = Array.from(table('peers').matchAll(/^\|[^|]*\|[^|]*\| ([\d.]+) ×/gm), ([, speed]) => Number(speed));
  for (const factor of times) expect(others.some((speed) => Math.abs(speed * factor - 1) < 0.01)).toBe(true);
  const costs = Array.from(of('cost').matchAll(/\$([\d.]+)/g), ([, usd]) => usd);
  expect(costs).toHaveLength(2);
  for (const usd of costs) expect(table('cost')).toMatch(new RegExp(`^\\| 100,000 .*\\*\\*${usd}\\*\\*`, 'm'));
});

test('the table of peers stands among the benchmarks as it is written there', () => {
  const block = written(benchmarks, 'peers');
  const [head = [], , ...rows] = block
    .trim()
    .split('\n')
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
  expect(head.slice(0, 2)).toEqual(['counter', 'correct?']);
  expect(rows.map(([name]) => name)).toEqual([
    'klikspor',
    'JavaScript table',
    'sms-segments-calculator',
    'split-sms',
    '@trt2/gsm-charset-utils',
    'sms-length',
  ]);
  for (const row of rows) {
    expect(row).toHaveLength(head.length);
    expect(row[1]).toMatch(/^(reference|yes|no: (gsm|ucs)\d+)/);
    expect(row[2]).toMatch(/^([\d.]+ ×|1\/\d+)$/);
    expect(row[3]).toMatch(/^([\d.]+ ×|1\/\d+)$/);
  }
});
