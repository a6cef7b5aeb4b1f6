/** How many counter objects share a campaign: one per started 100,000 recipients, at most 32. Frozen at publishing. */
export function shardsFor(recipients: number): number {
  return Math.min(32, Math.max(1, Math.ceil(recipients / 100_000)));
}
