/** Click rates of others to compare with: those the server knows, or what a person put in their place in this browser. */
import { signal } from '@preact/signals';
import type { Campaign, CampaignComparison } from '../../../worker/api.ts';
import { remember, remembered } from '../storage.ts';

export interface Benchmark {
  readonly name: string;
  /** CTR, 0 … 1; of a single figure both are it. */
  readonly low: number;
  readonly high: number;
  /** 'quoted': told without saying how it was measured. Absent: a person's own. */
  readonly basis?: 'measured' | 'quoted';
  /** Of which messages; 'all' are marketing and service together. Absent: a person's own. */
  readonly of?: 'marketing' | 'service' | 'all';
  /** Where it says so. Absent: a person's own. */
  readonly url?: string;
  /** When it was read or written down. */
  readonly asOfMs: number;
}

/** Those of click rates that the server knows, without those of the other kind of message; `kind` undefined: all. */
export const shipped = ({ benchmarks }: CampaignComparison, kind: Campaign['kind']): readonly Benchmark[] =>
  benchmarks.flatMap(({ rate, low, high, basis, of, source, url, readOn }) =>
    rate === 'ctr' && (of === 'all' || kind === undefined || of === kind)
      ? [{ name: source, low, high, basis, of, url, asOfMs: Date.parse(readOn) }]
      : [],
  );

function isBenchmark(row: unknown): row is Benchmark {
  if (row === null || typeof row !== 'object') return false;
  const { name, low, high, asOfMs } = row as Record<string, unknown>;
  return (
    typeof name === 'string' &&
    typeof asOfMs === 'number' &&
    typeof low === 'number' &&
    typeof high === 'number' &&
    low >= 0 &&
    low <= high &&
    high <= 1
  );
}

function kept(): readonly Benchmark[] | null {
  try {
    const rows: unknown = JSON.parse(remembered('benchmarks') ?? 'null');
    return Array.isArray(rows) ? rows.filter(isBenchmark) : null;
  } catch {
    return null;
  }
}

/** Null: the server's. */
export const ownBenchmarks = signal(kept());

export function setBenchmarks(rows: readonly Benchmark[] | null): void {
  ownBenchmarks.value = rows;
  remember('benchmarks', rows === null ? null : JSON.stringify(rows));
}

/** A percentage from 0 to 100 as it was written, with comma or point, as a share; null: none. */
export function shareOf(text: string): number | null {
  const digits = text.trim().replace(/\s*%$/, '').replace(',', '.');
  const value = /^\d{1,3}(?:\.\d{1,2})?$/.test(digits) ? Number(digits) / 100 : null;
  return value !== null && value <= 1 ? value : null;
}
