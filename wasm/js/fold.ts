import type { CampaignShape, Core, Outcome, ScannedHits } from '../core.d.ts';
import { checkInteger } from './check.ts';
import { HIT_CLASSES } from './hits.ts';
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
  _foldTake(batch: number, size: number, seq: number): number;
  _foldScans(): void;
  _foldClear(recipient: number): number;
  _foldRestore(batch: number, size: number, scanned: number, count: number): number;
  _foldOutcomes(batch: number, size: number, seq: number, scanned: number, count: number): number;
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

/** In the order of the core's Standing and Change. */
const STANDINGS: readonly Outcome['standing'][] = ['counted', 'waiting', 'left-out'];
const CHANGES: readonly Outcome['change'][] = [null, 'all-links-at-once', 'opt-out-confirmed'];

function checkShape(shape: CampaignShape): void {
  checkInteger('shape.links.length', shape.links.length, 1, SLOTS);
  checkInteger('shape.recipients', shape.recipients, 0, SLOTS);
  checkInteger('shape.shards', shape.shards, 1, SLOTS);
  checkInteger('shape.shard', shape.shard, 0, shape.shards - 1);
  checkInteger('shape.publishedAtMs', shape.publishedAtMs, 0, LATEST_MS);
}

function outcomeOf(number: number): Outcome {
  return {
    class: HIT_CLASSES[number & 7] ?? 'human',
    standing: STANDINGS[(number >> 3) & 3] ?? 'counted',
    change: CHANGES[number >> 5] ?? null,
  };
}

export function foldFunctions(
  raw: RawModule & RawFold,
): Pick<Core, 'foldHits' | 'foldBatches' | 'clearRecipients' | 'outcomesOf' | 'totalsOf' | 'pendingOf'> {
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
  const unreadable = (name: string) => new TypeError(`${name} is not a batch this version can read`);
  const take = (batch: Uint8Array, seq: number, name: string): void => {
    if (lend(raw, (loan) => raw._foldTake(loan.bytes(batch), batch.length, seq)) === 0) throw unreadable(name);
  };
  const settle = (settledBeforeMs: number | undefined): void => {
    if (settledBeforeMs !== undefined) checkInteger('settledBeforeMs', settledBeforeMs, 0, LATEST_MS);
    raw._foldSettle(settledBeforeMs ?? EVERYTHING);
  };
  const saved = (): Uint8Array => {
    const start = raw._foldSave();
    return raw.HEAPU8.slice(start, start + raw._foldSaved());
  };
  const scanned = (loan: Loan, hits: readonly number[]): number =>
    loan.bytes(new Uint8Array(Uint16Array.from(hits).buffer));
  /** By batch and recipient. */
  const scans = (): ScannedHits[] => {
    raw._foldScans();
    const row = new Row(raw);
    const groups = new Map<string, { seq: number; recipient: number; hits: number[] }>();
    row.list(row.next(), () => {
      const [seq, hit, recipient] = [row.next(), row.next(), row.next()];
      const key = `${seq} ${recipient}`;
      const group = groups.get(key);
      if (group === undefined) groups.set(key, { seq, recipient, hits: [hit] });
      else group.hits.push(hit);
    });
    return [...groups.values()];
  };

  return {
    foldHits: (state, batches, shape, settledBeforeMs) =>
      withState(state, shape, () => {
        batches.forEach((batch, index) => {
          take(batch, 0, `batches[${index}]`);
        });
        settle(settledBeforeMs);
        return saved();
      }),
    foldBatches: (state, batches, shape, settledBeforeMs) =>
      withState(state, shape, () => {
        batches.forEach(({ seq, bytes }, index) => {
          checkInteger(`batches[${index}].seq`, seq, 1, LATEST_MS);
          take(bytes, seq, `batches[${index}].bytes`);
        });
        settle(settledBeforeMs);
        return { state: saved(), scans: scans() };
      }),
    clearRecipients: (state, shape, recipients, scansOf) =>
      withState(state, shape, () => {
        for (const recipient of recipients) {
          checkInteger('recipient', recipient, 0, SLOTS);
          if (raw._foldClear(recipient) === 0) continue;
          for (const { bytes, hits } of scansOf(recipient)) {
            const read = lend(raw, (loan) =>
              raw._foldRestore(loan.bytes(bytes), bytes.length, scanned(loan, hits), hits.length),
            );
            if (read === 0) throw unreadable(`a batch of recipient ${recipient}`);
          }
        }
        return saved();
      }),
    outcomesOf: (state, shape, batches) =>
      withState(state, shape, () =>
        batches.map(({ seq, bytes, scanned: hits }) => {
          const read = lend(raw, (loan) =>
            raw._foldOutcomes(loan.bytes(bytes), bytes.length, seq, scanned(loan, hits), hits.length),
          );
          if (read === 0) return null;
          const row = new Row(raw);
          return row.list(row.next(), () => outcomeOf(row.next()));
        }),
      ),
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
