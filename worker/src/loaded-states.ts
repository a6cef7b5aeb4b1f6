/**
 * What the counters of this isolate have loaded. It lies in the core's memory, where no collector sees it: of too much, what
 * was asked for longest ago is given back, and loaded anew when it is asked for next. Nobody keeps one over a turn of the
 * event loop.
 */
import type { ShardState } from 'klikspor/edge';

/** As saved; loaded it takes up to four times as much. A shard with a million recipients and two links has half of one. */
const MOST_OCTETS = 8 * 1024 * 1024;

/** By what stands for a counter, in the order in which they were last asked for. */
const loaded = new Map<object, { readonly state: ShardState; readonly octets: number }>();

export function loadedState(counter: object): ShardState | undefined {
  const found = loaded.get(counter);
  if (found === undefined) return undefined;
  loaded.delete(counter);
  loaded.set(counter, found);
  return found.state;
}

/** `octets`: what it takes saved. */
export function keepLoaded(counter: object, state: ShardState, octets: number): void {
  loaded.delete(counter);
  loaded.set(counter, { state, octets });
  let sum = 0;
  for (const one of loaded.values()) sum += one.octets;
  for (const [other, one] of loaded) {
    if (sum <= MOST_OCTETS || other === counter) break;
    sum -= one.octets;
    dropLoaded(other);
  }
}

export function dropLoaded(counter: object): void {
  loaded.get(counter)?.state.delete();
  loaded.delete(counter);
}
