/** What the checklist asks of one message, its sender and its contact. */
import type { BorderLoss, ContactOutcome, ForeignTag, FoundLink, OptOutInstruction, SenderForm } from 'klikspor';
import type { Texts } from 'klikspor/texts';
import { addresses } from './addresses.ts';
import type { Draft } from './draft.ts';
import type { Look } from './look.ts';
import type { Recipients } from './recipients.ts';
import { sending } from './sending.ts';
import type { Templates } from './templates.ts';

/** Of a message for the checklist. */
export interface InspectAsk extends Draft {
  readonly index: number;
  readonly sender: string;
  /** As written; absent or empty: none is given. */
  readonly contact?: string;
}

/** What the checklist asks the core besides a look. */
export interface Inspection {
  readonly sender: SenderForm;
  /** For each field of the outline the other columns that go by its name. Empty without a list. */
  readonly namesakes: readonly (readonly number[])[];
  /** Merge fields as other tools write them. */
  readonly foreignTags: readonly ForeignTag[];
  /** Null: none is given. */
  readonly contact: ContactOutcome | null;
  /** Where the template says how to opt out with an answer; null: nowhere. */
  readonly instruction: OptOutInstruction | null;
  /** Addresses in the template that name an opt-out themselves, such as www.your-shop.com/unsubscribe. */
  readonly ownOptOuts: readonly string[];
  /** Hosts in the template that phones make tappable and the core does not shorten. */
  readonly overlooked: readonly FoundLink[];
  /** Where `https://` before an address is misspelled in the template. */
  readonly misspelled: readonly FoundLink[];
  /** What the borders of the recipient's message met, each with the place in the template. */
  readonly borders: readonly { readonly kind: BorderLoss['kind']; readonly at: number }[];
}

export async function inspect(
  core: Texts,
  templates: Templates,
  recipients: Recipients | null,
  look: Look,
  { template, options, sender, contact = '' }: InspectAsk,
): Promise<Inspection> {
  const draft = { template, options };
  // Asked before anything is waited for: the list may be another afterwards.
  const namesakes = recipients?.namesakesOf(draft) ?? [];
  const foreignTags = recipients?.foreignTags(draft) ?? templates.of(draft).foreignTags(null);
  const { text, plan } = look.rendered;
  const losses = plan.segments > 1 ? core.explainSegments(text, options.segments).borders : [];
  const { findOptOutInstruction, namesOptOut, senderForm } = await sending();
  return {
    sender: senderForm(sender),
    namesakes,
    foreignTags,
    contact: contact.trim() === '' ? null : (await addresses()).buildContact(contact),
    instruction: findOptOutInstruction(template),
    ownOptOuts: look.outline.links.map(({ url }) => url).filter((url) => namesOptOut(url)),
    overlooked: core.findOverlookedLinks(template),
    misspelled: core.findMisspelledSchemes(template),
    borders: losses.map(({ kind, segment }) => ({ kind, at: look.borders[segment] ?? 0 })),
  };
}
