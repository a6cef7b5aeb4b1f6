import { countryProfile } from 'klikspor/country-profiles';
import { type Facts, type Finding, finding } from './finding.ts';
import type { RuleId } from './rules.ts';

const WRONG = {
  'too-long': 'sender-too-long',
  'too-short': 'sender-too-short',
  'outside-gsm7': 'sender-outside-gsm7',
  'no-letter': 'sender-no-letter',
  'number-length': 'sender-number-length',
  'name-with-signs': 'sender-with-signs',
} as const satisfies Record<string, RuleId>;

/** A sender that is missing is told as such when publishing is tried. */
export function checkSender({ sender, country, list, inspection }: Facts): Finding[] {
  const form = inspection.sender;
  if (form === 'empty') return [];
  const name = sender.trim();
  const found: Finding[] = [];
  if (form in WRONG) {
    const rule = WRONG[form as keyof typeof WRONG];
    found.push(finding(rule, ({ words }) => words.rules[rule](name)));
  }
  if (form === 'number' || form === 'number-length') return found;
  const countries = new Set([country, ...(list?.countries ?? []).map((entry) => entry.country)]);
  for (const code of countries) {
    if (countryProfile(code).senderName) continue;
    found.push(
      finding('sender-not-carried', ({ words, country: nameOf }) => words.rules['sender-not-carried'](nameOf(code)), {
        key: code,
      }),
    );
  }
  return found;
}
