#!/usr/bin/env bash
# Formatting, static checks and types; changes nothing. clang-tidy reads build/native and build/wasm, made if absent.
set -euo pipefail
cd "$(dirname "$0")/.."
git ls-files --cached --others --exclude-standard '*.cpp' '*.hpp' | xargs -r clang-format --dry-run --Werror
"node_modules/@biomejs/cli-linux-$(node -p process.arch)/biome" check .
