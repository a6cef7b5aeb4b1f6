#!/usr/bin/env bash
# Packages: crawler-user-agents 1.60.0, isbot 5.2.3 (npm)
# Question: do lists of crawlers call people's phones crawlers?
# A good guess: no. A pattern names a crawler, and a phone that has `bot` in its name is the known hard case.
# Behaviour: crawler-user-agents holds patterns that name no crawler: a build of Android 15 (listed as 80legs), the browser
#   inside Facebook's app, the app Viber, and plain words that are also names of phones (Butterfly, Expanse, Fever). What
#   people open inside an app there counts as a crawler's visit. isbot passes all of these, and knows the maker Cubot, but
#   takes other phones with `bot` or `Spider` in their names for crawlers.
# Seen on 2026-11-29, and expected again:
#> a plain phone: crawler-user-agents -, isbot -
#> Android 15, inside an app: crawler-user-agents AP3A\.240617\.008, isbot -
#> inside Facebook: crawler-user-agents MetaIAB Facebook, isbot -
#> inside Viber: crawler-user-agents Viber, isbot -
#> HTC Butterfly: crawler-user-agents Butterfly, isbot -
#> Expanse: crawler-user-agents Expanse, isbot -
#> Fever_Plus_J: crawler-user-agents Fever, isbot -
#> CUBOT X20: crawler-user-agents -, isbot -
#> M bot 54: crawler-user-agents -, isbot bot
#> POWER BOT: crawler-user-agents -, isbot BOT
#> Spider 8: crawler-user-agents -, isbot Spider
set -euo pipefail
expected=$(sed -n 's/^#> //p' "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --prefix . --ignore-scripts --loglevel error --no-audit --no-fund crawler-user-agents@1.60.0 isbot@5.2.3 >/dev/null

cat >look.mjs <<'END'
import crawlers from 'crawler-user-agents';
import { isbot, isbotMatch } from 'isbot';

const browser = (phone, app = '') =>
  `Mozilla/5.0 (Linux; Android ${phone}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/125.0.0.0 Mobile Safari/537.36${app}`;
const inside = (phone, app = '') => browser(`${phone}; wv`, app).replace('Chrome/', 'Version/4.0 Chrome/');

const agents = {
  'a plain phone': browser('14; SM-S921B'),
  'Android 15, inside an app': inside('15; CPH2609 Build/AP3A.240617.008'),
  'inside Facebook': inside('14; SM-S921B', ' MetaIAB Facebook'),
  'inside Viber': inside('14; SM-S921B', ' Viber/25.8.0.2'),
  'HTC Butterfly': browser('5.0.1; HTC Butterfly s'),
  Expanse: browser('8.0.0; Expanse'),
  Fever_Plus_J: browser('8.1.0; Fever_Plus_J'),
  'CUBOT X20': browser('10; CUBOT X20 PRO'),
  'M bot 54': browser('7.0; M bot 54'),
  'POWER BOT': browser('6.0; POWER BOT'),
  'Spider 8': browser('13; Spider 8'),
};
for (const [name, agent] of Object.entries(agents)) {
  const listed = crawlers.filter(({ pattern }) => new RegExp(pattern).test(agent)).map(({ pattern }) => pattern);
  console.log(`${name}: crawler-user-agents ${listed.join(' ') || '-'}, isbot ${isbot(agent) ? isbotMatch(agent) : '-'}`);
}
END
node look.mjs | tee seen.txt
diff <(echo "$expected") seen.txt
