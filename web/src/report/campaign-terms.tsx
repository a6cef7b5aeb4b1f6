/**
 * What was said of a campaign when it was published: its kind, on what basis recipients are counted, what is
 * registered, the contact.
 */
import type { Campaign, Registration } from '../../../worker/api.ts';
import { countryName, formatMoment, t } from '../i18n/index.ts';
import { onUse } from '../i18n/on-use.ts';
import { dayText } from '../i18n/registers.ts';

export function CampaignTerms({ campaign }: { campaign: Campaign }) {
  return (
    <p class="hint">
      {kindOf(campaign)}
      {countedOn(campaign)}
      {registeredAt(campaign.registrations ?? [])}
      {campaign.contact && ` ${onUse.value.campaignTerms.contact(campaign.contact.value)}`}
    </p>
  );
}

function registeredAt(registrations: readonly Registration[]): string {
  if (registrations.length === 0) return '';
  const { registered, registration, subjects, states } = onUse.value.campaignTerms;
  const items = registrations.map((entry) => {
    const state = entry.state === 'not-asked' ? states[entry.state] : states[entry.state](dayText(entry.on));
    return registration(countryName(entry.country), subjects[entry.of], state);
  });
  return ` ${registered(items.join('; '))}`;
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
export function termsInShort({ kind, tracking, basis }: Pick<Campaign, 'kind' | 'tracking' | 'basis'>): string {
  const words = onUse.value.campaignTerms.short;
  const counted = tracking === 'aggregate' ? words.total : basis?.kind === 'consent' ? words.consent : basis?.reason;
  return [kind && t.value.terms.kinds[kind], counted].filter(Boolean).join(' · ');
}
