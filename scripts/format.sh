#!/usr/bin/env bash
# Formats everything in place: C++ with clang-format, the rest with Biome.
set -euo pipefail
cd "$(dirname "$0")/.."
if format=$(scripts/llvm.sh clang-format); then
  git ls-files --cached --others --exclude-standard '*.cpp' '*.hpp' | xargs -r "$format" -i
fi
"node_modules/@biomejs/cli-linux-$(node -p process.arch)/biome" check --write .
