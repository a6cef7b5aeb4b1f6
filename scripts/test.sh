#!/usr/bin/env bash
# `npm test`: installs what is missing, then runs every part. `npm test -- core wasm` runs only the parts named.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/setup.sh --test
export PATH="$PWD/node_modules/.bin:$PATH"
exec node scripts/test.ts "$@"
