import { readFileSync } from 'node:fs';
import { load } from 'klikspor';
import {
  COUNTRY_PROFILES,
  COUNTRY_PROFILES_CHECKED,
  countryProfile,
  findOptOutInstruction,
  quietPlaces,
  senderForm,
} from 'klikspor/country-profiles';
import { describe, expect, test } from 'vitest';

const core = await load();

describe('a country', () => {
  test.each(['DK', 'NO', 'SE', 'FI', 'DE', 'GB', 'NL', 'US', 'CA'])('%s has a profile of its own', (country) => {
    const profile = countryProfile(country);
    expect(profile.country).toBe(country);
    expect(profile.law.kind).toBe('law');
    expect(profile.timeZones.length).toBeGreaterThan(0);
  });

  test('in the EU or EEA without one has the general one, which is advice', () => {
    for (const country of ['FR', 'IE', 'IS', 'PL']) {
      expect(countryProfile(country)).toMatchObject({ country: 'EU', optOut: 'link', law: { kind: 'advice' } });
    }
  });

  test('elsewhere has the rest of the world’s, whatever it is called', () => {
    for (const country of ['CH', 'GL', 'constructor', '']) expect(countryProfile(country).country).toBe('*');
  });

  test('asks for a keyword in North America and a link in Denmark', () => {
    expect(countryProfile('US')).toMatchObject({ optOut: 'keyword', senderName: false, hours: { kind: 'law' } });
    expect(countryProfile('CA')).toMatchObject({ optOut: 'keyword', senderName: false });
    expect(countryProfile('DK')).toMatchObject({ optOut: 'link', senderName: true, hours: { kind: 'advice' } });
  });
});

test('each profile’s own texts do what they promise', () => {
  for (const { country, link, keyword, keywords } of Object.values(COUNTRY_PROFILES)) {
    expect(core.outlineTemplate(link).links, country).toMatchObject([{ kind: 'opt-out' }]);
    expect(findOptOutInstruction(keyword, core.isOptOutKeyword), country).toMatchObject({ toNumber: false });
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

  test('of a country without a known zone are the sender’s own', () => {
    const noon = at('2026-11-26T12:00Z');
    expect(quietPlaces(countryProfile('FR'), noon, 'Europe/Paris')).toEqual([]);
    expect(quietPlaces(countryProfile('FR'), noon, 'Asia/Tokyo')).toMatchObject([{ time: '21:00' }]);
  });
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
  ])('is found in %j', (text, keyword, toNumber) => {
    const found = findOptOutInstruction(text, core.isOptOutKeyword);
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
    expect(findOptOutInstruction(text, core.isOptOutKeyword)).toBeNull();
  });
});

test.each([
  ['Barnets', 'name'],
  ['  Barnets V  ', 'name'],
  ['abc', 'name'],
  ['ab', 'too-short'],
  ['Elleve tegn', 'name'],
  ['Tolv tegn her', 'too-long'],
  ['Blåbærgrød', 'name-with-signs'],
  ['H&M', 'name-with-signs'],
  ['[Shop]', 'outside-gsm7'],
  ['Shop€', 'outside-gsm7'],
  ['Zoë', 'outside-gsm7'],
  ['Shop 🎉', 'outside-gsm7'],
  ['Łukasz og sønner A/S', 'outside-gsm7'],
  ['', 'empty'],
  ['   ', 'empty'],
  ['1245', 'number'],
  ['+45 20 12 34 56', 'number'],
  ['12', 'number-length'],
  ['1234567890123456', 'number-length'],
  ['12-34', 'no-letter'],
] as const)('the sender %j is of the form %s', (sender, form) => {
  expect(senderForm(sender, core.planSegments)).toBe(form);
});
