/**
 * The licences that stand beside the built app are complete. What is bundled is read here from the source maps of a build
 * of its own, the workers' among them; the plugin that writes the file goes by the bundler's modules.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'vite';
import { expect, test } from 'vitest';
import { packageOf, termsOf } from '../../web/licenses.ts';

const web = fileURLToPath(new URL('../../web/', import.meta.url));

interface Built {
  readonly fileName: string;
  readonly text: string;
}

async function builtFiles(): Promise<readonly Built[]> {
  const output = await build({
    configFile: `${web}vite.config.ts`,
    logLevel: 'error',
    build: { write: false, sourcemap: true, minify: false },
  });
  if (!('output' in output)) throw new Error('one build was asked for');
  return output.output.map((file) => ({
    fileName: file.fileName,
    text: file.type === 'chunk' ? file.code : String(file.source instanceof Uint8Array ? '' : file.source),
  }));
}

test('every package in the bundle has its licence text beside the app, and no other has', async () => {
  const files = await builtFiles();
  const maps = files.filter(({ fileName }) => fileName.endsWith('.map'));
  const sources = maps.flatMap(({ text }) => JSON.parse(text).sources as string[]);
  const bundled = new Set(sources.map((source) => packageOf(source)).filter((name) => name !== null));
  // Of the page, of the engine's worker, and loaded on use.
  for (const known of [
    'preact',
    '@preact/signals',
    '@preact/signals-core',
    'hucre',
    'libphonenumber-js',
    'papaparse',
    'uplot',
    'uqr',
  ])
    expect(bundled).toContain(known);

  const licenses = files.find(({ fileName }) => fileName === 'licenses.txt')?.text ?? '';
  for (const name of bundled) {
    const { title, text } = termsOf(name);
    expect(text.length, name).toBeGreaterThan(500);
    expect(licenses, name).toContain(`\n  ${title}\n`);
    expect(licenses, name).toContain(text);
  }
  const named = [...licenses.matchAll(/^ {2}(\S+) \d[\d.]* \(/gm)].map(([, name]) => name);
  // Helpers that the build adds have no file that a source map could name.
  expect(named.filter((name) => name !== 'vite' && name !== 'rolldown').sort()).toEqual([...bundled].sort());
  expect(named).toContain('vite');

  // And what the core is made of, with klikspor's own terms.
  for (const file of ['LICENSE', 'wasm/NOTICE'])
    expect(licenses).toContain(readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8').trim());
}, 120_000);

test('a package without a licence text stops the build', () => {
  const root = pathToFileURL(`${mkdtempSync(join(tmpdir(), 'klikspor-licenses-'))}/`);
  const folder = fileURLToPath(new URL('node_modules/mine/', root));
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}package.json`, '{"version":"1.2.3","license":"MIT"}');
  expect(() => termsOf('mine', root)).toThrow('mine 1.2.3 is bundled and holds no licence text');
  writeFileSync(`${folder}LICENCE.md`, ' MIT …\n# Licenses of bundled dependencies\nothers\n');
  expect(termsOf('mine', root)).toEqual({ title: 'mine 1.2.3 (MIT)', text: 'MIT …' });
  rmSync(root, { recursive: true });
});

test('a module tells its package', () => {
  expect(packageOf('/x/node_modules/@a/b/node_modules/c/dist/c.js')).toBe('c');
  expect(packageOf('/x/node_modules/@preact/signals/dist/signals.mjs')).toBe('@preact/signals');
  expect(packageOf('\0vite/preload-helper.js')).toBe('vite');
  expect(packageOf('/x/web/src/main.tsx')).toBeNull();
});
