/** What was stated of registering senders and link domains. A habit, not a part of the draft: it stays in this browser. */
import { effect, signal } from '@preact/signals';
import type { RegistrationState } from 'klikspor/country-profiles';
import { keptRows, type Subject, withRegistration } from '../registrations/rows.ts';
import { remember, remembered } from '../storage.ts';

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
