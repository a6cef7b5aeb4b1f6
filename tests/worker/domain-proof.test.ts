/** A link domain is proved before it is used: by what `/.well-known/klikspor` of its host answers, and by nothing else. */
import { runInDurableObject } from 'cloudflare:test';
import { env, exports } from 'cloudflare:workers';
import { beforeAll, expect, test, vi } from 'vitest';
import type { Domain } from '../../worker/api.ts';
import { answerProof, isProof, makeProof } from '../../worker/src/domain-proof.ts';
import { type DomainRecord, kvKey } from '../../worker/src/records.ts';
import { Workspace } from '../../worker/src/workspace.ts';
import { addDomain, type Caller, draft, json, problemIn, proofOf, publish, signIn, withToken } from './caller.ts';
import { ask } from './support.ts';

let owner: Caller;
beforeAll(async () => {
  owner = await signIn();
});

const WELL_KNOWN = '/.well-known/klikspor';
const add = async (host: string, more = {}) =>
  json<Domain>(await owner('POST', '/api/domains', { body: { host, ...more } }), 201);
const prove = (host: string, proof: unknown, caller = owner) =>
  caller('POST', `/api/domains/${host}/proof`, { body: { proof } });
const domainNamed = async (host: string) =>
  (await json<{ entries: Domain[] }>(await owner('GET', '/api/domains'))).entries.find((entry) => entry.host === host);

test('a domain that is only claimed is kept, but nothing is published to it', async () => {
  const domain = await add('claimed.dk');
  expect(domain).toMatchObject({ provedAtMs: null, proofUrl: `https://claimed.dk${WELL_KNOWN}` });
  const refused = await problemIn(await owner('POST', '/api/campaigns', { body: draft('claimed.dk') }), 409);
  expect(refused.errors?.[0]).toMatchObject({ pointer: '/host', code: 'domain-unproved' });
  expect(refused.detail).toContain(`https://claimed.dk${WELL_KNOWN}`);
  expect((await domainNamed('claimed.dk'))?.lastNumber).toBe(0);
});

test('what its host answers proves it, once and for all campaigns, whoever sends it', async () => {
  await add('led.dk');
  const before = Date.now();
  const program = await withToken(owner, ['campaigns:write']);
  const proved = await json<Domain>(await prove('led.dk', `${await proofOf('led.dk')}\n`, program));
  expect(proved.provedAtMs).toBeGreaterThanOrEqual(before);
  expect((await domainNamed('led.dk'))?.provedAtMs).toBe(proved.provedAtMs);
  expect((await publish(owner, 'led.dk')).id).toBe('led.dk:1');
  expect((await publish(owner, 'led.dk')).id).toBe('led.dk:2');
});

test('with its proof a domain is added in one step, and with a wrong one not at all', async () => {
  const proved = await add('step.dk', { proof: await proofOf('step.dk') });
  expect(proved.provedAtMs).not.toBeNull();
  const body = { host: 'other-step.dk', proof: await proofOf('step.dk') };
  const refused = await problemIn(await owner('POST', '/api/domains', { body }), 422);
  expect(refused.errors?.[0]).toMatchObject({ pointer: '/proof', code: 'proof-refused' });
  expect(await domainNamed('other-step.dk')).toBeUndefined();
  expect(await env.KV.get(kvKey.domain('other-step.dk'))).toBeNull();
});

test('nobody forges a proof: not of another host, another moment, another secret', async () => {
  await add('forged.dk');
  const good = await proofOf('forged.dk');
  const [mark = '', endsAt = '', signature = ''] = good.split('.');
  const foreign = { ...env, SLUG_KEY_1: btoa('vutsrqponmlkjihgfedcba9876543210') };
  const bad = [
    '',
    'forged.dk',
    signature,
    `${endsAt}.${signature}`,
    `${mark}.${endsAt}.`,
    `${mark}.${Number(endsAt) + 1}.${signature}`,
    `${mark}.${endsAt}.${'0'.repeat(64)}`,
    `${mark}.${endsAt}.${signature.slice(0, -1)}`,
    `${good}0`,
    await proofOf('x.forged.dk'),
    await proofOf('forged.dk.evil.dk'),
    await makeProof(env, 'forged.dk', Date.now() - 11 * 60_000),
    await makeProof(foreign, 'forged.dk', Date.now()),
  ];
  for (const proof of bad) {
    const problem = await problemIn(await prove('forged.dk', proof), 422);
    expect([proof, problem.errors?.[0]?.code]).toEqual([proof, 'proof-refused']);
  }
  expect((await domainNamed('forged.dk'))?.provedAtMs).toBeNull();
  await problemIn(await prove('nowhere.dk', good), 404);
  expect((await json<Domain>(await prove('forged.dk', good))).provedAtMs).not.toBeNull();
});

test('a proof lasts some minutes', async () => {
  const proof = await makeProof(env, 's.dk', 1_000_000_000_000);
  expect(await isProof(env, 's.dk', proof, 1_000_000_000_000 + 9 * 60_000)).toBe(true);
  expect(await isProof(env, 's.dk', proof, 1_000_000_000_000 + 11 * 60_000)).toBe(false);
});

test('every host that reaches the worker answers, in any case, with port or final dot, and nothing is read for it', async () => {
  for (const at of [
    'https://new.dk',
    'http://NEW.dk',
    'http://new.dk:8787',
    'https://new.dk.',
    'https://new.dk.:8443',
  ]) {
    const answer = await exports.default.fetch(`${at}${WELL_KNOWN}`);
    expect([at, answer.status, answer.headers.get('cache-control')]).toEqual([at, 200, 'no-store']);
    expect(answer.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(await isProof(env, 'new.dk', await answer.text(), Date.now())).toBe(true);
  }
  for (const at of ['http://localhost:8787', 'http://127.0.0.1:8787']) {
    expect((await exports.default.fetch(`${at}${WELL_KNOWN}`)).status).toBe(200);
  }
  const closed = new Proxy(env.KV, {
    get: () => {
      throw new Error('nothing may be read');
    },
  });
  const answer = await answerProof(new Request(`https://unread.dk${WELL_KNOWN}`), { ...env, KV: closed });
  expect(await isProof(env, 'unread.dk', await answer.text(), Date.now())).toBe(true);
});

test('only this very path, and only to be read', async () => {
  for (const path of [
    '/.well-known',
    `/x${WELL_KNOWN}`,
    `${WELL_KNOWN}/`,
    `/s?${WELL_KNOWN}`,
    '/.well-known/klikspo',
  ]) {
    expect([path, (await ask('led.dk', path)).status]).toEqual([path, 404]);
  }
  const posted = await ask('led.dk', WELL_KNOWN, { method: 'POST' });
  expect([posted.status, posted.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
});

test('of all pages only the app may read the answer', async () => {
  const allowed = async (origin: string) => {
    const answer = await exports.default.fetch(new Request(`https://cors.dk${WELL_KNOWN}`, { headers: { origin } }));
    expect(answer.headers.get('vary')).toBe('origin');
    expect(answer.headers.has('access-control-allow-credentials')).toBe(false);
    return answer.headers.get('access-control-allow-origin');
  };
  for (const origin of ['http://localhost:8787', 'http://127.0.0.1:8787', 'http://localhost']) {
    expect(await allowed(origin)).toBe(origin);
  }
  for (const origin of ['null', 'https://cors.dk', 'http://localhost.evil.dk', 'http://evil.dk', 'x'])
    expect([origin, await allowed(origin)]).toEqual([origin, null]);
});

test('without a usable secret nothing is proved, and nothing is said to be wrong with the host', async () => {
  const keyless = { ...env, SLUG_KEY_1: '' };
  const answer = await answerProof(new Request(`https://keyless.dk${WELL_KNOWN}`), keyless);
  expect([answer.status, await answer.text()]).toEqual([503, '']);
});

test('a domain without campaigns is removed, from KV too, and can be added again', async () => {
  await addDomain(owner, 'gone.dk', { senderName: 'Barnets Verden' });
  expect((await ask('gone.dk', '/')).status).toBe(200);
  expect((await owner('DELETE', '/api/domains/gone.dk')).status).toBe(204);
  expect(await domainNamed('gone.dk')).toBeUndefined();
  expect(await env.KV.get<DomainRecord>(kvKey.domain('gone.dk'), 'json')).toBeNull();
  expect((await ask('gone.dk', '/')).status).toBe(404);
  await problemIn(await owner('DELETE', '/api/domains/gone.dk'), 404);
  await addDomain(owner, 'gone.dk');
  expect((await publish(owner, 'gone.dk')).id).toBe('gone.dk:1');
});

test('a domain that links were made on stays', async () => {
  const { host } = await addDomain(owner, 'used.dk');
  const { id } = await publish(owner, host);
  await owner('PATCH', `/api/campaigns/${encodeURIComponent(id)}`, { body: { archived: true } });
  expect((await problemIn(await owner('DELETE', '/api/domains/used.dk'), 409)).detail).toContain('used.dk');
  expect((await domainNamed('used.dk'))?.lastNumber).toBe(1);
  expect(await env.KV.get(kvKey.domain('used.dk'))).not.toBeNull();
});

test('a catalogue that was restored from a backup removes no domain that others know links of', async () => {
  await addDomain(owner, 'restored.dk');
  await env.KV.put(kvKey.campaign('restored.dk', 9), '{}');
  await problemIn(await owner('DELETE', '/api/domains/restored.dk'), 409);
  await env.KV.delete(kvKey.campaign('restored.dk', 9));
  const list = vi.spyOn(env.KV, 'list').mockRejectedValue(new Error('KV is away'));
  const unsure = await problemIn(await owner('DELETE', '/api/domains/restored.dk'), 503);
  expect(unsure.detail).toContain('restored.dk');
  list.mockRestore();
  expect(await env.KV.get(kvKey.domain('restored.dk'))).not.toBeNull();
  expect((await owner('DELETE', '/api/domains/restored.dk')).status).toBe(204);
});

test('added again at once it begins anew, whatever KV still shows of it', async () => {
  await addDomain(owner, 'again.dk', { senderName: 'Før' });
  await owner('PATCH', '/api/domains/again.dk', { body: { senderName: 'Rettet' } });
  const stale = await env.KV.get(kvKey.domain('again.dk'));
  expect((await owner('DELETE', '/api/domains/again.dk')).status).toBe(204);
  await env.KV.put(kvKey.domain('again.dk'), stale ?? '');
  expect(await addDomain(owner, 'again.dk', { senderName: 'Nu' })).toMatchObject({ lastNumber: 0, senderName: 'Nu' });
  expect(await env.KV.get<DomainRecord>(kvKey.domain('again.dk'), 'json')).toMatchObject({ senderName: 'Nu' });
  expect((await publish(owner, 'again.dk')).id).toBe('again.dk:1');
});

test('a catalogue of an older version opens: its domains are there, and not proved', async () => {
  await runInDurableObject(env.WORKSPACE.getByName('older'), async (_, state) => {
    const { sql } = state.storage;
    sql.exec('DROP TABLE domain');
    sql.exec('DROP TABLE migrated');
    sql.exec('CREATE TABLE domain (host TEXT PRIMARY KEY, record TEXT NOT NULL, last_number INTEGER NOT NULL)');
    sql.exec("INSERT INTO domain VALUES ('old.dk', '{}', 7)");
    const opened = new Workspace(state, env);
    expect(await opened.domains()).toEqual([{ host: 'old.dk', record: {}, lastNumber: 7, provedAtMs: null }]);
    expect(await opened.proveDomain('old.dk', 5)).toMatchObject({ lastNumber: 7, provedAtMs: 5 });
    // And once more, with nothing left to add.
    expect((await new Workspace(state, env).domains())[0]?.provedAtMs).toBe(5);
  });
});
