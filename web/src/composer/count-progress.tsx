/** Counting a long list: how far it has come, and the button that stops it. */
import { formatWholePercent, t } from '../i18n/index.ts';
import { countAgain, counting, countingStopped, stopCounting } from '../state/cost.ts';
import { focusAfter, headingOf } from '../ui/keep-focus.ts';

export function CountProgress() {
  const words = t.value.cost;
  const share = counting.value;
  if (share !== null) {
    const text = words.counting(formatWholePercent(share));
    return (
      <div class="count-progress">
        <p class="instrument-hint">{text}</p>
        <button type="button" class="link" onClick={() => leave(stopCounting)}>
          {words.stop}
        </button>
        <progress value={share} max={1} aria-label={text} />
      </div>
    );
  }
  if (!countingStopped.value) return null;
  return (
    <div class="count-progress" role="status">
      <p class="instrument-hint">{words.stopped}</p>
      <button type="button" class="link" onClick={() => leave(countAgain)}>
        {words.countAgain}
      </button>
    </div>
  );
}

/** Each button takes the other's place; a short list is counted before the other could be seen. */
function leave(act: () => void): void {
  act();
  focusAfter(
    () => document.querySelector<HTMLElement>('.count-progress button') ?? headingOf(document.querySelector('.cost')),
  );
}
