/** Whether something is the law in a country, or advice that a sender may set aside. */
export type RuleKind = 'law' | 'advice';

/** From and to, local time, such as ["08:00", "20:00"]. Null: not at all on such a day. */
export type DayHours = readonly [from: string, to: string] | null;

export interface SendingHours {
  readonly kind: RuleKind;
  readonly source: string;
  readonly weekdays: DayHours;
  readonly saturday: DayHours;
  readonly sunday: DayHours;
  /** What else there is to know about the hours. */
  readonly note: Sentence | null;
}

/** One sentence in both languages of the composer. */
export interface Sentence {
  readonly en: string;
  readonly da: string;
}

/** What was read somewhere of what networks do. Days are such as 2026-11-29, where the recipients are. */
export interface Reading extends Sentence {
  readonly source: string;
  /** Where to read it again; null: nothing was found to read. */
  readonly url: string | null;
  readonly readOn: string;
  /** The last day it is relied on: after it, it counts as unknown. */
  readonly validUntil: string;
}

/** What networks make of a sender. Read nowhere, or differently everywhere: unknown. */
export interface SenderRule extends Reading {
  readonly rule: 'any-name' | 'registered-name' | 'number-only' | 'unknown';
  readonly numbers: 'carried' | 'registered' | 'short-codes' | 'unknown';
  /** Which numbers are short codes: patterns of digits and `x` for any digit, such as "36xxx 38xxx"; null: it makes no difference. */
  readonly shortCodes: string | null;
  /** Names must be 1 to 11 of A-Z, a-z and 0-9; null: those that `senderForm` lets travel. */
  readonly form: 'letters-and-digits' | null;
}

/** From a day on an unregistered sender arrives under another name, or not at all. */
export type RegisterStep =
  | { readonly from: string; readonly effect: 'renamed'; readonly shownAs: string }
  | { readonly from: string; readonly effect: 'blocked' };

/** Where senders are registered, and what that asks. */
export interface Register extends Reading {
  readonly name: string;
  /** In order. */
  readonly steps: readonly RegisterStep[];
}

/** What the way of a message must be, whatever its sender: the last thing that only the gateway knows. */
export interface Route extends Reading {
  readonly of: 'names' | 'numbers';
}

/** Networks want link domains known to them before messages with their links are carried; they block or filter others. */
export interface LinkRegistration extends Reading {
  readonly effect: 'blocked' | 'filtered';
}

/** What a message to people in a country needs. Product input, not legal advice. */
export interface CountryProfile {
  /** ISO 3166-1 alpha-2; 'EU': the members without a profile of their own; '*': the rest of the world. */
  readonly country: string;
  readonly members: readonly string[];
  /** What recipients there expect to opt out by. */
  readonly optOut: 'link' | 'keyword' | 'either';
  /** Text for the end of a message, in a language of the country, with the opt-out link's merge field. */
  readonly link: string;
  /** The same with a keyword to answer with. */
  readonly keyword: string;
  /** Keywords usual there, the best known first. `isOptOutKeyword` of the core takes these and more. */
  readonly keywords: readonly string[];
  readonly law: Sentence & { readonly kind: RuleKind; readonly source: string };
  readonly hours: SendingHours;
  /** Zones of the country, from east to west. Empty: not known, the sender's own stands in. */
  readonly timeZones: readonly string[];
  readonly sender: SenderRule;
  /** Whether networks there may carry a name as sender (`sender.rule` says under what conditions); else it must be a number. */
  readonly senderName: boolean;
  /** Null: senders are registered nowhere, or it is unknown. */
  readonly register: Register | null;
  readonly route: Route | null;
  /** Null: nothing was read of links. */
  readonly links: LinkRegistration | null;
  readonly notes: Sentence | null;
}

/** The day the profiles were last checked, such as 2026-11-26. */
export const COUNTRY_PROFILES_CHECKED: string;

/** By `country`. */
export const COUNTRY_PROFILES: Readonly<Record<string, CountryProfile>>;

/**
 * The profile of a country (ISO 3166-1 alpha-2, in capital letters): its own, else that of the EU and EEA for a member, else the
 * rest's, as for `*` and for the empty text of a number whose country is unknown. Any other text is a RangeError.
 */
export function countryProfile(country: string): CountryProfile;

/** What the clock of a place shows at some moment. */
export interface Clock {
  /** IANA name, such as America/Los_Angeles. */
  readonly timeZone: string;
  /** 0 is Monday, 6 Sunday. */
  readonly weekday: number;
  /** Such as 07:30. */
  readonly time: string;
}

/** Which release of the IANA time zone database `clocksIn` and `dayIn` follow where the host's own is older, and when it was read. */
export const TIME_ZONE_DATA: { readonly release: string; readonly read: string };

/** Zones whose clocks the host has wrong at some time until 2030, by that release: IANA names. A few milliseconds. */
export function correctedZones(): readonly string[];

/**
 * The clocks of a country's zones at `atMs`, for `quietPlaces` of the package. `ownZone` (by default that of this machine)
 * stands in where no zone is known. Clocks are the host's, corrected in
 * zones that changed lately (`TIME_ZONE_DATA`): the core has none, and no time-zone database.
 */
export function clocksIn(profile: CountryProfile, atMs: number, ownZone?: string): readonly Clock[];

/**
 * The day it is in a country, such as 2026-11-29, for `senderVerdict` and `linkVerdict` of the package; where it has several,
 * in its first zone; where none is known, in UTC.
 */
export function dayIn(profile: CountryProfile, atMs: number): string;

/** A place where it is outside the hours. */
export interface QuietPlace {
  readonly timeZone: string;
  readonly time: string;
  /** Of the day it is there. */
  readonly hours: DayHours;
}

/** How far the registration of a sender or link domain has come, by what its owner says; `on`: a day. */
export type RegistrationState =
  | { readonly state: 'not-asked' }
  | { readonly state: 'asked' | 'confirmed'; readonly on: string };

/**
 * What happens to a sender in a country at some moment. `carried`: as written, if the route holds. `name-not-carried`: a
 * number stands in. `soon`: its registration is asked for from `step.from` on. `unknown`: nothing is known; `outdated`:
 * what was known is too old. Neither is in order.
 */
export type SenderVerdict =
  | { readonly verdict: 'carried'; readonly route: Route | null }
  | { readonly verdict: 'soon'; readonly register: Register; readonly step: RegisterStep }
  | {
      readonly verdict: 'renamed';
      readonly register: Register;
      readonly step: Extract<RegisterStep, { effect: 'renamed' }>;
    }
  | { readonly verdict: 'blocked'; readonly register: Register; readonly step: RegisterStep }
  | { readonly verdict: 'name-not-carried' | 'name-form' | 'number-refused' | 'unknown' }
  | { readonly verdict: 'outdated'; readonly reading: Reading };

/** What happens to messages with links of one domain. `not-read`: nothing was read of links, which most countries leave alone. */
export type LinkVerdict =
  | { readonly verdict: 'carried' }
  | { readonly verdict: 'not-read' }
  | { readonly verdict: 'blocked' | 'filtered'; readonly links: LinkRegistration }
  | { readonly verdict: 'outdated'; readonly reading: Reading };
