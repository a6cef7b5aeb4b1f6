/** What the limit on segments did to a campaign: why the file does not hold the whole list, or not one text for all of it. */
import type { Campaign, MessageLimit } from '../../../worker/api.ts';
import { ask } from '../engine/client.ts';
import { formatInteger, t } from '../i18n/index.ts';
import { limitWords } from '../i18n/limit.ts';
import { draftOf } from '../report/published.ts';
import { readListFor, type Standing } from '../state/campaign-list.ts';
import { fileName, saveFile } from '../ui/save-file.ts';

export function LimitNote(props: { campaign: Campaign; limit: MessageLimit; refused(standing: Standing): void }) {
  const { campaign, limit, refused } = props;
  const words = limitWords.value;
  const { segments, shorter, leftOut } = limit;
  const atMost = t.value.editor.segments(segments, formatInteger(segments));
  if (shorter === null && leftOut === 0) return null;
  const download = async () => {
    const found = await readListFor(campaign);
    // Told where the messages are made, which this note is part of.
    if (!found.ok) return refused(found.standing);
    const headings = words.headings as [string, string, string];
    const { version: listVersion, half } = found;
    const file = await ask('aboveCsv', { ...draftOf(campaign), listVersion, half, headings }).answer;
    if (file === null) return refused({ kind: 'unreadable' });
    saveFile(file, fileName(`${campaign.name} ${words.file}`, '.csv'));
  };
  return (
    <p class="hint">
      {shorter === null ? words.madeLeftOut(leftOut, formatInteger(leftOut), atMost) : words.madeShorter(atMost)}{' '}
      <button type="button" class="link" onClick={() => void download()}>
        {words.download}
      </button>
    </p>
  );
}
