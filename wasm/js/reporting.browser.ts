import type { CoreSource } from '../common.d.ts';
import type { Reporting } from '../reporting.d.ts';
import { reportingOf } from './reporting.ts';
import { compile, once } from './source.ts';

export const load: (source?: CoreSource) => Promise<Reporting> = once(async (source) =>
  reportingOf(await compile(source ?? new URL('./reporting.wasm', import.meta.url))),
);
