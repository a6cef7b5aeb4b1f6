/** The inbox: what people wrote back, for somebody to read. It holds numbers, and is for whoever may see all. */
import * as v from 'valibot';
import { BOX_LIFE_MS, type InboxText } from '../gateways/boxes.ts';
import { E164, hashesOf } from '../gateways/told.ts';
import { toBase64 } from '../octets.ts';
import type { StopScope } from '../rpc/suppression.ts';
import { workspaceStub } from '../stubs.ts';
import { numberIn } from './campaign-id.ts';
import { cursorAt } from './cursors.ts';
import { endpoint } from './endpoint.ts';
import { count, moment } from './fields.ts';
import { keptPlace, readAll, type Stored } from './outbox.ts';
import { ApiProblem } from './problem.ts';
import { cursor, oneOf, phrase, wholeNumber, word } from './query.ts';

const MOST_A_PAGE = 250;
const A_PAGE = 50;
/** Texts are encrypted: whoever searches has them opened one by one, so many for a page. */
const MOST_OPENED = 2_000;
const OPENED_AT_A_TIME = 500;

const WORDS = ['stop', 'start', 'neither'] as const;

const inboxMessage = v.strictObject({
  id: v.string(),
  atMs: moment,
  /** Id of the gateway through which it came. */
  gateway: v.string(),
  from: v.string(),
  to: v.string(),
  text: v.string(),
  /** What it was taken for: STOP opted the sender out, START took it back. */
  word: v.picklist(WORDS),
  /** Nobody has read it. What STOP and START say is done at once, so they count as read. */
  isUnread: v.boolean(),
  /** The campaign whose message went to this number last, within 31 days before; its name, unless it is deleted. */
  campaign: v.exactOptional(v.string()),
  campaignName: v.exactOptional(v.string()),
  /** Of the sender, as the suppression set knows it. Absent: it is no number with its country code. */
  hash: v.exactOptional(v.string()),
  /** Whose messages the sender is to be sent none of now; `host` null: nobody's. */
  stopped: v.array(v.strictObject({ host: v.nullable(v.string()), list: v.exactOptional(v.string()) })),
});
export type InboxMessage = v.InferOutput<typeof inboxMessage>;

const inbox = v.strictObject({
  entries: v.array(inboxMessage),
  /** In all of the inbox. */
  unread: count,
  /** So many days after it came a text is erased. */
  keptDays: count,
  /** Absent: there is no further page. */
  _links: v.strictObject({ next: v.exactOptional(v.string()) }),
});
export type Inbox = v.InferOutput<typeof inbox>;

const unreadCount = v.strictObject({ unread: count });

/** Stands for the id of one that is there. */
const SAMPLE_TEXT = '4711';
const NO_TEXT = 'There is no such text';
const example = { params: { id: SAMPLE_TEXT } };
const query = {
  word: oneOf('Those that were taken for this alone', ...WORDS),
  unread: word('Those that nobody has read alone', 'true'),
  search: phrase('Words that all stand in text or numbers, in any order; with it a page may hold fewer, or none', 100),
  cursor: cursor('From the last page'),
  pageLimit: wholeNumber('How many; 50 without it', 1, MOST_A_PAGE),
};
type Query = { readonly [name in keyof typeof query]?: ReturnType<(typeof query)[name]['read']> };

export const inboxEndpoints = [
  endpoint({
    route: 'GET /api/inbox',
    summary: 'Texts that people sent to the gateways, the last one first: thirty days long',
    access: 'admin',
    query,
    answer: inbox,
    examples: [{}, { query: { word: 'neither', unread: 'true', search: 'hej' } }],
    handle: async ({ env, query }) => {
      const [{ texts, next }, unread] = await Promise.all([pageOf(env, query), workspaceStub(env).unreadTexts()]);
      const entries = await shownAll(env, texts);
      return {
        ...{ entries, unread, keptDays: BOX_LIFE_MS.inbox / 86_400_000 },
        _links: next === null ? {} : { next: addressOf(query, next) },
      };
    },
  }),
  endpoint({
    route: 'GET /api/inbox/unread',
    summary: 'How many texts nobody has read',
    access: 'admin',
    answer: unreadCount,
    examples: [{}],
    handle: async ({ env }) => ({ unread: await workspaceStub(env).unreadTexts() }),
  }),
  endpoint({
    route: 'PATCH /api/inbox/{id}',
    summary: 'Say that one text was read, or that it is to be read again',
    access: 'admin',
    body: v.strictObject({ isUnread: v.boolean('isUnread is true or false.') }),
    answer: unreadCount,
    refusals: { 404: NO_TEXT },
    examples: [{ ...example, body: { isUnread: false } }],
    handle: async ({ env, params: { id }, body: { isUnread } }) => {
      const seq = seqOf(id);
      const workspace = workspaceStub(env);
      const isThere = await (isUnread ? workspace.markUnread(seq) : workspace.markRead(seq, 'this'));
      if (!isThere) throw noText();
      return { unread: await workspace.unreadTexts() };
    },
  }),
  endpoint({
    route: 'POST /api/inbox/read',
    summary: 'Say that all were read up to one text, and none that came after it',
    access: 'admin',
    body: v.strictObject({
      /** Id of the newest one that was seen. */
      upTo: v.pipe(v.string('upTo is the id of a text.'), v.maxLength(15, 'upTo is the id of a text.')),
    }),
    answer: unreadCount,
    refusals: { 404: NO_TEXT },
    examples: [{ body: { upTo: SAMPLE_TEXT } }],
    handle: async ({ env, body: { upTo } }) => {
      await workspaceStub(env).markRead(seqOf(upTo), 'up-to');
      return { unread: await workspaceStub(env).unreadTexts() };
    },
  }),
  endpoint({
    route: 'DELETE /api/inbox/{id}',
    summary: 'Erase one text; what STOP or START did stays done',
    access: 'admin',
    refusals: { 404: NO_TEXT },
    examples: [example],
    handle: async ({ env, params: { id } }) => {
      if (!(await workspaceStub(env).removeKept('inbox', seqOf(id)))) throw noText();
    },
  }),
  endpoint({
    route: 'DELETE /api/inbox',
    summary: 'Empty the inbox; what STOP and START did stays done',
    access: 'admin',
    examples: [{}],
    handle: async ({ env }) => {
      await workspaceStub(env).emptyBox('inbox');
    },
  }),
];

const noText = () => new ApiProblem(404, 'There is no such text in the inbox.');

function seqOf(id: string): number {
  if (!/^\d{1,15}$/.test(id)) throw noText();
  return Number(id);
}

interface Read {
  readonly message: Stored;
  readonly text: InboxText;
}

/** `next`: the next page holds what came before this position; null: there is none. */
async function pageOf(env: Env, query: Query): Promise<{ texts: readonly Read[]; next: number | null }> {
  const { pageLimit = A_PAGE, search = '', unread } = query;
  const filter = { word: query.word ?? null, isUnread: unread === 'true' };
  const isSearch = search.trim() !== '';
  const atATime = isSearch ? OPENED_AT_A_TIME : pageLimit + 1;
  const texts: Read[] = [];
  let before = keptPlace('inbox', query.cursor);
  for (let opened = 0; opened < MOST_OPENED; opened += atATime) {
    const stored: Stored[] = await workspaceStub(env).keptMessages('inbox', before, atATime, filter);
    for (const read of await readAll(env, 'inbox', stored)) {
      if (isSearch && !holds(read.text, search)) continue;
      if (texts.length === pageLimit) return { texts, next: texts.at(-1)?.message.seq ?? null };
      texts.push(read);
    }
    before = stored.at(-1)?.seq ?? null;
    if (stored.length < atATime || before === null) return { texts, next: null };
  }
  return { texts, next: before };
}

/** All words; one of digits in the numbers, too, however either is written. */
function holds({ text, from, to }: InboxText, search: string): boolean {
  const whole = `${text} ${from} ${to}`.toLowerCase();
  const digits = search.replace(/[\s+-]/g, '');
  if (/^\d{3,}$/.test(digits) && [from, to].some((number) => number.replace(/\D/g, '').includes(digits))) return true;
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((one) => whole.includes(one));
}

async function shownAll(env: Env, texts: readonly Read[]): Promise<InboxMessage[]> {
  const numbers = texts.map(({ text: { from } }) => (E164.test(from) ? from : null));
  const hashes = await hashesOf(
    env,
    numbers.flatMap((number) => number ?? []),
  );
  const all = new Uint8Array(hashes.length * 8);
  for (const [at, hash] of hashes.entries()) all.set(hash, at * 8);
  const [stopped, names] = await Promise.all([workspaceStub(env).stoppedFor(all), namesOf(env, texts)]);
  const known = hashes.map((hash, at) => ({ hash: toBase64(hash), stopped: stopped[at] ?? [] })).values();
  return texts.map(({ message: { seq, atMs, isUnread = false }, text }, at) => {
    const person = numbers[at] === null ? undefined : known.next().value;
    const campaignName = text.campaign === undefined ? undefined : names.get(text.campaign);
    return {
      ...{ id: String(seq), atMs, isUnread, ...text },
      ...(campaignName !== undefined && { campaignName }),
      ...(person !== undefined && { hash: person.hash }),
      stopped: (person?.stopped ?? []).map(({ host, list }: StopScope) => ({
        host,
        ...(list !== undefined && { list }),
      })),
    };
  });
}

/** Of the campaigns by their ids, without those that are deleted. */
async function namesOf(env: Env, texts: readonly Read[]): Promise<ReadonlyMap<string, string>> {
  const ids = [...new Set(texts.flatMap(({ text: { campaign } }) => campaign ?? []))];
  const found = await Promise.all(
    ids.map(async (id): Promise<[string, string][]> => {
      const number = numberIn(id);
      const campaign =
        number === null ? null : await workspaceStub(env).campaign(id.slice(0, id.lastIndexOf(':')), number);
      return campaign === null ? [] : [[id, campaign.info.name]];
    }),
  );
  return new Map(found.flat());
}

function addressOf({ word, unread, search, pageLimit = A_PAGE }: Query, next: number): string {
  const parts = new URLSearchParams({
    ...(word !== undefined && { word }),
    ...(unread !== undefined && { unread }),
    ...(search !== undefined && { search }),
    ...{ pageLimit: String(pageLimit), cursor: cursorAt('inbox', next) },
  });
  return `/api/inbox?${parts}`;
}
