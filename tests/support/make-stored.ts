/**
 * Makes tests/data/stored/<commit>: what a worker of that commit stores, by running it, the bundle that would have been
 * deployed, in workerd with its disk, and using it as people do. Its own answers, asked of a copy of that disk, are kept
 * beside it. Once made it stays: it stands for databases that are out there.
 *
 *   node tests/support/make-stored.ts [--old=FOLDER]   FOLDER: a build of the commit that is there already
 */
import { createHash } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { OLD_COMMIT, oldBuild } from '../bench/old-build.ts';
import { phones, previewers } from './agents.ts';
import { textOf } from './database-text.ts';
import { KvStandIn } from './kv-stand-in.ts';
import { askLinkHost } from './link-host.ts';
import { pause } from './load.ts';
import { answersOf, askApi, CLASSES, SECRETS, type Stored, storedFolder } from './stored.ts';
import { bundleWorker, Workerd } from './workerd.ts';

const HOST = 's.tidlig.example';
const bundle = bundleWorker(oldBuild());
const kv = await KvStandIn.start();
const vars = {
  SLUG_KEY_1: SECRETS.SLUG_KEY_1,
  SIGN_IN_CODE_SHA256: createHash('sha256').update(SECRETS.code).digest('hex'),
  SETTLE_MS: '100',
  PUBLISH_INTERVAL_MS: '1000',
};
const server = await Workerd.create({ bundle, kv: kv.address, vars: { ...vars, RAW_LIFE_MS: '300' } });
process.once('exit', () => void server.kill());
await server.start();

const signIn = await fetch(`${server.origin}/api/session`, {
  method: 'POST',
  headers: { 'content-type': 'application/json', origin: server.origin },
  body: JSON.stringify({ code: SECRETS.code }),
});
const session = signIn.headers.get('set-cookie')?.split(';')[0]?.split('=')[1] ?? '';
const asOwner = async (method: string, path: string, body: object) => {
  const answer = await fetch(server.origin + path, {
    method,
    headers: { cookie: `__Host-klikspor=${session}`, origin: server.origin, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
  return text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
};
const slugsOf = async (token: string, number: number, recipients: number, links: number): Promise<string[][]> => {
  const path = `/api/campaigns/${HOST}:${number}/slugs?from=0&count=${recipients}`;
  const { answer } = await askApi(server, token, 'GET', path);
  const slugs = String(answer).match(/.{8}/g) ?? [];
  return Array.from({ length: recipients }, (_, i) => slugs.slice(i * links, (i + 1) * links));
};
const click = (slug = '', agent: Parameters<typeof askLinkHost>[3] = phones[0]) =>
  askLinkHost(server.port, HOST, `/${slug}`, agent);
const settled = async (token: string, number: number, hits: number) => {
  for (let attempt = 0; attempt < 100; attempt++) {
    await pause(100);
    const { answer } = await askApi(server, token, 'GET', '/api/status');
    const { counting } = answer as { counting: { hits: number } };
    const counts = kv.text(`counts/${HOST}/${number}/0`);
    if (counting.hits >= hits && counts !== undefined) return;
  }
  throw new Error(`campaign ${number} was not counted`);
};

const scopes = ['admin'];
const { secret: token } = (await asOwner('POST', '/api/tokens', { name: 'Rapporter', scopes })) as { secret: string };
const { id: revoked } = await asOwner('POST', '/api/tokens', { name: 'Tilbagekaldt', scopes });
await asOwner('DELETE', `/api/tokens/${revoked}`, {});
await asOwner('POST', '/api/domains', { host: HOST, senderName: 'Tidlig', landingPage: 'https://tidlig.example/' });
await asOwner('POST', '/api/domains', { host: 's.anden.example' });

// 1: its raw hits are erased; what is left of them is the folded state and the ids of the batches.
const plain = [{ kind: 'destination', url: 'https://tidlig.example/a' }, { kind: 'opt-out' }];
await asOwner('POST', '/api/campaigns', { name: 'Slettede hits', host: HOST, recipients: 10, links: plain });
const first = await slugsOf(token, 1, 10, 2);
for (const recipient of [0, 1, 1, 2]) await click(first[recipient]?.[0], phones[recipient]);
await click(first[3]?.[0], { userAgent: previewers.whatsApp });
await click(first[4]?.[1], { ...phones[0], method: 'POST', form: '' });
await settled(token, 1, 5);
await pause(3_000);
await server.kill();
await server.configure({ bundle, kv: kv.address, vars });
await server.start();

// 2: strict, with all that a campaign could have. A program publishes it, and its idempotency key is kept.
const once = {
  key: 'udsendelse-2',
  body: JSON.stringify({
    ...{ name: 'Alt på én gang', host: HOST, recipients: 20, counting: 'strict', kind: 'marketing', language: 'da' },
    ...{ senderName: 'Tidlig A/S', writeScheme: true, basis: { kind: 'consent' } },
    template: 'Hej {{navn}}, se {{link}} eller {{app}}. Afmeld: {{afmeld}}',
    budget: { segments: 2, shorter: 'Se {{link}}. Afmeld: {{afmeld}}', leftOut: 0 },
    links: [
      {
        ...{ kind: 'destination', url: 'https://tidlig.example/tilbud?v=1', label: 'Tilbud' },
        ...{ parameters: [['utm_source', 'sms']], forwardQuery: true },
      },
      {
        ...{ kind: 'destination', url: 'https://tidlig.example/app', tracked: false },
        devices: { ios: 'https://apps.apple.com/app/id1', android: 'https://play.google.com/store/apps/details?id=a' },
      },
      { kind: 'opt-out' },
    ],
  }),
};
await askApi(server, token, 'POST', '/api/campaigns', once.body, { 'idempotency-key': once.key });
const second = await slugsOf(token, 2, 20, 3);
for (let recipient = 0; recipient < 8; recipient++) await click(second[recipient]?.[0], phones[recipient % 4]);
await click(second[2]?.[0], phones[2]);
await click(second[9]?.[0], { ...phones[0], method: 'HEAD' });
await click(second[9]?.[0], { userAgent: previewers.iMessage });
for (const recipient of [10, 11]) await click(second[recipient]?.[2], { ...phones[0], method: 'POST', form: '' });
await askLinkHost(server.port, HOST, `/${second[10]?.[2]}?undo`, { ...phones[0], method: 'POST', form: '' });

// 3: everybody's, with a name of its own.
await asOwner('POST', '/api/campaigns', {
  ...{ name: 'Navngivet', host: HOST, recipients: 1_000, tracking: 'aggregate', language: 'en' },
  links: [{ kind: 'destination', url: 'https://tidlig.example/sommer' }],
});
await asOwner('PATCH', `/api/domains/${HOST}/vanity`, { slugs: { sommer: { campaign: `${HOST}:3` } } });
for (const phone of phones) await click('sommer', phone);

// 4: three counters, archived.
await asOwner('POST', '/api/campaigns', { name: 'Tre tællere', host: HOST, recipients: 250_000, links: plain });
await asOwner('PATCH', `/api/campaigns/${HOST}:4`, { archived: true });
const fourth = await slugsOf(token, 4, 6, 2);
for (let recipient = 0; recipient < 6; recipient++) await click(fourth[recipient]?.[0], phones[recipient % 4]);
await settled(token, 4, 26);
await pause(2_500);

// What KV did not take stands in the outbox.
kv.failWrites = 503;
await asOwner('PATCH', `/api/campaigns/${HOST}:3`, { links: [{ link: 0, url: 'https://tidlig.example/efteraar' }] });
// The last hits are stored and not folded yet.
for (const recipient of [12, 13]) await click(second[recipient]?.[0], phones[0]);
await server.kill();
kv.failWrites = undefined;

const folder = storedFolder(OLD_COMMIT);
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
for (const className of CLASSES) {
  for (const file of server.objectFiles(className)) {
    writeFileSync(join(folder, `${className}-${basename(file, '.sqlite')}.sql`), textOf(file));
  }
}
const inJson = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;
writeFileSync(
  join(folder, 'kv.json'),
  inJson(Object.fromEntries([...kv.entries].map(([key, value]) => [key, value.toString()]))),
);
await server.start();
const linkPaths = [
  `/${first[9]?.[0]}`,
  `/${second[14]?.[0]}?ref=sms`,
  `/${second[14]?.[1]}`,
  `/${second[14]?.[2]}`,
  `/${fourth[5]?.[0]}`,
  '/',
  '/findes-ikke',
];
const answers = await answersOf(server, { host: HOST, token }, 4, linkPaths);
writeFileSync(join(folder, 'stored.json'), inJson({ host: HOST, token, session, once, answers } satisfies Stored));
await server.remove();
await kv.stop();
