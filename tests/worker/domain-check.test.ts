/**
 * Whether a link domain leads here: from what DNS and the host answer, a table of what is said and what would mend it; then the
 * asking itself, against a resolver and hosts that are there.
 */
import { env } from 'cloudflare:workers';
import { afterEach, beforeAll, describe, expect, inject, test, vi } from 'vitest';
import type { DomainCheck } from '../../worker/api.ts';
import { caaOf, readDnsJson, resolverAt, textUpTo } from '../../worker/src/dns.ts';
import { askHost, heardOf, namesFrom } from '../../worker/src/domain-asking.ts';
import {
  type Checked,
  CODES,
  checkedDomain,
  type Heard,
  type HostAnswer,
  STEPS,
} from '../../worker/src/domain-check.ts';
import { isCloudflareAddress, isPlaceholder } from '../../worker/src/domain-known.ts';
import { makeProof } from '../../worker/src/domain-proof.ts';
import { answerOf, NEGATIVE_TTL_S, type ZoneRecord, type Zones } from '../support/doh.ts';
import { addDomain, type Caller, json, problemIn, proofOf, signIn, withToken } from './caller.ts';

const HOST = 's.brand.dk';
const ours: HostAnswer = { kind: 'ours' };
const broken: HostAnswer = { kind: 'broken' };

const rows = (type: ZoneRecord['type'], name: string, ...data: string[]): ZoneRecord[] =>
  data.map((one) => ({ name, type, data: one }));
const cloudflareZone = (name = 'brand.dk') => rows('NS', name, 'ada.ns.cloudflare.com', 'bob.ns.cloudflare.com');
const otherZone = (name = 'brand.dk') => rows('NS', name, 'ns1.simply.com', 'ns2.simply.com');
const leadsToCloudflare = rows('A', HOST, '104.21.3.4', '172.67.9.9');

interface Case {
  readonly zones: readonly ZoneRecord[];
  readonly answer?: HostAnswer;
  readonly target?: string;
  readonly host?: string;
}

/** As the resolver says it, and as it is read. */
function checked({ zones, answer = broken, target, host = HOST }: Case): Checked {
  const dns = (name: string, type: string) => readDnsJson(JSON.stringify(answerOf(zones, name, type)));
  const each = (type: string) => namesFrom(host).map((name) => ({ name, answer: dns(name, type) }));
  const heard: Heard = {
    ...{ host, isLocal: false, v4: dns(host, 'A'), v6: dns(host, 'AAAA') },
    ...{ servers: each('NS'), issuers: each('CAA'), answer, target: target ?? null },
  };
  return checkedDomain(heard);
}
const told = ({ findings }: Checked) => findings.map(({ code, is }) => `${code} ${is}`);
const wanted = ({ repair }: Checked) =>
  repair.records.map((record) => `${record.do} ${record.label} ${record.type} ${record.value}`);

test.each<[string, Case, boolean | null, string[], string, string[]]>([
  [
    'a custom domain that answers',
    { zones: [...cloudflareZone(), ...leadsToCloudflare], answer: ours },
    true,
    ['zone-here right', 'record-here right', 'certificate-works right', 'answer-ours right'],
    'none',
    [],
  ],
  [
    'a custom domain that the worker itself is not let through to',
    { zones: [...cloudflareZone(), ...leadsToCloudflare], answer: { kind: 'failed', status: 522 } },
    null,
    ['zone-here right', 'record-here right', 'certificate-unknown open', 'answer-unknown open'],
    'custom-domain',
    [],
  ],
  [
    'a zone of the account without a record',
    { zones: cloudflareZone() },
    false,
    ['zone-here right', 'record-missing wait', 'certificate-unknown open', 'answer-none wait'],
    'custom-domain',
    ['set s AAAA 100::'],
  ],
  [
    'a zone of the account whose record leads to a web host',
    { zones: [...cloudflareZone(), ...rows('A', HOST, '93.184.216.34')], answer: { kind: 'page', status: 200 } },
    false,
    ['zone-here right', 'record-elsewhere wrong', 'certificate-works right', 'answer-page wrong'],
    'custom-domain',
    ['remove s A 93.184.216.34', 'set s AAAA 100::'],
  ],
  [
    'a record that was made by hand and not proxied',
    { zones: [...cloudflareZone(), ...rows('AAAA', HOST, '100::')] },
    false,
    ['zone-here right', 'record-not-proxied wrong', 'certificate-unknown open', 'answer-none wait'],
    'custom-domain',
    ['remove s AAAA 100::', 'set s AAAA 100::'],
  ],
  [
    'another worker of the same account',
    { zones: [...cloudflareZone(), ...leadsToCloudflare], answer: { kind: 'other-klikspor' } },
    false,
    ['zone-here right', 'record-here right', 'certificate-works right', 'answer-other-klikspor wrong'],
    'custom-domain',
    [],
  ],
  [
    'a certificate that is still being made',
    { zones: [...cloudflareZone(), ...leadsToCloudflare] },
    false,
    ['zone-here right', 'record-here right', 'certificate-fails wait', 'answer-unknown open'],
    'custom-domain',
    [],
  ],
  [
    'a shop that leads its name away',
    {
      zones: [
        ...otherZone(),
        ...rows('CNAME', HOST, 'shops.myshopify.com'),
        ...rows('A', 'shops.myshopify.com', '23.227.38.74'),
      ],
      answer: { kind: 'redirect', status: 301, to: 'www.brand.dk' },
      target: 'links.klikspor.example',
    },
    false,
    ['zone-elsewhere right', 'record-elsewhere wrong', 'certificate-works right', 'answer-redirect wrong'],
    'alias',
    ['remove s CNAME shops.myshopify.com', 'set s CNAME links.klikspor.example'],
  ],
  [
    'a zone elsewhere, where nothing can lead here',
    { zones: [...otherZone(), ...rows('A', HOST, '93.184.216.34')], answer: { kind: 'refused' } },
    false,
    ['zone-elsewhere wrong', 'record-elsewhere wrong', 'certificate-unknown open', 'answer-none wait'],
    'move-zone',
    [],
  ],
  [
    'a zone elsewhere with the alias it needs',
    {
      zones: [
        ...otherZone(),
        ...rows('CNAME', HOST, 'links.klikspor.example'),
        ...rows('A', 'links.klikspor.example', '104.16.1.1'),
      ],
      answer: ours,
      target: 'links.klikspor.example',
    },
    true,
    ['zone-elsewhere right', 'record-alias-here right', 'certificate-works right', 'answer-ours right'],
    'none',
    [],
  ],
  [
    'the name of a zone elsewhere, which can be no alias',
    { zones: otherZone(HOST), target: 'links.klikspor.example' },
    false,
    ['zone-elsewhere right', 'record-missing wait', 'apex note', 'certificate-unknown open', 'answer-none wait'],
    'apex',
    [],
  ],
  [
    'an alias to a name that leads nowhere',
    { zones: [...cloudflareZone(), ...rows('CNAME', HOST, 'gone.example')] },
    false,
    ['zone-here right', 'record-dangling wrong', 'certificate-unknown open', 'answer-none wait'],
    'custom-domain',
    ['remove s CNAME gone.example', 'set s AAAA 100::'],
  ],
  [
    'certificates that only another authority may issue',
    {
      zones: [
        ...otherZone(),
        ...rows('CNAME', HOST, 'links.klikspor.example'),
        ...rows('A', 'links.klikspor.example', '104.16.1.1'),
        ...rows('CAA', 'brand.dk', '0 issue "digicert.com"', '0 iodef "mailto:it@brand.dk"'),
      ],
      target: 'links.klikspor.example',
    },
    false,
    [
      ...['zone-elsewhere right', 'record-alias-here right', 'certificate-fails wait', 'issuer-forbidden wrong'],
      'answer-unknown open',
    ],
    'issuers',
    [...['set @ CAA 0 issue "pki.goog"', 'set @ CAA 0 issue "letsencrypt.org"', 'set @ CAA 0 issue "ssl.com"']],
  ],
  [
    'a name that is for sale',
    {
      zones: [
        ...rows('NS', 'brand.dk', 'ns1.sedoparking.com', 'ns2.sedoparking.com'),
        ...rows('A', HOST, '91.195.240.1'),
      ],
      answer: { kind: 'page', status: 200 },
    },
    false,
    ['zone-parked wrong', 'record-elsewhere wrong', 'certificate-works right', 'answer-page wrong'],
    'move-zone',
    [],
  ],
  [
    'a name that nobody has',
    { zones: [] },
    false,
    ['zone-missing wrong', 'record-missing wait', 'certificate-unknown open', 'answer-none wait'],
    'register',
    [],
  ],
  [
    'a name that nobody has, below one where names are sold',
    { zones: rows('NS', 'co.uk', 'nsa.nic.uk'), host: 's.brand.co.uk' },
    false,
    ['zone-missing wrong', 'record-missing wait', 'certificate-unknown open', 'answer-none wait'],
    'register',
    [],
  ],
])('%s', (_, input, leadsHere, findings, how, records) => {
  const found = checked(input);
  expect(told(found)).toEqual(findings);
  expect({ leadsHere: found.leadsHere, how: found.repair.how }).toEqual({ leadsHere, how });
  expect(wanted(found)).toEqual(records);
});

test('every finding stands at its step, every step has one, and no code is never said', () => {
  const said = new Set<string>();
  const answers: HostAnswer[] = [
    ...(['ours', 'other-klikspor', 'refused', 'broken', 'late', 'not-asked'] as const).map((kind) => ({ kind })),
    ...([522, 525, 500] as const).map((status) => ({ kind: 'failed' as const, status })),
    { kind: 'page', status: 404 },
    { kind: 'redirect', status: 302, to: '' },
  ];
  const zones: (readonly ZoneRecord[])[] = [
    [],
    cloudflareZone(),
    [...cloudflareZone(), ...leadsToCloudflare],
    [...otherZone(HOST)],
    [...otherZone(), ...rows('A', HOST, '93.184.216.34')],
    [...otherZone(), ...rows('CNAME', HOST, 'links.example'), ...rows('A', 'links.example', '104.16.0.1')],
    [...cloudflareZone(), ...rows('AAAA', HOST, '100::')],
    [...cloudflareZone(), ...rows('CNAME', HOST, 'gone.example')],
    [...rows('NS', 'brand.dk', 'ns1.dan.com'), ...rows('CAA', 'brand.dk', '0 issue ";"')],
  ];
  const all = [
    ...zones.flatMap((one) =>
      answers.flatMap((answer) => [
        checked({ zones: one, answer }),
        checked({ zones: one, answer, target: 'links.example' }),
      ]),
    ),
    ...(['failed', 'silent'] as const).map((outcome) =>
      checkedDomain({
        ...{ host: HOST, isLocal: false, v4: { outcome }, v6: { outcome }, answer: broken, target: null },
        servers: [{ name: HOST, answer: { outcome } }],
        issuers: [{ name: HOST, answer: { outcome } }],
      }),
    ),
  ];
  for (const { findings, leadsHere, repair } of all) {
    expect(findings.map(({ step }) => STEPS.indexOf(step))).toEqual(
      findings.map(({ step }) => STEPS.indexOf(step)).sort(),
    );
    expect(new Set(findings.map(({ step }) => step)).size).toBe(STEPS.length);
    for (const { step, code } of findings) {
      expect(CODES[step]).toContain(code);
      said.add(code);
    }
    if (leadsHere === true) expect(repair.how).toBe('none');
    // What is wrong is never said to be in order.
    if (findings.some(({ is }) => is === 'wrong')) expect(leadsHere === true && repair.how !== 'none').toBe(false);
  }
  const known = STEPS.flatMap((step): readonly string[] => CODES[step]);
  expect([...said].sort()).toEqual(known.filter((code) => code !== 'local').sort());
});

test('how long resolvers keep what they say now is the shortest, and of nothing what the zone says', () => {
  const zones = [
    ...cloudflareZone(),
    { name: HOST, type: 'CNAME', data: 'b.example', ttl: 7_200 } as const,
    { name: 'b.example', type: 'A', data: '198.51.100.7', ttl: 600 } as const,
  ];
  const ttlOf = (input: Case) => checked(input).findings.find(({ step }) => step === 'record')?.ttlS;
  expect(ttlOf({ zones })).toBe(600);
  expect(ttlOf({ zones: cloudflareZone() })).toBe(NEGATIVE_TTL_S);
});

test('nothing is asked of a name that leads to the developer’s own machine', async () => {
  const fetched = vi.spyOn(globalThis, 'fetch');
  const heard = await heardOf(env, 's.localhost', 'http://s.localhost:8787/.well-known/klikspor');
  expect(fetched).not.toHaveBeenCalled();
  expect(checkedDomain(heard)).toMatchObject({
    leadsHere: null,
    findings: [{ code: 'local' }],
    repair: { how: 'none' },
  });
});

// --- reading ------------------------------------------------------------------------------------------------------------

test.each([
  ['not JSON', '<html>', 'silent'],
  ['JSON of another kind', '[]', 'silent'],
  ['no status', '{"Answer":[]}', 'silent'],
  ['a zone whose servers fail', '{"Status":2}', 'failed'],
  ['a refusal', '{"Status":5}', 'failed'],
  ['no such name', '{"Status":3}', 'records'],
])('%s is read as %s: %s', (_, text, outcome) => {
  expect(readDnsJson(text).outcome).toBe(outcome);
});

test.each([
  [-5, 0],
  [1.5, 1],
  [2 ** 31, 0],
  [1e300, 0],
  ['60', 0],
  [60, 60],
])('a resolver that says to keep a record for %s seconds is taken to say %s', (TTL, ttlS) => {
  const answer = { name: 'brand.dk.', type: 1, TTL, data: '192.0.2.1' };
  expect(readDnsJson(JSON.stringify({ Status: 0, Answer: [answer] }))).toMatchObject({ records: [{ ttlS }] });
});

test('of an answer without end no more is read than one may be long', async () => {
  let chunks = 0;
  const endless = new ReadableStream<Uint8Array>({
    pull: (controller) => {
      chunks++;
      controller.enqueue(new Uint8Array(1_000).fill(32));
    },
  });
  expect(await textUpTo(new Response(endless), 10_000)).toBeNull();
  expect(chunks).toBeLessThan(20);
  expect(await textUpTo(new Response('a'.repeat(10)), 10)).toBe('a'.repeat(10));
});

test('what is no record is passed over, names are told plainly, and CAA is read in either writing', () => {
  const answer = readDnsJson(
    JSON.stringify({
      Status: 0,
      Answer: [
        null,
        { name: 'a' },
        { name: 'S.Brand.DK.', type: 5, TTL: 60, data: 'Links.Example.' },
        { name: 'links.example.', type: 99, TTL: 60, data: 'x' },
        { name: 'brand.dk.', type: 257, TTL: 60, data: '\\# 19 00 05 69 73 73 75 65 70 6b 69 2e 67 6f 6f 67' },
        { name: 'brand.dk.', type: 257, TTL: 60, data: '0 issue "letsencrypt.org; validationmethods=dns-01"' },
      ],
    }),
  );
  expect(answer).toMatchObject({
    outcome: 'records',
    records: [
      { name: 's.brand.dk', type: 'CNAME', value: 'links.example', ttlS: 60 },
      { name: 'brand.dk', type: 'CAA', value: '0 issue "pki.goog"' },
      { type: 'CAA', value: '0 issue "letsencrypt.org; validationmethods=dns-01"' },
    ],
    ttlS: null,
  });
  const caa = (value: string) => caaOf({ name: 'a', type: 'CAA', value, ttlS: 1 });
  expect(caa('0 issue "ssl.com"')).toEqual({ tag: 'issue', value: 'ssl.com' });
  expect(caa('128 ISSUE ";"')).toEqual({ tag: 'issue', value: ';' });
  expect(caa('nonsense')).toBeNull();
});

test.each([
  ['104.16.0.0', true],
  ['104.15.255.255', false],
  ['104.27.255.255', true],
  ['104.28.0.0', false],
  ['172.64.0.1', true],
  ['172.72.0.0', false],
  ['2606:4700:3030::ac43:1', true],
  ['2a06:98c7::1', true],
  ['2a06:98c8::1', false],
  ['2001:db8::1', false],
  ['nonsense', false],
])('%s is of Cloudflare: %s', (address, is) => {
  expect(isCloudflareAddress(address)).toBe(is);
});

test.each([
  ['100::', true],
  ['100:0:0:0:0:0:0:0', true],
  ['192.0.2.1', true],
  ['100::1', false],
  ['1.100.0.1', false],
])('%s stands for a record that is not proxied: %s', (address, is) => {
  expect(isPlaceholder(address)).toBe(is);
});

// --- asking -------------------------------------------------------------------------------------------------------------

const hosts = inject('hosts');
const resolver = `${inject('doh')}/`;
let place = 0;
async function resolverWith(zones: Zones): Promise<string> {
  const name = `check${++place}`;
  await fetch(resolver + name, { method: 'PUT', body: JSON.stringify(zones) });
  return `${resolver}${name}/dns-query`;
}
afterEach(() => {
  vi.restoreAllMocks();
});

test('a resolver is asked by name and type', async () => {
  const ask = resolverAt(await resolverWith([...cloudflareZone(), ...rows('CAA', 'brand.dk', '0 issue "ssl.com"')]));
  expect(await ask('brand.dk', 'CAA')).toEqual({
    outcome: 'records',
    records: [{ name: 'brand.dk', type: 'CAA', value: '0 issue "ssl.com"', ttlS: 300 }],
    ttlS: null,
  });
  expect(await ask('s.brand.dk', 'A')).toEqual({ outcome: 'records', records: [], ttlS: NEGATIVE_TTL_S });
});

test.each(['away', 'servfail'] as const)('a resolver that is %s is said to be, and nothing fails', async (zones) => {
  const ask = resolverAt(await resolverWith(zones));
  expect(await ask('brand.dk', 'A')).toEqual({ outcome: zones === 'away' ? 'silent' : 'failed' });
});

test('a resolver that never answers, is not there, or has no address is not waited for', async () => {
  const before = Date.now();
  const answers = await Promise.all(
    [await resolverWith('never'), `${hosts.closed}/dns-query`, 'nonsense'].map((address) =>
      resolverAt(address, 300)('a.dk', 'A'),
    ),
  );
  expect(answers).toEqual(Array.from({ length: 3 }, () => ({ outcome: 'silent' })));
  expect(Date.now() - before).toBeLessThan(4_000);
});

describe('a host', () => {
  const asked = (url: string) => askHost(env, HOST, url);
  test('with the proof of this klikspor is ours, and of another one not', async () => {
    const proof = await makeProof(env, HOST, Date.now());
    expect(await asked(`${hosts.plain}/text/${proof}`)).toEqual({ kind: 'ours' });
    const other = await makeProof(env, 'other.dk', Date.now());
    expect(await asked(`${hosts.plain}/text/${other}`)).toEqual({ kind: 'other-klikspor' });
    const late = await makeProof(env, HOST, Date.now() - 11 * 60_000);
    expect(await asked(`${hosts.plain}/text/${late}`)).toEqual({ kind: 'other-klikspor' });
  });
  test.each([
    ['/status/200', { kind: 'page', status: 200 }],
    ['/status/404', { kind: 'page', status: 404 }],
    ['/long', { kind: 'page', status: 200 }],
    ['/status/503', { kind: 'failed', status: 503 }],
    ['/to/https%3A%2F%2Fwww.brand.dk%2Fx', { kind: 'redirect', status: 302, to: 'www.brand.dk' }],
    ['/to/https%3A%2F%2F%5B', { kind: 'redirect', status: 302, to: '' }],
    ['/hang-up', { kind: 'refused' }],
  ])('that answers %s', async (path, answer) => {
    expect(await asked(hosts.plain + path)).toEqual(answer);
  });
  test('whose certificate nobody trusts, where nobody listens, or whose name is not known', async () => {
    expect(await asked(`${hosts.untrusted}/text/x`)).toEqual({ kind: 'broken' });
    expect(await asked(`${hosts.closed}/`)).toEqual({ kind: 'refused' });
    expect(await asked('https://s.brand.invalid/')).toEqual({ kind: 'broken' });
  });
  test('that takes the question and never answers', async () => {
    expect(await askHost(env, HOST, `${hosts.plain}/never`, 300)).toEqual({ kind: 'late' });
  });
});

describe('GET /api/domains/{host}/check', () => {
  let owner: Caller;
  beforeAll(async () => {
    owner = await signIn();
    await addDomain(owner, 'tjek.dk');
    await addDomain(owner, 's.localhost');
  });
  const look = async (host: string, caller = owner) =>
    json<DomainCheck>(await caller('GET', `/api/domains/${host}/check`));

  test('tells what the resolver and the host say, to whoever may read campaigns', async () => {
    const address = await resolverWith([...cloudflareZone('tjek.dk'), ...rows('A', 'tjek.dk', '104.21.3.4')]);
    const outside = globalThis.fetch;
    const asked: string[] = [];
    vi.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
      const url = new URL(String(input));
      asked.push(url.origin + url.pathname);
      if (url.hostname === 'tjek.dk') return new Response(await proofOf('tjek.dk'));
      return outside(address + url.search, init);
    });
    const reader = await withToken(owner, ['campaigns:read']);
    const found = await look('tjek.dk', reader);
    expect(found).toMatchObject({ leadsHere: true, zone: 'tjek.dk', repair: { how: 'none', records: [] } });
    expect(found.findings.map(({ code }) => code)).toEqual([
      ...['zone-here', 'record-here', 'certificate-works', 'answer-ours'],
    ]);
    // Without the variable: the usual resolver.
    expect(new Set(asked)).toEqual(
      new Set(['https://cloudflare-dns.com/dns-query', 'https://tjek.dk/.well-known/klikspor']),
    );
  });

  test('says that it was not told, where neither is reached', async () => {
    vi.spyOn(globalThis, 'fetch').mockRejectedValue(new Error('internal error; reference = x'));
    const { leadsHere, zone, findings } = await look('tjek.dk');
    expect({ leadsHere, zone }).toEqual({ leadsHere: null, zone: null });
    expect(findings.map(({ code }) => code)).toEqual([
      ...['resolver-silent', 'record-unknown', 'certificate-unknown', 'answer-unknown'],
    ]);
  });

  test('asks nobody of a local name, and nothing of one that is no link domain', async () => {
    const fetched = vi.spyOn(globalThis, 'fetch');
    expect(await look('s.localhost')).toMatchObject({ leadsHere: null, findings: [{ code: 'local' }] });
    await problemIn(await owner('GET', '/api/domains/elsewhere.dk/check'), 404);
    await problemIn(await (await withToken(owner, ['hits:read']))('GET', '/api/domains/tjek.dk/check'), 403);
    expect(fetched).not.toHaveBeenCalled();
  });
});
