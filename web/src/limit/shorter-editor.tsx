/** The text that recipients above the limit get instead: written like the message, with links of the message only. */
import { formatInteger, t } from '../i18n/index.ts';
import { limitWords } from '../i18n/limit.ts';
import { draft } from '../state/draft.ts';
import { list } from '../state/list.ts';
import { look } from '../state/look.ts';
import { Field } from '../ui/field.tsx';
import { shorter } from './shorter.ts';
import '../styles/limit.css';
import { Meter } from '../composer/meter.tsx';
import { Mirror } from '../composer/mirror.tsx';
import { optOutText } from '../composer/opt-out.ts';
import { shorterArea } from '../composer/text-area.ts';

export function ShorterEditor() {
  const words = limitWords.value;
  const limit = draft.limit.value;
  const text = draft.shorter.value;
  const seen = shorter.value;
  const message = draft.template.value;
  return (
    <section class="shorter" aria-labelledby="shorter-heading">
      <h3 id="shorter-heading">{words.shorter}</h3>
      <p class="hint">{words.lead(t.value.editor.segments(limit, formatInteger(limit)))}</p>
      <InsertBar />
      <Field label={words.textLabel} hint={words.textHint} error={foreignLinks()}>
        {(ids) => (
          <div class="editor">
            <Mirror text={text} seen={seen} />
            <textarea
              {...ids}
              ref={shorterArea.hold}
              value={text}
              maxLength={10_000}
              rows={3}
              spellcheck
              onInput={(event) => {
                draft.shorter.value = event.currentTarget.value;
              }}
            />
          </div>
        )}
      </Field>
      {text.trim() === '' && message.trim() !== '' && (
        <p class="buttons">
          <button type="button" onClick={() => shorterArea.replace(0, text.length, message)}>
            {words.begin}
          </button>
        </p>
      )}
      <Meter rendered={seen?.look.rendered} />
    </section>
  );
}

/** Links that the message does not have: the campaign has no short link for them. */
function foreignLinks(): string | null {
  const words = limitWords.value;
  const seen = shorter.value;
  const foreign = seen?.look.outline.links.filter(({ link }) => link >= 0 && seen.links[link] === -1) ?? [];
  if (foreign.length === 0) return null;
  return foreign
    .map(({ kind, url }) => (kind === 'opt-out' ? words.foreignOptOut : words.foreign(url)))
    .filter((text, at, all) => all.indexOf(text) === at)
    .join(' ');
}

function InsertBar() {
  const words = limitWords.value;
  const loaded = list.value;
  const columns = loaded === null ? [] : loaded.columns.filter((_, index) => index !== loaded.numberColumn);
  const links = look.value?.look.outline.links ?? [];
  const urls = [
    ...new Set(links.filter(({ kind, link }) => kind === 'destination' && link >= 0).map(({ url }) => url)),
  ];
  return (
    <fieldset class="insert-bar">
      <legend class="visually-hidden">{t.value.editor.insert}</legend>
      {columns.map((name) => (
        <button
          key={name}
          type="button"
          class="chip"
          aria-label={words.insertField(name)}
          onClick={() => shorterArea.insert(`{{${name}}}`)}
        >
          {name}
        </button>
      ))}
      {urls.map((url) => (
        <button
          key={url}
          type="button"
          class="chip chip-link"
          aria-label={words.insertLink(url)}
          onClick={() => shorterArea.insert(` ${url}`)}
        >
          {url.replace(/^https?:\/\//, '')}
        </button>
      ))}
      <button
        type="button"
        class="chip chip-opt-out"
        aria-label={words.insertOptOut}
        onClick={() => void optOutText().then(shorterArea.insert)}
      >
        {t.value.editor.optOut}
      </button>
    </fieldset>
  );
}
