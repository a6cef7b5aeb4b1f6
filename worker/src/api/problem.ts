/** Errors as the API tells them: RFC 9457 problem details, each field with the reason and the fix. */
import * as v from 'valibot';

export const problem = v.strictObject({
  type: v.string(),
  title: v.string(),
  status: v.pipe(v.number(), v.minValue(400), v.maxValue(599)),
  detail: v.string(),
  /** What to change, field by field: a JSON pointer into the body, a stable code, a sentence with the fix. */
  errors: v.exactOptional(v.array(v.strictObject({ pointer: v.string(), code: v.string(), detail: v.string() }))),
});
export type Problem = v.InferOutput<typeof problem>;
export type FieldError = NonNullable<Problem['errors']>[number];

/** With `about:blank` the title is the status's own phrase (RFC 9457, 4.2.1). */
const TITLES: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  409: 'Conflict',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  422: 'Unprocessable Content',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
};

/** What is told of something that was sent: an answer is no place for all of it. */
export const cut = (text: string): string => (text.length > 100 ? `${text.slice(0, 100)}…` : text);

/** JSON pointer (RFC 6901), each of its names cut. */
export const pointerTo = (path: readonly string[]): string =>
  path.map((name) => `/${cut(name).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

/** Thrown by a route to end with a problem; everything else that is thrown is a bug and answers 500. */
export class ApiProblem extends Error {
  readonly status: number;
  readonly errors: readonly FieldError[];
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    detail: string,
    errors: readonly FieldError[] = [],
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(detail);
    this.status = status;
    this.errors = errors;
    this.headers = headers;
  }

  toResponse(): Response {
    const told: Problem = {
      type: 'about:blank',
      title: TITLES[this.status] ?? 'Error',
      status: this.status,
      detail: this.message,
      ...(this.errors.length > 0 && { errors: [...this.errors] }),
    };
    return new Response(JSON.stringify(told), {
      status: this.status,
      headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store', ...this.headers },
    });
  }
}

/** What is out of reach or full now is mostly not in a moment. */
export const outage = (detail: string): ApiProblem => new ApiProblem(503, detail, [], { 'retry-after': '5' });

/** One field is wrong. `pointer`: JSON pointer into the body (RFC 6901). */
export function fieldProblem(status: number, pointer: string, code: string, detail: string): ApiProblem {
  return new ApiProblem(status, detail, [{ pointer, code, detail }]);
}
