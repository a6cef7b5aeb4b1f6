/** The package's own files, linked to: wrangler takes modules in from below this folder only. */
import type { Composer } from 'klikspor';

export function composerOf(compiled: WebAssembly.Module): Promise<Composer>;
