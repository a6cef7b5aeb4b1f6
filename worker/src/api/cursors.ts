/** Where a page goes on: numbers, opaque to the caller. `kind`: of which list, so that another list's is refused. */
import { ApiProblem } from './problem.ts';

export const cursorAt = (kind: string, ...numbers: readonly number[]): string =>
  btoa([kind, ...numbers].join(' ')).replaceAll('=', '');

/** As many numbers as `cursorAt` was given; a 400 otherwise. */
export function placeIn(kind: string, cursor: string, count: number): readonly number[] {
  let text = '';
  try {
    text = atob(cursor);
  } catch {
    // Told below.
  }
  const [found, ...digits] = text.split(' ');
  if (found === kind && digits.length === count && digits.every((one) => /^\d{1,15}$/.test(one))) {
    return digits.map(Number);
  }
  throw strangeCursor();
}

export const strangeCursor = () =>
  new ApiProblem(400, 'The cursor is not one that a page of this list gave out: start without one.');
