import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { gzipSync } from 'node:zlib';

/** Thousands of octets, gzipped, that a deployment may upload. */
export const WORKER_LIMIT_KB = 170;

/** The modules of a bundle, by their path in it. */
export function modulesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => /\.(js|mjs|wasm|bin)$/.test(name));
}

/** What only the API and a few pages load, when they are first asked. */
export const isLater = (name: string): boolean => name.startsWith(`addresses${sep}`);

/** Thousands of octets, gzipped. */
export const gzipKB = (...contents: readonly Uint8Array[]): number =>
  Number((contents.reduce((sum, one) => sum + gzipSync(one, { level: 9 }).length, 0) / 1000).toFixed(1));

/** What a deployment uploads, compressed, in thousands of octets; or those of its modules that `counts` picks. */
export function bundleKB(folder: string, counts: (name: string) => boolean = () => true): number {
  return gzipKB(
    ...modulesOf(folder)
      .filter(counts)
      .map((name) => readFileSync(join(folder, name))),
  );
}
