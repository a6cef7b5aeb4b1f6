/**
 * Clocks are set, forward and back. Who waits for a moment asks here, so that a clock that was set back makes nobody wait
 * until it says the same again.
 */

/** Whether `spanMs` have passed since `sinceMs`. A moment that lies ahead tells nothing any more: it has passed. */
export const hasPassed = (sinceMs: number, spanMs: number, nowMs: number = Date.now()): boolean =>
  nowMs < sinceMs || nowMs - sinceMs >= spanMs;
