/** What a host answers whoever asks: over https, with a final dot, and for files that are not there. */
import { exports } from 'cloudflare:workers';
import { beforeAll, expect, test } from 'vitest';
import { addDomain, type Caller, publish, signIn } from './caller.ts';
import { ask } from './support.ts';

const HOST = 'hosts.brand.dk';
let owner: Caller;
let slugs: string[];
beforeAll(async () => {
  owner = await signIn();
  await addDomain(owner, HOST, { senderName: 'Barnets Verden' });
  const { id } = await publish(owner, HOST, { recipients: 3 });
  const octets = await (await owner('GET', `/api/campaigns/${id}/slugs?count=1`)).arrayBuffer();
  slugs = new TextDecoder().decode(octets).match(/.{8}/g) ?? [];
});

test('a name may end in its dot: the host answers as without', async () => {
  for (const path of ['/', '/robots.txt', '/stop', `/${slugs[0]}`, `/${slugs[1]}`, '/nothing']) {
    const plain = await ask(HOST, path);
    const dotted = await ask(`${HOST}.`, path);
    const withPort = await ask(`${HOST.toUpperCase()}.:8443`, path);
    expect([path, dotted.status, dotted.headers.get('location')]).toEqual([
      path,
      plain.status,
      plain.headers.get('location'),
    ]);
    expect([path, withPort.status]).toEqual([path, plain.status]);
    expect(await dotted.text()).toBe(await plain.text());
  }
  expect((await ask(HOST, `/${slugs[0]}`)).status).toBe(302);
  expect((await exports.default.fetch('http://localhost.:8787/api/session')).status).toBe(401);
  // One dot is the root; two are no name.
  expect((await ask(`${HOST}..`, `/${slugs[0]}`).catch(() => null))?.status).not.toBe(302);
});

test('a file of the app that is not there may be there in a moment: nobody keeps that', async () => {
  for (const path of ['/assets/page-00000000.js', '/assets/x/y.css', '/nothing.html']) {
    const answer = await exports.default.fetch(`http://localhost:8787${path}`);
    expect([path, answer.status, answer.headers.get('cache-control')]).toEqual([path, 404, 'no-store']);
  }
});

test('files that are there are kept as before', async () => {
  const page = await (await exports.default.fetch('http://localhost:8787/')).text();
  const [, script] = /src="(\/assets\/[^"]+\.js)"/.exec(page) ?? [];
  const answer = await exports.default.fetch(`http://localhost:8787${script}`);
  expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'public, max-age=31536000, immutable']);
});

const hsts = (answer: Response) => answer.headers.get('strict-transport-security');

test('over https, app, API and every page that people see keep the browser to https', async () => {
  const app = ['/', '/icon.svg', '/assets/missing.js', '/api/session', '/api/nothing', '/api/openapi.json'];
  for (const path of app) {
    const answer = await exports.default.fetch(`https://localhost:8787${path}`);
    expect([path, hsts(answer)]).toEqual([path, 'max-age=31536000']);
  }
  for (const path of ['/', '/stop', `/${slugs[1]}`, `/${slugs[0]}`, `/${slugs[0]}`]) {
    expect([path, hsts(await ask(HOST, path))]).toEqual([path, 'max-age=31536000']);
  }
});

test('over http no answer claims it', async () => {
  const addresses = ['localhost:8787/', 'localhost:8787/api/session', `${HOST}/stop`, `${HOST}/${slugs[0]}`];
  for (const address of addresses) {
    const answer = await exports.default.fetch(`http://${address}`, { redirect: 'manual' });
    expect([address, hsts(answer)]).toEqual([address, null]);
  }
});
