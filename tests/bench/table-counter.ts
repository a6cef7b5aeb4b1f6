/**
 * A lookup-table counter in plain JavaScript, as good as we can write it: what a careful programmer would use
 * instead of the core. It knows the default tables, the 8-bit reference and whole code points, nothing else.
 */
export interface TablePlan {
  readonly encoding: 'gsm7' | 'ucs2';
  readonly segments: number;
  readonly units: number;
  readonly perSegment: number;
  readonly unitsLeft: number;
}

const BASIC =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';
const EXTENSION = '\f^{}\\[~]|€';

/** Septets of each code unit; 0: not in the alphabet. */
const septetsOf = new Uint8Array(65_536);
for (let i = 0; i < BASIC.length; i++) septetsOf[BASIC.charCodeAt(i)] = 1;
for (let i = 0; i < EXTENSION.length; i++) septetsOf[EXTENSION.charCodeAt(i)] = 2;

export function countByTable(text: string): TablePlan {
  let septets = 0;
  for (let i = 0; i < text.length; i++) {
    const size = septetsOf[text.charCodeAt(i)] as number;
    // The first character outside the alphabet settles the encoding.
    if (size === 0) return countUcs2(text);
    septets += size;
  }
  if (septets <= 160) {
    return {
      encoding: 'gsm7',
      segments: septets === 0 ? 0 : 1,
      units: septets,
      perSegment: 160,
      unitsLeft: 160 - septets,
    };
  }
  if (septets !== text.length) return countPairs(text, septets);
  const segments = Math.ceil(septets / 153);
  return { encoding: 'gsm7', segments, units: septets, perSegment: 153, unitsLeft: segments * 153 - septets };
}

/** Escape pairs stay whole, so a segment may end a septet early. */
function countPairs(text: string, septets: number): TablePlan {
  let segments = 1;
  let used = 0;
  for (let i = 0; i < text.length; i++) {
    const size = septetsOf[text.charCodeAt(i)] as number;
    used += size;
    if (used > 153) {
      segments += 1;
      used = size;
    }
  }
  return { encoding: 'gsm7', segments, units: septets, perSegment: 153, unitsLeft: 153 - used };
}

/** Only the two code units at each border matter: a surrogate pair stays whole. */
function countUcs2(text: string): TablePlan {
  const units = text.length;
  if (units <= 70) return { encoding: 'ucs2', segments: 1, units, perSegment: 70, unitsLeft: 70 - units };
  let segments = 1;
  let start = 0;
  while (units - start > 67) {
    start += 67;
    if ((text.charCodeAt(start) & 0xfc00) === 0xdc00 && (text.charCodeAt(start - 1) & 0xfc00) === 0xd800) start -= 1;
    segments += 1;
  }
  return { encoding: 'ucs2', segments, units, perSegment: 67, unitsLeft: 67 - (units - start) };
}
