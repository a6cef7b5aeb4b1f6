import type { Texts } from '../texts.d.ts';
import { wrongly } from './door.ts';

/** Embind makes true of whatever is no falsehood of JavaScript's, “false” too: who says it would get formulas that run. */
export function csvFieldOf({ csvField }: Pick<Texts, 'csvField'>): Texts['csvField'] {
  return (...asked) => {
    const exact: unknown = asked[2];
    if (exact === undefined || typeof exact === 'boolean') return csvField(...asked);
    throw wrongly('exact', exact, 'true or false');
  };
}
