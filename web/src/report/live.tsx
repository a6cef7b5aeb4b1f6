/** Keeps a report up to date while somebody looks at it, and says how. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Report } from '../../../worker/api.ts';
import type { SameShape } from '../i18n/dictionary.ts';
import type { live as english } from '../i18n/en/live.ts';
import { formatInteger } from '../i18n/index.ts';
import { wordsOf } from '../i18n/words.ts';
import { LiveLine, type LiveState, QUIET_AFTER_MS } from './live-line.ts';
import { isShared } from './shared-mode.ts';
import '../styles/live.css';

const liveWords = wordsOf(
  import.meta.glob<SameShape<typeof english>>('../i18n/*/live.ts', { eager: true, import: 'live' }),
);

/** A screen reader is told of changed figures no more often: it could not finish a sentence otherwise. */
const ALOUD_MS = 30_000;

/** Whoever has no account has no line. They may be many, and look for long. */
const SHARED_EVERY_MS = 30_000;

/** `load` asks for the report; true: its figures are others than before. Null until the first report is there. */
export function useLive(report: Report | null, load: () => Promise<boolean>): LiveState | null {
  const [state, setState] = useState<LiveState | null>(null);
  const latest = useRef(load);
  latest.current = load;
  const { id, shards } = report?.campaign ?? { id: '', shards: 0 };
  useEffect(() => {
    if (id === '') return;
    const line = new LiveLine({
      ...{ id, shards, load: () => latest.current(), onState: setState },
      ...(isShared && { onlyEveryMs: SHARED_EVERY_MS }),
    });
    return () => line.stop();
  }, [id, shards]);
  return state;
}

export function LiveNote({ state, report }: { state: LiveState | null; report: Report }) {
  const { clicks, optOut } = report.numbers;
  const aloud = useNowAndThen(`${clicks} ${optOut.confirmed}`);
  const [saidClicks = '', saidOptOuts = ''] = aloud.split(' ');
  return (
    <>
      <p role="status" class={`live-note is-${state?.kind ?? 'connecting'}`}>
        {sentence(state)}
      </p>
      <p class="visually-hidden" aria-live="polite">
        {aloud !== '' && liveWords.value.heard(formatInteger(Number(saidClicks)), formatInteger(Number(saidOptOuts)))}
      </p>
    </>
  );
}

function sentence(state: LiveState | null): string {
  const words = liveWords.value;
  if (state === null) return words.connecting;
  switch (state.kind) {
    case 'polling':
      return words.polling(state.everyMs / 1_000);
    case 'quiet':
      return words.quiet(QUIET_AFTER_MS / 60_000);
    default:
      return words[state.kind];
  }
}

/** The text as it stood at the last of such moments; empty as long as it is what it was at first. */
function useNowAndThen(text: string): string {
  const first = useRef(text);
  const latest = useRef(text);
  latest.current = text;
  const [said, setSaid] = useState('');
  useEffect(() => {
    const timer = setInterval(() => {
      if (latest.current !== first.current) setSaid(latest.current);
    }, ALOUD_MS);
    return () => clearInterval(timer);
  }, []);
  return said;
}
