/** What stands in the way of publishing: what is missing, and how many errors the checklist has. */
import { computed, signal } from '@preact/signals';
import type { Missing } from '../checklist/rules.ts';
import { chosenDomain, isElsewhere } from './domains.ts';
import { draft } from './draft.ts';
import { importFailure, list } from './list.ts';
import { look } from './look.ts';

/** In the order of the page. */
export const missing = computed<readonly Missing[]>(() => {
  const found: Missing[] = [];
  if (draft.name.value.trim() === '') found.push('name');
  if (draft.sender.value.trim() === '') found.push('sender');
  if (chosenDomain.value === null) found.push('domain');
  else if (isElsewhere(chosenDomain.value)) found.push('pointing');
  if (list.value === null) found.push('list');
  else if (list.value.size === 0) found.push('nobody');
  else if (importFailure.value !== null) found.push('file');
  if (draft.template.value.trim() === '') found.push('template');
  else if (look.value !== null && !look.value.look.outline.links.some((link) => link.link >= 0)) found.push('links');
  return found;
});

/** Set by the first try to publish: from then on what is missing is shown at its field. */
export const tried = signal(false);

/** Errors on the checklist, which sets both: the page asks before it is loaded. */
export const blocking = signal(0);
/** The first of them that is about the contact, as it says it. */
export const contactError = signal<string | null>(null);
