/** A phone with the message on it. Drawn by us after the manner of each system; nothing is fetched for it. */
import type { Signal } from '@preact/signals';
import type { RenderedMessage } from 'klikspor';
import type { ComponentChildren } from 'preact';
import type { PhoneKind } from '../engine/draft.ts';
import type { Look } from '../engine/look.ts';
import { formatInteger, t } from '../i18n/index.ts';
import { draft } from '../state/draft.ts';
import { look } from '../state/look.ts';
import { phoneKind, phoneShade } from '../state/phone.ts';
import { InTurn } from '../ui/in-turn.tsx';
import { later } from '../ui/later.tsx';
import * as TURNS from './turns.ts';

/** Loaded with the first recipient who gets something else than the message. */
const NoMessage = later(() => import('../limit/instead.tsx').then((loaded) => loaded.NoMessage));
const InsteadNote = later(() => import('../limit/instead.tsx').then((loaded) => loaded.InsteadNote));

export function Phone() {
  const words = t.value.preview;
  const kind = phoneKind.value;
  const seen = look.value?.look;
  const instead = seen?.instead ?? null;
  const shown = instead?.kind === 'shorter' ? instead : seen;
  const isNothing = instead?.kind === 'nothing';
  return (
    <>
      <PhoneSwitches />
      <InTurn turn={TURNS.handset}>
        <Handset sender={draft.sender.value.trim()} time={words.today} shown={isNothing ? undefined : shown}>
          {isNothing && <NoMessage />}
        </Handset>
        {instead !== null && <InsteadNote />}
        {!isEmpty(shown) && !isNothing && <CardNote shown={shown} kind={kind} />}
      </InTurn>
    </>
  );
}

type Shown = Pick<Look, 'card' | 'rendered'>;

/** The phone alone, in the look chosen. `shown`: the message on it; `children`: what stands there in its place, if anything. */
export function Handset(props: {
  sender: string;
  time: string;
  shown: Shown | undefined;
  children?: ComponentChildren;
}) {
  const { sender, time, shown } = props;
  const words = t.value.preview;
  const kind = phoneKind.value;
  const empty = isEmpty(shown);
  return (
    <div class={`phone phone-${kind} phone-${phoneShade.value}`}>
      <PhoneHead kind={kind} sender={sender || words.unknownSender} />
      <div class="phone-screen">
        <InTurn turn={TURNS.screen}>
          <p class="phone-time">{time}</p>
          {props.children || (
            <p class={empty ? 'bubble is-empty' : 'bubble'}>
              {empty ? words.empty : <Bubble rendered={shown.rendered} />}
            </p>
          )}
          {kind === 'ios' && shown !== undefined && shown.card.host !== '' && <LinkCard host={shown.card.host} />}
        </InTurn>
      </div>
    </div>
  );
}

const isEmpty = (shown: Shown | undefined): shown is undefined =>
  shown === undefined || shown.rendered.text.trim() === '';

export function PhoneSwitches() {
  const words = t.value.phone;
  return (
    <div class="phone-switches">
      <Switch label={words.kind} names={words.kinds} chosen={phoneKind} />
      <Switch label={words.shade} names={words.shades} chosen={phoneShade} />
    </div>
  );
}

function Switch<Name extends string>(props: {
  label: string;
  names: Readonly<Record<Name, string>>;
  chosen: Signal<Name>;
}) {
  const { label, names, chosen } = props;
  return (
    <fieldset class="segmented">
      <legend class="visually-hidden">{label}</legend>
      {(Object.keys(names) as Name[]).map((name) => (
        <button
          key={name}
          type="button"
          aria-pressed={chosen.value === name}
          onClick={() => {
            chosen.value = name;
          }}
        >
          {names[name]}
        </button>
      ))}
    </fieldset>
  );
}

function PhoneHead({ kind, sender }: { kind: PhoneKind; sender: string }) {
  const back = kind === 'ios' ? 'M12.5 4 6.5 10l6 6' : 'M16 10H4.5M9.5 4.5 4 10l5.5 5.5';
  return (
    <div class="phone-head">
      <svg class="icon phone-back" viewBox="0 0 20 20" width="20" height="20" aria-hidden="true">
        <path d={back} />
      </svg>
      <span class="avatar" aria-hidden="true">
        {[...sender][0]?.toUpperCase()}
      </span>
      <span class="phone-sender">{sender}</span>
      {kind === 'android' && (
        <svg class="icon phone-more" viewBox="0 0 20 20" width="20" height="20" aria-hidden="true">
          <path
            class="filled"
            d="M8.5 4a1.5 1.5 0 1 1 3 0 1.5 1.5 0 0 1-3 0zm0 6a1.5 1.5 0 1 1 3 0 1.5 1.5 0 0 1-3 0zm0 6a1.5 1.5 0 1 1 3 0 1.5 1.5 0 0 1-3 0z"
          />
        </svg>
      )}
    </div>
  );
}

/** What the iPhone draws for the link: title and picture are the page's own and are not known here. */
function LinkCard({ host }: { host: string }) {
  const words = t.value.phone;
  return (
    <figure class="link-card">
      <svg viewBox="0 0 240 96" aria-hidden="true">
        <path d="M0 96V72l46-34 40 30 44-44 110 62v10z" />
        <circle cx="196" cy="26" r="11" />
      </svg>
      <figcaption>
        <span class="link-card-title">{words.cardTitle}</span>
        <span class="link-card-host">{host}</span>
      </figcaption>
    </figure>
  );
}

/** Why there is a card, or none. */
function CardNote({ shown, kind }: { shown: Shown; kind: PhoneKind }) {
  const words = t.value.phone.card;
  const { card, host } = shown.card;
  // A link that is refused leads nowhere yet.
  if (card === 'no-link' || (card === 'edge' && host === '')) return null;
  if (kind === 'android') return <p class="instrument-hint card-note">{words.android}</p>;
  const withOptOut = card === 'several' && shown.rendered.parts.some((part) => part.kind === 'opt-out');
  return <p class="instrument-hint card-note">{withOptOut ? words.severalWithOptOut : words[card]}</p>;
}

/** The text with links as a phone shows them, filled-in values hinted at, and a numbered tick at every border. */
function Bubble({ rendered }: { rendered: RenderedMessage }) {
  const words = t.value.preview;
  const { text, parts, ranges } = rendered;
  const cuts = new Set<number>([0, text.length]);
  for (const { start, end } of [...parts, ...ranges]) cuts.add(start).add(end);
  const positions = [...cuts].sort((a, b) => a - b);
  const borders = new Map(ranges.slice(1).map((range, number) => [range.start, number + 2]));
  return (
    <>
      {positions.slice(0, -1).map((start, number) => {
        const end = positions[number + 1] ?? start;
        const part = parts.find((candidate) => candidate.start <= start && end <= candidate.end);
        const segment = borders.get(start);
        return (
          <span key={start}>
            {segment !== undefined && (
              <span class="tick" data-segment={segment} title={words.segmentStart(formatInteger(segment))} />
            )}
            <span class={part === undefined ? undefined : `part-${part.kind}`}>{text.slice(start, end)}</span>
          </span>
        );
      })}
    </>
  );
}
