#!/usr/bin/env bash
# `npm start`: installs what is missing, builds, makes local secrets once, and serves composer, API and links on
# one port (PORT, default 8787). State is kept in .wrangler/state. `exec`, so that a signal reaches wrangler itself.
set -euo pipefail
cd "$(dirname "$0")/.."
port=${PORT:-8787}
# Before anything is built: a build takes the files away from under one that runs in this folder.
if (: </dev/tcp/127.0.0.1/"$port") 2>/dev/null; then
  echo "klikspor: something answers on port $port, perhaps a klikspor that runs already. Stop it, or choose another: PORT=8790 npm start" >&2
  exit 1
fi

scripts/setup.sh
export PATH="$PWD/node_modules/.bin:$PATH"
scripts/build.sh

# The keys stay as they are from start to start, or links made yesterday would open no more. The sign-in code is
# new each time; the worker knows only its hash and takes it once.
code=$(node scripts/local-secrets.ts .dev.vars)
node scripts/announce.ts "$port" "$code" &
# Locally there is no network to ask for request.cf; without this each start waits for it and warns.
export CLOUDFLARE_CF_FETCH_ENABLED=false
# wrangler would keep a trace of every request, with its URL; what earlier starts left of it goes.
export X_LOCAL_OBSERVABILITY=false
rm -rf .wrangler/state/v3/observability
exec wrangler dev --port "$port" --show-interactive-dev-session=false --log-level warn
