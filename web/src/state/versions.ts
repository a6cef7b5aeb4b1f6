/** Two versions of a message: one stands in the message field and everywhere around it, the other is kept beside it. */
import { batch, effect, signal } from '@preact/signals';
import { ask, type Running } from '../engine/client.ts';
import type { ListCost } from '../engine/cost-sum.ts';
import type { Draft } from '../engine/draft.ts';
import { longQuestion } from './asking.ts';
import { draft } from './draft.ts';
import { list } from './list.ts';
import { engineDraft } from './question.ts';

export type Version = 'A' | 'B';
/** In the order of the halves. */
export const VERSIONS: readonly Version[] = ['A', 'B'];

export const otherVersion = (version: Version): Version => (version === 'A' ? 'B' : 'A');

/** The second version begins as a copy of the first, and is put into the message field. */
export function beginVersions(): void {
  batch(() => {
    draft.otherTemplate.value = draft.template.peek();
    draft.otherShorter.value = draft.shorter.peek();
    draft.version.value = 'B';
  });
}

/** Puts one of the two into the message field. */
export function showVersion(version: Version): void {
  if (draft.version.peek() === version) return;
  batch(() => {
    const template = draft.template.peek();
    draft.template.value = draft.otherTemplate.peek();
    draft.otherTemplate.value = template;
    const shorter = draft.shorter.peek();
    draft.shorter.value = draft.otherShorter.peek();
    draft.otherShorter.value = shorter;
    draft.version.value = version;
  });
}

/** Back to one message: the one on screen. Returns what takes that back. */
export function endVersions(): () => void {
  const { version, otherTemplate, otherShorter, versionOf } = draft;
  const before = {
    version: version.peek(),
    otherTemplate: otherTemplate.peek(),
    otherShorter: otherShorter.peek(),
    versionOf: versionOf.peek(),
  };
  batch(() => {
    version.value = '';
    otherTemplate.value = '';
    otherShorter.value = '';
    versionOf.value = '';
  });
  return () =>
    batch(() => {
      version.value = before.version;
      otherTemplate.value = before.otherTemplate;
      otherShorter.value = before.otherShorter;
      versionOf.value = before.versionOf;
    });
}

/** A version that went out already: only the other one is left to write and to publish. */
export const isOut = (version: Version): boolean => version === 'A' && draft.versionOf.value !== '';

export const textOf = (version: Version): string =>
  draft.version.value === version ? draft.template.value : draft.otherTemplate.value;

/** The same of the version that is not on screen. */
function otherDraft(shown: Draft): Draft {
  const shorter = draft.otherShorter.value;
  const limit = shown.limit?.above === 'shorten' ? { ...shown.limit, shorter } : (shown.limit ?? null);
  return { ...shown, template: draft.otherTemplate.value, limit };
}

/** What each version costs over its half of the list; null until counted, or without a list. */
export const versionCosts = signal<Readonly<Record<Version, ListCost>> | null>(null);

const REST_MS = 250;
const question = longQuestion<readonly [ListCost, ListCost]>();

effect(() => {
  const common = engineDraft.value;
  const other = otherDraft(common);
  const shown = draft.version.value;
  const isSplit = (list.value?.split ?? null) !== null;
  if (shown === '' || !isSplit) {
    question.cancel();
    versionCosts.value = null;
    return;
  }
  const draftOf = (version: Version) => (version === shown ? common : other);
  question.ask(
    () => both(ask('cost', { ...draftOf('A'), half: 0 }), ask('cost', { ...draftOf('B'), half: 1 })),
    (answer) => {
      versionCosts.value = answer && { A: answer[0], B: answer[1] };
    },
    REST_MS,
  );
});

const both = <T>(a: Running<T>, b: Running<T>): Running<readonly [T, T]> => ({
  answer: Promise.all([a.answer, b.answer]),
  cancel() {
    a.cancel();
    b.cancel();
  },
});
