/** What there is to say of the messages in a MessageSender's database, all together and row by row: nothing is changed here. */
import type { MessageCounts, MessageResult, Progress } from '../sending/rpc.ts';
import { type MessageState, numberOf, type SentMessages, STATES, stateAt } from '../sending/states.ts';
import { ACCEPTED, FIRST_TOLD, LEFT_OUT, REFUSED, UNKNOWN, WAITING } from './sending-tables.ts';

/** Of these it is worth knowing why. */
const UNSENT: readonly MessageState[] = [
  ...(['unknown', 'left-out', 'failed', 'expired', 'refused', 'no-such-number', 'blocked'] as const),
];

export class SendingFigures {
  readonly #sql: () => SqlStorage;

  constructor(sql: () => SqlStorage) {
    this.#sql = sql;
  }

  counts(): MessageCounts {
    const counts = Object.fromEntries(STATES.map((state) => [state, 0])) as MessageCounts;
    const rows = this.#sql().exec<{ state: number; n: number }>(
      'SELECT state, count(*) AS n FROM message GROUP BY state',
    );
    for (const { state, n } of rows) counts[stateAt(state)] = n;
    return counts;
  }

  /** Segments of all that a gateway has. */
  segments(): number {
    return (
      this.#sql()
        .exec<{ n: number | null }>(
          'SELECT sum(segments) AS n FROM message WHERE state = ? OR state >= ? AND state <> ?',
          ...[ACCEPTED, FIRST_TOLD, REFUSED],
        )
        .one().n ?? 0
    );
  }

  /** What went out, and what did not and is known not to. */
  sent(): SentMessages {
    const [letBe, cancelled] = [numberOf('let-be'), numberOf('cancelled')];
    const { messages, refused, blocked } = this.#sql()
      .exec<{ messages: number; refused: number; blocked: number }>(
        `SELECT count(*) FILTER (WHERE state IN (${ACCEPTED}, ${UNKNOWN}, ${letBe}) OR state >= ${FIRST_TOLD} AND state <> ${REFUSED})
             AS messages,
           count(*) FILTER (WHERE state IN (${REFUSED}, ${cancelled}) OR state = ${LEFT_OUT} AND reason IS NOT 'opted-out') AS refused,
           count(*) FILTER (WHERE state = ${LEFT_OUT} AND reason IS 'opted-out') AS blocked FROM message`,
      )
      .one();
    return { messages, segments: this.segments(), refused, blocked };
  }

  /** Countries whose people wait for their hours. */
  quiet(): Progress['quiet'] {
    return this.#sql()
      .exec<Progress['quiet'][number]>(
        `SELECT country, min(due_ms) AS untilMs, count(*) AS messages FROM message
         WHERE state = ${WAITING} AND reason = 'quiet-hours' GROUP BY country ORDER BY country`,
      )
      .toArray();
  }

  /** How many wait in each country. */
  waitingBy(): { country: string; messages: number }[] {
    return this.#sql()
      .exec<{ country: string; messages: number }>(
        `SELECT country, count(*) AS messages FROM message WHERE state = ${WAITING} GROUP BY country ORDER BY country`,
      )
      .toArray();
  }

  /** Of messages that were left out or did not arrive: those that waited or arrived, mostly all, are not looked at. */
  reasons(): Progress['reasons'] {
    return this.#sql()
      .exec<{ state: number; reason: string | null; messages: number }>(
        `SELECT state, reason, count(*) AS messages FROM message
         WHERE state IN (SELECT value FROM json_each(?)) GROUP BY state, reason`,
        JSON.stringify(UNSENT.map(numberOf)),
      )
      .toArray()
      .map(({ state, ...rest }) => ({ ...rest, state: stateAt(state) }));
  }

  /** Null: the row has no message. */
  resultOf(row: number): MessageResult | null {
    const [found] = this.results(row - 1, null, 1);
    return found?.row === row ? found : null;
  }

  /** By row, from after this one on. */
  results(afterRow: number, state: MessageState | null, most: number): MessageResult[] {
    const only = state === null ? '' : 'AND state = ?3';
    return this.#sql()
      .exec<ResultRow>(
        `SELECT row, state, attempts, at_ms AS atMs, segments, reason, detail, gateway_id AS gatewayId FROM message
         WHERE row > ?1 ${only} ORDER BY row LIMIT ?2`,
        ...[afterRow, most, ...(state === null ? [] : [numberOf(state)])],
      )
      .toArray()
      .map(({ state: found, reason, detail, gatewayId, ...rest }) => ({
        ...rest,
        state: stateAt(found),
        ...(reason !== null && { reason }),
        ...(detail !== null && { detail }),
        ...(gatewayId !== null && { gatewayId }),
      }));
  }
}

interface ResultRow extends Record<string, SqlStorageValue> {
  row: number;
  state: number;
  attempts: number;
  atMs: number;
  segments: number;
  reason: string | null;
  detail: string | null;
  gatewayId: string | null;
}
