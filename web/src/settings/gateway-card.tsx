/** One gateway: whether it works, what it did not accept, and what can be done with it. */
import { useId } from 'preact/hooks';
import type { GatewayDetails } from '../../../worker/api.ts';
import { formatInteger, formatMoment } from '../i18n/index.ts';
import { focusAfter } from '../ui/keep-focus.ts';
import { Below } from './below.tsx';
import { Callbacks } from './gateway-callbacks.tsx';
import { GatewayForm } from './gateway-form.tsx';
import { Removal } from './gateway-removal.tsx';
import { TestForm } from './gateway-test.tsx';
import { gatewayWords } from './gateway-words.ts';

/** What is open below a gateway. */
export type Part = 'test' | 'edit' | 'callbacks' | 'remove';

interface Props {
  readonly gateway: GatewayDetails;
  readonly part: Part | null;
  open(part: Part | null): void;
  changed(): Promise<void>;
  saved(gateway: GatewayDetails): void;
  removed(): void;
}

export type Standing = 'working' | 'failing' | 'untried' | 'unread';

export function standingOf({ isReadable, errors, acceptedAtMs }: GatewayDetails): Standing {
  if (!isReadable) return 'unread';
  const [last] = errors;
  if (last !== undefined && last.atMs > (acceptedAtMs ?? 0)) return 'failing';
  return acceptedAtMs === null ? 'untried' : 'working';
}

export function GatewayCard({ gateway, part, open, changed, saved, removed }: Props) {
  const words = gatewayWords.value;
  const id = useId();
  const { name, kind } = gateway;
  const standing = standingOf(gateway);
  const buttonOf = (one: Part) => () =>
    document.querySelector<HTMLElement>(`#gateway-${gateway.id} [data-part=${one}]`);
  const close = () => {
    if (part !== null) focusAfter(buttonOf(part));
    open(null);
  };
  const button = (one: Part, text: string, label: string) => (
    <button
      type="button"
      class={one === 'test' ? '' : 'quiet'}
      data-part={one}
      aria-label={label}
      aria-expanded={part === one}
      onClick={() => (part === one ? close() : open(one))}
    >
      {text}
    </button>
  );
  return (
    <article id={`gateway-${gateway.id}`} class="gateway" aria-labelledby={id}>
      <div class="gateway-head">
        <h3 id={id}>{name}</h3>
        {name !== words.kinds[kind].name && <span class="hint">{words.kinds[kind].name}</span>}
        <span class={`gateway-standing is-${standing}`}>{words.state[standing]}</span>
      </div>
      {standing === 'unread' && <p class="notice is-error">{words.unread}</p>}
      <Facts gateway={gateway} />
      <Errors gateway={gateway} isOpen={standing === 'failing'} />
      <div class="buttons">
        {button('test', words.test, words.testNamed(name))}
        {button('callbacks', words.callbacks, words.callbacksNamed(name))}
        {button('edit', words.edit, words.editNamed(name))}
        {button('remove', words.remove, words.removeNamed(name))}
      </div>
      {part === 'test' && (
        <Below heading={words.tests.heading(name)} close={close}>
          <TestForm id={gateway.id} gateway={gateway} changed={changed} />
        </Below>
      )}
      {part === 'callbacks' && (
        <Below heading={words.callbackParts.heading(name)} close={close}>
          <Callbacks gateway={gateway} />
        </Below>
      )}
      {part === 'edit' && (
        <Below heading={words.form.headingEdit(name)}>
          <GatewayForm
            gateway={gateway}
            saved={(after) => {
              focusAfter(buttonOf('edit'));
              saved(after);
            }}
            cancel={close}
          />
        </Below>
      )}
      {part === 'remove' && <Removal gateway={gateway} removed={removed} keep={close} />}
    </article>
  );
}

function Facts({ gateway: { acceptedAtMs, settings, refusesKnownIds, lastTest } }: { gateway: GatewayDetails }) {
  const words = gatewayWords.value;
  const perSecond = typeof settings.perSecond === 'number' ? settings.perSecond : null;
  return (
    <ul class="gateway-facts">
      <li>{acceptedAtMs === null ? words.acceptedNone : words.acceptedAt(formatMoment(acceptedAtMs))}</li>
      {lastTest !== null && <li>{words.lastTest(formatMoment(lastTest.atMs), testText(lastTest))}</li>}
      {perSecond !== null && <li>{words.perSecond(formatInteger(perSecond))}</li>}
      {refusesKnownIds !== null && <li>{refusesKnownIds ? words.knownIds : words.unknownIds}</li>}
    </ul>
  );
}

function testText({ outcome, state }: NonNullable<GatewayDetails['lastTest']>): string {
  const { tests, outcomes } = gatewayWords.value;
  return state === null ? outcomes[outcome] : tests.states[state];
}

function Errors({ gateway: { errors }, isOpen }: { gateway: GatewayDetails; isOpen: boolean }) {
  const words = gatewayWords.value;
  if (errors.length === 0) return null;
  return (
    <details class="gateway-errors" open={isOpen}>
      <summary>{words.errors(errors.length, formatInteger(errors.length))}</summary>
      <ul>
        {errors.map(({ outcome, reason, detail, atMs, times }, index) => (
          <li key={`${atMs} ${index}`}>
            <p class="hint">
              {formatMoment(atMs)} · {words.outcomes[outcome]}
              {times > 1 && ` · ${words.times(times, formatInteger(times))}`}
            </p>
            <p>{words.refusals[reason]}</p>
            {detail !== '' && <p class="gateway-words">{words.itsWords(detail)}</p>}
          </li>
        ))}
      </ul>
    </details>
  );
}
