import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
let folder = '';

const run = (command: string, args: readonly string[]) =>
  execFileSync(command, args, { cwd: folder, encoding: 'utf8' });

// The packed tarball, unpacked where npm would put it: what a developer gets, and nothing of this repository.
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'klikspor-consumer-'));
  const tarball = execFileSync('npm', ['pack', '--silent', '--pack-destination', folder], {
    cwd: join(root, 'wasm'),
    encoding: 'utf8',
  }).trim();
  run('tar', ['-xzf', tarball]);
  run('mkdir', ['node_modules']);
  renameSync(join(folder, 'package'), join(folder, 'node_modules/klikspor'));
  for (const file of readdirSync(join(root, 'tests/types')))
    cpSync(join(root, 'tests/types', file), join(folder, file));
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("a developer's program compiles against the packed package, with its types checked, and runs", () => {
  run(join(root, 'node_modules/.bin/tsc'), ['-p', 'tsconfig.consumer.json']);
  expect(run('node', ['out/consumer.js'])).toBe(
    '1 https://www.barnetsverden.dk/b%C3%B8rnet%C3%B8j?utm_source=sms 16777216\n',
  );
});

test('it compiles with the types of Node alone, too', () => {
  cpSync(join(root, 'node_modules/@types/node'), join(folder, 'node_modules/@types/node'), { recursive: true });
  cpSync(join(root, 'node_modules/undici-types'), join(folder, 'node_modules/undici-types'), { recursive: true });
  const options = ['--lib', 'es2024', '--types', 'node', '--noEmit'];
  run(join(root, 'node_modules/.bin/tsc'), ['-p', 'tsconfig.consumer.json', ...options]);
});

test('a bundler that takes no .wasm files along leaves a program that runs once they are beside it', async () => {
  const bundle = join(folder, 'bundle/consumer.mjs');
  await build({
    entryPoints: [join(folder, 'consumer.ts')],
    bundle: true,
    format: 'esm',
    platform: 'node',
    outfile: bundle,
    logLevel: 'warning',
  });
  expect(() => execFileSync('node', [bundle], { stdio: 'pipe' })).toThrow(/texts\.wasm/);
  run('sh', ['-c', 'cp node_modules/klikspor/dist/*.wasm bundle']);
  expect(run('node', [bundle])).toMatch(/^1 https:/);
});

test('the packed command line counts segments', () => {
  const line = execFileSync('node', ['node_modules/klikspor/bin/klikspor.mjs', 'segments', '--jsonl'], {
    cwd: folder,
    encoding: 'utf8',
    input: '{"text":"Hej"}\n',
  });
  expect(JSON.parse(line)).toMatchObject({ encoding: 'gsm7', segments: 1, units: 3, perSegment: 160 });
});
