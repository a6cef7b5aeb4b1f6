import { useEffect, useState } from 'preact/hooks';
import type { Campaign, Report } from '../../../worker/api.ts';
import { api, type Failure } from '../api/client.ts';
import { ask } from '../engine/client.ts';
import { formatInteger } from '../i18n/index.ts';
import { onUse } from '../i18n/on-use.ts';
import { isUsable, readListFor, type Standing } from '../state/campaign-list.ts';
import { FailureNotice } from '../ui/failure.tsx';
import { fileName, saveFile } from '../ui/save-file.ts';
import { Formula, rateText } from './formula.tsx';
import { ListStanding, useStanding } from './list-standing.tsx';
import { NumberHashes } from './number-hashes.tsx';
import { isShared } from './shared-mode.ts';
import { figures } from './words.ts';

/** Two numbers that are easily mixed up: pages opened and opt-outs confirmed; and the numbers of those who left. */
export function OptOuts({ report }: { report: Report }) {
  const words = onUse.value.report;
  const { optOut } = report.numbers;
  if (report.campaign.tracking === 'aggregate') return <PageOpened opened={optOut.pagesOpened} />;
  return (
    <section class="box" aria-labelledby="opt-out-heading">
      <h3 id="opt-out-heading">{words.optOut}</h3>
      <dl class="rows">
        <div>
          <dt>{words.confirmed}</dt>
          <dd>{formatInteger(optOut.confirmed)}</dd>
        </div>
        <div>
          <dt title={words.openedHint}>{words.opened}</dt>
          <dd>{formatInteger(optOut.pagesOpened)}</dd>
        </div>
        <div>
          <dt>{words.rate}</dt>
          <dd>{rateText(optOut.rate)}</dd>
        </div>
      </dl>
      <p class="figure-note">
        <Formula rate={optOut.rate} over={words.rateFormula} under={words.denominator[report.denominator]} />
      </p>
      {optOut.confirmed > 0 && !isShared && <Leavers campaign={report.campaign} />}
      {!isShared && <NumberHashes campaign={report.campaign} />}
    </section>
  );
}

/** Everybody has the same link, so the page cannot opt anybody out. */
function PageOpened({ opened }: { opened: number }) {
  const words = onUse.value.report;
  return (
    <section class="box" aria-labelledby="opt-out-heading">
      <h3 id="opt-out-heading">{words.optOut}</h3>
      <dl class="rows">
        <div>
          <dt title={words.openedHint}>{words.opened}</dt>
          <dd>{formatInteger(opened)}</dd>
        </div>
      </dl>
      <p class="figure-note">{figures.value.head.optOutElsewhere}</p>
    </section>
  );
}

/** The worker knows rows, never numbers: those are looked up in the list, here. */
function Leavers({ campaign }: { campaign: Campaign }) {
  const words = onUse.value.report;
  const { standing, again } = useStanding(campaign);
  const [failure, setFailure] = useState<Failure | null>(null);
  /** What was found when the numbers were asked for. */
  const [refused, setRefused] = useState<Standing | null>(null);
  useEffect(() => setRefused(null), [standing]);
  const download = async () => {
    const found = await readListFor(campaign);
    if (!found.ok) return setRefused(found.standing);
    const answer = await api.optOuts(campaign.id);
    setFailure(answer.ok ? null : answer);
    if (!answer.ok) return;
    const { recipients, confirmedAtMs } = answer.value;
    const headings = words.leaversHeadings as [string, string];
    const file = await ask('numbersCsv', {
      listVersion: found.version,
      rows: recipients,
      half: found.half,
      atMs: confirmedAtMs,
      headings,
    }).answer;
    if (file === null) return setRefused({ kind: 'unreadable' });
    saveFile(file, fileName(`${campaign.name} ${words.optOut}`, '.csv'));
  };
  return (
    <>
      <ListStanding
        campaign={campaign}
        standing={refused ?? standing}
        need={words.leaversNeedList}
        again={again}
        isAloud={refused !== null}
      />
      {isUsable(campaign, refused ?? standing) && (
        <button type="button" onClick={() => void download()}>
          {words.leavers}
        </button>
      )}
      <FailureNotice failure={failure} />
    </>
  );
}
