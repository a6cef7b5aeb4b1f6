/** The text that was sent, on a phone: the first recipient's while the list is there, else with the fields' names. */
import { useEffect, useState } from 'preact/hooks';
import type { Campaign } from '../../../worker/api.ts';
import { Handset, PhoneSwitches } from '../composer/phone.tsx';
import { ask } from '../engine/client.ts';
import type { Look } from '../engine/look.ts';
import { formatDay, formatMoment } from '../i18n/index.ts';
import { sharesWords } from '../i18n/shares.ts';
import { halfOf, isUsable } from '../state/campaign-list.ts';
import { list } from '../state/list.ts';
import { useStanding } from './list-standing.tsx';
import { draftOf } from './published.ts';
import { isShared } from './shared-mode.ts';
import { figures } from './words.ts';

/** `sender`: as it is sent, which need not be what was published. */
export function SentText({ campaign, sender }: { campaign: Campaign; sender: string }) {
  const words = figures.value.sent;
  const { standing } = useStanding(campaign);
  const [look, setLook] = useState<Look | null>(null);
  const isReal = isUsable(campaign, standing);
  const halves = list.value?.halves ?? [];
  const row = isReal ? (halfOf(campaign) === 1 ? (halves[0]?.size ?? 0) : 0) : -1;
  const version = list.value?.version;
  useEffect(() => {
    if (campaign.template === '') return;
    let isGone = false;
    ask('look', { ...draftOf(campaign), index: row }).answer.then(
      (found) => {
        if (!isGone) setLook(found);
      },
      () => {},
    );
    return () => {
      isGone = true;
    };
  }, [campaign.id, row, version]);
  if (campaign.template === '') return <p class="hint">{words.noText}</p>;
  const instead = look?.instead ?? null;
  const shown = instead?.kind === 'shorter' ? instead : look;
  const asSample = isShared ? sharesWords.value.fields : words.asSample;
  const asPlain = campaign.tracking === 'aggregate' ? words.shared : words.plain;
  const hasFields = look !== null && look.outline.fields.length > 0;
  return (
    <div class="sent">
      <div class="sent-phone">
        <PhoneSwitches />
        <Handset
          sender={sender}
          time={formatDay(campaign.sentAtMs ?? campaign.createdAtMs)}
          shown={shown ?? undefined}
        />
      </div>
      {/* The phone is not printed: its text is. */}
      <p class="sent-template">{shown?.rendered.text ?? campaign.template}</p>
      <dl class="rows sent-terms">
        <div>
          <dt>{words.from}</dt>
          <dd>{sender || '–'}</dd>
        </div>
        <div>
          <dt>{words.when}</dt>
          <dd>{formatMoment(campaign.createdAtMs)}</dd>
        </div>
      </dl>
      <p class="hint sent-how">{!hasFields ? asPlain : isReal ? words.asRecipients : asSample}</p>
    </div>
  );
}
