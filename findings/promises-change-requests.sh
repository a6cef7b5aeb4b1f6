#!/usr/bin/env bash
# Package: workerd 1.20261023.1 (npm)
# Question: a request awaits a promise that another request resolves; in whose name does it go on?
# A good guess: in its own: that is what the runtime sees to since the compatibility date of 2024-10-14
#   (handle_cross_request_promise_resolution), and a request that goes on so can answer with a page.
# Behaviour: so it is at first. Once V8 has compiled what resolves the promise, the request may go on in the name of the one that
#   resolved it, until workerd ends: an answer without a body is sent all the same, and one with a body fails with 500 ("Cannot
#   perform I/O on behalf of a different request"), as its body belongs to that other request. So a worker that passes its tests
#   fails under lasting load. Here V8 is told to compile early, and workerd begun anew, 20 times at most, until a page fails: about
#   every second one does; without being told to compile early one in ten.
# Seen on 2026-11-30, and expected again:
#> the first 24 pages: all came
#> later pages: some failed
#> answers without a body: all came
set -euo pipefail
expected=$(sed -n 's/^#> //p' "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --prefix . --ignore-scripts --loglevel error --no-audit --no-fund workerd@1.20261023.1 >/dev/null

cat >look.js <<'END'
const waiting = [];
function tellAll() {
  for (const tell of waiting.splice(0)) tell();
}
export default {
  async fetch(request) {
    const { pathname } = new URL(request.url);
    if (pathname === '/waiting') return new Response(String(waiting.length));
    if (pathname === '/tell') {
      tellAll();
      return new Response('told');
    }
    // Without something that it may wait for the runtime takes it for hung.
    setTimeout(() => {}, 20_000);
    await new Promise((resolve) => waiting.push(resolve));
    return pathname === '/empty' ? new Response(null, { status: 204 }) : new Response('page');
  },
};
END
config() {
  cat <<END
using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "look", worker = .look)],
  sockets = [(name = "http", address = "127.0.0.1:$1", service = "look")],
  v8Flags = ["--invocation-count-for-turbofan=10", "--invocation-count-for-maglev=5"]);
const look :Workerd.Worker = (
  modules = [(name = "look.js", esModule = embed "look.js")], compatibilityDate = "2026-10-01");
END
}
cat >ask.mjs <<'END'
const [port, name] = process.argv.slice(2);
const ask = async (path) => {
  const answer = await fetch(`http://127.0.0.1:${port}${path}`);
  return [answer.status, await answer.text()];
};
for (let tries = 0; ; tries++) {
  if (await ask('/waiting').then(() => true, () => false)) break;
  if (tries > 100) throw new Error('workerd does not answer');
  await new Promise((resolve) => setTimeout(resolve, 100));
}
const failed = { first: 0, '/page': 0, '/empty': 0 };
for (let round = 0; round < 300; round++) {
  for (const path of ['/page', '/empty']) {
    const asked = Array.from({ length: 8 }, () => ask(path));
    while ((await ask('/waiting'))[1] !== '8');
    await ask('/tell');
    for (const [status] of await Promise.all(asked)) {
      if (status >= 300) failed[path === '/page' && round < 3 ? 'first' : path] += 1;
    }
  }
}
const said = (what, count) => `${what}: ${count > 0 ? 'some failed' : 'all came'}`;
console.log(said('the first 24 pages', failed.first));
console.log(said('later pages', failed['/page']));
console.log(said('answers without a body', failed['/empty']));
END
look() {
  local port server
  port=$(node -e "const s=require('net').createServer().listen(0,'127.0.0.1',()=>{console.log(s.address().port);s.close()})")
  config "$port" >look.capnp
  node_modules/.bin/workerd serve look.capnp >>log.txt 2>&1 &
  server=$!
  node ask.mjs "$port" >seen.txt || { kill "$server"; cat log.txt >&2; exit 1; }
  kill "$server"
  wait "$server" 2>/dev/null || true
}
for _ in $(seq 20); do
  look
  if grep -q '^later pages: some' seen.txt; then break; fi
done
cat seen.txt
diff <(echo "$expected") seen.txt
