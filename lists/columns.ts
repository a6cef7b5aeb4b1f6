/** Headings of a list: which row they are in, what they are called, which column holds the numbers. */
import { looksLikeNumber } from './number.ts';

const NUMBER_HEADING =
  /^(?:mobil\w*|tele(?:fon|phone)\w*|tlf\w*|phone\w*|(?:phone|mobile)[ _-]?number|number|nummer|msisdn|cell\w*)\b/i;

export interface Columns {
  readonly names: readonly string[];
  readonly hasHeader: boolean;
}

/** A first row that holds a phone number is a recipient, not a heading. */
export function readColumns(firstRow: readonly string[]): Columns {
  const hasHeader = !firstRow.some(looksLikeNumber);
  const taken = new Set<string>();
  const names = firstRow.map((cell, index) => {
    // Signs that mean something inside a merge field cannot stand in its name.
    const heading = hasHeader ? cell.replace(/[{}|:\r\n]+/g, ' ').trim() : '';
    const wanted = heading === '' ? `column${index + 1}` : heading;
    let name = wanted;
    for (let copy = 2; taken.has(name); copy++) name = `${wanted} ${copy}`;
    taken.add(name);
    return name;
  });
  return { names, hasHeader };
}

/** By heading if one is plain, else the column where most cells look like numbers; -1 when none does. */
export function findNumberColumn(names: readonly string[], sample: readonly (readonly string[])[]): number {
  const share = names.map((_, column) => {
    const filled = sample.map((row) => row[column]?.trim() ?? '').filter((cell) => cell !== '');
    return filled.length === 0 ? 0 : filled.filter(looksLikeNumber).length / filled.length;
  });
  const named = names.findIndex((name) => NUMBER_HEADING.test(name));
  if (named >= 0) return named;
  const best = Math.max(0, ...share);
  return best >= 0.6 ? share.indexOf(best) : -1;
}
