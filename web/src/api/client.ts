/** The HTTP API: every answer is a value, failures included. */
import type {
  Campaign,
  CampaignEdit,
  Domain,
  ListKey,
  NewCampaign,
  NewDomain,
  OptOuts,
  Problem,
  Repair,
  Report,
  Session,
  Status,
} from '../../../worker/api.d.ts';

export type Failure = { readonly ok: false; readonly problem: Problem | null; readonly status: number };
/** `status` 0 and no problem: the worker was out of reach. */
export type Answer<T> = { readonly ok: true; readonly value: T } | Failure;

/** What the page itself found, told like an answer of the worker. */
export const told = (detail: string): Failure => ({
  ok: false,
  problem: { type: 'about:blank', title: '', status: 422, detail },
  status: 422,
});

/** What the page does once the worker knows no session any more. */
let sessionEnded = (): void => {};
export function onSessionEnd(act: () => void): void {
  sessionEnded = act;
}

async function call<T>(
  method: string,
  path: string,
  body?: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer<T>> {
  const init: RequestInit = { method, credentials: 'same-origin', headers: { accept: 'application/json', ...headers } };
  if (body !== undefined) {
    init.body = JSON.stringify(body);
    init.headers = { ...init.headers, 'content-type': 'application/json' };
  }
  let response: Response;
  try {
    response = await fetch(path, init);
  } catch {
    return { ok: false, problem: null, status: 0 };
  }
  if (response.ok) {
    return { ok: true, value: (response.status === 204 ? null : await response.json()) as T };
  }
  // The session ended while the page was open: what is written stays, the sign-in page comes up.
  if (response.status === 401 && path !== '/api/session') sessionEnded();
  const problem = (await response.json().catch(() => null)) as Problem | null;
  return { ok: false, problem, status: response.status };
}

const domainPath = (host: string) => `/api/domains/${encodeURIComponent(host)}`;
const campaignPath = (id: string) => `/api/campaigns/${encodeURIComponent(id)}`;

export const api = {
  signIn: (code: string) => call<null>('POST', '/api/session', { code }),
  session: () => call<Session>('GET', '/api/session'),
  signOut: () => call<null>('DELETE', '/api/session'),
  domains: () => call<{ entries: Domain[] }>('GET', '/api/domains'),
  addDomain: (domain: NewDomain) => call<Domain>('POST', '/api/domains', domain),
  proveDomain: (host: string, proof: string) => call<Domain>('POST', `${domainPath(host)}/proof`, { proof }),
  removeDomain: (host: string) => call<null>('DELETE', domainPath(host)),
  /** `key`: number of an earlier one; null: the one in use. */
  listKey: (host: string, key: number | null) =>
    call<ListKey>('GET', `${domainPath(host)}/list-key${key === null ? '' : `?key=${key}`}`),
  campaigns: (archived: boolean, next?: string) =>
    call<{ entries: Campaign[]; _links: { next?: string } }>(
      'GET',
      next ?? `/api/campaigns?pageLimit=50&archived=${archived}`,
    ),
  campaign: (id: string) => call<Campaign>('GET', campaignPath(id)),
  editCampaign: (id: string, edit: CampaignEdit) => call<Campaign>('PATCH', campaignPath(id), edit),
  /** `key`: the same campaign with the same key is published once. */
  publish: (campaign: NewCampaign, key: string) =>
    call<Campaign>('POST', '/api/campaigns', campaign, { 'idempotency-key': key }),
  report: (id: string) => call<Report>('GET', `${campaignPath(id)}/report`),
  optOuts: (id: string) => call<OptOuts>('GET', `${campaignPath(id)}/opt-outs`),
  /** Without the counters: that would ask each of them. */
  copies: () => call<Status>('GET', '/api/status?counters=0'),
  repair: (next: string) => call<Repair>('POST', next),
  hitsAddress: (id: string) => `${campaignPath(id)}/hits.csv`,
  /** The test recipient's slugs, one per link, as one string of fixed-width pieces. */
  async testSlugs(id: string): Promise<Answer<string>> {
    try {
      const response = await fetch(`${campaignPath(id)}/slugs?from=test`, { credentials: 'same-origin' });
      if (response.ok) return { ok: true, value: await response.text() };
      const problem = (await response.json().catch(() => null)) as Problem | null;
      return { ok: false, problem, status: response.status };
    } catch {
      return { ok: false, problem: null, status: 0 };
    }
  },
};
