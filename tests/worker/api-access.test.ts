import { describe, expect, test } from 'vitest';
import type { Token } from '../../worker/api.d.ts';
import { routes } from '../../worker/src/api/openapi.ts';
import { api, newDomain, problem, tokenWith, value } from './api-support.ts';
import { ask } from './support.ts';

describe('who may ask', () => {
  test('every route but sign-in and the document itself refuses strangers', async () => {
    for (const route of routes) {
      if (route.path === '/api/session' && route.method === 'post') continue;
      const path = route.path.slice('/api'.length).replace('{id}', 's.brand.dk:1').replace('{host}', 's.brand.dk');
      const answer = await api(path, { method: route.method.toUpperCase(), ...(route.body && { raw: '{}' }) });
      expect([route.path, route.method, answer.status]).toEqual([route.path, route.method, 401]);
      expect(answer.headers.get('www-authenticate')).toBe('Bearer');
    }
    expect((await api('/openapi.json')).status).toBe(200);
  });

  test('a token does what its scope says and no more', async () => {
    for (const route of routes) {
      if (route.scope === null) continue;
      const others = (['campaigns:read', 'campaigns:write', 'opt-outs:read', 'hits:read'] as const).filter(
        (scope) => scope !== route.scope,
      );
      const path = route.path.slice('/api'.length).replace('{id}', 'no.such.dk:1').replace('{host}', 'no.such.dk');
      const method = route.method.toUpperCase();
      const answer = await api(path, { method, token: await tokenWith(others), ...(route.body && { raw: '{}' }) });
      expect([route.path, method, answer.status]).toEqual([route.path, method, 403]);
    }
  });

  test('an expired, revoked or invented token is refused', async () => {
    const admin = await tokenWith();
    const gone = await tokenWith(['campaigns:read'], Date.now() - 1);
    expect((await api('/domains', { token: gone })).status).toBe(401);
    expect((await api('/domains', { token: 'klik_invented' })).status).toBe(401);
    const made = await value<Token>(
      await api('/tokens', { token: admin, body: { name: 'CI', scopes: ['campaigns:read'] } }),
      201,
    );
    expect((await api('/domains', { token: made.secret ?? '' })).status).toBe(200);
    const { entries } = await value<{ entries: Token[] }>(await api('/tokens', { token: admin }));
    expect(entries.find(({ id }) => id === made.id)?.secret).toBeUndefined();
    expect((await api(`/tokens/${made.id}`, { method: 'DELETE', token: admin })).status).toBe(204);
    expect((await api('/domains', { token: made.secret ?? '' })).status).toBe(401);
    expect((await api(`/tokens/${made.id}`, { method: 'DELETE', token: admin })).status).toBe(404);
  });

  test('the code signs in once; the cookie is kept from scripts, other sites and plain http', async () => {
    expect((await problem(await api('/session', { body: { code: 'wrong' } }))).status).toBe(401);
    const answer = await api('/session', { body: { code: 'the code of the tests' } });
    expect(answer.status).toBe(204);
    const set = answer.headers.get('set-cookie') ?? '';
    for (const attribute of ['__Host-klikspor=', 'HttpOnly', 'Secure', 'SameSite=Strict', 'Path=/'])
      expect(set).toContain(attribute);
    expect((await api('/session', { body: { code: 'the code of the tests' } })).status).toBe(401);

    const cookie = set.split(';')[0] ?? '';
    expect((await api('/session', { headers: { cookie } })).status).toBe(200);
    // The cookie's secret is no bearer token.
    expect((await api('/session', { token: cookie.split('=')[1] ?? '' })).status).toBe(401);
    const change = (origin: Record<string, string>) =>
      api('/domains', { body: { host: 'cookie.brand.dk' }, headers: { cookie, ...origin } });
    expect((await change({})).status).toBe(403);
    expect((await change({ origin: 'http://evil.example' })).status).toBe(403);
    expect((await change({ origin: 'http://localhost:8787' })).status).toBe(201);

    const out = await api('/session', { method: 'DELETE', headers: { cookie, origin: 'http://localhost:8787' } });
    expect(out.status).toBe(204);
    expect((await api('/session', { headers: { cookie } })).status).toBe(401);
  });

  test('after ten attempts in a minute the next must wait, with the right code too', async () => {
    let last = await api('/session', { body: { code: 'guess' } });
    for (let i = 0; i < 10 && last.status === 401; i++) last = await api('/session', { body: { code: `guess ${i}` } });
    expect(last.status).toBe(429);
    expect(Number(last.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await problem(last)).toMatchObject({ title: 'Too Many Requests' });
  });

  test('the API does not answer on a link host', async () => {
    const token = await tokenWith();
    const { host } = await newDomain(token);
    const answer = await ask(host, '/api/domains', { headers: { authorization: `Bearer ${token}` } });
    expect(answer.status).toBe(404);
  });
});

describe('bodies', () => {
  test('too large, not JSON, not UTF-8 and the wrong type are told apart', async () => {
    const token = await tokenWith();
    const large = await api('/domains', { token, raw: `"${'x'.repeat(300_000)}"` });
    expect((await problem(large)).status).toBe(413);
    const stream = new ReadableStream({
      pull(controller) {
        controller.enqueue(new Uint8Array(65_536));
      },
    });
    expect((await problem(await api('/domains', { token, raw: stream }))).status).toBe(413);
    expect((await problem(await api('/domains', { token, raw: '{' }))).status).toBe(400);
    expect((await problem(await api('/domains', { token, raw: new Uint8Array([0x22, 0xff, 0x22]) }))).status).toBe(400);
    const form = await api('/domains', { token, raw: '{}', headers: { 'content-type': 'text/plain' } });
    expect((await problem(form)).status).toBe(415);
    expect((await problem(await api('/domains', { token, raw: 'null' }))).status).toBe(422);
    expect((await problem(await api('/nothing', { token }))).status).toBe(404);
    expect((await problem(await api('/campaigns/s.brand.dk:x', { token }))).status).toBe(404);
  });

  test('the OpenAPI document lists each route with the schema that checks it', async () => {
    const document = await value<{ openapi: string; paths: Record<string, Record<string, { requestBody?: unknown }>> }>(
      await api('/openapi.json'),
    );
    expect(document.openapi).toBe('3.1.0');
    for (const { path, method, body } of routes) {
      expect(document.paths[path]?.[method]?.requestBody !== undefined).toBe(body !== undefined);
    }
    expect(JSON.stringify(document.paths['/api/campaigns']?.post)).toContain('"maxItems":32');
  });
});
