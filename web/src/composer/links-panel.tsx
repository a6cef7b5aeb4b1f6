/** Every destination in the message: where it leads once finished, and what is decided of it. */

import type { CheckedDestination } from '../engine/protocol.ts';
import { reasonText, t } from '../i18n/index.ts';
import { draft } from '../state/draft.ts';
import { changeLink, settingsOf } from '../state/links.ts';
import { look } from '../state/preview.ts';
import { Field } from '../ui/field.tsx';

export function LinksPanel() {
  const words = t.value.links;
  const destinations = look.value?.look.destinations ?? [];
  if (destinations.length === 0) return null;
  return (
    <section class="links-panel" aria-labelledby="links-heading">
      <h3 id="links-heading">{words.title}</h3>
      <ul>
        {destinations.map((destination) => (
          <li key={destination.link}>
            <Destination destination={destination} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Destination({ destination }: { destination: CheckedDestination }) {
  const words = t.value.links;
  const { url, outcome } = destination;
  const settings = settingsOf(url);
  return (
    <>
      <p class="link-written">{url}</p>
      {outcome.ok ? <p class="hint">{words.leadsTo(outcome.url)}</p> : <p class="error">{reasonText(outcome.error)}</p>}
      <details>
        <summary>{words.settings}</summary>
        <div class="link-settings">
          <Field label={words.label} hint={words.labelHint} class="compact">
            {(ids) => (
              <input
                {...ids}
                type="text"
                value={settings.label}
                maxLength={100}
                onInput={(event) => changeLink(url, { label: event.currentTarget.value })}
              />
            )}
          </Field>
          <Parameters url={url} />
          <label class="check">
            <input
              type="checkbox"
              checked={settings.tracked}
              onChange={(event) => changeLink(url, { tracked: event.currentTarget.checked })}
            />
            {words.tracked}
          </label>
        </div>
      </details>
    </>
  );
}

function Parameters({ url }: { url: string }) {
  const words = t.value.links;
  const { parameters } = settingsOf(url);
  const replace = (row: number, next: readonly [string, string] | null) => {
    const rows = [...parameters];
    if (next === null) rows.splice(row, 1);
    else rows[row] = next;
    changeLink(url, { parameters: rows });
  };
  const usual = (): (readonly [string, string])[] => [
    ['utm_source', 'sms'],
    ['utm_medium', 'sms'],
    ['utm_campaign', draft.name.peek().trim().toLowerCase().replace(/\s+/g, '-') || 'sms'],
  ];
  return (
    <fieldset class="parameters">
      <legend>{words.parameters}</legend>
      {parameters.map(([name, value], row) => (
        <div class="parameter" key={String(row)}>
          <input
            type="text"
            aria-label={words.parameterName(String(row + 1))}
            value={name}
            maxLength={100}
            onInput={(event) => replace(row, [event.currentTarget.value, value])}
          />
          <span aria-hidden="true">=</span>
          <input
            type="text"
            aria-label={words.parameterValue(String(row + 1))}
            value={value}
            maxLength={300}
            onInput={(event) => replace(row, [name, event.currentTarget.value])}
          />
          <button
            type="button"
            class="quiet"
            aria-label={words.removeParameter(name || String(row + 1))}
            onClick={() => replace(row, null)}
          >
            ×
          </button>
        </div>
      ))}
      <div class="buttons">
        <button type="button" class="quiet" onClick={() => changeLink(url, { parameters: [...parameters, ['', '']] })}>
          {words.addParameter}
        </button>
        {parameters.length === 0 && (
          <button type="button" class="quiet" onClick={() => changeLink(url, { parameters: usual() })}>
            {words.usualParameters}
          </button>
        )}
      </div>
      <p class="hint">{words.parametersHint}</p>
    </fieldset>
  );
}
