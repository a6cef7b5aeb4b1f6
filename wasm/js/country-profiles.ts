import type { SenderForm } from '../composer.d.ts';
import type { CountryProfile, DayHours, QuietPlace } from '../country-profiles.d.ts';
import data from './country-data.js';

export { isNumber } from './is-number.ts';
export { findOptOutInstruction } from './opt-out-instruction.ts';
export { linkVerdict, plainName, senderVerdict } from './verdict.ts';

export const COUNTRY_PROFILES_CHECKED: string = data.checked;
export const COUNTRY_PROFILES: Readonly<Record<string, CountryProfile>> = Object.freeze(data.profiles);

export function countryProfile(country: string): CountryProfile {
  const rest = COUNTRY_PROFILES['*'];
  if (rest === undefined) throw new Error('the profiles have none for the rest of the world');
  const own = Object.hasOwn(COUNTRY_PROFILES, country) ? COUNTRY_PROFILES[country] : undefined;
  if (own !== undefined) return own;
  return Object.values(COUNTRY_PROFILES).find(({ members }) => members.includes(country)) ?? rest;
}

/** Where names are not carried, the message comes from a number of the gateway. */
export function takesAnswers(form: SenderForm, countries: Iterable<string>): boolean {
  return form === 'number' || [...countries].every((country) => !countryProfile(country).senderName);
}

export function quietPlaces(profile: CountryProfile, atMs: number, ownZone?: string): readonly QuietPlace[] {
  const own = ownZone ?? new Intl.DateTimeFormat().resolvedOptions().timeZone;
  const zones = profile.timeZones.length > 0 ? profile.timeZones : [own];
  return zones
    .map((timeZone) => placeAt(profile, timeZone, atMs))
    .filter((place) => place.away > 0)
    .sort((a, b) => b.away - a.away)
    .map(({ timeZone, time, hours }) => ({ timeZone, time, hours }));
}

/** `away`: minutes to the hours of that day; 0 within them. */
function placeAt({ hours: all }: CountryProfile, timeZone: string, atMs: number): QuietPlace & { away: number } {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  const parts = new Map(format.formatToParts(atMs).map(({ type, value }) => [type, value]));
  const time = `${parts.get('hour') ?? '00'}:${parts.get('minute') ?? '00'}`;
  const weekday = parts.get('weekday');
  const hours: DayHours = weekday === 'Sat' ? all.saturday : weekday === 'Sun' ? all.sunday : all.weekdays;
  if (hours === null) return { timeZone, time, hours, away: Number.POSITIVE_INFINITY };
  const [from, to] = hours;
  const early = minutes(from) - minutes(time);
  const late = minutes(time) - minutes(to) + 1;
  return { timeZone, time, hours, away: Math.max(early, late, 0) };
}

function minutes(time: string): number {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  return hour * 60 + minute;
}
