#!/usr/bin/env bash
# Package: valibot 1.5.0 (npm)
# Question: does v.record(v.string(), …) keep every key of a JSON object, or say which one it refuses?
# A good guess: any string is a key; at most `__proto__` is refused, with an issue.
# Behaviour: the keys `constructor`, `prototype` and `__proto__` vanish. The parse succeeds, their values are not even
#   checked, and `toString` stays. looseObject and objectWithRest drop them too. strictObject refuses them with an issue,
#   and a Map keeps them. A table of people, words or links by name loses a row, and nothing tells.
# Seen on 2026-11-29, and expected again:
#> given: sale constructor prototype __proto__ toString
#> record: success, keeps sale toString
#> looseObject: success, keeps sale toString
#> objectWithRest: success, keeps sale toString
#> map: success, keeps sale constructor prototype __proto__ toString
#> strictObject: issue, Invalid key: Expected never but received "constructor"
#> record of numbers, given text under "constructor": success, keeps nothing
#> record of numbers, given text under "sale": issue, Invalid type: Expected number but received "many"
set -euo pipefail
expected=$(sed -n 's/^#> //p' "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --prefix . --ignore-scripts --loglevel error --no-audit --no-fund valibot@1.5.0 >/dev/null

cat >look.mjs <<'END'
import * as v from 'valibot';

const count = v.number();
const counts = JSON.parse('{"sale":1,"constructor":2,"prototype":3,"__proto__":4,"toString":5}');
const keys = (value) => [...(value instanceof Map ? value.keys() : Object.keys(value))].join(' ') || 'nothing';
const look = (name, schema, input) => {
  const { success, output, issues } = v.safeParse(schema, input);
  console.log(`${name}: ${success ? `success, keeps ${keys(output)}` : `issue, ${issues[0].message}`}`);
};

console.log(`given: ${keys(counts)}`);
look('record', v.record(v.string(), count), counts);
look('looseObject', v.looseObject({ sale: count }), counts);
look('objectWithRest', v.objectWithRest({ sale: count }, count), counts);
look('map', v.map(v.string(), count), new Map(Object.entries(counts)));
look('strictObject', v.strictObject({ sale: count }), counts);
look('record of numbers, given text under "constructor"', v.record(v.string(), count), { constructor: 'many' });
look('record of numbers, given text under "sale"', v.record(v.string(), count), { sale: 'many' });
END
node look.mjs | tee seen.txt
diff <(echo "$expected") seen.txt
