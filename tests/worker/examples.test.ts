/** Every example of the API's document is sent, in the document's order, to a deployment that is as they suppose. */
import { expect, test } from 'vitest';
import type { AnyEndpoint } from '../../worker/src/api/endpoint.ts';
import { statusOf } from '../../worker/src/api/openapi.ts';
import { table } from '../../worker/src/api/table.ts';
import { addDomain, callerWith, checkAnswer, nobody, proofOf, withToken } from './caller.ts';

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

test('every example is a request that works, and its answer is of the schema beside it', async () => {
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
