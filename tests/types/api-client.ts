/** The web client against the worker's table: compiled by tests/web/request.test.ts, never run. */

import { addressOf, request } from '../../web/src/api/request.ts';
import type { Campaign, NewCampaign } from '../../worker/api.ts';

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

const id = 's.brand.dk:1';
const draft: NewCampaign = {
  name: 'Spring',
  host: 's.brand.dk',
  recipients: 3,
  links: [{ kind: 'destination', url: 'https://www.brand.dk/', parameters: [['utm_source', 'sms']] }],
};

export async function fine(): Promise<readonly true[]> {
  const published = await request('POST /api/campaigns', { body: draft, headers: { 'idempotency-key': 'a' } });
  const found = await request('GET /api/campaigns/{id}', { params: { id } });
  const page = await request('GET /api/campaigns', { query: { pageLimit: 1, archived: false } });
  const gone = await request('DELETE /api/tokens/{id}', { params: { id: 'a' } });
  const slugs = await request('GET /api/campaigns/{id}/slugs', { params: { id }, query: { from: 'test', count: 1 } });
  const document = addressOf('GET /api/openapi.json');
  if (!published.ok || !found.ok || !page.ok || !gone.ok || !slugs.ok) return [];
  // Compiles only while these are the very types, `any` least of all.
  const same: [
    Same<typeof published.value, Campaign>,
    Same<typeof found.value, Campaign>,
    Same<typeof page.value.entries, Campaign[]>,
    Same<typeof gone.value, null>,
    Same<typeof slugs.value, string>,
    Same<typeof document, string>,
    Same<Campaign['width'], 8 | 9>,
    Same<Campaign['tracking'], 'recipient' | 'aggregate'>,
  ] = [true, true, true, true, true, true, true, true];
  return same;
}

export function refused(): void {
  // @ts-expect-error no such path
  void request('GET /api/campaign');
  // @ts-expect-error not with this method
  void request('PUT /api/campaigns/{id}', { params: { id } });
  // @ts-expect-error a param is missing
  void request('GET /api/campaigns/{id}', {});
  // @ts-expect-error nothing is said at all
  void request('GET /api/campaigns/{id}/report');
  // @ts-expect-error it has another name
  void request('GET /api/campaigns/{id}', { params: { host: id } });
  // @ts-expect-error a query that no reader has
  void request('GET /api/campaigns/{id}/report', { params: { id }, query: { fresh: 1 } });
  // @ts-expect-error a query of the wrong kind
  void request('GET /api/campaigns', { query: { pageLimit: '50' } });
  // @ts-expect-error a query that may be one other word only
  void request('GET /api/status', { query: { copies: 'some' } });
  // @ts-expect-error the body is missing
  void request('POST /api/campaigns', {});
  // @ts-expect-error a field of the body is missing
  void request('POST /api/domains', { body: {} });
  // @ts-expect-error a field that there is not
  void request('POST /api/domains', { body: { host: 's.brand.dk', sender: 'Brand' } });
  // @ts-expect-error a field of the wrong kind
  void request('PATCH /api/campaigns/{id}', { params: { id }, body: { archived: 'yes' } });
  // @ts-expect-error a link of no kind
  void request('POST /api/campaigns', { body: { ...draft, links: [{ kind: 'link', url: '' }] } });
  // @ts-expect-error a body where none is read
  void request('GET /api/domains', { body: {} });
}

export async function misread(): Promise<void> {
  const answer = await request('GET /api/campaigns/{id}/report', { params: { id } });
  if (!answer.ok) return;
  // @ts-expect-error an answer has no such field
  void answer.value.opens;
}
