CREATE TABLE domain (host TEXT PRIMARY KEY, record TEXT NOT NULL, last_number INTEGER NOT NULL);
INSERT INTO "domain" VALUES('s.tidlig.example', '{"workspace":"main","width":8,"keys":[{"key":1,"fingerprint":"84827df0f74cfe6f","from":1,"to":null}],"highest":64,"vanity":{"sommer":50331648},"jurisdiction":null,"landingPage":"https://tidlig.example/","senderName":"Tidlig"}', 4);
INSERT INTO "domain" VALUES('s.anden.example', '{"workspace":"main","width":8,"keys":[{"key":1,"fingerprint":"f4e245e45be5ac91","from":1,"to":null}],"highest":64,"vanity":{},"jurisdiction":null,"landingPage":null,"senderName":""}', 0);
CREATE TABLE campaign (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, host TEXT NOT NULL, number INTEGER NOT NULL, record TEXT NOT NULL,
    info TEXT NOT NULL, UNIQUE (host, number));
INSERT INTO "campaign" VALUES(1, 's.tidlig.example', 1, '{"host":"s.tidlig.example","workspace":"main","links":[{"kind":"destination","url":"https://tidlig.example/a","tracked":true},{"kind":"opt-out","url":null,"tracked":true}],"recipients":10,"tracking":"recipient","counting":"fast","shards":1,"jurisdiction":null,"publishedAtMs":1795980206644,"expiresAtMs":null,"senderName":"Tidlig","language":"da","number":1}', '{"name":"Slettede hits","template":"","labels":["",""],"sentTo":10}');
INSERT INTO "campaign" VALUES(2, 's.tidlig.example', 2, '{"host":"s.tidlig.example","workspace":"main","links":[{"kind":"destination","url":"https://tidlig.example/tilbud?v=1&utm_source=sms","tracked":true,"forwardQuery":true},{"kind":"destination","url":"https://tidlig.example/app","tracked":false,"devices":{"ios":"https://apps.apple.com/app/id1","android":"https://play.google.com/store/apps/details?id=a"}},{"kind":"opt-out","url":null,"tracked":true}],"recipients":20,"tracking":"recipient","counting":"strict","shards":1,"jurisdiction":null,"publishedAtMs":1795980209933,"expiresAtMs":null,"senderName":"Tidlig A/S","language":"da","number":2}', '{"name":"Alt på én gang","template":"Hej {{navn}}, se {{link}} eller {{app}}. Afmeld: {{afmeld}}","labels":["Tilbud","",""],"sentTo":20,"budget":{"segments":2,"shorter":"Se {{link}}. Afmeld: {{afmeld}}","leftOut":0},"kind":"marketing","basis":{"kind":"consent","statedAtMs":1795980209933},"writeScheme":true}');
INSERT INTO "campaign" VALUES(3, 's.tidlig.example', 3, '{"host":"s.tidlig.example","workspace":"main","links":[{"kind":"destination","url":"https://tidlig.example/efteraar","tracked":true}],"recipients":1,"tracking":"aggregate","counting":"fast","shards":1,"jurisdiction":null,"publishedAtMs":1795980210110,"expiresAtMs":null,"senderName":"Tidlig","language":"en","number":3}', '{"name":"Navngivet","template":"","labels":[""],"sentTo":1000}');
INSERT INTO "campaign" VALUES(4, 's.tidlig.example', 4, '{"host":"s.tidlig.example","workspace":"main","links":[{"kind":"destination","url":"https://tidlig.example/a","tracked":true},{"kind":"opt-out","url":null,"tracked":true}],"recipients":250000,"tracking":"recipient","counting":"fast","shards":3,"jurisdiction":null,"publishedAtMs":1795980210138,"expiresAtMs":null,"senderName":"Tidlig","language":"da","number":4}', '{"name":"Tre tællere","template":"","labels":["",""],"sentTo":250000,"archived":true}');
CREATE TABLE credential (
    id TEXT PRIMARY KEY, hash TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, name TEXT NOT NULL, scopes TEXT NOT NULL,
    created_ms INTEGER NOT NULL, expires_ms INTEGER);
INSERT INTO "credential" VALUES('14588ffe-12c1-4e92-a699-d5360e7bc862', '1215798879f59e707bc28943438c89da98cafb86d94745e056eab06e0335e7ed', 'session', '', '["campaigns:read","campaigns:write","opt-outs:read","hits:read","admin"]', 1795980206559, 1796023406559);
INSERT INTO "credential" VALUES('99086b7a-2f2c-4ef4-9c2d-7e78d00a749a', '2320af8c801ab7864648c7db4e3b523627c0c888a0314dde7a23a3196dc2eaab', 'token', 'Rapporter', '["admin"]', 1795980206587, NULL);
CREATE TABLE spent_code (hash TEXT PRIMARY KEY, at_ms INTEGER NOT NULL);
INSERT INTO "spent_code" VALUES('1a30ffd9c07e30665802cbde8055a602d8ccf64124da05b5060e7355b7a3c70d', 1795980206559);
CREATE TABLE sign_in_attempt (crowd INTEGER NOT NULL, at_ms INTEGER NOT NULL);
CREATE TABLE answered (key TEXT PRIMARY KEY, body_hash TEXT NOT NULL, seq INTEGER NOT NULL, at_ms INTEGER NOT NULL);
INSERT INTO "answered" VALUES('99086b7a-2f2c-4ef4-9c2d-7e78d00a749a udsendelse-2', '123574a1a8f75a072382a9803bcbb9dfa5187483f41b6b81ed5c7431137b7c0c', 2, 1795980209933);
CREATE TABLE outbox (key TEXT PRIMARY KEY);
INSERT INTO "outbox" VALUES('campaign/s.tidlig.example/3');
CREATE TABLE _cf_METADATA (
        key INTEGER PRIMARY KEY,
        value BLOB
      );
INSERT INTO "_cf_METADATA" VALUES(1, 1795980214933000000);
DELETE FROM sqlite_sequence;
INSERT INTO "sqlite_sequence" VALUES('campaign', 4);
