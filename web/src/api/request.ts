/** A request to the API: typed by the worker's own table, so that one it would refuse as wrongly formed does not compile. */
import type { AnswerOf, Problem, RequestOf, RouteName } from '../../../worker/api.ts';

export type Failure = { readonly ok: false; readonly problem: Problem | null; readonly status: number };
/** Failures are values. `status` 0 and no problem: the worker was out of reach. */
export type Answer<T> = { readonly ok: true; readonly value: T } | Failure;

interface More {
  readonly headers?: Readonly<Record<string, string>>;
  /** `_links.next` of the last answer, in the place of path and query. */
  readonly next?: string | undefined;
}
/** Left out where the route needs nothing said. */
type SaidTo<R extends RouteName> =
  Record<never, never> extends RequestOf<R> ? [said?: RequestOf<R> & More] : [said: RequestOf<R> & More];

/** Any of them, as one line of code sees it. */
interface Said extends More {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
}

/** What the page does once the worker knows no session any more. */
let sessionEnded = (): void => {};
export function onSessionEnd(act: () => void): void {
  sessionEnded = act;
}

/** Path and query of a request. */
export function addressOf<R extends RouteName>(route: R, ...[said]: SaidTo<R>): string {
  return address(route, said ?? {});
}

export async function request<R extends RouteName>(route: R, ...[said]: SaidTo<R>): Promise<Answer<AnswerOf<R>>> {
  const { body, headers, next }: Said = said ?? {};
  try {
    const response = await fetch(next ?? address(route, said ?? {}), {
      method: route.split(' ')[0] ?? '',
      headers: { ...headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
      body: body === undefined ? null : JSON.stringify(body),
    });
    if (response.ok) return { ok: true, value: await contentOf(response) };
    // The session ended while the page was open: what is written stays, the sign-in page comes up.
    if (response.status === 401 && !route.endsWith('/session')) sessionEnded();
    return { ok: false, problem: await response.json().catch(() => null), status: response.status };
  } catch {
    return { ok: false, problem: null, status: 0 };
  }
}

function address(route: RouteName, { params = {}, query = {} }: Said): string {
  const [, path = ''] = route.split(' ');
  const filled = path.replace(/{(\w+)}/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
  const search = Object.entries(query).map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`);
  return filled + (search.length > 0 ? `?${search.join('&')}` : '');
}

async function contentOf(response: Response) {
  if (response.status === 204) return null;
  return response.headers.get('content-type') === 'application/json' ? response.json() : response.text();
}
