/**
 * The Kannel gateway against real Kannel (Debian packages kannel and kannel-extras 1.4.5-12): what arrives is what was sent,
 * and what we rely on is as it was measured. Each test that is named after a fact holds one of Kannel's that a good guess
 * would have otherwise.
 */
import { type Encoding, load } from 'klikspor';
import { load as loadReporting } from 'klikspor/reporting';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { Deadline } from '../../worker/src/gateways/deadline.ts';
import type { GatewayReport, InboundText, OutMessage } from '../../worker/src/gateways/gateway.ts';
import { KANNEL_INBOUND_QUERY, kannel } from '../../worker/src/gateways/kannel.ts';
import { segmentOf } from '../support/kannel.ts';
import {
  type FakeSmsc,
  type KannelBox,
  type KannelBoxOptions,
  PASSWORD,
  startKannelBox,
  USERNAME,
  until,
  whyNoKannelBox,
} from '../support/kannel-box.ts';
import { Sink } from '../support/sink.ts';
import { SmppCentre, type Submission } from '../support/smpp-centre.ts';

if (whyNoKannelBox !== null) console.warn(`skipped, Kannel cannot be started: ${whyNoKannelBox}`);

const core = await load();
const reporting = await loadReporting();
const NEVER = new Deadline();
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

let sent = 0;
let sink: Sink;
const boxes: KannelBox[] = [];
const centres: SmppCentre[] = [];

beforeAll(async () => {
  sink = await Sink.start();
});
afterEach(() => {
  sink.answering = () => ({});
});
afterAll(async () => {
  for (const box of boxes) await box.stop();
  for (const centre of centres) await centre.stop();
  await sink?.stop();
});

async function kannelBox(options: KannelBoxOptions = {}): Promise<KannelBox> {
  const box = await startKannelBox(options);
  boxes.push(box);
  return box;
}

function gatewayAt(url: string, { password = PASSWORD, countryCode = '45', deadlineMs = 5_000 } = {}) {
  return kannel(
    { url, username: USERNAME, countryCode, perSecond: 30 },
    { password },
    { core: reporting, fetch, deadlineMs },
  );
}

/** To a number of its own each. */
function message(text: string, more: Partial<OutMessage> = {}): OutMessage {
  sent += 1;
  const { encoding, segments } = core.planSegments(text);
  const to = `+45${String(20_000_000 + sent)}`;
  return { id: `m-${sent}`, to, from: 'ACME', text, encoding, segments, ...more };
}

const withReport = (text: string, more: Partial<OutMessage> = {}) =>
  message(text, { reportUrl: `${sink.origin}/report`, ...more });

/** What was told of a message so far, as the gateway reads it. */
async function reportsOf(id: string): Promise<GatewayReport[]> {
  const asked = sink.asked.filter(({ path }) => path.startsWith(`/report?id=${id}&`));
  const read = await Promise.all(
    asked.map(({ path }) => gatewayAt('http://x/').readReport(new Request(sink.origin + path))),
  );
  return read.flatMap((reports) => {
    if (reports instanceof Response) throw new Error(`a report was not read: ${JSON.stringify(asked)}`);
    return reports;
  });
}

async function inboundIn(path: string): Promise<InboundText> {
  const texts = await gatewayAt('http://x/').readInbound(new Request(sink.origin + path));
  if (texts instanceof Response || texts[0] === undefined) throw new Error(`a text was not read: ${path}`);
  return texts[0];
}

describe.skipIf(whyNoKannelBox !== null)('with a fake network', () => {
  let box: KannelBox;
  let fake: FakeSmsc;

  beforeAll(async () => {
    box = await kannelBox({ inboundUrl: `${sink.origin}/inbound${KANNEL_INBOUND_QUERY}` });
  });

  test('a message that no centre is there for is queued, which is accepted, and goes out when one is', async () => {
    const early = message('Hej med dig');
    const answer = await fetch(
      `${box.url}?username=${encodeURIComponent(USERNAME)}&password=${encodeURIComponent(PASSWORD)}&from=ACME&to=%2B4520111111&text=x`,
    );
    expect([answer.status, await answer.text()]).toEqual([202, '3: Queued for later delivery']);
    expect(await gatewayAt(box.url).send([early], NEVER)).toEqual([{ is: 'accepted' }]);
    fake = box.fake();
    expect(await fake.gets(early.to)).toEqual([{ from: 'ACME', to: early.to, type: 'text', written: 'Hej med dig' }]);
  });

  test('numbers, senders, texts and segments arrive as they were', async () => {
    const texts = [
      'Hej æøåÆØÅ @€[]{}|~^\\ "&+%20#?=',
      'x'.repeat(160),
      'x'.repeat(161),
      'x'.repeat(400),
      `${'y'.repeat(152)}€z`,
      'ş'.repeat(71),
    ];
    const messages = texts.map((text, at) => message(text, { from: ['ACME', '+4550501234', '1245'][at % 3] ?? '' }));
    expect(await gatewayAt(box.url).send(messages, NEVER)).toEqual(messages.map(() => ({ is: 'accepted' })));
    for (const { to, from, text, segments } of messages) {
      const got = await fake.gets(to, segments);
      await pause(50);
      expect([text, (await fake.gets(to)).length]).toEqual([text, segments]);
      expect(new Set(got.map((one) => one.from))).toEqual(new Set([from]));
      if (segments === 1) expect(got[0]?.written).toBe(text);
    }
  });

  test('reports: handed over and delivered, in whatever order, each with a key of its own', async () => {
    const one = withReport('Hej');
    await gatewayAt(box.url).send([one], NEVER);
    await until(async () => (await reportsOf(one.id)).length === 2, 'two reports');
    const reports = await reportsOf(one.id);
    expect(reports.map(({ state }) => state).sort()).toEqual(['delivered', 'open']);
    expect(new Set(reports.map(({ key }) => key)).size).toBe(2);
    for (const { id, atMs = 0, reason } of reports) {
      expect([id, reason]).toEqual([one.id, undefined]);
      // It tells UTC, without saying so.
      expect(Math.abs(atMs - Date.now())).toBeLessThan(20_000);
    }
  });

  test('403 means a wrong password or a centre that was stopped: the words tell', async () => {
    const wrong = await gatewayAt(box.url, { password: 'wrong' }).send([message('Hej')], NEVER);
    expect(wrong).toEqual([{ is: 'refused', reason: 'credentials', detail: 'Authorization failed for sendsms' }]);
    await box.admin('stop-smsc', '&smsc=centre');
    await pause(500);
    const stopped = await gatewayAt(box.url).send([message('Hej')], NEVER);
    expect(stopped).toEqual([{ is: 'refused', reason: 'no-route', detail: 'Not routable. Do not try again.' }]);
    await fake.stop();
    await box.admin('start-smsc', '&smsc=centre');
    await pause(500);
    fake = box.fake();
    const again = message('Hej igen');
    expect(await gatewayAt(box.url).send([again], NEVER)).toEqual([{ is: 'accepted' }]);
    expect((await fake.gets(again.to))[0]?.written).toBe('Hej igen');
  });

  test('fact: parameters are read from the address of a GET, and from no body', async () => {
    const body = new URLSearchParams({
      username: USERNAME,
      password: PASSWORD,
      from: 'ACME',
      to: '+4520111112',
      text: 'x',
    });
    const answer = await fetch(box.url, { method: 'POST', body });
    expect([answer.status, await answer.text()]).toEqual([400, 'Invalid content-type']);
    expect((await fetch(`${box.url}?${body}`, { method: 'POST' })).status).not.toBe(202);
  });

  test('what it refuses of a message is told in words, and an empty text is not handed over', async () => {
    const gateway = gatewayAt(box.url);
    expect(await gateway.send([message('Hej', { to: '' })], NEVER)).toMatchObject([
      { is: 'refused', reason: 'number' },
    ]);
    expect(await gateway.send([message('Hej', { from: '' })], NEVER)).toMatchObject([
      { is: 'refused', reason: 'sender' },
    ]);
    expect(await gateway.send([message('')], NEVER)).toEqual([{ is: 'refused', reason: 'text' }]);
    const elsewhere = gatewayAt(box.url.replace('sendsms', 'nothing'));
    expect(await elsewhere.send([message('Hej')], NEVER)).toMatchObject([{ is: 'refused', reason: 'address' }]);
  });

  test('a text that comes in is read, whatever its alphabet, and who wrote it', async () => {
    const comes = async (from: string, type: 'text' | 'ucs2', written: string) => {
      const before = sink.asked.length;
      await fake.says(from, '1245', type, written);
      await until(() => sink.asked.slice(before).some(({ path }) => path.startsWith('/inbound')), `inbound ${written}`);
      return inboundIn(sink.asked.slice(before).find(({ path }) => path.startsWith('/inbound'))?.path ?? '');
    };
    const stop = await comes('+4520123456', 'text', 'STOP nu & altid +45 100%');
    expect(stop).toMatchObject({ from: '+4520123456', to: '1245', text: 'STOP nu & altid +45 100%' });
    expect(Math.abs((stop.atMs ?? 0) - Date.now())).toBeLessThan(20_000);
    // A number without a plus sign may be national: told as both, of which one is nobody's.
    expect(await comes('20123456', 'text', 'Nej tak æøåÆØÅ €')).toMatchObject({
      ...{ from: '+20123456', maybe: '+4520123456', text: 'Nej tak æøåÆØÅ €' },
    });
    const wide = 'Stop 😊 Ĭ ł';
    const octets = Buffer.from(wide, 'utf16le').swap16().toString('hex').replace(/../g, '%$&');
    expect(await comes('+4520123456', 'ucs2', octets)).toMatchObject({ from: '+4520123456', text: wide });
  });

  test('fact: our answer to what comes in sends nothing to the person', async () => {
    sink.answering = () => ({ headers: { 'content-type': 'text/plain' } });
    await fake.says('+4529999901', '1245', 'text', 'hej');
    await until(() => sink.asked.some(({ path }) => path.includes('4529999901')), 'inbound');
    sink.answering = () => ({ status: 503, headers: { 'content-type': 'application/problem+json' }, body: '{"a":1}' });
    await fake.says('+4529999902', '1245', 'text', 'hej');
    await until(() => sink.asked.some(({ path }) => path.includes('4529999902')), 'inbound');
    await pause(500);
    expect(fake.messages().filter(({ to }) => to.startsWith('+45299999'))).toEqual([]);
  });

  test('an isolated Kannel takes messages all the same', async () => {
    await box.admin('isolate');
    const one = message('Hej');
    expect(await gatewayAt(box.url).send([one], NEVER)).toEqual([{ is: 'accepted' }]);
    await box.admin('resume');
    await fake.gets(one.to);
  });

  test('a Kannel that is down has nothing, and is asked again later', async () => {
    const down = await kannelBox();
    const gateway = gatewayAt(down.url);
    await down.stop();
    expect(await gateway.send([message('Hej')], NEVER)).toEqual([{ is: 'later', reason: 'unavailable' }]);
  });
});

describe.skipIf(whyNoKannelBox !== null)('with a message centre', () => {
  let box: KannelBox;
  let centre: SmppCentre;
  let submissions: Submission[];
  let refusing: (submission: Submission) => number;

  beforeAll(async () => {
    submissions = [];
    refusing = () => 0;
    centre = await SmppCentre.start((submission) => {
      submissions.push(submission);
      return refusing(submission);
    });
    centres.push(centre);
    box = await kannelBox({ centrePort: centre.port });
    await centre.bound;
  });
  afterEach(() => {
    refusing = () => 0;
  });

  const of = (to: string) => submissions.filter(({ destination }) => destination === to.replace('+', ''));
  async function arrived(to: string, count: number): Promise<Submission[]> {
    await until(() => of(to).length >= count, `${count} segments to ${to}`);
    return of(to);
  }
  const tell = ({ messageId, destination }: Submission, state: number, stat: string) =>
    centre.deliver({
      ...{ messageId, state, source: destination, destination: '4550501234' },
      text: `id:${messageId} sub:001 dlvrd:001 submit date:2611300000 done date:2611300000 stat:${stat} err:000 text:`,
    });

  test('octet for octet what the core packs, segment by segment', async () => {
    const texts = [
      ...['Hej', ' ', 'a+b%20&text=c', 'Linje 1\nLinje 2\r\nLinje 3', '@£$¥èéùìòÇØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ', '€^{}[~]|\\'],
      ...[
        'x'.repeat(160),
        'x'.repeat(161),
        'x'.repeat(306),
        'x'.repeat(307),
        '€'.repeat(81),
        `${'a'.repeat(152)}€${'b'.repeat(20)}`,
      ],
      ...[
        'ş'.repeat(70),
        'ş'.repeat(71),
        'ş'.repeat(134),
        'ş'.repeat(135),
        '😀'.repeat(35),
        `${'ş'.repeat(66)}😀${'a'.repeat(10)}`,
      ],
      ...['ç’“” \t', 'Zoë & Łukasz', '\ufeffş', `ş${'\ud83d'}`],
    ];
    const messages = texts.map((text) => message(text));
    const gateway = gatewayAt(box.url);
    for (let at = 0; at < messages.length; at += gateway.limits.batch) {
      const batch = messages.slice(at, at + gateway.limits.batch);
      expect(await gateway.send(batch, NEVER)).toEqual(batch.map(() => ({ is: 'accepted' })));
    }
    for (const { to, text } of messages) {
      // Kannel cuts UCS-2 through surrogate pairs (tests/wasm/kannel.test.ts).
      const border = { border: 'code-unit' } as const;
      const { segments } = core.planSegments(text, border);
      const got = (await arrived(to, segments)).map(segmentOf).toSorted((a, b) => a.index - b.index);
      const own = core.packSegments(text, border, { reference: got[0]?.reference ?? 0 });
      expect([text, got.map(({ packed }) => packed)]).toEqual([text, own]);
    }
  });

  test('fact: only %2B makes a number international, and a name as sender is of type 5', async () => {
    const raw = async (to: string) => {
      const query = `username=${encodeURIComponent(USERNAME)}&password=${encodeURIComponent(PASSWORD)}&from=ACME&text=x`;
      expect((await fetch(`${box.url}?${query}&to=${to}`)).status).toBe(202);
    };
    await raw('4521000001');
    await raw('004521000002');
    await raw('+4521000003');
    const named = message('Hej', { to: '+4521000004' });
    const numbered = message('Hej', { to: '+4521000005', from: '+4550501234' });
    await gatewayAt(box.url).send([named, numbered], NEVER);
    await arrived('4521000001', 1);
    await arrived('004521000002', 1);
    await arrived('4521000003', 1);
    await arrived('4521000004', 1);
    await arrived('4521000005', 1);
    const types = ['4521000001', '004521000002', '4521000003', '4521000004', '4521000005'].map(
      (to) => of(to)[0]?.destinationType,
    );
    expect(types).toEqual([2, 2, 2, 1, 1]);
    expect(of('4521000004')[0]?.source).toEqual({ type: 5, plan: 0, number: 'ACME' });
    expect(of('4521000005')[0]?.source).toMatchObject({ type: 1, number: '4550501234' });
  });

  test.each([
    [2, 'DELIVRD', 'delivered'],
    [3, 'EXPIRED', 'expired'],
    [4, 'DELETED', 'failed'],
    [5, 'UNDELIV', 'failed'],
    [8, 'REJECTD', 'failed'],
  ])('message_state %i (%s) is %s', async (state, stat, means) => {
    const one = withReport('Hej');
    await gatewayAt(box.url).send([one], NEVER);
    const [submission] = await arrived(one.to, 1);
    if (submission === undefined) throw new Error('nothing arrived');
    expect(submission.registered).not.toBe(0);
    await until(async () => (await reportsOf(one.id)).length === 1, 'the report that it was handed over');
    tell(submission, state, stat);
    await until(async () => (await reportsOf(one.id)).length === 2, `the report of ${stat}`);
    const [handedOver, told] = await reportsOf(one.id);
    expect(handedOver).toMatchObject({ state: 'open' });
    expect(told).toMatchObject({ state: means, gatewayId: submission.messageId });
  });

  test('fact: a message in parts asks for a report of part 1 alone, and is delivered by that', async () => {
    const one = withReport('x'.repeat(400));
    await gatewayAt(box.url).send([one], NEVER);
    const parts = await arrived(one.to, 3);
    expect(parts.map(({ registered }) => registered !== 0).filter(Boolean)).toHaveLength(1);
    const asked = parts.find(({ registered }) => registered !== 0);
    if (asked === undefined) throw new Error('no part asks for a report');
    expect(segmentOf(asked).index).toBe(1);
    await until(async () => (await reportsOf(one.id)).length > 0, 'handed over');
    tell(asked, 2, 'DELIVRD');
    await until(async () => (await reportsOf(one.id)).some(({ state }) => state === 'delivered'), 'delivered');
  });

  test('fact: a part that the centre refuses refuses the message, without a reason', async () => {
    refusing = (submission) => (segmentOf(submission).index === 2 ? 0x0b : 0);
    const one = withReport('x'.repeat(400));
    await gatewayAt(box.url).send([one], NEVER);
    await until(async () => (await reportsOf(one.id)).some(({ state }) => state === 'refused'), 'refused');
    await pause(300);
    const told = (await reportsOf(one.id)).filter(({ state }) => state === 'refused');
    expect(told).toHaveLength(1);
  });

  test('fact: a receipt that overtakes the answer to its message is lost', async () => {
    refusing = (submission) => {
      tell(submission, 2, 'DELIVRD');
      return 0;
    };
    const one = withReport('Hej');
    await gatewayAt(box.url).send([one], NEVER);
    await until(async () => (await reportsOf(one.id)).length > 0, 'handed over');
    await pause(500);
    expect((await reportsOf(one.id)).map(({ state }) => state)).toEqual(['open']);
  });

  test('a number that the centre refuses is told with its reason', async () => {
    refusing = () => 0x0b;
    const one = withReport('Hej');
    await gatewayAt(box.url).send([one], NEVER);
    await until(async () => (await reportsOf(one.id)).some(({ state }) => state === 'refused'), 'refused');
    expect(await reportsOf(one.id)).toMatchObject([{ state: 'refused', reason: expect.stringContaining('Invalid') }]);
  });

  test('fact: receipts that come after a restart of bearerbox are lost', async () => {
    const one = withReport('Hej');
    await gatewayAt(box.url).send([one], NEVER);
    const [submission] = await arrived(one.to, 1);
    if (submission === undefined) throw new Error('nothing arrived');
    await until(async () => (await reportsOf(one.id)).length === 1, 'handed over');
    await box.crash();
    const next = withReport('Hej');
    await gatewayAt(box.url).send([next], NEVER);
    const [known] = await arrived(next.to, 1);
    if (known === undefined) throw new Error('nothing arrived');
    await until(async () => (await reportsOf(next.id)).length === 1, 'handed over');
    tell(submission, 2, 'DELIVRD');
    tell(known, 2, 'DELIVRD');
    await until(async () => (await reportsOf(next.id)).length === 2, 'delivered');
    await pause(300);
    expect((await reportsOf(one.id)).map(({ state }) => state)).toEqual(['open']);
  });
});

describe.skipIf(whyNoKannelBox !== null)('a network that is slow', () => {
  test('fact: a message that the centre throttles is tried again, and nothing is told of it meanwhile', async () => {
    let asked = 0;
    const centre = await SmppCentre.start(() => {
      asked += 1;
      return 0x58;
    });
    centres.push(centre);
    const box = await kannelBox({ centrePort: centre.port });
    await centre.bound;
    const one = withReport('Hej');
    expect(await gatewayAt(box.url).send([one], NEVER)).toEqual([{ is: 'accepted' }]);
    await until(() => asked > 0, 'nothing arrived');
    await pause(1_500);
    expect([asked, await reportsOf(one.id)]).toEqual([1, []]);
  });
});

describe.skipIf(whyNoKannelBox !== null)('set up otherwise than docs/gateways.md asks for', () => {
  test('fact: without `concatenation` a long text is cut, and answered 202 all the same', async () => {
    const box = await kannelBox({ user: ['max-messages = 1'] });
    const fake = box.fake();
    const one = message('x'.repeat(170));
    expect(await gatewayAt(box.url).send([one], NEVER)).toEqual([{ is: 'accepted' }]);
    await fake.gets(one.to);
    await pause(300);
    expect(fake.messages().map(({ written }) => written)).toEqual(['x'.repeat(160)]);
  });

  test('fact: without `max-messages = 0` a person is sent a sentence of Kannel’s', async () => {
    const box = await kannelBox({ inboundUrl: `${sink.origin}/inbound${KANNEL_INBOUND_QUERY}`, service: [] });
    const fake = box.fake();
    sink.answering = () => ({ status: 204 });
    await pause(500);
    await fake.says('+4529999903', '1245', 'text', 'hej');
    const [back] = await fake.gets('+4529999903');
    expect(back).toMatchObject({ from: '1245', written: expect.stringMatching(/^[A-Z<]/) });
  });

  test('fact: a report that is answered 503 is gone, unless smsbox is told to try again: then it has the same key', async () => {
    const failing = (box: KannelBox) => {
      sink.answering = ({ path }) => ({ status: path.startsWith('/report') ? 503 : 200 });
      return box;
    };
    const without = failing(await kannelBox());
    without.fake();
    const lost = withReport('Hej');
    await gatewayAt(without.url).send([lost], NEVER);
    await until(async () => (await reportsOf(lost.id)).length >= 2, 'two reports');
    await pause(3_000);
    expect(new Set((await reportsOf(lost.id)).map(({ key }) => key)).size).toBe((await reportsOf(lost.id)).length);

    const withRetries = failing(await kannelBox({ smsbox: ['http-request-retry = 5', 'http-queue-delay = 1'] }));
    withRetries.fake();
    const kept = withReport('Hej');
    await gatewayAt(withRetries.url).send([kept], NEVER);
    await until(async () => (await reportsOf(kept.id)).length >= 4, 'reports that are told again');
    const reports = await reportsOf(kept.id);
    expect(new Set(reports.map(({ key }) => key)).size).toBe(2);
    expect(new Set(reports.map(({ key, state }) => key + state)).size).toBe(2);
  });
});

describe('a server that is no Kannel', () => {
  test('one that does not answer, or hangs up, may have the message', async () => {
    let probes = 0;
    for (const answer of ['never', 'hang-up'] as const) {
      sink.answering = ({ path }) => {
        if (!path.includes('text=')) probes += 1;
        return path.includes('text=') ? answer : { status: 403 };
      };
      const gateway = gatewayAt(`${sink.origin}/cgi-bin/sendsms`, { deadlineMs: 300 });
      expect(await gateway.send([message('Hej')], NEVER)).toEqual([{ is: 'unknown', reason: 'no-answer' }]);
    }
    expect(probes).toBe(2);
  });

  test.each([
    [500, { is: 'unknown', reason: 'unclear' }],
    [502, { is: 'unknown', reason: 'unclear' }],
    [520, { is: 'unknown', reason: 'unclear' }],
    [521, { is: 'later', reason: 'unavailable' }],
    [530, { is: 'later', reason: 'unavailable' }],
    [503, { is: 'later', reason: 'unavailable' }],
    [429, { is: 'later', reason: 'busy', retryAfterMs: 7_000 }],
    [302, { is: 'refused', reason: 'address' }],
    [401, { is: 'refused', reason: 'credentials' }],
    // Whoever answers so is no Kannel: a wrong address must not look like a campaign that was sent.
    [200, { is: 'unknown', reason: 'unclear' }],
    [202, { is: 'unknown', reason: 'unclear' }],
  ])('%i', async (status, outcome) => {
    sink.answering = () => ({ status, headers: { 'retry-after': '7', location: '/elsewhere' } });
    const gateway = gatewayAt(`${sink.origin}/cgi-bin/sendsms`);
    expect(await gateway.send([message('Hej')], NEVER)).toMatchObject([outcome]);
    expect(sink.asked.filter(({ path }) => path === '/elsewhere')).toEqual([]);
  });

  test('what it writes is told without the password and without numbers', async () => {
    const password = 'hemmelig 1234 æ';
    sink.answering = ({ path }) => ({ status: 400, body: `no: ${decodeURIComponent(path)} ${path} +45 20 12 34 56` });
    const gateway = gatewayAt(`${sink.origin}/cgi-bin/sendsms`, { password });
    const one = message('Hej');
    const [outcome] = await gateway.send([one], NEVER);
    const text = JSON.stringify(outcome);
    expect(text).toContain('no: ');
    for (const hidden of [password, encodeURIComponent(password), one.to.slice(1), '20 12 34 56']) {
      expect(text).not.toContain(hidden);
    }
  });

  test('a callback that cannot be read is refused', async () => {
    const gateway = gatewayAt('http://x/');
    for (const query of ['', '?id=a&d=1', '?id=a&key=k&d=x', '?id=%20&key=k&d=1', '?key=k&d=1']) {
      expect(await gateway.readReport(new Request(`http://x/report${query}`))).toMatchObject({ status: 400 });
    }
    for (const query of ['', '?from=1&key=k', '?text=a&key=k', '?from=+4520123456&text=a']) {
      expect(await gateway.readInbound(new Request(`http://x/inbound${query}`))).toMatchObject({ status: 400 });
    }
  });

  test('encoding of a text follows the core', () => {
    const encodings: readonly (readonly [string, Encoding])[] = [
      ['Hej', 'gsm7'],
      ['Zoë', 'ucs2'],
    ];
    for (const [text, encoding] of encodings) expect(message(text).encoding).toBe(encoding);
  });
});
