/** Two versions as two campaigns, each over its own half of the list. */
import type { Campaign, MessageBudget } from '../../../worker/api.d.ts';
import type { ListSummary, Look } from '../engine/protocol.ts';
import type { Half } from '../engine/recipients.ts';
import { keepListOf, keepSplit } from './campaign-list.ts';
import { draft } from './draft.ts';
import { engineDraft, settledLook } from './preview.ts';
import { failure } from './publish.ts';
import { hasTwin, newCampaign, published, publishedBudget, publishOnce } from './send.ts';
import { otherVersion, showVersion, VERSIONS, type Version } from './versions.ts';

interface Text {
  readonly template: string;
  readonly look: Look;
  readonly budget: MessageBudget | null;
}

/** `seen`: of the version on screen, found in order. Null: the other version is not, and is on screen now; or refused. */
export async function publishVersions(name: string, list: ListSummary, seen: Look): Promise<Campaign | null> {
  const { split } = list;
  const shown = draft.version.peek();
  if (split === null || shown === '') return null;
  const other = otherVersion(shown);
  const otherTemplate = draft.otherTemplate.peek();
  const budget = await publishedBudget(engineDraft.peek());
  // The checklist judges what is on screen: the other version is put there for it, and stays if something is wrong.
  showVersion(other);
  const { settledErrors } = await import('../checklist/index.ts');
  const errors = await settledErrors();
  const otherSeen = await settledLook();
  if (errors === null || errors.length > 0 || otherSeen === null) return null;
  if (!otherSeen.outline.links.some(({ link }) => link >= 0)) return null;
  const otherBudget = await publishedBudget(engineDraft.peek());
  showVersion(shown);
  const texts = {
    [shown]: { template: draft.template.peek(), look: seen, budget },
    [other]: { template: otherTemplate, look: otherSeen, budget: otherBudget },
  } as Readonly<Record<Version, Text>>;

  const campaigns: Campaign[] = [];
  for (const [half, version] of VERSIONS.entries()) {
    const { template, look, budget } = texts[version];
    const size = list.halves[half]?.size ?? 0;
    const wanted = newCampaign(`${name} ${version}`, size, template, look.outline.links, budget);
    if (campaigns.length === 0 && (await hasTwin(wanted))) return null;
    // Published before the other version was refused, it is the same campaign when asked for once more.
    const answer = await publishOnce(wanted);
    if (!answer.ok) {
      failure.value = answer;
      if (draft.version.peek() !== version) showVersion(version);
      return null;
    }
    campaigns.push(answer.value);
  }
  const [a, b] = campaigns;
  if (a === undefined || b === undefined) return null;
  for (const [half, campaign] of campaigns.entries()) {
    keepListOf(campaign.id, list, list.halves[half]?.fingerprint ?? '');
    keepSplit(campaign.id, { seed: split, half: half as Half, other: (campaign === a ? b : a).id });
  }
  published(a);
  return a;
}
