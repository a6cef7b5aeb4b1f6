/**
 * A build that breaks stops everything behind it: in a copy of this tree, with the real scripts and tools, `npm start` starts
 * nothing and `npm run deploy` deploys nothing. A stand-in for wrangler writes down that it was called.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));

let folder: string;
/** The copy. */
let tree: string;
/** Where every program is that this machine has, but for those that a test takes away. */
let tools: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'klikspor-build-'));
  tree = join(folder, 'tree');
  tools = join(folder, 'tools');
  const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], { cwd: root });
  for (const file of files.toString('utf8').split('\0').filter(Boolean)) {
    const from = join(root, file);
    // A link could lead out of the copy, and what is written into it with it.
    if (existsSync(from) && lstatSync(from).isFile()) cpSync(from, join(tree, file));
  }
  // What earlier builds made: the trap is that it could be started.
  for (const made of ['wasm/dist', 'web/dist']) cpSync(join(root, made), join(tree, made), { recursive: true });
  // Debian 13 compiles libraries from source: what was fetched needs no network again.
  const fetched = 'build/sources';
  if (existsSync(join(root, fetched))) cpSync(join(root, fetched), join(tree, fetched), { recursive: true });
  linkAll(join(root, 'node_modules'), join(tree, 'node_modules'), ['.bin', '.package-lock.json']);
  linkAll(join(root, 'node_modules/.bin'), join(tree, 'node_modules/.bin'), ['wrangler']);
  // Newer than the lock: nothing is to be installed.
  write('node_modules/.package-lock.json', '{}');
  write('node_modules/.bin/wrangler', `#!/bin/sh\necho "$@" >>"${join(folder, 'called')}"\n`);
  chmodSync(join(tree, 'node_modules/.bin/wrangler'), 0o755);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

beforeEach(() => {
  rmSync(join(folder, 'called'), { force: true });
  rmSync(tools, { recursive: true, force: true });
  for (const place of (process.env.PATH ?? '').split(':')) if (existsSync(place)) linkAll(place, tools, ['wrangler']);
});

/** Links everything in a folder but what is named, and what is there already. */
function linkAll(from: string, to: string, without: readonly string[]): void {
  if (realpathSync(from) === (existsSync(to) && realpathSync(to))) throw new Error(`${to} is ${from} itself`);
  mkdirSync(to, { recursive: true });
  const there = new Set([...readdirSync(to), ...without]);
  for (const name of readdirSync(from)) if (!there.has(name)) symlinkSync(join(from, name), join(to, name));
}

function write(file: string, text: string): void {
  mkdirSync(dirname(join(tree, file)), { recursive: true });
  // Anew: never through a link into what is not of the copy.
  rmSync(join(tree, file), { force: true });
  writeFileSync(join(tree, file), text);
}

const commands = {
  'scripts/build.sh': ['scripts/build.sh'],
  'npm start': ['npm', 'start'],
  'npm run deploy': ['npm', 'run', 'deploy', '--', '--app=app.brand.dk', '--links=s.brand.dk'],
} as const;

function run([command, ...args]: readonly [string, ...string[]]) {
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd: tree,
    encoding: 'utf8',
    timeout: 120_000,
    env: { HOME: folder, PATH: tools },
  });
  return { status, text: `${stdout}${stderr}` };
}

/** Each command ends in failure with this in what it says, and wrangler has not been called. */
function expectRed(reason: string | RegExp): void {
  for (const [name, command] of Object.entries(commands)) {
    const { status, text } = run(command);
    expect({ name, status, text }).toEqual({ name, status: expect.any(Number), text: expect.stringMatching(reason) });
    expect([name, status]).not.toEqual([name, 0]);
    expect([name, existsSync(join(folder, 'called'))]).toEqual([name, false]);
    expect(existsSync(join(tree, '.dev.vars'))).toBe(false);
  }
}

/** Runs with a file broken, and mends it. */
function broken(file: string, text: string, check: () => void): void {
  const whole = readFileSync(join(tree, file), 'utf8');
  write(file, `${whole}\n${text}\n`);
  try {
    check();
  } finally {
    write(file, whole);
  }
}

test('C++ that does not compile, in a checkout that was moved: its own source is looked at, and nothing starts', () => {
  // As it lies there after a copy: it would build, in the other folder, what is there, and be content.
  write('build/wasm/CMakeCache.txt', `CMAKE_HOME_DIRECTORY:INTERNAL=${root.slice(0, -1)}\n`);
  write('build/wasm/build.ninja', 'build klikspor_wasm: phony\n');
  broken('core/src/cluster.cpp', 'this is not C++;', () => {
    const { status, text } = run(commands['scripts/build.sh']);
    expect(status, text).not.toBe(0);
    expect(text).toContain('it is made anew for this one');
    expect(text).toMatch(/cluster\.cpp:\d+:\d+: error/);
    expect(readFileSync(join(tree, 'build/wasm/CMakeCache.txt'), 'utf8')).toContain(`${tree}\n`);
    expectRed(/cluster\.cpp:\d+:\d+: error/);
  });
  // Where Boost.URL is compiled from source (Debian 13), on a machine that does other things too.
}, 600_000);

test('TypeScript that does not compile', () => {
  // What the C++ makes is there already: of the package only the loaders are made.
  const ninja = realpathSync(join(tools, 'ninja'));
  rmSync(join(tools, 'ninja'));
  writeFileSync(
    join(tools, 'ninja'),
    `#!/bin/sh\ncase "$*" in *klikspor_package*) set -- "${join(tree, 'wasm/dist/edge.js')}" ;; esac\nexec ${ninja} "$@"\n`,
  );
  chmodSync(join(tools, 'ninja'), 0o755);
  rmSync(join(tree, 'build/wasm'), { recursive: true, force: true });
  broken('wasm/js/edge.ts', 'export const none: number = "text";', () => expectRed(/edge\.ts.*error TS2322/));
});

test.each(['em++', 'cmake', 'ninja'])('without %s, which is named', (tool) => {
  rmSync(join(tools, tool));
  expectRed(`${tool.replaceAll('+', '\\+')} is not on PATH`);
});

test('without what npm installs', () => {
  rmSync(join(tree, 'node_modules/.bin/terser'));
  try {
    expectRed(/terser is not in node_modules.*npm ci/);
  } finally {
    symlinkSync(join(root, 'node_modules/.bin/terser'), join(tree, 'node_modules/.bin/terser'));
  }
});
