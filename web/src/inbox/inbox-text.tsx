/** One text, with what it did and what can be done about it. */
import { useRef, useState } from 'preact/hooks';
import type { InboxMessage } from '../../../worker/api.ts';
import { inboxWords } from '../i18n/inbox.ts';
import { formatList, formatMoment } from '../i18n/index.ts';
import { CAMPAIGNS, reportAddress } from '../state/route.ts';
import { Confirm } from '../ui/confirm.tsx';
import { Field } from '../ui/field.tsx';
import { focusAfter } from '../ui/keep-focus.ts';

interface Props {
  readonly entry: InboxMessage;
  /** Its name. */
  readonly gateway: string;
  mark(): Promise<void>;
  erase(): Promise<void>;
  /** False: it is not taken back. */
  takeBack(reason: string): Promise<boolean>;
}

export function Text({ entry, gateway, mark, erase, takeBack }: Props) {
  const words = inboxWords.value;
  const { from, to, atMs, text, word, isUnread, campaign, campaignName } = entry;
  const [asking, setAsking] = useState<'take-back' | 'erase' | null>(null);
  /** Of the text that was asked about: there are others. */
  const article = useRef<HTMLElement>(null);
  const close = (opener: string) => {
    setAsking(null);
    focusAfter(() => article.current?.querySelector<HTMLElement>(opener));
  };
  return (
    <article
      ref={article}
      class={isUnread ? 'inbox-text is-unread' : 'inbox-text'}
      aria-label={words.from(from, formatMoment(atMs))}
    >
      <div class="inbox-who">
        <h2 class="inbox-from">{from}</h2>
        {isUnread && <span class="inbox-new">{words.isUnread}</span>}
        {word !== 'neither' && <span class={`inbox-word is-${word}`}>{words.words[word]}</span>}
        <span class="hint">
          {formatMoment(atMs)} · {words.to(to)} · {words.via(gateway)}
        </span>
      </div>
      <p class="inbox-words">{text}</p>
      {campaign !== undefined && (
        <p class="hint">
          {words.lastSent}{' '}
          {campaignName === undefined ? campaign : <a href={reportAddress(campaign)}>{campaignName}</a>}
        </p>
      )}
      <Stopped entry={entry} />
      <div class="buttons">
        <button
          type="button"
          class="quiet"
          aria-label={isUnread ? words.readOf(from) : words.unreadOf(from)}
          onClick={() => void mark()}
        >
          {isUnread ? words.markRead : words.markUnread}
        </button>
        {word === 'stop' && entry.stopped.length > 0 && (
          <button
            type="button"
            class="quiet inbox-take-back"
            aria-label={words.takeBackOf(from)}
            aria-expanded={asking === 'take-back'}
            onClick={() => setAsking('take-back')}
          >
            {words.takeBack}
          </button>
        )}
        <button
          type="button"
          class="quiet inbox-erase"
          aria-label={words.eraseOf(from)}
          aria-expanded={asking === 'erase'}
          onClick={() => setAsking('erase')}
        >
          {words.erase}
        </button>
      </div>
      {asking === 'take-back' && (
        <TakeBack
          from={from}
          takeBack={async (reason) => {
            if (await takeBack(reason)) setAsking(null);
          }}
          close={() => close('.inbox-take-back')}
        />
      )}
      {asking === 'erase' && (
        <Confirm
          title={words.eraseTitle(from)}
          yes={words.erase}
          working={words.emptying}
          no={words.cancel}
          heading="h3"
          onYes={erase}
          onNo={() => close('.inbox-erase')}
        >
          <p>{words.eraseText}</p>
        </Confirm>
      )}
    </article>
  );
}

/** What holds now, whatever the text did then. */
function Stopped({ entry: { word, stopped, hash } }: { entry: InboxMessage }) {
  const words = inboxWords.value;
  if (hash === undefined || (word === 'start' && stopped.length === 0)) return null;
  if (stopped.length === 0) return word === 'stop' ? <p class="hint">{words.stopped.none}</p> : null;
  const names = stopped.flatMap(({ host, list }) =>
    host === null ? [] : [list === undefined ? host : words.listOf(list, host)],
  );
  const isAll = stopped.some(({ host }) => host === null);
  return (
    <p class="inbox-stopped">
      {isAll ? words.stopped.all : words.stopped.some(formatList(names))} <a href={CAMPAIGNS}>{words.allStops}</a>
    </p>
  );
}

function TakeBack(props: { from: string; takeBack(reason: string): Promise<void>; close(): void }) {
  const words = inboxWords.value;
  const { from, takeBack, close } = props;
  const [reason, setReason] = useState('');
  const [isMissing, setMissing] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  return (
    <Confirm
      title={words.takeBackTitle(from)}
      yes={words.takeBack}
      working={words.takingBack}
      no={words.cancel}
      heading="h3"
      onYes={async () => {
        setMissing(reason.trim() === '');
        if (reason.trim() === '') focusAfter(() => field.current);
        else await takeBack(reason.trim());
      }}
      onNo={close}
    >
      <p>{words.takeBackText}</p>
      <Field label={words.reason} error={isMissing ? words.reasonMissing : null}>
        {(ids) => (
          <input
            {...ids}
            ref={field}
            type="text"
            maxLength={200}
            value={reason}
            onInput={(event) => {
              setReason(event.currentTarget.value);
              setMissing(false);
            }}
          />
        )}
      </Field>
    </Confirm>
  );
}
