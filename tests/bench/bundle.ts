import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** Thousands of octets, gzipped, that a deployment may upload: an isolate's cold start loads all of it. */
export const WORKER_LIMIT_KB = 170;

/** What a deployment uploads, compressed, in thousands of octets. */
export function bundleKB(folder: string): number {
  const octets = readdirSync(folder)
    .filter((name) => !name.endsWith('.map') && name !== 'README.md')
    .reduce((sum, name) => sum + gzipSync(readFileSync(join(folder, name)), { level: 9 }).length, 0);
  return Number((octets / 1000).toFixed(1));
}
