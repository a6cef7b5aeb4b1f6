#!/usr/bin/env bash
# Package: workerd 1.20261023.1 (npm)
# Question: a worker makes many short calls, one after the other, each with `signal: AbortSignal.timeout(60_000)`. How many may
#   one invocation make?
# A good guess: as many as calls are allowed: when a call is answered, nobody holds its signal, and its timer ends.
# Behaviour: the timer stays for its whole minute, answered or not, and an invocation may have 10,000 timers: making the next
#   signal throws QuotaExceededError. With an AbortController and a timeout that is cleared behind each call there is no such end.
# Seen on 2026-11-30, and expected again:
#> AbortSignal.timeout for each call: QuotaExceededError at call 10001
#> a controller and a cleared timeout for each call: 10100 calls
set -euo pipefail
expected=$(sed -n 's/^#> //p' "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --prefix . --ignore-scripts --loglevel error --no-audit --no-fund workerd@1.20261023.1 >/dev/null

cat >look.js <<'END'
const MOST = 10_100;
const LONG_MS = 60_000;

/** How many calls in a row `one` makes, each waited for. */
async function many(one) {
  for (let call = 1; call <= MOST; call++) {
    try {
      await one();
    } catch (error) {
      return `${error.name} at call ${call}`;
    }
  }
  return `${MOST} calls`;
}

export const caller = {
  async test(_, env) {
    // Answered within the process: what is asked is what signals cost, and no network.
    const call = async (signal) => (await env.ANSWERER.fetch('http://answerer/', { signal })).text();
    const signals = await many(() => call(AbortSignal.timeout(LONG_MS)));
    console.log(`AbortSignal.timeout for each call: ${signals}`);
  },
};
export const careful = {
  async test(_, env) {
    const cleared = await many(async () => {
      const controller = new AbortController();
      const timer = setTimeout(() => controller.abort(), LONG_MS);
      await (await env.ANSWERER.fetch('http://answerer/', { signal: controller.signal })).text();
      clearTimeout(timer);
    });
    console.log(`a controller and a cleared timeout for each call: ${cleared}`);
  },
};
export default { fetch: () => new Response('ok') };
END
cat >look.capnp <<'END'
using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (services = [(name = "look", worker = .look)]);
const look :Workerd.Worker = (
  modules = [(name = "look.js", esModule = embed "look.js")],
  compatibilityDate = "2026-10-01",
  bindings = [(name = "ANSWERER", service = "look")],
);
END
for entry in caller careful; do
  node_modules/.bin/workerd test look.capnp "look:$entry" 2>log.txt || { cat log.txt >&2; exit 1; }
done | tee seen.txt
diff <(echo "$expected") seen.txt
