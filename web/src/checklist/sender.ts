import type { Reading, RegistrationState } from 'klikspor/country-profiles';
import type { CountryNetworks } from '../engine/networks.ts';
import { type Facts, type Finding, finding, type Voice } from './finding.ts';
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
export function checkSender(facts: Facts): Finding[] {
  const form = facts.inspection.sender;
  if (form === 'empty') return [];
  const name = facts.sender.trim();
  const found: Finding[] = [];
  if (form in WRONG) {
    const rule = WRONG[form as keyof typeof WRONG];
    found.push(finding(rule, ({ words }) => words.rules[rule](name)));
  }
  const unknown: string[] = [];
  for (const networks of facts.networks.countries) found.push(...carriedTo(networks, facts, unknown));
  if (unknown.length > 0) found.push(notKnown(unknown));
  return found;
}

/** What becomes of the sender in one country; one that nothing is known of goes into `unknown`. */
function carriedTo({ country, sender }: CountryNetworks, { networks }: Facts, unknown: string[]): Finding[] {
  if (sender === null) return [];
  const { verdict: found, registration } = sender;
  const { sender: name, plainName } = networks;
  const more = { key: country, row: `${country} sender` };
  switch (found.verdict) {
    case 'carried': {
      const { route } = found;
      if (route === null) return [];
      return [
        finding('sender-route', ({ words, language }) => words.rules['sender-route'](route[language]), {
          ...more,
          row: country,
        }),
      ];
    }
    case 'name-not-carried':
      return [
        finding(
          'sender-not-carried',
          ({ words, country: nameOf }) => words.rules['sender-not-carried'](nameOf(country)),
          more,
        ),
      ];
    case 'name-form':
      return [
        finding('sender-form', ({ words, country: nameOf }) => words.rules['sender-form'](nameOf(country), name), {
          ...more,
          remedy:
            plainName === null
              ? undefined
              : { kind: 'sender', text: plainName, say: ({ words }) => words.remedies.sender(plainName) },
        }),
      ];
    case 'number-refused':
      return [
        finding(
          'sender-number-refused',
          ({ words, country: nameOf }) => words.rules['sender-number-refused'](nameOf(country)),
          more,
        ),
      ];
    case 'soon': {
      const { register, step } = found;
      return [
        finding(
          'sender-register-soon',
          ({ words, country: nameOf, day }) =>
            words.rules['sender-register-soon'](nameOf(country), name, day(step.from), register.name),
          more,
        ),
      ];
    }
    case 'renamed': {
      const { register, step } = found;
      return [
        finding(
          'sender-renamed',
          (voice) =>
            voice.words.rules['sender-renamed'](voice.country(country), name, step.shownAs, register.name) +
            askedOn(voice, registration),
          more,
        ),
      ];
    }
    case 'blocked': {
      const { register } = found;
      return [
        finding(
          'sender-unregistered',
          (voice) =>
            voice.words.rules['sender-unregistered'](voice.country(country), name, register.name) +
            askedOn(voice, registration),
          more,
        ),
      ];
    }
    case 'outdated':
      return [outdated('sender-outdated', country, found.reading)];
    case 'unknown':
      unknown.push(country);
      return [];
  }
}

/** One finding for all of them: what to do about it is the same everywhere. */
function notKnown(countries: readonly string[]): Finding {
  return finding(
    'sender-unknown',
    ({ words, country: nameOf, list }) =>
      words.rules['sender-unknown'](list(countries.map((code) => (code === '' ? words.elsewhere : nameOf(code))))),
    { row: countries[0] ?? '' },
  );
}

export function outdated(rule: 'sender-outdated' | 'link-outdated', country: string, reading: Reading): Finding {
  return finding(
    rule,
    ({ words, country: nameOf, day }) =>
      words.rules[rule](country === '' ? words.elsewhere : nameOf(country), day(reading.readOn), reading.source),
    { key: country, row: country },
  );
}

/** Asked for is not registered yet, which somebody who asked wants to see was heard. */
export function askedOn({ words, day }: Voice, registration: RegistrationState): string {
  return registration.state === 'asked' ? ` ${words.askedOn(day(registration.on))}` : '';
}
