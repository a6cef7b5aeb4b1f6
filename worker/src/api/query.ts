/** Whole numbers in a query: digits only, no sign, no exponent, no white space. */
import { ApiProblem } from './problem.ts';

/** Undefined stays undefined. */
export function wholeNumber(name: string, text: string | undefined, least: number, most: number): number | undefined {
  if (text === undefined) return undefined;
  const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw new ApiProblem(400, `${name} is "${text}"; it must be a whole number from ${least} to ${most}.`);
}
