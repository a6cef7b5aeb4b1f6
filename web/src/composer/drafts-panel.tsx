/** Drafts: what is being written, and what was put aside. */
import { useState } from 'preact/hooks';
import { type DraftTexts, isWorthKeeping } from '../draft/fields.ts';
import { formatMoment } from '../i18n/index.ts';
import { onUse } from '../i18n/on-use.ts';
import { draftTexts } from '../state/draft.ts';
import { beginAnew, openDraft, type ParkedDraft, parkedDrafts, removeDraft, restoreDraft } from '../state/drafts.ts';
import '../styles/drafts.css';
import { focusAfter, headingOf } from '../ui/keep-focus.ts';

/** A draft was taken up: what follows is written below. */
const pageHeading = () => headingOf(document.getElementById('content'));
const openId = ({ id }: ParkedDraft) => `open-${id}`;

export function DraftsPanel() {
  const words = onUse.value.drafts;
  const [removed, setRemoved] = useState<ParkedDraft | null>(null);
  const parked = parkedDrafts.value;
  const current = draftTexts.value;
  return (
    <div class="drafts-panel">
      <ul>
        {isWorthKeeping(current) && (
          <li>
            <span class="draft-name">{nameOf(current)}</span>
            <span class="hint">{words.current}</span>
          </li>
        )}
        {parked.map((entry) => {
          const name = nameOf(entry.values);
          return (
            <li key={entry.id}>
              <span class="draft-name">{name}</span>
              <span class="hint">{formatMoment(entry.savedAtMs)}</span>
              <span class="buttons">
                <button
                  type="button"
                  class="quiet"
                  id={openId(entry)}
                  aria-label={words.openNamed(name)}
                  onClick={() => {
                    openDraft(entry);
                    setRemoved(null);
                    focusAfter(pageHeading);
                  }}
                >
                  {words.open}
                </button>
                <button
                  type="button"
                  class="quiet"
                  aria-label={words.removeNamed(name)}
                  onClick={() => {
                    removeDraft(entry.id);
                    setRemoved(entry);
                    focusAfter(() => document.querySelector<HTMLElement>('.draft-removed button'));
                  }}
                >
                  {words.remove}
                </button>
              </span>
            </li>
          );
        })}
      </ul>
      {parked.length === 0 && <p class="hint">{words.none}</p>}
      <p role="status" class="draft-removed">
        {removed !== null && (
          <>
            {words.removed(nameOf(removed.values))}{' '}
            <button
              type="button"
              class="link"
              onClick={() => {
                restoreDraft(removed);
                setRemoved(null);
                focusAfter(() => document.getElementById(openId(removed)));
              }}
            >
              {words.undo}
            </button>
          </>
        )}
      </p>
      <p class="buttons">
        <button
          type="button"
          disabled={!isWorthKeeping(current)}
          onClick={() => {
            beginAnew();
            focusAfter(pageHeading);
          }}
        >
          {words.fresh}
        </button>
      </p>
      <p class="hint">{words.lead}</p>
    </div>
  );
}

/** The campaign's name, else the message's first words. */
function nameOf({ name, template }: DraftTexts): string {
  return name.trim() || template.trim().slice(0, 40) || onUse.value.drafts.unnamed;
}
