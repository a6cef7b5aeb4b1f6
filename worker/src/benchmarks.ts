/**
 * What others say of rates. Not measured by us, each by its own formula: data to be replaced by what its owner trusts, and
 * shown with source and date only.
 */
export interface Benchmark {
  readonly rate: 'ctr' | 'opt-out';
  /** Of which messages: 'all' are marketing and service together. */
  readonly of: 'marketing' | 'service' | 'all';
  /** From 0 to 1; of a single figure both are it. */
  readonly low: number;
  readonly high: number;
  readonly source: string;
  /** Where it says so. */
  readonly url: string;
  /** When it was read there. */
  readonly readOn: string;
  /**
   * 'quoted': said without a method. 'measured': of the source's own customers. Neither says that previews and scanners were
   * left out, and with them a click rate is higher than one of people alone.
   */
  readonly basis: 'quoted' | 'measured';
}

export const BENCHMARKS: readonly Benchmark[] = [
  {
    ...{ rate: 'ctr', of: 'marketing', low: 0.36, high: 0.36, basis: 'quoted' },
    ...{ source: 'SMS vendors’ claims, as Tatango lists them', readOn: '2026-11-30' },
    url: 'https://www.tatango.com/blog/the-average-sms-marketing-click-through-rate/',
  },
  {
    ...{ rate: 'ctr', of: 'all', low: 0.19, high: 0.19, basis: 'quoted' },
    ...{ source: 'SimplyCast blog', readOn: '2026-11-30' },
    url: 'https://www.simplycast.com/blog/marketing-mini-myth-do-sms-messages-engage/',
  },
  {
    ...{ rate: 'ctr', of: 'marketing', low: 0.089, high: 0.145, basis: 'measured' },
    ...{ source: 'Klaviyo help centre, SMS campaigns in the US, the band called good', readOn: '2026-11-30' },
    url: 'https://help.klaviyo.com/hc/en-us/articles/4404565738395',
  },
];
