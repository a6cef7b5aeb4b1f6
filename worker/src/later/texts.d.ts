/** As `addresses.d.ts`. */
import type { Texts } from 'klikspor/texts';

export function textsOf(compiled: WebAssembly.Module): Promise<Texts>;
