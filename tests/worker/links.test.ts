import { env } from 'cloudflare:workers';
import * as v from 'valibot';
import { beforeAll, expect, test } from 'vitest';
import type { Campaign, NewCampaign } from '../../worker/api.ts';
import { campaign as campaignAnswer } from '../../worker/src/api/campaign.ts';
import { forgetRecords } from '../../worker/src/campaigns.ts';
import { type CampaignRecord, kvKey } from '../../worker/src/records.ts';
import { phones } from '../support/agents.ts';
import { addDomain, type Caller, draft, json, pathOf, problemIn, publish, signIn } from './caller.ts';
import { ask } from './support.ts';

let owner: Caller;
let made = 0;
beforeAll(async () => {
  owner = await signIn();
});

const newHost = async () => (await addDomain(owner, `l${++made}.example`)).host;
const tryPublish = (host: string, links: unknown) =>
  owner('POST', '/api/campaigns', { body: draft(host, { links: links as NewCampaign['links'] }) });
const tryEdit = (campaign: Campaign, links: unknown) => owner('PATCH', pathOf(campaign), { body: { links } });

/** The first slug of a campaign, followed by the phone given. */
async function follow(campaign: Campaign, userAgent: string, query = ''): Promise<string | null> {
  const slugs = await owner('GET', `${pathOf(campaign)}/slugs?from=0&count=1`);
  const slug = new TextDecoder().decode(await slugs.arrayBuffer()).slice(0, 8);
  forgetRecords();
  return (await ask(campaign.host, `/${slug}${query}`, { userAgent })).headers.get('location');
}

test('device destinations are finished like every destination, with the campaign parameters, and followed', async () => {
  const campaign = await publish(owner, await newHost(), {
    links: [
      {
        kind: 'destination',
        url: 'shop.example/app',
        parameters: [['utm_source', 'sms']],
        devices: { ios: 'apps.apple.example/børn', android: 'https://play.google.example/?id=a' },
        forwardQuery: true,
      },
    ],
  });
  expect(campaign.links).toEqual([
    {
      kind: 'destination',
      label: '',
      url: 'https://shop.example/app?utm_source=sms',
      tracked: true,
      devices: {
        ios: 'https://apps.apple.example/b%C3%B8rn?utm_source=sms',
        android: 'https://play.google.example/?id=a&utm_source=sms',
      },
      forwardQuery: true,
    },
  ]);
  // What the OpenAPI document says of it.
  expect(v.parse(campaignAnswer, campaign)).toEqual(campaign);
  const [iphone, android] = phones;
  expect(await follow(campaign, iphone.userAgent)).toBe('https://apps.apple.example/b%C3%B8rn?utm_source=sms');
  expect(await follow(campaign, android.userAgent, '?x=1')).toBe(
    'https://play.google.example/?id=a&utm_source=sms&x=1',
  );
});

test('white space and what nobody sees around an address is dropped, and the answer shows what is kept', async () => {
  const host = await newHost();
  const around: readonly [string, string][] = [
    ['\t', '\n'],
    [' \u0001', '\r\n\u001f '],
    ['\u00a0\u3000', '\u202f'],
    ['\u200e\ufeff', '\u200b\u2060\u202c\u00ad'],
  ];
  for (const [before, behind] of around) {
    const padded = (url: string) => `${before}${url}${behind}`;
    const campaign = await publish(owner, host, {
      links: [
        {
          kind: 'destination',
          url: padded('shop.example/a\tb'),
          devices: { ios: padded('https://apps.apple.example/x') },
        },
      ],
    });
    expect(campaign.links[0]).toMatchObject({
      url: 'https://shop.example/ab',
      devices: { ios: 'https://apps.apple.example/x' },
    });
    const links = [{ link: 0, url: padded('https://new.example/x') }];
    expect((await json<Campaign>(await tryEdit(campaign, links))).links[0]?.url).toBe('https://new.example/x');
  }
});

test('{slug} in a campaign parameter becomes the slug that was followed; in a request it stays what it is', async () => {
  const parameters: [string, string][] = [['ref', 'sms-{slug}']];
  const host = await newHost();
  const same = await publish(owner, host, {
    links: [{ kind: 'destination', url: 'https://shop.example/{slug}?a=1#x', parameters }],
  });
  expect(same.links[0]?.url).toBe('https://shop.example/%7Bslug%7D?a=1&ref=sms-{slug}#x');
  const first = await follow(same, phones[0].userAgent);
  expect(first).toMatch(/^https:\/\/shop\.example\/%7Bslug%7D\?a=1&ref=sms-[2-9B-Zb-z]{8}#x$/);
  expect(await follow(same, phones[0].userAgent)).toBe(first);

  const varying = await publish(owner, host, {
    links: [
      {
        kind: 'destination',
        url: 'https://shop.example/',
        parameters,
        devices: { ios: 'app.example' },
        forwardQuery: true,
      },
    ],
  });
  const [iphone, android] = phones;
  expect(await follow(varying, iphone.userAgent, '?b={slug}')).toMatch(
    /^https:\/\/app\.example\/\?ref=sms-[2-9B-Zb-z]{8}&b=(\{|%7B)slug(\}|%7D)$/,
  );
  expect(await follow(varying, android.userAgent)).toMatch(/^https:\/\/shop\.example\/\?ref=sms-[2-9B-Zb-z]{8}$/);
});

test('an edit changes device destinations and forwarding alone, and takes them away', async () => {
  const devices = { ios: 'https://apps.apple.example/id1' };
  const campaign = await publish(owner, await newHost(), {
    links: [{ kind: 'destination', url: 'https://shop.example/', devices }],
  });
  const [link] = campaign.links;
  const edited = async (change: object) =>
    (await json<Campaign>(await tryEdit(campaign, [{ link: 0, ...change }]))).links[0];
  expect(await edited({ label: 'App' })).toEqual({ ...link, label: 'App' });
  expect(await edited({ url: 'https://new.example/' })).toEqual({ ...link, label: 'App', url: 'https://new.example/' });
  expect(await edited({ forwardQuery: true })).toMatchObject({ devices, forwardQuery: true });
  expect(await edited({ devices: { android: 'https://play.google.example/' } })).toMatchObject({
    devices: { android: 'https://play.google.example/' },
    forwardQuery: true,
  });
  expect(await edited({ devices: null, forwardQuery: false })).toEqual({
    kind: 'destination',
    label: 'App',
    url: 'https://new.example/',
    tracked: true,
  });
  const record = await env.KV.get<CampaignRecord>(kvKey.campaign(campaign.host, campaign.number), 'json');
  expect(record?.links).toEqual([{ kind: 'destination', url: 'https://new.example/', tracked: true }]);
});

test('every refusal of a device destination stands at its own field, and nothing is published', async () => {
  const host = await newHost();
  const { errors } = await problemIn(
    await tryPublish(host, [
      {
        kind: 'destination',
        url: 'https://ok.dk/',
        devices: { ios: 'javascript:alert(1)', android: 'https://a@b.dk/' },
      },
      { kind: 'destination', url: 'https://ok.dk/', devices: { ios: 'https://ok.dk/{{navn}}' } },
      { kind: 'destination', url: 'https://ok.dk/', devices: { ios: 'https://ok.dk/' }, parameters: [['', 'x']] },
    ]),
    422,
  );
  expect(errors?.map(({ pointer, code }) => [pointer, code])).toEqual([
    ['/links/0/devices/ios', 'bad-scheme'],
    ['/links/0/devices/android', 'user-info'],
    ['/links/1/devices/ios', 'merge-field-in-link'],
    ['/links/2/parameters', 'parameter-name'],
  ]);
  const wrong = await problemIn(
    await tryPublish(host, [{ kind: 'destination', url: 'https://ok.dk/', devices: { windows: 'https://ok.dk/' } }]),
    422,
  );
  expect(wrong.errors?.[0]).toMatchObject({ pointer: '/links/0/devices/windows', code: 'unknown-field' });
  expect(await env.KV.get(kvKey.campaign(host, 1))).toBeNull();
});

test('no link leads to a link domain of the workspace: it would redirect twice, or for ever', async () => {
  const host = await newHost();
  const other = await newHost();
  const urls = [`https://${host}/`, `http://${other}/Xk7Rm2Pq?a=1`, `${other.toUpperCase()}`, `https://${other}:443/x`];
  for (const url of urls) {
    const { errors } = await problemIn(await tryPublish(host, [{ kind: 'destination', url }]), 422);
    expect(errors?.[0], url).toMatchObject({ pointer: '/links/0/url', code: 'link-domain' });
  }
  const campaign = await publish(owner, host, {
    links: [
      { kind: 'destination', url: `https://www.${host}/` },
      { kind: 'destination', url: `https://${host}.dk/` },
    ],
  });
  expect(
    (await problemIn(await tryEdit(campaign, [{ link: 1, url: `https://${other}/` }]), 422)).errors?.[0],
  ).toMatchObject({
    pointer: '/links/0/url',
    code: 'link-domain',
  });
});

test('no link leads where no phone can go, for any phone, at publishing or by an edit', async () => {
  const host = await newHost();
  const closed = ['http://localhost:3000/x', '127.0.0.1', 'http://192.168.1.10/', 'https://[::1]/', 'shop.local/x'];
  for (const url of closed) {
    const { errors } = await problemIn(await tryPublish(host, [{ kind: 'destination', url }]), 422);
    expect(errors?.[0], url).toMatchObject({
      pointer: '/links/0/url',
      code: 'host-unreachable',
      detail: expect.stringMatching(/^No phone can open this host: .* Write the address that customers use\.$/),
    });
  }
  const link = { kind: 'destination', url: 'https://ok.dk/', devices: { ios: 'http://169.254.0.1/' } };
  expect((await problemIn(await tryPublish(host, [link]), 422)).errors?.[0]).toMatchObject({
    pointer: '/links/0/devices/ios',
    code: 'host-unreachable',
  });
  const campaign = await publish(owner, host, { links: [{ kind: 'destination', url: 'https://ok.dk/' }] });
  const edited = await problemIn(await tryEdit(campaign, [{ link: 0, url: 'http://localhost/' }]), 422);
  expect(edited.errors?.[0]).toMatchObject({ pointer: '/links/0/url', code: 'host-unreachable' });
});

test('the opt-out link takes no destination, for no phone', async () => {
  const campaign = await publish(owner, await newHost(), { links: [{ kind: 'opt-out' }] });
  const { errors } = await problemIn(await tryEdit(campaign, [{ link: 0, devices: { ios: 'https://a.dk/' } }]), 422);
  expect(errors?.[0]).toMatchObject({ pointer: '/links/0/devices', code: 'opt-out-link' });
});

test('a public shortener is no destination, for no phone, and the reason says why carriers block it', async () => {
  const { errors } = await problemIn(
    await tryPublish(await newHost(), [
      { kind: 'destination', url: 'bit.ly/3abc', devices: { android: 'https://www.TinyURL.com/x' } },
      { kind: 'destination', url: 'https://bitly.brand.dk/' },
    ]),
    422,
  );
  expect(errors?.map(({ pointer, code }) => [pointer, code])).toEqual([
    ['/links/0/devices/android', 'public-shortener'],
    ['/links/0/url', 'public-shortener'],
  ]);
  expect(errors?.[0]?.detail).toMatch(/carriers block/);
});
