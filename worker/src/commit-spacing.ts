/** How often a counter writes what has come. `npm run bench -- cost` shows what it saves. */

/** From one commit to the next, at least, in milliseconds. Nobody waits for a fast campaign's. */
export const FAST_SPACING_MS = 50;
/** A visitor waits for a strict campaign's, and a queue for what it delivers. */
export const STRICT_SPACING_MS = 1;
/** So many hits are worth a row of their own, however soon: an isolate under load sends all at once. */
export const ENOUGH_HITS = 16;
