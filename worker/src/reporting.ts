/**
 * The part of the core that says what was counted, and what is told of recipients later: as `addresses.ts`, loaded when the
 * API, an alarm or a status file first asks.
 */
import type { Reporting } from 'klikspor/reporting';

export type { Reporting } from 'klikspor/reporting';

let loaded: Reporting | undefined;

export async function reporting(): Promise<Reporting> {
  if (loaded !== undefined) return loaded;
  const [{ reportingOf }, wasm] = await Promise.all([
    import('../../wasm/dist/reporting.js'),
    import('klikspor/reporting.wasm'),
  ]);
  const made = await reportingOf(wasm.default);
  loaded ??= made;
  return loaded;
}
