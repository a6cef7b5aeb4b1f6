/** What the checklist asks of one message, its sender and its contact. */
import type { Composer } from 'klikspor';
import { findOptOutInstruction } from 'klikspor/country-profiles';
import type { InspectAsk, Inspection, Look } from './protocol.ts';

export function inspect(
  core: Composer,
  look: Look,
  { template, options, sender, contact = '' }: InspectAsk,
): Inspection {
  const { text, plan } = look.rendered;
  const losses = plan.segments > 1 ? core.explainSegments(text, options.segments).borders : [];
  return {
    sender: core.senderForm(sender),
    contact: contact.trim() === '' ? null : core.buildContact(contact),
    instruction: findOptOutInstruction(template, core.isOptOutKeyword),
    ownOptOuts: look.outline.links
      .filter(({ url }) => url.split(/[^\p{L}\p{N}]+/u).some((word) => core.isOptOutKeyword(word)))
      .map(({ url }) => url),
    borders: losses.map(({ kind, segment }) => ({ kind, at: look.borders[segment] ?? 0 })),
  };
}
