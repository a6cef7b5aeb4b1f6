// Writes wasm/dist/character-names.js from core/data/character-names.txt: a module, so that every host and bundler loads
// it alike, and only where names are shown. `--check` only compares.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';

const root = new URL('..', import.meta.url);
const names = readFileSync(new URL('core/data/character-names.txt', root), 'utf8');
const text = `export default ${JSON.stringify(names)};\n`;
const target = new URL('wasm/dist/character-names.js', root);
if (process.argv.includes('--check')) {
  if (readFileSync(target, 'utf8') !== text) {
    console.error('wasm/dist/character-names.js is not what core/data makes: run scripts/make-character-names.mjs');
    process.exit(1);
  }
} else {
  mkdirSync(new URL('wasm/dist/', root), { recursive: true });
  writeFileSync(target, text);
}
