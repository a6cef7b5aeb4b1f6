/** What the whole list costs, counted whenever the draft or the list is another one. */
import { batch, effect, signal } from '@preact/signals';
import { ask } from '../engine/client.ts';
import type { ListCost } from '../engine/cost-sum.ts';
import type { Draft } from '../engine/draft.ts';
import { longQuestion } from './asking.ts';
import { list } from './list.ts';
import { engineDraft } from './question.ts';

/** Lists up to this size are counted at every keystroke; longer ones when the hands rest. */
const COUNTED_AT_ONCE = 20_000;
const REST_MS = 150;

export const cost = signal<ListCost | null>(null);
/** What the cost is of; null: of an earlier list, or nothing. */
export const costed = signal<Draft | null>(null);
/** Share of the list counted, while counting takes long enough to show. */
export const counting = signal<number | null>(null);
/** Set when somebody stopped the counting: what is shown is of an earlier text, or nothing. */
export const countingStopped = signal(false);

const counter = longQuestion<ListCost>();

function count(question: Draft, restMs: number): void {
  const begin = () =>
    ask('cost', question, (done, total) => {
      counting.value = done / total;
    });
  const tell = (answer: ListCost | null) => {
    counting.value = null;
    if (answer === null) return;
    batch(() => {
      cost.value = answer;
      costed.value = question;
    });
  };
  counter.ask(begin, tell, restMs);
}

export function stopCounting(): void {
  counter.cancel();
  counting.value = null;
  countingStopped.value = true;
}

export function countAgain(): void {
  countingStopped.value = false;
  count(engineDraft.peek(), 0);
}

effect(() => {
  const question = engineDraft.value;
  const loaded = list.value;
  counting.value = null;
  countingStopped.value = false;
  costed.value = null;
  if (loaded === null) {
    counter.cancel();
    cost.value = null;
  } else {
    count(question, loaded.size <= COUNTED_AT_ONCE ? 0 : REST_MS);
  }
});
