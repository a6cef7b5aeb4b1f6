#!/usr/bin/env bash
# Package: hono 4.13.19
# Question: an app is strict by default: /a and /a/ are two paths. Does that hold for each preset of routers that the package has?
# A good guess: yes; presets are told to differ in size and speed, and one app runs with any of them.
# Behaviour: no. With hono/quick and hono/tiny the route /a answers /a/ as well, also where it ends in a parameter, though the
#   app is told to be strict. An address then has two forms, for whatever counts, caches or refuses by path.
# Seen on 2026-11-30, and expected again:
#> hono: /a 200, /a/ 404, /b/1 200, /b/1/ 404
#> hono/quick: /a 200, /a/ 200, /b/1 200, /b/1/ 200
#> hono/tiny: /a 200, /a/ 200, /b/1 200, /b/1/ 200
set -euo pipefail
expected=$(sed -n 's/^#> //p' "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent hono@4.13.19 >/dev/null

cat >ask.mjs <<'END'
for (const preset of ['hono', 'hono/quick', 'hono/tiny']) {
  const { Hono } = await import(preset);
  const app = new Hono({ strict: true });
  for (const route of ['/a', '/b/:id']) app.get(route, (context) => context.text('here'));
  const answers = [];
  for (const path of ['/a', '/a/', '/b/1', '/b/1/']) answers.push(`${path} ${(await app.request(path)).status}`);
  console.log(`${preset}: ${answers.join(', ')}`);
}
END
node ask.mjs | tee seen.txt
diff <(echo "$expected") seen.txt
