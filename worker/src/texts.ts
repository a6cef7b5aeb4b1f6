/**
 * The part of the core that makes messages, the composer's own: as `addresses.ts`, loaded with the first call that sends texts.
 * What the composer shows and what the API sends are made by the same code.
 */
import type { Texts } from 'klikspor/texts';

export type { Texts } from 'klikspor/texts';

let loaded: Texts | undefined;

export async function texts(): Promise<Texts> {
  if (loaded !== undefined) return loaded;
  const [{ textsOf }, wasm] = await Promise.all([import('../../wasm/dist/texts.js'), import('klikspor/texts.wasm')]);
  const made = await textsOf(wasm.default);
  loaded ??= made;
  return loaded;
}
