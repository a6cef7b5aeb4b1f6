import { type ComponentType, h } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Composer } from '../composer/composer.tsx';
import * as TURNS from '../composer/turns.ts';
import { t } from '../i18n/index.ts';
import { online } from '../offline/register.ts';
import { route } from '../state/route.ts';
import { signedIn } from '../state/session.ts';
import { InTurn } from '../ui/in-turn.tsx';
import { Header } from './header.tsx';

export function App() {
  return (
    <>
      {/* A button: the fragment is the route, so a link to #content would lead elsewhere. */}
      <button type="button" class="skip" onClick={() => document.getElementById('content')?.focus()}>
        {t.value.skip}
      </button>
      <Header />
      {!online.value && (
        <p class="offline" role="status">
          {t.value.common.offlineNow}
        </p>
      )}
      {/* With the end of the header, which on a phone has a line of its own: what stands below would move. */}
      <InTurn turn={TURNS.headerEnd}>
        <Page />
      </InTurn>
      <InTurn turn={TURNS.foot}>
        <footer class="foot">
          {/* A page of its own: what is being written stays where it is. */}
          <a class="foot-link" href="/licenses.txt" target="_blank" rel="noopener">
            {t.value.common.licenses}
          </a>
        </footer>
      </InTurn>
    </>
  );
}

function Page() {
  const state = signedIn.value;
  const current = route.value;
  const shown = useRef({ current, state });
  useEffect(() => {
    // A new page is announced by its heading, and so is signing in or out; on the first one the focus stays where the
    // browser puts it.
    const before = shown.current;
    shown.current = { current, state };
    if (before.current === current && (before.state === null || before.state === state)) return;
    scrollTo(0, 0);
    document.getElementById('content')?.focus({ preventScroll: true });
  }, [current, state]);

  if (state === null) {
    return <Loading />;
  }
  if (!state) return <SignIn />;
  switch (current.page) {
    case 'compose':
      return <Composer />;
    case 'inbox':
      return <Inbox />;
    case 'settings':
      return <Settings part={current.part} />;
    default:
      return <Reports route={current} />;
  }
}

function Loading() {
  return (
    <main id="content" class="page" tabIndex={-1}>
      <p class="loading">{t.value.common.loading}</p>
    </main>
  );
}

/** A page that is loaded when somebody goes there: most visits begin with writing. */
function laterPage<Props extends object>(load: () => Promise<ComponentType<Props>>): ComponentType<Props> {
  return function LaterPage(props: Props) {
    const [Loaded, setLoaded] = useState<ComponentType<Props> | null>(null);
    const [failed, setFailed] = useState(false);
    useEffect(() => {
      load().then(
        (loaded) => setLoaded(() => loaded),
        () => setFailed(true),
      );
    }, []);
    if (failed) {
      return (
        <main id="content" class="page" tabIndex={-1}>
          <p class="notice is-error" role="alert">
            {t.value.common.offline}
          </p>
        </main>
      );
    }
    return Loaded === null ? <Loading /> : h(Loaded, props);
  };
}

const SignIn = laterPage(() => import('./sign-in.tsx').then((loaded) => loaded.SignIn));
const Reports = laterPage(() => import('../report/pages.tsx').then((loaded) => loaded.Pages));
const Inbox = laterPage(() => import('../inbox/inbox-page.tsx').then((loaded) => loaded.InboxPage));
const Settings = laterPage(() => import('../settings/settings-page.tsx').then((loaded) => loaded.SettingsPage));
