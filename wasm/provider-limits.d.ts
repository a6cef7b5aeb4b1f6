/** What a provider takes at most in one message. Null: no limit of that kind is known. */
export interface ProviderLimits {
  readonly maxSegments: number | null;
  /** UTF-16 code units: what JavaScript calls the length of the text. */
  readonly maxCharacters: number | null;
  /** Where the limits are from. */
  readonly source: string;
}

/** By name in lower case, such as "twilio". */
export const PROVIDER_LIMITS: Readonly<Record<string, ProviderLimits>>;

/** A limit that a message exceeds. */
export interface ExceededLimit {
  readonly limit: 'segments' | 'characters';
  readonly value: number;
  readonly max: number;
}

/** The limits of a provider, for `checkProviderLimits` of the package. A RangeError names the known ones. */
export function providerLimits(provider: string): ProviderLimits;
