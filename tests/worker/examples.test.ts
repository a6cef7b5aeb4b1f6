/** Every example of the API's document is sent, in the document's order, to a deployment that is as they suppose. */
import { exports } from 'cloudflare:workers';
import { expect, test, vi } from 'vitest';
import type { GatewayDetails, InboxMessage, MessagesTold, Share, Webhook } from '../../worker/api.ts';
import type { AnyEndpoint } from '../../worker/src/api/endpoint.ts';
import { statusOf } from '../../worker/src/api/openapi.ts';
import { table } from '../../worker/src/api/table.ts';
import { addDomain, type Caller, callerWith, checkAnswer, nobody, proofOf, withToken } from './caller.ts';

/** What no document can know, because secrets and chance make it: the real one goes in its place. */
const real: { readonly form: RegExp; made: string }[] = [];

function requestOf({ route, examples }: AnyEndpoint, at: number) {
  const text = real.reduce((said, { form, made }) => said.replace(form, made), JSON.stringify(examples[at]));
  const { params = {}, query = {}, body } = JSON.parse(text) as AnyEndpoint['examples'][number];
  const [method = '', pattern = ''] = route.split(' ');
  const path = pattern.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
  const search = new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)]));
  return { method, path: search.size === 0 ? path : `${path}?${search}`, body };
}

/** Nothing of the campaign goes out any more; the id of one more message. */
async function oneThatWaits(caller: Caller, campaign: string): Promise<string> {
  const paused = await caller('POST', `/api/campaigns/${encodeURIComponent(campaign)}/sending/pause`);
  expect(paused.status).toBe(200);
  const { examples } = table.find(({ route }) => route === 'POST /api/messages') ?? { examples: [] };
  const body = { ...Object(examples[1]?.body), recipients: [{ to: '+4520123459', fields: { navn: 'Ea' } }] };
  const { messages } = await (await caller('POST', '/api/messages', { body })).json<MessagesTold>();
  return messages[0]?.id ?? '';
}

test('every example is a request that works, and its answer is of the schema beside it', async () => {
  // No resolver, and no host of the examples.
  vi.spyOn(globalThis, 'fetch').mockRejectedValue(new Error('there is no network'));
  let caller = nobody;
  let sent = 0;
  for (const endpoint of table) {
    for (const at of endpoint.examples.keys()) {
      const { method, path, body } = requestOf(endpoint, at);
      const told = await caller(method, path, { body });
      const name = `${endpoint.route} ${at}`;
      expect([name, told.status]).toEqual([name, statusOf(endpoint)]);
      const media = endpoint.media ?? (endpoint.answer === undefined ? undefined : 'application/json');
      expect([name, told.headers.get('content-type')?.split(';')[0]]).toEqual([name, media]);
      if (endpoint.route === 'POST /api/campaigns/{id}/shares') {
        const { id, secret } = await told.clone().json<Share>();
        real.push({ form: /0123456789abcdef/, made: id }, { form: /share_0{43}/, made: secret ?? '' });
      }
      if (endpoint.route === 'POST /api/gateways') {
        const { id, callbacks } = await told.clone().json<GatewayDetails>();
        real.push({ form: /fedcba9876543210/, made: id });
        // Somebody writes, so that there is a text to be read.
        const text = callbacks.inbound.replace('%p', '%2B4520123456').replace('%b', 'hej').replace('%I', 'a');
        expect((await exports.default.fetch(text.replaceAll(/%[A-Z]\b|%[ct]\b/gi, 'x'))).status).toBe(200);
      }
      if (endpoint.route === 'POST /api/webhooks') {
        real.push({ form: /abcdef0123456789/, made: (await told.clone().json<Webhook>()).id });
      }
      if (endpoint.route === 'GET /api/inbox') {
        const { entries } = await told.clone().json<{ entries: InboxMessage[] }>();
        real.push({ form: /4711/, made: entries[0]?.id ?? '' });
      }
      if (endpoint.route === 'POST /api/messages') {
        const { campaign, messages } = await told.clone().json<MessagesTold>();
        // The dry run has none.
        const [first] = campaign === undefined ? [] : messages;
        if (first?.id !== undefined) {
          real.push({ form: /1-0abcdefg-0/, made: first.id });
          real.push({ form: /1-0abcdefg-1/, made: await oneThatWaits(caller, campaign ?? '') });
        }
      }
      await checkAnswer(endpoint, told);
      if (endpoint.route === 'POST /api/session') {
        // By a token from here on: signing out, the third example, ends no token.
        const owner = callerWith({ cookie: told.headers.get('set-cookie')?.split(';')[0] ?? '' });
        caller = await withToken(owner, ['admin']);
        await addDomain(owner, 'old.brand.dk');
        const { id } = await withToken(owner, ['hits:read']);
        real.push({ form: /\w{8}-\w{4}-\w{4}-\w{4}-\w{12}/, made: id });
        real.push({ form: /klikspor-proof\.\w+\.\w+/, made: await proofOf('s.brand.dk') });
      }
      sent++;
    }
  }
  expect(sent).toBeGreaterThan(table.length);
});
