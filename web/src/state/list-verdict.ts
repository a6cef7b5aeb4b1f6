/** Whether a list is the one that a campaign was published with, and if not, in what it differs. The rule, alone. */
import type { Campaign, ListIdentity, ListReading } from '../../../worker/api.ts';
import type { ListPrints } from '../engine/list-prints.ts';

export type Verdict =
  | { readonly kind: 'same' }
  /** The same numbers: rows of the one are not rows of the other. */
  | { readonly kind: 'another-order' }
  | { readonly kind: 'other-rows'; readonly rows: number; readonly instead: number; readonly mayBeHalf: boolean }
  /** As many rows, and not the same numbers. */
  | { readonly kind: 'other-numbers' }
  /** As many rows, and not the same numbers in the same order: no more was kept. */
  | { readonly kind: 'other-list' }
  /** The same list, and a draw that gives other halves: made by something else than this version of klikspor. */
  | { readonly kind: 'other-halves' }
  /** As many rows; nobody but a person can know more. */
  | { readonly kind: 'unknown'; readonly why: 'not-kept' | 'key-gone' };

type Published = Pick<Campaign, 'recipients' | 'tracking' | 'limit'>;

/** Against what the campaign keeps. `prints` are taken with its key and its draw. */
export function verdictOn(prints: ListPrints, known: ListIdentity, { tracking }: Pick<Campaign, 'tracking'>): Verdict {
  if (prints.rows !== known.rows) return otherRows(prints.rows, known.rows, false);
  if (prints.sorted !== known.sorted) return { kind: 'other-numbers' };
  if (prints.ordered !== known.ordered) {
    // Where everybody has the same links and no row is counted, the order is of no account. A draw of halves goes by it.
    const isOfAccount = tracking === 'recipient' || known.split !== undefined;
    return { kind: isOfAccount ? 'another-order' : 'same' };
  }
  const isSameDraw = (known.split?.halves ?? []).every(
    ({ rows, ordered }, half) => prints.halves[half]?.rows === rows && prints.halves[half].ordered === ordered,
  );
  return { kind: isSameDraw ? 'same' : 'other-halves' };
}

/** Of a campaign that kept nothing, against what the browser that published it did. */
export function verdictOnOld(prints: ListPrints, campaign: Published, half: 0 | 1 | null, kept: string): Verdict {
  const { rows, ordered } = (half === null ? prints : prints.halves[half]) ?? prints;
  if (rows !== listed(campaign)) return otherRows(rows, listed(campaign), false);
  return { kind: ordered === kept ? 'same' : 'other-list' };
}

/** With nothing to go by but the number of rows. */
export function verdictOnRows(
  rows: number,
  campaign: Published,
  why: 'not-kept' | 'key-gone',
  known?: number,
): Verdict {
  const instead = known ?? listed(campaign);
  if (rows === instead) return { kind: 'unknown', why };
  return otherRows(rows, instead, known === undefined && Math.abs(rows / 2 - instead) < 1);
}

const otherRows = (rows: number, instead: number, mayBeHalf: boolean): Verdict => ({
  kind: 'other-rows',
  rows,
  instead,
  mayBeHalf,
});

/** Recipients on the list it was published to, those included who are sent nothing. */
export const listed = ({ recipients, limit }: Pick<Campaign, 'recipients' | 'limit'>): number =>
  recipients + (limit?.leftOut ?? 0);

/** In what a file was read otherwise than the campaign's; only what differs. */
export function readOtherwise(now: ListReading, then: ListReading | undefined): Partial<ListReading> {
  if (then === undefined) return {};
  return {
    ...(then.country !== now.country && { country: then.country }),
    ...(then.numberColumn !== now.numberColumn && { numberColumn: then.numberColumn }),
    ...(then.leftOut !== now.leftOut && { leftOut: then.leftOut }),
  };
}
