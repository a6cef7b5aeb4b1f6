/** The checklist of the campaign as it stands. Loaded when there is a message to check. */
import { computed, effect } from '@preact/signals';
import { check, inOrder } from '../checklist/checklist.ts';
import type { Facts, Finding } from '../checklist/finding.ts';
import { sendAtMs } from '../draft/fields.ts';
import { isShorterSettled, shorter } from '../limit/shorter.ts';
import { isShortened, limitCost } from '../limit/state.ts';
import { settled } from './asking.ts';
import { cost, costed } from './cost.ts';
import { chosenDomain } from './domains.ts';
import { draft } from './draft.ts';
import { draftValues } from './draft-values.ts';
import { list } from './list.ts';
import { hasChecklist, look } from './look.ts';
import { blocking, contactError, missing, tried } from './missing.ts';
import { isNetworksSettled, networks, now } from './networks.ts';
import { engineDraft } from './question.ts';
import { voice } from './voice.ts';

// With the first answer: until what networks are asked of is loaded, looks go on without it.
effect(() => {
  if (networks.value !== null) hasChecklist.value = true;
});

const facts = computed<Facts | null>(() => {
  const seen = look.value;
  if (seen === null || seen.checked === null || networks.value === null) return null;
  const { sender, inspection } = seen.checked;
  const { template, devices } = seen.draft;
  return {
    ...draftValues.value,
    template,
    sender,
    host: chosenDomain.value?.host ?? null,
    devices,
    sendAtMs: sendAtMs(draft.sendAt.value),
    nowMs: now.value,
    look: seen.look,
    inspection,
    list: list.value,
    emptyFields: cost.value?.emptyFields ?? [],
    recipients: cost.value?.recipients ?? 0,
    atMost: draft.limit.value,
    limit: limitCost.value,
    isShortened: isShortened.value,
    shorter: shorter.value,
    missing: tried.value ? missing.value : [],
    networks: networks.value,
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

/** Whether all recipients can answer the message; not known before it was asked. */
export const takesAnswers = computed(() => networks.value?.takesAnswers ?? false);

/**
 * Errors of the campaign as it stands, once the engine has seen its last letter; null: it did not answer in time. Call it
 * after `settledLook`.
 */
export function settledErrors(): Promise<readonly Finding[] | null> {
  return settled(() => {
    const seen = look.value;
    if (seen === null || seen.draft !== engineDraft.value) return undefined;
    if (!isNetworksSettled.value) return undefined;
    if (seen.checked?.sender !== draft.sender.value || seen.checked.contact !== draft.contact.value) return undefined;
    // Under a limit it matters who is above it: that is counted, and their own text is looked at.
    const isCounted = list.value === null || costed.value === engineDraft.value;
    if (draft.limit.value > 0 && !(isCounted && isShorterSettled.value)) return undefined;
    return findings.value?.filter(({ severity }) => severity === 'error') ?? [];
  });
}
