/** As `addresses.d.ts`. */
import type { Reporting } from 'klikspor/reporting';

export function reportingOf(compiled: WebAssembly.Module): Promise<Reporting>;
