import { signal } from '@preact/signals';
import { useState } from 'preact/hooks';
import { api, type Failure } from '../api/client.ts';
import { t } from '../i18n/index.ts';
import { signedIn } from '../state/session.ts';
import { remembered } from '../storage.ts';
import { FailureNotice } from '../ui/failure.tsx';
import { TextField } from '../ui/text-field.tsx';

const code = signal('');
const failure = signal<Failure | null>(null);

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

async function signIn(given: string): Promise<boolean> {
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

export function SignIn() {
  const words = t.value.signIn;
  const [busy, setBusy] = useState(false);
  const wrong = failure.value?.status === 401 || failure.value?.status === 422;
  return (
    <main id="content" class="sign-in" tabIndex={-1}>
      <div class="sign-in-hero">
        <p class="sign-in-tagline">{t.value.tagline}</p>
        <p>{words.lead}</p>
        <Trail />
      </div>
      <form
        class="sign-in-form"
        onSubmit={async (event) => {
          event.preventDefault();
          if (busy) return;
          setBusy(true);
          await signIn(code.value);
          setBusy(false);
        }}
      >
        <h1>{words.title}</h1>
        <TextField
          label={words.code}
          value={code}
          error={wrong ? words.wrong : null}
          autocomplete="one-time-code"
          maxLength={200}
        />
        {!wrong && <FailureNotice failure={failure.value} />}
        <button class="primary" type="submit" aria-disabled={busy} disabled={code.value.trim() === '' && !busy}>
          {words.submit}
        </button>
        <details>
          <summary>{words.how}</summary>
          <p>{words.howText}</p>
        </details>
      </form>
    </main>
  );
}

/** A long address becoming a short one, in one line. */
function Trail() {
  return (
    <div class="trail" aria-hidden="true">
      <span class="trail-long">www.barnetsverden.dk/pages/du-har-adgang-for-alle-andre</span>
      <span class="trail-short">s.barnetsverden.dk/Xk7Rm2Pq</span>
    </div>
  );
}
