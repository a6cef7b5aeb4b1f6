/** As `promise`, or a rejection after `limitMs` (Infinity: never). The work itself goes on, and nobody hears how it ends. */
export function within<T>(promise: Promise<T>, limitMs: number): Promise<T> {
  if (limitMs === Number.POSITIVE_INFINITY) return promise;
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`no answer within ${limitMs} ms`)), limitMs);
    promise.then(resolve, reject).finally(() => clearTimeout(late));
  });
}

/** KV answers within milliseconds or, when it is ill, not at all: whoever can do without waits no longer. */
export const KV_PATIENCE_MS = 2_000;
