import type { CoreSource } from '../common.d.ts';
import type { Reporting } from '../reporting.d.ts';
import { reportingOf } from './reporting.ts';
import { compileInNode } from './source.node.ts';
import { once } from './source.ts';

export const load: (source?: CoreSource) => Promise<Reporting> = once(async (source) =>
  reportingOf(await compileInNode(source ?? new URL('./reporting.wasm', import.meta.url))),
);
