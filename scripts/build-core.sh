#!/usr/bin/env bash
# Builds what the package `klikspor` ships: core.mjs and core.wasm by CMake, the loaders by the TypeScript compiler,
# the visitor rules from our own and the npm package's data, the names of characters, what providers take, what browsers
# strip and what countries ask for from ours.
set -euo pipefail
cd "$(dirname "$0")/.."
[ -f build/wasm/build.ninja ] || cmake --preset wasm >/dev/null
cmake --build --preset wasm-module
# Emscripten without Closure leaves its glue with long names and functions that nothing calls.
node_modules/.bin/terser wasm/dist/core.mjs --module --compress passes=2 --mangle --output wasm/dist/core.mjs
node_modules/.bin/tsc -p wasm/tsconfig.json
node scripts/make-visitor-rules.mjs
node scripts/make-character-names.mjs
node scripts/make-provider-limits.mjs
node scripts/make-stripped-parameters.mjs
node scripts/make-country-profiles.mjs
