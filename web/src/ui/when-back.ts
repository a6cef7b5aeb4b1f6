import { useEffect, useRef } from 'preact/hooks';
import type { Failure } from '../api/client.ts';

/** What a page could not ask without a network it asks by itself when that is back. */
export function useWhenBack(failure: Failure | null, again: () => void): void {
  const isAway = failure?.status === 0;
  const latest = useRef(again);
  latest.current = again;
  useEffect(() => {
    if (!isAway) return;
    const ask = () => latest.current();
    addEventListener('online', ask);
    return () => removeEventListener('online', ask);
  }, [isAway]);
}
