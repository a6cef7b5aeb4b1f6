import { api } from '../api/client.ts';
import { t } from '../i18n/index.ts';
import { CAMPAIGNS, COMPOSE, route } from '../state/route.ts';
import { signedIn } from '../state/session.ts';
import { Wordmark } from '../ui/mark.tsx';
import { LanguageSwitch, ThemeSwitch } from './switches.tsx';

export function Header() {
  const words = t.value.nav;
  const { page } = route.value;
  return (
    <header class="header">
      <a class="home" href={COMPOSE} aria-label="klikspor">
        <Wordmark />
      </a>
      {signedIn.value === true && (
        <nav aria-label={words.main}>
          <a href={COMPOSE} aria-current={page === 'compose' ? 'page' : undefined}>
            {words.compose}
          </a>
          <a href={CAMPAIGNS} aria-current={page === 'compose' ? undefined : 'page'}>
            {words.campaigns}
          </a>
        </nav>
      )}
      <div class="header-end">
        <LanguageSwitch />
        <ThemeSwitch />
        {signedIn.value === true && (
          <button
            type="button"
            class="quiet sign-out"
            onClick={async () => {
              await api.signOut();
              signedIn.value = false;
            }}
          >
            {words.signOut}
          </button>
        )}
      </div>
    </header>
  );
}
