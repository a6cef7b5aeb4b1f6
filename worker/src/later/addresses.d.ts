/** The package's own files, linked to: wrangler takes modules in from below this folder only. */
import type { Addresses } from 'klikspor/addresses';

export function addressesOf(compiled: WebAssembly.Module): Promise<Addresses>;
