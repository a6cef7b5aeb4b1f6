/** Texts of cells. Names repeat, and are found here by their octets in a tenth of the time that a decoder is asked for them anew. */

/** So many of the latest; longer ones repeat less. */
const PLACES = 1 << 12;
const LONGEST = 32;

interface Made {
  readonly octets: Uint8Array;
  readonly text: string;
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

export class CellTexts {
  readonly #made: (Made | undefined)[] = new Array(PLACES).fill(undefined);

  /** Of a part of well-formed UTF-8. */
  of(octets: Uint8Array, from: number, to: number): string {
    if (from === to) return '';
    if (to - from > LONGEST) return decoder.decode(octets.subarray(from, to));
    let mixed = 0;
    for (let at = from; at < to; at++) mixed = Math.imul(mixed ^ (octets[at] as number), 0x9e37_79b1);
    const place = (mixed ^ (mixed >>> 15)) & (PLACES - 1);
    const made = this.#made[place];
    if (made !== undefined && isSame(made.octets, octets, from, to)) return made.text;
    const own = octets.slice(from, to);
    const text = decoder.decode(own);
    this.#made[place] = { octets: own, text };
    return text;
  }
}

function isSame(one: Uint8Array, octets: Uint8Array, from: number, to: number): boolean {
  if (one.length !== to - from) return false;
  for (let at = 0; at < one.length; at++) if (one[at] !== octets[from + at]) return false;
  return true;
}
