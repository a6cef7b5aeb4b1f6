/** The list of messages: all pages together hold each message once, and filters leave out what they say. */
import { env } from 'cloudflare:workers';
import { beforeAll, expect, test } from 'vitest';
import type { ListedMessage, MessagesTold, NewMessages } from '../../worker/api.ts';
import { workspaceStub } from '../../worker/src/stubs.ts';
import { addDomain, type Caller, json, problemIn, publish, signIn, withToken } from './caller.ts';

interface Page {
  readonly entries: readonly ListedMessage[];
  readonly _links: { readonly next?: string };
}

let owner: Caller;
let program: Caller;
let host: string;
/** Of three campaigns, the oldest first. */
const sent: MessagesTold[] = [];

const numberOf = (at: number) => `+45${31_000_000 + at}`;
const send = async (more: Partial<NewMessages>) =>
  json<MessagesTold>(
    await program('POST', '/api/messages', {
      body: { text: 'Nyt: www.shop.example/nyt {{afmeld}}', host, from: 'Brand', quietHours: false, ...more },
    }),
  );
const page = async (path: string, caller = program) => json<Page>(await caller('GET', path));

async function pages(path: string): Promise<ListedMessage[]> {
  const entries: ListedMessage[] = [];
  for (let next: string | undefined = path; next !== undefined; ) {
    const found: Page = await page(next);
    entries.push(...found.entries);
    next = found._links.next;
  }
  return entries;
}

beforeAll(async () => {
  owner = await signIn();
  program = await withToken(owner, ['messages:send']);
  ({ host } = await addDomain(owner, 'liste.example'));
  for (const [name, count] of [
    ['a', 3],
    ['b', 4],
    ['c', 2],
  ] as const) {
    const recipients = Array.from({ length: count }, (_, at) => ({ to: numberOf(at), messageId: `${name}-${at}` }));
    sent.push(await send({ name, recipients }));
    // So that what follows waits: nothing goes out of a campaign that is paused.
    await program('POST', `/api/campaigns/${encodeURIComponent(sent.at(-1)?.campaign ?? '')}/sending/pause`);
    await send({ name, recipients: [{ to: numberOf(9), messageId: `${name}-late` }] });
  }
  await publish(owner, host);
});

const idsOf = (told: readonly MessagesTold[]) => told.flatMap(({ messages }) => messages.map(({ id }) => id));

test('the newest campaign comes first, and in each the rows in their order, with what the caller called them', async () => {
  const { entries, _links } = await page('/api/messages');
  expect(_links).toEqual({});
  expect(entries.map(({ messageId }) => messageId)).toEqual([
    ...['c-0', 'c-1', 'c-late', 'b-0', 'b-1', 'b-2', 'b-3', 'b-late', 'a-0', 'a-1', 'a-2', 'a-late'],
  ]);
  expect(new Set(entries.map(({ campaign }) => campaign)).size).toBe(3);
  for (const id of idsOf(sent)) expect(entries.some((entry) => entry.id === id)).toBe(true);
  const [first] = entries;
  const { messageId: _, ...alone } = first ?? {};
  expect(await json(await program('GET', `/api/messages/${first?.id}`))).toEqual(alone);
});

test.each([1, 2, 3, 4, 5, 11, 12])('pages of %i hold each message once, in the same order', async (pageLimit) => {
  const all = await page('/api/messages');
  expect(await pages(`/api/messages?pageLimit=${pageLimit}`)).toEqual(all.entries);
});

test('of one campaign, of one state, and of one message that the caller named', async () => {
  const [, b] = sent;
  const campaign = encodeURIComponent(b?.campaign ?? '');
  const own = await pages(`/api/messages?campaign=${campaign}&pageLimit=2`);
  expect(own.map(({ messageId }) => messageId)).toEqual(['b-0', 'b-1', 'b-2', 'b-3', 'b-late']);
  const waiting = await pages('/api/messages?state=waiting&pageLimit=1');
  expect(waiting.map(({ messageId }) => messageId)).toEqual(expect.arrayContaining(['a-late', 'b-late', 'c-late']));
  expect(waiting.every(({ state }) => state === 'waiting')).toBe(true);
  const cancelled = waiting.find(({ messageId }) => messageId === 'b-late');
  expect((await program('POST', `/api/messages/${cancelled?.id}/cancel`)).status).toBe(200);
  expect((await page('/api/messages?state=cancelled')).entries).toMatchObject([{ id: cancelled?.id }]);
  expect((await page('/api/messages?messageId=a-1')).entries).toMatchObject([{ id: sent[0]?.messages[1]?.id }]);
  expect((await page(`/api/messages?messageId=a-1&campaign=${campaign}`)).entries).toEqual([]);
  expect((await page('/api/messages?messageId=b-late&state=waiting')).entries).toEqual([]);
  expect((await page('/api/messages?messageId=nobody')).entries).toEqual([]);
});

test('another token sees the messages, and not what the first one called them', async () => {
  const other = await withToken(owner, ['messages:send']);
  const { entries } = await page('/api/messages', other);
  expect(entries).toHaveLength(12);
  expect(entries.some(({ messageId }) => messageId !== undefined)).toBe(false);
  expect((await page('/api/messages?messageId=a-1', other)).entries).toEqual([]);
});

test('what is not allowed, there or understood is refused', async () => {
  await problemIn(await (await withToken(owner, ['campaigns:read']))('GET', '/api/messages'), 403);
  await problemIn(await program('GET', '/api/messages?campaign=liste.example:99'), 404);
  await problemIn(await program('GET', '/api/messages?state=lost'), 400);
  for (const cursor of ['x', btoa('row 0 1'), btoa('message 1 2'), btoa('message 1 2 -3')]) {
    await problemIn(await program('GET', `/api/messages?cursor=${encodeURIComponent(cursor)}`), 400);
  }
  // Of another campaign: it would begin anew, again and again.
  const [a, b] = sent.map(({ campaign = '' }) => encodeURIComponent(campaign));
  const { next = '' } = (await page(`/api/messages?campaign=${a}&pageLimit=1`))._links;
  await problemIn(await program('GET', next.replace(a ?? '', b ?? '')), 400);
});

test('a page looks through so many campaigns and no more: the next one goes on', async () => {
  const before = (await workspaceStub(env).runningCampaigns(Number.MAX_SAFE_INTEGER, 100)).length;
  for (let at = before; at < 27; at++) await send({ name: `mange ${at}`, recipients: [{ to: numberOf(at) }] });
  const first = await page('/api/messages?state=cancelled');
  expect([first.entries.length, first._links.next === undefined]).toEqual([0, false]);
  expect(await pages('/api/messages?state=cancelled')).toHaveLength(1);
  expect(await pages('/api/messages?pageLimit=250')).toHaveLength(12 + 27 - before);
});
