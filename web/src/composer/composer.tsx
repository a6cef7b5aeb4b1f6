/** The composer: on the left what is written, on the right what everyone gets. */
import { useEffect } from 'preact/hooks';
import { t } from '../i18n/index.ts';
import { askFailure, engineFailure } from '../state/asking.ts';
import { loadDomains } from '../state/domains.ts';
import { Folded } from '../ui/folded.tsx';
import { InTurn, useTurn } from '../ui/in-turn.tsx';
import { later } from '../ui/later.tsx';
import { useTitle } from '../ui/title.ts';
import { ChecklistSlot } from './checklist-slot.tsx';
import { CostPanel } from './cost.tsx';
import { Editor } from './editor.tsx';
import { ListSection } from './list-section.tsx';
import { OtherWindow } from './other-window.tsx';
import { PreviewPanel } from './preview.tsx';
import { PublishSection } from './publish.tsx';
import { Setup } from './setup.tsx';
import * as TURNS from './turns.ts';

const DraftsPanel = later(() => import('./drafts-panel.tsx').then((loaded) => loaded.DraftsPanel));

export function Composer() {
  const words = t.value.compose;
  useTitle(words.title);
  return (
    <main id="content" class="page composer" tabIndex={-1}>
      <div class="sheet">
        <InTurn turn={TURNS.title}>
          <div class="sheet-head">
            <h1>{words.title}</h1>
            <Folded class="drafts" title={words.drafts} Panel={DraftsPanel} />
          </div>
          {engineFailure.value !== null && (
            <p class="notice is-error" role="alert">
              {t.value.common.engineBroken(engineFailure.value)}
            </p>
          )}
          {askFailure.value !== null && engineFailure.value === null && (
            <p class="notice is-error" role="alert">
              {t.value.common.unexpected(askFailure.value)}
            </p>
          )}
          <OtherWindow />
          <InTurn turn={TURNS.setup}>
            <Setup />
          </InTurn>
        </InTurn>
        <InTurn turn={TURNS.list}>
          <ListSection />
        </InTurn>
        <InTurn turn={TURNS.editor}>
          <Editor />
        </InTurn>
        <Domains />
        <ChecklistSlot />
        <InTurn turn={TURNS.counting}>
          <PublishSection />
        </InTurn>
      </div>
      <InTurn turn={TURNS.preview}>
        <aside class="instruments">
          <PreviewPanel />
          <InTurn turn={TURNS.cost}>
            <CostPanel />
          </InTurn>
        </aside>
      </InTurn>
    </main>
  );
}

function Domains() {
  const isDue = useTurn(TURNS.domains);
  useEffect(() => {
    if (isDue) void loadDomains();
  }, [isDue]);
  return null;
}
