import { effect, signal } from '@preact/signals';
import { onSessionEnd } from '../api/client.ts';
import { remember, remembered } from './storage.ts';

/**
 * Null until the worker has said. Who was signed in here the last time is taken to be so still and starts writing at
 * once; the worker's word comes a moment later.
 */
export const signedIn = signal<boolean | null>(remembered('signed-in') === 'yes' ? true : null);

effect(() => {
  if (signedIn.value !== null) remember('signed-in', signedIn.value ? 'yes' : null);
});

onSessionEnd(() => {
  signedIn.value = false;
});
