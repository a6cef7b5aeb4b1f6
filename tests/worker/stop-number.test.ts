/** Opting out at `/stop` by telephone number: a link goes to the number, and nothing changes before whoever reads it presses. */
import { env, exports } from 'cloudflare:workers';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Domain } from '../../worker/api.ts';
import { numberIn } from '../../worker/src/pages/by-number.ts';
import { LANGUAGES } from '../../worker/src/pages/languages.ts';
import { numberTexts } from '../../worker/src/pages/number-texts.ts';
import { makeStopToken, readStopToken } from '../../worker/src/stop-link.ts';
import { workspaceStub } from '../../worker/src/stubs.ts';
import { addDomain, type Caller, json, problemIn, signIn } from './caller.ts';
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
  const written = `31 41 5${next} ${next + 10}`;
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
const scopesOf = async (number: string) => {
  const { reporting } = await import('../../worker/src/reporting.ts');
  const { deriveNumberKey } = await import('../../worker/src/slug-keys.ts');
  const hash = (await reporting()).hashNumbers(await deriveNumberKey(env), Float64Array.of(Number(number.slice(1))));
  return (await workspaceStub(env).stoppedFor(hash))[0];
};

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
  const told = async (minutes: readonly number[]) => {
    const verdicts = [];
    for (const minute of minutes) {
      verdicts.push(await workspace.admitStopText('dag.example', hashOf(1), 7, startMs + minute * 60_000));
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
    expect(await workspace.admitStopText('fuld.example', hashOf(2 + n), n % 256, dayMs)).toBe('send');
  }
  expect(await workspace.admitStopText('fuld.example', hashOf(900), 250, dayMs)).toBe('too-many');
  expect(await workspace.admitStopText('andre.example', hashOf(900), 251, dayMs)).toBe('send');
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

  test('that has ended or was cut leads to /stop, which says so', async () => {
    const { host } = await stopping();
    const old = await makeStopToken(env, host, hash, Date.now() - 8 * 86_400_000);
    for (const me of [old, 'x'.repeat(30), '']) {
      for (const method of ['GET', 'POST']) {
        const page = await stop(host, `?me=${me}`, { method });
        expect(page.status).toBe(200);
        expect(await page.text()).toContain(numberTexts.da.old);
      }
    }
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
    ...['\u202d+45 31415926\u202c', '31‑41‑59‑26'],
  ]) {
    expect([written, read(written)]).toEqual([written, '+4531415926']);
  }
  expect(read('070-123 45 67', '46')).toBe('+46701234567');
  expect(read('+44 (0)7911 123456', '44')).toBe('+447911123456');
  expect(read('45 12 34 56')).toBe('+4545123456');
  for (const written of ['', '+', '12', 'tolv', '+0123456789', '1'.repeat(16)]) {
    expect([written, read(written)]).toEqual([written, undefined]);
  }
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
  for (const countryCode of ['', '+45', '0', '12345', 'DK']) {
    expect(await refusal({ countryCode })).toBe('/stopTexts/countryCode');
  }
  const body = { stopTexts: null };
  expect((await json<Domain>(await owner('PATCH', `/api/domains/${host}`, { body }))).stopTexts).toBeNull();
  expect(await (await stop(host)).text()).not.toContain('type="tel"');
});
