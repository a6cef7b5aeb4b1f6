import { effect, signal } from '@preact/signals';
import { remember } from './storage.ts';

/** Null until the worker has said. */
export const signedIn = signal<boolean | null>(null);

effect(() => {
  if (signedIn.value !== null) remember('signed-in', signedIn.value ? 'yes' : null);
});
