/** Copies of the catalogue in KV, and hits that no number counts. */

/** Hits of a campaign that no number counts: neither counter nor queue took them, or the queue gave up. */
export interface Loss {
  host: string;
  number: number;
  kind: 'uncounted' | 'dropped';
  hits: number;
}

export interface StoredLoss extends Loss {
  /** When the last of them was told. */
  lastMs: number;
}

/** What a comparison of copies with the catalogue found, and mended. */
export interface Comparison {
  atMs: number;
  /** All copies were compared, not a sample. */
  isWhole: boolean;
  checked: number;
  missing: number;
  differed: number;
  /** Copies that KV did not hand out: nothing is known of them. */
  unread: number;
  mended: number;
  /** Records that KV had later ones of: the catalogue, restored from a backup, goes on with those. */
  takenOver: number;
  /** Ids of campaigns that KV had and the catalogue had not. */
  adopted: string[];
}

export interface CopiesState {
  /** When the next sample is due. */
  dueMs: number;
  /** The next sample goes on with the campaigns before this one. */
  fromSeq: number;
  last: Comparison;
  /** Copies written again because they were gone or wrong, since ever, and when last. */
  mended: number;
  mendedAtMs: number;
  takenOver: number;
  numbersSkipped: number;
  /** Ids, and hosts, at most a hundred of each. */
  unknownCampaigns: string[];
  unknownDomains: string[];
}

export interface CopyCalls {
  /** Adds these up. A loss that is told twice counts twice: what is known of losses is rough. */
  noteLosses(losses: Loss[], nowMs: number): Promise<void>;
  /** Newest first; of one campaign, or of all. */
  losses(campaign: { host: string; number: number } | null, limit: number): Promise<StoredLoss[]>;
  /**
   * A part of all copies in KV is compared, from where the last part ended (null: the start), and mended if that is wanted.
   * `next` is null with the last part.
   */
  compareCopies(from: string | null, isRepair: boolean): Promise<{ found: Comparison; next: string | null }>;
  /** `waiting`: copies that are still to be written. */
  copiesState(): Promise<CopiesState & { waiting: number }>;
}
