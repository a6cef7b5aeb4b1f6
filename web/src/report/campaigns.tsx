/** Every campaign, newest first: those in use, or those put away. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Campaign } from '../../../worker/api.ts';
import { api, type Failure } from '../api/client.ts';
import { formatInteger, formatMoment, t } from '../i18n/index.ts';
import { onUse } from '../i18n/on-use.ts';
import { copyCampaign } from '../state/copy.ts';
import { COMPOSE, go, reportAddress } from '../state/route.ts';
import { FailureNotice } from '../ui/failure.tsx';
import { focusAfter } from '../ui/keep-focus.ts';
import { termsInShort } from './campaign-terms.tsx';
import { StorageNotice } from './storage-notice.tsx';

const moveId = ({ id }: Campaign) => `move-${id}`;

export function CampaignsPage() {
  const words = onUse.value.campaigns;
  const shelf = onUse.value.shelf;
  const [archived, setArchived] = useState(false);
  const [campaigns, setCampaigns] = useState<readonly Campaign[] | null>(null);
  const [next, setNext] = useState<string | undefined>(undefined);
  const [failure, setFailure] = useState<Failure | null>(null);
  /** The campaign that was just moved to the other shelf. */
  const [moved, setMoved] = useState<Campaign | null>(null);

  const asked = useRef(0);
  /** The shelf on screen, for what was begun before it was opened. */
  const open = useRef(archived);

  const load = async (from?: string) => {
    const mine = ++asked.current;
    const answer = await api.campaigns(open.current, from);
    // Overtaken: another shelf was opened, or something moved meanwhile.
    if (mine !== asked.current) return;
    if (!answer.ok) return setFailure(answer);
    setFailure(null);
    setCampaigns((known) => [...(from === undefined ? [] : (known ?? [])), ...answer.value.entries]);
    setNext(answer.value._links.next);
  };
  useEffect(() => {
    open.current = archived;
    setCampaigns(null);
    void load();
  }, [archived]);

  /** False: it was refused, and stays where it is. */
  const move = async (campaign: Campaign): Promise<boolean> => {
    const answer = await api.editCampaign(campaign.id, { archived: campaign.archived !== true });
    if (!answer.ok) {
      setFailure(answer);
      return false;
    }
    setMoved(answer.value);
    await load();
    return true;
  };

  return (
    <main id="content" class="page campaigns" tabIndex={-1}>
      <div class="sheet">
        <div class="sheet-head">
          <h1>{words.title}</h1>
          <fieldset class="segmented">
            <legend class="visually-hidden">{shelf.which}</legend>
            {[false, true].map((which) => (
              <button
                key={String(which)}
                type="button"
                aria-pressed={archived === which}
                onClick={() => {
                  setArchived(which);
                  setMoved(null);
                }}
              >
                {which ? shelf.archived : shelf.active}
              </button>
            ))}
          </fieldset>
        </div>
        <FailureNotice failure={failure} />
        <StorageNotice onTakenUp={() => void load()} />
        <p role="status" class="moved">
          {moved !== null && (
            <>
              {moved.archived === true ? shelf.isArchived(moved.name) : shelf.isBack(moved.name)}{' '}
              <button
                type="button"
                class="link"
                onClick={async () => {
                  if (!(await move(moved))) return;
                  setMoved(null);
                  focusAfter(() => document.getElementById(moveId(moved)));
                }}
              >
                {shelf.undo}
              </button>
            </>
          )}
        </p>
        {campaigns === null && failure === null && <p class="loading">{t.value.common.loading}</p>}
        {campaigns !== null && campaigns.length === 0 && (
          <div class="empty">
            {archived || moved !== null ? (
              <p>{archived ? shelf.noneArchived : shelf.noneActive}</p>
            ) : (
              <>
                <p class="empty-title">{words.empty}</p>
                <p>{words.emptyLead}</p>
                <a class="button primary" href={COMPOSE}>
                  {words.emptyAction}
                </a>
              </>
            )}
          </div>
        )}
        {campaigns !== null && campaigns.length > 0 && (
          <ul class="campaign-list">
            {campaigns.map((campaign) => (
              <li key={campaign.id}>
                <a href={reportAddress(campaign.id)}>
                  <span class="campaign-name">{campaign.name}</span>
                  <span class="campaign-host">
                    {campaign.host}
                    <span class="campaign-terms">{termsInShort(campaign)}</span>
                  </span>
                  <span class="campaign-recipients">
                    {formatInteger(campaign.recipients)} {words.recipients.toLowerCase()}
                  </span>
                  <span class="campaign-when">{formatMoment(campaign.createdAtMs)}</span>
                </a>
                <span class="buttons">
                  <button
                    type="button"
                    class="quiet"
                    aria-label={shelf.copyNamed(campaign.name)}
                    onClick={async () => {
                      await copyCampaign(campaign);
                      go(COMPOSE);
                    }}
                  >
                    {shelf.copy}
                  </button>
                  <button
                    type="button"
                    class="quiet"
                    aria-label={
                      campaign.archived === true
                        ? shelf.bringBackNamed(campaign.name)
                        : shelf.archiveNamed(campaign.name)
                    }
                    id={moveId(campaign)}
                    onClick={async () => {
                      if (await move(campaign)) focusAfter(() => document.querySelector<HTMLElement>('.moved button'));
                    }}
                  >
                    {campaign.archived === true ? shelf.bringBack : shelf.archive}
                  </button>
                </span>
              </li>
            ))}
          </ul>
        )}
        {next !== undefined && (
          <button
            type="button"
            onClick={async () => {
              const shown = campaigns?.length ?? 0;
              await load(next);
              focusAfter(() => document.querySelectorAll<HTMLElement>('.campaign-list a')[shown]);
            }}
          >
            {words.more}
          </button>
        )}
      </div>
    </main>
  );
}
