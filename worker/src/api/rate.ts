/** A rate as the core works it out (`Rate` of `klikspor/reporting`). */
import * as v from 'valibot';
import { count } from './fields.ts';

const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));

export const rate = v.strictObject({ numerator: count, denominator: count, value: share, low: share, high: share });
