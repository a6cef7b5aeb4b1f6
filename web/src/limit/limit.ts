import type { AboveLimit } from 'klikspor';

/** Most segments of a message, and what recipients are sent whose message takes more. */
export interface Limit {
  readonly atMost: number;
  /** The message all the same, nothing, or `shorter`. */
  readonly above: AboveLimit;
  /** A template of its own. Empty: not written yet; the message is sent all the same. */
  readonly shorter: string;
}
