/** How many segments the list would save if the message were written within GSM-7: counted, like the list itself. */
import { effect, signal } from '@preact/signals';
import { ask } from '../engine/client.ts';
import type { ListCost } from '../engine/cost-sum.ts';
import type { Saved } from '../engine/country-column.ts';
import type { Draft } from '../engine/draft.ts';
import type { OffendingText } from '../engine/look.ts';
import { longQuestion } from './asking.ts';
import { cost } from './cost.ts';
import { look } from './look.ts';

export const savedByReplacing = signal<Saved | null>(null);

const REST_MS = 250;
const question = longQuestion<ListCost>();

effect(() => {
  const seen = look.value;
  const known = cost.value;
  const replaceable = seen?.look.offending.filter((entry) => entry.replacement !== null) ?? [];
  if (seen === null || known === null || replaceable.length === 0) {
    question.cancel();
    savedByReplacing.value = null;
    return;
  }
  question.ask(
    () => ask('cost', { ...seen.draft, template: replaced(seen.draft, replaceable) }),
    (answer) => {
      savedByReplacing.value = answer && difference(known, answer);
    },
    REST_MS,
  );
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
