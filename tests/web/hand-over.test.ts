/** Handing over: the packs hold what the file holds, letter by letter; and which packs they are depends on the list alone. */
import { load } from 'klikspor';
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { CANCELLED, type Control } from '../../web/src/engine/control.ts';
import { createEngine } from '../../web/src/engine/engine.ts';
import type { Calls } from '../../web/src/engine/protocol.ts';
import type { NewPack } from '../../worker/api.ts';
import { FIELD_MESSAGE, sampleList } from '../support/drive.ts';

const core = await load();
const quiet: Control = { cancelled: () => false, progress: () => {} };
const engine = createEngine(core);
const ROWS = 2_345;
const LINKS = 2;
const WIDTH = 8;

const ask = {
  ...{ template: FIELD_MESSAGE, parameters: {}, limit: null },
  options: { linkPrefix: 's.barnetsverden.dk/', width: WIDTH },
  ...{ campaignId: 's.barnetsverden.dk:1', host: 's.barnetsverden.dk', listName: '', sharedSlugs: false },
  ...{ listVersion: 1, messages: ROWS },
} satisfies Calls['handOver']['ask'];

/** Eight signs of the alphabet for each row and link, all different. */
const slug = (row: number, link: number) =>
  Array.from(
    { length: WIDTH },
    (_, at) => 'bcdfghjkmnpqrstvwxz'[Math.floor((row * LINKS + link) / 19 ** at) % 19],
  ).join('');

/** A suppression set without a change. */
const NOBODY = (() => {
  const head = JSON.stringify({ next: 'a', newest: 'a', isFromStart: true, scopes: [{ host: null }] });
  return new Uint8Array([...new Uint8Array(Uint32Array.of(head.length).buffer), ...new TextEncoder().encode(head)]);
})();

/** The worker's answers, and what it was asked. */
class Server {
  readonly packs: NewPack[] = [];
  tried = 0;
  /** What it says to a pack instead of taking it; undefined: it takes it. */
  refusing: (attempt: number) => Response | 'lost' | undefined = () => undefined;

  answer = async (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
    const url = new URL(String(input), 'http://localhost');
    if (url.pathname.endsWith('/slugs')) {
      const [from, count] = [Number(url.searchParams.get('from')), Number(url.searchParams.get('count'))];
      const rows = Array.from({ length: count }, (_, row) => slug(from + row, 0) + slug(from + row, 1));
      return new Response(rows.join(''));
    }
    if (url.pathname.endsWith('/packs')) {
      const refused = this.refusing(this.tried++);
      if (refused === 'lost') throw new TypeError('the connection is gone');
      if (refused !== undefined) return refused;
      this.packs.push(JSON.parse(String(init?.body)) as NewPack);
      return new Response(null, { status: 204 });
    }
    if (url.pathname === '/api/number-key') return Response.json({ secret: '07'.repeat(16) });
    if (url.pathname === '/api/suppressions') return new Response(NOBODY);
    throw new Error(`nobody asks for ${url.pathname}`);
  };
}

let server: Server;
const handOver = async (control = quiet) => engine.handOver(ask, control);

beforeAll(async () => {
  const file = new File([new Uint8Array(sampleList(ROWS).octets)], 'kunder.csv');
  const answer = await engine.importFile({ file, numberColumn: null, country: 'DK', plainValues: false }, quiet);
  if (answer === CANCELLED || !answer.ok) throw new Error('not read');
  expect(answer.list.version).toBe(ask.listVersion);
});
afterEach(() => vi.unstubAllGlobals());
const serve = () => {
  server = new Server();
  vi.stubGlobal('fetch', server.answer);
};

describe('packs', () => {
  test('hold the file’s messages, letter by letter, with rows, countries and what each costs', async () => {
    serve();
    expect(await handOver()).toEqual({ ok: true, messages: ROWS, stopped: [] });
    expect(server.packs.map(({ pack, messages }) => [pack, messages.length])).toEqual([
      [0, 1_000],
      [1, 1_000],
      [2, 345],
    ]);
    const made = await engine.exportMessages(
      {
        ...{ ...ask, format: 'ndjson', sender: 'Brand', headings: ['a', 'b', 'c'], allColumns: false },
        stopsCsv: { headings: [], reasons: {}, everything: '' } as never,
      },
      quiet,
    );
    if (made === CANCELLED || !made.ok) throw new Error('no file');
    const lines = (await made.file.text()).trimEnd().split('\n');
    const written = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    const handed = server.packs.flatMap(({ messages }) => messages);
    expect(handed.map(({ row }) => row)).toEqual(Array.from({ length: ROWS }, (_, row) => row));
    expect(handed.map(({ to, text, encoding, segments }) => ({ to, text, encoding, segments }))).toEqual(
      written.map(({ to, text, encoding, segments }) => ({
        to: `+${String(to).replace(/\D/g, '')}`,
        ...{ text, encoding: String(encoding).replace('-', '').toLowerCase(), segments },
      })),
    );
    expect(handed.every(({ country }) => country === 'DK')).toBe(true);
    const sum = await engine.sendingSum(ask, quiet);
    const segments = handed.reduce((all, message) => all + message.segments, 0);
    expect(sum).toMatchObject({
      ...{ messages: ROWS, segments, ucs2: handed.filter(({ encoding }) => encoding === 'ucs2').length, stopped: 0 },
      byCountry: [{ country: 'DK', recipients: ROWS, segments }],
      // Zoë is the first outside GSM-7, and Łukasz the longest of those.
      ...{ first: 0, firstUcs2: 2, longest: 3 },
    });
  });

  test('are the same packs when they are handed over anew', async () => {
    serve();
    await handOver();
    const first = server.packs.splice(0);
    await handOver();
    expect(server.packs).toEqual(first);
  });

  test('wait for a connection that is lost, and go on with the same pack', async () => {
    serve();
    const lost = [1, 2];
    server.refusing = (attempt) => (lost.includes(attempt) ? 'lost' : undefined);
    expect(await handOver()).toMatchObject({ ok: true, messages: ROWS });
    expect(server.tried).toBe(5);
    expect(server.packs.map(({ pack }) => pack)).toEqual([0, 1, 2]);
  });

  test('stop at once where the worker holds something else, and where somebody stops them', async () => {
    serve();
    server.refusing = (attempt) => (attempt === 1 ? Response.json({ detail: 'others' }, { status: 409 }) : undefined);
    expect(await handOver()).toEqual({ ok: false, failure: 'other-content', detail: 'others' });
    expect(server.packs).toHaveLength(1);
    serve();
    const errors = [{ pointer: '/pack', code: 'not-begun', detail: 'gone' }];
    server.refusing = () => Response.json({ detail: 'gone', errors }, { status: 409 });
    expect(await handOver()).toEqual({ ok: false, failure: 'taken-back', detail: 'gone' });
    serve();
    let isCancelled = false;
    const control = {
      cancelled: () => isCancelled,
      progress: () => {
        isCancelled = true;
      },
    };
    expect(await handOver(control)).toBe(CANCELLED);
    expect(server.packs).toHaveLength(1);
  });
});

test('one recipient’s message is what that recipient is sent, but for its links', async () => {
  serve();
  await handOver();
  const row = 3;
  const links = 'xxxxxxxx'.repeat(LINKS);
  const { listVersion } = ask;
  const own = await engine.finishedMessage(
    { ...ask, listVersion, row, digits: '', slugs: slug(row, 0) + slug(row, 1) },
    quiet,
  );
  expect(own).toMatchObject({ text: server.packs[0]?.messages[row]?.text, number: server.packs[0]?.messages[row]?.to });
  const test = await engine.finishedMessage({ ...ask, listVersion, row: -1, digits: '20100003', slugs: links }, quiet);
  expect(test).toMatchObject({ row, text: expect.stringContaining('s.barnetsverden.dk/xxxxxxxx') });
  expect(await engine.finishedMessage({ ...ask, listVersion, row: ROWS, digits: '', slugs: links }, quiet)).toBeNull();
});
