/**
 * The build that new ones are compared with: a git worktree of the commit below, in build/old, with its own packages.
 * Made once and used again; `--old=FOLDER` takes a build of it that stands elsewhere.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The last commit before the core got its Embind classes. */
export const OLD_COMMIT = '657b0fb';

const root = fileURLToPath(new URL('../../', import.meta.url));
/** What a build leaves behind at last. */
const LAST_MADE = ['wasm/dist/core.wasm', 'wasm/dist/country-profiles.js', 'web/dist/index.html'];

const isBuilt = (folder: string) => LAST_MADE.every((file) => existsSync(join(folder, file)));

/** The folder of a built worktree of `OLD_COMMIT`. The first call takes some minutes. */
export function oldBuild(): string {
  const given = process.argv.find((argument) => argument.startsWith('--old='))?.slice('--old='.length);
  const folder = given === undefined ? join(root, 'build/old') : resolve(given);
  const finished = join(folder, 'build/finished');
  if (given !== undefined) {
    if (isBuilt(folder)) return folder;
    throw new Error(`${folder} is no build of klikspor: run npm ci and scripts/build.sh there, or leave --old out`);
  }
  if (existsSync(finished) && isBuilt(folder)) return folder;
  if (!existsSync(join(folder, 'package.json'))) {
    step(
      root,
      ['git', 'worktree', 'add', '--force', '--detach', folder, OLD_COMMIT],
      `a clone without its history lacks ${OLD_COMMIT}: git fetch --unshallow`,
    );
  }
  step(folder, ['npm', 'ci', '--no-audit', '--no-fund'], 'packages are fetched from the registry: is it reachable?');
  step(
    folder,
    ['scripts/build.sh'],
    `it needs what Debian 12 has (Boost 1.81, Emscripten 3.1.6); elsewhere build ${OLD_COMMIT} there and name the folder by --old=FOLDER`,
  );
  if (!isBuilt(folder))
    throw new Error(`scripts/build.sh in ${folder} ended well, but left no ${LAST_MADE.join(', ')}`);
  mkdirSync(join(folder, 'build'), { recursive: true });
  writeFileSync(finished, `${OLD_COMMIT}\n`);
  return folder;
}

function step(folder: string, [command = '', ...args]: readonly string[], advice: string): void {
  process.stderr.write(`${OLD_COMMIT}: ${[command, ...args].join(' ')}\n`);
  try {
    execFileSync(command, args, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
  } catch (cause) {
    throw new Error(`${[command, ...args].join(' ')} failed in ${folder}; ${advice}`, { cause });
  }
}
