import { t } from '../i18n/index.ts';
import { draft } from '../state/draft.ts';
import { contactError, missing, tried } from '../state/missing.ts';
import { type FieldName, failure, problemOf } from '../state/publishing.ts';

/** What stands at a field: the worker's word first, else what is missing once publishing was tried. */
export function fieldError(field: FieldName): string | null {
  const refused = problemOf(failure.value?.problem ?? null, field);
  if (refused !== null) return refused;
  if (field === 'lastDay') return null;
  if (field === 'basis') return tried.value && draft.basis.value === '' ? t.value.terms.basisMissing : null;
  if (field === 'contact') return tried.value ? contactError.value : null;
  return tried.value && missing.value.includes(field) ? t.value.compose.missing[field] : null;
}
