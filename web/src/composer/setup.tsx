import { t } from '../i18n/index.ts';
import { draft } from '../state/draft.ts';
import { contactError, type FieldName, failure, missing, problemOf, tried } from '../state/publish.ts';
import { later } from '../ui/later.tsx';
import { TextField } from '../ui/text-field.tsx';
import { DomainField } from './domain-field.tsx';
import { Terms } from './terms.tsx';

/** What stands at a field: the worker's word first, else what is missing once publishing was tried. */
export function fieldError(field: FieldName): string | null {
  const refused = problemOf(failure.value?.problem ?? null, field);
  if (refused !== null) return refused;
  if (field === 'lastDay') return null;
  if (field === 'basis') return tried.value && draft.basis.value === '' ? t.value.terms.basisMissing : null;
  if (field === 'contact') return tried.value ? contactError.value : null;
  return tried.value && missing.value.includes(field) ? t.value.compose.missing[field] : null;
}

/** Comes with the first letter of a sender: an empty page has nothing to register. */
const Registers = later(() => import('./registers.tsx').then((loaded) => loaded.Registers));

export function Setup() {
  const words = t.value.compose;
  return (
    <section aria-labelledby="setup-heading">
      <h2 id="setup-heading">{words.setup}</h2>
      <div class="pair">
        <TextField
          label={words.name}
          hint={words.nameHint}
          placeholder={words.namePlaceholder}
          value={draft.name}
          error={fieldError('name')}
          place="name"
          maxLength={200}
        />
        <TextField
          label={words.sender}
          hint={words.senderHint}
          placeholder={words.senderPlaceholder}
          value={draft.sender}
          error={fieldError('sender')}
          place="sender"
          maxLength={100}
        />
      </div>
      <DomainField />
      {draft.sender.value.trim() !== '' && <Registers />}
      <Terms />
    </section>
  );
}
