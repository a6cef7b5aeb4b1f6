/**
 * Hashes of a campaign's numbers on their way to its counters: with them whoever opts out of it is left out of the next. Each
 * part is sent once; what is missing after a lost connection, or a closed page, is sent when the list is there again.
 */
import { signal } from '@preact/signals';
import type { Campaign } from '../../../worker/api.ts';
import { request } from '../api/request.ts';
import { ask } from '../engine/client.ts';
import { HASHES_AT_ONCE } from '../engine/hashes-at-once.ts';
import { list } from './list.ts';
import { listed } from './list-verdict.ts';

export type Sending = { readonly step: 'sending'; readonly share: number } | { readonly step: 'failed' };

/** By the campaign's id, while they are on their way or did not arrive. */
export const sendings = signal<ReadonlyMap<string, Sending>>(new Map());

function note(id: string, sending: Sending | null): void {
  const now = new Map(sendings.peek());
  if (sending === null) now.delete(id);
  else now.set(id, sending);
  sendings.value = now;
}

/** Parts on their way at once. */
const AT_ONCE = 3;
const ATTEMPTS = 5;
const PAUSE_MS = 500;

/** Which parts the campaign's counters lack; null: that cannot be told now, or nobody opts out by its links. */
export async function missingHashes({ id, tracking }: Campaign): Promise<Missing | null> {
  if (tracking === 'aggregate') return null;
  const answer = await request('GET /api/campaigns/{id}/number-hashes', { params: { id } });
  return answer.ok ? answer.value : null;
}

interface Missing {
  readonly shards: number;
  readonly hashesInPart: number;
  readonly missing: readonly { readonly shard: number; readonly part: number }[];
}

/** Of the list as it is loaded, which must be the campaign's. True: they are all there. */
export async function sendHashes(campaign: Campaign): Promise<boolean> {
  const { id, shards, tracking } = campaign;
  const listVersion = list.peek()?.version;
  if (tracking === 'aggregate' || listVersion === undefined || sendings.peek().get(id)?.step === 'sending')
    return false;
  note(id, { step: 'sending', share: 0 });
  const stay = (event: BeforeUnloadEvent) => event.preventDefault();
  addEventListener('beforeunload', stay);
  // Who is sent nothing, because the message would be too long, is a row of the campaign all the same.
  const recipients = listed(campaign);
  // Asked for at once: after publishing two versions the list is soon read whole again, for the next message.
  const half = campaign.list?.split?.half ?? null;
  const made = ask('stops', { about: 'hashes', listVersion, half, shards, recipients }).answer;
  try {
    const [known, found] = await Promise.all([missingHashes(campaign), made]);
    const parts = partsOf(found?.hashes ?? [], recipients, shards);
    const left = [...(known?.missing ?? [])];
    const all = left.length;
    let isWhole = known?.shards === shards && known.hashesInPart === HASHES_AT_ONCE;
    const lane = async () => {
      for (let next = left.shift(); next !== undefined && isWhole; next = left.shift()) {
        const { shard, part } = next;
        const hashes = parts[shard]?.[part];
        if (hashes === undefined || !(await sendPart(id, { shard, part, hashes }))) {
          isWhole = false;
          left.length = 0;
        }
        note(id, { step: 'sending', share: all === 0 ? 1 : (all - left.length) / all });
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, lane));
    note(id, isWhole ? null : { step: 'failed' });
    return isWhole;
  } catch {
    note(id, { step: 'failed' });
    return false;
  } finally {
    removeEventListener('beforeunload', stay);
  }
}

/** The parts of each shard. */
function partsOf(lots: readonly string[], recipients: number, shards: number): readonly (readonly string[])[] {
  let first = 0;
  return Array.from({ length: shards }, (_, shard) => {
    const own = lots.slice(first, first + Math.ceil(Math.ceil((recipients - shard) / shards) / HASHES_AT_ONCE));
    first += own.length;
    return own;
  });
}

async function sendPart(
  id: string,
  body: { readonly shard: number; readonly part: number; readonly hashes: string },
): Promise<boolean> {
  for (let attempt = 1; ; attempt++) {
    const answer = await request('POST /api/campaigns/{id}/number-hashes', { params: { id }, body });
    if (answer.ok) return true;
    // A second time it would be refused as well.
    const isFinal = answer.status >= 400 && answer.status < 500;
    if (isFinal || attempt === ATTEMPTS) return false;
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS * 2 ** attempt));
  }
}
