/** Of which campaign's list this is a part, who is left out of it and why, and the way back. */
import { formatInteger } from '../i18n/index.ts';
import { whoClickedWords } from '../i18n/who-clicked.ts';
import { reducedList, takeWhole } from '../state/reduced.ts';
import { fileName, saveFile } from '../ui/save-file.ts';
import { focusInList } from './choose-file.tsx';

export function ReducedNote() {
  const reduced = reducedList();
  if (reduced === null) return null;
  const words = whoClickedWords.value;
  const { campaign, rows, whole, left, leftFile, made } = reduced;
  return (
    <div class="notice reduced" role="status">
      <p>{words.reduced(campaign, formatInteger(rows), formatInteger(whole.rows))}</p>
      {left.length > 0 && (
        <p>
          {words.leftOut} {left.map(({ sentence }) => sentence).join(' · ')}.
        </p>
      )}
      <p class="hint">{words.saveHint}</p>
      <div class="buttons">
        <button type="button" onClick={() => void takeWhole(reduced).then(() => focusInList('.choose-file'))}>
          {words.whole}
        </button>
        <button type="button" class="quiet" onClick={() => saveFile(made, made.name)}>
          {words.saveList}
        </button>
        {leftFile !== null && (
          <button
            type="button"
            class="quiet"
            onClick={() => saveFile(leftFile, fileName(`${campaign} ${words.reasonHeading}`, '.csv'))}
          >
            {words.saveLeft}
          </button>
        )}
      </div>
    </div>
  );
}
