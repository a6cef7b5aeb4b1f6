#!/usr/bin/env bash
# Formatting, static checks and types; changes nothing: lint.sh [clang-format] [biome] [types] [clang-tidy], by default all of
# them. clang-tidy reads the compile commands of build/asan (core) and build/wasm (bindings), so those presets must have been
# configured. C++ is linted where scripts/llvm.sh finds the LLVM it is written with.
set -euo pipefail
cd "$(dirname "$0")/.."
# Node from the lock, whoever calls.
export PATH="$PWD/node_modules/.bin:$PATH"

parts='clang-format biome types clang-tidy'
for part in "$@"; do
  [[ " $parts " == *" $part "* ]] || { echo "lint.sh: no part named '$part'; there are: $parts" >&2; exit 2; }
done
asked=" ${*:-$parts} "
# Whether a part was asked for; says that it begins.
begins() { [[ $asked == *" $1 "* ]] && echo "$1"; }

sources() { git ls-files --cached --others --exclude-standard "$@"; }

if begins clang-format && format=$(scripts/llvm.sh clang-format); then
  sources '*.cpp' '*.hpp' | xargs -r "$format" --dry-run --Werror
fi

if begins biome; then "node_modules/@biomejs/cli-linux-$(node -p process.arch)/biome" check --error-on-warnings .; fi

if begins types; then
  npm run --silent types >/dev/null
  # First: web/, tests and scripts read of the worker the declarations that its check writes. Its own globals are not theirs.
  tsc -p worker
  sources '*tsconfig.json' | while read -r project; do
    case "$project" in wasm/* | cli/*) continue ;; esac  # built, and so checked, by scripts/build-core.sh
    tsc -p "$project" || { echo "in $project" >&2; exit 1; }
  done
fi

begins clang-tidy || exit 0
tidy=$(scripts/llvm.sh clang-tidy) || exit 0
# Only what changed since the last clean run: the key is the tool's settings, the headers and the file itself.
cache=build/clang-tidy
mkdir -p "$cache"
headers=$(sources '*.hpp' .clang-tidy 'core/CMakeLists.txt' | LC_ALL=C sort | xargs cat | sha256sum | cut -c1-16)
export cache headers tidy
sysroot=$(em-config CACHE)/sysroot
export sysroot
# Without the precompiled header, which clang-tidy cannot read: another compiler made it.
mkdir -p "$cache/commands"
sed -E 's/ -Xclang -include-pch -Xclang [^ ]+ -Xclang -include -Xclang [^ ]+//' build/wasm/compile_commands.json \
  >"$cache/commands/compile_commands.json"
tidy_one() {
  case "$2" in
    wasm/*) "$tidy" --quiet -p "$cache/commands" --extra-arg-before=--target=wasm32-unknown-emscripten \
      --extra-arg-before="--sysroot=$sysroot" --extra-arg-before=-D__EMSCRIPTEN__ --extra-arg-before=-D_LIBCPP_ABI_VERSION=2 \
      --extra-arg-before="-isystem$sysroot/include/compat" "$1" ;;
    *) "$tidy" --quiet -p build/asan "$1" ;;
  esac
}
key_of() { printf '%s %s' "$headers" "$(sha256sum <"$1")" | sha256sum | cut -c1-32; }
# Several files at once, in a heap that includes them: three quarters of the work are the headers, which it then reads once. A
# heap that is not clean, if only because two of its files give things the same name, is halved, until a file alone tells what
# is wrong with it. An unused alias of a namespace is found in a file alone, or not at all.
check() {
  local file left=() result=0
  for file; do [ -f "$cache/$(key_of "$file")" ] || left+=("$file"); done
  case ${#left[@]} in
    0) return 0 ;;
    1) tidy_one "${left[0]}" "${left[0]}" 2> >(grep -v 'warnings generated\|Suppressed\|Use -header-filter' >&2) || return ;;
    *)
      # Where clang-tidy looks for a command to compile it with, and finds the first file's.
      local heap=$cache/heap/${left[0]}
      mkdir -p "${heap%/*}"
      printf '#include "%s" // NOLINT(bugprone-suspicious-include)\n' "${left[@]/#/$PWD/}" >"$heap"
      if grep -qE '^ *namespace [A-Za-z_]+ = ' "${left[@]}" || ! tidy_one "$heap" "${left[0]}" >/dev/null 2>&1; then
        check "${left[@]:0:${#left[@]}/2}" || result=1
        check "${left[@]:${#left[@]}/2}" || result=1
        return $result
      fi
      ;;
  esac
  for file in "${left[@]}"; do touch "$cache/$(key_of "$file")"; done
}
export -f check tidy_one key_of
{ sources 'core/src/*.cpp' | xargs -r -n 9; sources 'wasm/*.cpp' | xargs -r -n 9; } |
  xargs -r -P "$(nproc)" -I{} bash -c 'check {}'
