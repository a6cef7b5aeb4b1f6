/** The message as one recipient gets it, on a phone. */
import type { RenderedMessage } from 'klikspor';
import { useState } from 'preact/hooks';
import { ask } from '../engine/client.ts';
import { formatInteger, t } from '../i18n/index.ts';
import { chosenDomain } from '../state/domains.ts';
import { draft } from '../state/draft.ts';
import { list } from '../state/list.ts';
import { type Choice, choice, cost, look } from '../state/preview.ts';

export function PreviewPanel() {
  const words = t.value.preview;
  return (
    <section class="preview" aria-labelledby="preview-heading">
      <h2 id="preview-heading">{words.title}</h2>
      {list.value !== null && <Chooser />}
      <Phone />
      {list.value === null && <p class="instrument-hint">{words.noList}</p>}
      {chosenDomain.value === null && <p class="instrument-hint">{words.sampleHost}</p>}
    </section>
  );
}

function choiceKey(wanted: Choice): string {
  return wanted.kind === 'empty' ? `empty:${wanted.name}` : wanted.kind;
}

function Chooser() {
  const words = t.value.preview;
  const known = cost.value;
  const size = list.value?.size ?? 0;
  const index = look.value?.look.index ?? 0;
  const choices: Choice[] = [{ kind: 'first' }, { kind: 'longest' }, { kind: 'shortest' }];
  if (known !== null && known.firstUcs2 >= 0) choices.push({ kind: 'first-ucs2' });
  for (const { name, recipients } of known?.emptyFields ?? [])
    if (recipients > 0) choices.push({ kind: 'empty', name });
  if (choice.value.kind === 'row') choices.push(choice.value);
  const step = (by: number) => {
    choice.value = { kind: 'row', index: Math.min(Math.max(index + by, 0), size - 1) };
  };
  return (
    <div class="chooser">
      <label>
        <span class="visually-hidden">{words.show}</span>
        <select
          value={choiceKey(choice.value)}
          onChange={(event) => {
            const wanted = choices.find((entry) => choiceKey(entry) === event.currentTarget.value);
            if (wanted !== undefined) choice.value = wanted;
          }}
        >
          {choices.map((entry) => (
            <option key={choiceKey(entry)} value={choiceKey(entry)}>
              {entry.kind === 'empty' ? words.emptyField(entry.name) : words.choices[entry.kind]}
            </option>
          ))}
        </select>
      </label>
      <Search />
      <div class="stepper">
        <button type="button" aria-label={words.previous} disabled={index <= 0} onClick={() => step(-1)}>
          ‹
        </button>
        <span>{words.position(formatInteger(index + 1), formatInteger(size))}</span>
        <button type="button" aria-label={words.next} disabled={index >= size - 1} onClick={() => step(1)}>
          ›
        </button>
      </div>
    </div>
  );
}

/** Shows the recipient whose number holds the digits typed. */
function Search() {
  const words = t.value.preview;
  const [missed, setMissed] = useState(false);
  return (
    <div class="search">
      <input
        type="search"
        inputMode="tel"
        aria-label={words.search}
        placeholder={words.search}
        onInput={async (event) => {
          const digits = event.currentTarget.value.replace(/\D/g, '');
          if (digits.length < 3) return setMissed(false);
          const index = await ask('findNumber', { digits }).answer;
          setMissed(index < 0);
          if (index >= 0) choice.value = { kind: 'row', index };
        }}
      />
      <p class="instrument-hint" role="status">
        {missed && words.notFound}
      </p>
    </div>
  );
}

function Phone() {
  const words = t.value.preview;
  const seen = look.value?.look;
  const sender = draft.sender.value.trim() || words.unknownSender;
  const empty = seen === undefined || seen.rendered.text.trim() === '';
  return (
    <div class="phone">
      <div class="phone-head">
        <span class="avatar" aria-hidden="true">
          {[...sender][0]?.toUpperCase()}
        </span>
        <span class="phone-sender">{sender}</span>
        {seen !== undefined && seen.number !== '' && <span class="phone-number">{seen.number}</span>}
      </div>
      <div class="phone-screen">
        <p class="phone-time">{words.today}</p>
        {empty ? (
          <p class="bubble is-empty">{words.empty}</p>
        ) : (
          <p class="bubble">
            <Bubble rendered={seen.rendered} />
          </p>
        )}
      </div>
    </div>
  );
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
