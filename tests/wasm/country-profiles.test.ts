import { readFileSync } from 'node:fs';
import { load } from 'klikspor';
import {
  COUNTRY_PROFILES,
  COUNTRY_PROFILES_CHECKED,
  type CountryProfile,
  clocksIn,
  correctedZones,
  countryProfile,
  dayIn,
  type RegistrationState,
  TIME_ZONE_DATA,
} from 'klikspor/country-profiles';
import { describe, expect, test } from 'vitest';

const core = await load();

/** The clock is the host's, the rule the core's. */
const quietPlaces = (profile: CountryProfile, atMs: number, ownZone?: string) =>
  core.quietPlaces(profile.hours, clocksIn(profile, atMs, ownZone));
const senderVerdict = (profile: CountryProfile, sender: string, registration: RegistrationState, atMs: number) =>
  core.senderVerdict(profile, sender, registration, dayIn(profile, atMs));

describe('a country', () => {
  test.each(['DK', 'NO', 'SE', 'FI', 'DE', 'GB', 'NL', 'IE', 'ES', 'FR', 'US', 'CA'])(
    '%s has a profile of its own',
    (country) => {
      const profile = countryProfile(country);
      expect(profile.country).toBe(country);
      expect(profile.law.kind).toBe('law');
      expect(profile.timeZones.length).toBeGreaterThan(0);
    },
  );

  test('in the EU or EEA without one has the general one, which is advice', () => {
    for (const country of ['BE', 'IT', 'IS', 'PL']) {
      expect(countryProfile(country)).toMatchObject({ country: 'EU', optOut: 'link', law: { kind: 'advice' } });
    }
  });

  test('elsewhere has the rest of the world’s, whatever it is called', () => {
    for (const country of ['CH', 'GL', '']) expect(countryProfile(country).country).toBe('*');
  });

  test('asks for a keyword in North America and a link in Denmark', () => {
    expect(countryProfile('US')).toMatchObject({ optOut: 'keyword', senderName: false, hours: { kind: 'law' } });
    expect(countryProfile('CA')).toMatchObject({ optOut: 'keyword', senderName: false });
    expect(countryProfile('DK')).toMatchObject({ optOut: 'link', senderName: true, hours: { kind: 'advice' } });
  });
});

test('each profile’s own texts do what they promise', () => {
  for (const { country, link, keyword, keywords } of Object.values(COUNTRY_PROFILES)) {
    expect(core.createTemplate(link).outline().links, country).toMatchObject([{ kind: 'opt-out' }]);
    expect(core.findOptOutInstruction(keyword), country).toMatchObject({ toNumber: false });
    for (const word of keywords) expect(core.isOptOutKeyword(word), `${country} ${word}`).toBe(true);
    for (const text of [link, keyword]) expect(core.planSegments(text).encoding, country).toBe('gsm7');
  }
});

test('the data ship as JSON too, with the day they were checked', () => {
  const json = JSON.parse(readFileSync(new URL('../../wasm/dist/country-profiles.json', import.meta.url), 'utf8'));
  expect(json.profiles).toEqual(COUNTRY_PROFILES);
  expect(json.checked).toBe(COUNTRY_PROFILES_CHECKED);
  expect(COUNTRY_PROFILES_CHECKED).toMatch(/^20\d\d-\d\d-\d\d$/);
});

describe('hours', () => {
  const at = (text: string) => Date.parse(text);
  test.each([
    ['a Thursday morning', '2026-11-26T07:59+01:00', '07:59'],
    ['the first minute', '2026-11-26T08:00+01:00', null],
    ['the last minute', '2026-11-26T19:59+01:00', null],
    ['the evening', '2026-11-26T20:00+01:00', '20:00'],
    ['a Sunday morning', '2026-11-29T08:30+01:00', '08:30'],
    ['a Saturday afternoon', '2026-11-28T17:59+01:00', null],
    ['summer time', '2026-07-01T06:00Z', null],
  ])('in Denmark on %s', (_, moment, quietAt) => {
    const places = quietPlaces(countryProfile('DK'), at(moment));
    expect(places[0]?.time ?? null).toBe(quietAt);
  });

  test('in the United States hold wherever somebody may live, the farthest place first', () => {
    // 10:00 in New York is 07:00 in Los Angeles, 06:00 in Anchorage and 05:00 in Honolulu.
    const places = quietPlaces(countryProfile('US'), at('2026-11-26T10:00-05:00'));
    expect(places.map(({ timeZone, time }) => [timeZone, time])).toEqual([
      ['Pacific/Honolulu', '05:00'],
      ['America/Anchorage', '06:00'],
      ['America/Los_Angeles', '07:00'],
    ]);
    expect(quietPlaces(countryProfile('US'), at('2026-11-26T14:00-05:00'))).toEqual([]);
  });

  test('in France end at half past nine and spare the Sunday, by the networks’ charter', () => {
    const france = countryProfile('FR');
    expect(quietPlaces(france, at('2026-11-26T21:29+01:00'))).toEqual([]);
    expect(quietPlaces(france, at('2026-11-26T21:30+01:00'))).toMatchObject([{ time: '21:30' }]);
    expect(quietPlaces(france, at('2026-11-29T12:00+01:00'))).toMatchObject([{ hours: null }]);
    expect(france.hours).toMatchObject({ kind: 'advice', note: { en: expect.stringContaining('public holidays') } });
  });

  test('of a country without a known zone are the sender’s own', () => {
    const noon = at('2026-11-26T12:00Z');
    expect(quietPlaces(countryProfile('IT'), noon, 'Europe/Rome')).toEqual([]);
    expect(quietPlaces(countryProfile('IT'), noon, 'Asia/Tokyo')).toMatchObject([{ time: '21:00' }]);
  });
});

describe('what networks do is', () => {
  const rows = (profile: CountryProfile) =>
    [profile.sender, profile.register, profile.route, profile.links].filter((row) => row !== null);
  test.each(Object.values(COUNTRY_PROFILES))(
    'read somewhere, dated and told in both languages: $country',
    (profile) => {
      for (const row of rows(profile)) {
        expect(row.source).not.toBe('');
        expect(row.readOn).toMatch(/^20\d\d-\d\d-\d\d$/);
        expect(row.validUntil > row.readOn).toBe(true);
        for (const sentence of [row.en, row.da]) expect(sentence).toMatch(/^\p{Lu}.*\.$/u);
      }
      // Only what is unknown may have nothing to look it up in.
      if (profile.sender.url === null) expect(profile.sender.rule).toBe('unknown');
      expect(profile.senderName).toBe(profile.sender.rule !== 'number-only');
    },
  );

  test('never in order where it is unknown, too old, or not there', () => {
    const after = Date.parse('2100-01-01T12:00Z');
    for (const profile of Object.values(COUNTRY_PROFILES)) {
      for (const sender of ['Barnets', '4520123456']) {
        const { verdict } = senderVerdict(profile, sender, { state: 'confirmed', on: '2026-11-01' }, after);
        expect(verdict, profile.country).toBe('outdated');
      }
    }
  });
});

describe('a sender', () => {
  const no: RegistrationState = { state: 'not-asked' };
  const asked: RegistrationState = { state: 'asked', on: '2026-10-01' };
  const yes: RegistrationState = { state: 'confirmed', on: '2026-10-01' };
  test.each([
    // Finland: authorised senders only, in two steps, at midnight there.
    ['FI', 'Barnets', no, '2026-05-03T23:59+03:00', 'soon'],
    ['FI', 'Barnets', no, '2026-05-04T00:00+03:00', 'renamed'],
    ['FI', 'Barnets', no, '2026-11-01T23:59+02:00', 'renamed'],
    ['FI', 'Barnets', no, '2026-11-02T00:00+02:00', 'blocked'],
    ['FI', 'Barnets', asked, '2026-11-29T12:00+02:00', 'blocked'],
    ['FI', 'Barnets', yes, '2026-11-29T12:00+02:00', 'carried'],
    ['FI', '+45 20 12 34 56', no, '2026-11-29T12:00+02:00', 'blocked'],
    ['FI', '+45 20 12 34 56', yes, '2026-11-29T12:00+02:00', 'carried'],
    // Ireland: names only.
    ['IE', 'Barnets', no, '2025-07-02T23:59+01:00', 'soon'],
    ['IE', 'Barnets', no, '2025-07-03T00:00+01:00', 'renamed'],
    ['IE', 'Barnets', no, '2025-10-03T00:00+01:00', 'blocked'],
    ['IE', 'Barnets', asked, '2026-11-29T12:00Z', 'blocked'],
    ['IE', 'Barnets', yes, '2026-11-29T12:00Z', 'carried'],
    ['IE', '4520123456', no, '2026-11-29T12:00Z', 'carried'],
    // Spain: names only, by a provider entered for them.
    ['ES', 'Barnets', no, '2026-09-14T23:59+02:00', 'soon'],
    ['ES', 'Barnets', no, '2026-09-15T00:00+02:00', 'blocked'],
    ['ES', 'Barnets', yes, '2026-11-29T12:00+01:00', 'carried'],
    ['ES', '4520123456', no, '2026-11-29T12:00+01:00', 'carried'],
    // France: letters and digits.
    ['FR', 'Barnets', no, '2026-11-29T12:00+01:00', 'carried'],
    ['FR', 'Elleve11111', no, '2026-11-29T12:00+01:00', 'carried'],
    ['FR', 'Barnets V', no, '2026-11-29T12:00+01:00', 'name-form'],
    ['FR', 'Elleve111112', no, '2026-11-29T12:00+01:00', 'name-form'],
    ['FR', 'H&M', yes, '2026-11-29T12:00+01:00', 'name-form'],
    ['FR', '+45 20 12 34 56', no, '2026-11-29T12:00+01:00', 'number-refused'],
    ['FR', '36 180', no, '2026-11-29T12:00+01:00', 'carried'],
    ['FR', '361800', no, '2026-11-29T12:00+01:00', 'number-refused'],
    // Elsewhere.
    ['DK', 'Barnets', no, '2026-11-29T12:00+01:00', 'carried'],
    ['DK', 'Barnets', no, '2027-05-31T23:59+02:00', 'carried'],
    ['DK', 'Barnets', no, '2027-06-01T00:00+02:00', 'outdated'],
    ['FI', 'Barnets', yes, '2027-06-01T00:00+03:00', 'outdated'],
    ['US', 'Barnets', no, '2026-11-29T12:00Z', 'name-not-carried'],
    ['US', '12345', no, '2026-11-29T12:00Z', 'carried'],
    ['NO', 'Barnets', yes, '2026-11-29T12:00Z', 'unknown'],
    ['GB', 'Barnets', yes, '2026-11-29T12:00Z', 'unknown'],
    ['GB', '447700900000', no, '2026-11-29T12:00Z', 'unknown'],
    ['IT', 'Barnets', no, '2026-11-29T12:00Z', 'unknown'],
    ['GL', 'Barnets', no, '2026-11-29T12:00Z', 'unknown'],
  ] as const)('to %s as %j, %j at %s is %s', (country, sender, registration, moment, verdict) => {
    expect(senderVerdict(countryProfile(country), sender, registration, Date.parse(moment))).toMatchObject({ verdict });
  });

  const noon = Date.parse('2026-11-29T12:00Z');
  test('that is registered still goes by the right way only, where that matters', () => {
    expect(senderVerdict(countryProfile('ES'), 'Barnets', yes, noon)).toMatchObject({ route: { of: 'names' } });
    expect(senderVerdict(countryProfile('ES'), '4520123456', no, noon)).toMatchObject({ route: null });
    expect(senderVerdict(countryProfile('US'), '12345', no, noon)).toMatchObject({ route: { of: 'numbers' } });
    expect(senderVerdict(countryProfile('IE'), 'Barnets', yes, noon)).toMatchObject({ route: null });
  });

  test('that is not says where to register and what happens meanwhile', () => {
    const { register } = countryProfile('FI');
    const renamed = senderVerdict(countryProfile('FI'), 'Barnets', no, Date.parse('2026-06-01T12:00Z'));
    expect(renamed).toMatchObject({ register, step: { shownAs: 'Unknown' } });
  });

  test('that is a number is the same however it is grouped', () => {
    expect(core.writtenSender(' +45 20 12 34 56 ')).toBe('+4520123456');
    expect(core.writtenSender(' Barnets Verden ')).toBe('Barnets Verden');
  });

  test.each([
    ['Barnets Verden', 'BarnetsVerd'],
    ['Blåbærgrød', 'Blaabaergro'],
    ['ÆBLET', 'AeBLET'],
    ['Zoë & co.', 'Zoeco'],
    ['Łukasz', 'Lukasz'],
    ['Кот', null],
    ['12-34', null],
  ])('as French networks take it: %j is %j', (name, plain) => {
    expect(core.plainName(name)).toBe(plain);
    if (plain === null) return;
    expect(senderVerdict(countryProfile('FR'), plain, no, noon)).toMatchObject({ verdict: 'carried' });
  });
});

test.each([
  ['NO', { state: 'not-asked' }, '2026-11-29', 'blocked'],
  ['NO', { state: 'asked', on: '2026-11-01' }, '2026-11-29', 'blocked'],
  ['NO', { state: 'confirmed', on: '2026-11-01' }, '2026-11-29', 'carried'],
  ['NO', { state: 'confirmed', on: '2026-11-01' }, '2027-06-01', 'outdated'],
  ['DK', { state: 'not-asked' }, '2026-11-29', 'filtered'],
  ['DK', { state: 'confirmed', on: '2026-11-01' }, '2026-11-29', 'carried'],
  ['SE', { state: 'not-asked' }, '2026-11-29', 'not-read'],
] as const)('links to %s, %j on %s, are %s', (country, registration, day, verdict) => {
  const found = core.linkVerdict(countryProfile(country), registration, day);
  expect(found).toMatchObject({ verdict });
});

describe('an instruction to opt out', () => {
  test.each([
    ['Sale today. Reply STOP to opt out', 'STOP', false],
    ['Reply "STOP" to end', 'STOP', false],
    ['STOP to opt out', 'STOP', false],
    ['Stop? Svar stop', 'stop', false],
    ['Svar med AFMELD', 'AFMELD', false],
    ['Svar STOP for at afmelde', 'STOP', false],
    ['Afmeld: send STOP til 1245', 'STOP', true],
    ['Afmeld: sms STOP 1245.', 'STOP', true],
    ['STOP til 1245', 'STOP', true],
    ['Text STOP to 12345', 'STOP', true],
    ['Abmelden: Antworten Sie mit STOP!', 'STOP', false],
    ['Vastaa STOP', 'STOP', false],
    ['Lähetä sana STOP', 'STOP', false],
    ['La\u0308heta\u0308 STOP', 'STOP', false],
    ['👋 Svara STOPP', 'STOPP', false],
    ['Baja: responde STOP', 'STOP', false],
    ['Envía BAJA al 1234', 'BAJA', true],
    ['Répondez STOP', 'STOP', false],
    ['STOP au 36180', 'STOP', true],
  ])('is found in %j', (text, keyword, toNumber) => {
    const found = core.findOptOutInstruction(text);
    expect(found && text.slice(found.start, found.end)).toBe(keyword);
    if (found !== null) expect(found.toNumber).toBe(toNumber);
  });

  test.each([
    '',
    'stop by our shop tomorrow',
    'END OF SEASON SALE',
    'Sommerferien er slut. Udsalg til 500 kr.',
    'Udsalget er slut 2025',
    'Giv os et svar. Stop op og se',
    'Afmeld: ',
    'Send en ven, stop op',
    'Sale ends 20. Cancel to 99',
  ])('is not in %j', (text) => {
    expect(core.findOptOutInstruction(text)).toBeNull();
  });
});

test.each([
  ['1245', ['DK'], true],
  ['Barnets', ['DK'], false],
  // A number of the gateway stands in for the name there, and nowhere else.
  ['Barnets', ['US'], true],
  ['Barnets', ['US', 'CA'], true],
  ['Barnets', ['US', 'DK'], false],
  ['Blåbærgrød', ['SE'], false],
] as const)('whether the sender %j takes answers in %j', (sender, countries, expected) => {
  expect(core.takesAnswers(sender, countries.map(countryProfile))).toBe(expected);
});

test('a profile that is none is refused with its field', () => {
  const profile = countryProfile('DK');
  const no: RegistrationState = { state: 'not-asked' };
  const broken = { ...profile, sender: { ...profile.sender, rule: 'any' } } as unknown as CountryProfile;
  expect(() => core.senderVerdict(broken, 'Barnets', no, '2026-11-29')).toThrow(
    'sender.rule is "any"; it must be one of "any-name", "registered-name", "number-only", "unknown"',
  );
  expect(() => core.takesAnswers('Barnets', [broken])).toThrow(RangeError);
  const hours = { ...profile.hours, sunday: ['8', '20:00'] as const };
  expect(() => core.quietPlaces(hours, [])).toThrow('hours is "8"; it must be a time of day such as 07:30');
  const clock = { timeZone: 'UTC', weekday: 7, time: '07:30' };
  expect(() => core.quietPlaces(profile.hours, [clock])).toThrow('clock.weekday is 7');
});

test.each(['', 'zz', '2026-13-45', '2026-02-29', '2026-11-29T12:00', '29-11-2026'])(
  'the day %j, which no calendar has, is refused',
  (day) => {
    const told = `day is ${JSON.stringify(day)}; it must be a day of the calendar such as 2026-11-29`;
    const no: RegistrationState = { state: 'not-asked' };
    expect(() => core.senderVerdict(countryProfile('DK'), 'Barnets', no, day)).toThrow(new RangeError(told));
    expect(() => core.linkVerdict(countryProfile('DK'), no, day)).toThrow(new RangeError(told));
  },
);

test('a country is two capital letters, known or not', () => {
  for (const country of ['dk', 'Danmark', 'DNK', 'D1', ' DK', '001', 'constructor']) {
    expect(() => countryProfile(country)).toThrow(
      new RangeError(
        `country is ${JSON.stringify(country)}; it must be two capital letters such as DK (ISO 3166-1), * or empty`,
      ),
    );
  }
  expect(() => Reflect.apply(countryProfile, null, [])).toThrow(RangeError);
  for (const country of ['ZZ', 'GL', '*', '']) expect(countryProfile(country).country).toBe('*');
  expect(countryProfile('EU').country).toBe('EU');
});

test('a day is the country’s own, in its first zone', () => {
  const atMs = Date.parse('2026-11-29T23:30Z');
  expect(dayIn(countryProfile('DK'), atMs)).toBe('2026-11-30');
  expect(dayIn(countryProfile('US'), atMs)).toBe('2026-11-29');
  expect(dayIn(countryProfile('IT'), atMs)).toBe('2026-11-29');
});

test('zones whose clocks changed lately follow the data that ship, whatever the host knows', () => {
  const shown = (timeZone: string, at: string) =>
    clocksIn({ ...countryProfile('*'), timeZones: [timeZone] }, Date.parse(at))[0];
  expect(shown('America/Winnipeg', '2026-12-07T18:00Z')).toEqual({
    ...{ timeZone: 'America/Winnipeg', weekday: 0, time: '13:00' },
  });
  // To the minute: Cuba goes back in 2027.
  expect(shown('America/Havana', '2027-11-07T04:59Z')?.time).toBe('00:59');
  expect(shown('America/Havana', '2027-11-07T05:00Z')?.time).toBe('00:00');
  // The day, too: it is Monday already where the clocks stayed ahead.
  expect(shown('America/Vancouver', '2026-12-07T07:30Z')).toMatchObject({ weekday: 0, time: '00:30' });
  expect(dayIn({ ...countryProfile('*'), timeZones: ['America/Vancouver'] }, Date.parse('2026-12-07T07:30Z'))).toBe(
    '2026-12-07',
  );
  expect(TIME_ZONE_DATA).toEqual({ release: expect.stringMatching(/^\d{4}[a-z]$/), read: expect.any(String) });
  for (const zone of correctedZones()) expect(shown(zone, '2026-12-07T18:00Z')?.time).toMatch(/^\d\d:\d\d$/);
});
