/** Beside the inbox in the navigation: how many replies nobody has read. Asks now and then, as long as it stands there. */
import { useEffect } from 'preact/hooks';
import { request } from '../api/request.ts';
import type { SameShape } from '../i18n/dictionary.ts';
import type { unreadBadge as english } from '../i18n/en/unread-badge.ts';
import { formatInteger } from '../i18n/index.ts';
import { wordsOf } from '../i18n/words.ts';
import { unread } from '../state/unread.ts';
import '../styles/unread-badge.css';

const badgeWords = wordsOf(
  import.meta.glob<SameShape<typeof english>>('../i18n/*/unread-badge.ts', { eager: true, import: 'unreadBadge' }),
);

/** People answer within hours: no need to know sooner. */
const EVERY_MS = 5 * 60_000;

async function look(): Promise<void> {
  if (document.visibilityState !== 'visible') return;
  const answer = await request('GET /api/inbox/unread');
  if (answer.ok) unread.value = answer.value.unread;
}

export function UnreadBadge() {
  useEffect(() => {
    void look();
    const timer = setInterval(() => void look(), EVERY_MS);
    return () => clearInterval(timer);
  }, []);
  if (unread.value === 0) return null;
  return (
    <span class="unread">
      {formatInteger(unread.value)}
      <span class="visually-hidden"> {badgeWords.value.unread}</span>
    </span>
  );
}
