// Writes what providers take at most into wasm/dist, from core/data/provider-limits.tsv. `--check` only compares.
import { rowsOf, write } from './generated.ts';

function limit(field: string | undefined, where: string): number | null {
  if (field === '') return null;
  if (field === undefined || !/^[1-9]\d*$/.test(field)) {
    throw new Error(`${where}: the limit "${field}" must be a whole number, or empty`);
  }
  return Number(field);
}

const limits: Record<string, { maxSegments: number | null; maxCharacters: number | null; source: string }> = {};
for (const { fields, where } of rowsOf('core/data/provider-limits.tsv')) {
  const [provider = '', segments, characters, source = '', ...more] = fields;
  if (!/^[a-z0-9-]+$/.test(provider) || source === '' || more.length > 0 || provider in limits) {
    throw new Error(`${where}: must be a provider of its own, two limits and a source, with tabs between`);
  }
  limits[provider] = { maxSegments: limit(segments, where), maxCharacters: limit(characters, where), source };
}

const json = JSON.stringify(limits, null, 2);
write({
  'wasm/dist/provider-limits.json': `${json}\n`,
  // The same as a module: not every host imports JSON.
  'wasm/dist/provider-data.js': `export default ${json};\n`,
});
