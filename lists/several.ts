/** Several numbers in one cell, "20123456 / 86123456": the first mobile is taken, and what was passed over is counted. */

/** A number that was read: of a mobile, or perhaps of a landline. */
interface Good {
  readonly ok: true;
  readonly number: number;
  readonly mobile: boolean;
}

interface Reader<G extends Good, B> {
  read(cell: string): G | B;
}

interface Bad {
  readonly ok: false;
}

export interface FirstMobile<G extends Good, B extends Bad> {
  readonly outcome: G | B;
  /** Other numbers in the cell. */
  readonly passedOver: number;
}

/** What stands between numbers; a slash and a hyphen alone may as well be part of one. */
const BETWEEN = /[,;|&\r\n]+|\s\/\s|\s{2,}|\s(?=\+|00[1-9])|\s+(?:og|eller|and|or|und|oder|och|tai|ja)\s+/i;
const BETWEEN_TOO = /[,;|&\r\n/]+|\s(?=\+|00[1-9])/;
const LINE = /[\r\n]/;

export function readFirstMobile<G extends Good, B extends Bad>(reader: Reader<G, B>, cell: string): FirstMobile<G, B> {
  const whole = LINE.test(cell.trim()) ? null : reader.read(cell);
  if (whole?.ok === true) return { outcome: whole, passedOver: 0 };
  for (const between of [BETWEEN, BETWEEN_TOO]) {
    const numbers = numbersIn(reader, cell.split(between));
    const taken = numbers.find(({ mobile }) => mobile) ?? numbers[0];
    if (taken !== undefined) return { outcome: taken, passedOver: numbers.length - 1 };
  }
  return { outcome: whole ?? reader.read(cell), passedOver: 0 };
}

/** Each once. */
function numbersIn<G extends Good, B extends Bad>(reader: Reader<G, B>, parts: readonly string[]): readonly G[] {
  const found = new Map<number, G>();
  for (const part of parts) {
    const outcome = reader.read(part);
    if (outcome.ok && !found.has(outcome.number)) found.set(outcome.number, outcome);
  }
  return [...found.values()];
}
