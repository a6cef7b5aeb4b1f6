// Writes the parameters that browsers strip, from core/data/stripped-parameters.tsv: their names into core/src/tables, who
// strips what into wasm/dist. `--check` only compares.
import { literals, rowsOf, write } from './generated.ts';

const BROWSERS = ['safari', 'firefox'];

const parameters: Record<string, { browsers: string[]; service: string }> = {};
for (const { fields, where } of rowsOf('core/data/stripped-parameters.tsv')) {
  const [name = '', browsers = '', service = '', ...more] = fields;
  const by = browsers.split(' ');
  const isKnown = by.every((browser) => BROWSERS.includes(browser));
  if (!/^[a-z_]+$/.test(name) || !isKnown || service === '' || more.length > 0 || name in parameters) {
    throw new Error(`${where}: must be a name of its own, browsers and a service, with tabs between`);
  }
  parameters[name] = { browsers: by, service };
}

const names = Object.keys(parameters);
write({
  'core/src/tables/stripped_parameters.hpp': `// Written by scripts/make-stripped-parameters.ts from core/data/stripped-parameters.tsv; do not edit.
#pragma once
#include <cstddef>
#include <string_view>

namespace klikspor::tables {

inline constexpr std::size_t longest_stripped = ${Math.max(...names.map(({ length }) => length))};

inline constexpr std::string_view stripped_parameters =
${literals(names)};

}  // namespace klikspor::tables
`,
  // Who strips what, for those who say so.
  'wasm/dist/stripped-data.js': `export default ${JSON.stringify(parameters)};\n`,
});
