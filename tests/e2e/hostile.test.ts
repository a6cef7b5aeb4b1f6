/**
 * Requests as no client library would send them, octet for octet over a socket, at the bundle that would be deployed: no
 * answer leads anywhere but where the record says, and nothing that is secret comes out in a log line.
 */
import { createHash, randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { kvKey } from '../../worker/src/records.ts';
import { deriveSlugKey } from '../../worker/src/slug-keys.ts';
import { phones } from '../support/agents.ts';
import { putCampaign, type TestCampaign } from '../support/campaign.ts';
import { KvStandIn } from '../support/kv-stand-in.ts';
import { askLinkHost } from '../support/link-host.ts';
import { bundleWorker, Workerd } from '../support/workerd.ts';

const CODE = 'xkcd-9361-forårssol';
const DESTINATION = 'https://shop.example/b%C3%B8rnet%C3%B8j?utm_source=sms#top';

let kv: KvStandIn;
let server: Workerd;
let campaign: TestCampaign;
beforeAll(async () => {
  kv = await KvStandIn.start();
  campaign = await putCampaign(
    kv,
    {
      host: 's.brand.example',
      links: [
        { kind: 'destination', url: DESTINATION, tracked: true },
        { kind: 'destination', url: DESTINATION, tracked: true, forwardQuery: true },
        {
          kind: 'destination',
          url: 'https://shop.example/{slug}',
          tracked: true,
          devices: { ios: DESTINATION, android: DESTINATION },
        },
      ],
    },
    {
      SLUG_KEY_1: randomBytes(32).toString('base64'),
      SIGN_IN_CODE_SHA256: createHash('sha256').update(CODE).digest('hex'),
    },
  );
  server = await Workerd.create({ bundle: bundleWorker(), kv: kv.address, vars: { ...campaign.secrets } });
  await server.start();
});
afterAll(async () => {
  await server.remove();
  await kv.stop();
});

/** Sends octets and reads until the answer's head is there, or the connection is closed. */
function raw(octets: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(server.port, '127.0.0.1', () => socket.write(octets, 'latin1'));
    socket.setEncoding('latin1');
    const done = () => {
      socket.destroy();
      resolve(answer.split('\r\n\r\n')[0] ?? '');
    };
    socket.setTimeout(5_000, done);
    socket.on('data', (chunk: string) => {
      answer += chunk;
      if (answer.includes('\r\n\r\n')) done();
    });
    socket.on('close', done);
    socket.on('error', (error: NodeJS.ErrnoException) => (error.code === 'ECONNRESET' ? done() : reject(error)));
  });
}

const headerLines = (head: string) => head.split('\r\n').slice(1);
const locationOf = (head: string) => {
  const found = headerLines(head).filter((line) => /^location:/i.test(line));
  expect(found.length).toBeLessThanOrEqual(1);
  return found[0]?.slice('location:'.length).trim();
};

/** Ways to lead somebody to evil.example, or to end a header and begin another. */
const EVIL = [
  '//evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  '@evil.example',
  ':x@evil.example',
  '.evil.example',
  '%2f%2fevil.example',
  '%252f%252fevil.example',
  '%40evil.example',
  '%5c%5cevil.example',
  '/..//evil.example',
  '/%2e%2e//evil.example',
  ';@evil.example',
  '%0d%0aLocation:%20https://evil.example',
  '%250d%250aLocation:%20https://evil.example',
  '%E5%98%8A%E5%98%8DLocation:https://evil.example',
  '%c4%8d%c4%8aLocation:https://evil.example',
  '%00https://evil.example',
  'https://evil.example',
  'https:evil.example',
  'javascript:alert(1)',
  '\xe5\x98\x8aLocation: https://evil.example',
  '\tLocation: https://evil.example',
  '\x00',
  '\x7f',
  '\x0b',
  '{slug}',
  '\xd0\xb0.example',
];

function requestsFor(slug: string): string[] {
  const { host } = campaign.record;
  const plain = (target: string, more = '', at = host) =>
    `GET ${target} HTTP/1.1\r\nHost: ${at}\r\nUser-Agent: ${phones[0].userAgent}\r\n${more}Connection: close\r\n\r\n`;
  return [
    ...EVIL.flatMap((evil) => [
      plain(`/${slug}${evil}`),
      plain(`/${slug}?${evil}`),
      plain(`/${slug}?url=${evil}&next=${evil}#${evil}`),
      plain(`/${evil}/${slug}`),
      plain(`/${evil}?${slug}`),
      plain(
        `/${slug}`,
        `X-Forwarded-Host: ${evil}\r\nReferer: ${evil}\r\nX-Original-URL: ${evil}\r\nForwarded: host=${evil}\r\n`,
      ),
      plain(`/${slug}`, '', `${host}${evil}`),
      plain(`/${slug}`, '', `evil.example${evil}`),
    ]),
    // A target with a host of its own, two Host headers, a header that is folded, a request within a request.
    plain(`http://evil.example/${slug}`),
    plain(`http://${host}@evil.example/${slug}`),
    plain(`/${slug}`, 'Host: evil.example\r\n'),
    plain(`/${slug}`, 'X-A: b\r\n Location: https://evil.example\r\n'),
    plain(`/${slug}\nLocation: https://evil.example`),
    plain(`/${slug}\rLocation: https://evil.example`),
    plain(`/${slug}`, 'Content-Length: 40\r\nTransfer-Encoding: chunked\r\n'),
    plain(`/${slug}`, '', 'evil.example'),
    plain(`/${slug}`, '', `${host}:443@evil.example`),
    plain(`/${slug}`, '', `${host}.`),
    plain(`/${slug}`, '', ''),
  ];
}

test('no request, however it is written, makes a short link lead elsewhere or puts a line into the answer', async () => {
  const known =
    /^(location|cache-control|referrer-policy|x-robots-tag|content-\w+|content-security-policy|retry-after|allow|date|connection|transfer-encoding|vary|server):/i;
  let led = 0;
  for (const link of [0, 1, 2]) {
    for (const request of requestsFor(campaign.slug(7, link))) {
      const head = await raw(request);
      const location = locationOf(head);
      for (const line of headerLines(head)) expect(line, JSON.stringify(request)).toMatch(known);
      if (location === undefined) continue;
      led++;
      expect(location, JSON.stringify(request)).toMatch(/^[\x21-\x7e]+$/);
      const { origin, pathname, hash } = new URL(location);
      expect([origin, pathname, hash], JSON.stringify(request)).toEqual([
        'https://shop.example',
        '/b%C3%B8rnet%C3%B8j',
        '#top',
      ]);
      // Only the link that hands on its query has anything of the request, and only behind what the record says.
      const [before] = DESTINATION.split('#');
      expect(location.startsWith(before ?? '')).toBe(true);
      if (link !== 1) expect(location).toBe(DESTINATION);
    }
  }
  expect(led).toBeGreaterThan(150);
});

test('no secret, no address and no content of a message is in the log, whatever fails', async () => {
  const app = server.origin;
  const call = (method: string, path: string, headers: Record<string, string>, body?: unknown) =>
    fetch(`${app}${path}`, {
      method,
      headers: { origin: app, 'content-type': 'application/json', 'cf-connecting-ip': '203.0.113.77', ...headers },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
  await call('POST', '/api/session', {}, { code: `${CODE}-forkert` });
  const signedIn = await call('POST', '/api/session', {}, { code: CODE });
  expect(signedIn.status).toBe(204);
  const cookie = signedIn.headers.get('set-cookie')?.split(';')[0] ?? '';
  const session = { cookie };
  const made = await call('POST', '/api/tokens', session, { name: 'n', scopes: ['admin', 'campaigns:write'] });
  const { secret } = (await made.json()) as { secret: string };
  const bearer = { authorization: `Bearer ${secret}` };
  const TEMPLATE = 'Hej Åse-Margrethe, din kode er 4711';
  const template = {
    name: 'n',
    host: 't.brand.example',
    recipients: 5,
    links: [{ kind: 'opt-out' }],
    template: TEMPLATE,
  };
  const { SLUG_KEY_1 = '', SIGN_IN_CODE_SHA256 = '' } = campaign.secrets;

  // All that can fail, fails.
  kv.failWrites = 500;
  const { text: proof } = await askLinkHost(server.port, 't.brand.example', '/.well-known/klikspor');
  await call('POST', '/api/domains', bearer, { host: 't.brand.example', proof });
  await call('POST', '/api/campaigns', bearer, template);
  await call('POST', '/api/campaigns', bearer, JSON.stringify(template).slice(0, -1));
  await call('POST', '/api/session', {}, `{"code": "${CODE}"`);
  await call('GET', '/api/status', bearer);
  await call('GET', '/api/status', { authorization: `Bearer ${secret.slice(0, -1)}` });
  await call('GET', `/api/campaigns/t.brand.example:1?token=${secret}`, session);
  kv.failWrites = undefined;
  // A domain whose key is another one's: logged, with fingerprints.
  const wrong = { workspace: 'main', width: 8, keys: [{ key: 1, fingerprint: '0'.repeat(16), from: 1, to: null }] };
  const rest = { highest: 64, vanity: {}, jurisdiction: null, landingPage: null, senderName: '' };
  kv.entries.set(kvKey.domain('wrong.example'), Buffer.from(JSON.stringify({ ...wrong, ...rest })));
  kv.entries.set(kvKey.domain('broken.example'), Buffer.from(`{"senderName": "${TEMPLATE}"`));
  for (const host of ['wrong.example', 'broken.example']) {
    await raw(`GET /Xk7Rm2Pq HTTP/1.1\r\nHost: ${host}\r\nCF-Connecting-IP: 203.0.113.77\r\nConnection: close\r\n\r\n`);
  }
  await raw(
    `GET /${campaign.slug(3)} HTTP/1.1\r\nHost: ${campaign.record.host}\r\nCF-Connecting-IP: 203.0.113.77\r\n\r\n`,
  );

  // The failures did come out, by a pipe of their own.
  for (const event of ['kv-copy-failed', 'slug-key-mismatch', 'record-unreadable'])
    await expect.poll(() => server.output, { timeout: 10_000 }).toContain(event);
  const { key } = await deriveSlugKey(campaign.secrets, 1, campaign.record.host);
  const secrets: Record<string, string> = {
    'the slug key': SLUG_KEY_1,
    'the slug key, in hex': Buffer.from(SLUG_KEY_1, 'base64').toString('hex'),
    'the derived key, in hex': Buffer.from(key).toString('hex'),
    'the derived key, in base64': Buffer.from(key).toString('base64'),
    'the sign-in code': CODE,
    'its hash': SIGN_IN_CODE_SHA256,
    'the session': cookie.slice(cookie.indexOf('=') + 1),
    'the token': secret,
    'an address': '203.0.113.77',
    'a message': 'Åse-Margrethe',
  };
  const logged = Object.entries(secrets).filter(([, text]) => text.length < 4 || server.output.includes(text));
  expect(logged.map(([name]) => name)).toEqual([]);
});
