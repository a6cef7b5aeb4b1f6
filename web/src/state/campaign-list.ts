/**
 * Whether the list in this window is the one a campaign was published with. The campaign keeps what tells, so any browser
 * can say; of campaigns from before, the browser that published them kept it (read here, written no more).
 */
import { signal } from '@preact/signals';
import type { Campaign } from '../../../worker/api.ts';
import type { Failure } from '../api/client.ts';
import { ask } from '../engine/client.ts';
import type { Rewriting } from '../list-reading/rewriter.ts';
import type { Half, Seed } from '../list-reading/split.ts';
import type { ListSummary } from '../list-reading/summary.ts';
import { remembered, rememberedFields, rememberedJson } from '../storage.ts';
import { list, readListAs, rewritingOf } from './list.ts';
import { printsOf } from './list-identity.ts';
import { type Verdict, verdictOn, verdictOnOld, verdictOnRows } from './list-verdict.ts';

export type Standing =
  | Verdict
  | { readonly kind: 'no-list' }
  /** The file could not be read once more as it was read for the campaign. */
  | { readonly kind: 'unreadable' }
  /** The worker was not to be asked. */
  | { readonly kind: 'not-compared'; readonly failure: Failure };

// --- how the list was read for it ----------------------------------------------------------------------------------

interface Draw {
  readonly seed: Seed;
  readonly half: Half;
}

/** Null: published to a whole list. */
function drawOf({ id, list: known }: Campaign): Draw | null {
  if (known === undefined) return oldSplitOf(id);
  if (known.split === undefined) return null;
  const { seed, half } = known.split;
  const [a = 0, b = 0, c = 0, d = 0] = seed;
  return { seed: [a, b, c, d], half };
}

const valuesOf = ({ id, list: known }: Campaign): Rewriting => known?.rewritten ?? oldValuesOf(id);

/** Id of the campaign of the other version; null: there is none, or not yet. */
export const otherVersionOf = ({ id, otherVersion }: Campaign): string | null =>
  otherVersion ?? oldSplitOf(id)?.other ?? null;

/** Which of two versions a campaign is. Null: it is the only one. */
export const halfOf = (campaign: Campaign): Half | null => drawOf(campaign)?.half ?? null;

function oldValuesOf(id: string): Rewriting {
  const kept = rememberedJson(`values.${id}`);
  if (kept === 'all') return kept;
  return Array.isArray(kept) ? kept.filter((text) => typeof text === 'string') : [];
}

function oldSplitOf(id: string): (Draw & { readonly other: string }) | null {
  const { seed, half, other } = rememberedFields(`split.${id}`);
  const isSeed = Array.isArray(seed) && seed.length === 4 && seed.every((part) => Number.isInteger(part));
  if (!isSeed || (half !== 0 && half !== 1) || typeof other !== 'string') return null;
  const [a, b, c, d] = seed as [number, number, number, number];
  return { seed: [a, b, c, d], half, other };
}

// --- whether it is the one -----------------------------------------------------------------------------------------

/** By campaign, of the list with this version. */
const compared = new Map<string, Promise<Standing>>();
let comparedVersion = 0;

/** How the list in this window stands to the campaign: compared once a list. */
export function standingOf(campaign: Campaign): Promise<Standing> {
  const loaded = list.peek();
  if (loaded === null) return Promise.resolve({ kind: 'no-list' });
  if (comparedVersion !== loaded.version) compared.clear();
  comparedVersion = loaded.version;
  const known = compared.get(campaign.id);
  if (known !== undefined) return known;
  const standing = readAsThen(campaign, loaded).then((read) =>
    read === loaded ? compare(campaign, loaded) : standingOf(campaign),
  );
  compared.set(campaign.id, standing);
  // Worth asking again.
  const forget = () => compared.get(campaign.id) === standing && compared.delete(campaign.id);
  standing.then(({ kind }) => (kind === 'not-compared' || kind === 'no-list') && forget(), forget);
  return standing;
}

/** The last campaign that a list was read for as it was then. */
let readLast = '';

/** The list as it was when the campaign was published: who has opted out since is a recipient of it. */
async function readAsThen(
  { host, listName = '', list: known }: Campaign,
  loaded: ListSummary,
): Promise<ListSummary | null> {
  const { changes, rows } = known?.suppressed ?? { changes: 0, rows: 0 };
  const { stops } = loaded;
  // Nobody was left out, then or now; or nobody can say who was.
  if ((stops.total === 0 && rows === 0) || stops.changes === null) return loaded;
  const wanted = JSON.stringify([host, listName, changes]);
  const isItsOwn = stops.host === host && stops.listName === listName;
  if (isItsOwn && (stops.changes === changes || (stops.isAsThen && readLast === wanted))) return loaded;
  readLast = wanted;
  await readListAs(loaded.split, rewritingOf(loaded), { host, listName, changes });
  return list.peek();
}

async function compare(campaign: Campaign, loaded: ListSummary): Promise<Standing> {
  const known = campaign.list;
  const draw = drawOf(campaign);
  if (known === undefined) {
    const kept = remembered(`list.${campaign.id}`);
    if (kept === null) return verdictOnRows(loaded.size, campaign, 'not-kept');
    const question = { listVersion: loaded.version, secret: null, seed: draw?.seed ?? null };
    const prints = await ask('listPrints', question).answer;
    return prints === null ? overtaken(campaign, loaded) : verdictOnOld(prints, campaign, draw?.half ?? null, kept);
  }
  const found = await printsOf(loaded, campaign.host, known.key, draw?.seed ?? null);
  if (found === null) return overtaken(campaign, loaded);
  if (found.ok) return verdictOn(found.prints, known, campaign);
  // The secret that the key is derived from is gone, or another one stands in its place.
  if (found.status === 503) return verdictOnRows(loaded.size, campaign, 'key-gone', known.rows);
  return { kind: 'not-compared', failure: found };
}

/** The engine holds another list than the page knew of: the page is about to hear of it. */
const overtaken = (campaign: Campaign, loaded: ListSummary): Promise<Standing> | Standing =>
  list.peek() === loaded ? { kind: 'no-list' } : standingOf(campaign);

/** Campaigns, each with a file, of which a person said in this window that the one is the list of the other. */
const vouched = signal<ReadonlySet<string>>(new Set());

/** The file as it is read, whatever of its values is rewritten and however it is split. */
const nameIn = ({ id }: Campaign, { fileName, fileModifiedAtMs, size, numberColumn, country }: ListSummary) =>
  JSON.stringify([id, fileName, fileModifiedAtMs, size, numberColumn, country]);

export function isVouched(campaign: Campaign): boolean {
  const loaded = list.value;
  return loaded !== null && vouched.value.has(nameIn(campaign, loaded));
}

export function vouch(campaign: Campaign, isSame: boolean): void {
  const loaded = list.peek();
  if (loaded === null) return;
  const names = new Set(vouched.peek());
  if (isSame) names.add(nameIn(campaign, loaded));
  else names.delete(nameIn(campaign, loaded));
  vouched.value = names;
}

/** Whether the list may be used with the campaign. */
export const isUsable = (campaign: Campaign, standing: Standing | null): boolean =>
  standing?.kind === 'same' || (standing?.kind === 'unknown' && isVouched(campaign));

// --- to use it -----------------------------------------------------------------------------------------------------

const isSameSeed = (a: Seed | null, b: Seed | null) => (a === null || b === null ? a === b : a.join() === b.join());
const isSameRewriting = (a: Rewriting, b: Rewriting) => JSON.stringify(a) === JSON.stringify(b);

/** `version` of the list, which whoever uses it must name: another one may be loaded meanwhile. `half`: null, all of it. */
export type ListForUse =
  | { readonly ok: true; readonly version: number; readonly half: Half | null }
  | { readonly ok: false; readonly standing: Standing };

/** The list as it was read for the campaign. Any other one is refused, and left as it is. */
export const readListFor = (campaign: Campaign): Promise<ListForUse> => readFor(campaign, valuesOf(campaign));

/** The list in the halves that were drawn for the campaign; its values stay as they are, for a message of its own. */
export const readHalvesFor = (campaign: Campaign): Promise<ListForUse> => readFor(campaign, null);

async function readFor(campaign: Campaign, wanted: Rewriting | null): Promise<ListForUse> {
  const before = await standingOf(campaign);
  const loaded = list.peek();
  if (loaded === null || !isUsable(campaign, before)) return { ok: false, standing: before };
  const draw = drawOf(campaign);
  const seed = draw?.seed ?? null;
  const values = wanted ?? rewritingOf(loaded);
  if (!isSameSeed(loaded.split, seed) || !isSameRewriting(rewritingOf(loaded), values)) await readListAs(seed, values);
  const read = list.peek();
  const after = await standingOf(campaign);
  const isReadSo = read !== null && isSameSeed(read.split, seed) && isSameRewriting(rewritingOf(read), values);
  if (!isReadSo) return { ok: false, standing: { kind: 'unreadable' } };
  if (!isUsable(campaign, after)) return { ok: false, standing: after };
  return { ok: true, version: read.version, half: draw?.half ?? null };
}
