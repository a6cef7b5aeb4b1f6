/** Whether the list in this window is the one a campaign was published with, whole or as one half of it. */
import type { Campaign } from '../../../worker/api.d.ts';
import type { Rewriting } from '../csv/rewriter.ts';
import type { Seed } from '../csv/split.ts';
import type { ListSummary } from '../engine/protocol.ts';
import type { Half } from '../engine/recipients.ts';
import { list, readListAs, rewritingOf } from './list.ts';
import { remember, remembered } from './storage.ts';

/** One of two versions: which half of the list it went to, how that was split, and the campaign of the other. */
export interface KeptSplit {
  readonly seed: Seed;
  readonly half: Half;
  readonly other: string;
}

export function keepSplit(id: string, split: KeptSplit): void {
  remember(`split.${id}`, JSON.stringify(split));
}

/** Remembers how the list was read for a campaign, so that its messages come out the same again. */
export function keepListOf(id: string, loaded: ListSummary, fingerprint: string): void {
  remember(`list.${id}`, fingerprint);
  const values = rewritingOf(loaded);
  remember(`values.${id}`, values.length === 0 ? null : JSON.stringify(values));
}

function valuesOf(id: string): Rewriting {
  try {
    const kept: unknown = JSON.parse(remembered(`values.${id}`) ?? '[]');
    if (kept === 'all') return kept;
    return Array.isArray(kept) ? kept.filter((text) => typeof text === 'string') : [];
  } catch {
    return [];
  }
}

/** Null: published to a whole list, or not from this browser. */
export function splitOf(id: string): KeptSplit | null {
  try {
    const kept: unknown = JSON.parse(remembered(`split.${id}`) ?? 'null');
    if (kept === null || typeof kept !== 'object') return null;
    const { seed, half, other } = kept as Record<string, unknown>;
    const isSeed = Array.isArray(seed) && seed.length === 4 && seed.every((part) => Number.isInteger(part));
    if (!isSeed || (half !== 0 && half !== 1) || typeof other !== 'string') return null;
    const [a, b, c, d] = seed as [number, number, number, number];
    return { seed: [a, b, c, d], half, other };
  } catch {
    return null;
  }
}

const isSameSplit = (a: Seed | null, b: Seed | null) => (a === null || b === null ? a === b : a.join() === b.join());

/** Recipients on the list it was published to, those included who are sent nothing. */
const listed = ({ recipients, budget }: Campaign) => recipients + (budget?.leftOut ?? 0);

/** Null: this browser does not know, or only after reading the list as it was read for the campaign. */
export function isListOf(campaign: Campaign): boolean | null {
  const loaded = list.value;
  if (loaded === null) return false;
  const split = splitOf(campaign.id);
  if (!isSameSplit(loaded.split, split?.seed ?? null)) {
    const share = split === null ? loaded.size : loaded.size / 2;
    return Math.abs(share - listed(campaign)) < 1 ? null : false;
  }
  const whole = { size: loaded.size, fingerprint: loaded.fingerprint };
  const { size, fingerprint } = (split === null ? whole : loaded.halves[split.half]) ?? whole;
  if (size !== listed(campaign)) return false;
  const known = remembered(`list.${campaign.id}`);
  return known === null ? null : known === fingerprint;
}

/**
 * Reads the list as it was read for the campaign. Tells which half of it the campaign went to (null: all of it); false:
 * it is another list.
 */
export async function readListFor(campaign: Campaign): Promise<{ half: Half | null } | false> {
  const split = splitOf(campaign.id);
  const seed = split?.seed ?? null;
  const values = valuesOf(campaign.id);
  const loaded = list.peek();
  const isSame = loaded !== null && isSameSplit(loaded.split, seed) && String(rewritingOf(loaded)) === String(values);
  if (loaded !== null && !isSame) await readListAs(seed, values);
  return isListOf(campaign) === false ? false : { half: split?.half ?? null };
}
