/** What is kept of registrations, and which of them a campaign states. */
import { describe, expect, test } from 'vitest';
import { networksOf } from '../../web/src/engine/networks.ts';
import {
  arrivesAtMs,
  countriesOf,
  keptRegistrations,
  type RegistrationRow,
  registrationOf,
  withRegistration,
} from '../../web/src/registrations/rows.ts';

const NOON = Date.parse('2026-11-29T12:00Z');
const finnish = { country: 'FI', of: 'sender', name: 'Barnets' } as const;
const asked = { state: 'asked', on: '2026-11-20' } as const;

test('a registration is one of its country, kind and name, and the last word counts', () => {
  const rows = withRegistration(withRegistration([], finnish, asked), { ...finnish, country: 'IE' }, asked);
  expect(registrationOf(rows, finnish)).toEqual(asked);
  for (const other of [{ country: 'ES' }, { of: 'domain' }, { name: 'BARNETS' }] as const) {
    expect(registrationOf(rows, { ...finnish, ...other })).toEqual({ state: 'not-asked' });
  }
  const confirmed = withRegistration(rows, finnish, { state: 'confirmed', on: '2026-11-21' });
  expect(confirmed).toHaveLength(2);
  expect(registrationOf(confirmed, finnish)).toEqual({ state: 'confirmed', on: '2026-11-21' });
  expect(withRegistration(confirmed, finnish, { state: 'not-asked' })).toHaveLength(1);
});

test('a number is the same however it is grouped', async () => {
  const of = async (sender: string, registrations: readonly RegistrationRow[]) => {
    const question = { sender, host: null, countries: ['FI'], registrations, atMs: NOON };
    return (await networksOf(question)).countries[0];
  };
  const [subject] = (await of('+358 40 1234567', []))?.subjects ?? [];
  if (subject === undefined) throw new Error('nothing is to be registered');
  const rows = withRegistration([], subject, asked);
  expect((await of(' +358401234567', rows))?.sender?.registration).toEqual(asked);
});

test('what was kept and is no row is left out', () => {
  const row = { ...finnish, ...asked };
  for (const broken of [null, 7, {}, { ...row, on: 'soon' }, { ...row, state: 'not-asked' }, { ...row, of: 'list' }]) {
    expect(keptRegistrations([broken, row])).toEqual([row]);
  }
  for (const none of [null, 'x', {}]) expect(keptRegistrations(none)).toEqual([]);
});

describe('what networks want registered', () => {
  const names = async (country: string, sender: string, host: string | null) => {
    const { countries } = await networksOf({ sender, host, countries: [country], registrations: [], atMs: NOON });
    return countries.flatMap(({ subjects }) => subjects.map(({ of, name }) => `${of} ${name}`));
  };
  test.each([
    ['FI', 'Barnets', 's.b.dk', ['sender Barnets']],
    ['FI', '+358 40 1234567', 's.b.dk', ['sender +358401234567']],
    ['IE', '4520123456', 's.b.dk', []],
    ['NO', 'Barnets', 's.b.dk', ['domain s.b.dk']],
    ['NO', 'Barnets', null, []],
    ['DK', ' ', 's.b.dk', ['domain s.b.dk']],
    ['', 'Barnets', 's.b.dk', []],
    ['DK', ' ', 's.localhost', []],
  ])('in %s of %j and %j', async (country, sender, host, expected) => {
    expect(await names(country, sender, host)).toEqual(expected);
  });

  test('counts for every country of the campaign, at the moment it arrives', () => {
    expect(countriesOf('DK', { countries: [{ country: 'FI' }, { country: 'DK' }] })).toEqual(['DK', 'FI']);
    expect(countriesOf('DK', null)).toEqual(['DK']);
    expect(arrivesAtMs(null, NOON)).toBe(NOON);
    expect(arrivesAtMs(NOON + 1, NOON)).toBe(NOON + 1);
    expect(arrivesAtMs(NOON - 1, NOON)).toBe(NOON);
  });
});
