/**
 * klikspor for whoever writes messages: segments, links, destinations, templates, lists and explanations, compiled from
 * C++. What counts clicks is in `klikspor/edge`.
 */
import type { Addresses } from './addresses.d.ts';
import type { CoreSource } from './common.d.ts';
import type { Sending } from './sending.d.ts';
import type { Texts } from './texts.d.ts';

export type * from './addresses.d.ts';
export type * from './sending.d.ts';
export type * from './texts.d.ts';

/** All three modules' functions. */
export type Composer = Texts & Addresses & Sending;

/** Where the Wasm of each module comes from, when the loaders' own places do not suit. */
export interface ComposerSources {
  readonly texts?: CoreSource;
  readonly addresses?: CoreSource;
  readonly sending?: CoreSource;
}

/** Loads all three modules; later calls return the same object. A page that can wait for some loads them one by one. */
export function load(sources?: ComposerSources): Promise<Composer>;
