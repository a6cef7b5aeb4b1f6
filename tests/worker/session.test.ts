import { runInDurableObject } from 'cloudflare:test';
import { env, exports } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import type { Session } from '../../worker/api.ts';
import { randomSecret, sha256Hex } from '../../worker/src/api/auth.ts';
import { scope } from '../../worker/src/api/scope.ts';
import { workspaceStub } from '../../worker/src/stubs.ts';
import { APP, CODE, callerWith, json, nobody, problemIn, withToken } from './caller.ts';

const signInWith = (code: unknown, headers = {}) => nobody('POST', '/api/session', { body: { code }, headers });

/** Attempts are counted a minute: tests that make many start from none. */
const forgetAttempts = () =>
  runInDurableObject(workspaceStub(env), (_, state) => {
    state.storage.sql.exec('DELETE FROM sign_in_attempt');
  });

let cookie = '';

test('a wrong code opens nothing', async () => {
  for (const code of ['', 'forkert', CODE.toUpperCase(), `${CODE}x`]) await problemIn(await signInWith(code), 401);
  await forgetAttempts();
  expect((await problemIn(await signInWith(7), 422)).errors?.[0]?.pointer).toBe('/code');
  await problemIn(await signInWith('x'.repeat(201)), 422);
  await problemIn(await nobody('GET', '/api/session'), 401);
});

test('another site cannot sign its visitor in', async () => {
  await problemIn(await signInWith(CODE, { origin: 'https://evil.example' }), 403);
  await problemIn(await signInWith(CODE, { origin: 'null' }), 403);
});

test('the right code signs in once, with a cookie that scripts, other sites and plain connections never see', async () => {
  const answer = await signInWith(` ${CODE} `);
  expect(answer.status).toBe(204);
  const header = answer.headers.get('set-cookie') ?? '';
  const [pair = '', ...attributes] = header.split('; ');
  expect(pair).toMatch(/^__Host-klikspor=[\w-]{43}$/);
  expect(new Set(attributes)).toEqual(new Set(['Max-Age=43200', 'Path=/', 'HttpOnly', 'Secure', 'SameSite=Strict']));
  cookie = pair;
  const session = await json<Session>(await callerWith({ cookie })('GET', '/api/session'));
  expect(session.scopes).toEqual(scope.options);
  expect(session.expiresAtMs).toBeGreaterThan(Date.now() + 11 * 3_600_000);
  expect((await problemIn(await signInWith(CODE), 401)).detail).toContain('has been used');
});

test('a cookie or token is stored as its hash only', async () => {
  const token = await withToken(callerWith({ cookie }), ['admin']);
  await runInDurableObject(workspaceStub(env), (_, state) => {
    const rows = JSON.stringify(state.storage.sql.exec('SELECT * FROM credential').toArray());
    expect(rows).not.toContain(cookie.slice('__Host-klikspor='.length));
    expect(rows).not.toContain('klik_');
    expect(rows).toContain(token.id);
  });
});

test('a cookie changes nothing unless the app itself asks', async () => {
  for (const origin of ['https://evil.example', 'http://localhost:9999', 'https://localhost:8787', 'null', undefined]) {
    const answer = await exports.default.fetch(
      new Request(`${APP}/api/domains`, {
        method: 'POST',
        headers: { cookie, 'content-type': 'application/json', ...(origin !== undefined && { origin }) },
        body: JSON.stringify({ host: 'cross.example' }),
      }),
    );
    await problemIn(answer, 403);
  }
  expect(await env.KV.get('domain/cross.example')).toBeNull();
  // A page of another site may send a "simple" body; it is no JSON.
  const plain = await callerWith({ cookie, 'content-type': 'text/plain' })('POST', '/api/domains', { body: '{}' });
  await problemIn(plain, 415);
});

test('a session is no token and a token no session', async () => {
  const secret = cookie.slice('__Host-klikspor='.length);
  await problemIn(await callerWith({ authorization: `Bearer ${secret}` })('GET', '/api/domains'), 401);
  await problemIn(await callerWith({ authorization: 'Bearer ' })('GET', '/api/domains'), 401);
  await problemIn(await callerWith({ authorization: `Basic ${btoa('a:b')}` })('GET', '/api/domains'), 401);
  await problemIn(await callerWith({ authorization: `Bearer ${'x'.repeat(10_000)}` })('GET', '/api/domains'), 401);
});

test('the 11th wrong code within a minute waits, a spent one included', async () => {
  await forgetAttempts();
  for (let attempt = 0; attempt < 10; attempt++) await problemIn(await signInWith('forkert'), 401);
  const refused = await signInWith(CODE);
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(50);
  await problemIn(refused, 429);
  await forgetAttempts();
  await problemIn(await signInWith('forkert'), 401);
});

test('wrong codes from everywhere lock nobody out: the right code gets through, once', async () => {
  await forgetAttempts();
  // Every crowd is over its limit.
  await runInDurableObject(workspaceStub(env), (_, state) => {
    for (let crowd = 0; crowd < 256; crowd++)
      for (let n = 0; n < 10; n++)
        state.storage.sql.exec('INSERT INTO sign_in_attempt VALUES (?, ?)', crowd, Date.now());
  });
  const code = 'en ny kode';
  const hash = await sha256Hex(code);
  const before = await runInDurableObject(workspaceStub(env), (instance) => {
    const bindings = Reflect.get(instance, 'env') as Env;
    Reflect.set(instance, 'env', { ...bindings, SIGN_IN_CODE_SHA256: hash });
    return bindings.SIGN_IN_CODE_SHA256;
  });
  const from = (given: string, n: number) => signInWith(given, { 'cf-connecting-ip': `203.0.113.${n}` });
  for (let n = 1; n <= 20; n++) await problemIn(await from('forkert', n), 429);
  expect((await from(code, 30)).status).toBe(204);
  await problemIn(await from(code, 31), 429);
  // What is refused is not stored.
  const stored = await runInDurableObject(workspaceStub(env), (instance, state) => {
    Reflect.set(instance, 'env', { ...(Reflect.get(instance, 'env') as Env), SIGN_IN_CODE_SHA256: before });
    return state.storage.sql.exec<{ n: number }>('SELECT count(*) AS n FROM sign_in_attempt').one().n;
  });
  expect(stored).toBeLessThanOrEqual(2_560);
  await forgetAttempts();
});

test('who fails on purpose keeps few others from trying, and changing the end of an IPv6 address does not help', async () => {
  await forgetAttempts();
  const from = (address: string) => signInWith('forkert', { 'cf-connecting-ip': address });
  for (let attempt = 0; attempt < 10; attempt++) await problemIn(await from(`2001:db8:1:2:${attempt}::9`), 401);
  await problemIn(await from('2001:db8:1:2:ffff:1:2:3'), 429);
  let keptOut = 0;
  for (let n = 1; n <= 60; n++) if ((await from(`203.0.113.${n}`)).status === 429) keptOut++;
  expect(keptOut).toBeLessThan(5);
  const stored = await runInDurableObject(workspaceStub(env), (_, state) =>
    state.storage.sql.exec<{ crowd: number }>('SELECT crowd FROM sign_in_attempt').toArray(),
  );
  for (const { crowd } of stored) expect(Number.isInteger(crowd) && crowd >= 0 && crowd < 256).toBe(true);
  await forgetAttempts();
});

test('a session ends by itself and is carried on while it is used', async () => {
  const life = 12 * 3_600_000;
  const expire = (ms: number) =>
    runInDurableObject(workspaceStub(env), (_, state) => {
      state.storage.sql.exec("UPDATE credential SET expires_ms = ? WHERE kind = 'session'", Date.now() + ms);
    });
  await expire(7 * 3_600_000);
  expect((await callerWith({ cookie })('GET', '/api/domains')).headers.has('set-cookie')).toBe(false);
  await expire(3_600_000);
  const answer = await callerWith({ cookie })('GET', '/api/session');
  // The browser would forget it after twelve hours, used or not.
  expect(answer.headers.get('set-cookie')).toMatch(new RegExp(`^${cookie}; Max-Age=43200; Path=/; HttpOnly; Secure; `));
  expect((await json<Session>(answer)).expiresAtMs).toBeGreaterThan(Date.now() + life - 60_000);
  await expire(3_600_000);
  const streamed = await callerWith({ cookie })('GET', '/api/campaigns/no.such.dk:1/hits.csv');
  expect(streamed.status).toBe(404);
  await expire(-1);
  await problemIn(await callerWith({ cookie })('GET', '/api/session'), 401);
});

test('signing out ends the session and takes the cookie back; no token route can end one', async () => {
  const secret = randomSecret();
  const id = crypto.randomUUID();
  const nowMs = Date.now();
  await runInDurableObject(workspaceStub(env), async (_, state) => {
    state.storage.sql.exec(
      "INSERT INTO credential VALUES (?, ?, 'session', '', '[\"admin\"]', ?, ?)",
      id,
      await sha256Hex(secret),
      nowMs,
      // So little is left that the route would carry it on.
      nowMs + 60_000,
    );
  });
  const caller = callerWith({ cookie: `__Host-klikspor=${secret}` });
  await problemIn(await caller('DELETE', `/api/tokens/${id}`), 404);
  const out = await caller('DELETE', '/api/session');
  expect(out.status).toBe(204);
  expect(out.headers.get('set-cookie')).toBe('__Host-klikspor=; Max-Age=0; Path=/; HttpOnly; Secure; SameSite=Strict');
  await problemIn(await caller('GET', '/api/session'), 401);
});

test('without a stored code nobody signs in, and the answer says what to do', async () => {
  await runInDurableObject(workspaceStub(env), (instance) => {
    const before = Reflect.get(instance, 'env') as Env;
    Reflect.set(instance, 'env', { ...before, SIGN_IN_CODE_SHA256: '' });
  });
  expect((await problemIn(await signInWith(''), 503)).detail).toContain('SIGN_IN_CODE_SHA256');
});
