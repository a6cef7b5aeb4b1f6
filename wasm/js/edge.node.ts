import type { CoreSource } from '../common.d.ts';
import type { Edge } from '../edge.d.ts';
import { edgeOf } from './edge.ts';
import { compileInNode } from './source.node.ts';
import { once } from './source.ts';

export { FEWEST_RECIPIENTS, LONGEST_BATCH, SLOTS_PER_CAMPAIGN, SOON_MS } from './edge.ts';

export const load: (source?: CoreSource) => Promise<Edge> = once(async (source) =>
  edgeOf(await compileInNode(source ?? new URL('./edge.wasm', import.meta.url))),
);
