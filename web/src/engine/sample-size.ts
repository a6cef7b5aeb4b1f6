/** What lists of a size can show of two versions. Loaded when somebody asks. */
import type { Calls } from './protocol.ts';
import { sending } from './sending.ts';

export async function sampleSizeFor({
  rate,
  difference,
  recipients: each,
}: Calls['sampleSize']['ask']): Promise<Calls['sampleSize']['answer']> {
  const { sampleSize } = await sending();
  const needed = sampleSize(rate, rate + difference);
  for (let tenths = 1; rate + tenths / 1_000 <= 1; tenths++) {
    const smallest = tenths / 1_000;
    if (sampleSize(rate, rate + smallest) <= each) return { needed, smallest };
  }
  return { needed, smallest: null };
}
