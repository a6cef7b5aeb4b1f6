// Writes core/src/tables/top_level_domains.hpp from core/data/top-level-domains.txt. `--check` only compares.
import { literals, rowsOf, write } from './generated.ts';

const links: string[] = [];
const words: string[] = [];
/** By first letter, which is left out: fewer octets, and a search goes through one part of 26. */
const endings: string[][] = Array.from({ length: 26 }, () => []);
let last = '';
for (const { text, where } of rowsOf('core/data/top-level-domains.txt')) {
  const [, ending, mark, word] = /^([a-z]{2,24})( link( word)?)?$/.exec(text) ?? [];
  if (ending === undefined || ending <= last) {
    throw new Error(
      `${where}: must be an ending behind the one before, " link" if a host with it is one, and " word" if that may begin a sentence`,
    );
  }
  last = ending;
  endings[ending.charCodeAt(0) - 97]?.push(ending.slice(1));
  if (mark !== undefined) links.push(ending);
  if (word !== undefined) words.push(ending);
}

write({
  'core/src/tables/top_level_domains.hpp': `// Written by scripts/make-top-level-domains.ts from core/data/top-level-domains.txt; do not edit.
#pragma once
#include <array>
#include <string_view>

namespace klikspor::tables {

// clang-format off

/// Endings that make a host without scheme a link.
inline constexpr std::string_view link_endings =
${literals(links)};

/// Those of them that sentences begin with.
inline constexpr std::string_view word_endings =
${literals(words)};

/// All endings, by their first letter, which is left out.
inline constexpr std::array<std::string_view, 26> endings = {
${endings.map((words) => `${literals(words)},`).join('\n')}
};

// clang-format on

}  // namespace klikspor::tables
`,
});
