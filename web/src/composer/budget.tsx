import { ask } from '../engine/client.ts';
import { formatInteger, t } from '../i18n/index.ts';
import { budget, overBudget } from '../state/budget.ts';
import { draft } from '../state/draft.ts';
import { choice, engineDraft } from '../state/preview.ts';
import { fileName, saveFile } from '../ui/save-file.ts';

const LIMITS = [1, 2, 3, 4, 5, 6];

/** Shows the first recipient whose message takes so many segments, limits included. */
export async function showSegments(atLeast: number, atMost: number): Promise<void> {
  const index = await ask('findSegments', { ...engineDraft.peek(), atLeast, atMost }).answer;
  if (index >= 0) choice.value = { kind: 'row', index };
}

/** A limit for every message, and who is above it. */
export function Budget() {
  const words = t.value.budget;
  const limit = budget.value;
  const over = overBudget.value;
  const download = async () => {
    const headings = words.headings as [string, string];
    const file = await ask('segmentsCsv', { ...engineDraft.peek(), atLeast: limit + 1, headings }).answer;
    saveFile(file, fileName(`${draft.name.peek()} ${words.file}`, '.csv'));
  };
  return (
    <div class="budget">
      <label>
        <span>{words.label}</span>
        <select
          value={String(limit)}
          onChange={(event) => {
            budget.value = Number(event.currentTarget.value);
          }}
        >
          <option value="0">{words.none}</option>
          {LIMITS.map((segments) => (
            <option key={segments} value={String(segments)}>
              {words.atMost(segments, formatInteger(segments))}
            </option>
          ))}
        </select>
      </label>
      {limit > 0 && (
        <p class={over > 0 ? 'over' : 'instrument-hint'} role="status">
          {over > 0 ? words.over(over, formatInteger(over)) : words.within}
        </p>
      )}
      {over > 0 && (
        <p class="over-actions">
          <button type="button" class="link" onClick={() => void showSegments(limit + 1, Number.POSITIVE_INFINITY)}>
            {t.value.cost.showFirst}
          </button>
          <button type="button" class="link" onClick={() => void download()}>
            {words.download}
          </button>
        </p>
      )}
    </div>
  );
}
