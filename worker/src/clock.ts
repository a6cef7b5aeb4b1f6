/**
 * A machine's clock can be set forward and back. Code that waits for a moment asks here, so that setting the clock back does
 * not prolong the wait.
 */

/** Whether `spanMs` have passed since `sinceMs`. True as well if `sinceMs` lies ahead: the clock was set back since then. */
export const hasPassed = (sinceMs: number, spanMs: number, nowMs: number = Date.now()): boolean =>
  nowMs < sinceMs || nowMs - sinceMs >= spanMs;
