/** As `promise`, or a rejection after `limitMs`. The work itself goes on. */
export function within<T>(promise: Promise<T>, limitMs: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`no answer within ${limitMs} ms`)), limitMs);
    promise.then(resolve, reject).finally(() => clearTimeout(late));
  });
}

/** KV answers within milliseconds or, when it is ill, not at all: whoever can do without waits no longer. */
export const KV_PATIENCE_MS = 2_000;
