import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

/**
 * Thousands of octets, gzipped, that a deployment may upload; of these an isolate that only redirects reads so many. The API, the
 * gateways and the modules of the core that they ask are among the first only.
 */
export const WORKER_LIMIT_KB = 405;
export const REDIRECT_LIMIT_KB = 150;

/** The modules of a bundle, by their path in it. */
export function modulesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => /\.(js|mjs|wasm|bin)$/.test(name));
}

/** Those that an isolate reads before it is asked anything: the entry, and what is imported by it and by what it imports. */
export function modulesAtOnce(folder: string, entry = 'index.js'): Set<string> {
  const found = new Set<string>();
  const add = (name: string) => {
    if (found.has(name)) return;
    found.add(name);
    if (!name.endsWith('.js')) return;
    const text = readFileSync(join(folder, name), 'utf8');
    for (const [, path = ''] of text.matchAll(/\b(?:import|from)"\.\/([^"]+)"/g)) add(path);
  };
  add(entry);
  return found;
}

/** What of a bundle an isolate that only redirects reads, in thousands of octets, gzipped. */
export function redirectKB(folder: string): number {
  const atOnce = modulesAtOnce(folder);
  return bundleKB(folder, (name) => atOnce.has(name));
}

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
