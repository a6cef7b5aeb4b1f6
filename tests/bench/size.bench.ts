/** What a visitor downloads for the core, compressed: `core.wasm` and its glue; and what the worker's isolates load. */
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { bundleWorker } from '../support/workerd.ts';
import { bundleKB, WORKER_LIMIT_KB } from './bundle.ts';

/** Thousands of octets, gzipped, that `core.wasm` and `core.mjs` may take together. */
const LIMIT_KB = 70;

const dist = new URL('../../wasm/dist/', import.meta.url);
const GLUE = 'core.mjs';

const gzipKB = (content: Uint8Array) => Number((gzipSync(content, { level: 9 }).length / 1000).toFixed(1));

/** `file` and every module of ours it imports, however deep. */
function closureOf(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  for (const [, imported] of readFileSync(new URL(file, dist), 'utf8').matchAll(/\bfrom\s*['"]\.\/([\w.-]+)['"]/g)) {
    if (imported !== undefined && imported !== GLUE) closureOf(imported, seen);
  }
  return seen;
}

export async function run() {
  const wasm = gzipKB(readFileSync(new URL('core.wasm', dist)));
  const glue = gzipKB(readFileSync(new URL(GLUE, dist)));
  const core = Number((wasm + glue).toFixed(1));
  const loaders = [...closureOf('browser.js')];
  const loadersKB = gzipKB(Buffer.concat(loaders.map((file) => readFileSync(new URL(file, dist)))));
  const worker = bundleKB(bundleWorker());
  const failures: string[] = [];
  if (core > LIMIT_KB) failures.push(`core.wasm and ${GLUE} take ${core} kB gzipped; at most ${LIMIT_KB} are allowed`);
  if (worker > WORKER_LIMIT_KB)
    failures.push(`the worker takes ${worker} kB gzipped; at most ${WORKER_LIMIT_KB} are allowed`);
  return {
    figures: {
      'size.core.gzipKB': core,
      'size.wasm.gzipKB': wasm,
      'size.glue.gzipKB': glue,
      'size.worker.gzipKB': worker,
    },
    notes: [
      `at most ${LIMIT_KB} kB are allowed for wasm and glue, ${WORKER_LIMIT_KB} for the worker (1 kB = 1,000 octets)`,
      `the ${loaders.length} loaders behind browser.js, not minified, add ${loadersKB} kB`,
    ],
    failures,
  };
}
