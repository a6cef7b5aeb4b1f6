/** What people answer, STOP and START, beside what they press: one word each, its own moment, whatever order it is told in. */
import { runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { load } from 'klikspor/reporting';
import { beforeAll, expect, test, vi } from 'vitest';
import type { Campaign, SuppressionRemoval } from '../../worker/api.ts';
import type { ClickCounter } from '../../worker/src/click-counter.ts';
import { toBase64, toHex } from '../../worker/src/octets.ts';
import { deriveNumberKey } from '../../worker/src/slug-keys.ts';
import { HASHES_A_PART } from '../../worker/src/stores/suppressing-store.ts';
import { addDomain, type Caller, json, pathOf, problemIn, publish, signIn, withToken } from './caller.ts';
import { ask } from './support.ts';

const reports = await load();

let owner: Caller;
let gateway: Caller;
let key: Uint8Array;
beforeAll(async () => {
  owner = await signIn();
  gateway = await withToken(owner, ['inbound:write']);
  key = await deriveNumberKey(env);
});

const hashOf = (number: number) => reports.hashNumbers(key, Float64Array.of(number));

interface Word {
  readonly host: string;
  readonly says: 'stop' | 'start';
}

/** What the set went through for a number, oldest first. As `docs/api.md` has it. */
async function wordsOf(number: number): Promise<Word[]> {
  const octets = new Uint8Array(await (await owner('GET', '/api/suppressions')).arrayBuffer());
  const view = new DataView(octets.buffer);
  const from = 4 + view.getUint32(0, true);
  const { scopes } = JSON.parse(new TextDecoder().decode(octets.subarray(4, from))) as {
    readonly scopes: readonly { readonly host: string | null }[];
  };
  const found: Word[] = [];
  for (let at = from; at < octets.length; at += 12) {
    if (toHex(octets.subarray(at, at + 8)) !== toHex(hashOf(number))) continue;
    const rest = view.getUint16(at + 10, true);
    found.push({ host: scopes[rest & 0xfff]?.host ?? '', says: rest >> 15 === 1 ? 'start' : 'stop' });
  }
  return found;
}

interface Message {
  readonly number: number;
  readonly text: string;
  readonly host?: string;
  readonly atMs?: number;
}

interface Understood {
  readonly word: string;
  readonly hasChanged: boolean;
  readonly stopped: readonly { readonly host: string | null }[];
}

async function answer(...messages: readonly Message[]): Promise<readonly Understood[]> {
  const body = { messages: messages.map(({ number, ...message }) => ({ from: `+${number}`, ...message })) };
  return (await json<{ understood: readonly Understood[] }>(await gateway('POST', '/api/inbound', { body })))
    .understood;
}

const counterOf = ({ host, number }: Campaign, shard: number) =>
  env.CLICK_COUNTER.getByName(`${host}/${number}/${shard}`);

const told = (campaign: Campaign, shard: number) =>
  vi.waitFor(
    async () => {
      await runDurableObjectAlarm(counterOf(campaign, shard));
      await runInDurableObject(counterOf(campaign, shard), async (counter: ClickCounter) => {
        expect((await counter.optOuts()).waiting).toBeUndefined();
      });
    },
    { timeout: 10_000, interval: 50 },
  );

test('START takes back what was pressed, in both shards, and nothing that is told late revives it', async () => {
  const host = 'k1.brand.dk';
  await addDomain(owner, host);
  const campaign = await publish(owner, host, { recipients: 130_000 });
  expect(campaign.shards).toBe(2);
  const first = 4_531_000_000;
  const sendPart = (shard: number) => {
    const numbers = Float64Array.from({ length: HASHES_A_PART }, (_, at) => first + shard + at * 2);
    const body = { shard, part: 0, hashes: toBase64(reports.hashNumbers(key, numbers)) };
    return owner('POST', `${pathOf(campaign)}/number-hashes`, { body });
  };
  for (const shard of [0, 1]) expect((await sendPart(shard)).status).toBe(204);
  const slugs = await (await owner('GET', `${pathOf(campaign)}/slugs?from=0&count=2`)).text();
  for (const recipient of [0, 1]) {
    const optOut = `/${slugs.slice(recipient * 16 + 8, recipient * 16 + 16)}`;
    expect((await ask(host, optOut, { method: 'POST' })).status).toBe(303);
    await told(campaign, recipient);
    const number = first + recipient;
    const pressed = { host, says: 'stop' } as const;
    expect(await wordsOf(number)).toEqual([pressed]);
    // A STOP beside it is nothing new.
    expect(await answer({ number, text: 'stop!', host })).toEqual([
      { word: 'stop', hasChanged: false, stopped: [{ host }] },
    ]);
    const startedMs = Date.now();
    expect(await answer({ number, text: 'Start', host, atMs: startedMs })).toEqual([
      { word: 'start', hasChanged: true, stopped: [] },
    ]);
    const taken = [pressed, { host, says: 'start' }];
    expect(await wordsOf(number)).toEqual(taken);
    // Passed on again, on its way for long, or told once more by the counter: she said START after it.
    await answer(
      { number, text: 'START', host, atMs: startedMs },
      { number, text: 'STOP', host, atMs: startedMs - 60_000 },
    );
    expect((await sendPart(recipient)).status).toBe(204);
    await told(campaign, recipient);
    expect(await wordsOf(number)).toEqual(taken);
    const { entries } = await json<{ entries: SuppressionRemoval[] }>(await owner('GET', '/api/suppressions/removals'));
    // Her own word, with its moment; nobody took it back for her.
    expect(entries[0]).toEqual({
      ...{ id: entries[0]?.id, hash: toHex(hashOf(number)), host, source: 'keyword', atMs: startedMs },
    });
    // And what she says after that holds.
    expect(await answer({ number, text: 'STOP', host })).toMatchObject([{ hasChanged: true, stopped: [{ host }] }]);
  }
});

test('in whatever order and however often words are told, the latest of each number and domain holds', async () => {
  const own = ['k2.brand.dk', 'k3.brand.dk'];
  for (const host of own) await addDomain(owner, host);
  const nowMs = Date.now();
  let seed = 11;
  const random = (below: number) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
    return (seed >> 8) % below;
  };
  const said: Required<Message>[] = Array.from({ length: 400 }, (_, at) => ({
    number: 4_532_000_000 + random(12),
    text: random(2) === 0 ? 'STOP' : 'START',
    host: own[random(2)] ?? '',
    // No two at one moment: of those nobody can say which was the later.
    atMs: nowMs - 1_000_000 + at,
  }));
  const shuffled = [...said, ...said.slice(0, 150)];
  for (let at = shuffled.length - 1; at > 0; at--) {
    const other = random(at + 1);
    const [a, b] = [shuffled[at], shuffled[other]];
    if (a !== undefined && b !== undefined) [shuffled[at], shuffled[other]] = [b, a];
  }
  for (let from = 0; from < shuffled.length; from += 37) await answer(...shuffled.slice(from, from + 37));
  const latest = new Map<string, Required<Message>>();
  for (const word of said) latest.set(`${word.number} ${word.host}`, word);
  const numbers = [...new Set(said.map(({ number }) => number))];
  for (const number of numbers) {
    const expected = own.filter((host) => latest.get(`${number} ${host}`)?.text === 'STOP');
    // Asked by a word that changes nothing: as old as none.
    const [standing] = await answer({ number, text: 'STOP', host: own[0] ?? '', atMs: 1 });
    expect([number, standing?.hasChanged, standing?.stopped]).toEqual([
      number,
      false,
      expected.map((host) => ({ host })),
    ]);
    // What the set hands out is the same, and never the same word twice in a row.
    for (const host of own) {
      const words = (await wordsOf(number)).filter((word) => word.host === host).map(({ says }) => says);
      expect(words.at(-1) === 'stop').toBe(expected.includes(host));
      for (const [at, word] of words.entries()) expect(word).toBe(at % 2 === 0 ? 'stop' : 'start');
    }
  }
});

test('a moment that is yet to come is taken as now: no word holds against what is said after it', async () => {
  const number = 4_533_000_001;
  await answer({ number, text: 'START', atMs: Date.now() + 86_400_000 });
  expect(await answer({ number, text: 'STOP' })).toMatchObject([{ hasChanged: true, stopped: [{ host: null }] }]);
  await problemIn(
    await gateway('POST', '/api/inbound', { body: { messages: [{ from: '+4533000001', text: 'x', atMs: -1 }] } }),
    422,
  );
});
