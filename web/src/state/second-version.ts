/** The second version of a campaign whose first went out alone. */
import { batch } from '@preact/signals';
import type { Campaign } from '../../../worker/api.ts';
import { copyCampaign } from './copy.ts';
import { draft } from './draft.ts';
import { showVersion } from './versions.ts';

/** Puts it into the message field: as it was written, if it still stands there; else it begins as a copy of the first. */
export async function writeSecondVersion(first: Campaign): Promise<void> {
  if (draft.versionOf.peek() === first.id) return showVersion('B');
  await copyCampaign(first);
  batch(() => {
    draft.name.value = first.name.replace(/ A$/, '');
    draft.version.value = 'B';
    draft.otherTemplate.value = draft.template.peek();
    draft.otherShorter.value = draft.shorter.peek();
    draft.versionOf.value = first.id;
  });
}
