/** Hits that were answered and never counted; of each kind about as many as were told. */
import * as v from 'valibot';
import { count, moment } from './fields.ts';

export const loss = {
  /**
   * `uncounted`: neither counter nor queue took them. `dropped`: the queue could not deliver them within 26 days, or the
   * counter holds another campaign's.
   */
  kind: v.picklist(['uncounted', 'dropped']),
  hits: count,
  /** When the last of them was told. */
  lastMs: moment,
};
