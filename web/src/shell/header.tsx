import { api } from '../api/client.ts';
import * as TURNS from '../composer/turns.ts';
import { t } from '../i18n/index.ts';
import { CAMPAIGNS, COMPOSE, INBOX, type Route, route, SETTINGS } from '../state/route.ts';
import { signedIn } from '../state/session.ts';
import { InTurn } from '../ui/in-turn.tsx';
import { later } from '../ui/later.tsx';
import { Wordmark } from '../ui/mark.tsx';
import { LanguageSwitch, ThemeSwitch } from './switches.tsx';

const PLACES = [
  { name: 'compose', address: COMPOSE, pages: ['compose'] },
  { name: 'campaigns', address: CAMPAIGNS, pages: ['campaigns', 'report'] },
  { name: 'inbox', address: INBOX, pages: ['inbox'] },
  { name: 'settings', address: SETTINGS, pages: ['settings'] },
] as const satisfies readonly { name: string; address: string; pages: readonly Route['page'][] }[];

/** When the page has come to rest: nobody waits for it. */
const REST_MS = 3_000;
const UnreadBadge = later(async () => {
  await new Promise((resolve) => setTimeout(resolve, REST_MS));
  return (await import('../inbox/unread-badge.tsx')).UnreadBadge;
});

/**
 * index.html has the beginning of it, up to the wordmark, as it is drawn here: the browser has styles and fonts at hand by the
 * time the script is there.
 */
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
          {PLACES.map(({ name, address, pages }) => (
            <a key={name} href={address} aria-current={pages.some((one) => one === page) ? 'page' : undefined}>
              {words[name]}
              {name === 'inbox' && <UnreadBadge />}
            </a>
          ))}
        </nav>
      )}
      <InTurn turn={TURNS.headerEnd}>
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
      </InTurn>
    </header>
  );
}
