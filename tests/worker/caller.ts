/** The API as its callers see it: requests in, answers out. */
import { exports } from 'cloudflare:workers';
import * as v from 'valibot';
import { expect } from 'vitest';
import type { Campaign, Domain, NewCampaign, Problem, Scope, Token } from '../../worker/api.ts';
import type { AnyEndpoint } from '../../worker/src/api/endpoint.ts';
import { refusalsOf, statusOf } from '../../worker/src/api/openapi.ts';
import { table } from '../../worker/src/api/table.ts';

export const APP = 'http://localhost:8787';
/** That of the example, which is sent like every other. */
export const CODE = '3f9c0a7be41d52c86e';

export interface Asked {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export type Caller = (method: string, path: string, asked?: Asked) => Promise<Response>;

/** Sent as a browser of this app would: JSON, and the Origin header on everything but GET. */
export function callerWith(headers: Readonly<Record<string, string>>): Caller {
  return async (method, path, asked = {}) => {
    const answer = await exports.default.fetch(
      new Request(`${APP}${path}`, {
        method,
        redirect: 'manual',
        headers: {
          ...(asked.body !== undefined && { 'content-type': 'application/json' }),
          ...(method !== 'GET' && { origin: APP }),
          ...headers,
          ...asked.headers,
        },
        ...(asked.body !== undefined && {
          body: typeof asked.body === 'string' ? asked.body : JSON.stringify(asked.body),
        }),
      }),
    );
    checkDocumented(method, path, answer);
    return answer;
  };
}

/** Of the endpoint that such a request is for; undefined: there is none. */
export function endpointOf(method: string, path: string): AnyEndpoint | undefined {
  const [asked = ''] = path.split('?');
  return table.find(({ route }) => {
    const [wanted = '', pattern = ''] = route.split(' ');
    const form = pattern.replaceAll('.', '\\.').replace(/\{\w+\}/g, '[^/]+');
    return (method === 'HEAD' ? 'GET' : method) === wanted && new RegExp(`^${form}$`).test(asked);
  });
}

/** JSON that an endpoint answers is of the schema it states, which takes no field that it does not name. */
export async function checkAnswer({ route, answer }: AnyEndpoint, told: Response): Promise<void> {
  if (answer === undefined) await told.arrayBuffer();
  else expect([route, v.safeParse(answer, await told.json()).issues]).toEqual([route, undefined]);
}

/** Whatever a test asks: each status of an endpoint stands in the document. A 500 is a bug, and in none. */
function checkDocumented(method: string, path: string, { status }: Response): void {
  const endpoint = endpointOf(method, path);
  if (endpoint === undefined || status === 500) return;
  const documented = [statusOf(endpoint), ...Object.keys(refusalsOf(endpoint)).map(Number)];
  if (!documented.includes(status)) throw new Error(`${endpoint.route} answered ${status}, which is not documented`);
}

export const nobody = callerWith({});

/** Once a test file: a code signs in once. */
export async function signIn(): Promise<Caller> {
  const answer = await nobody('POST', '/api/session', { body: { code: CODE } });
  expect(answer.status).toBe(204);
  const cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? '';
  return callerWith({ cookie });
}

export async function withToken(owner: Caller, scopes: readonly Scope[], more = {}): Promise<Caller & { id: string }> {
  const answer = await owner('POST', '/api/tokens', { body: { name: 'prøve', scopes, ...more } });
  expect(answer.status).toBe(201);
  const { id, secret } = await answer.json<Token>();
  return Object.assign(callerWith({ authorization: `Bearer ${secret}` }), { id });
}

/** A problem as RFC 9457 has it; returns what it says. */
export async function problemIn(answer: Response, status: number): Promise<Problem> {
  const text = await answer.text();
  expect({ status: answer.status, text }).toEqual({ status, text });
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
  const problem = JSON.parse(text) as Problem;
  expect(problem).toMatchObject({ type: 'about:blank', status });
  expect(problem.title).not.toBe('');
  expect(problem.detail.length).toBeGreaterThan(10);
  for (const error of problem.errors ?? []) {
    // RFC 6901: empty, or every token after a slash.
    expect(error.pointer).toMatch(/^(\/([^~]|~[01])*)*$/);
    expect(error.code).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
    expect(error.detail).toMatch(/\S/);
  }
  return problem;
}

export async function json<T>(answer: Response, status = 200): Promise<T> {
  const text = await answer.text();
  expect({ status: answer.status, text }).toEqual({ status, text });
  expect(answer.headers.get('cache-control')).toContain('no-store');
  return JSON.parse(text) as T;
}

/** What the host answers to whoever wants to know whether it leads here. */
export async function proofOf(host: string): Promise<string> {
  const answer = await exports.default.fetch(`https://${host}/.well-known/klikspor`);
  expect(answer.status).toBe(200);
  return answer.text();
}

/** Added as one that points here already. */
export async function addDomain(owner: Caller, host: string, more = {}): Promise<Domain> {
  const body = { host, proof: await proofOf(host), ...more };
  return json<Domain>(await owner('POST', '/api/domains', { body }), 201);
}

export const DESTINATION = 'https://www.barnetsverden.dk/pages/børnetøj';

export function draft(host: string, changes: Partial<NewCampaign> = {}): NewCampaign {
  return {
    name: 'Efterårssalg',
    host,
    recipients: 1_000,
    links: [{ kind: 'destination', url: DESTINATION }, { kind: 'opt-out' }],
    ...changes,
  };
}

export async function publish(owner: Caller, host: string, changes: Partial<NewCampaign> = {}): Promise<Campaign> {
  return json<Campaign>(await owner('POST', '/api/campaigns', { body: draft(host, changes) }), 201);
}

export const pathOf = (campaign: Pick<Campaign, 'id'>): string => `/api/campaigns/${encodeURIComponent(campaign.id)}`;
