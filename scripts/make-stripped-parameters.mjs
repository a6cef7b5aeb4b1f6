// Writes the parameters that browsers strip into core/src/tables and wasm/dist, from core/data/stripped-parameters.tsv.
// `--check` only compares.
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

const names = Object.keys(parameters);
const longest = Math.max(...names.map((name) => name.length));
/** String literals of at most 100 signs, as the formatter leaves them. */
const lines = [' '];
for (const name of names) {
  if (lines.at(-1).length + name.length + 1 > 100) lines.push('');
  lines[lines.length - 1] += `${name} `;
}
const files = {
  'core/src/tables/stripped_parameters.hpp': `// Written by scripts/make-stripped-parameters.mjs from ${source}; do not edit.
#pragma once
#include <cstddef>
#include <string_view>

namespace klikspor::tables {

inline constexpr std::size_t longest_stripped = ${longest};

inline constexpr std::string_view stripped_parameters =
${lines.map((line) => `    "${line}"`).join('\n')};

}  // namespace klikspor::tables
`,
  // Who strips what, for those who say so.
  'wasm/dist/stripped-data.js': `export default ${JSON.stringify(parameters)};\n`,
};
mkdirSync(new URL('wasm/dist', root), { recursive: true });
for (const [name, text] of Object.entries(files)) {
  const target = new URL(name, root);
  if (!process.argv.includes('--check')) {
    writeFileSync(target, text);
  } else if (readFileSync(target, 'utf8') !== text) {
    console.error(`${name} is not what ${source} makes: run scripts/make-stripped-parameters.mjs`);
    process.exit(1);
  }
}
