/**
 * The part of the core that finishes addresses, for the API and the pages that name a contact: a module of its own in the
 * bundle (wrangler.toml), loaded when the first of them asks. A redirect at a cold start does without it.
 */
import type { Addresses } from 'klikspor/addresses';

export type { Addresses } from 'klikspor/addresses';

let loaded: Addresses | undefined;

export async function addresses(): Promise<Addresses> {
  if (loaded !== undefined) return loaded;
  const [{ addressesOf }, wasm] = await Promise.all([
    import('../../wasm/dist/addresses.js'),
    import('klikspor/addresses.wasm'),
  ]);
  // Whoever asks meanwhile makes one as well: another request's promise is not waited for (`campaigns.ts`).
  const made = await addressesOf(wasm.default);
  loaded ??= made;
  return loaded;
}
