import type { StrippedParameter } from '../stripped-parameters.d.ts';
import data from './stripped-data.js';

export const STRIPPED_PARAMETERS: Readonly<Record<string, StrippedParameter>> = Object.freeze(data);
