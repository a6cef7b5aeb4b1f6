/** How long a campaign's single hits are held: it hardly changes while a page is open, once there are any. */
import { useEffect, useState } from 'preact/hooks';
import type { RawHits } from '../../../worker/api.ts';
import { request } from '../api/request.ts';
import { isShared } from './shared-mode.ts';

/** `counted`: whether a hit has been, as the report says. Null: not read, or not to be seen by whoever looks. */
export function useRawHits(id: string, counted: boolean): RawHits | null {
  const [rawHits, setRawHits] = useState<RawHits | null>(null);
  useEffect(() => {
    if (isShared) return;
    let isGone = false;
    void request('GET /api/campaigns/{id}/raw-hits', { params: { id } }).then((answer) => {
      if (!isGone && answer.ok) setRawHits(answer.value);
    });
    return () => {
      isGone = true;
    };
  }, [id, counted]);
  return rawHits;
}
