/** What is downloaded, compressed: each module of the package, the composer's first load, and what the worker's isolates read. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { launchBrowser } from '../support/browser.ts';
import { startDevWorker } from '../support/dev-worker.ts';
import { dictionaries, openApp } from '../support/drive.ts';
import { FIRST_LOAD_LIMIT_KB, firstLoad, totalKB } from '../support/first-load.ts';
import { bundleWorker } from '../support/workerd.ts';
import { bundleKB, gzipKB, REDIRECT_LIMIT_KB, redirectKB, WORKER_LIMIT_KB } from './bundle.ts';

/**
 * Thousands of octets, gzipped, that all a face loads may take: Wasm, Emscripten's glue, our door. `composer` is what every
 * page loads, `klikspor/texts`; `addresses` comes with the first link, `sending` with the first letter, `reporting` with a
 * gateway's status file, and each has glue of its own.
 */
const FACE_LIMITS_KB = { composer: 80, addresses: 42, sending: 44, edge: 62, reporting: 42 };

const dist = new URL('../../wasm/dist/', import.meta.url);

/** What a page that imports an entry loads: its JavaScript as bundlers minify it, and its modules' Wasm. */
async function entryKB(entry: string, modules: readonly string[] = [entry]): Promise<number> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL(`${entry}.browser.js`, dist))],
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2024',
    write: false,
    logLevel: 'warning',
  });
  const wasm = modules.map((name) => readFileSync(new URL(`${name}.wasm`, dist)));
  return gzipKB(outputFiles[0]?.contents ?? new Uint8Array(), ...wasm);
}

async function firstLoadKB(): Promise<number> {
  const worker = await startDevWorker();
  const browser = await launchBrowser();
  try {
    const { page } = await openApp(browser, worker, 'da');
    // A fragment alone would load nothing anew.
    await page.goto('about:blank');
    await page.goto(`${worker.origin}/#code=${worker.signInCode}`);
    await page.getByLabel(dictionaries.da.compose.messageLabel).waitFor();
    return totalKB(await firstLoad(browser, page, 'da-DK'));
  } finally {
    await browser.close();
    await worker.stop();
  }
}

export async function run() {
  const bundle = bundleWorker();
  const sizes = {
    composer: await entryKB('texts'),
    addresses: await entryKB('addresses'),
    sending: await entryKB('sending'),
    edge: await entryKB('edge'),
    reporting: await entryKB('reporting'),
    firstLoad: await firstLoadKB(),
    worker: bundleKB(bundle),
    redirect: redirectKB(bundle),
  };
  const limits = {
    ...FACE_LIMITS_KB,
    firstLoad: FIRST_LOAD_LIMIT_KB,
    worker: WORKER_LIMIT_KB,
    redirect: REDIRECT_LIMIT_KB,
  };
  const names = ['composer', 'addresses', 'sending', 'edge', 'reporting', 'firstLoad', 'worker', 'redirect'] as const;
  return {
    figures: {
      ...Object.fromEntries(names.map((name) => [`size.${name}.gzipKB`, sizes[name]])),
      'size.whole.gzipKB': await entryKB('composer', ['texts', 'addresses', 'sending']),
    },
    notes: [
      'wasm, glue and our door, gzipped file by file (1 kB = 1,000 octets)',
      ...names.map((name) => `${name}: at most ${limits[name]} kB`),
      'composer: what every page loads (klikspor/texts); addresses: what the first link loads besides; sending: what the first letter does',
      'whole: all three at once (klikspor), for programs that need no first letter in a hurry',
      'redirect: what of the worker an isolate reads that only redirects',
    ],
    failures: names
      .filter((name) => sizes[name] > limits[name])
      .map((name) => `${name} takes ${sizes[name]} kB gzipped; at most ${limits[name]} are allowed`),
  };
}
