/** Signs that stand where none of them belong: what a text shows that is read in the wrong encoding. */
import { LOST_LETTER } from './text.ts';

const LETTER = /\p{L}/u;
const LATIN = /\p{Script=Latin}/u;
const LOWER = /\p{Ll}/u;
const UPPER = /\p{Lu}/u;
/** Signs that rightly stand between two letters, before one, and behind one. */
const BETWEEN = new Set('’´·\u00ad');
const BEFORE = new Set('“„«»‘‚‹›”’¿¡–—•·§©\u00a0…');
const BEHIND = new Set('”“’‘»«›‹…™®°²³¹ªº–—•·´\u00a0');

/** Lines and blocks of which DOS drew frames. */
const DRAWN = /[\u2500-\u259f]/;

/** How little a sign belongs where it stands: 0, not at all odd, to 4, never seen. */
export function oddity(sign: string, before: string, behind: string): number {
  if (/\p{Cc}/u.test(sign) || sign === LOST_LETTER || DRAWN.test(sign)) return 4;
  const [isBefore, isBehind] = [LETTER.test(before), LETTER.test(behind)];
  if (!LETTER.test(sign) || sign === 'ª' || sign === 'º') {
    if (isBefore && isBehind) return BETWEEN.has(sign) ? 0 : 3;
    if (isBehind) return BEFORE.has(sign) ? 0 : 2;
    if (isBefore) return BEHIND.has(sign) ? 0 : 2;
    return 0;
  }
  const isLatin = LATIN.test(sign);
  // One word in two scripts.
  if ((isBefore && LATIN.test(before) !== isLatin) || (isBehind && LATIN.test(behind) !== isLatin)) return 3;
  // KOI8-R in Windows-1251: Иван is йЧБО.
  if (UPPER.test(sign) && LOWER.test(before)) return 2;
  if (!isLatin) return 0;
  if (UPPER.test(sign)) {
    return UPPER.test(before) && LOWER.test(behind) ? 1 : 0;
  }
  if (UPPER.test(before) && UPPER.test(behind)) return 2;
  return isBefore && isBehind && before > '\u007f' && behind > '\u007f' ? 1 : 0;
}
