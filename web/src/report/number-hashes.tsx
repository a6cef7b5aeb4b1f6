/** Whether those who opt out here are left out of other campaigns, and a way to see to it. */
import { useEffect, useState } from 'preact/hooks';
import type { Campaign } from '../../../worker/api.ts';
import { formatWholePercent } from '../i18n/index.ts';
import { stopWords } from '../i18n/stops.ts';
import { isUsable, readListFor } from '../state/campaign-list.ts';
import { missingHashes, sendHashes, sendings } from '../state/number-hashes.ts';
import { useStanding } from './list-standing.tsx';

export function NumberHashes({ campaign }: { campaign: Campaign }) {
  const words = stopWords.value;
  const [isMissing, setMissing] = useState(false);
  const sending = sendings.value.get(campaign.id);
  useEffect(() => {
    let isCurrent = true;
    // What is on its way is looked for once it has arrived.
    if (sending?.step === 'sending') return;
    void missingHashes(campaign).then((found) => isCurrent && setMissing(found !== null && found.missing.length > 0));
    return () => {
      isCurrent = false;
    };
  }, [campaign.id, sending?.step]);
  if (sending?.step === 'sending') return <p role="status">{words.sending(formatWholePercent(sending.share))}</p>;
  return isMissing ? <Missing campaign={campaign} hasFailed={sending !== undefined} /> : null;
}

function Missing({ campaign, hasFailed }: { campaign: Campaign; hasFailed: boolean }) {
  const words = stopWords.value;
  const { standing, again } = useStanding(campaign);
  const send = async () => {
    if ((await readListFor(campaign)).ok) await sendHashes(campaign);
    else again();
  };
  return (
    <div class="notice number-hashes">
      <p>{words.notSent}</p>
      {hasFailed && <p role="alert">{words.sendFailed}</p>}
      {isUsable(campaign, standing) ? (
        <button type="button" onClick={() => void send()}>
          {words.sendNow}
        </button>
      ) : (
        <p>{words.needList}</p>
      )}
    </div>
  );
}
