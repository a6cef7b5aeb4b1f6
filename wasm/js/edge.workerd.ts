import type { CoreSource } from '../common.d.ts';
import type { Edge } from '../edge.d.ts';
import { edgeOf } from './edge.ts';
import own from './edge.wasm';
import { compiled, once } from './source.ts';

export { FEWEST_RECIPIENTS, LONGEST_BATCH, SLOTS_PER_CAMPAIGN, SOON_MS } from './edge.ts';

export const load: (source?: CoreSource) => Promise<Edge> = once(async (source) =>
  edgeOf(source === undefined ? own : compiled(source)),
);
