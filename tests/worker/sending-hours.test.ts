/** Whose hours hold messages back, by which clocks: asked of the runtime that sends them. */
import { clocksIn, correctedZones, countryProfile, TIME_ZONE_DATA } from 'klikspor/country-profiles';
import { beforeAll, expect, test } from 'vitest';
import type { SendingHours } from '../../worker/api.ts';
import { type Caller, json, problemIn, signIn } from './caller.ts';

let owner: Caller;
beforeAll(async () => {
  owner = await signIn();
});

const ask = async (query: string) => json<SendingHours>(await owner('GET', `/api/sending-hours?${query}`));

test('countries say from when on messages may come', async () => {
  // A Monday evening in December: seven in Copenhagen, eight in Helsinki, one in the afternoon in New York, eight in the morning in Honolulu.
  const atMs = Date.UTC(2026, 11, 7, 18, 0);
  const { countries, rules } = await ask(`countries=DK,FI,GB&atMs=${atMs}`);
  expect(countries).toEqual([
    { country: 'DK', fromMs: atMs },
    { country: 'FI', fromMs: Date.UTC(2026, 11, 8, 6, 0) },
    { country: 'GB', fromMs: atMs },
  ]);
  expect(rules).toMatchObject({ tzdata: '2026f', tzdataRead: '2026-11-30', hoursChecked: '2026-11-29' });
});

test('a day of 25 hours, and one of 23, begin at eight all the same', async () => {
  const saturdayNight = Date.UTC(2027, 9, 30, 20, 0);
  const { countries: autumn } = await ask(`countries=DK&atMs=${saturdayNight}`);
  // Sunday, nine o'clock: winter time since the night.
  expect(autumn).toEqual([{ country: 'DK', fromMs: Date.UTC(2027, 9, 31, 8, 0) }]);
  const { countries: spring } = await ask(`countries=DK&atMs=${Date.UTC(2027, 2, 27, 20, 0)}`);
  expect(spring).toEqual([{ country: 'DK', fromMs: Date.UTC(2027, 2, 28, 7, 0) }]);
});

test('clocks that changed lately are right, whatever the runtime knows of them', async () => {
  const at = Date.UTC(2026, 11, 7, 18, 0);
  const shown = (timeZone: string) =>
    clocksIn({ ...countryProfile('CA'), timeZones: [timeZone] }, at).map(({ time }) => time)[0];
  // By tzdata 2026f: no winter time any more in British Columbia, Alberta and Manitoba, none in Cuba until 2027, and Morocco on UTC.
  expect(shown('America/Vancouver')).toBe('11:00');
  expect(shown('America/Edmonton')).toBe('12:00');
  expect(shown('America/Winnipeg')).toBe('13:00');
  expect(shown('America/Havana')).toBe('14:00');
  expect(shown('Cuba')).toBe('14:00');
  expect(shown('Africa/Casablanca')).toBe('18:00');
  // What did not change is the runtime's own.
  expect(shown('America/Toronto')).toBe('13:00');
  expect(shown('Europe/Copenhagen')).toBe('19:00');
  // Before the change, and after what the data cover, the runtime is asked.
  const winter = Date.UTC(2026, 0, 10, 18, 0);
  expect(clocksIn({ ...countryProfile('CA'), timeZones: ['America/Vancouver'] }, winter)[0]?.time).toBe('10:00');
  const { rules } = await ask('countries=CA');
  expect(rules.corrected).toEqual([...correctedZones()]);
  // The runtime does not know Cuba's change: if it does one day, the data can go.
  expect(rules.corrected).toContain('America/Havana');
  expect(TIME_ZONE_DATA.release).toBe(rules.tzdata);
});

test('what is no country, and no zone, is refused', async () => {
  await problemIn(await owner('GET', '/api/sending-hours?countries=dk'), 400);
  await problemIn(await owner('GET', '/api/sending-hours?countries=DK&timeZone=Mars%2FOlympus'), 400);
});
