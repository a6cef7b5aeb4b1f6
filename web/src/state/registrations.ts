/** What was stated of registering senders and link domains. A habit, not a part of the draft: it stays in this browser. */
import { effect, signal } from '@preact/signals';
import type { RegistrationState } from 'klikspor/country-profiles';
import { keptRegistrations, type Subject, withRegistration } from '../registrations/rows.ts';
import { remember, rememberedJson } from '../storage.ts';

const read = () => keptRegistrations(rememberedJson('registrations'));

export const registrations = signal(read());
// What another window was told is known here: else what is stated here next would write over it.
addEventListener('storage', () => {
  registrations.value = read();
});
effect(() => {
  remember('registrations', registrations.value.length === 0 ? null : JSON.stringify(registrations.value));
});

export function stateRegistration(subject: Subject, registration: RegistrationState): void {
  registrations.value = withRegistration(registrations.peek(), subject, registration);
}
