/**
 * What a gateway knows a message by: which campaign by its position in the catalogue and the moment of its publishing (a
 * catalogue that was restored from a backup gives a position out again), and which row. It names nobody.
 */
export interface MessagePlace {
  readonly seq: number;
  readonly publishedAtMs: number;
  readonly row: number;
}

/** Letters, digits and dashes, at most 35. */
export const messageId = ({ seq, publishedAtMs, row }: MessagePlace): string =>
  `${seq.toString(36)}-${publishedAtMs.toString(36)}-${row.toString(36)}`;

/** What the ids of all of a campaign's messages begin with. */
export const messageIdsOf = ({ seq, publishedAtMs }: Omit<MessagePlace, 'row'>): string =>
  messageId({ seq, publishedAtMs, row: 0 }).slice(0, -1);

/** Undefined: it is none of ours. */
export function placeOf(id: string): MessagePlace | undefined {
  const parts = /^([0-9a-z]{1,11})-([0-9a-z]{1,11})-([0-9a-z]{1,11})$/.exec(id)?.slice(1);
  const [seq = Number.NaN, publishedAtMs = Number.NaN, row = Number.NaN] = (parts ?? []).map((part) =>
    Number.parseInt(part, 36),
  );
  return [seq, publishedAtMs, row].every(Number.isSafeInteger) ? { seq, publishedAtMs, row } : undefined;
}
