/** What the engine says of the draft: one recipient's message at once, the whole list as soon as it is counted. */
import { batch, computed, effect, signal, untracked } from '@preact/signals';
import { ask, Cancelled, engineReady, type Running } from '../engine/client.ts';
import type { Budget, Draft, Inspection, ListCost, Look } from '../engine/protocol.ts';
import { chosenDomain } from './domains.ts';
import { draft } from './draft.ts';
import { devicesOf, linkSettings, parametersOf } from './links.ts';
import { list } from './list.ts';
import { newestOnly } from './newest.ts';

/** Far beyond what any look takes. */
export const SETTLE_MS = 10_000;

/** Stands in while no domain is chosen; as long as a usual one, and said to be a sample on the page. */
const SAMPLE_PREFIX = 's.example.dk/';

/** Why the engine could not start. */
export const engineFailure = signal<string | null>(null);
/** Why the engine could not answer the last time: a mistake of ours, not of the person's. */
export const lookFailure = signal<string | null>(null);
engineReady.catch((error: unknown) => {
  engineFailure.value = error instanceof Error ? error.message : String(error);
});

const messageOptions = computed(() => {
  const domain = chosenDomain.value;
  const scheme = draft.scheme.value === '' ? '' : 'https://';
  const linkPrefix = scheme + withSlash(domain?.linkPrefix ?? SAMPLE_PREFIX);
  return { linkPrefix, width: domain?.width ?? 8 } as const;
});

const parameters = computed(() => {
  const urls = Object.keys(linkSettings.value);
  return Object.fromEntries(urls.map((url) => [url, parametersOf(url)]).filter(([, rows]) => rows?.length));
});

const devices = computed(() => {
  const urls = Object.keys(linkSettings.value);
  return Object.fromEntries(urls.map((url) => [url, devicesOf(url)]));
});

/** While two versions are written, each is for its own half of the list. */
const chosenHalf = computed(() => {
  if (draft.version.value === '' || (list.value?.split ?? null) === null) return null;
  return draft.version.value === 'A' ? 0 : 1;
});

/** A text that is kept but not sent changes nothing, and so is not asked about. */
const budget = computed<Budget | null>(() => {
  if (draft.limit.value === 0) return null;
  const above = draft.above.value;
  return { atMost: draft.limit.value, above, shorter: above === 'shorten' ? draft.shorter.value : '' };
});

export const engineDraft = computed<Draft>(() => ({
  template: draft.template.value,
  options: messageOptions.value,
  parameters: parameters.value,
  devices: devices.value,
  half: chosenHalf.value,
  budget: budget.value,
}));

function withSlash(prefix: string): string {
  return prefix.endsWith('/') ? prefix : `${prefix}/`;
}

// --- which recipient ---------------------------------------------------------------------------------------------

export type Choice =
  | { readonly kind: 'first' | 'longest' | 'shortest' | 'first-ucs2' | 'above' }
  | { readonly kind: 'empty'; readonly name: string }
  | { readonly kind: 'row'; readonly index: number };

export const choice = signal<Choice>({ kind: 'first' });
export const cost = signal<ListCost | null>(null);
/** What the cost is of. */
export const costed = signal<Draft | null>(null);
/** Share of the list counted, while counting takes long enough to show. */
export const counting = signal<number | null>(null);

const chosenIndex = computed(() => {
  const wanted = choice.value;
  const known = cost.value;
  if (wanted.kind === 'row') return wanted.index;
  if (known === null || wanted.kind === 'first') return chosenHalf.value === 1 ? (list.value?.halves[0]?.size ?? 0) : 0;
  if (wanted.kind === 'empty') return known.emptyFields.find((field) => field.name === wanted.name)?.first ?? 0;
  const index = {
    longest: known.longest,
    shortest: known.shortest,
    'first-ucs2': known.firstUcs2,
    above: known.budget?.firstAbove ?? -1,
  }[wanted.kind];
  return Math.max(index, 0);
});

// --- one recipient: the newest question only ---------------------------------------------------------------------

export interface Seen {
  /** What was looked at. */
  readonly draft: Draft;
  readonly template: string;
  readonly look: Look;
  /** What the checklist asks of it besides, with the sender and the contact it was asked of; null: nothing yet. */
  readonly checked: { readonly sender: string; readonly contact: string; readonly inspection: Inspection } | null;
}

/** The last look. */
export const look = signal<Seen | null>(null);

/** Set by the checklist when it is loaded: from then on a look answers it as well. */
export const hasChecklist = signal(false);

/** Resolves when the look is of the draft as it stands, at once as a rule; null: the engine did not answer in time. */
export function settledLook(): Promise<Look | null> {
  return new Promise((resolve) => {
    const done = (answer: Look | null) => {
      clearTimeout(timer);
      resolve(answer);
      // The effect may be running for the first time, before its own end is known.
      queueMicrotask(() => stop());
    };
    const timer = setTimeout(() => done(null), SETTLE_MS);
    const stop = effect(() => {
      const seen = look.value;
      if (seen !== null && seen.draft === engineDraft.value) done(seen.look);
    });
  });
}

async function seen(): Promise<Seen> {
  const question = engineDraft.peek();
  const { template } = question;
  const index = chosenIndex.peek();
  if (!hasChecklist.peek()) {
    return { draft: question, template, look: await ask('look', { ...question, index }).answer, checked: null };
  }
  const sender = draft.sender.peek();
  const contact = draft.contact.peek();
  const answer = await ask('inspect', { ...question, index, sender, contact }).answer;
  return { draft: question, template, look: answer.look, checked: { sender, contact, inspection: answer.inspection } };
}

const takeLook = newestOnly(async () => {
  try {
    look.value = await seen();
    lookFailure.value = null;
  } catch (error) {
    lookFailure.value = error instanceof Error ? error.message : String(error);
  }
});

effect(() => {
  void [engineDraft.value, list.value, chosenIndex.value];
  if (hasChecklist.value) void [draft.sender.value, draft.contact.value];
  untracked(takeLook);
});

// --- the whole list ----------------------------------------------------------------------------------------------

/** Lists up to this size are counted at every keystroke; longer ones when the hands rest. */
const COUNTED_AT_ONCE = 20_000;
const REST_MS = 150;

/** Set when somebody stopped the counting: what is shown is of an earlier text, or nothing. */
export const countingStopped = signal(false);

let counter: Running<ListCost> | null = null;
let rest: ReturnType<typeof setTimeout> | undefined;

export function stopCounting(): void {
  counter?.cancel();
  counter = null;
  counting.value = null;
  countingStopped.value = true;
}

export function countAgain(): void {
  count(engineDraft.peek());
}

function count(question: Draft): void {
  countingStopped.value = false;
  const mine = ask('cost', question, (done, total) => {
    if (counter === mine) counting.value = done / total;
  });
  counter = mine;
  mine.answer.then(
    (answer) => {
      if (counter !== mine) return;
      batch(() => {
        cost.value = answer;
        costed.value = question;
      });
      counting.value = null;
      counter = null;
    },
    (error: unknown) => {
      if (counter !== mine || error instanceof Cancelled) return;
      counting.value = null;
      counter = null;
    },
  );
}

effect(() => {
  const question = engineDraft.value;
  const loaded = list.value;
  clearTimeout(rest);
  counter?.cancel();
  counter = null;
  counting.value = null;
  countingStopped.value = false;
  if (loaded === null) {
    cost.value = null;
    return;
  }
  if (loaded.size <= COUNTED_AT_ONCE) count(question);
  else rest = setTimeout(() => count(question), REST_MS);
});

// A new list starts at its first recipient.
effect(() => {
  void list.value?.version;
  choice.value = { kind: 'first' };
});
