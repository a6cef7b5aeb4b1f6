/** What is decided of one link: label, campaign parameters, addresses of phones' own, counting. */

import type { CheckedDestination } from '../engine/destinations.ts';
import { PHONES } from '../engine/draft.ts';
import { reasonText, t } from '../i18n/index.ts';
import { linkTools } from '../i18n/link-tools.ts';
import { draft } from '../state/draft.ts';
import { changeLink, settingsOf } from '../state/links.ts';
import { Field } from '../ui/field.tsx';
import { focusAfter } from '../ui/keep-focus.ts';

export function LinkSettings({ destination }: { destination: CheckedDestination }) {
  const words = linkTools.value;
  const { url } = destination;
  const settings = settingsOf(url);
  return (
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
      <Devices destination={destination} />
      <div class="checks">
        <label class="check">
          <input
            type="checkbox"
            checked={settings.tracked}
            onChange={(event) => changeLink(url, { tracked: event.currentTarget.checked })}
          />
          {words.tracked}
        </label>
        <label class="check">
          <input
            type="checkbox"
            checked={settings.forwardQuery}
            onChange={(event) => changeLink(url, { forwardQuery: event.currentTarget.checked })}
          />
          {linkTools.value.forwardQuery}
        </label>
      </div>
    </div>
  );
}

/** Where iPhones and Android phones go instead, each checked as every address is. */
function Devices({ destination: { url, devices } }: { destination: CheckedDestination }) {
  const words = linkTools.value;
  const settings = settingsOf(url);
  return (
    <fieldset class="devices">
      <legend>{words.devices}</legend>
      {PHONES.map((phone) => {
        const own = devices[phone];
        return (
          <Field
            key={phone}
            label={t.value.phone.kinds[phone]}
            class="compact"
            error={own === undefined || own.ok ? null : reasonText(own)}
          >
            {(ids) => (
              <input
                {...ids}
                type="text"
                inputMode="url"
                autocapitalize="off"
                spellcheck={false}
                value={settings[phone]}
                maxLength={2048}
                onInput={(event) => changeLink(url, { [phone]: event.currentTarget.value })}
              />
            )}
          </Field>
        );
      })}
      <p class="hint">{words.devicesHint}</p>
    </fieldset>
  );
}

function Parameters({ url }: { url: string }) {
  const words = linkTools.value;
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
        <button
          type="button"
          class="quiet"
          onClick={({ currentTarget }) => {
            changeLink(url, { parameters: [...parameters, ['', '']] });
            focusAfter(() => nameFields(currentTarget).at(-1));
          }}
        >
          {words.addParameter}
        </button>
        {parameters.length === 0 && (
          <button
            type="button"
            class="quiet"
            onClick={({ currentTarget }) => {
              const fieldset = currentTarget.closest('fieldset');
              changeLink(url, { parameters: usual() });
              focusAfter(() => fieldset && nameFields(fieldset)[0]);
            }}
          >
            {words.usualParameters}
          </button>
        )}
      </div>
      <p class="hint">{words.parametersHint}</p>
    </fieldset>
  );
}

const nameFields = (within: Element): HTMLInputElement[] => [
  ...(within.closest('fieldset')?.querySelectorAll<HTMLInputElement>('.parameter input:first-child') ?? []),
];
