/** Opting out at `/stop` by telephone number: a link goes to the number, and nothing changes before whoever reads it presses. */
import { env, exports } from 'cloudflare:workers';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import type { Domain } from '../../worker/api.ts';
import { LANGUAGES } from '../../worker/src/pages/languages.ts';
import { numberTexts } from '../../worker/src/pages/number-texts.ts';
import { numberIn, shownNumber } from '../../worker/src/pages/phone-number.ts';
import { makeStopToken, readStopToken } from '../../worker/src/stop-link.ts';
import { workspaceStub } from '../../worker/src/stubs.ts';
import { addDomain, type Caller, json, pathOf, problemIn, publish, signIn } from './caller.ts';
import { dumpOfKv, dumpOfObjects } from './dump.ts';
import { type TestGateway, testGateway } from './sending-support.ts';

let owner: Caller;
let gateway: TestGateway;
beforeAll(async () => {
  owner = await signIn();
  gateway = await testGateway(owner);
});

let next = 0;
/** A domain, a number and an address of each test's own. */
async function stopping(more = {}): Promise<{ host: string; number: string; written: string; from: string }> {
  next += 1;
  const host = `nr${next}.example`;
  await addDomain(owner, host, { senderName: 'Barnets Verden' });
  const stopTexts = { gateway: gateway.id, from: 'Barnets', countryCode: '45', ...more };
  const edited = await json<Domain>(await owner('PATCH', `/api/domains/${host}`, { body: { stopTexts } }));
  expect(edited.stopTexts).toEqual(stopTexts);
  const written = `31 41 5${next % 10} ${10 + next}`;
  return { host, written, number: `+45${written.replaceAll(' ', '')}`, from: `198.51.100.${next}` };
}

const stop = (host: string, path = '', init: RequestInit & { from?: string } = {}): Promise<Response> => {
  const { from = '203.0.113.9', ...rest } = init;
  const headers = { 'accept-language': 'da', 'cf-connecting-ip': from, ...init.headers };
  return exports.default.fetch(`https://${host}/stop${path}`, { redirect: 'manual', ...rest, headers });
};
const write = (host: string, number: string, from?: string): Promise<Response> =>
  stop(host, '?lang=da', { method: 'POST', body: new URLSearchParams({ number }), ...(from && { from }) });

const sentTo = async (number: string) => (await gateway.came()).filter(({ to }) => to === number);
const hashOf = async (number: string) => {
  const { reporting } = await import('../../worker/src/reporting.ts');
  const { deriveNumberKey } = await import('../../worker/src/slug-keys.ts');
  return (await reporting()).hashNumbers(await deriveNumberKey(env), Float64Array.of(Number(number.slice(1))));
};
const scopesOf = async (number: string) => (await workspaceStub(env).stoppedFor(await hashOf(number)))[0];

test('whoever writes a number is sent a link, opts out with it, takes it back, and no number is stored', async () => {
  const { host, number, written, from } = await stopping();
  const asked = await (await stop(host)).text();
  expect(asked).toContain(numberTexts.da.title);
  const answer = await write(host, written, from);
  expect(answer.status).toBe(200);
  expect(await answer.text()).toContain(numberTexts.da.sentTitle);
  const [message, ...others] = await sentTo(number);
  expect(others).toEqual([]);
  expect(message?.from).toBe('Barnets');
  expect(message?.text).toMatch(
    /^Vil du afmelde SMS-beskeder fra Barnets Verden\? Bekræft her: nr\d+\.example\/stop\?me=[\w-]{30}$/,
  );
  const query = `?${message?.text.split('?').at(-1)}`;
  // As previews do.
  for (let look = 0; look < 20; look++) {
    const page = await stop(host, query);
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('Afmeld SMS‑beskeder fra Barnets Verden?');
    await stop(host, query, { method: 'HEAD' });
  }
  expect(await scopesOf(number)).toEqual([]);
  const confirmed = await stop(host, query, { method: 'POST' });
  expect([confirmed.status, confirmed.headers.get('location')]).toEqual([303, `/stop?lang=da&${query.slice(1)}&done`]);
  expect(await scopesOf(number)).toEqual([{ host }]);
  // Again, and from a new window: it is so, and says so.
  await stop(host, query, { method: 'POST' });
  expect(await scopesOf(number)).toEqual([{ host }]);
  expect(await (await stop(host, query)).text()).toContain('Du er afmeldt');
  expect(await (await stop(host, `${query}&undone`)).text()).toContain('Du er afmeldt');
  const undone = await stop(host, `${query}&undo`, { method: 'POST' });
  expect(undone.headers.get('location')).toBe(`/stop?lang=da&${query.slice(1)}&undone`);
  expect(await scopesOf(number)).toEqual([]);
  expect(await (await stop(host, `${query}&undone`)).text()).toContain('fortrudt');
  expect(await (await stop(host, `${query}&done`)).text()).not.toContain('Du er afmeldt');
  const stored = (await dumpOfObjects()) + (await dumpOfKv());
  expect(stored).toContain(host);
  for (const form of [number.slice(1), number.slice(3), written]) expect(stored).not.toContain(form);
});

test('where a domain has no gateway for it, /stop asks for links alone and sends nothing', async () => {
  await addDomain(owner, 'uden.example');
  const page = await (await stop('uden.example')).text();
  expect(page).not.toContain('type="tel"');
  const before = (await gateway.came()).length;
  expect(await (await write('uden.example', '31 41 59 26')).text()).not.toContain('type="tel"');
  expect((await gateway.came()).length).toBe(before);
});

test('what is no number is shown again, with how it is written', async () => {
  const { host } = await stopping();
  for (const written of ['', 'abc', '12', '+45', '<b>31 41 59 26 ']) {
    const page = await (await write(host, written)).text();
    expect(page).toContain(numberTexts.da.bad('+45\u00a012\u00a034\u00a056\u00a078'));
    expect(page).toContain('aria-invalid="true" aria-describedby="number-problem number-hint"');
    expect(page).not.toContain('<b>31');
  }
});

test('a number is sent three links a day at most, ten minutes apart; a domain sends 200 a day', async () => {
  const workspace = workspaceStub(env);
  const startMs = Date.now();
  const hashOf = (n: number) => Uint8Array.of(9, 9, 9, 9, 9, 9, n >> 8, n & 255);
  const home = (crowd: number) => ({ crowd, isAbroad: false });
  const told = async (minutes: readonly number[]) => {
    const verdicts = [];
    for (const minute of minutes) {
      verdicts.push(await workspace.admitStopText('dag.example', hashOf(1), home(7), startMs + minute * 60_000));
    }
    return verdicts.join(' ');
  };
  expect(await told([0, 1, 9, 10, 19, 50, 70, 1_400])).toBe(
    'send sent-before sent-before send sent-before send sent-before sent-before',
  );
  // The first of them was a day ago.
  expect(await told([1_441, 1_442])).toBe('send sent-before');
  const dayMs = startMs + 3 * 86_400_000;
  for (let n = 0; n < 200; n++) {
    expect(await workspace.admitStopText('fuld.example', hashOf(2 + n), home(n % 256), dayMs)).toBe('send');
  }
  expect(await workspace.admitStopText('fuld.example', hashOf(900), home(250), dayMs)).toBe('too-many');
  expect(await workspace.admitStopText('andre.example', hashOf(900), home(251), dayMs)).toBe('send');
});

test('one crowd of addresses is sent twenty a day, and other countries twenty of a domain, so that neither uses up the rest', async () => {
  const workspace = workspaceStub(env);
  const dayMs = Math.ceil(Date.now() / 86_400_000 + 10) * 86_400_000;
  const hashOf = (n: number) => Uint8Array.of(8, 8, 8, 8, 8, 8, n >> 8, n & 255);
  const verdicts = [];
  for (let n = 0; n < 24; n++) {
    const asked = { crowd: 200, isAbroad: false };
    verdicts.push(await workspace.admitStopText('skare.example', hashOf(n), asked, dayMs + Math.floor(n / 4) * 60_000));
  }
  expect(verdicts).toEqual([...Array(20).fill('send'), ...Array(4).fill('too-many')]);
  const abroad = [];
  for (let n = 100; n < 122; n++) {
    abroad.push(await workspace.admitStopText('ude.example', hashOf(n), { crowd: n % 100, isAbroad: true }, dayMs));
  }
  expect(abroad).toEqual([...Array(20).fill('send'), 'too-many', 'too-many']);
  expect(await workspace.admitStopText('ude.example', hashOf(150), { crowd: 60, isAbroad: false }, dayMs)).toBe('send');
  expect(await workspace.admitStopText('hjem.example', hashOf(151), { crowd: 61, isAbroad: true }, dayMs)).toBe('send');
});

test('whoever asks again at once gets the same answer, and the number no second link', async () => {
  const { host, number, from } = await stopping();
  const first = await (await write(host, number, from)).text();
  const second = await write(host, number, from);
  expect([second.status, await second.text()]).toEqual([200, first]);
  expect(await sentTo(number)).toHaveLength(1);
});

test('five a minute from one crowd of addresses, then it is said that none is sent now', async () => {
  const { host } = await stopping();
  const numbers = Array.from({ length: 7 }, (_, i) => `+4551617${next}0${i}`);
  const answers = [];
  for (const number of numbers) answers.push((await write(host, number, '198.51.100.240')).status);
  expect(answers.filter((status) => status === 200)).toHaveLength(5);
  expect(answers.slice(5)).toEqual([503, 503]);
});

test('a gateway that does not take it is said, is noted for its owner, and does not use up what a number may be sent', async () => {
  const { host, number, from } = await stopping();
  await gateway.answers({ status: 402, to: number, times: 1 });
  const refused = await write(host, number, from);
  expect(refused.status).toBe(503);
  expect(await refused.text()).toContain(numberTexts.da.notSent);
  const { errors } = await json<{ errors: { reason: string }[] }>(await owner('GET', `/api/gateways/${gateway.id}`));
  expect(errors[0]?.reason).toBe('no-credit');
  expect((await write(host, number, from)).status).toBe(200);
  expect(await sentTo(number)).toHaveLength(2);
});

test('a gateway that was removed sends nothing, and the page says so', async () => {
  const other = await testGateway(owner);
  const { host, number, from } = await stopping({ gateway: other.id });
  expect((await owner('DELETE', `/api/gateways/${other.id}`)).status).toBeLessThan(300);
  expect((await write(host, number, from)).status).toBe(503);
  expect(await other.came()).toEqual([]);
});

test('a number that the gateway takes for none is asked for again; one that wants nothing of the gateway is not told to others', async () => {
  const rules = (code: string, to: string) => ({ status: 400, body: JSON.stringify({ code, message: 'no' }), to });
  const own = crypto.randomUUID();
  const { id } = await json<{ id: string }>(
    await owner('POST', '/api/gateways', {
      body: {
        ...{ kind: 'twilio', name: `Prøve ${own}`, secrets: { authToken: 'hemmelig' } },
        settings: { url: `${inject('sink')}/box/${own}`, accountSid: `AC${'0'.repeat(32)}` },
      },
    }),
    201,
  );
  const { host, from } = await stopping({ gateway: id });
  await fetch(`${inject('sink')}/box/${own}/rules`, {
    method: 'PUT',
    body: JSON.stringify([rules('21614', '+4531415001'), rules('21610', '+4531415002')]),
  });
  const landline = await write(host, '31 41 50 01', from);
  expect(landline.status).toBe(200);
  expect(await landline.text()).toContain(numberTexts.da.bad('+45\u00a012\u00a034\u00a056\u00a078'));
  const blocked = await write(host, '31 41 50 02', from);
  expect(blocked.status).toBe(200);
  expect(await blocked.text()).toContain(numberTexts.da.sentTitle);
});

test("a form that another site's page sends is asked once more on our own, and nothing is sent", async () => {
  const { host, number, written, from } = await stopping();
  const init = { method: 'POST', body: new URLSearchParams({ number: written }), from };
  const answer = await stop(host, '?lang=da', { ...init, headers: { 'sec-fetch-site': 'cross-site' } });
  expect(await answer.text()).toContain(numberTexts.da.submit);
  expect(await sentTo(number)).toEqual([]);
  const own = await stop(host, '?lang=da', { ...init, headers: { 'sec-fetch-site': 'same-origin' } });
  expect(await own.text()).toContain(numberTexts.da.sentTitle);
  expect(await sentTo(number)).toHaveLength(1);
});

test('a body longer than any number is not read', async () => {
  const { host, number, written, from } = await stopping();
  const body = new URLSearchParams({ number: written, more: 'x'.repeat(5_000) });
  expect(await (await stop(host, '?lang=da', { method: 'POST', body, from })).text()).toContain('aria-invalid="true"');
  expect(await sentTo(number)).toEqual([]);
});

test('whoever said STOP to everybody is told so, and how to take it back: not by a button that would not', async () => {
  const { host, number, written, from } = await stopping();
  await write(host, written, from);
  const [message] = await sentTo(number);
  const query = `?${message?.text.split('?').at(-1)}`;
  const hash = await hashOf(number);
  const keyword = { hash, host: null, says: 'stop', source: 'keyword', atMs: Date.now() } as const;
  await workspaceStub(env).takeWords([keyword]);
  const page = await (await stop(host, query)).text();
  expect(page).toContain('Du er afmeldt');
  expect(page).toContain(numberTexts.da.everywhere);
  expect(page).not.toContain('<button');
  await workspaceStub(env).takeWords([{ ...keyword, says: 'start', atMs: Date.now() + 1 }]);
  expect(await (await stop(host, query)).text()).toContain('Afmeld mig');
});

test('where a link opts nobody out, the page leads to the form for numbers', async () => {
  const { host } = await stopping();
  const terms = { tracking: 'aggregate', takesAnswers: true } as const;
  const campaign = await publish(owner, host, { ...terms, recipients: 1, links: [{ kind: 'opt-out' }] });
  const slugs = await (await owner('GET', `${pathOf(campaign)}/slugs`)).text();
  const page = await exports.default.fetch(`https://${host}/${slugs.trim()}?lang=da`);
  expect(await page.text()).toContain(`<a href="/stop?lang=da#by-number" class="act">${numberTexts.da.instead}</a>`);
  expect(await (await stop(host)).text()).toContain('id="by-number"');
});

describe('a link', () => {
  const hash = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8);

  test('is read for a week, on its own host, by whoever has all of it', async () => {
    const nowMs = Date.now();
    const token = await makeStopToken(env, 'a.example', hash, nowMs);
    expect(token).toMatch(/^[\w-]{30}$/);
    const read = (written: string, host = 'a.example', atMs = nowMs) => readStopToken(env, host, written, atMs);
    expect(await read(token)).toEqual(hash);
    expect(await read(token, 'a.example', nowMs + 7 * 86_400_000 - 60_000)).toEqual(hash);
    expect(await read(token, 'a.example', nowMs + 7 * 86_400_000 + 60_000)).toBeNull();
    expect(await read(token, 'b.example')).toBeNull();
    for (let at = 0; at < token.length - 1; at++) {
      const other = token[at] === 'A' ? 'B' : 'A';
      expect(await read(token.slice(0, at) + other + token.slice(at + 1))).toBeNull();
    }
    for (const written of ['', token.slice(1), `${token}A`, 'x'.repeat(30)]) expect(await read(written)).toBeNull();
  });

  test('is followed with what was copied along, and when it is pasted into the form for links', async () => {
    const { host } = await stopping();
    const token = await makeStopToken(env, host, hash, Date.now());
    for (const behind of ['.', ')', '\u2026', '%20']) {
      const page = await (await stop(host, `?me=${token}${behind}`)).text();
      expect(page).toContain('Afmeld mig');
      expect(page).toContain(`&amp;me=${token}"`);
    }
    for (const pasted of [
      `${host}/stop?me=${token}`,
      `Vil du afmelde? Bekræft her: ${host}/stop?lang=da&me=${token} .`,
    ]) {
      const answer = await stop(host, `?lang=sv&link=${encodeURIComponent(pasted)}`);
      expect([answer.status, answer.headers.get('location')]).toEqual([303, `/stop?lang=sv&me=${token}`]);
    }
  });

  test('that has ended or was cut leads to /stop, which says so', async () => {
    const { host } = await stopping();
    const old = await makeStopToken(env, host, hash, Date.now() - 8 * 86_400_000);
    for (const me of [old, 'x'.repeat(30), '']) {
      for (const method of ['GET', 'POST']) {
        const page = await stop(host, `?me=${me}`, { method });
        expect(page.status).toBe(200);
        expect(await page.text()).toContain(
          `${numberTexts.da.old} <a href="#by-number">${numberTexts.da.oldAgain}</a>`,
        );
      }
    }
    await owner('PATCH', `/api/domains/${host}`, { body: { stopTexts: null } });
    const page = await (await stop(host, `?me=${old}`)).text();
    expect(page).toContain(numberTexts.da.old);
    expect(page).not.toContain(numberTexts.da.oldAgain);
  });
});

test('numbers are read as people write them', () => {
  const read = (written: string, countryCode = '45') => numberIn(written, countryCode);
  for (const written of [
    ...[
      '31415926',
      '31 41 59 26',
      '+45 31 41 59 26',
      '0045 31415926',
      '4531415926',
      '(+45) 31-41-59-26',
      '31.41.59.26',
    ],
    ...[
      '\u202d+45 31415926\u202c',
      '31‑41‑59‑26',
      '３１　４１　５９　２６',
      '＋４５ 31415926',
      '31\u221241\u221259\u221226',
    ],
  ]) {
    expect([written, read(written)]).toEqual([written, '+4531415926']);
  }
  expect(read('070-123 45 67', '46')).toBe('+46701234567');
  expect(read('+44 (0)7911 123456', '44')).toBe('+447911123456');
  expect(read('45 12 34 56')).toBe('+4545123456');
  // Its first digits are the country's code, and it has none.
  expect(read('392 1234567', '39')).toBe('+393921234567');
  expect(read('9123456789', '91')).toBe('+919123456789');
  expect(read('354 612 3456', '354')).toBe('+3546123456');
  expect(read('298 212345', '298')).toBe('+298212345');
  expect(read('+1 (202) 555-0123')).toBe('+12025550123');
  for (const written of [
    '',
    '+',
    '12',
    'tolv',
    '+0123456789',
    '1'.repeat(16),
    '31 41 59',
    '+45 31 41 59 2',
    '3141592654',
  ]) {
    expect([written, read(written)]).toEqual([written, undefined]);
  }
  // Of no country: satellites, and services that share in what a message to them costs.
  for (const written of ['+881612345678', '+883510012345', '+979123456789', '+999123456789']) {
    expect([written, read(written)]).toEqual([written, undefined]);
  }
});

test('numbers are shown as people of their country see where the country code ends', () => {
  const nbsp = (text: string) => text.replaceAll(' ', '\u00a0');
  expect(shownNumber('+4531415926')).toBe(nbsp('+45 31 41 59 26'));
  expect(shownNumber('+12025550123')).toBe(nbsp('+1 20 25 55 01 23'));
  expect(shownNumber('+358401234567')).toBe(nbsp('+358 40 12 34 56 7'));
});

test('every language says all of it, with the link at the end and within two messages', async () => {
  const { texts } = await import('../../worker/src/texts.ts');
  const { planSegments } = await texts();
  const link = `s.barnetsverden.dk/stop?me=${'A'.repeat(30)}`;
  for (const language of LANGUAGES) {
    const { message, ...others } = numberTexts[language];
    const written = message('Barnets Verden', link);
    expect(written.endsWith(link)).toBe(true);
    expect(message('', link)).not.toContain('  ');
    expect([language, planSegments(written).segments <= 2]).toEqual([language, true]);
    for (const [name, text] of Object.entries(others)) {
      const shown = typeof text === 'function' ? text('X') : text;
      expect([language, name, shown.length > 5]).toEqual([language, name, true]);
    }
  }
});

test('what cannot be sent with is refused when it is set, field by field; null takes it away', async () => {
  const { host } = await stopping();
  const good = { gateway: gateway.id, from: 'Barnets', countryCode: '45' };
  const refusal = async (change: object) => {
    const answer = await owner('PATCH', `/api/domains/${host}`, { body: { stopTexts: { ...good, ...change } } });
    return (await problemIn(answer, 422)).errors?.[0]?.pointer;
  };
  expect(await refusal({ gateway: '0123456789abcdef' })).toBe('/stopTexts/gateway');
  expect(await refusal({ from: 'Et alt for langt navn' })).toBe('/stopTexts/from');
  expect(await refusal({ from: 'AB' })).toBe('/stopTexts/from');
  for (const countryCode of ['', '+45', '0', '12345', 'DK', '999', '4']) {
    expect(await refusal({ countryCode })).toBe('/stopTexts/countryCode');
  }
  const body = { stopTexts: null };
  expect((await json<Domain>(await owner('PATCH', `/api/domains/${host}`, { body }))).stopTexts).toBeNull();
  expect(await (await stop(host)).text()).not.toContain('type="tel"');
});
