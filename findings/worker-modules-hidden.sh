#!/usr/bin/env bash
# Package: vite 8.3.8 (npm)
# Question: a plugin collects what a page ships, such as the licences of its packages, from the modules of each chunk in
#   generateBundle. Does it see the modules of `new Worker(new URL('./job.js', import.meta.url), { type: 'module' })`?
# A good guess: yes. Vite finds and builds the worker, so it is a chunk of the same bundle, like a dynamic import.
# Behaviour: no. The worker is a bundle of its own. The page's plugins get it as an asset, finished text without
#   modules, and the modules are not in their graph either. Only plugins in `worker.plugins` see them, and those run before
#   the page's. A list made of the page's chunks alone lacks, silently, whatever only the worker imports.
# Seen on 2026-11-29, and expected again:
#> plugins
#>   page: asset job.js; chunk of index.html main.js; chunk of lazy.js; graph index.html lazy.js main.js
#> plugins and worker.plugins
#>   worker: chunk of job.js only-in-worker.js; graph job.js only-in-worker.js
#>   page: asset job.js; chunk of index.html main.js; chunk of lazy.js; graph index.html lazy.js main.js
set -euo pipefail
expected=$(sed -n 's/^#> //p' "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --prefix . --ignore-scripts --loglevel error --no-audit --no-fund vite@8.3.8 >/dev/null

mkdir app
cat >app/index.html <<'END'
<!doctype html>
<title>page</title>
<script type="module" src="./main.js"></script>
END
cat >app/main.js <<'END'
import('./lazy.js').then(({ lazy }) => console.log(lazy));
new Worker(new URL('./job.js', import.meta.url), { type: 'module' });
END
echo "export const lazy = 'lazy';" >app/lazy.js
echo "import { only } from './only-in-worker.js'; postMessage(only);" >app/job.js
echo "export const only = 'only in the worker';" >app/only-in-worker.js

cat >look.mjs <<'END'
import { readdirSync } from 'node:fs';
import { basename } from 'node:path';
import { build } from 'vite';

const ours = new Set(readdirSync('app'));
const names = (ids) => [...ids].map((id) => basename(id)).filter((name) => ours.has(name)).sort();
const look = (who) => ({
  name: who,
  generateBundle(_, bundle) {
    const parts = Object.values(bundle).map((part) =>
      part.type === 'chunk'
        ? `chunk of ${names(part.moduleIds).join(' ')}`
        : `asset ${basename(part.fileName).replace(/-[\w-]{8}\./, '.')}`,
    );
    console.log(`  ${who}: ${parts.sort().join('; ')}; graph ${names(this.getModuleIds()).join(' ')}`);
  },
});

for (const both of [false, true]) {
  console.log(both ? 'plugins and worker.plugins' : 'plugins');
  await build({
    root: 'app',
    configFile: false,
    logLevel: 'error',
    build: { write: false },
    plugins: [look('page')],
    worker: { format: 'es', plugins: () => (both ? [look('worker')] : []) },
  });
}
END
node look.mjs | tee seen.txt
diff <(echo "$expected") seen.txt
