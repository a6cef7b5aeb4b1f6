/** A look at octets alone, a fifth of the time that their text would take: most lists are UTF-8 and nothing else. */

/** First octets of UTF-8's letters: how many follow, and between which the first of those must be (RFC 3629, section 4). */
function followers(lead: number): readonly [count: number, least: number, most: number] | null {
  if (lead >= 0xc2 && lead <= 0xdf) return [1, 0x80, 0xbf];
  if (lead === 0xe0) return [2, 0xa0, 0xbf];
  if (lead === 0xed) return [2, 0x80, 0x9f];
  if (lead >= 0xe1 && lead <= 0xef) return [2, 0x80, 0xbf];
  if (lead === 0xf0) return [3, 0x90, 0xbf];
  if (lead >= 0xf1 && lead <= 0xf3) return [3, 0x80, 0xbf];
  if (lead === 0xf4) return [3, 0x80, 0x8f];
  return null;
}

const FOLLOWERS = Array.from({ length: 256 }, (_, lead) => followers(lead));

/** Second octets of ÂÃÄÅÎÏÐÑâð, behind C3: with which letters begin that were written as UTF-8 twice. */
const MAY_BE_TWICE = new Set([0x82, 0x83, 0x84, 0x85, 0x8e, 0x8f, 0x90, 0x91, 0xa2, 0xb0]);

/** Four octets with the bits that ASCII does not have. */
const BEYOND_ASCII = 0x8080_8080;
const NONE = new Int32Array();

/** Takes a file's octets piece by piece. */
export class Utf8Look {
  #due = 0;
  #least = 0x80;
  #most = 0xbf;
  #isLeadC3 = false;
  #mayBeTwice = false;
  /** There is an octet that is no UTF-8 where it stands. */
  isBroken = false;
  /** Two letters follow each other that may be one written twice. */
  mayBeTwice = false;

  take(octets: Uint8Array): void {
    // Most octets are ASCII, and so is what follows them: four at once, from where four are a number.
    const first = Math.min(-octets.byteOffset & 3, octets.length);
    const count = (octets.length - first) >> 2;
    const fours = count === 0 ? NONE : new Int32Array(octets.buffer, octets.byteOffset + first, count);
    for (let at = 0; at < octets.length; ) {
      const octet = octets[at] as number;
      if (octet >= 0x80 || this.#due > 0) {
        this.#takeLetters(octet);
        if (this.isBroken) return;
        at++;
        continue;
      }
      this.#mayBeTwice = false;
      at++;
      if (((at - first) & 3) !== 0) continue;
      let four = (at - first) >> 2;
      while (four < fours.length && ((fours[four] as number) & BEYOND_ASCII) === 0) four++;
      at = first + four * 4;
    }
  }

  #takeLetters(octet: number): void {
    if (this.#due === 0) {
      const next = FOLLOWERS[octet] ?? null;
      if (next === null) {
        this.isBroken = true;
        return;
      }
      [this.#due, this.#least, this.#most] = next;
      if (this.#mayBeTwice) this.mayBeTwice = true;
      this.#mayBeTwice = false;
      this.#isLeadC3 = octet === 0xc3;
      return;
    }
    if (octet < this.#least || octet > this.#most) {
      this.isBroken = true;
      return;
    }
    [this.#least, this.#most] = [0x80, 0xbf];
    this.#due--;
    if (this.#isLeadC3) this.#mayBeTwice = MAY_BE_TWICE.has(octet);
    this.#isLeadC3 = false;
  }

  /** No more octets follow. */
  end(): void {
    if (this.#due > 0) this.isBroken = true;
  }
}
