/** The ways to a sender, for people whom the page cannot opt out. */

import type { ContactOutcome } from 'klikspor';
import { addresses } from './addresses.ts';
import { core } from './core.ts';
import type { CampaignRecord } from './records.ts';

export type Sender = Pick<CampaignRecord, 'senderName' | 'takesAnswers' | 'contact'>;

/** Whether recipients can answer, where nobody said: a number can be answered, a name cannot. */
export const canAnswer = (senderName: string): boolean => core.senderForm(senderName) === 'number';

export const takesAnswers = ({ takesAnswers, senderName }: Sender): boolean => takesAnswers ?? canAnswer(senderName);

/** The contact with its link; undefined: none is given. */
export async function contactOf({ contact }: Sender): Promise<Extract<ContactOutcome, { ok: true }> | undefined> {
  const found = contact && (await addresses()).buildContact(contact.value);
  return found?.ok ? found : undefined;
}
