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
  // Where names are not carried, the gateway sends from a number of its own.
  const isName = inspection.sender !== 'number' && inspection.sender !== 'empty' && profile.senderName;
  if (!hasLink && instruction?.toNumber === false && isName) {
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

/** A link stands in the message, but some of its recipients expect a keyword. */
function checkKeyword({ country, list }: Facts): Finding[] {
  const countries = new Set([country, ...(list?.countries ?? []).map((entry) => entry.country)]);
  return [...countries].flatMap((code) => {
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
export function optOutOf(profile: CountryProfile): Remedy {
  return profile.optOut === 'keyword'
    ? append(profile.keyword, ({ words }) => words.remedies.keyword(profile.keyword.trim()))
    : append(profile.link, ({ words }) => words.remedies.link);
}
