/** The package's own files, linked to: wrangler takes modules in from below this folder only. */
import type { Composer } from 'klikspor';

export type Addresses = Pick<Composer, 'buildContact' | 'buildDestination' | 'finishHost'>;

export function addressesOf(compiled: WebAssembly.Module): Promise<Addresses>;
