#!/usr/bin/env bash
# Package: workerd 1.20261023.1 (npm)
# Question: what does `rowsWritten` of a Durable Object's SQLite, by which rows are billed, count where a table has an index?
# A good guess: the row and an entry of each index, whatever is done: 2 for an insert, 2 for a delete, 2 for changing the indexed
#   column and 1 for changing another (in the third table the other stands in two indexes); and as much for a row that REPLACE or a conflict clause puts in the place of another.
# Behaviour: inserts count so, and so does a change of another column. A delete counts 1, the entry not at all: also by WITHOUT
#   ROWID, and however many indexes there are. Changing the indexed column counts 2, the old entry not. INSERT OR REPLACE counts
#   what it puts in and nothing for what it takes out, so it costs no more than an insert. A bill reckoned from documentation
#   is too high wherever rows with indexes are deleted.
# Seen on 2026-11-30, and expected again:
#> bare: insert 1, another column 1, the indexed one 1, replace 1, delete 1
#> one_index: insert 2, another column 1, the indexed one 2, replace 2, delete 1
#> three_indexes: insert 4, another column 3, the indexed one 3, replace 4, delete 1
#> without_rowid: insert 2, another column 1, the indexed one 2, replace 2, delete 1
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
    const tell = (kind, create) => {
      sql.exec(create);
      const written = (query, ...bound) => {
        const cursor = sql.exec(query.replace('TABLE', kind), ...bound);
        cursor.toArray();
        return cursor.rowsWritten;
      };
      const counts = {
        insert: written('INSERT INTO TABLE (seq, id, bytes) VALUES (1, ?, ?)', 'a', 'x'),
        'another column': written('UPDATE TABLE SET bytes = NULL WHERE seq = 1'),
        'the indexed one': written('UPDATE TABLE SET id = ? WHERE seq = 1', 'b'),
        replace: written('INSERT OR REPLACE INTO TABLE (seq, id, bytes) VALUES (1, ?, ?)', 'c', 'y'),
        delete: written('DELETE FROM TABLE WHERE seq = 1'),
      };
      lines.push(`${kind}: ${Object.entries(counts).map(([name, n]) => `${name} ${n}`).join(', ')}`);
    };
    tell('bare', 'CREATE TABLE bare (seq INTEGER PRIMARY KEY, id TEXT, bytes BLOB)');
    tell('one_index', 'CREATE TABLE one_index (seq INTEGER PRIMARY KEY, id TEXT UNIQUE, bytes BLOB)');
    tell('three_indexes', 'CREATE TABLE three_indexes (seq INTEGER PRIMARY KEY, id TEXT UNIQUE, bytes BLOB); CREATE INDEX x ON three_indexes(id, bytes); CREATE INDEX y ON three_indexes(bytes)');
    tell('without_rowid', 'CREATE TABLE without_rowid (seq INTEGER PRIMARY KEY, id TEXT UNIQUE, bytes BLOB) WITHOUT ROWID');
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
