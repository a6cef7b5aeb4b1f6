/** What `door` and `compare` ask of a build, old or new, in terms of either's own interface. */
import type { SegmentOptions } from 'klikspor';
import type { CampaignShape, Visit } from 'klikspor/edge';

export interface Side {
  readonly answers: Answers;
  /** A list with these rows, and the messages of one template over it. */
  list(columns: readonly string[], rows: readonly (readonly string[])[]): ListSide;
  counter(shape: CampaignShape): CounterSide;
  engine: EngineSide;
}

export interface ListSide {
  /** Segments of all messages of a text that was not planned before. */
  replan(template: string): number;
  /** Every message as CSV, with slugs as the worker streams them: fixed-width ASCII. */
  csv(template: string, slugs: Uint8Array): Uint8Array;
}

export interface NumberedBatch {
  readonly seq: number;
  readonly bytes: Uint8Array;
}

/** A shard, asked as the worker's counting object asks the core. */
export interface CounterSide {
  /** Takes in what has come, settles what is old enough, keeps the state. */
  fold(batches: readonly NumberedBatch[], settledMs: number): void;
  /** What a report or a copy says: hits counted, and hits that wait. */
  report(): { readonly counted: number; readonly waiting: number };
  /** Of the state as it is kept. */
  octets(): number;
  end(): void;
}

/** The composer's engine with a list loaded. */
export interface EngineSide {
  load(file: File): Promise<number>;
  /** Everything the page asks when a key was pressed; the text of the message as it will be sent to the recipient shown. */
  press(template: string): Promise<string>;
}

export const OPTIONS = { linkPrefix: 's.barnetsverden.dk/', width: 8 } as const;

/** Everything a build says of one input, as plain values of the same fields in every build. */
export interface Answers {
  segments(text: string, options: SegmentOptions): unknown;
  replacements(text: string, options: SegmentOptions): unknown;
  destination(url: string, parameters: readonly (readonly [name: string, value: string])[]): unknown;
  visitor(visit: Visit): unknown;
}
