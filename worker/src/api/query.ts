/** Values in a query. Undefined stays undefined. */
import { ApiProblem } from './problem.ts';

/** A name that means nothing would be taken for one that does: `archive=true` lists everything. */
export function checkNames(query: URLSearchParams, known: readonly string[]): void {
  const seen = new Set<string>();
  for (const name of query.keys()) {
    if (!known.includes(name)) {
      const named = known.length === 0 ? 'it takes none' : `it takes ${known.join(', ')}`;
      throw new ApiProblem(400, `This resource has no query "${name.slice(0, 100)}": ${named}.`);
    }
    if (seen.has(name)) throw new ApiProblem(400, `${name} stands twice in the query: send it once.`);
    seen.add(name);
  }
}

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
