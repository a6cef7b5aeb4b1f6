/**
 * The composer part of the core, for the API and the pages that name a contact: a module of its own in the bundle
 * (wrangler.toml), loaded when the first of them asks. A redirect at a cold start does without it.
 */
import type { Composer } from 'klikspor';

let loaded: Composer | undefined;

export async function composer(): Promise<Composer> {
  if (loaded !== undefined) return loaded;
  const [{ composerOf }, wasm] = await Promise.all([
    import('./composer/composer.js'),
    import('./composer/composer.wasm'),
  ]);
  // Whoever asks meanwhile makes one as well: another request's promise is not waited for (`campaigns.ts`).
  const made = await composerOf(wasm.default);
  loaded ??= made;
  return loaded;
}
