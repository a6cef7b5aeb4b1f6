// Writes core/src/tables/public_shorteners.hpp from core/data/public-shorteners.tsv. `--check` only compares.
import { rowsOf, write } from './generated.ts';

const SOURCE = 'core/data/public-shorteners.tsv';

const hosts: string[] = [];
for (const { fields, where } of rowsOf(SOURCE)) {
  const [host = '', source = '', ...more] = fields;
  const isNext = host > (hosts.at(-1) ?? '');
  if (!/^(?!www\.)[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(host) || source === '' || more.length > 0 || !isNext) {
    throw new Error(`${where}: must be a host behind the one before, a tab and a source`);
  }
  hosts.push(host);
}

/** String literals of at most 100 signs, as the formatter leaves them. */
const lines: string[] = [];
let line = ' ';
for (const host of hosts) {
  if (line.length + host.length + 1 > 100) {
    lines.push(line);
    line = '';
  }
  line += `${host} `;
}
lines.push(line);

write({
  'core/src/tables/public_shorteners.hpp': `// Written by scripts/make-public-shorteners.ts from ${SOURCE}; do not edit.
#pragma once
#include <string_view>

namespace klikspor::tables {

inline constexpr std::string_view public_shorteners =
${lines.map((literal) => `    "${literal}"`).join('\n')};

}  // namespace klikspor::tables
`,
});
