// Writes core/src/tables/top_level_domains.hpp from core/data/top-level-domains.txt. `--check` only compares.
import { readFileSync, writeFileSync } from 'node:fs';

const root = new URL('../', import.meta.url);
const source = 'core/data/top-level-domains.txt';
const target = new URL('core/src/tables/top_level_domains.hpp', root);

const links = [];
/** By first letter, which is left out: fewer octets, and a search goes through one part of 26. */
const endings = Array.from({ length: 26 }, () => []);
let last = '';
for (const row of readFileSync(new URL(source, root), 'utf8').trimEnd().split('\n')) {
  if (row.startsWith('#')) continue;
  const [, ending, mark] = /^([a-z]{2,24})( link)?$/.exec(row) ?? [];
  if (ending === undefined || ending <= last) {
    throw new Error(`${source}: "${row}" must be an ending behind the one before, and \` link\` if a host with it is one`);
  }
  last = ending;
  endings[ending.charCodeAt(0) - 97].push(ending.slice(1));
  if (mark) links.push(ending);
}

/** String literals of at most 100 signs, as the formatter leaves them. */
function literals(words) {
  const lines = [' '];
  for (const word of words) {
    if (lines.at(-1).length + word.length + 1 > 100) lines.push('');
    lines[lines.length - 1] += `${word} `;
  }
  return lines.map((line) => `    "${line}"`).join('\n');
}

const text = `// Written by scripts/make-top-level-domains.mjs from ${source}; do not edit.
#pragma once
#include <array>
#include <string_view>

namespace klikspor::tables {

// clang-format off

/// Endings that make a host without scheme a link.
inline constexpr std::string_view link_endings =
${literals(links)};

/// All endings, by their first letter, which is left out.
inline constexpr std::array<std::string_view, 26> endings = {
${endings.map((words) => `${literals(words)},`).join('\n')}
};

// clang-format on

}  // namespace klikspor::tables
`;

if (!process.argv.includes('--check')) {
  writeFileSync(target, text);
} else if (readFileSync(target, 'utf8') !== text) {
  console.error(
    `core/src/tables/top_level_domains.hpp is not what ${source} makes: run scripts/make-top-level-domains.mjs`,
  );
  process.exit(1);
}
