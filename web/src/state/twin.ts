/**
 * A campaign that was published a while ago with the same message to the same people, or to as many: most likely the same
 * one once more.
 */
import type { Campaign, NewCampaign } from '../../../worker/api.ts';
import { api } from '../api/client.ts';
import { listed } from './list-verdict.ts';

/** Who sends the same text again on another day means it. */
const TWIN_LIFE_MS = 24 * 3_600_000;

export function isTwin(wanted: NewCampaign, published: Campaign, nowMs: number): boolean {
  return (
    nowMs - published.createdAtMs < TWIN_LIFE_MS &&
    published.host === wanted.host &&
    published.template === (wanted.template ?? '') &&
    isSameList(wanted, published)
  );
}

/**
 * The same numbers, in whatever order and whether to all of them or one half; or as many: a list in which one number was put
 * right meanwhile has another fingerprint.
 */
const isSameList = (wanted: NewCampaign, published: Campaign): boolean =>
  listed(published) === wanted.recipients ||
  (wanted.list !== undefined && wanted.list.sorted === published.list?.sorted);

/** The newest twin of the campaigns of late; null: none, or they cannot be asked for, and publishing will say so. */
export async function findTwin(wanted: NewCampaign): Promise<Campaign | null> {
  const answer = await api.campaigns(false);
  if (!answer.ok) return null;
  return answer.value.entries.find((published) => isTwin(wanted, published, Date.now())) ?? null;
}
