#!/usr/bin/env bash
# Package: workerd 1.20261023.1 (npm)
# Question: a worker hands a message to a server by `fetch`. Once nobody listens on the port, once the server reads the request
#   whole and hangs up, once it reads and never answers within the worker's own deadline. Can the worker tell from the error
#   whether the server can have the message, so that it may send it again?
# A good guess: the first is ECONNREFUSED, as Node's fetch says in `error.cause.code`, and is safe to send again.
# Behaviour: the first two are the same, to the letter: "Network connection lost.", without `cause` and `code`. All three are called
#   `retryable: true`, the deadline too, so that whoever tries again what is retryable sends the last two twice.
# Seen on 2026-11-30, and expected again:
#> nobody listens: Error: Network connection lost. retryable=true cause=undefined code=undefined
#> reads and hangs up: Error: Network connection lost. retryable=true cause=undefined code=undefined
#> reads and is silent: TimeoutError: The operation was aborted due to timeout retryable=true cause=undefined code=23
#> requests that the server had read: 2
set -euo pipefail
expected=$(sed -n 's/^#> //p' "$0")
folder=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null || true; rm -rf "$folder"' EXIT
cd "$folder"
npm install --prefix . --ignore-scripts --loglevel error --no-audit --no-fund workerd@1.20261023.1 >/dev/null

cat >server.mjs <<'END'
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
let read = 0;
const server = createServer((request, response) => {
  if (request.url === '/read') {
    response.end(String(read));
    return;
  }
  request.resume().on('end', () => {
    read += 1;
    if (request.url === '/hang-up') request.socket.destroy();
  });
});
const closed = createServer().listen(0, '127.0.0.1', () => {
  const { port } = closed.address();
  closed.close(() => server.listen(0, '127.0.0.1', () => writeFileSync('ports', `${server.address().port} ${port}\n`)));
});
END
node server.mjs &
server=$!
for _ in $(seq 100); do [ -s ports ] && break; sleep 0.05; done
read -r port closed <ports

cat >look.js <<END
const lines = [];
async function look(name, url) {
  try {
    await fetch(url, { method: 'POST', body: 'a message', signal: AbortSignal.timeout(1000) });
  } catch (error) {
    const { name: kind, message, retryable, cause, code } = error;
    lines.push(\`\${name}: \${kind}: \${message} retryable=\${retryable} cause=\${cause} code=\${code}\`);
  }
}
export default {
  test: async () => {
    await look('nobody listens', 'http://127.0.0.1:$closed/');
    await look('reads and hangs up', 'http://127.0.0.1:$port/hang-up');
    await look('reads and is silent', 'http://127.0.0.1:$port/silent');
    const read = await (await fetch('http://127.0.0.1:$port/read')).text();
    console.log(lines.join('\n') + '\nrequests that the server had read: ' + read);
  },
};
END
cat >look.capnp <<'END'
using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (services = [
  (name = "look", worker = .look),
  (name = "internet", network = (allow = ["local"])),
]);
const look :Workerd.Worker = (
  modules = [(name = "look.js", esModule = embed "look.js")],
  compatibilityDate = "2026-10-01",
);
END
node_modules/.bin/workerd test look.capnp 2>log.txt | tee seen.txt || { cat log.txt >&2; exit 1; }
diff <(echo "$expected") seen.txt
