/** Countries with the hours in which messages may come: as `addresses.ts`, loaded when the first message waits for them. */
export const countryProfiles = () => import('klikspor/country-profiles');
