/** Who we are. The form that asks for a code is loaded where nobody is signed in (sign-in.tsx). */
import { signal } from '@preact/signals';
import { api, type Failure } from '../api/client.ts';
import { signedIn } from '../state/session.ts';
import { remembered } from '../storage.ts';

export const code = signal('');
export const failure = signal<Failure | null>(null);

/**
 * Asks the worker who we are. A code in the address is used at once and removed from the address bar, so that it
 * stays in no history.
 */
export async function startSession(): Promise<void> {
  const given = /^#code=([^&]+)/.exec(location.hash)?.[1];
  if (given !== undefined) {
    history.replaceState(null, '', location.pathname + location.search);
    if (await signIn(decodeURIComponent(given))) return;
  }
  const answer = await api.session();
  // Without a network nobody can say who we are: who was signed in here may go on writing.
  const outOfReach = !answer.ok && answer.status === 0;
  signedIn.value = answer.ok || (outOfReach && remembered('signed-in') === 'yes');
  if (outOfReach && !signedIn.value) failure.value = answer;
  else if (answer.ok) failure.value = null;
}

export async function signIn(given: string): Promise<boolean> {
  failure.value = null;
  const answer = await api.signIn(given.trim());
  if (answer.ok) {
    code.value = '';
    signedIn.value = true;
  } else {
    failure.value = answer;
  }
  return answer.ok;
}
