import type { CountryProfile } from '../country-profiles.d.ts';

/** Written by scripts/make-country-profiles.ts. */
declare const data: {
  readonly checked: string;
  readonly profiles: Readonly<Record<string, CountryProfile>>;
};
export default data;

/** Zones whose clocks changed lately. */
export declare const timeZones: {
  readonly release: string;
  readonly read: string;
  readonly untilMs: number;
  /** From each moment on so many minutes before or behind UTC. */
  readonly zones: Readonly<Record<string, readonly { readonly fromMs: number; readonly minutes: number }[]>>;
  /** Other names of them. */
  readonly links: Readonly<Record<string, string>>;
};
