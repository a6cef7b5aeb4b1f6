// Writes wasm/dist/character-names.js from core/data/character-names.txt: a module, so that every host and bundler loads
// it alike, and only where names are shown.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';

const root = new URL('..', import.meta.url);
const names = readFileSync(new URL('core/data/character-names.txt', root), 'utf8');
mkdirSync(new URL('wasm/dist/', root), { recursive: true });
writeFileSync(new URL('wasm/dist/character-names.js', root), `export default ${JSON.stringify(names)};\n`);
