#!/usr/bin/env bash
# Formats everything in place: C++ with clang-format, the rest with Biome.
set -euo pipefail
cd "$(dirname "$0")/.."
git ls-files --cached --others --exclude-standard '*.cpp' '*.hpp' | xargs -r clang-format -i
"node_modules/@biomejs/cli-linux-$(node -p process.arch)/biome" check --write .
