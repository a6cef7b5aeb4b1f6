/** A query parameter that browsers take off an address, because it identifies a person or a click across sites. */
export interface StrippedParameter {
  readonly browsers: readonly ('safari' | 'firefox')[];
  /** Whose parameter it is. */
  readonly service: string;
}

/** By name, such as "gclid". */
export const STRIPPED_PARAMETERS: Readonly<Record<string, StrippedParameter>>;

/** Names of the parameters in the query of `url`, as written, that browsers take off; each once, in order. */
export function strippedParameters(url: string): readonly string[];

/** `url` without them; all else stays octet for octet. */
export function withoutStripped(url: string): string;
