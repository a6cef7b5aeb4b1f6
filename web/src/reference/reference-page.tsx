import { useSignal } from '@preact/signals';
import { useEffect, useState } from 'preact/hooks';
import { t } from '../i18n/index.ts';
import { referenceWords } from '../i18n/reference.ts';
import { LanguageSwitch, ThemeSwitch } from '../shell/switches.tsx';
import { Wordmark } from '../ui/mark.tsx';
import { TextField } from '../ui/text-field.tsx';
import { useTitle } from '../ui/title.ts';
import { type ApiDocument, groupsOf } from './document.ts';
import { OperationEntry } from './operation.tsx';

const DOCUMENT = '/api/openapi.json';

export function ReferencePage() {
  return (
    <>
      <button type="button" class="skip" onClick={() => document.getElementById('content')?.focus()}>
        {t.value.skip}
      </button>
      <header class="header">
        <a class="home" href="/">
          <Wordmark />
        </a>
        <div class="header-end">
          <LanguageSwitch />
          <ThemeSwitch />
        </div>
      </header>
      <main id="content" class="page reference" tabIndex={-1}>
        <Reference />
      </main>
      <footer class="foot">
        <a class="foot-link" href="/licenses.txt" target="_blank" rel="noopener">
          {t.value.common.licenses}
        </a>
      </footer>
    </>
  );
}

function Reference() {
  const words = referenceWords.value;
  const [api, setApi] = useState<ApiDocument | 'failed' | null>(null);
  const filter = useSignal('');
  const token = useSignal('');
  const load = async () => {
    setApi(null);
    try {
      const answer = await fetch(DOCUMENT);
      setApi(answer.ok ? ((await answer.json()) as ApiDocument) : 'failed');
    } catch {
      setApi('failed');
    }
  };
  useEffect(() => {
    void load();
  }, []);
  useTitle(words.title);
  const groups = api === null || api === 'failed' ? [] : groupsOf(api, filter.value);
  return (
    <div class="sheet">
      <h1>{words.title}</h1>
      <p>{words.lead}</p>
      <p>
        <a href={DOCUMENT}>{words.document}</a>
      </p>
      <div class="reference-settings">
        <TextField label={words.filter} hint={words.filterHint} value={filter} />
        <TextField label={words.token} hint={words.tokenHint} value={token} placeholder="klik_…" />
      </div>
      {api === null && <p role="status">{words.loading}</p>}
      {api === 'failed' && (
        <p class="notice is-error" role="alert">
          {words.failed}{' '}
          <button type="button" class="link" onClick={load}>
            {words.again}
          </button>
        </p>
      )}
      {api !== null && api !== 'failed' && groups.length === 0 && <p role="status">{words.none}</p>}
      {api !== null &&
        api !== 'failed' &&
        groups.map(([group, operations]) => (
          <section key={group} aria-labelledby={`group-${group}`}>
            <h2 id={`group-${group}`}>{group}</h2>
            {operations.map((operation) => (
              <OperationEntry
                key={`${operation.method} ${operation.path}`}
                api={api}
                operation={operation}
                token={token}
              />
            ))}
          </section>
        ))}
    </div>
  );
}
