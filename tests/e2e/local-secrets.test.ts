/** What `npm start` keeps on a developer's machine: keys that stay, a sign-in code that is new each time. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';

const script = fileURLToPath(new URL('../../scripts/local-secrets.ts', import.meta.url));

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'klikspor-secrets-'));
  path = join(folder, '.dev.vars');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function start(): { status: number | null; code: string; said: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, path], { encoding: 'utf8' });
  return { status, code: stdout.trim(), said: stderr };
}

const kept = () =>
  new Map(
    readFileSync(path, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );

test('the first start makes a key of 32 octets and a code; the second keeps the key, and what else stands there', () => {
  const first = start();
  expect(first.status).toBe(0);
  const { SLUG_KEY_1: key = '', ...others } = Object.fromEntries(kept());
  expect(Buffer.from(key, 'base64')).toHaveLength(32);
  expect(others).toEqual({ SIGN_IN_CODE_SHA256: createHash('sha256').update(first.code).digest('hex') });
  expect(statSync(path).mode & 0o777).toBe(0o600);

  writeFileSync(path, `${readFileSync(path, 'utf8')}GATHER_MS=20\n`);
  const second = start();
  expect(second.code).not.toBe(first.code);
  expect(Object.fromEntries(kept())).toEqual({
    SLUG_KEY_1: key,
    SIGN_IN_CODE_SHA256: createHash('sha256').update(second.code).digest('hex'),
    GATHER_MS: '20',
  });
});

test('a key in quotes is one', () => {
  writeFileSync(path, `SLUG_KEY_1="${Buffer.alloc(32, 7).toString('base64')}"\n`);
  expect(start().status).toBe(0);
});

test.each([
  ['is no base64', 'SLUG_KEY_1', 'not base64!'],
  ['is too short', 'SLUG_KEY_1', Buffer.alloc(16).toString('base64')],
  ['is empty', 'SLUG_KEY_1', ''],
  ['is the second, and broken', 'SLUG_KEY_2', 'AAAA'],
])('a key that %s is named, with what to do, and nothing is written', (_, name, value) => {
  const before = `SLUG_KEY_1=${Buffer.alloc(32, 7).toString('base64')}\n${name}=${value}\n`;
  writeFileSync(path, before);
  const { status, code, said } = start();
  expect(status).toBe(1);
  expect(code).toBe('');
  expect(said).toContain(`${name} in ${path} is not 32 bytes in base64`);
  expect(said).toContain('delete the line');
  expect(readFileSync(path, 'utf8')).toBe(before);
});
