#!/usr/bin/env bash
# Builds everything the worker serves: the core, the visitor rules, the web app and the API's description. Stops at the
# first thing that fails: whoever calls must not start or deploy what an earlier build left.
set -euo pipefail
cd "$(dirname "$0")/.."
# Node from the lock, whoever calls: the system's may be too old for TypeScript.
export PATH="$PWD/node_modules/.bin:$PATH"
# Without what ninja says when there is nothing to do. sed finds nothing to leave out without failing, so that a failure
# is the build's own.
scripts/build-core.sh | sed '/^ninja: no work to do/d; /Re-checking globbed directories/d'
(cd web && ../node_modules/.bin/vite build --logLevel warn)
node scripts/make-openapi.ts
