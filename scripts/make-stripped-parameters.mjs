// Writes the parameters that browsers strip into wasm/dist, from core/data/stripped-parameters.tsv. `--check` only compares.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';

const root = new URL('../', import.meta.url);
const source = 'core/data/stripped-parameters.tsv';
const BROWSERS = ['safari', 'firefox'];

const parameters = {};
for (const row of readFileSync(new URL(source, root), 'utf8').trimEnd().split('\n')) {
  if (row.startsWith('#')) continue;
  const [name, browsers = '', service, ...more] = row.split('\t');
  const by = browsers.split(' ');
  const isKnown = by.every((browser) => BROWSERS.includes(browser));
  if (!/^[a-z_]+$/.test(name) || !isKnown || !service || more.length > 0 || name in parameters) {
    throw new Error(`${source}: "${row}" must be a name of its own, browsers and a service, with tabs between`);
  }
  parameters[name] = { browsers: by, service };
}

const target = new URL('wasm/dist/stripped-data.js', root);
const text = `export default ${JSON.stringify(parameters)};\n`;
mkdirSync(new URL('./', target), { recursive: true });
if (!process.argv.includes('--check')) {
  writeFileSync(target, text);
} else if (readFileSync(target, 'utf8') !== text) {
  console.error(`wasm/dist/stripped-data.js is not what ${source} makes: run scripts/make-stripped-parameters.mjs`);
  process.exit(1);
}
