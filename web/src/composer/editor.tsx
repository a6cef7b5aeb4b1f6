/**
 * The message: a real textarea, so that input methods, undo, spelling and screen readers keep working, above a layer
 * that repeats the text and shows what is in it. The layer also gives the box its height.
 */
import { t } from '../i18n/index.ts';
import { isShortened } from '../limit/state.ts';
import { draft } from '../state/draft.ts';
import { list } from '../state/list.ts';
import { look } from '../state/look.ts';
import { openFieldAt } from '../state/merge-fields.ts';
import { Field } from '../ui/field.tsx';
import { Folded } from '../ui/folded.tsx';
import { InTurn } from '../ui/in-turn.tsx';
import { later } from '../ui/later.tsx';
import { fieldError } from './field-error.ts';
import { Meter } from './meter.tsx';
import { Mirror } from './mirror.tsx';
import { insertOptOut } from './opt-out.ts';
import { holdTextArea, insertInMessage } from './text-area.ts';
import * as TURNS from './turns.ts';

/** Loaded with the first link: a message begins without one. */
const LinksPanel = later(() => import('./links-panel.tsx').then((loaded) => loaded.LinksPanel));
const FieldsPanel = later(() => import('./fields-panel.tsx').then((loaded) => loaded.FieldsPanel));
const ShorterEditor = later(() => import('../limit/shorter-editor.tsx').then((loaded) => loaded.ShorterEditor));
const ValueNote = later(() => import('./value-note.tsx').then((loaded) => loaded.ValueNote));

const VersionTabs = later(() => import('./version-tabs.tsx').then((loaded) => loaded.VersionTabs));
const VersionsPanel = later(() => import('./versions-panel.tsx').then((loaded) => loaded.VersionsPanel));

const SavedMessages = later(() => import('./saved-messages.tsx').then((loaded) => loaded.SavedMessages));

export function Editor() {
  const words = t.value.compose;
  const hasFields = (look.value?.look.outline.fields.length ?? 0) > 0;
  return (
    <section aria-labelledby="message-heading">
      <h2 id="message-heading">{words.message}</h2>
      <InsertBar />
      {draft.version.value !== '' && <VersionTabs />}
      <Field label={words.messageLabel} hint={words.messageHint} error={fieldError('template') ?? fieldError('links')}>
        {(ids) => (
          <div class="editor">
            <Mirror text={draft.template.value} seen={look.value} />
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
              onClick={(event) => openFieldAt(event.currentTarget.selectionStart)}
            />
          </div>
        )}
      </Field>
      <InTurn turn={TURNS.meter}>
        <Meter rendered={look.value?.look.rendered} />
        {hasFields && list.value !== null && <ValueNote />}
        {hasFields && <FieldsPanel />}
        {(look.value?.look.outline.links.length ?? 0) > 0 && <LinksPanel />}
        {isShortened.value && <ShorterEditor />}
        <Folded class="saved" title={t.value.compose.saved} Panel={SavedMessages} />
        <Folded class="saved" title={words.versions} Panel={VersionsPanel} isOpen={draft.version.peek() !== ''} />
      </InTurn>
    </section>
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
