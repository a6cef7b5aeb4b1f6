/** Who opted out, before a list is published: nobody who has since the list was read gets a message. */
import { effect, untracked } from '@preact/signals';
import { told } from '../api/client.ts';
import { ask } from '../engine/client.ts';
import type { Whose } from '../engine/stops.ts';
import { formatInteger } from '../i18n/index.ts';
import { stopWords } from '../i18n/stops.ts';
import type { ListSummary } from '../list-reading/summary.ts';
import { draft } from './draft.ts';
import { list, readListAs, rewritingOf } from './list.ts';
import { failure } from './publishing.ts';

/** Reads the list once more, without those who have opted out by now. */
export async function readStopsAnew(): Promise<void> {
  const loaded = list.peek();
  if (loaded !== null) await readListAs(loaded.split, rewritingOf(loaded), null);
}

/** Whose messages those that are written are to be. */
const whose = (): Whose => ({ host: draft.host.value, listName: draft.listName.value });

const isReadFor = ({ stops }: ListSummary, { host, listName }: Whose): boolean =>
  stops.host === host && stops.listName === listName;

// Loaded with the first list. Of another link domain, which is another brand, or another list of it others have opted out.
effect(() => {
  const wanted = whose();
  const loaded = list.peek();
  if (loaded !== null && !loaded.stops.isAsThen && !isReadFor(loaded, wanted)) untracked(() => void readStopsAnew());
});

/** Whoever comes back to the composer finds the list as it is for the next campaign, without those who opted out meanwhile. */
export async function refreshStops(): Promise<void> {
  const loaded = list.peek();
  // The second of two versions goes to the other half of the list that the first was published with.
  if (loaded === null || draft.versionOf.peek() !== '') return;
  if (loaded.stops.isAsThen) return readStopsAnew();
  const now = await ask('stops', { about: 'now', ...untracked(whose) }).answer;
  if (now !== null && now.stopped > 0 && list.peek() === loaded) await readStopsAnew();
}

/** The list, if it may be published as it is; null: `failure` says why not, and what was done. */
export async function settleStops(loaded: ListSummary): Promise<ListSummary | null> {
  const wanted = untracked(whose);
  const now = await ask('stops', { about: 'now', ...wanted }).answer;
  if (now === null || now.changes === null) {
    failure.value = told(stopWords.peek().unreadForPublishing);
    return null;
  }
  if (now.stopped === 0 && loaded.stops.changes !== null && isReadFor(loaded, wanted)) return loaded;
  await readStopsAnew();
  const read = list.peek();
  // Nobody of it had opted out, only it was not known.
  if (read?.size === loaded.size && read.stops.changes !== null) return read;
  failure.value = told(stopWords.peek().moreNow(now.stopped, formatInteger(now.stopped)));
  return null;
}
