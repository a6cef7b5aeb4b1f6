/** Calls for a sender: which are made, when it hears of them, and when no more are. */
import { expect, test } from 'vitest';
import type { Deadline } from '../../worker/src/gateways/deadline.ts';
import type { Gateway, OutMessage, SendOutcome } from '../../worker/src/gateways/gateway.ts';
import { type Answered, Calls, type Desk, type Work } from '../../worker/src/sending/calls.ts';
import type { ReadyMessage } from '../../worker/src/sending/ready.ts';

const messageOf = (row: number): ReadyMessage => ({
  ...{ row, attempts: 0 },
  out: { id: `1-x-${row}`, to: '+4520123456', from: 'Brand', text: 'Hej', encoding: 'gsm7', segments: 1 },
});

/** Answers each message by its row. */
function gateway(send: (row: number, deadline: Deadline) => Promise<SendOutcome>): Gateway {
  const never = () => Promise.reject(new Error('not asked for'));
  return {
    ...{ limits: { batch: 1, atOnce: 2, perSecond: 100 }, refusesKnownIds: false },
    send: async ([message]: readonly OutMessage[], deadline) => [
      await send(Number(message?.id.split('-').at(-1)), deadline),
    ],
    ...{ readReport: never, readInbound: never, answer: () => new Response() },
  };
}

/** Hands out these groups, one after the other. */
class TestDesk implements Desk {
  readonly heard: Answered[] = [];
  /** As it heard of them: so many at a time. */
  readonly told: number[] = [];
  readonly halt: PromiseWithResolvers<void> = Promise.withResolvers();
  readonly #groups: ReadyMessage[][];
  isEnough: (heard: readonly Answered[]) => boolean = () => false;

  constructor(...groups: number[][]) {
    this.#groups = groups.map((rows) => rows.map(messageOf));
  }

  async next(answered: readonly Answered[]): Promise<Work | null> {
    this.heard.push(...answered);
    const messages = this.#groups.shift();
    return messages === undefined ? null : { messages, calls: 2 };
  }

  async tell(answered: readonly Answered[]): Promise<boolean> {
    this.heard.push(...answered);
    this.told.push(answered.length);
    return this.isEnough(this.heard);
  }

  halted(): Promise<void> {
    return this.halt.promise;
  }
}

const FINE: SendOutcome = { is: 'accepted' };
const rowsOf = (answered: readonly Answered[]) => answered.map(([row]) => row).sort((a, b) => a - b);

test('each message is called for once, no more at a time than is allowed, and all outcomes are told', async () => {
  const desk = new TestDesk([0, 1, 2, 3, 4, 5], [6, 7], [8]);
  let [underWay, most] = [0, 0];
  const calls = new Calls(
    gateway(async () => {
      most = Math.max(most, ++underWay);
      await scheduler.wait(2);
      underWay -= 1;
      return FINE;
    }),
    desk,
  );
  const { answered, left } = await calls.run();
  expect(rowsOf([...desk.heard, ...answered])).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
  expect([left, most]).toEqual([[], 2]);
});

test('of a failure the sender hears before another call takes its place, and may say that it is enough', async () => {
  const desk = new TestDesk([0, 1, 2, 3, 4, 5]);
  desk.isEnough = (heard) => heard.some(([row]) => row === 2);
  const called: number[] = [];
  const calls = new Calls(
    gateway(async (row) => {
      called.push(row);
      await scheduler.wait(5);
      return row < 2 ? FINE : { is: 'refused', reason: 'refused' };
    }),
    desk,
  );
  const { answered, left } = await calls.run();
  expect([called, left]).toEqual([
    [0, 1, 2, 3],
    [4, 5],
  ]);
  expect(rowsOf([...desk.heard, ...answered])).toEqual([0, 1, 2, 3]);
});

test('once the sender halts, what is under way is heard out and the rest handed back', async () => {
  const desk = new TestDesk([0, 1, 2, 3]);
  const gate = Promise.withResolvers<void>();
  const called: number[] = [];
  const run = new Calls(
    gateway(async (row) => {
      called.push(row);
      await gate.promise;
      return FINE;
    }),
    desk,
  ).run();
  await expect.poll(() => called).toEqual([0, 1]);
  desk.halt.resolve();
  // It hears of that before any answer.
  await scheduler.wait(0);
  gate.resolve();
  const { answered, left } = await run;
  expect([rowsOf([...desk.heard, ...answered]), left]).toEqual([
    [0, 1],
    [2, 3],
  ]);
});

test('a sender that is gone is called for no more', async () => {
  const desk = new TestDesk([0, 1, 2, 3]);
  desk.isEnough = () => {
    throw new Error('gone');
  };
  const called: number[] = [];
  const calls = new Calls(
    gateway(async (row) => {
      called.push(row);
      return { is: 'refused', reason: 'refused' };
    }),
    desk,
  );
  expect((await calls.run()).left).toEqual([2, 3]);
  expect(called).toEqual([0, 1]);
});

test('one that is not answered in its time is unknown, and the others go on', async () => {
  const desk = new TestDesk([0, 1, 2, 3]);
  const calls = new Calls(
    gateway(async (row, deadline) => {
      if (row !== 1) return FINE;
      const { signal } = deadline.take(100);
      await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
      return FINE;
    }),
    desk,
  );
  const { answered } = await calls.run();
  const all = new Map([...desk.heard, ...answered]);
  expect(all.get(1)).toEqual({ is: 'unknown', reason: 'no-answer' });
  expect([0, 2, 3].map((row) => all.get(row))).toEqual([FINE, FINE, FINE]);
});

test('what came of a call is told soon, though others take their time', async () => {
  const desk = new TestDesk([0, 1, 2, 3, 4, 5, 6, 7]);
  const gate = Promise.withResolvers<void>();
  const run = new Calls(
    gateway(async (row) => {
      if (row > 0) await gate.promise;
      return FINE;
    }),
    desk,
  ).run();
  await expect.poll(() => rowsOf(desk.heard)).toEqual([0]);
  expect(desk.told).toEqual([1]);
  desk.halt.resolve();
  gate.resolve();
  await run;
});
