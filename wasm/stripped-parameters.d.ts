/** A query parameter that browsers take off an address, because it identifies a person or a click across sites. */
export interface StrippedParameter {
  readonly browsers: readonly ('safari' | 'firefox')[];
  /** Whose parameter it is. */
  readonly service: string;
}

/** By name, such as "gclid". Which of them an address has says `strippedParameters` of the package. */
export const STRIPPED_PARAMETERS: Readonly<Record<string, StrippedParameter>>;
