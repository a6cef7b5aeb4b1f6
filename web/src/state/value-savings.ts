/** What in the list's values costs messages their GSM-7, and what writing it otherwise would save: counted, like the list itself. */
import { computed, effect, signal } from '@preact/signals';
import { ask } from '../engine/client.ts';
import type { Saved } from '../engine/country-column.ts';
import type { Rewriting } from '../list-reading/rewriter.ts';
import type { OffendingValue } from '../list-reading/values.ts';
import { longQuestion } from './asking.ts';
import { list } from './list.ts';
import { look } from './look.ts';
import { engineDraft } from './question.ts';

/** More are named in one line: a list of Chinese names has thousands. */
const SHOWN = 8;

export interface OffendingColumn {
  readonly name: string;
  readonly values: readonly OffendingValue[];
}

/** Only of columns that the message uses. Of those that nothing replaces the preview and the cost speak. */
export const offendingColumns = computed<readonly OffendingColumn[]>(() => {
  const loaded = list.value;
  const used = look.value?.look.fieldColumns ?? [];
  if (loaded === null || used.length === 0) return [];
  return loaded.columns
    .map((name, column) => ({
      name,
      values: loaded.offendingValues.filter((entry) => entry.column === column).slice(0, SHOWN),
    }))
    .filter(({ values }, column) => values.length > 0 && used.includes(column));
});

export function isRewritten(text: string): boolean {
  const loaded = list.value;
  return loaded !== null && (loaded.plainValues || loaded.plainTexts.includes(text));
}

/** Characters that could be written otherwise and are not yet, each once. */
export const rewritable = computed<readonly string[]>(() => {
  const open = offendingColumns.value.flatMap(({ values }) =>
    values.filter(({ text, replacement }) => replacement !== null && !isRewritten(text)),
  );
  return [...new Set(open.map(({ text }) => text))];
});

export interface Savings {
  readonly all: Saved;
  readonly each: ReadonlyMap<string, Saved>;
}

/** Null until counted. */
export const valueSavings = signal<Savings | null>(null);

const REST_MS = 300;
const question = longQuestion<readonly Saved[]>();

effect(() => {
  const draft = engineDraft.value;
  const texts = rewritable.value;
  void list.value?.version;
  if (texts.length === 0) {
    question.cancel();
    valueSavings.value = null;
    return;
  }
  const choices: Rewriting[] = ['all', ...texts.map((text) => [text])];
  question.ask(
    () => ask('valueSavings', { ...draft, choices }),
    (answer) => {
      const [all, ...each] = answer ?? [];
      valueSavings.value = all ? { all, each: new Map(texts.map((text, index) => [text, each[index] ?? all])) } : null;
    },
    REST_MS,
  );
});
