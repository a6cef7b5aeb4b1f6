/**
 * Of klikspor what becomes of a message on its way: senders, the ways out it names, hours, what networks and providers
 * take, the octets on the air. A module of its own, as no text needs it before its first letter; `klikspor` is this,
 * `klikspor/texts` and `klikspor/addresses`. Written by hand; `tests/wasm/composer-contract.test.ts` holds it to the built
 * module. Its functions keep to what `texts.d.ts` says of text, errors and purity.
 */
import type { CoreSource, ErrorName } from './common.d.ts';
import type {
  Clock,
  CountryProfile,
  LinkVerdict,
  QuietPlace,
  RegistrationState,
  SenderVerdict,
  SendingHours,
} from './country-profiles.d.ts';
import type { ExceededLimit, ProviderLimits } from './provider-limits.d.ts';
import type { Encoding, SegmentOptions } from './texts.d.ts';

export type { CoreSource, ErrorName } from './common.d.ts';

/** Loads the module; later calls return the same object. */
export function load(source?: CoreSource): Promise<Sending>;

// --- senders ----------------------------------------------------------------------------------------------------------

/**
 * What networks make of a sender (3GPP TS 23.040, 9.1.2.5): a number of 3 to 15 digits, or a name of at most eleven septets
 * of the default alphabet; below three most refuse it. 'name-with-signs' is such a name with more than A-Z, a-z, 0-9 and
 * spaces (æ, &): some networks write these otherwise or refuse them. 'number', 'name' and 'name-with-signs' travel, and a
 * 'number' alone takes answers; of several reasons against a sender the first in this order is told.
 */
export type SenderForm =
  | 'number'
  | 'name'
  | 'name-with-signs'
  | 'empty'
  | 'number-length'
  | 'outside-gsm7'
  | 'no-letter'
  | 'too-short'
  | 'too-long';

/** A place in a message that says how to opt out with an answer: `text.slice(start, end)` is the keyword. */
export interface OptOutInstruction {
  readonly start: number;
  readonly end: number;
  /** The answer goes to a number named there, which may cost more than an answer to the sender. */
  readonly toNumber: boolean;
}

// --- on the air ---------------------------------------------------------------------------------------------------------

/** A segment as it goes on the air (3GPP TS 23.040, 9.2.3.24). */
export interface PackedSegment {
  /** User data, header included: at most 140 octets. */
  readonly octets: Uint8Array;
  /**
   * TP-User-Data-Length, header included: septets (gsm7, at most 160) or octets (ucs2). It must travel along: seven bits
   * left over in the last octet could be another `@`.
   */
  readonly length: number;
  /** TP-Data-Coding-Scheme: 0x00 for gsm7, 0x08 for ucs2. */
  readonly encoding: Encoding;
  /** TP-User-Data-Header-Indicator: the octets begin with a header. */
  readonly hasHeader: boolean;
}

export interface PackOptions {
  /**
   * What the segments of one message share: 0 (default) to 255, or 65535 with `referenceBits` 16. Messages on their way
   * to the same phone at once must differ in it.
   */
  readonly reference?: number;
  /** Goes with `portBits`, 8 or 16 bits each. */
  readonly ports?: { readonly destination: number; readonly source: number };
}

export type UnpackOutcome =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly error: ErrorName };

// --- sending ------------------------------------------------------------------------------------------------------------

export interface Sending {
  readonly version: string;

  /**
   * What numbers are known by where they may not be: eight octets each, one behind the other, of SipHash-2-4 (Aumasson and
   * Bernstein, 2012) over the number's digits with country code in ASCII, without a plus, lowest octet first. `key`: 16
   * octets. `numbers`: 1 … 999,999,999,999,999 each. Linear: a million in a tenth of a second.
   */
  hashNumbers(key: Uint8Array, numbers: Float64Array): Uint8Array<ArrayBuffer>;
  /** Whether an inbound message withdraws consent (STOP, AFMELD, …); case, accents and white space aside. */
  isOptOutKeyword(text: string): boolean;
  /**
   * The first place where an outbound message tells its reader to answer with an opt-out keyword: behind a word for sending
   * ("Reply STOP", "Svar med AFMELD") or for opting out ("Afmeld: STOP"), or before what it is for ("STOP to opt out",
   * "STOP til 1245", "STOP 36111"). A keyword elsewhere ("stop by our shop") says nothing. Null: none. Linear.
   */
  findOptOutInstruction(text: string): OptOutInstruction | null;
  /**
   * Whether an address is a way out of its own: a word in it means opting out (www.shop.com/unsubscribe, /sms-afmelding), or a
   * whole part of its path, value of its query or label before its domain is another keyword (/stop, but not /week-end).
   */
  namesOptOut(url: string): boolean;
  /** The form of a sender, white space around it ignored. */
  senderForm(sender: string): SenderForm;
  /** A sender as registers know it: a number without white space in it, a name without any around it. */
  writtenSender(sender: string): string;
  /** A name close to `name` that is 1 to 11 of A-Z, a-z and 0-9; null: it has no letter. */
  plainName(name: string): string | null;
  /**
   * `sender` must not be empty; whether it can travel at all is `senderForm`'s to say. `day`: when the message arrives, where
   * its recipients are (`dayIn` of `klikspor/country-profiles`); one the calendar does not have is a RangeError.
   */
  senderVerdict(profile: CountryProfile, sender: string, registration: RegistrationState, day: string): SenderVerdict;
  linkVerdict(profile: CountryProfile, registration: RegistrationState, day: string): LinkVerdict;
  /**
   * Whether recipients in all of these countries can answer a message: a number takes answers, a name does not, and where
   * networks carry no names the message comes from a number all the same.
   */
  takesAnswers(sender: string, profiles: readonly CountryProfile[]): boolean;
  /**
   * Which of these places (`clocksIn` of `klikspor/country-profiles`) are outside the hours, farthest from them first: those
   * where nothing may come that day, then by the minutes to the hours of the same day.
   */
  quietPlaces(
    hours: Pick<SendingHours, 'weekdays' | 'saturday' | 'sunday'>,
    clocks: readonly Clock[],
  ): readonly QuietPlace[];
  /**
   * The limits (`providerLimits` of `klikspor/provider-limits`) that a message of so many segments and characters (the
   * text's length) exceeds; empty: the provider takes it. The 255 segments of the standard are `exceedsLimit` of a plan.
   */
  checkProviderLimits(
    limits: Pick<ProviderLimits, 'maxSegments' | 'maxCharacters'>,
    segments: number,
    characters: number,
  ): readonly ExceededLimit[];
  /**
   * Recipients that each of two versions needs for a difference between two click rates (0 to 1) to be seen: two-sided,
   * 5 %, power 80 % (Fleiss, Levin and Paik 2003, 4.2, without continuity correction). 0: equal rates, or not rates.
   */
  sampleSize(first: number, second: number): number;
  /**
   * The octets of each segment, cut where `segmentRanges` cuts. Over 255 segments (`exceedsLimit` of the plan) it is a
   * RangeError that begins with 'too-many-segments'.
   */
  packSegments(text: string, options?: SegmentOptions, pack?: PackOptions): readonly PackedSegment[];
  /**
   * The text of one message from its segments in any order, whoever packed them; none: the empty text. Refusals:
   * 'segment-length', 'segment-header', 'segment-escape' (a segment not true to itself), 'segments-mixed' (not all of
   * one message), 'segments-incomplete' (one is missing, or there twice).
   */
  unpackSegments(segments: readonly PackedSegment[]): UnpackOutcome;
}
