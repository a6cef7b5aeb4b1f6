// Writes wasm/dist/character-names.js from core/data/character-names.txt: a module, so that every host and bundler loads
// it alike, and only where names are shown. `--check` only compares.
import { read, write } from './generated.ts';

write({
  'wasm/dist/character-names.js': `export default ${JSON.stringify(read('core/data/character-names.txt'))};\n`,
});
