import { useState } from 'preact/hooks';
import type { Campaign, Report } from '../../../worker/api.d.ts';
import { api, type Failure } from '../api/client.ts';
import { ask } from '../engine/client.ts';
import { formatInteger, formatPercent } from '../i18n/index.ts';
import { onUse } from '../i18n/on-use.ts';
import { isListOf, readListFor } from '../state/campaign-list.ts';
import { list } from '../state/list.ts';
import { FailureNotice } from '../ui/failure.tsx';
import { fileName, saveFile } from '../ui/save-file.ts';
import { Formula } from './formula.tsx';

/** Two numbers that are easily mixed up: pages opened and opt-outs confirmed; and the numbers of those who left. */
export function OptOuts({ report }: { report: Report }) {
  const words = onUse.value.report;
  const { optOut } = report.numbers;
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
          <dd>{formatPercent(optOut.rate.value)}</dd>
        </div>
      </dl>
      <p class="figure-note">
        <Formula rate={optOut.rate} over={words.rateFormula} under={words.denominator[report.denominator]} />
      </p>
      {optOut.confirmed > 0 && <Leavers campaign={report.campaign} />}
    </section>
  );
}

/** The worker knows rows, never numbers: those are looked up in the list, here. */
function Leavers({ campaign }: { campaign: Campaign }) {
  const words = onUse.value.report;
  const [failure, setFailure] = useState<Failure | null>(null);
  const loaded = list.value;
  if (loaded === null || isListOf(campaign) === false) return <p class="hint">{words.leaversNeedList}</p>;
  const download = async () => {
    const answer = await api.optOuts(campaign.id);
    setFailure(answer.ok ? null : answer);
    const found = answer.ok && (await readListFor(campaign));
    const current = list.peek();
    if (!answer.ok || found === false || current === null) return;
    const { recipients, confirmedAtMs } = answer.value;
    const headings = words.leaversHeadings as [string, string];
    const file = await ask('numbersCsv', {
      listVersion: current.version,
      rows: recipients,
      half: found.half,
      atMs: confirmedAtMs,
      headings,
    }).answer;
    if (file !== null) saveFile(file, fileName(`${campaign.name} ${words.optOut}`, '.csv'));
  };
  return (
    <>
      <button type="button" onClick={() => void download()}>
        {words.leavers}
      </button>
      <FailureNotice failure={failure} />
    </>
  );
}
