import type { SegmentPlan } from '../core.d.ts';
import type { SenderForm } from '../country-profiles.d.ts';

const SHORTEST = 3;
/** What the ten octets of an address hold in septets (3GPP TS 23.040, 9.1.2.5). */
const LONGEST_NAME = 11;
/** E.164. */
const LONGEST_NUMBER = 15;

export function isNumber(sender: string): boolean {
  return /^[+\d\s]+$/.test(sender.trim());
}

export function senderForm(
  sender: string,
  plan: (text: string) => Pick<SegmentPlan, 'encoding' | 'units'>,
): SenderForm {
  const trimmed = sender.trim();
  if (trimmed === '') return 'empty';
  if (isNumber(trimmed)) {
    const digits = trimmed.replace(/\D/g, '').length;
    return digits >= SHORTEST && digits <= LONGEST_NUMBER ? 'number' : 'number-length';
  }
  if (!/\p{L}/u.test(trimmed)) return 'no-letter';
  const { encoding, units } = plan(trimmed);
  // A character of the extension table takes two septets, and an address has no escape.
  if (encoding !== 'gsm7' || units !== trimmed.length) return 'outside-gsm7';
  if (units < SHORTEST) return 'too-short';
  if (units > LONGEST_NAME) return 'too-long';
  return /^[A-Za-z0-9 ]+$/.test(trimmed) ? 'name' : 'name-with-signs';
}
