// Writes what providers take at most into wasm/dist, from core/data/provider-limits.tsv. `--check` only compares.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';

const root = new URL('../', import.meta.url);
const source = 'core/data/provider-limits.tsv';

function limit(field, row) {
  if (field === '') return null;
  if (!/^[1-9]\d*$/.test(field))
    throw new Error(`${source}: "${row}" has the limit "${field}"; it must be a whole number`);
  return Number(field);
}

const limits = {};
for (const row of readFileSync(new URL(source, root), 'utf8').trimEnd().split('\n')) {
  if (row.startsWith('#')) continue;
  const [provider, segments, characters, from, ...more] = row.split('\t');
  if (!/^[a-z0-9-]+$/.test(provider) || !from || more.length > 0 || provider in limits) {
    throw new Error(`${source}: "${row}" must be a provider of its own, two limits and a source, with tabs between`);
  }
  limits[provider] = { maxSegments: limit(segments, row), maxCharacters: limit(characters, row), source: from };
}

const json = JSON.stringify(limits, null, 2);
const files = {
  'wasm/dist/provider-limits.json': `${json}\n`,
  // The same for `js/provider-limits.ts`: not every host imports JSON.
  'wasm/dist/provider-data.js': `export default ${json};\n`,
};
mkdirSync(new URL('wasm/dist', root), { recursive: true });
for (const [name, text] of Object.entries(files)) {
  const target = new URL(name, root);
  if (!process.argv.includes('--check')) {
    writeFileSync(target, text);
  } else if (readFileSync(target, 'utf8') !== text) {
    console.error(`${name} is not what ${source} makes: run scripts/make-provider-limits.mjs`);
    process.exit(1);
  }
}
