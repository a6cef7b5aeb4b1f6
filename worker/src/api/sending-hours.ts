/** When messages may come to a country, as they are held back by it here, and by which rules and clocks that is known. */
import * as v from 'valibot';
import { countryProfiles } from '../country-profiles.ts';
import { hoursFrom } from '../sending/quiet-hours.ts';
import { endpoint } from './endpoint.ts';
import { country, moment } from './fields.ts';
import { ApiProblem } from './problem.ts';
import { phrase, wholeNumber } from './query.ts';
import { isTimeZone, OWN_ZONE } from './sending.ts';

const MOST_COUNTRIES = 250;
const LATEST_MS = 8_640_000_000_000;

const hoursIn = v.strictObject({
  country: v.string(),
  /** From then on messages may come: the moment asked about, if they may come then. Null: not within a week. */
  fromMs: v.nullable(moment),
});
export type HoursIn = v.InferOutput<typeof hoursIn>;

const hours = v.strictObject({
  countries: v.array(hoursIn),
  rules: v.strictObject({
    /** The day on which the hours of countries were last checked, such as 2026-11-29. */
    hoursChecked: v.string(),
    /** Release of the IANA time zone database that clocks follow where the machine's own is older. */
    tzdata: v.string(),
    /** The day that release was read. */
    tzdataRead: v.string(),
    /** Zones where the machine's own clocks are others at some time in the next years: there the release counts. */
    corrected: v.array(v.string()),
  }),
});
export type SendingHours = v.InferOutput<typeof hours>;

export const sendingHoursEndpoints = [
  endpoint({
    route: 'GET /api/sending-hours',
    summary: 'From when on messages may come to countries, by the rules and clocks that hold them back here',
    access: 'campaigns:read',
    query: {
      countries: phrase(
        'ISO 3166-1 alpha-2 codes with commas between; an empty one stands for an unknown country',
        1_000,
      ),
      atMs: wholeNumber('The moment asked about; absent: now', 0, LATEST_MS),
      timeZone: phrase('IANA name: stands in for countries whose zones are not known; absent: Europe/Copenhagen', 50),
    },
    answer: hours,
    examples: [{ query: { countries: 'DK,SE', atMs: 1_796_079_600_000 } }],
    handle: async ({ query: { countries = '', atMs = Date.now(), timeZone = OWN_ZONE } }) => {
      if (!isTimeZone(timeZone)) throw new ApiProblem(400, `timeZone is "${timeZone}"; write it as Europe/Copenhagen.`);
      const codes = [...new Set(countries.split(','))];
      if (codes.length > MOST_COUNTRIES || codes.some((code) => code !== '' && !v.is(country, code))) {
        throw new ApiProblem(400, 'countries must be two capital letters each, with commas between: DK,SE.');
      }
      const { COUNTRY_PROFILES_CHECKED, correctedZones, TIME_ZONE_DATA } = await countryProfiles();
      const found = codes.map(async (code) => ({
        country: code,
        fromMs: (await hoursFrom(code, atMs, timeZone)) ?? null,
      }));
      return {
        countries: await Promise.all(found),
        rules: {
          hoursChecked: COUNTRY_PROFILES_CHECKED,
          ...{ tzdata: TIME_ZONE_DATA.release, tzdataRead: TIME_ZONE_DATA.read },
          corrected: [...correctedZones()],
        },
      };
    },
  }),
];
