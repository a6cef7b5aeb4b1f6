/** Publishes a draft that was found in order, loaded with the first click on the button. */
import type { Campaign } from '../../../worker/api.ts';
import { told } from '../api/client.ts';
import { onUse } from '../i18n/on-use.ts';
import type { ListSummary } from '../list-reading/summary.ts';
import { draft } from './draft.ts';
import { identify } from './list-identity.ts';
import { type Checked, refuse } from './publishing.ts';
import { engineDraft } from './question.ts';
import { countedFor, hasTwin, isChanged, newCampaign, published, publishOnce } from './request.ts';
import { settleStops } from './stops.ts';

/**
 * `seen`: the message as it stands, found in order. Null: refused, with the reason in `failure` or at its place; or there is
 * a twin, in `twin`.
 */
export async function send(loaded: ListSummary, { look: seen, written }: Checked): Promise<Campaign | null> {
  const name = draft.name.peek().trim();
  // Of two versions the second goes to the other half of a list that was published: its file leaves out who opted out since.
  const recipients = draft.versionOf.peek() === '' ? await settleStops(loaded) : loaded;
  if (recipients === null) return null;
  if (draft.version.peek() !== '') {
    const { publishVersions } = await import('./publish-versions.ts');
    return publishVersions(name, recipients, { look: seen, written });
  }
  const counted = await countedFor(engineDraft.peek());
  const identified = await identify(recipients, draft.host.peek());
  if (identified === null || !identified.ok) return refuse(identified ?? told(onUse.peek().listCheck.replaced));
  if (isChanged(written)) return null;
  const wanted = {
    ...newCampaign(name, recipients.size, draft.template.peek(), seen.outline.links, counted),
    list: identified.for(null),
  };
  if (await hasTwin(wanted)) return null;
  const answer = await publishOnce(wanted);
  if (!answer.ok) return refuse(answer);
  published(answer.value, written);
  return answer.value;
}
