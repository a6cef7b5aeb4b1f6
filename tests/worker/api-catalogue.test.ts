import { runDurableObjectAlarm } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { Campaign, Domain, Status } from '../../worker/api.d.ts';
import { type DomainRecord, kvKey } from '../../worker/src/records.ts';
import { workspaceStub } from '../../worker/src/stubs.ts';
import { api, campaignBody, newCampaign, newDomain, problem, slugText, tokenWith, value } from './api-support.ts';
import { ask } from './support.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

describe('domains', () => {
  test('a domain is added once, in lower case and Punycode, and its record reaches KV', async () => {
    const token = await tokenWith();
    const domain = await value<Domain>(await api('/domains', { token, body: { host: 'S.BØRNETØJ.dk' } }), 201);
    expect(domain).toMatchObject({ host: 's.xn--brnetj-byae.dk', width: 8, linkPrefix: 's.xn--brnetj-byae.dk/' });
    expect(await env.KV.get(kvKey.domain(domain.host), 'json')).toMatchObject({
      keys: [{ key: 1, from: 1, to: null }],
    });
    const again = await problem(await api('/domains', { token, body: { host: 's.børnetøj.dk' } }));
    expect(again).toMatchObject({ status: 409, errors: [{ pointer: '/host', code: 'domain-exists' }] });
    const listed = await value<{ entries: Domain[] }>(await api('/domains', { token }));
    expect(listed.entries.map(({ host }) => host)).toContain(domain.host);
  });

  test('locally a link host may be local, and links show the port', async () => {
    const token = await tokenWith();
    const domain = await value<Domain>(await api('/domains', { token, body: { host: 's.localhost' } }), 201);
    expect(domain.linkPrefix).toBe('s.localhost:8787/');
  });

  test.each([
    ['', 'min-length'],
    ['brand', 'host-no-dot'],
    ['s.brand.dk/x', 'not-a-host'],
    ['s.brand.dk:80', 'not-a-host'],
    ['user@brand.dk', 'user-info'],
    ['127.0.0.1', 'not-a-name'],
    ['s brand.dk', 'host-syntax'],
  ])('the host %j is refused: %s', async (host, code) => {
    const found = await problem(await api('/domains', { token: await tokenWith(), body: { host } }));
    expect(found).toMatchObject({ status: 422, errors: [{ pointer: '/host', code }] });
    expect(found.errors?.[0]?.detail).toMatch(/\.$/);
  });

  test('a domain that cannot be written to KV now is written by the next alarm', async () => {
    const token = await tokenWith();
    vi.spyOn(env.KV, 'put').mockRejectedValueOnce(new Error('KV PUT failed: 429 Too Many Requests'));
    const { host } = await newDomain(token);
    expect(await env.KV.get(kvKey.domain(host))).toBeNull();
    expect(await runDurableObjectAlarm(workspaceStub(env))).toBe(true);
    expect(await env.KV.get(kvKey.domain(host))).not.toBeNull();
  });

  test('the landing page and the sender name can be changed', async () => {
    const token = await tokenWith();
    const { host } = await newDomain(token);
    const changed = await value<Domain>(
      await api(`/domains/${host}`, { method: 'PATCH', token, body: { landingPage: 'brand.dk', senderName: 'B' } }),
    );
    expect(changed).toMatchObject({ landingPage: 'https://brand.dk/', senderName: 'B' });
    const refused = await api(`/domains/${host}`, { method: 'PATCH', token, body: { landingPage: 'ftp://x.dk' } });
    expect(await problem(refused)).toMatchObject({ errors: [{ pointer: '/landingPage', code: 'bad-scheme' }] });
    expect((await api('/domains/no.such.dk', { method: 'PATCH', token, body: {} })).status).toBe(404);
  });
});

describe('campaigns', () => {
  test('a campaign is published with one KV write, and its links work at once', async () => {
    const token = await tokenWith();
    const { host } = await newDomain(token);
    const put = vi.spyOn(env.KV, 'put');
    const campaign = await newCampaign(token, host, { recipients: 100_000 });
    expect(put).toHaveBeenCalledTimes(1);
    expect(campaign).toMatchObject({
      id: `${host}:1`,
      number: 1,
      links: [
        { url: 'https://www.barnetsverden.dk/b%C3%B8rnet%C3%B8j', label: 'Butik' },
        { kind: 'opt-out', url: null },
      ],
      senderName: 'Børnenes Verden',
      tracking: 'recipient',
      counting: 'fast',
    });
    const slugs = await slugText(`/campaigns/${campaign.id}/slugs?from=99999`, token);
    expect(slugs).toHaveLength(16);
    const answer = await ask(host, `/${slugs.slice(0, 8)}`);
    expect(answer.status).toBe(302);
    expect(answer.headers.get('location')).toBe(campaign.links[0]?.url);
  });

  test('every refused link is told at its place, and nothing is written', async () => {
    const token = await tokenWith();
    const { host } = await newDomain(token);
    const put = vi.spyOn(env.KV, 'put');
    const body = campaignBody(host, {
      links: [
        { kind: 'destination', url: 'brand.dk' },
        { kind: 'destination', url: 'javascript:alert(1)' },
        { kind: 'destination', url: 'https://brand.dk@evil.example' },
        { kind: 'destination', url: 'brand.dk', parameters: [['', 'x']] },
      ],
    });
    const found = await problem(await api('/campaigns', { token, body }));
    expect(found.status).toBe(422);
    expect(found.errors?.map(({ pointer, code }) => [pointer, code])).toEqual([
      ['/links/1/url', 'bad-scheme'],
      ['/links/2/url', 'user-info'],
      ['/links/3/parameters', 'parameter-name'],
    ]);
    expect(put).not.toHaveBeenCalled();
    const { entries } = await value<{ entries: Campaign[] }>(await api('/campaigns?pageLimit=250', { token }));
    expect(entries.filter((entry) => entry.host === host)).toEqual([]);
    // The number was not spent either.
    expect((await newCampaign(token, host)).number).toBe(1);
  });

  test.each<[string, Record<string, unknown>, string, string]>([
    ['no name', { name: ' ' }, '/name', 'min-length'],
    ['no links', { links: [] }, '/links', 'min-length'],
    ['no recipients', { recipients: 0 }, '/recipients', 'min-value'],
    ['half a recipient', { recipients: 1.5 }, '/recipients', 'safe-integer'],
    ['too many recipients', { recipients: 8_388_608 }, '/recipients', 'too-many-recipients'],
    ['an unknown domain', { host: 'no.such.dk' }, '/host', 'unknown-domain'],
    ['an unknown field', { recipient: 1 }, '/recipient', 'unknown-field'],
    ['a moment gone by', { expiresAtMs: 1 }, '/expiresAtMs', 'in-the-past'],
    ['a long template', { template: 'x'.repeat(10_001) }, '/template', 'max-length'],
    ['an odd language', { language: 'sv' }, '/language', 'picklist'],
  ])('%s is refused', async (_, changes, pointer, code) => {
    const token = await tokenWith();
    const { host } = await newDomain(token);
    const found = await problem(await api('/campaigns', { token, body: { ...campaignBody(host), ...changes } }));
    expect(found).toMatchObject({ status: 422, errors: [{ pointer, code }] });
  });

  test('8,388,607 recipients with two links are taken, and the refusal of one more names the number to split at', async () => {
    const token = await tokenWith();
    const { host } = await newDomain(token);
    expect((await newCampaign(token, host, { recipients: 8_388_607 })).shards).toBe(84);
    const found = await problem(
      await api('/campaigns', { token, body: campaignBody(host, { recipients: 8_388_608 }) }),
    );
    expect(found.detail).toContain('split the list at 8388607');
  });

  test('a campaign that KV refuses works from the catalogue, and reaches KV by the next alarm', async () => {
    const token = await tokenWith();
    const { host } = await newDomain(token);
    vi.spyOn(env.KV, 'put').mockRejectedValueOnce(new Error('KV PUT failed: 429 Too Many Requests'));
    const campaign = await newCampaign(token, host);
    expect(await env.KV.get(kvKey.campaign(host, 1))).toBeNull();
    const slug = (await slugText(`/campaigns/${campaign.id}/slugs?count=1`, token)).slice(0, 8);
    expect((await ask(host, `/${slug}`)).status).toBe(302);
    await runDurableObjectAlarm(workspaceStub(env));
    expect(await env.KV.get(kvKey.campaign(host, 1))).not.toBeNull();
  });

  test('numbers are handed out in order, and the domain record is raised in blocks', async () => {
    const token = await tokenWith();
    const { host } = await newDomain(token);
    for (let number = 1; number <= 66; number++) expect((await newCampaign(token, host)).number).toBe(number);
    expect(await env.KV.get(kvKey.domain(host), 'json')).toMatchObject({ highest: 128 });
  });

  test('the same idempotency key gives the same campaign, and refuses another body', async () => {
    const token = await tokenWith();
    const { host } = await newDomain(token);
    const headers = { 'idempotency-key': crypto.randomUUID() };
    const body = campaignBody(host);
    const first = await value<Campaign>(await api('/campaigns', { token, body, headers }), 201);
    expect(await value<Campaign>(await api('/campaigns', { token, body, headers }), 201)).toEqual(first);
    const other = await api('/campaigns', { token, body: { ...body, name: 'Other' }, headers });
    expect((await problem(other)).status).toBe(422);
    expect((await newCampaign(token, host)).number).toBe(2);
  });

  test('an edit changes destination, label, name and expiry, and nothing that slugs depend on', async () => {
    const token = await tokenWith();
    const { host } = await newDomain(token);
    const { id } = await newCampaign(token, host);
    const expiresAtMs = Date.now() + 86_400_000;
    const edit = {
      name: 'Sommer',
      expiresAtMs,
      links: [{ link: 0, url: 'brand.dk/ny', parameters: [['a', '1']], label: 'Ny' }],
    };
    const edited = await value<Campaign>(await api(`/campaigns/${id}`, { method: 'PATCH', token, body: edit }));
    expect(edited).toMatchObject({
      name: 'Sommer',
      expiresAtMs,
      links: [{ url: 'https://brand.dk/ny?a=1', label: 'Ny' }, {}],
    });
    const slug = (await slugText(`/campaigns/${id}/slugs?count=1`, token)).slice(0, 8);
    expect((await ask(host, `/${slug}`)).headers.get('location')).toBe('https://brand.dk/ny?a=1');

    const bad = (links: unknown) => api(`/campaigns/${id}`, { method: 'PATCH', token, body: { name: 'X', links } });
    expect(await problem(await bad([{ link: 2, url: 'a.dk' }]))).toMatchObject({ errors: [{ code: 'no-such-link' }] });
    expect(await problem(await bad([{ link: 1, url: 'a.dk' }]))).toMatchObject({ errors: [{ code: 'opt-out-link' }] });
    expect(await problem(await bad([{ link: 0, url: 'x y' }]))).toMatchObject({
      errors: [{ pointer: '/links/0/url' }],
    });
    expect(await value<Campaign>(await api(`/campaigns/${id}`, { token }))).toEqual(edited);
  });

  test('pages go from the newest to the oldest without a gap', async () => {
    const token = await tokenWith();
    const { host } = await newDomain(token);
    for (let i = 0; i < 7; i++) await newCampaign(token, host);
    const seen: number[] = [];
    let next: string | undefined = '/api/campaigns?pageLimit=3';
    while (next !== undefined) {
      const page: { entries: Campaign[]; _links: { next?: string } } = await value(await api(next.slice(4), { token }));
      expect(page.entries.length).toBeLessThanOrEqual(3);
      seen.push(...page.entries.filter((entry) => entry.host === host).map(({ number }) => number));
      next = page._links.next;
    }
    expect(seen).toEqual([7, 6, 5, 4, 3, 2, 1]);
    for (const bad of ['pageLimit=0', 'pageLimit=251', 'pageLimit=x', 'cursor=x']) {
      expect((await problem(await api(`/campaigns?${bad}`, { token }))).status).toBe(400);
    }
  });

  test('a wrong slug key refuses to publish and shows at the status', async () => {
    const token = await tokenWith();
    const { host } = await newDomain(token);
    await workspaceStub(env).addDomain('wrong.brand.dk', {
      ...(await env.KV.get<DomainRecord>(kvKey.domain(host), 'json')),
      keys: [{ key: 1, fingerprint: '0000000000000000', from: 1, to: null }],
    } as never);
    const refused = await problem(await api('/campaigns', { token, body: campaignBody('wrong.brand.dk') }));
    expect(refused).toMatchObject({ status: 503, detail: expect.stringContaining('SLUG_KEY_1') });
    const status = await value<Status>(await api('/status', { token }));
    expect(status.domains).toContainEqual({ host: 'wrong.brand.dk', fingerprintMatches: false });
    expect(status.domains).toContainEqual({ host, fingerprintMatches: true });
  });
});
