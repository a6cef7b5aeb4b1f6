/** What is downloaded, compressed: each face of the package, the composer's first load, and what the worker's isolates read. */
import { readFileSync } from 'node:fs';
import { launchBrowser } from '../support/browser.ts';
import { startDevWorker } from '../support/dev-worker.ts';
import { FIRST_LOAD_LIMIT_KB, firstLoad, totalKB } from '../support/first-load.ts';
import { bundleWorker } from '../support/workerd.ts';
import { openApp } from '../web/drive.ts';
import { bundleKB, gzipKB, isLater, WORKER_LIMIT_KB } from './bundle.ts';

/** Thousands of octets, gzipped, that all a face loads may take: Wasm, Emscripten's glue, our door. */
const FACE_LIMITS_KB = { composer: 80, edge: 62 };

const dist = new URL('../../wasm/dist/', import.meta.url);
const octetsOf = (file: string) => readFileSync(new URL(file, dist));

/** `file` and every module it imports, however deep. */
function closureOf(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  for (const [, imported] of octetsOf(file)
    .toString()
    .matchAll(/\bfrom\s*['"]\.\/([\w.-]+)['"]/g)) {
    if (imported !== undefined) closureOf(imported, seen);
  }
  return seen;
}

/** What a page that imports a face loads, file by file. */
const faceKB = (face: keyof typeof FACE_LIMITS_KB): number =>
  gzipKB(octetsOf(`${face}.wasm`), ...[...closureOf(`${face}.browser.js`)].map(octetsOf));

async function firstLoadKB(): Promise<number> {
  const worker = await startDevWorker();
  const browser = await launchBrowser();
  try {
    const { page } = await openApp(browser, worker, 'da');
    return totalKB(await firstLoad(browser, page, 'da-DK'));
  } finally {
    await browser.close();
    await worker.stop();
  }
}

export async function run() {
  const bundle = bundleWorker();
  const sizes = {
    composer: faceKB('composer'),
    edge: faceKB('edge'),
    firstLoad: await firstLoadKB(),
    worker: bundleKB(bundle),
  };
  const limits = { ...FACE_LIMITS_KB, firstLoad: FIRST_LOAD_LIMIT_KB, worker: WORKER_LIMIT_KB };
  const names = ['composer', 'edge', 'firstLoad', 'worker'] as const;
  return {
    figures: {
      ...Object.fromEntries(names.map((name) => [`size.${name}.gzipKB`, sizes[name]])),
      'size.redirect.gzipKB': bundleKB(bundle, (name) => !isLater(name)),
    },
    notes: [
      'wasm, glue and our door, gzipped file by file (1 kB = 1,000 octets)',
      ...names.map((name) => `${name}: at most ${limits[name]} kB`),
      'redirect: what of the worker an isolate reads that only redirects',
    ],
    failures: names
      .filter((name) => sizes[name] > limits[name])
      .map((name) => `${name} takes ${sizes[name]} kB gzipped; at most ${limits[name]} are allowed`),
  };
}
