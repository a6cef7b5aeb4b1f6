import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const generators = readdirSync(`${root}scripts`).filter((name) => /^make-.*\.mjs$/.test(name));

/** The cluster tables ask Unicode about every code point, which takes its time on a busy machine. */
const GENERATING_MS = 300_000;

test('there are generators to check', () => expect(generators).toContain('make-gsm7-tables.mjs'));

test.each(generators)(
  'what %s makes is what stands there',
  (name) => {
    // Without the option a generator would write, and agree with itself.
    expect(readFileSync(`${root}scripts/${name}`, 'utf8')).toContain("process.argv.includes('--check')");
    const { status, stderr } = spawnSync(process.execPath, [`scripts/${name}`, '--check'], {
      cwd: root,
      encoding: 'utf8',
    });
    expect(stderr).toBe('');
    expect(status).toBe(0);
  },
  GENERATING_MS,
);
