import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { write } from '../../scripts/generated.ts';

const repository = fileURLToPath(new URL('../../', import.meta.url));
const generators = readdirSync(join(repository, 'scripts')).filter((name) => /^make-.*\.ts$/.test(name));

/** The cluster tables ask Unicode about every code point, which takes its time on a busy machine. */
const GENERATING_MS = 300_000;

test('there are generators to check', () => expect(generators).toContain('make-gsm7-tables.ts'));

test.each(generators)(
  'what %s makes is what stands there',
  (name) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [`scripts/${name}`, '--check'], {
      cwd: repository,
      encoding: 'utf8',
    });
    expect(stderr).toBe('');
    expect(status).toBe(0);
    // A generator that wrote in spite of the option would agree with itself, and say nothing.
    expect(stdout).toMatch(/^\S+ is up to date$/m);
  },
  GENERATING_MS,
);

describe('what generators have in common', () => {
  const root = mkdtempSync(join(tmpdir(), 'klikspor-generated-'));
  const file = join(root, 'tables/some.hpp');
  const options = (check: boolean) => ({ root, check, script: 'make-some.ts' });

  afterEach(() => {
    vi.restoreAllMocks();
    process.exitCode = undefined;
    rmSync(join(root, 'tables'), { recursive: true, force: true });
  });

  test('writes text and octets, into folders that are not there yet', () => {
    write({ 'tables/some.hpp': 'æ\n', 'tables/some.bin': Uint8Array.of(255, 0) }, options(false));
    expect(readFileSync(file, 'utf8')).toBe('æ\n');
    expect([...readFileSync(join(root, 'tables/some.bin'))]).toEqual([255, 0]);
  });

  test('leaves a file alone that is as it is to be: what includes it is not compiled anew', () => {
    write({ 'tables/some.hpp': 'same\n' }, options(false));
    utimesSync(file, 1, 1);
    write({ 'tables/some.hpp': 'same\n' }, options(false));
    expect(statSync(file).mtimeMs).toBe(1_000);
    write({ 'tables/some.hpp': 'other\n' }, options(false));
    expect(statSync(file).mtimeMs).toBeGreaterThan(1_000);
  });

  test.each([
    ['another text', 'old\n'],
    ['nothing', null],
  ])('a check that finds %s fails, says what to run and writes nothing', (_, before) => {
    if (before !== null) {
      write({ 'tables/some.hpp': before }, options(false));
    }
    const said = vi.spyOn(console, 'error').mockImplementation(() => {});
    write({ 'tables/some.hpp': 'new\n' }, options(true));
    expect(process.exitCode).toBe(1);
    expect(said.mock.calls).toEqual([
      ['tables/some.hpp is not what scripts/make-some.ts makes: run node scripts/make-some.ts'],
    ]);
    expect(existsSync(file) ? readFileSync(file, 'utf8') : null).toBe(before);
  });

  test('a check that finds the same octets names the file', () => {
    write({ 'tables/some.hpp': 'new\n' }, options(false));
    const said = vi.spyOn(console, 'log').mockImplementation(() => {});
    write({ 'tables/some.hpp': 'new\n' }, options(true));
    expect(said.mock.calls).toEqual([['tables/some.hpp is up to date']]);
    expect(process.exitCode).toBeUndefined();
  });
});
