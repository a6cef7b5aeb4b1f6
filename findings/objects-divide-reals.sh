#!/usr/bin/env bash
# Package: workerd 1.20261023.1 (npm)
# Question: in the SQLite of a Durable Object, `sql.exec('SELECT 7 / ?', 2)` hands over a whole number. What is the quotient?
# A good guess: 3, as of `SELECT 7 / 2`: a whole number arrives as an integer of SQLite.
# Behaviour: 3.5. Each JavaScript number is bound as REAL, whole or not. In a column declared INTEGER it is stored as an
#   integer all the same, by the column's affinity, so a value divides one way when it stands in a table and another way when
#   it is handed over; rows grouped by `id / ?` fall apart without an error. A bigint is refused, so it takes
#   CAST(? AS INTEGER) around the parameter.
# Seen on 2026-11-30, and expected again:
#> 7 / 2 written out: 3 (integer)
#> 7 / ? with 2: 3.5 (real)
#> 7 / a column that was given 2: 3 (integer)
#> 7 / CAST(? AS INTEGER) with 2: 3 (integer)
#> groups of rows 0 to 5 by id / ? with 2: 6, by id / 2: 3
#> with 2n: TypeError
set -euo pipefail
expected=$(sed -n 's/^#> //p' "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --prefix . --ignore-scripts --loglevel error --no-audit --no-fund workerd@1.20261023.1 >/dev/null

cat >look.js <<'END'
import { DurableObject } from 'cloudflare:workers';

export class Counter extends DurableObject {
  look() {
    const { sql } = this.ctx.storage;
    const lines = [];
    const say = (name, what, ...bound) => {
      const { quotient } = sql.exec(`SELECT ${what} AS quotient`, ...bound).one();
      const { type } = sql.exec(`SELECT typeof(${what}) AS type`, ...bound).one();
      lines.push(`${name}: ${quotient} (${type})`);
    };
    say('7 / 2 written out', '7 / 2');
    say('7 / ? with 2', '7 / ?', 2);
    sql.exec('CREATE TABLE part (size INTEGER)');
    sql.exec('INSERT INTO part VALUES (?)', 2);
    say('7 / a column that was given 2', '7 / (SELECT size FROM part)');
    say('7 / CAST(? AS INTEGER) with 2', '7 / CAST(? AS INTEGER)', 2);
    sql.exec('CREATE TABLE item (id INTEGER PRIMARY KEY)');
    for (let id = 0; id < 6; id++) sql.exec('INSERT INTO item VALUES (?)', id);
    const groups = (by, ...bound) => sql.exec(`SELECT 1 FROM item GROUP BY id / ${by}`, ...bound).toArray().length;
    lines.push(`groups of rows 0 to 5 by id / ? with 2: ${groups('?', 2)}, by id / 2: ${groups('2')}`);
    let outcome = 'taken';
    try {
      sql.exec('SELECT 7 / ?', 2n).one();
    } catch (error) {
      outcome = error.name;
    }
    lines.push(`with 2n: ${outcome}`);
    return lines.join('\n');
  }
}
export default {
  test: async (_, env) => console.log(await env.COUNTER.get(env.COUNTER.idFromName('one')).look()),
};
END
cat >look.capnp <<'END'
using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (services = [
  (name = "look", worker = .look),
  (name = "disk", disk = (path = "state", writable = true)),
]);
const look :Workerd.Worker = (
  modules = [(name = "look.js", esModule = embed "look.js")],
  compatibilityDate = "2026-10-01",
  durableObjectNamespaces = [(className = "Counter", uniqueKey = "counter", enableSql = true)],
  durableObjectStorage = (localDisk = "disk"),
  bindings = [(name = "COUNTER", durableObjectNamespace = "Counter")],
);
END
mkdir state
node_modules/.bin/workerd test look.capnp 2>log.txt | tee seen.txt || { cat log.txt >&2; exit 1; }
diff <(echo "$expected") seen.txt
