// Writes /api/openapi.json beside the app's files, from the schemas the worker checks requests with. `--check` only
// compares.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { load } from 'klikspor';
import { openapi } from '../worker/src/api/openapi.ts';

const target = new URL('../web/dist/api/openapi.json', import.meta.url);
mkdirSync(new URL('./', target), { recursive: true });
const { version } = await load();
const text = `${JSON.stringify(openapi(version))}\n`;
if (!process.argv.includes('--check')) {
  writeFileSync(target, text);
} else if (readFileSync(target, 'utf8') !== text) {
  console.error('web/dist/api/openapi.json is not what the schemas make: run scripts/make-openapi.mjs');
  process.exit(1);
}
