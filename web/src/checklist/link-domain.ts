/** Some networks carry links only of domains they know: ours stands in every message. */
import { countryProfile, linkVerdict } from 'klikspor/country-profiles';
import { isOwnMachine } from '../pointing/own-machine.ts';
import { arrivesAtMs, countriesOf, registrationOf } from '../registrations/rows.ts';
import { type Facts, type Finding, finding } from './finding.ts';
import { askedOn, outdated } from './sender.ts';

export function checkLinkDomain(facts: Facts): Finding[] {
  const { host, look, country, list } = facts;
  if (host === null || isOwnMachine(host) || !look.outline.links.some(({ link }) => link >= 0)) return [];
  return countriesOf(country, list).flatMap((code) => carriedTo(code, host, facts));
}

function carriedTo(country: string, host: string, { registrations, sendAtMs, nowMs }: Facts): Finding[] {
  const registration = registrationOf(registrations, { country, of: 'domain', name: host });
  const found = linkVerdict(countryProfile(country), registration, arrivesAtMs(sendAtMs, nowMs));
  if (found.verdict === 'carried' || found.verdict === 'not-read') return [];
  if (found.verdict === 'outdated') return [outdated('link-outdated', country, found.reading)];
  const { links } = found;
  const rule = found.verdict === 'blocked' ? 'link-unregistered' : 'link-filtered';
  return [
    finding(rule, (voice) => voice.words.rules[rule](links[voice.language], host) + askedOn(voice, registration), {
      key: country,
      row: `${country} domain`,
    }),
  ];
}
