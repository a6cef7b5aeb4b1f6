CREATE TABLE shard(one INTEGER PRIMARY KEY CHECK(one = 1), json TEXT NOT NULL);
INSERT INTO "shard" VALUES(1, '{"identity":{"host":"s.tidlig.example","number":1,"shard":0,"shape":{"recipients":10,"links":["destination","opt-out"],"shards":1,"shard":0,"tracking":"recipient","publishedAtMs":1795980206644}},"foldedSeq":1,"changes":2,"publishedChanges":2,"publishedAtMs":1795980207707,"publishTriedMs":1795980207707,"failuresInARow":0,"eraseAtMs":1797276207067,"batches":1,"hits":5,"attempts":0,"detours":0,"publishFailures":0}');
CREATE TABLE batch(seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, received_ms INTEGER NOT NULL, bytes BLOB);
INSERT INTO "batch" VALUES(1, '01a228c3-22ae-7f97-80b5-da8fbe7de5bb', 1795980206767, NULL);
CREATE TABLE unreadable(seq INTEGER PRIMARY KEY);
CREATE TABLE state(part INTEGER PRIMARY KEY, octets BLOB NOT NULL);
INSERT INTO "state" VALUES(0, x'010000000201000401000000000107000000000000000107000100040300010300cbc48cc6a234048e89998cc5680000000001040100000801000100000801020200000801');
CREATE TABLE opt_out(recipient INTEGER PRIMARY KEY, confirmed_ms INTEGER NOT NULL);
INSERT INTO "opt_out" VALUES(4, 1795980206668);
CREATE TABLE _cf_METADATA (
        key INTEGER PRIMARY KEY,
        value BLOB
      );
INSERT INTO "_cf_METADATA" VALUES(1, 1797276207067000000);
