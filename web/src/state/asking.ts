/** How the page asks the engine while somebody writes: only the newest question is worth an answer. */
import { effect, signal } from '@preact/signals';
import { engineReady } from '../engine/begin.ts';
import type { Running } from '../engine/client.ts';

/** Why the engine could not start. */
export const engineFailure = signal<string | null>(null);
/** Why the engine could not answer the last time: a mistake of ours, not of the person's. */
export const askFailure = signal<string | null>(null);

const reasonOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
engineReady.catch((error: unknown) => {
  engineFailure.value = reasonOf(error);
});

/** Small questions. Asks at once; whatever is called while a question is under way becomes one more question after it. */
export function newestOnly(ask: () => Promise<void>): () => void {
  let asking = false;
  let again = false;
  const run = async () => {
    asking = true;
    do {
      again = false;
      try {
        await ask();
      } catch (error) {
        askFailure.value = reasonOf(error);
      }
    } while (again);
    asking = false;
  };
  return () => {
    if (asking) again = true;
    else void run();
  };
}

/** Long questions, over the whole list. The next one, or the end of it, cancels the one before. */
export interface LongQuestion<T> {
  /** Once nothing else was asked for `restMs`, small questions first. `tell` gets null where there is no answer; nothing once it is cancelled. */
  ask(begin: () => Running<T>, tell: (answer: T | null) => void, restMs: number): void;
  cancel(): void;
}

export function longQuestion<T>(): LongQuestion<T> {
  let rest: ReturnType<typeof setTimeout> | undefined;
  let running: Running<T> | null = null;
  const cancel = () => {
    clearTimeout(rest);
    running?.cancel();
    running = null;
  };
  return {
    ask(begin, tell, restMs) {
      cancel();
      rest = setTimeout(() => {
        const mine = begin();
        running = mine;
        const answered = (answer: T | null) => {
          if (running !== mine) return;
          running = null;
          tell(answer);
        };
        mine.answer.then(answered, () => answered(null));
      }, restMs);
    },
    cancel,
  };
}

/** Far beyond what any small question takes. */
const SETTLE_MS = 10_000;

/** What `find` finds among the signals as soon as it does, at once as a rule; null: the engine did not answer in time. */
export function settled<T>(find: () => T | undefined): Promise<T | null> {
  return new Promise((resolve) => {
    const done = (found: T | null) => {
      clearTimeout(timer);
      resolve(found);
      // The effect may be running for the first time, before its own end is known.
      queueMicrotask(() => stop());
    };
    const timer = setTimeout(() => done(null), SETTLE_MS);
    const stop = effect(() => {
      const found = find();
      if (found !== undefined) done(found);
    });
  });
}
