import { formatInteger, t } from '../i18n/index.ts';
import { cost } from '../state/preview.ts';
import { failure, messageRefused, missing, problemField, publish, publishing, tried } from '../state/publish.ts';
import { go, reportAddress } from '../state/route.ts';
import { failureText } from '../ui/failure.tsx';
import { Counting } from './counting.tsx';

export function PublishSection() {
  const words = t.value.compose;
  const known = cost.value;
  const open = tried.value ? missing.value : [];
  return (
    <section class="publish" aria-labelledby="publish-heading">
      <h2 id="publish-heading">{words.publishHeading}</h2>
      <Counting />
      {open.length > 0 && (
        <div class="notice is-error" role="alert">
          <p>{words.fixFirst}</p>
          <ul>
            {open.map((name) => (
              <li key={name}>{words.missing[name]}</li>
            ))}
          </ul>
        </div>
      )}
      {tried.value && messageRefused.value && open.length === 0 && (
        <p class="notice is-error" role="alert">
          {words.fixMessage}
        </p>
      )}
      <Refused />
      <div class="publish-row">
        <button
          type="button"
          class="primary"
          disabled={publishing.value}
          onClick={async () => {
            const campaign = await publish();
            if (campaign !== null) go(reportAddress(campaign.id));
            else focusFirstError();
          }}
        >
          {publishing.value ? words.publishing : words.publish}
        </button>
        <p class="hint">
          {known !== null && known.recipients > 0 && (
            <strong>{words.ready(formatInteger(known.recipients), formatInteger(known.segmentsTotal))}. </strong>
          )}
          {words.publishHint}
        </p>
      </div>
    </section>
  );
}

/** What the worker refused. Errors of fields on the page stand at their field; the rest stand here. */
function Refused() {
  const refused = failure.value;
  if (refused === null) return null;
  const elsewhere = refused.problem?.errors?.filter((error) => problemField(error.pointer) === null) ?? [];
  return (
    <div class="notice is-error" role="alert">
      <p>{failureText(refused)}</p>
      {elsewhere.length > 0 && (
        <ul>
          {elsewhere.map((error) => (
            <li key={error.pointer}>{error.detail}</li>
          ))}
        </ul>
      )}
    </div>
  );
}

function focusFirstError(): void {
  requestAnimationFrame(() => document.querySelector<HTMLElement>('.sheet [aria-invalid="true"]')?.focus());
}
