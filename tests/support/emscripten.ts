import { execFileSync } from 'node:child_process';

const [, version = ''] = /\) (\d+\.\d+\.\d+)/.exec(execFileSync('em++', ['--version'], { encoding: 'utf8' })) ?? [];
const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number);

/**
 * Why Emscripten emits no types of what Embind binds; null: it does (Debian 13), and `emitted-types.test.ts` compares numbers of
 * arguments. Where it does not (Debian 12), Embind itself counts the arguments of each call.
 */
export const whyNoTypes: string | null =
  major * 1_000_000 + minor * 1_000 + patch >= 3_001_060
    ? null
    : `Emscripten ${version} has no --emit-tsd, 3.1.60 and later have (Debian 13)`;

export const COUNTED_ELSEWHERE =
  'skipped, Embind does not count arguments here: emitted-types.test.ts compares their numbers with the types';
