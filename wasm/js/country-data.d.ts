import type { CountryProfile } from '../country-profiles.d.ts';

/** Written by scripts/make-country-profiles.ts. */
declare const data: {
  readonly checked: string;
  readonly profiles: Readonly<Record<string, CountryProfile>>;
};
export default data;
