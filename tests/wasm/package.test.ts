import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
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

test('the packed command line counts segments', () => {
  const line = execFileSync('node', ['node_modules/klikspor/bin/klikspor.mjs', 'segments', '--jsonl'], {
    cwd: folder,
    encoding: 'utf8',
    input: '{"text":"Hej"}\n',
  });
  expect(JSON.parse(line)).toMatchObject({ encoding: 'gsm7', segments: 1, units: 3, perSegment: 160 });
});
