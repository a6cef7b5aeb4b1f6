import type { Clock, CountryProfile } from '../country-profiles.d.ts';
import data, { timeZones as changed } from './country-data.js';

export const COUNTRY_PROFILES_CHECKED: string = data.checked;
export const COUNTRY_PROFILES: Readonly<Record<string, CountryProfile>> = Object.freeze(data.profiles);

export function countryProfile(country: string): CountryProfile {
  if (!/^(?:[A-Z]{2}|\*|)$/.test(country)) {
    throw new RangeError(
      `country is ${JSON.stringify(country)}; it must be two capital letters such as DK (ISO 3166-1), * or empty`,
    );
  }
  const rest = COUNTRY_PROFILES['*'];
  if (rest === undefined) throw new Error('the profiles have none for the rest of the world');
  const own = Object.hasOwn(COUNTRY_PROFILES, country) ? COUNTRY_PROFILES[country] : undefined;
  if (own !== undefined) return own;
  return Object.values(COUNTRY_PROFILES).find(({ members }) => members.includes(country)) ?? rest;
}

export const TIME_ZONE_DATA = Object.freeze({ release: changed.release, read: changed.read });

/** Minutes before or behind UTC, where the host's own data may be too old to know; undefined: it is asked. */
function minutesIn(timeZone: string, atMs: number): number | undefined {
  if (atMs >= changed.untilMs) return undefined;
  const zone = Object.hasOwn(changed.links, timeZone) ? changed.links[timeZone] : timeZone;
  const rows = zone !== undefined && Object.hasOwn(changed.zones, zone) ? changed.zones[zone] : undefined;
  return rows?.findLast(({ fromMs }) => fromMs <= atMs)?.minutes;
}

const LOOKED_AT_MS = 30 * 86_400_000;

export function correctedZones(): readonly string[] {
  return Object.entries(changed.zones).flatMap(([timeZone, [first]]) => {
    for (let atMs = first?.fromMs ?? changed.untilMs; atMs < changed.untilMs; atMs += LOOKED_AT_MS) {
      const minutes = minutesIn(timeZone, atMs) ?? 0;
      const own = partsAt(atMs, { timeZone, ...CLOCK });
      const right = partsAt(atMs + minutes * 60_000, { timeZone: 'UTC', ...CLOCK });
      if (own('hour') !== right('hour') || own('minute') !== right('minute')) return [timeZone];
    }
    return [];
  });
}

const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const CLOCK = { weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;

export function clocksIn({ timeZones }: CountryProfile, atMs: number, ownZone?: string): readonly Clock[] {
  const own = ownZone ?? new Intl.DateTimeFormat().resolvedOptions().timeZone;
  return (timeZones.length > 0 ? timeZones : [own]).map((timeZone) => {
    const part = partsIn(timeZone, atMs, CLOCK);
    return { timeZone, weekday: WEEKDAYS.indexOf(part('weekday')), time: `${part('hour')}:${part('minute')}` };
  });
}

export function dayIn({ timeZones: [timeZone = 'UTC'] }: CountryProfile, atMs: number): string {
  const part = partsIn(timeZone, atMs, { year: 'numeric', month: '2-digit', day: '2-digit' });
  return `${part('year')}-${part('month')}-${part('day')}`;
}

function partsIn(timeZone: string, atMs: number, format: Intl.DateTimeFormatOptions): (name: string) => string {
  const minutes = minutesIn(timeZone, atMs);
  if (minutes === undefined) return partsAt(atMs, { ...format, timeZone });
  return partsAt(atMs + minutes * 60_000, { ...format, timeZone: 'UTC' });
}

function partsAt(atMs: number, format: Intl.DateTimeFormatOptions): (name: string) => string {
  const parts = new Intl.DateTimeFormat('en-GB', format).formatToParts(atMs);
  return (name) => parts.find(({ type }) => type === name)?.value ?? '';
}
