/**
 * A narrow row for each campaign, by which the overview is sorted, searched and added up, with the figures that its counters
 * told last. Triggers note which campaigns changed, whoever changes them; their rows are made anew before anybody looks.
 */
import type { ReachOf } from '../reach.ts';
import type { CampaignRecord } from '../records.ts';
import type { CampaignInfo, OverviewAsk, OverviewFigures, OverviewRow, OverviewTotals } from '../rpc/catalogue.ts';
import { sentOf } from '../sent.ts';
import { hasColumn, migrate, type Step } from './migrate.ts';

/**
 * `delivered`: what rates divide by where gateways have said enough; 0: they have not, and rates divide by the sent. Whoever
 * clicked, opened the opt-out page or opted out has the message, whatever was said of how many got one: `report_numbers` of the
 * core says so, and SQL once more, because it sorts by the rate.
 */
const STEPS: readonly Step[] = [
  `CREATE TABLE IF NOT EXISTS overview (
     seq INTEGER PRIMARY KEY, archived INTEGER NOT NULL, host TEXT NOT NULL, published_ms INTEGER NOT NULL,
     name_key TEXT NOT NULL, sent_to INTEGER NOT NULL, is_counted INTEGER NOT NULL, clicks INTEGER NOT NULL DEFAULT 0,
     clickers INTEGER NOT NULL DEFAULT 0, openers INTEGER NOT NULL DEFAULT 0, opt_outs INTEGER NOT NULL DEFAULT 0, early TEXT NOT NULL DEFAULT '[]',
     as_of_ms INTEGER NOT NULL DEFAULT 0, delivered INTEGER NOT NULL DEFAULT 0,
     reached INTEGER AS (max(iif(delivered > 0, delivered, sent_to), clickers, openers, opt_outs)),
     ctr REAL AS (iif(is_counted AND sent_to > 0, 1.0 * clickers / reached, -1.0)));
   CREATE INDEX IF NOT EXISTS overview_published ON overview(archived, published_ms, seq);
   CREATE INDEX IF NOT EXISTS overview_name ON overview(archived, name_key, seq);
   CREATE INDEX IF NOT EXISTS overview_sent_to ON overview(archived, sent_to, seq);
   CREATE INDEX IF NOT EXISTS overview_clicks ON overview(archived, clicks, seq);
   CREATE INDEX IF NOT EXISTS overview_opt_outs ON overview(archived, opt_outs, seq);
   CREATE INDEX IF NOT EXISTS overview_ctr ON overview(archived, ctr, seq);
   CREATE TABLE IF NOT EXISTS overview_text (seq INTEGER PRIMARY KEY, text TEXT NOT NULL);
   CREATE TABLE IF NOT EXISTS overview_shard (seq INTEGER NOT NULL, shard INTEGER NOT NULL, figures TEXT NOT NULL,
     PRIMARY KEY (seq, shard)) WITHOUT ROWID;
   CREATE TABLE IF NOT EXISTS overview_stale (seq INTEGER PRIMARY KEY);
   CREATE TABLE IF NOT EXISTS overview_unread (seq INTEGER PRIMARY KEY);
   CREATE TRIGGER IF NOT EXISTS overview_added AFTER INSERT ON campaign BEGIN
     INSERT OR IGNORE INTO overview_stale VALUES (new.seq);
   END;
   CREATE TRIGGER IF NOT EXISTS overview_changed AFTER UPDATE ON campaign BEGIN
     DELETE FROM overview_text WHERE seq = new.seq;
     UPDATE overview SET name_key = '' WHERE seq = new.seq;
     INSERT OR IGNORE INTO overview_stale VALUES (new.seq);
   END;
   CREATE TRIGGER IF NOT EXISTS overview_removed AFTER DELETE ON campaign BEGIN
     DELETE FROM overview WHERE seq = old.seq;
     DELETE FROM overview_text WHERE seq = old.seq;
     DELETE FROM overview_shard WHERE seq = old.seq;
     DELETE FROM overview_stale WHERE seq = old.seq;
     DELETE FROM overview_unread WHERE seq = old.seq;
   END;
   INSERT OR IGNORE INTO overview_stale SELECT seq FROM campaign;
   INSERT OR IGNORE INTO overview_unread SELECT seq FROM campaign;`,
  // What klikspor sends itself is not sent to everybody it is for: not at once, and to some never.
  (sql) => {
    if (hasColumn(sql, 'overview', 'sent')) return;
    sql.exec(`DROP INDEX overview_ctr;
   ALTER TABLE overview DROP COLUMN ctr;
   ALTER TABLE overview DROP COLUMN reached;
   ALTER TABLE overview ADD COLUMN sent INTEGER NOT NULL DEFAULT 0;
   UPDATE overview SET sent = sent_to;
   ALTER TABLE overview ADD COLUMN
     reached INTEGER AS (max(iif(delivered > 0, delivered, sent), clickers, openers, opt_outs));
   ALTER TABLE overview ADD COLUMN ctr REAL AS (iif(is_counted AND reached > 0, 1.0 * clickers / reached, -1.0));
   CREATE INDEX overview_ctr ON overview(archived, ctr, seq);`);
  },
];

/** What each order goes by. Where nobody is counted there is no CTR: such campaigns stand last either way. */
const COLUMNS: Readonly<Record<OverviewAsk['sort'], { readonly up: string; readonly down: string }>> = {
  date: { up: 'published_ms', down: 'published_ms' },
  name: { up: 'name_key', down: 'name_key' },
  recipients: { up: 'sent_to', down: 'sent_to' },
  ctr: { up: '(CASE WHEN ctr < 0 THEN 2 ELSE ctr END)', down: 'ctr' },
  clicks: { up: 'clicks', down: 'clicks' },
  'opt-outs': { up: 'opt_outs', down: 'opt_outs' },
};

/** In memory at the same time, of the whole catalogue when a version comes that has this store. */
const REFRESHED_AT_ONCE = 500;

export class OverviewStore {
  readonly #storage: DurableObjectStorage;
  readonly #sql: SqlStorage;

  /** After the catalogue: it makes the table that the triggers are on. */
  constructor(storage: DurableObjectStorage) {
    this.#storage = storage;
    this.#sql = storage.sql;
    migrate(storage, 'overview', STEPS);
  }

  /** In the order asked for, from after the row that was the last. */
  rows(ask: OverviewAsk): OverviewRow[] {
    this.#refresh();
    const { up, down } = COLUMNS[ask.sort];
    const column = ask.isAscending ? up : down;
    const direction = ask.isAscending ? 'ASC' : 'DESC';
    const { where, values } = conditions(ask);
    const from = ask.after === null ? '' : ` AND (${column}, overview.seq) ${ask.isAscending ? '>' : '<'} (?, ?)`;
    return this.#sql
      .exec<Omit<OverviewRow, 'early' | 'isDelivered'> & { early: string; isDelivered: number }>(
        `SELECT overview.seq, ${column} AS at, clicks, clickers, opt_outs AS confirmedOptOuts, early, as_of_ms AS asOfMs,
                reached, delivered > 0 AS isDelivered
         FROM overview ${where}${from} ORDER BY ${column} ${direction}, overview.seq ${direction} LIMIT ?`,
        ...[...values, ...(ask.after === null ? [] : [ask.after.at, ask.after.seq]), ask.most],
      )
      .toArray()
      .map((row) => ({ ...row, early: JSON.parse(row.early) as number[], isDelivered: row.isDelivered === 1 }));
  }

  /** Of everything that is asked for, whatever page of it. */
  totals(ask: OverviewAsk): OverviewTotals {
    this.#refresh();
    const { where, values } = conditions(ask);
    return this.#sql
      .exec<{ [K in keyof OverviewTotals]: OverviewTotals[K] }>(
        `SELECT count(*) AS campaigns, coalesce(sum(sent_to), 0) AS recipients, coalesce(sum(clicks), 0) AS clicks,
                coalesce(sum(opt_outs), 0) AS confirmedOptOuts, coalesce(sum(clickers), 0) AS clickers,
                coalesce(sum(reached * is_counted), 0) AS reached FROM overview ${where}`,
        ...values,
      )
      .one();
  }

  /** When the first and the last campaign of a shelf were published; null: there is none on it. */
  span(archived: boolean | null): { fromMs: number; toMs: number } | null {
    const of = archived === null ? [0, 1] : [Number(archived)];
    const found = of.flatMap((shelf) =>
      this.#sql
        .exec<{ fromMs: number | null; toMs: number | null }>(
          `SELECT (SELECT min(published_ms) FROM overview WHERE archived = ?1) AS fromMs,
                  (SELECT max(published_ms) FROM overview WHERE archived = ?1) AS toMs`,
          shelf,
        )
        .toArray()
        .flatMap(({ fromMs, toMs }) => (fromMs === null || toMs === null ? [] : [{ fromMs, toMs }])),
    );
    if (found.length === 0) return null;
    return { fromMs: Math.min(...found.map((s) => s.fromMs)), toMs: Math.max(...found.map((s) => s.toMs)) };
  }

  /** Absolute figures of one counter: telling them twice changes nothing. What is of no campaign that is here is left. */
  note(
    reachOf: ReachOf,
    host: string,
    number: number,
    shard: number,
    publishedAtMs: number,
    figures: OverviewFigures,
  ): void {
    const [found] = this.#sql
      .exec<{ seq: number }>(
        "SELECT seq FROM campaign WHERE host = ? AND number = ? AND record ->> '$.publishedAtMs' = ?",
        ...[host, number, publishedAtMs],
      )
      .toArray();
    if (found === undefined) return;
    this.#refresh();
    this.#storage.transactionSync(() => {
      this.#sql.exec(
        'INSERT OR REPLACE INTO overview_shard VALUES (?, ?, ?)',
        found.seq,
        shard,
        JSON.stringify(figures),
      );
      const parts = this.#parts(found.seq);
      const sum = (of: (part: OverviewFigures) => number) => parts.reduce((total, part) => total + of(part), 0);
      const early = Array.from({ length: Math.max(...parts.map((part) => part.early.length)) }, (_, i) =>
        sum((part) => part.early[i] ?? 0),
      );
      this.#sql.exec(
        'UPDATE overview SET clicks = ?, clickers = ?, openers = ?, opt_outs = ?, early = ?, as_of_ms = ? WHERE seq = ?',
        sum((part) => part.clicks),
        sum((part) => part.clickers),
        sum((part) => part.openers),
        sum((part) => part.confirmedOptOuts),
        JSON.stringify(early),
        Math.max(...parts.map((part) => part.asOfMs)),
        found.seq,
      );
      this.divide(reachOf, found.seq);
    });
  }

  /** What its rates divide by, after counters or senders have told something. */
  divide(reachOf: ReachOf, seq: number): void {
    this.#refresh();
    const [campaign] = this.#sql.exec<{ info: string }>('SELECT info FROM campaign WHERE seq = ?', seq).toArray();
    if (campaign === undefined) return;
    const { reach } = reachOf(this.#parts(seq), sentOf(JSON.parse(campaign.info) as CampaignInfo));
    const delivered = reach.of === 'delivered' ? reach.recipients : 0;
    this.#sql.exec('UPDATE overview SET delivered = ? WHERE seq = ?', delivered, seq);
  }

  /** What each counter told last. */
  #parts(seq: number): OverviewFigures[] {
    return this.#sql
      .exec<{ figures: string }>('SELECT figures FROM overview_shard WHERE seq = ?', seq)
      .toArray()
      .map((row) => JSON.parse(row.figures) as OverviewFigures);
  }

  /** Campaigns from before their counters told anything, newest first: KV has what these counted. */
  unread(most: number): number[] {
    return this.#sql
      .exec<{ seq: number }>('SELECT seq FROM overview_unread ORDER BY seq DESC LIMIT ?', most)
      .toArray()
      .map(({ seq }) => seq);
  }

  isRead(seq: number): void {
    this.#sql.exec('DELETE FROM overview_unread WHERE seq = ?', seq);
  }

  #refresh(): void {
    for (;;) {
      const stale = this.#sql
        .exec<{ seq: number; record: string | null; info: string | null }>(
          'SELECT seq, record, info FROM overview_stale LEFT JOIN campaign USING (seq) LIMIT ?',
          REFRESHED_AT_ONCE,
        )
        .toArray();
      if (stale.length === 0) return;
      this.#storage.transactionSync(() => {
        for (const { seq, record, info } of stale) {
          if (record !== null && info !== null) {
            this.#put(seq, JSON.parse(record) as CampaignRecord, JSON.parse(info) as CampaignInfo);
          }
          this.#sql.exec('DELETE FROM overview_stale WHERE seq = ?', seq);
        }
      });
    }
  }

  #put(seq: number, record: CampaignRecord, info: CampaignInfo): void {
    const { name, template, limit, sentTo, archived } = info;
    this.#sql.exec(
      `INSERT INTO overview (seq, archived, host, published_ms, name_key, sent_to, is_counted, sent) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (seq) DO UPDATE SET archived = excluded.archived, host = excluded.host,
         published_ms = excluded.published_ms, name_key = excluded.name_key, sent_to = excluded.sent_to,
         is_counted = excluded.is_counted, sent = excluded.sent`,
      ...[seq, Number(archived ?? false), record.host, record.publishedAtMs, nameKey(name), sentTo],
      ...[Number(record.tracking === 'recipient'), sentOf(info).messages],
    );
    const text = folded([name, template, limit?.shorter ?? ''].join('\n'));
    this.#sql.exec('INSERT OR REPLACE INTO overview_text VALUES (?, ?)', seq, text);
  }
}

function conditions({ archived, words, host, fromMs, untilMs }: OverviewAsk) {
  const all: [string, SqlStorageValue][] = [
    ...(archived === null ? [] : [['archived = ?', Number(archived)] as [string, number]]),
    ...(host === null ? [] : [['host = ?', host] as [string, string]]),
    ...(fromMs === null ? [] : [['published_ms >= ?', fromMs] as [string, number]]),
    ...(untilMs === null ? [] : [['published_ms < ?', untilMs] as [string, number]]),
    ...words.map((word): [string, string] => ['instr(text, ?)', folded(word)]),
  ];
  const join = words.length > 0 ? 'JOIN overview_text ON overview_text.seq = overview.seq ' : '';
  return {
    where: `${join}WHERE ${['1', ...all.map(([condition]) => condition)].join(' AND ')}`,
    values: all.map(([, value]) => value),
  };
}

/** As it is searched: without capitals, and each letter written one way. */
const folded = (text: string): string => text.normalize('NFC').toLowerCase();

/** By which names are sorted: æ, ø and å last, in this order, accents of no account, and week 9 before week 10. */
function nameKey(name: string): string {
  return folded(name)
    .replace(/[æä]/g, '{')
    .replace(/[øö]/g, '|')
    .replace(/å/g, '}')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/\d{1,15}/g, (digits) => digits.padStart(15, '0'))
    .trim();
}
