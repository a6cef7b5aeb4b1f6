import type { CoreSource } from '../common.d.ts';
import type { Reporting } from '../reporting.d.ts';
import { reportingOf } from './reporting.ts';
import own from './reporting.wasm';
import { compiled, once } from './source.ts';

export const load: (source?: CoreSource) => Promise<Reporting> = once(async (source) =>
  reportingOf(source === undefined ? own : compiled(source)),
);
