import { useState } from 'preact/hooks';
import { t } from '../i18n/index.ts';
import '../styles/sign-in.css';
import { FailureNotice } from '../ui/failure.tsx';
import { TextField } from '../ui/text-field.tsx';
import { useTitle } from '../ui/title.ts';
import { code, failure, signIn } from './start-session.ts';

export function SignIn() {
  const words = t.value.signIn;
  useTitle(words.title);
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
