import { countryProfile } from 'klikspor/country-profiles';
import { type Facts, type Finding, finding } from './finding.ts';

/** More countries than these would hide everything else. */
const MOST = 3;

export function checkHours({ kind, sendAtMs, nowMs, networks }: Facts): Finding[] {
  if (kind === 'service') return [];
  if (sendAtMs !== null && sendAtMs < nowMs) return [finding('hours-past', ({ words }) => words.rules['hours-past'])];
  return networks.countries
    .flatMap(({ country: code, quiet: worst }) => {
      if (worst === null) return [];
      const profile = countryProfile(code);
      const rule = profile.hours.kind === 'law' ? 'hours-law' : 'hours-advice';
      const city = profile.timeZones.length > 1 ? ` (${worst.timeZone.split('/').at(-1)?.replaceAll('_', ' ')})` : '';
      return [
        finding(
          rule,
          ({ words, language, country: nameOf }) => {
            const where = `${code === '' ? words.elsewhere : nameOf(code)}${city}`;
            const clock = sendAtMs === null ? words.now(worst.time) : words.planned(worst.time);
            const hours = worst.hours === null ? words.notAtAll : words.within(worst.hours.join('–'));
            const sentence = words.rules[rule](where, clock, hours);
            const { note } = profile.hours;
            return note === null ? sentence : `${sentence} ${note[language]}`;
          },
          { key: code },
        ),
      ];
    })
    .slice(0, MOST);
}
