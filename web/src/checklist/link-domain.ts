/** Some networks carry links only of domains they know: ours stands in every message. */
import type { CountryNetworks } from '../engine/networks.ts';
import { type Facts, type Finding, finding } from './finding.ts';
import { askedOn, outdated } from './sender.ts';

export function checkLinkDomain({ look, networks }: Facts): Finding[] {
  const { host } = networks;
  if (host === null || !look.outline.links.some(({ link }) => link >= 0)) return [];
  return networks.countries.flatMap((country) => carriedTo(country, host));
}

function carriedTo({ country, links: domain }: CountryNetworks, host: string): Finding[] {
  if (domain === null) return [];
  const { verdict: found, registration } = domain;
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
