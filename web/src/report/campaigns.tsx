/** Every campaign, newest first. */
import { useEffect, useState } from 'preact/hooks';
import type { Campaign } from '../../../worker/api.d.ts';
import { api, type Failure } from '../api/client.ts';
import { formatInteger, formatMoment, t } from '../i18n/index.ts';
import { COMPOSE, reportAddress } from '../state/route.ts';
import { FailureNotice } from '../ui/failure.tsx';

export function CampaignsPage() {
  const words = t.value.campaigns;
  const [campaigns, setCampaigns] = useState<readonly Campaign[] | null>(null);
  const [next, setNext] = useState<string | undefined>(undefined);
  const [failure, setFailure] = useState<Failure | null>(null);

  const load = async (from?: string) => {
    const answer = await api.campaigns(from);
    if (!answer.ok) return setFailure(answer);
    setFailure(null);
    setCampaigns((known) => [...(from === undefined ? [] : (known ?? [])), ...answer.value.entries]);
    setNext(answer.value._links.next);
  };
  useEffect(() => void load(), []);

  return (
    <main id="content" class="page campaigns" tabIndex={-1}>
      <div class="sheet">
        <h1>{words.title}</h1>
        <FailureNotice failure={failure} />
        {campaigns === null && failure === null && <p class="loading">{t.value.common.loading}</p>}
        {campaigns !== null && campaigns.length === 0 && (
          <div class="empty">
            <p class="empty-title">{words.empty}</p>
            <p>{words.emptyLead}</p>
            <a class="button primary" href={COMPOSE}>
              {words.emptyAction}
            </a>
          </div>
        )}
        {campaigns !== null && campaigns.length > 0 && (
          <ul class="campaign-list">
            {campaigns.map((campaign) => (
              <li key={campaign.id}>
                <a href={reportAddress(campaign.id)}>
                  <span class="campaign-name">{campaign.name}</span>
                  <span class="campaign-host">{campaign.host}</span>
                  <span class="campaign-recipients">
                    {formatInteger(campaign.recipients)} {words.recipients.toLowerCase()}
                  </span>
                  <span class="campaign-when">{formatMoment(campaign.createdAtMs)}</span>
                </a>
              </li>
            ))}
          </ul>
        )}
        {next !== undefined && (
          <button type="button" onClick={() => void load(next)}>
            {words.more}
          </button>
        )}
      </div>
    </main>
  );
}
