/** The recipients above the limit: the segments each message takes, and the values in it that are the recipient's own. */
import { useEffect, useState } from 'preact/hooks';
import { showRecipient } from '../composer/show-recipient.ts';
import { ask, Cancelled } from '../engine/client.ts';
import { formatInteger, t } from '../i18n/index.ts';
import { limitWords } from '../i18n/limit.ts';
import { costed } from '../state/cost.ts';
import { draft } from '../state/draft.ts';
import { list } from '../state/list.ts';
import { engineDraft } from '../state/question.ts';
import { fileName, saveFile } from '../ui/save-file.ts';
import type { Concerned } from './concerned.ts';
import { limitCost } from './state.ts';

export function ConcernedList({ total }: { total: number }) {
  const words = limitWords.value;
  const [open, setOpen] = useState(false);
  const download = async () => {
    const headings = words.headings as [string, string, string];
    const file = await ask('aboveCsv', { ...engineDraft.peek(), listVersion: list.peek()?.version ?? 0, headings })
      .answer;
    if (file !== null) saveFile(file, fileName(`${draft.name.peek()} ${words.file}`, '.csv'));
  };
  return (
    <details class="concerned" open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{words.list(total, formatInteger(total))}</summary>
      {open && <Rows total={total} />}
      {open && (
        <button type="button" class="link" onClick={() => void download()}>
          {words.download}
        </button>
      )}
    </details>
  );
}

/** Rows shown at once: a panel of fifty would bury what stands below it. */
const AT_ONCE = 10;

function Rows({ total }: { total: number }) {
  const words = limitWords.value;
  const [rows, setRows] = useState<readonly Concerned[]>([]);
  const [most, setMost] = useState(AT_ONCE);
  const shown = rows.slice(0, most);
  // Asked anew when the list was counted anew, not at every letter.
  const counted = costed.value;
  useEffect(() => {
    if (counted === null) return;
    const mine = ask('concerned', counted);
    mine.answer.then(setRows, (error: unknown) => {
      if (!(error instanceof Cancelled)) setRows([]);
    });
    return () => mine.cancel();
  }, [counted]);
  return (
    <>
      {shown.length > 0 && shown.length < total && (
        <p class="instrument-hint" role="status">
          {words.first(formatInteger(shown.length), formatInteger(total))}
        </p>
      )}
      <ol class="concerned-rows">
        {shown.map((row) => (
          <li key={row.row}>
            <Row row={row} />
          </li>
        ))}
      </ol>
      {shown.length < rows.length && (
        <button type="button" class="link" onClick={() => setMost(most + AT_ONCE)}>
          {words.more}
        </button>
      )}
    </>
  );
}

function Row({ row: { row, number, asked, sent, values } }: { row: Concerned }) {
  const words = limitWords.value;
  const segments = (count: number) => t.value.cost.row(count, formatInteger(count));
  const isShortened = limitCost.value?.effect === 'shorten';
  return (
    <>
      <p class="concerned-head">
        <span class="concerned-number">{number}</span>
        <button type="button" class="link" aria-label={words.showNamed(number)} onClick={() => showRecipient(row)}>
          {words.show}
        </button>
      </p>
      <p class={sent !== null && isShortened && sent > draft.limit.value ? 'over' : undefined}>
        {sent === null
          ? words.nothing(segments(asked))
          : isShortened
            ? words.instead(segments(asked), formatInteger(sent))
            : segments(asked)}
      </p>
      {values.length === 0 ? (
        <p class="instrument-hint">{words.noneOwn}</p>
      ) : (
        <dl class="concerned-values">
          {values.map(({ name, value, isUcs2 }) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>
                {value}
                {isUcs2 && <span class="concerned-why"> {words.outside}</span>}
              </dd>
            </div>
          ))}
        </dl>
      )}
    </>
  );
}
