/** How often a counter copies its totals to KV. */

/** KV takes one write to a key a second. */
export const KV_WRITE_MS = 1_000;
const HOUR_MS = 3_600_000;

/** Most clicks come in the first hour: the older the campaign, the rarer the copies. */
export function publishIntervalMs(shortestMs: number, ageMs: number): number {
  const factor = ageMs < HOUR_MS ? 1 : ageMs < 24 * HOUR_MS ? 4 : ageMs < 7 * 24 * HOUR_MS ? 20 : 120;
  return Math.max(KV_WRITE_MS, shortestMs * factor);
}
