/** Waiting for thousands of calls, one after the other and some at a time, in the runtime that counts timers. */
import { expect, test } from 'vitest';
import { Deadline } from '../../worker/src/gateways/deadline.ts';

test('more calls than an invocation may have timers leave none behind', () => {
  const deadline = new Deadline();
  // AbortSignal.timeout would be refused from the ten thousandth on.
  for (let call = 0; call < 12_000; call++) {
    const controller = deadline.take(20_000);
    expect(controller.signal.aborted).toBe(false);
    deadline.giveBack(controller);
  }
  deadline.close();
});

test('a call that takes longer is broken off, those that began later have their own time, and the next a new signal', async () => {
  const deadline = new Deadline();
  const first = deadline.take(100);
  await scheduler.wait(60);
  const second = deadline.take(100);
  await scheduler.wait(60);
  expect([first.signal.aborted, second.signal.aborted]).toEqual([true, false]);
  deadline.giveBack(first);
  const third = deadline.take(5_000);
  expect(third).not.toBe(first);
  await scheduler.wait(60);
  expect([second.signal.aborted, third.signal.aborted]).toEqual([true, false]);
  deadline.giveBack(second);
  deadline.giveBack(third);
  // One that was not used up serves the next.
  expect(deadline.take(5_000)).toBe(third);
  deadline.close();
});
