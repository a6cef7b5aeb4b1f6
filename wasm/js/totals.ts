import type { CampaignShape, Core, HitClass, LinkTotals, Rate, ReportNumbers, Totals } from '../core.d.ts';
import { checkInteger } from './check.ts';
import { countryName, countryNumber, HIT_CLASSES } from './hits.ts';
import { lend } from './memory.ts';
import type { RawModule } from './raw.d.ts';

export interface RawTotals {
  _foldRow(): number;
  _totalsClear(): void;
  _totalsAdd(totals: number): void;
  _totalsSum(): void;
  _reportNumbers(totals: number, kinds: number, links: number, delivered: number, confirmed: number): void;
}

/** Reads a row of doubles from its start. */
export class Row {
  readonly #heap: Float64Array;
  #at: number;

  constructor(raw: RawModule & RawTotals) {
    this.#heap = raw.HEAPF64;
    this.#at = raw._foldRow() / 8;
  }
  next(): number {
    return this.#heap[this.#at++] ?? 0;
  }
  rate(): Rate {
    return {
      numerator: this.next(),
      denominator: this.next(),
      value: this.next(),
      low: this.next(),
      high: this.next(),
    };
  }
  classes<C extends HitClass>(classes: readonly C[]): Record<C, number> {
    return Object.fromEntries(classes.map((name) => [name, this.next()])) as Record<C, number>;
  }
  list<T>(count: number, read: () => T): T[] {
    return Array.from({ length: count }, read);
  }
}

/** Octets 0 (destination) and 1 (opt-out). */
export const kindsOf = (links: CampaignShape['links']): Uint8Array =>
  Uint8Array.from(links, (kind) => (kind === 'opt-out' ? 1 : 0));

export function readTotals(row: Row): Totals {
  const clickers = row.next();
  const openers = row.next();
  const lastHitMs = row.next();
  const devices = { ios: row.next(), android: row.next(), other: row.next() };
  const [links, hours, countries] = [row.next(), row.next(), row.next()];
  return {
    links: row.list(links, (): LinkTotals => ({ hits: row.classes(HIT_CLASSES), unique: row.next() })),
    clickers,
    openers,
    timeline: row.list(hours, () => [row.next(), row.next(), row.next()] as const),
    countries: Object.fromEntries(row.list(countries, () => [countryName(row.next()), row.next()])),
    devices,
    lastHitMs,
  };
}

/** The same, to be read by the core. */
function writeTotals(totals: Totals): number[] {
  const countries = Object.entries(totals.countries)
    .map(([name, clicks]) => [countryNumber(name), clicks])
    .filter(([number]) => number !== 0);
  const { ios, android, other } = totals.devices;
  return [
    totals.clickers,
    totals.openers,
    totals.lastHitMs,
    ...[ios, android, other],
    ...[totals.links.length, totals.timeline.length, countries.length],
    ...totals.links.flatMap(({ hits, unique }) => [...HIT_CLASSES.map((name) => hits[name]), unique]),
    ...totals.timeline.flat(),
    ...countries.flat(),
  ];
}

const MACHINES = ['preview', 'scanner', 'prefetch', 'head', 'test'] as const;

export function totalsFunctions(raw: RawModule & RawTotals): Pick<Core, 'sumTotals' | 'reportNumbers'> {
  return {
    sumTotals(parts) {
      raw._totalsClear();
      for (const part of parts) lend(raw, (loan) => raw._totalsAdd(loan.doubles(writeTotals(part))));
      raw._totalsSum();
      return readTotals(new Row(raw));
    },
    reportNumbers(totals, links, denominator, confirmedOptOuts): ReportNumbers {
      checkInteger('denominator', denominator, 0, Number.MAX_SAFE_INTEGER);
      checkInteger('confirmedOptOuts', confirmedOptOuts, 0, Number.MAX_SAFE_INTEGER);
      lend(raw, (loan) => {
        const row = loan.doubles(writeTotals(totals));
        raw._reportNumbers(row, loan.bytes(kindsOf(links)), links.length, denominator, confirmedOptOuts);
      });
      const row = new Row(raw);
      return {
        clicks: row.next(),
        uniqueClicks: row.next(),
        ctr: row.rate(),
        optOut: { pagesOpened: row.next(), confirmed: row.next(), rate: row.rate() },
        machineHits: row.classes(MACHINES),
        links: row.list(links.length, () => ({ clicks: row.next(), uniqueClicks: row.next(), ctr: row.rate() })),
      };
    },
  };
}
