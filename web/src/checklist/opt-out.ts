/** Marketing must offer a way out that works where its recipients are; a message about an order need not. */
import { type CountryProfile, countryProfile } from 'klikspor/country-profiles';
import { append, type Facts, type Finding, finding, type Remedy } from './finding.ts';

export function checkOptOut(facts: Facts): Finding[] {
  if (facts.kind === 'service') return [];
  const { country, look, inspection } = facts;
  const profile = countryProfile(country);
  const { instruction } = inspection;
  const hasLink = look.outline.links.some(({ kind }) => kind === 'opt-out') || inspection.ownOptOuts.length > 0;

  if (!hasLink && instruction === null) {
    return [
      finding('opt-out-missing', ({ words, language }) => words.rules['opt-out-missing'](profile.law[language]), {
        remedy: optOutOf(profile),
      }),
    ];
  }
  const at = instruction ?? undefined;
  if (!hasLink && instruction?.toNumber === false && inspection.sender !== 'empty' && !facts.networks.takesAnswers) {
    const sender = facts.sender.trim();
    return [
      finding('opt-out-no-reply', ({ words }) => words.rules['opt-out-no-reply'](sender), {
        at,
        remedy: append(profile.link, ({ words }) => words.remedies.link),
      }),
    ];
  }
  const found: Finding[] = [];
  if (instruction?.toNumber) found.push(finding('opt-out-paid', ({ words }) => words.rules['opt-out-paid'], { at }));
  if (instruction === null) found.push(...checkKeyword(facts));
  return found;
}

/** Where everybody has the same opt-out link its page can only say where to turn: somebody must be there, whatever it is about. */
export function checkWayOut(facts: Facts): Finding[] {
  const { tracking, look, inspection, networks } = facts;
  const { contact } = inspection;
  if (contact !== null) {
    if (contact.ok) return [];
    return [finding('opt-out-contact', ({ words, reason }) => words.rules['opt-out-contact'](reason(contact)))];
  }
  const hasLink = look.outline.links.some(({ kind }) => kind === 'opt-out');
  if (tracking === 'recipient' || !hasLink || inspection.sender === 'empty' || networks.takesAnswers) return [];
  const sender = facts.sender.trim();
  return [
    finding('opt-out-no-way', ({ words }) => words.rules['opt-out-no-way'](sender), {
      remedy: { kind: 'track', say: ({ words }) => words.remedies.track },
    }),
  ];
}

/** A link stands in the message, but some of its recipients expect a keyword. */
function checkKeyword({ networks }: Facts): Finding[] {
  return networks.countries.flatMap(({ country: code }) => {
    const profile = countryProfile(code);
    if (profile.optOut !== 'keyword') return [];
    return [
      finding('opt-out-keyword', ({ words, country: nameOf }) => words.rules['opt-out-keyword'](nameOf(code)), {
        key: code,
        remedy: optOutOf(profile),
      }),
    ];
  });
}

/** What people in a country expect, at the end of the message. */
function optOutOf(profile: CountryProfile): Remedy {
  return profile.optOut === 'keyword'
    ? append(profile.keyword, ({ words }) => words.remedies.keyword(profile.keyword.trim()))
    : append(profile.link, ({ words }) => words.remedies.link);
}
