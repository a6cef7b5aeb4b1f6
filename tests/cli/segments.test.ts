import { execFileSync, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const bin = fileURLToPath(new URL('../../wasm/bin/klikspor.mjs', import.meta.url));

test('the command line answers each line and goes on after a bad one', () => {
  const input =
    '\uFEFF{"text":"Hej"}\r\nnonsense\n\n{"utf16":["D83D","DE00"]}\n{"utf16":["xyz"]}\n{"text":"ş","nationalTables":{"locking":1,"single":0}}';
  const { stdout, status } = spawnSync('node', [bin, 'segments', '--jsonl'], { input, encoding: 'utf8' });
  const lines = stdout
    .trim()
    .split('\n')
    .map((line): unknown => JSON.parse(line));
  expect(status).toBe(1);
  expect(lines).toHaveLength(5);
  expect(lines[0]).toMatchObject({ encoding: 'gsm7', segments: 1, units: 3, perSegment: 160 });
  expect(lines[1]).toMatchObject({ error: expect.any(String), line: 2 });
  expect(lines[2]).toMatchObject({ encoding: 'ucs2', units: 2 });
  expect(lines[3]).toMatchObject({ error: expect.stringContaining('utf16[0]'), line: 5 });
  expect(lines[4]).toMatchObject({ encoding: 'gsm7', units: 1, locking: 1, perSegment: 155 });
});

test('the command line describes one text, and refuses what it does not know', () => {
  expect(execFileSync('node', [bin, 'segments', 'Kære Åse'], { encoding: 'utf8' })).toBe(
    'GSM-7, 1 segment, 8 septets, 152 left\n',
  );
  expect(spawnSync('node', [bin, 'segments', '--nonsense']).status).toBe(2);
  expect(spawnSync('node', [bin, 'nonsense']).status).toBe(2);
});
