/** What the page asks of the API. */
import type { CampaignEdit, NewCampaign, NewDomain, NewToken } from '../../../worker/api.ts';
import { addressOf, type Failure, request } from './request.ts';

export { type Answer, type Failure, onSessionEnd } from './request.ts';

/** What the page itself found, told like an answer of the worker. */
export const told = (detail: string): Failure => ({
  ok: false,
  problem: { type: 'about:blank', title: '', status: 422, detail },
  status: 422,
});

export const api = {
  signIn: (code: string) => request('POST /api/session', { body: { code } }),
  session: () => request('GET /api/session'),
  signOut: () => request('DELETE /api/session'),
  domains: () => request('GET /api/domains'),
  addDomain: (domain: NewDomain) => request('POST /api/domains', { body: domain }),
  proveDomain: (host: string, proof: string) =>
    request('POST /api/domains/{host}/proof', { params: { host }, body: { proof } }),
  removeDomain: (host: string) => request('DELETE /api/domains/{host}', { params: { host } }),
  /** `key`: number of an earlier one; null: the one in use. */
  listKey: (host: string, key: number | null) =>
    request('GET /api/domains/{host}/list-key', { params: { host }, query: key === null ? {} : { key } }),
  campaigns: (archived: boolean, next?: string) =>
    request('GET /api/campaigns', { query: { pageLimit: 50, archived }, next }),
  campaign: (id: string) => request('GET /api/campaigns/{id}', { params: { id } }),
  editCampaign: (id: string, edit: CampaignEdit) =>
    request('PATCH /api/campaigns/{id}', { params: { id }, body: edit }),
  /** `key`: the same campaign with the same key is published once. */
  publish: (campaign: NewCampaign, key: string) =>
    request('POST /api/campaigns', { body: campaign, headers: { 'idempotency-key': key } }),
  report: (id: string) => request('GET /api/campaigns/{id}/report', { params: { id } }),
  comparison: (id: string) => request('GET /api/campaigns/{id}/comparison', { params: { id } }),
  optOuts: (id: string) => request('GET /api/campaigns/{id}/opt-outs', { params: { id } }),
  /** Without the counters: that would ask each of them. */
  copies: () => request('GET /api/status', { query: { counters: 0 } }),
  /** `next`: of the part before. */
  repair: (next?: string) => request('POST /api/repair', { next }),
  conversions: (id: string) => request('GET /api/campaigns/{id}/conversions', { params: { id } }),
  conversionsAddress: (id: string) => addressOf('GET /api/campaigns/{id}/conversions.csv', { params: { id } }),
  addToken: (token: NewToken) => request('POST /api/tokens', { body: token }),
  hitsAddress: (id: string) => addressOf('GET /api/campaigns/{id}/hits.csv', { params: { id } }),
  /** The test recipient's slugs, one per link, as one string of fixed-width pieces. */
  testSlugs: (id: string) => request('GET /api/campaigns/{id}/slugs', { params: { id }, query: { from: 'test' } }),
};
