#!/usr/bin/env bash
# Builds everything the worker serves: the core, the visitor rules, the web app and the API's description.
set -euo pipefail
cd "$(dirname "$0")/.."
# Node from the lock, whoever calls: the system's may be too old for TypeScript.
export PATH="$PWD/node_modules/.bin:$PATH"
scripts/build-core.sh | grep -v 'ninja: no work to do' || true
(cd web && ../node_modules/.bin/vite build --logLevel warn)
node scripts/make-openapi.mjs
