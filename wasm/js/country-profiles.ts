import type { Clock, CountryProfile } from '../country-profiles.d.ts';
import data from './country-data.js';

export const COUNTRY_PROFILES_CHECKED: string = data.checked;
export const COUNTRY_PROFILES: Readonly<Record<string, CountryProfile>> = Object.freeze(data.profiles);

export function countryProfile(country: string): CountryProfile {
  if (!/^(?:[A-Z]{2}|\*|)$/.test(country)) {
    throw new RangeError(`country is ${country}; it must be two capital letters such as DK (ISO 3166-1), * or empty`);
  }
  const rest = COUNTRY_PROFILES['*'];
  if (rest === undefined) throw new Error('the profiles have none for the rest of the world');
  const own = Object.hasOwn(COUNTRY_PROFILES, country) ? COUNTRY_PROFILES[country] : undefined;
  if (own !== undefined) return own;
  return Object.values(COUNTRY_PROFILES).find(({ members }) => members.includes(country)) ?? rest;
}

const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

export function clocksIn({ timeZones }: CountryProfile, atMs: number, ownZone?: string): readonly Clock[] {
  const own = ownZone ?? new Intl.DateTimeFormat().resolvedOptions().timeZone;
  return (timeZones.length > 0 ? timeZones : [own]).map((timeZone) => {
    const part = partsAt(atMs, {
      timeZone,
      weekday: 'short',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    });
    return { timeZone, weekday: WEEKDAYS.indexOf(part('weekday')), time: `${part('hour')}:${part('minute')}` };
  });
}

export function dayIn({ timeZones: [timeZone = 'UTC'] }: CountryProfile, atMs: number): string {
  const part = partsAt(atMs, { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
  return `${part('year')}-${part('month')}-${part('day')}`;
}

function partsAt(atMs: number, format: Intl.DateTimeFormatOptions): (name: string) => string {
  const parts = new Intl.DateTimeFormat('en-GB', format).formatToParts(atMs);
  return (name) => parts.find(({ type }) => type === name)?.value ?? '';
}
