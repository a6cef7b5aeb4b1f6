/**
 * Of klikspor what finishes addresses: destinations, hosts, contacts. A module of its own, as Boost.URL takes most of it
 * and most visits to a page begin without a link; `klikspor` is this, `klikspor/texts` and `klikspor/sending`. Written by
 * hand; `tests/wasm/composer-contract.test.ts` holds it to the built module. Its functions keep to what `texts.d.ts` says of
 * text, errors and purity.
 */
import type { CoreSource, ErrorName } from './common.d.ts';
import type { TemplateLink } from './texts.d.ts';

export type { CoreSource, ErrorName } from './common.d.ts';

/** Loads the module; later calls return the same object. */
export function load(source?: CoreSource): Promise<Addresses>;

export interface RefusedAddress {
  readonly ok: false;
  readonly error: ErrorName;
  /** Of 'host-script': the same host in a spelling that is taken, such as `xn--…`, where there is one. */
  readonly suggestedHost?: string;
}

export type DestinationOutcome =
  | {
      readonly ok: true;
      readonly url: string;
      /** The host as people read it, when Punycode hides it. */
      readonly displayHost: string;
      /**
       * Where in the text as written a `%` first stands that begins no escape and became `%25`: whoever wrote it may have
       * meant an escape. Absent if there is none.
       */
      readonly strayPercent?: number;
    }
  | RefusedAddress;

/**
 * Where a host leads, as far as its name or address tells. 'documentation': below `example`, which no registry gives out
 * (RFC 2606). 'nowhere': no phone can go there, so it is no destination: localhost, private addresses, `.local` …
 */
export type HostReach = 'open' | 'documentation' | 'nowhere';

export type HostOutcome =
  | {
      readonly ok: true;
      /** Lower case, Punycode where needed. */
      readonly host: string;
      readonly displayHost: string;
      readonly isAddress: boolean;
      readonly reach: HostReach;
    }
  | RefusedAddress;

export type ContactKind = 'telephone' | 'email' | 'form';

/** Where recipients reach a sender that takes no answers. */
export type ContactOutcome =
  | {
      readonly ok: true;
      readonly kind: ContactKind;
      /** ASCII; `buildContact` of it is this contact again. */
      readonly value: string;
      /** Of a link to it: `tel:`, `mailto:` or the form's address. */
      readonly href: string;
      /** As people read it. */
      readonly shown: string;
    }
  | { readonly ok: false; readonly error: ErrorName };

/** Of a link of an outline what says where it leads. */
export type OutlinedLink = Pick<TemplateLink, 'link' | 'kind' | 'url'>;

export interface Addresses {
  readonly version: string;

  /**
   * Finishes a destination: percent-encoding, Punycode, checks, campaign parameters. At most 2,048 characters out.
   * `{slug}` in a parameter's value stays: the edge writes the slug that was followed. No other brace comes out.
   */
  buildDestination(url: string, parameters?: readonly (readonly [name: string, value: string])[]): DestinationOutcome;
  /** Finishes a host alone, without scheme, port and path: refused is what a destination's host is refused for, except reach. */
  finishHost(host: string): HostOutcome;
  /**
   * Reads a telephone number (3 to 15 digits, `+45 70 12 34 56`), an e-mail address or the https address of a form, as a
   * person writes it, and finishes it. Refusals: 'contact' (none of these), 'telephone', 'email', 'not-https', and those
   * of `buildDestination`.
   */
  buildContact(text: string): ContactOutcome;
  /**
   * For each short link of a shorter text, in order, the message's link to the same place, whose slug it gets; -1: there is
   * none. The second link to a place is the message's second; where it has no more, its last. The links are those of the
   * two outlines.
   */
  linksOfShorter(message: readonly OutlinedLink[], shorter: readonly OutlinedLink[]): readonly number[];
  /** Whether browsers take a parameter of this name off an address; `klikspor/stripped-parameters` says which. */
  isStrippedParameter(name: string): boolean;
  /** Names of the parameters in the query of `url`, as written, that browsers take off; each once, in order. */
  strippedParameters(url: string): readonly string[];
  /** `url` without them; all else stays octet for octet. */
  withoutStripped(url: string): string;
}
