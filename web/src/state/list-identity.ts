/** What a list is known by, made with the key of a link domain. */
import type { ListIdentity, ListKey, ListReading } from '../../../worker/api.ts';
import { type Answer, api, type Failure } from '../api/client.ts';
import { ask } from '../engine/client.ts';
import type { ListPrints } from '../engine/list-prints.ts';
import type { Half, Seed } from '../list-reading/split.ts';
import type { ListSummary } from '../list-reading/summary.ts';
import { rewritingOf } from './list.ts';

/** Keys that campaigns name, while the window is open; the one in use may be another the next time. */
const known = new Map<string, ListKey>();

async function listKey(host: string, key: number | null): Promise<Answer<ListKey>> {
  const name = `${key} ${host}`;
  const found = known.get(name);
  if (found !== undefined) return { ok: true, value: found };
  const answer = await api.listKey(host, key);
  if (answer.ok) known.set(`${answer.value.key} ${host}`, answer.value);
  return answer;
}

/** Null: another list has been loaded meanwhile. */
export async function printsOf(
  { version }: ListSummary,
  host: string,
  key: number | null,
  seed: Seed | null,
): Promise<Failure | { readonly ok: true; readonly key: number; readonly prints: ListPrints } | null> {
  const found = await listKey(host, key);
  if (!found.ok) return found;
  const prints = await ask('listPrints', { listVersion: version, secret: found.value.secret, seed }).answer;
  return prints === null ? null : { ok: true, key: found.value.key, prints };
}

export const readingOf = ({ country, numberColumn, leftOutTotal }: ListSummary): ListReading => ({
  country,
  numberColumn,
  leftOut: leftOutTotal,
});

export interface Identified {
  readonly ok: true;
  /** For a campaign to the whole list (null), or to one half of a list that is split. */
  for(half: Half | null): ListIdentity;
}

/** `key`: of another campaign over the same list; null: the one in use. Null: another list has been loaded meanwhile. */
export async function identify(
  loaded: ListSummary,
  host: string,
  key: number | null = null,
): Promise<Failure | Identified | null> {
  const { split } = loaded;
  const found = await printsOf(loaded, host, key, split);
  if (found === null || !found.ok) return found;
  const { rows, ordered, sorted, halves } = found.prints;
  const rewriting = rewritingOf(loaded);
  const whole: ListIdentity = {
    rows,
    key: found.key,
    ordered,
    sorted,
    rewritten: rewriting === 'all' ? rewriting : [...rewriting],
    fileName: loaded.fileName.trim().slice(0, 255) || '?',
    // Some systems say 1970, or earlier, of a file they know no date of.
    fileModifiedAtMs: loaded.fileModifiedAtMs > 0 ? loaded.fileModifiedAtMs : null,
    reading: readingOf(loaded),
    ...(loaded.stops.changes !== null && {
      suppressed: { changes: loaded.stops.changes, rows: loaded.stops.total },
    }),
  };
  const inHalf = (half: Half) =>
    split === null ? whole : { ...whole, split: { seed: [...split], half, halves: [...halves] } };
  return { ok: true, for: (half) => (half === null ? whole : inHalf(half)) };
}
