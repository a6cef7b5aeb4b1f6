#!/usr/bin/env bash
# Builds what the package `klikspor` ships: core.mjs and core.wasm by CMake, the loaders by the TypeScript compiler,
# the visitor rules from our own and the npm package's data, the names of characters, what providers take, what browsers
# strip and what countries ask for from ours.
set -euo pipefail
cd "$(dirname "$0")/.."

stop() {
  echo "klikspor: $1" >&2
  exit 1
}
for tool in cmake ninja em++ em-config node; do
  command -v "$tool" >/dev/null || stop "$tool is not on PATH, so nothing was built. scripts/setup.sh installs what is missing, or says what to install."
done
for tool in terser tsc; do
  [ -x "node_modules/.bin/$tool" ] || stop "$tool is not in node_modules, so nothing was built. Run: npm ci"
done

# CMake writes whole paths. After the folder was moved or copied they lead to another one, or nowhere: configured anew.
home=$(sed -n 's/^CMAKE_HOME_DIRECTORY:INTERNAL=//p' build/wasm/CMakeCache.txt 2>/dev/null || true)
if [ -e build/wasm ] && ! [ "$home" -ef . ]; then
  echo "klikspor: build/wasm is of ${home:-no folder}; it is made anew for this one"
  rm -rf build/wasm
fi
[ -f build/wasm/build.ninja ] || cmake --preset wasm >/dev/null
cmake --build --preset wasm-module
# Emscripten without Closure leaves its glue with long names and functions that nothing calls.
node_modules/.bin/terser wasm/dist/core.mjs --module --compress passes=2 --mangle --output wasm/dist/core.mjs
# What a source that is gone had been compiled to would be packed with the rest.
rm -f wasm/dist/*.js
node_modules/.bin/tsc -p wasm/tsconfig.json
node scripts/make-visitor-rules.ts
node scripts/make-character-names.ts
node scripts/make-provider-limits.ts
node scripts/make-stripped-parameters.ts
node scripts/make-country-profiles.ts
