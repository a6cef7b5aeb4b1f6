/**
 * What is downloaded, compressed: a face of the package with all that a page loads for it (Wasm, Embind's glue and our own
 * JavaScript, minified as bundlers do), the composer's first load, and what an isolate of the worker loads.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { launchBrowser } from '../support/browser.ts';
import { startDevWorker } from '../support/dev-worker.ts';
import { FIRST_LOAD_LIMIT_KB, firstLoad, totalKB } from '../support/first-load.ts';
import { bundleWorker } from '../support/workerd.ts';
import { dictionaries, openApp } from '../web/drive.ts';
import { bundleKB, WORKER_LIMIT_KB } from './bundle.ts';

/** Thousands of octets, gzipped, that a face may take. */
const FACE_LIMITS_KB = { composer: 80, edge: 62 } as const;

const dist = new URL('../../wasm/dist/', import.meta.url);

const gzipKB = (content: Uint8Array) => gzipSync(content, { level: 9 }).length / 1000;
const rounded = (kB: number) => Number(kB.toFixed(1));

async function faceKB(face: keyof typeof FACE_LIMITS_KB) {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL(`${face}.browser.js`, dist))],
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2024',
    write: false,
    logLevel: 'warning',
  });
  const script = gzipKB(outputFiles[0]?.contents ?? new Uint8Array());
  const wasm = gzipKB(readFileSync(new URL(`${face}.wasm`, dist)));
  return { script: rounded(script), wasm: rounded(wasm), all: rounded(script + wasm) };
}

/** The longest of both languages. */
async function firstLoadKB(): Promise<number> {
  const worker = await startDevWorker();
  const browser = await launchBrowser();
  try {
    const { page } = await openApp(browser, worker, 'en');
    await page.goto(`${worker.origin}/#code=${worker.signInCode}`);
    await page.getByLabel(dictionaries.en.compose.messageLabel).waitFor();
    const loads = [await firstLoad(browser, page, 'en-GB'), await firstLoad(browser, page, 'da-DK')];
    return Math.max(...loads.map(totalKB));
  } finally {
    await browser.close();
    await worker.stop();
  }
}

export async function run() {
  const faces = { composer: await faceKB('composer'), edge: await faceKB('edge') };
  const taken = [
    ['composer', faces.composer.all, FACE_LIMITS_KB.composer],
    ['edge', faces.edge.all, FACE_LIMITS_KB.edge],
    ['firstLoad', await firstLoadKB(), FIRST_LOAD_LIMIT_KB],
    ['worker', bundleKB(bundleWorker()), WORKER_LIMIT_KB],
  ] as const;
  return {
    figures: Object.fromEntries(taken.map(([name, kB]) => [`size.${name}.gzipKB`, kB])),
    notes: [
      `allowed: ${taken.map(([name, , limit]) => `${name} ${limit}`).join(', ')} (1 kB = 1,000 octets)`,
      ...Object.entries(faces).map(([name, { script, wasm }]) => `${name}: ${wasm} Wasm and ${script} JavaScript`),
    ],
    failures: taken
      .filter(([, kB, limit]) => kB > limit)
      .map(([name, kB, limit]) => `${name} takes ${kB} kB gzipped; at most ${limit} are allowed`),
  };
}
