import type { CampaignShape, Core } from '../core.d.ts';
import { checkInteger } from './check.ts';
import { type Loan, lend } from './memory.ts';
import type { RawModule } from './raw.d.ts';
import { kindsOf, type RawTotals, Row, readTotals } from './totals.ts';

export interface RawFold extends RawTotals {
  _foldBegin(
    kinds: number,
    links: number,
    recipients: number,
    shards: number,
    shard: number,
    aggregate: boolean,
    publishedAtMs: number,
    state: number,
    size: number,
  ): number;
  _foldTake(batch: number, size: number): number;
  _foldSettle(limitMs: number): void;
  _foldSave(): number;
  _foldSaved(): number;
  _foldTotals(): void;
  _foldWaiting(state: number, size: number): number;
  _foldForget(): void;
}

const SLOTS = 16777216;
const LATEST_MS = 2 ** 53 - 1;
const EVERYTHING = -1;

function checkShape(shape: CampaignShape): void {
  checkInteger('shape.links.length', shape.links.length, 1, SLOTS);
  checkInteger('shape.recipients', shape.recipients, 0, SLOTS);
  checkInteger('shape.shards', shape.shards, 1, SLOTS);
  checkInteger('shape.shard', shape.shard, 0, shape.shards - 1);
  checkInteger('shape.publishedAtMs', shape.publishedAtMs, 0, LATEST_MS);
}

export function foldFunctions(raw: RawModule & RawFold): Pick<Core, 'foldHits' | 'totalsOf' | 'pendingOf'> {
  const begin = (loan: Loan, state: Uint8Array, shape: CampaignShape): void => {
    checkShape(shape);
    const read = raw._foldBegin(
      loan.bytes(kindsOf(shape.links)),
      shape.links.length,
      shape.recipients,
      shape.shards,
      shape.shard,
      shape.tracking === 'aggregate',
      shape.publishedAtMs,
      loan.bytes(state),
      state.length,
    );
    if (read === 0) throw new TypeError('state is damaged, or of another campaign shape or version');
  };
  const withState = <T>(state: Uint8Array, shape: CampaignShape, work: () => T): T => {
    try {
      lend(raw, (loan) => begin(loan, state, shape));
      return work();
    } finally {
      raw._foldForget();
    }
  };

  return {
    foldHits(state, batches, shape, settledBeforeMs) {
      if (settledBeforeMs !== undefined) checkInteger('settledBeforeMs', settledBeforeMs, 0, LATEST_MS);
      return withState(state, shape, () => {
        batches.forEach((batch, index) => {
          const taken = lend(raw, (loan) => raw._foldTake(loan.bytes(batch), batch.length));
          if (taken === 0) throw new TypeError(`batches[${index}] is not a batch this version can read`);
        });
        raw._foldSettle(settledBeforeMs ?? EVERYTHING);
        const start = raw._foldSave();
        return raw.HEAPU8.slice(start, start + raw._foldSaved());
      });
    },
    totalsOf: (state, shape) =>
      withState(state, shape, () => {
        raw._foldTotals();
        return readTotals(new Row(raw));
      }),
    pendingOf(state) {
      const read = lend(raw, (loan) => raw._foldWaiting(loan.bytes(state), state.length));
      if (read === 0) throw new TypeError('state is damaged or of another version');
      const row = new Row(raw);
      return { hits: row.next(), firstMs: row.next() };
    },
  };
}
