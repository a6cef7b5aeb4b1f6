/** Values in a query. Undefined stays undefined. */
import { ApiProblem } from './problem.ts';

export function truth(name: string, text: string | undefined): boolean | undefined {
  if (text === undefined) return undefined;
  if (text === 'true' || text === 'false') return text === 'true';
  throw new ApiProblem(400, `${name} is "${text}"; it must be true or false.`);
}

/** Digits only: no sign, no exponent, no white space. */
export function wholeNumber(name: string, text: string | undefined, least: number, most: number): number | undefined {
  if (text === undefined) return undefined;
  const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw new ApiProblem(400, `${name} is "${text}"; it must be a whole number from ${least} to ${most}.`);
}
