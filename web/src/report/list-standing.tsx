/** The list a campaign needs, beside what needs it: whether it is there and the right one, and a way to get it. */
import { useEffect, useState } from 'preact/hooks';
import type { Campaign } from '../../../worker/api.ts';
import { ChooseFile, PasteButton, pastingAt } from '../composer/choose-file.tsx';
import { FileProblem } from '../composer/list-problem.tsx';
import { PasteList } from '../composer/paste-list.tsx';
import { formatWholePercent, t } from '../i18n/index.ts';
import { onUse } from '../i18n/on-use.ts';
import { isVouched, type Standing, standingOf, vouch } from '../state/campaign-list.ts';
import { list, reading, readListWith } from '../state/list.ts';
import { publishedWith, standingText, worthReadingAs } from '../state/list-words.ts';

/** Null: still being compared. `again` compares once more. */
export function useStanding(campaign: Campaign | null): { readonly standing: Standing | null; again(): void } {
  const [standing, setStanding] = useState<Standing | null>(null);
  const [attempt, setAttempt] = useState(0);
  const version = list.value?.version;
  useEffect(() => {
    if (campaign === null) return;
    let isCurrent = true;
    // What was known of the list before stands until then: mostly it is the same one, read otherwise.
    standingOf(campaign).then((found) => {
      if (isCurrent) setStanding(found);
    });
    return () => {
      isCurrent = false;
    };
    // The campaign's list never changes, however often its report is read.
  }, [campaign?.id, version, attempt]);
  return { standing, again: () => setAttempt(attempt + 1) };
}

export function ListStanding(props: {
  campaign: Campaign;
  standing: Standing | null;
  /** What the list is needed for, said while there is none; null: beside where lists are chosen, where that is seen. */
  need: string | null;
  again(): void;
  /** False: the same is said aloud elsewhere on the page, and only shown here. */
  isAloud?: boolean;
}) {
  const { campaign, standing, need, again, isAloud = true } = props;
  const words = onUse.value.listCheck;
  const loaded = list.value;
  if (reading.value !== null) return <p role="status">{t.value.list.reading(formatWholePercent(reading.value))}</p>;
  if (loaded === null) {
    if (need === null) return null;
    return (
      <div class="standing">
        <p>{[need, ...publishedWith(campaign)].join(' ')}</p>
        <FileProblem />
        <div class="buttons">
          <ChooseFile label={words.choose} />
          <PasteButton place={need} />
        </div>
        {pastingAt.value === need && <PasteList />}
      </div>
    );
  }
  // There was none when it was compared.
  if (standing === null || standing.kind === 'no-list') return <p role="status">{words.comparing}</p>;
  // The file chosen last could not be read, and the one before is still loaded.
  if (standing.kind === 'same') return <FileProblem />;
  const reread = worthReadingAs(campaign, standing, loaded);
  const isDoubt = standing.kind === 'unknown';
  const aloud = isDoubt ? 'status' : 'alert';
  return (
    <div class={isDoubt ? 'notice standing' : 'notice is-error standing'} role={isAloud ? aloud : undefined}>
      {standingText(campaign, standing, loaded).map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
      <FileProblem />
      {isDoubt && (
        <label class="check">
          <input
            type="checkbox"
            checked={isVouched(campaign)}
            onChange={(event) => vouch(campaign, event.currentTarget.checked)}
          />
          {words.vouch}
        </label>
      )}
      <div class="buttons">
        {reread !== null && (
          <button type="button" onClick={() => void readListWith(reread.country, reread.numberColumn)}>
            {words.readAsThen}
          </button>
        )}
        {standing.kind === 'not-compared' && (
          <button type="button" onClick={again}>
            {t.value.common.retry}
          </button>
        )}
        {need !== null && (
          <>
            <ChooseFile label={words.chooseOther} quiet={isDoubt} />
            <PasteButton place={need} />
          </>
        )}
      </div>
      {need !== null && pastingAt.value === need && <PasteList />}
    </div>
  );
}
