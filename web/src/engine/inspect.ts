/** What the checklist asks of one message, its sender and its contact. */
import type { Texts } from 'klikspor/texts';
import { addresses } from './addresses.ts';
import type { InspectAsk, Inspection, Look } from './protocol.ts';
import { sending } from './sending.ts';

export async function inspect(
  core: Texts,
  look: Look,
  { template, options, sender, contact = '' }: InspectAsk,
): Promise<Inspection> {
  const { text, plan } = look.rendered;
  const losses = plan.segments > 1 ? core.explainSegments(text, options.segments).borders : [];
  const { findOptOutInstruction, namesOptOut, senderForm } = await sending();
  return {
    sender: senderForm(sender),
    contact: contact.trim() === '' ? null : (await addresses()).buildContact(contact),
    instruction: findOptOutInstruction(template),
    ownOptOuts: look.outline.links.map(({ url }) => url).filter((url) => namesOptOut(url)),
    overlooked: core.findOverlookedLinks(template),
    misspelled: core.findMisspelledSchemes(template),
    borders: losses.map(({ kind, segment }) => ({ kind, at: look.borders[segment] ?? 0 })),
  };
}
