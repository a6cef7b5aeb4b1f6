/** What was said of a campaign when it was published: its kind, and on what basis recipients are counted. */
import type { Campaign } from '../../../worker/api.d.ts';
import { formatMoment, t } from '../i18n/index.ts';
import { onUse } from '../i18n/on-use.ts';

export function CampaignTerms({ campaign }: { campaign: Campaign }) {
  return (
    <p class="hint">
      {kindOf(campaign)}
      {countedOn(campaign)}
    </p>
  );
}

/** Campaigns from before it was kept have none. */
function kindOf({ kind }: Campaign): string {
  return kind === undefined ? '' : `${t.value.terms.kinds[kind]}. `;
}

function countedOn({ tracking, basis }: Campaign): string {
  const words = onUse.value.campaignTerms;
  if (tracking === 'aggregate') return words.total;
  if (basis === undefined) return words.unsaid;
  const when = formatMoment(basis.statedAtMs);
  return basis.kind === 'consent' ? words.consent(when) : words.other(basis.reason, when);
}

/** The same in a word each, for the list. */
export function termsInShort({ kind, tracking, basis }: Campaign): string {
  const words = onUse.value.campaignTerms.short;
  const counted = tracking === 'aggregate' ? words.total : basis?.kind === 'consent' ? words.consent : basis?.reason;
  return [kind && t.value.terms.kinds[kind], counted].filter(Boolean).join(' · ');
}
