/**
 * When messages may come to a country: the core judges hours and clocks, and what a clock shows there the host knows, with its
 * days of 23 and 25 hours. Where a country has several zones, all of them must be within the hours.
 */
import { countryProfiles } from '../country-profiles.ts';
import { reporting } from '../reporting.ts';

/** Sending hours begin at quarters, and zones are apart by quarters. */
const STEP_MS = 900_000;
/** Every kind of day comes within a week. */
const FARTHEST_MS = 8 * 86_400_000;

/**
 * From when on messages may come to a country (ISO 3166-1 alpha-2; empty: unknown): `atMs`, if they may come then, else the
 * quarter of an hour at which the next hours begin. Undefined: there are none within a week. `ownZone` stands in for a country
 * whose zones are not known.
 */
export async function hoursFrom(country: string, atMs: number, ownZone: string): Promise<number | undefined> {
  const [{ quietPlaces }, { clocksIn, countryProfile }] = await Promise.all([reporting(), countryProfiles()]);
  const profile = countryProfile(country);
  const isQuiet = (ms: number) => quietPlaces(profile.hours, clocksIn(profile, ms, ownZone)).length > 0;
  if (!isQuiet(atMs)) return atMs;
  for (let ms = Math.ceil((atMs + 1) / STEP_MS) * STEP_MS; ms <= atMs + FARTHEST_MS; ms += STEP_MS) {
    if (!isQuiet(ms)) return ms;
  }
  return undefined;
}
