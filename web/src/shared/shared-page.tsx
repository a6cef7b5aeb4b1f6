import { useEffect, useState } from 'preact/hooks';
import { t } from '../i18n/index.ts';
import { sharesWords } from '../i18n/shares.ts';
import { ReportPage } from '../report/report.tsx';
import { sharedSecret } from '../report/shared-mode.ts';
import { LanguageSwitch, ThemeSwitch } from '../shell/switches.tsx';
import { Wordmark } from '../ui/mark.tsx';

export function SharedPage() {
  /** Another link pasted into the same window is another report. */
  const [secret, setSecret] = useState(sharedSecret);
  useEffect(() => {
    const read = () => setSecret(sharedSecret());
    addEventListener('hashchange', read);
    return () => removeEventListener('hashchange', read);
  }, []);
  return (
    <>
      <button type="button" class="skip" onClick={() => document.getElementById('content')?.focus()}>
        {t.value.skip}
      </button>
      <header class="header">
        <span class="home">
          <Wordmark />
        </span>
        <div class="header-end">
          <LanguageSwitch />
          <ThemeSwitch />
        </div>
      </header>
      {secret === '' ? <NoSecret /> : <ReportPage key={secret} id={secret} />}
      <footer class="foot">
        <a class="foot-link" href="/licenses.txt" target="_blank" rel="noopener">
          {t.value.common.licenses}
        </a>
      </footer>
    </>
  );
}

function NoSecret() {
  return (
    <main id="content" class="page report" tabIndex={-1}>
      <div class="sheet">
        <p class="notice is-error" role="alert">
          {sharesWords.value.noSecret}
        </p>
      </div>
    </main>
  );
}
