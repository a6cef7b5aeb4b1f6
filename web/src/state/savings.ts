/** How many segments the list would save if the message were written within GSM-7: counted, like the list itself. */
import { effect, signal } from '@preact/signals';
import { ask, type Running } from '../engine/client.ts';
import type { Draft, ListCost, OffendingText, Saved } from '../engine/protocol.ts';
import { cost, look } from './preview.ts';

export const savedByReplacing = signal<Saved | null>(null);

const REST_MS = 250;
let running: Running<ListCost> | null = null;
let rest: ReturnType<typeof setTimeout> | undefined;

effect(() => {
  const seen = look.value;
  const known = cost.value;
  clearTimeout(rest);
  running?.cancel();
  running = null;
  const replaceable = seen?.look.offending.filter((entry) => entry.replacement !== null) ?? [];
  if (seen === null || known === null || replaceable.length === 0) {
    savedByReplacing.value = null;
    return;
  }
  rest = setTimeout(() => {
    const mine = ask('cost', { ...seen.draft, template: replaced(seen.draft, replaceable) });
    running = mine;
    mine.answer.then(
      (answer) => {
        if (running === mine) savedByReplacing.value = difference(known, answer);
      },
      // Cancelled by the next keystroke.
      () => {},
    );
  }, REST_MS);
});

function difference(before: ListCost, after: ListCost): Saved {
  const left = new Map(after.byCountry.map(({ country, segments }) => [country, segments]));
  return {
    segments: before.segmentsTotal - after.segmentsTotal,
    byCountry: before.byCountry.map(({ country, segments }) => {
      return { country, segments: segments - (left.get(country) ?? 0) };
    }),
  };
}

function replaced({ template }: Draft, entries: readonly OffendingText[]): string {
  const places = entries.flatMap(({ text, positions, replacement }) =>
    positions.map((start) => ({ start, end: start + text.length, replacement: replacement ?? text })),
  );
  return places
    .sort((a, b) => b.start - a.start)
    .reduce((text, { start, end, replacement }) => text.slice(0, start) + replacement + text.slice(end), template);
}
