// Bundles the worker into worker/dist; wrangler runs it before it serves or deploys (wrangler.toml). What is imported by
// `import()` becomes a file of its own, which an isolate reads when somebody asks for it: the entry and what it imports
// redirect and count, the rest is the API's. wrangler's own bundler would put all of it into one file.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = join(root, 'worker/dist');
const { outputFiles } = await build({
  absWorkingDir: root,
  entryPoints: ['worker/src/index.ts'],
  outdir: folder,
  bundle: true,
  splitting: true,
  format: 'esm',
  target: 'es2024',
  // As wrangler's own: packages may have a file for each runtime.
  conditions: ['workerd', 'worker', 'browser'],
  external: ['cloudflare:*'],
  // Modules to workerd, which compiles the ones and hands out the others as octets.
  loader: { '.wasm': 'copy', '.bin': 'copy' },
  assetNames: '[name]',
  // A third less to load at a cold start.
  minify: true,
  write: false,
});

// Several may bundle the same sources at once, as tests do: a file that is right already is not touched.
const holds = (path: string, contents: Uint8Array): boolean => {
  try {
    return readFileSync(path).equals(contents);
  } catch {
    return false;
  }
};
mkdirSync(folder, { recursive: true });
for (const { path, contents } of outputFiles) {
  if (!holds(path, contents)) writeFileSync(path, contents);
}
const made = new Set(outputFiles.map(({ path }) => basename(path)));
for (const name of readdirSync(folder)) {
  if (!made.has(name)) rmSync(join(folder, name));
}
