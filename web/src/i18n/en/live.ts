/** How the report keeps up with the counters. */
export const live = {
  connecting: 'Connecting …',
  live: 'Live: clicks appear by themselves',
  reconnecting: 'The connection was lost. Connecting again …',
  polling: (seconds: number) => `Refreshed every ${seconds} seconds`,
  quiet: (minutes: number) => `Nothing new for ${minutes} minutes: refreshed once a minute`,
  /** Read aloud now and then, while figures change. */
  heard: (clicks: string, optOuts: string) => `Clicks: ${clicks}. Opt-outs: ${optOuts}.`,
};
