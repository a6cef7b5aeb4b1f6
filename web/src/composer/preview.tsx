/** The message as one recipient gets it, on a phone. */
import { t } from '../i18n/index.ts';
import { chosenDomain } from '../state/domains.ts';
import { list } from '../state/list.ts';
import { InTurn } from '../ui/in-turn.tsx';
import { later } from '../ui/later.tsx';
import { Phone } from './phone.tsx';
import * as TURNS from './turns.ts';

/** Loaded with the first list: without one there is nobody to choose. */
const Chooser = later(() => import('./chooser.tsx').then((loaded) => loaded.Chooser));

export function PreviewPanel() {
  const words = t.value.preview;
  return (
    <section class="preview" aria-labelledby="preview-heading">
      <h2 id="preview-heading">{words.title}</h2>
      {list.value !== null && <Chooser />}
      <Phone />
      <InTurn turn={TURNS.handset}>
        {list.value === null && <p class="instrument-hint">{words.noList}</p>}
        {chosenDomain.value === null && <p class="instrument-hint">{words.sampleHost}</p>}
      </InTurn>
    </section>
  );
}
