/** Where the chosen link domain leads, if that is not here: why, what to do about it, and asking again until it does. */
import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Domain } from '../../../worker/api.ts';
import type { Failure } from '../api/client.ts';
import type { SameShape } from '../i18n/dictionary.ts';
import type { pointing as english } from '../i18n/en/pointing.ts';
import { t } from '../i18n/index.ts';
import { wordsOf } from '../i18n/words.ts';
import { askDomain } from '../pointing/ask-domain.ts';
import { isOwnMachine } from '../pointing/own-machine.ts';
import { chosenDomain, isElsewhere, isLocal, pointing } from '../state/domains.ts';
import { FailureNotice } from '../ui/failure.tsx';
import '../styles/pointing.css';

const pointingWords = wordsOf(
  import.meta.glob<SameShape<typeof english>>('../i18n/*/pointing.ts', { eager: true, import: 'pointing' }),
);

/** Rare enough to be no burden, soon enough for somebody who watches a DNS record come up. */
const PAUSE_MS = 15_000;

/** The host that somebody waits for an answer of; what is asked in the background shows nothing until it is answered. */
const awaited = signal<string | null>(null);
const failure = signal<Failure | null>(null);

export function PointingNote() {
  const domain = chosenDomain.value;
  if (domain === null) return null;
  const { host } = domain;
  const words = pointingWords.value;
  const found = pointing.value.get(host);
  const isAwaited = awaited.value === host;
  return (
    <div class="pointing">
      <p role="status" class={found === 'here' ? 'points-here' : 'hint'}>
        {found === 'here' ? words.here(host) : found === undefined && isAwaited && words.asking(host)}
      </p>
      {isElsewhere(domain) && <Elsewhere key={host} domain={domain} />}
    </div>
  );
}

async function ask(domain: Domain): Promise<void> {
  const answer = await askDomain(domain);
  failure.value = typeof answer === 'string' ? null : answer;
}

/** Says that it is being asked until there is an answer. */
async function askAloud(domain: Domain): Promise<void> {
  awaited.value = domain.host;
  await ask(domain);
  if (awaited.peek() === domain.host) awaited.value = null;
}

function Elsewhere({ domain }: { domain: Domain }) {
  const words = pointingWords.value;
  const { host } = domain;
  const found = pointing.value.get(host);
  useEffect(() => {
    failure.value = null;
    if (!pointing.peek().has(host)) void askAloud(domain);
    const askIfSeen = () => {
      if (document.visibilityState === 'visible') void ask(domain);
    };
    const timer = setInterval(askIfSeen, PAUSE_MS);
    // Somebody comes back from where the record was made.
    document.addEventListener('visibilitychange', askIfSeen);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', askIfSeen);
    };
  }, [host]);
  const isAwaited = awaited.value === host;
  if (found === undefined || found === 'here') {
    // klikspor itself was out of reach, or is being asked for the first time.
    if (failure.value === null) return null;
    return (
      <>
        <FailureNotice failure={failure.value} />
        <AskAgain domain={domain} isAwaited={isAwaited} />
      </>
    );
  }
  return (
    <section class="notice elsewhere" aria-labelledby="elsewhere-heading">
      <div role="alert">
        <h3 id="elsewhere-heading">{(domain.provedAtMs === null ? words.notYet : words.notAnyMore)(host)}</h3>
        <p>
          {words.reasons[found](host)} {words.consequence}
        </p>
      </div>
      <Steps host={host} />
      <FailureNotice failure={failure.value} />
      <AskAgain domain={domain} isAwaited={isAwaited} />
    </section>
  );
}

function AskAgain({ domain, isAwaited }: { domain: Domain; isAwaited: boolean }) {
  const words = pointingWords.value;
  return (
    <div class="buttons">
      <button
        type="button"
        aria-disabled={isAwaited}
        onClick={() => {
          if (!isAwaited) void askAloud(domain);
        }}
      >
        {isAwaited ? words.askingNow : words.again}
      </button>
      <span class="hint">{words.byItself}</span>
    </div>
  );
}

/** How the host is led here by whoever runs klikspor. */
export function Steps({ host }: { host: string }) {
  const words = pointingWords.value;
  if (isLocal) return <p>{isOwnMachine(host) ? words.localNames(host) : words.localOnly(host)}</p>;
  const command = `npm run deploy -- --links=${host}`;
  const { type, name, content } = words.recordParts;
  return (
    <>
      <p class="steps-head">{words.steps}</p>
      <ol>
        <li>{words.zone(host)}</li>
        <li>
          {words.deploy}
          <span class="command">
            <code>{command}</code>
            <Copy text={command} />
          </span>
        </li>
        <li>{words.dashboard(host)}</li>
      </ol>
      <details>
        <summary>{words.record}</summary>
        <dl class="record">
          <dt>{type}</dt>
          <dd>AAAA</dd>
          <dt>{name}</dt>
          <dd>{host}</dd>
          <dt>{content}</dt>
          <dd>100::</dd>
        </dl>
        <p>{words.recordHint(host)}</p>
      </details>
    </>
  );
}

const copied = signal('');

function Copy({ text }: { text: string }) {
  const words = t.value.common;
  return (
    <button
      type="button"
      class="link"
      onClick={() => {
        void navigator.clipboard.writeText(text).then(() => {
          copied.value = text;
        });
      }}
    >
      {copied.value === text ? words.copied : words.copy}
    </button>
  );
}
