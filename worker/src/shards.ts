/** A shard for so many recipients begun. `npm run bench -- scale` shows why. */
const RECIPIENTS_A_SHARD = 100_000;

/**
 * How many counter objects share a campaign; frozen at publishing. 90 % of all reads fall in three minutes, and spread over
 * many isolates nearly every hit comes in a call of its own: 100,000 recipients make at most 690 calls a second then, less than three
 * quarters of what the platform allows an object. A report asks every shard: 84 for the largest campaign of two links.
 */
export function shardsFor(recipients: number): number {
  return Math.max(1, Math.ceil(recipients / RECIPIENTS_A_SHARD));
}
