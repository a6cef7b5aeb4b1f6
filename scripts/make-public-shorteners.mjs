// Writes core/src/tables/public_shorteners.hpp from core/data/public-shorteners.tsv. `--check` only compares.
import { readFileSync, writeFileSync } from 'node:fs';

const root = new URL('../', import.meta.url);
const source = 'core/data/public-shorteners.tsv';
const target = new URL('core/src/tables/public_shorteners.hpp', root);

const hosts = [];
for (const row of readFileSync(new URL(source, root), 'utf8').trimEnd().split('\n')) {
  if (row.startsWith('#')) continue;
  const [host, from, ...more] = row.split('\t');
  const isNext = hosts.length === 0 || host > hosts.at(-1);
  if (!/^(?!www\.)[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(host) || !from || more.length > 0 || !isNext) {
    throw new Error(`${source}: "${row}" must be a host behind the one before, a tab and a source`);
  }
  hosts.push(host);
}

/** String literals of at most 100 signs, as the formatter leaves them. */
const lines = [' '];
for (const host of hosts) {
  if (lines.at(-1).length + host.length + 1 > 100) lines.push('');
  lines[lines.length - 1] += `${host} `;
}
const text = `// Written by scripts/make-public-shorteners.mjs from ${source}; do not edit.
#pragma once
#include <string_view>

namespace klikspor::tables {

inline constexpr std::string_view public_shorteners =
${lines.map((line) => `    "${line}"`).join('\n')};

}  // namespace klikspor::tables
`;

if (!process.argv.includes('--check')) {
  writeFileSync(target, text);
} else if (readFileSync(target, 'utf8') !== text) {
  console.error(
    `core/src/tables/public_shorteners.hpp is not what ${source} makes: run scripts/make-public-shorteners.mjs`,
  );
  process.exit(1);
}
