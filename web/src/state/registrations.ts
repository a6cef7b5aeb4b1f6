/** What was stated of registering senders and link domains. A habit, not a part of the draft: it stays in this browser. */

import { computed, effect, signal } from '@preact/signals';
import type { RegistrationState } from 'klikspor/country-profiles';
import {
  arrivesAtMs,
  countriesOf,
  keptRows,
  registrationOf,
  type Subject,
  subjectsIn,
  withRegistration,
} from '../registrations/rows.ts';
import { chosenDomain } from './domains.ts';
import { draft, sendAtMs } from './draft.ts';
import { list } from './list.ts';
import { remember, remembered } from './storage.ts';

function keptIn(text: string | null) {
  try {
    return keptRows(JSON.parse(text ?? 'null'));
  } catch {
    return [];
  }
}

export const registrations = signal(keptIn(remembered('registrations')));
// What another window was told is known here: else what is stated here next would write over it.
addEventListener('storage', () => {
  registrations.value = keptIn(remembered('registrations'));
});
effect(() => {
  remember('registrations', registrations.value.length === 0 ? null : JSON.stringify(registrations.value));
});

export function stateRegistration(subject: Subject, registration: RegistrationState): void {
  registrations.value = withRegistration(registrations.peek(), subject, registration);
}

export interface Stated extends Subject {
  readonly registration: RegistrationState;
}

/** Of the campaign being written: what networks want registered, country by country, with what was stated of it. */
export const stated = computed(() => {
  const host = chosenDomain.value?.host ?? null;
  const atMs = arrivesAtMs(sendAtMs(draft.sendAt.value), Date.now());
  return countriesOf(draft.country.value, list.value).map((country) => ({
    country,
    subjects: subjectsIn(country, draft.sender.value, host, atMs).map(
      (subject): Stated => ({ ...subject, registration: registrationOf(registrations.value, subject) }),
    ),
  }));
});
