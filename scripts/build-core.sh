#!/usr/bin/env bash
# Builds what the package `klikspor` ships, wasm/dist: `cmake --build --preset wasm-module` (cmake/package.cmake has the
# parts), with a clear word where something is missing.
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
