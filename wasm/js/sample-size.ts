import type { Core } from '../core.d.ts';

export interface RawSampleSize {
  _sampleSize(first: number, second: number): number;
}

export function sampleSizeFunctions(raw: RawSampleSize): Pick<Core, 'sampleSize'> {
  return { sampleSize: (first, second) => raw._sampleSize(first, second) };
}
