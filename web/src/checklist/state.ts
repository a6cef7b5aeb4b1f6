/** The checklist of the campaign as it stands. Loaded when there is a message to check. */
import { computed, effect, signal } from '@preact/signals';
import { budgetCost, isShortened } from '../state/budget.ts';
import { chosenDomain } from '../state/domains.ts';
import { draft, sendAtMs } from '../state/draft.ts';
import { list } from '../state/list.ts';
import { cost, costed, engineDraft, hasChecklist, look, SETTLE_MS } from '../state/preview.ts';
import { blocking, contactError, missing, tried } from '../state/publish.ts';
import { registrations } from '../state/registrations.ts';
import { isShorterSettled, shorter } from '../state/shorter.ts';
import { check, inOrder } from './checklist.ts';
import type { Facts, Finding } from './finding.ts';
import { canAnswer } from './opt-out.ts';
import { loadEndings, looksLikeLink } from './overlooked.ts';
import { voice } from './voice.ts';

hasChecklist.value = true;
const now = signal(Date.now());
setInterval(() => {
  now.value = Date.now();
}, 60_000);

const endings = signal<ReadonlySet<string> | null>(null);
effect(() => {
  const seen = look.value;
  if (seen === null || endings.peek() !== null || looksLikeLink(seen).length === 0) return;
  loadEndings().then(
    (loaded) => {
      endings.value = loaded;
    },
    // Without a network the hint is left out; the next letter asks again.
    () => {},
  );
});

const facts = computed<Facts | null>(() => {
  const seen = look.value;
  if (seen === null || seen.checked === null) return null;
  const { sender, inspection } = seen.checked;
  const { template, parameters, devices } = seen.draft;
  return {
    kind: draft.kind.value,
    template,
    sender,
    host: chosenDomain.value?.host ?? null,
    parameters,
    devices,
    endings: endings.value,
    country: draft.country.value,
    tracking: draft.tracking.value,
    basis: draft.basis.value,
    basisWord: draft.basisWord.value,
    sendAtMs: sendAtMs(draft.sendAt.value),
    nowMs: now.value,
    look: seen.look,
    inspection,
    list: list.value,
    emptyFields: cost.value?.emptyFields ?? [],
    recipients: cost.value?.recipients ?? 0,
    limit: draft.limit.value,
    budget: budgetCost.value,
    isShortened: isShortened.value,
    shorter: shorter.value,
    missing: tried.value ? missing.value : [],
    registrations: registrations.value,
  };
});

/** Null until the message was looked at. */
export const findings = computed<readonly Finding[] | null>(() => facts.value && check(facts.value));
export const good = computed(() => (facts.value === null ? [] : inOrder(facts.value, findings.value ?? [])));

effect(() => {
  const errors = findings.value?.filter(({ severity }) => severity === 'error') ?? [];
  blocking.value = errors.length;
  contactError.value = errors.find(({ place }) => place === 'contact')?.say(voice.value) ?? null;
});

/** Whether all recipients can answer the message; not known before it was looked at. */
export const takesAnswers = computed(() => facts.value !== null && canAnswer(facts.value));

/**
 * Errors of the campaign as it stands, once the engine has seen its last letter; null: it did not answer in time. Call it
 * after `settledLook`.
 */
export function settledErrors(): Promise<readonly Finding[] | null> {
  return new Promise((resolve) => {
    const done = (answer: readonly Finding[] | null) => {
      clearTimeout(timer);
      resolve(answer);
      // The effect may be running for the first time, before its own end is known.
      queueMicrotask(() => stop());
    };
    const timer = setTimeout(() => done(null), SETTLE_MS);
    const stop = effect(() => {
      const seen = look.value;
      if (seen === null || seen.draft !== engineDraft.value) return;
      if (seen.checked?.sender !== draft.sender.value || seen.checked.contact !== draft.contact.value) return;
      // Under a limit it matters who is above it: that is counted, and their own text is looked at.
      const isCounted = list.value === null || costed.value === engineDraft.value;
      if (draft.limit.value > 0 && !(isCounted && isShorterSettled.value)) return;
      done(findings.value?.filter(({ severity }) => severity === 'error') ?? []);
    });
  });
}
