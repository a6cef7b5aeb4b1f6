/** The API as its callers see it: requests in, answers out. Tokens are put into the catalogue as the API does. */
import { env, exports } from 'cloudflare:workers';
import type { Campaign, Domain, NewCampaign, Problem, Scope } from '../../worker/api.d.ts';
import { ALL_SCOPES, sha256Hex, tokenSecret } from '../../worker/src/api/auth.ts';
import { workspaceStub } from '../../worker/src/stubs.ts';

export const APP = 'http://localhost:8787';

export interface ApiAsk {
  readonly method?: string;
  readonly token?: string;
  readonly body?: unknown;
  readonly raw?: BodyInit;
  readonly headers?: Readonly<Record<string, string>>;
}

export function api(path: string, { method, token, body, raw, headers = {} }: ApiAsk = {}): Promise<Response> {
  const sent = raw ?? (body === undefined ? null : JSON.stringify(body));
  return exports.default.fetch(
    new Request(`${APP}/api${path}`, {
      method: method ?? (sent === null ? 'GET' : 'POST'),
      body: sent,
      headers: {
        ...(sent !== null && { 'content-type': 'application/json' }),
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...headers,
      },
    }),
  );
}

export async function tokenWith(
  scopes: readonly Scope[] = ALL_SCOPES,
  expiresAtMs: number | null = null,
): Promise<string> {
  const secret = tokenSecret();
  await workspaceStub(env).addToken({
    id: crypto.randomUUID(),
    hash: await sha256Hex(secret),
    name: 'test',
    scopes: [...scopes],
    createdAtMs: Date.now(),
    expiresAtMs,
  });
  return secret;
}

/** The answer as what it must be; a problem is shown whole. */
export async function value<T>(response: Response, status = 200): Promise<T> {
  if (response.status !== status) throw new Error(`${response.status} instead of ${status}: ${await response.text()}`);
  return (await response.json()) as T;
}

export async function problem(response: Response): Promise<Problem> {
  if (response.headers.get('content-type') !== 'application/problem+json') {
    throw new Error(`no problem: ${response.status} ${await response.text()}`);
  }
  const found = (await response.json()) as Problem;
  if (found.status !== response.status || found.detail === '') throw new Error(`odd problem ${JSON.stringify(found)}`);
  return found;
}

let hosts = 0;

export async function newDomain(token: string, host = `s${++hosts}.brand.dk`): Promise<Domain> {
  return value<Domain>(await api('/domains', { token, body: { host, senderName: 'Børnenes Verden' } }), 201);
}

export const campaignBody = (host: string, changes: Partial<NewCampaign> = {}): NewCampaign => ({
  name: 'Forår',
  host,
  recipients: 1_000,
  links: [{ kind: 'destination', url: 'www.barnetsverden.dk/børnetøj', label: 'Butik' }, { kind: 'opt-out' }],
  ...changes,
});

export async function newCampaign(token: string, host: string, changes: Partial<NewCampaign> = {}): Promise<Campaign> {
  return value<Campaign>(await api('/campaigns', { token, body: campaignBody(host, changes) }), 201);
}

/** A stretch of a campaign's slugs, one behind the other. */
export async function slugText(path: string, token: string): Promise<string> {
  const response = await api(path, { token });
  if (!response.ok) throw new Error(await response.text());
  return new TextDecoder().decode(await response.arrayBuffer());
}
