/** The campaign being written. Kept in the browser, so that a closed window loses nothing; recipients are not. */
import { batch, computed, effect, type Signal, signal } from '@preact/signals';
import {
  type DraftFieldName,
  type DraftTexts,
  type DraftValues,
  draftIn,
  eachField,
  isWorthKeeping,
} from '../draft/fields.ts';
import { beginCopy, claim, hold, keepDraft, keptDraft } from './draft-place.ts';
import { linkSettings, linksIn } from './links.ts';

const read = () => draftIn(keptDraft().values);
const kept = read();

/** Each field as it is being written. */
export const draft = eachField(({ read }, name) => signal(read(kept[name]))) as {
  readonly [N in DraftFieldName]: Signal<DraftValues[N]>;
};

export const draftTexts = computed<DraftTexts>(() => eachField(({ write }, name) => write(draft[name].value)));

const keep = () => {
  const values = draftTexts.peek();
  keepDraft(values, linkSettings.peek(), isWorthKeeping(values));
};
/** As the window found it: what is written in one that does not hold the draft becomes a copy. */
const written = () => JSON.stringify([{ ...draftTexts.value, host: '' }, linkSettings.value]);
let found = written();
let timer: ReturnType<typeof setTimeout> | undefined;
effect(() => {
  const isChanged = written() !== found;
  if (isChanged && hold.value === 'elsewhere') beginCopy();
  clearTimeout(timer);
  timer = setTimeout(keep, 300);
});
addEventListener('pagehide', keep);

// In a task of its own: a browser takes longer to set up its locks than the page to be evaluated.
setTimeout(() =>
  claim(() => {
    writeDraft(read());
    linkSettings.value = linksIn(keptDraft().links);
    found = written();
  }),
);

/** Puts another draft in place of the one being written. */
export function writeDraft(values: DraftTexts): void {
  const signals: Readonly<Record<DraftFieldName, Signal<unknown>>> = draft;
  batch(() => {
    eachField(({ read }, name) => {
      signals[name].value = read(values[name]);
    });
  });
}
