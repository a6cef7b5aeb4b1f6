import { env } from 'cloudflare:workers';
import { beforeAll, expect, test } from 'vitest';
import type { Domain } from '../../worker/api.ts';
import { type DomainRecord, kvKey } from '../../worker/src/records.ts';
import { deriveSlugKey } from '../../worker/src/slug-keys.ts';
import { addDomain, type Caller, json, problemIn, signIn } from './caller.ts';

let owner: Caller;
beforeAll(async () => {
  owner = await signIn();
});

const refusal = async (host: unknown, status = 422) => {
  const problem = await problemIn(await owner('POST', '/api/domains', { body: { host } }), status);
  expect(problem.errors?.[0]?.pointer).toBe('/host');
  return problem.errors?.[0]?.code;
};

test('a domain is in the catalogue and in KV, with a key range that its secret answers to', async () => {
  const domain = await addDomain(owner, 'S.Barnetsverden.DK', {
    landingPage: 'https://www.barnetsverden.dk/nyhedsbrev?a=æ',
    senderName: 'Barnets Verden',
  });
  expect(domain).toEqual({
    host: 's.barnetsverden.dk',
    width: 8,
    lastNumber: 0,
    landingPage: 'https://www.barnetsverden.dk/nyhedsbrev?a=%C3%A6',
    senderName: 'Barnets Verden',
    stopTexts: null,
    jurisdiction: null,
    linkPrefix: 's.barnetsverden.dk/',
    provedAtMs: expect.any(Number),
    proofUrl: 'https://s.barnetsverden.dk/.well-known/klikspor',
  });
  const { fingerprint } = await deriveSlugKey(env, 1, 's.barnetsverden.dk');
  expect(await env.KV.get<DomainRecord>(kvKey.domain('s.barnetsverden.dk'), 'json')).toEqual({
    workspace: 'main',
    width: 8,
    keys: [{ key: 1, fingerprint, from: 1, to: null }],
    highest: 64,
    vanity: {},
    jurisdiction: null,
    landingPage: 'https://www.barnetsverden.dk/nyhedsbrev?a=%C3%A6',
    senderName: 'Barnets Verden',
  } satisfies DomainRecord);
  const { entries } = await json<{ entries: Domain[] }>(await owner('GET', '/api/domains'));
  expect(entries).toContainEqual(domain);
  expect(await refusal('s.barnetsverden.dk', 409)).toBe('domain-exists');
});

test('a name in letters of its language is kept as requests will carry it', async () => {
  expect((await addDomain(owner, 'børn.example')).host).toBe('xn--brn-0na.example');
  // As a zone file writes it.
  expect((await addDomain(owner, 'S.Punktum.Example.')).host).toBe('s.punktum.example');
});

test('names below localhost are shown with the port of the app, others without', async () => {
  expect(await addDomain(owner, 's.localhost')).toMatchObject({
    linkPrefix: 's.localhost:8787/',
    proofUrl: 'http://s.localhost:8787/.well-known/klikspor',
  });
  expect(await addDomain(owner, 'links.example')).toMatchObject({
    linkPrefix: 'links.example/',
    proofUrl: 'https://links.example/.well-known/klikspor',
  });
});

test.each([
  ['', 'min-length'],
  ['   ', 'min-length'],
  [7, 'string'],
  [null, 'string'],
  ['s', 'host-no-dot'],
  ['s..dk', 'host-syntax'],
  ['-s.dk', 'host-syntax'],
  [`${'a'.repeat(64)}.dk`, 'host-syntax'],
  [`${'a.'.repeat(127)}dk`, 'max-length'],
  ['https://s.brand.dk', 'not-a-host'],
  ['s.brand.dk/', 'not-a-host'],
  ['s.brand.dk:443', 'not-a-host'],
  ['user@s.brand.dk', 'user-info'],
  ['s.brand.dk?x', 'not-a-host'],
  ['s.brand.dk#x', 'not-a-host'],
  ['s.brand.dk\\x', 'host-backslash'],
  ['s brand.dk', 'host-syntax'],
  ['s.br%61nd.dk', 'host-percent'],
  ['s.bra\u0000nd.dk', 'control-character'],
  ['192.0.2.1', 'not-a-name'],
  ['[2001:db8::1]', 'not-a-host'],
  ['1.2.3', 'host-numeric'],
  ['127.0.0.1', 'not-a-name'],
  ['brаnd.dk', 'host-script'],
])('%j is no link domain: %s', async (host, code) => {
  expect(await refusal(host)).toBe(code);
});

test('a host refused for its letters is told with the spelling that is taken', async () => {
  const { checkedHost } = await import('../../worker/src/api/hosts.ts');
  const refused = await checkedHost('例え.jp', 'https://klik.brand.dk/api/domains', env).catch(
    (error: unknown) => error,
  );
  expect(refused).toMatchObject({
    errors: [{ code: 'host-script', detail: expect.stringContaining('That is xn--r8jz45g.jp.') }],
  });
});

test('a deployed app takes only names that phones can reach, and never its own', async () => {
  const { checkedHost } = await import('../../worker/src/api/hosts.ts');
  const code = async (host: string, hosts = 'klik.brand.dk') => {
    try {
      return await checkedHost(host, 'https://klik.brand.dk/api/domains', { ...env, APP_HOSTS: hosts });
    } catch (error) {
      return (error as { errors: { code: string }[] }).errors[0]?.code;
    }
  };
  expect(await code('s.brand.dk')).toBe('s.brand.dk');
  expect(await code('klik.brand.dk')).toBe('app-host');
  for (const host of ['localhost', 's.localhost']) expect(await code(host)).toBe('local-host');
  for (const host of ['s.local', 's.internal', 's.example', 's.test', 's.onion', 's.corp', 's.brand.home'])
    expect(await code(host)).toBe('unreachable');
});

test('a landing page must be one, and the field is named', async () => {
  for (const landingPage of ['javascript:alert(1)', 'https://a@b.dk/', 'http://', 'https://b.dk\\@c.dk/']) {
    const answer = await owner('POST', '/api/domains', { body: { host: 'landing.example', landingPage } });
    expect((await problemIn(answer, 422)).errors?.[0]?.pointer).toBe('/landingPage');
  }
  expect((await addDomain(owner, 'landing.example', { landingPage: '' })).landingPage).toBeNull();
});

test('where the runtime keeps no jurisdictions, asking for one is refused before anything is stored', async () => {
  const answer = await owner('POST', '/api/domains', { body: { host: 'eu.example', jurisdiction: 'eu' } });
  expect((await problemIn(answer, 422)).errors?.[0]).toMatchObject({
    pointer: '/jurisdiction',
    code: 'jurisdiction-unavailable',
  });
  expect(await env.KV.get(kvKey.domain('eu.example'))).toBeNull();
});

test('in a path a domain may be written as people write it', async () => {
  const { host } = await addDomain(owner, 'smørrebrød.example');
  expect(host).toBe(new URL('https://smørrebrød.example').hostname);
  for (const written of [host, 'Smørrebrød.example', 'SMØRREBRØD.EXAMPLE.', host.toUpperCase(), `${host}.`]) {
    const path = `/api/domains/${encodeURIComponent(written)}`;
    const edited = await owner('PATCH', path, { body: { senderName: written } });
    expect(await json<Domain>(edited)).toMatchObject({ host, senderName: written });
    expect((await owner('GET', `${path}/vanity`)).status).toBe(200);
  }
  await problemIn(await owner('GET', '/api/domains/not%20a%20host/vanity'), 404);
});

test('edits change what they name and nothing else', async () => {
  const before = await addDomain(owner, 'edit.example', { senderName: 'A' });
  const edited = await owner('PATCH', '/api/domains/edit.example', { body: { landingPage: 'https://b.dk' } });
  expect(await json<Domain>(edited)).toEqual({ ...before, landingPage: 'https://b.dk/' });
  const emptied = await owner('PATCH', '/api/domains/edit.example', { body: { landingPage: null, senderName: 'B' } });
  expect(await json<Domain>(emptied)).toEqual({ ...before, senderName: 'B' });
  expect(await env.KV.get<DomainRecord>(kvKey.domain('edit.example'), 'json')).toMatchObject({
    landingPage: null,
    senderName: 'B',
    highest: 64,
  });
  const unknown = await owner('PATCH', '/api/domains/edit.example', { body: { width: 9 } });
  expect((await problemIn(unknown, 422)).errors?.[0]).toMatchObject({ pointer: '/width', code: 'unknown-field' });
  await problemIn(await owner('PATCH', '/api/domains/nowhere.example', { body: {} }), 404);
});
