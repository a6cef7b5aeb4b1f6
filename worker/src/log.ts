/**
 * The log: one line of JSON for each thing that went wrong, for whoever operates this. The platform keeps lines for days, so
 * the fields below are all there are: no address, header, user agent, slug or recipient of a request, and nothing that a
 * marketer wrote.
 */

/** Which campaign's counter. */
interface Counter {
  readonly host: string;
  readonly campaign: number;
  readonly shard: number;
}

type Line =
  /** Neither counter nor queue took these hits. */
  | (Counter & {
      readonly event: 'uncounted';
      readonly batch: string;
      readonly hits: number;
      readonly attempts: number;
      readonly error: unknown;
    })
  /** The queue delivers later what its counter did not take now. */
  | (Counter & {
      readonly event: 'replay-failed';
      readonly queue: string;
      readonly batch: string;
      readonly attempts: number;
      readonly error: unknown;
    })
  /** The queue gives up: these hits are lost. */
  | (Counter & {
      readonly event: 'dropped';
      readonly batch: string;
      readonly hits: number;
      readonly attempts: number;
      readonly error: unknown;
    })
  /** What the queue delivered is no batch. */
  | { readonly event: 'unreadable-message'; readonly message: string }
  /** An object or KV did not take or give what the API asked for: the caller is asked to try again. */
  | { readonly event: 'storage-away'; readonly error: unknown }
  /** How many hits were lost could not be told to the Workspace. */
  | { readonly event: 'losses-untold'; readonly hits: number; readonly error: unknown };

export function log(line: Line): void {
  console.error(JSON.stringify('error' in line ? { ...line, error: textOf(line.error) } : line));
}

/** A failure in words. Where it quotes an address, its path may be a slug: only the host stays. */
export function textOf(error: unknown): string {
  return String(error).replace(/\b(https?:\/\/[^\s/?#"'<>]+)[^\s"'<>]*/gi, '$1/…');
}
