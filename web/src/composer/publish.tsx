import { failureText } from '../i18n/failure.ts';
import { formatInteger, formatMoment, t } from '../i18n/index.ts';
import { cost } from '../state/cost.ts';
import { draft } from '../state/draft.ts';
import { blocking, tried } from '../state/missing.ts';
import { publish } from '../state/publish.ts';
import { acceptedTwin, failure, problemField, publishing, twin } from '../state/publishing.ts';
import { go, reportAddress } from '../state/route.ts';
import { InTurn } from '../ui/in-turn.tsx';
import { focusAfter } from '../ui/keep-focus.ts';
import { later } from '../ui/later.tsx';
import { TextField } from '../ui/text-field.tsx';
import { Basis } from './basis.tsx';
import { Counting } from './counting.tsx';
import { fieldError } from './field-error.ts';
import { Ready } from './ready.tsx';
import * as TURNS from './turns.ts';

const ReadyVersions = later(() => import('./ready-versions.tsx').then((loaded) => loaded.ReadyVersions));

const WayOut = later(() => import('./way-out.tsx').then((loaded) => loaded.WayOut));

const SecondVersion = later(() => import('./second-version.tsx').then((loaded) => loaded.SecondVersion));

const LeftOutNote = later(() => import('../limit/left-out-note.tsx').then((loaded) => loaded.LeftOutNote));

/** Where everybody has the same opt-out link, its page can only say where to turn. */
function Contact() {
  const words = t.value.compose;
  if (draft.tracking.value !== 'aggregate' && draft.contact.value === '') return null;
  return (
    <TextField
      label={words.contact}
      hint={words.contactHint}
      placeholder={words.contactPlaceholder}
      value={draft.contact}
      error={fieldError('contact')}
      place="contact"
      maxLength={2048}
    />
  );
}

export function PublishSection() {
  const words = t.value.compose;
  const known = cost.value;
  const errors = tried.value ? blocking.value : 0;
  return (
    <section class="publish" aria-labelledby="publish-heading">
      <h2 id="publish-heading">{words.publishHeading}</h2>
      <Counting />
      <InTurn turn={TURNS.publish}>
        <Contact />
        <Basis />
        {errors > 0 && (
          <div class="notice is-error" role="alert">
            <p>{t.value.terms.blocked(errors, formatInteger(errors))}</p>
            <button type="button" class="link" onClick={goToChecklist}>
              {t.value.terms.toChecklist}
            </button>
          </div>
        )}
        {draft.versionOf.value !== '' && <SecondVersion />}
        <Refused />
        <Twin />
        {known !== null && <WayOut />}
        <div class="publish-row">
          <button type="button" class="primary" aria-disabled={publishing.value} onClick={() => void publishAndShow()}>
            {publishing.value ? words.publishing : words.publish}
          </button>
          <p class="hint">
            {draft.version.value !== '' ? <ReadyVersions /> : known !== null && <Ready costs={[known]} />}
            {known?.limit != null && <LeftOutNote />}
            {words.publishHint}
          </p>
        </div>
      </InTurn>
    </section>
  );
}

async function publishAndShow(): Promise<void> {
  if (publishing.peek()) return;
  const campaign = await publish();
  if (campaign !== null) go(reportAddress(campaign.id));
  else if (twin.peek() !== null) focusAfter(() => document.querySelector<HTMLElement>('.twin button'));
  else focusFirstError();
}

/** Much the same was published a while ago: by a lost answer, by a colleague, or by a second press. */
function Twin() {
  const words = t.value.compose;
  const found = twin.value;
  if (found === null) return null;
  return (
    <div class="notice twin" role="alert">
      <p>{words.twin(found.name, formatMoment(found.createdAtMs), formatInteger(found.recipients))}</p>
      <div class="buttons">
        <button type="button" onClick={() => go(reportAddress(found.id))}>
          {words.twinShow}
        </button>
        <button
          type="button"
          class="quiet"
          onClick={() => {
            acceptedTwin.value = found.id;
            void publishAndShow();
          }}
        >
          {words.twinAgain}
        </button>
      </div>
    </div>
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
  requestAnimationFrame(() => {
    const field = document.querySelector<HTMLElement>('.sheet [aria-invalid="true"]');
    if (field === null) goToChecklist();
    else field.focus();
  });
}

function goToChecklist(): void {
  const heading = document.getElementById('checklist-heading');
  heading?.focus();
  heading?.scrollIntoView({ block: 'start' });
}
