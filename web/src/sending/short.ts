/** What is being sent, in a word each for the list of campaigns: asked again while anything moves. */
import { useEffect, useState } from 'preact/hooks';
import type { SendingEntry } from '../../../worker/api.ts';
import { request } from '../api/request.ts';
import { formatInteger, formatMoment, formatWholePercent } from '../i18n/index.ts';
import { sendingWords } from '../i18n/sending.ts';
import { shareOf } from './progress.ts';

const OFTEN_MS = 3_000;
const SELDOM_MS = 30_000;

export type Sendings = ReadonlyMap<string, SendingEntry>;

/** By campaign. What is through stays here as long as the page does. */
export function useSendings(): Sendings {
  const [sendings, setSendings] = useState<Sendings>(new Map());
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isGone = false;
    const look = async () => {
      clearTimeout(timer);
      let pauseMs = SELDOM_MS;
      if (document.visibilityState === 'visible') {
        const answer = await request('GET /api/sendings');
        if (isGone) return;
        if (answer.ok) {
          const { entries } = answer.value;
          setSendings((before) => new Map([...before, ...entries.map((entry) => [entry.id, entry] as const)]));
          if (entries.some(({ state }) => state === 'sending')) pauseMs = OFTEN_MS;
        }
      }
      timer = setTimeout(() => void look(), pauseMs);
    };
    void look();
    const onVisible = () => document.visibilityState === 'visible' && void look();
    document.addEventListener('visibilitychange', onVisible);
    return () => {
      isGone = true;
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', onVisible);
    };
  }, []);
  return sendings;
}

export function shortText({ state, messages, atMs }: SendingEntry): string {
  const words = sendingWords.value.short;
  const share = formatWholePercent(shareOf({ messages }));
  const unknown =
    messages.unknown === 0 ? '' : ` · ${words.unknown(messages.unknown, formatInteger(messages.unknown))}`;
  switch (state) {
    case 'collecting':
      return '';
    case 'scheduled':
      return words.scheduled(formatMoment(atMs ?? Date.now()));
    case 'cancelled':
    case 'sent':
      return words[state] + unknown;
    default:
      return words[state](share) + unknown;
  }
}
