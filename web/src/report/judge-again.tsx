/** Judging hits anew: offered where rules are newer than those that judged, while the hits are held. */
import { useState } from 'preact/hooks';
import type { Judgement, RawHits, Report } from '../../../worker/api.ts';
import type { Failure } from '../api/client.ts';
import { request } from '../api/request.ts';
import { formatInteger } from '../i18n/index.ts';
import { privacyWords } from '../i18n/privacy.ts';
import { FailureNotice } from '../ui/failure.tsx';

export function JudgeAgain(props: { report: Report; rawHits: RawHits | null; changed(): Promise<unknown> }) {
  const { report, rawHits, changed } = props;
  const words = privacyWords.value;
  const [judgement, setJudgement] = useState<Judgement | null>(null);
  const [isJudging, setJudging] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  if (rawHits === null) return null;
  const older = report.totals.reasons
    .filter(({ rules }) => rules > 0 && rules < rawHits.rules)
    .reduce((sum, { hits }) => sum + hits, 0);
  if (older === 0 && judgement === null) return null;
  const judge = async () => {
    if (isJudging) return;
    setJudging(true);
    const answer = await request('POST /api/campaigns/{id}/judgement', { params: { id: report.campaign.id } });
    setJudging(false);
    setFailure(answer.ok ? null : answer);
    if (!answer.ok) return;
    setJudgement(answer.value);
    await changed();
  };
  return (
    <div class="judge-again">
      {older > 0 && judgement === null && (
        <p>
          {words.newer(older, formatInteger(older))}
          {rawHits.wholeShards === 0 && ` ${words.gone}`}
        </p>
      )}
      {older > 0 && rawHits.wholeShards > 0 && judgement === null && (
        <button type="button" aria-disabled={isJudging} onClick={() => void judge()}>
          {isJudging ? words.judging : words.judge}
        </button>
      )}
      <p role="status">{judgement !== null && <Told judgement={judgement} />}</p>
      <FailureNotice failure={failure} />
    </div>
  );
}

function Told({ judgement: { hits, changed, unchangedShards, before, after } }: { judgement: Judgement }) {
  const words = privacyWords.value;
  const isSame = before.clicks === after.clicks && before.clickers === after.clickers;
  const said = [
    changed === 0 ? words.judgedSame(formatInteger(hits)) : words.judged(formatInteger(hits), formatInteger(changed)),
    isSame
      ? words.figuresSame
      : words.figures(
          ...([before.clicks, after.clicks, before.clickers, after.clickers].map(formatInteger) as [
            string,
            string,
            string,
            string,
          ]),
        ),
    ...(unchangedShards > 0 ? [words.judgedPart] : []),
  ];
  return <>{said.join(' ')}</>;
}
