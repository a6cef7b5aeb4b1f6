/**
 * The message: a real textarea, so that input methods, undo, spelling and screen readers keep working, above a layer
 * that repeats the text and shows what is in it. The layer also gives the box its height.
 */
import { useMemo } from 'preact/hooks';
import { t } from '../i18n/index.ts';
import { draft } from '../state/draft.ts';
import { list } from '../state/list.ts';
import { look } from '../state/preview.ts';
import { Field } from '../ui/field.tsx';
import { later } from '../ui/later.tsx';
import { carryOver, marksOf, NO_MARKS, type Piece, pieces } from './marks.ts';
import { Meter } from './meter.tsx';
import { insertOptOut } from './opt-out.ts';
import { SavedMessages } from './saved-messages.tsx';
import { fieldError } from './setup.tsx';
import { holdTextArea, insertInMessage } from './text-area.ts';

/** Loaded with the first link: a message begins without one. */
const LinksPanel = later(() => import('./links-panel.tsx').then((loaded) => loaded.LinksPanel));

export function Editor() {
  const words = t.value.compose;
  return (
    <section aria-labelledby="message-heading">
      <h2 id="message-heading">{words.message}</h2>
      <Field label={words.messageLabel} hint={words.messageHint} error={fieldError('template') ?? fieldError('links')}>
        {(ids) => (
          <div class="editor">
            <Mirror />
            <textarea
              {...ids}
              ref={holdTextArea}
              value={draft.template.value}
              placeholder={words.messagePlaceholder}
              maxLength={10_000}
              rows={4}
              spellcheck
              onInput={(event) => {
                draft.template.value = event.currentTarget.value;
              }}
            />
          </div>
        )}
      </Field>
      <InsertBar />
      <Meter />
      {(look.value?.look.outline.links.length ?? 0) > 0 && <LinksPanel />}
      <SavedMessages />
    </section>
  );
}

function Mirror() {
  const text = draft.template.value;
  const seen = look.value;
  const marks = useMemo(() => (seen === null ? NO_MARKS : marksOf(seen.look)), [seen]);
  const current = seen === null ? marks : carryOver(marks, seen.template, text);
  return (
    <div class="mirror" aria-hidden="true">
      {pieces(text, current).map(drawn)}
      {'\u200b'}
    </div>
  );
}

function drawn(piece: Piece) {
  if (piece.kind === 'text') return piece.text;
  if (piece.kind === 'border') return <i key={`border-${piece.start}`} class="border" />;
  return (
    <mark key={`${piece.kind}-${piece.start}`} class={`mark-${piece.kind}`}>
      {piece.text}
    </mark>
  );
}

function InsertBar() {
  const words = t.value.editor;
  const loaded = list.value;
  const columns = loaded === null ? [] : loaded.columns.filter((_, index) => index !== loaded.numberColumn);
  return (
    <fieldset class="insert-bar">
      <legend class="visually-hidden">{words.insert}</legend>
      {columns.map((name) => (
        <button
          key={name}
          type="button"
          class="chip"
          aria-label={words.field(name)}
          onClick={() => insertInMessage(`{{${name}}}`)}
        >
          {name}
        </button>
      ))}
      {loaded === null && <span class="hint">{words.fieldsLater}</span>}
      <button type="button" class="chip chip-opt-out" onClick={() => void insertOptOut()}>
        {words.optOut}
      </button>
    </fieldset>
  );
}
