import type { Core } from '../core.d.ts';
import { checkInteger } from './check.ts';
import type { RawModule } from './raw.d.ts';

export interface RawSampleSlug {
  _slugBuffer(): number;
  _slugSample(width: number, recipient: number, link: number): void;
}

const UINT32 = 4294967295;

export function checkWidth(width: number): void {
  if (width !== 8 && width !== 9) throw new RangeError(`width is ${width}; it must be 8 or 9`);
}

/** The first signs of the resident buffer. */
export function readSigns(raw: RawModule & RawSampleSlug, length: number): string {
  const buffer = raw._slugBuffer();
  return String.fromCharCode(...raw.HEAPU8.subarray(buffer, buffer + length));
}

export function sampleSlugFunctions(raw: RawModule & RawSampleSlug): Pick<Core, 'sampleSlug'> {
  return {
    sampleSlug(width, recipient, link) {
      checkWidth(width);
      checkInteger('recipient', recipient, 0, UINT32);
      checkInteger('link', link, 0, 255);
      raw._slugSample(width, recipient, link);
      return readSigns(raw, width);
    },
  };
}
