/** The outbox: what would have been sent. It holds numbers, and is for whoever may see all. */
import type { FoundLink } from 'klikspor/texts';
import * as v from 'valibot';
import { type Box, type KeptMessage, readKept } from '../gateways/boxes.ts';
import { keptSealing } from '../gateways/sealing.ts';
import { inGroups } from '../in-groups.ts';
import { reporting } from '../reporting.ts';
import { workspaceStub } from '../stubs.ts';
import { texts } from '../texts.ts';
import { cursorAt, placeIn } from './cursors.ts';
import { endpoint } from './endpoint.ts';
import { count, moment } from './fields.ts';
import { linkPrefixOf } from './hosts.ts';
import { cursor, wholeNumber } from './query.ts';

const MOST_A_PAGE = 250;
const A_PAGE = 50;
const A_FILE_PART = 500;
const OPENED_AT_ONCE = 100;

const encoding = v.picklist(['gsm7', 'ucs2']);

const outboxMessage = v.strictObject({
  id: v.string(),
  atMs: moment,
  to: v.string(),
  from: v.string(),
  text: v.string(),
  encoding,
  segments: count,
  /** Where a phone would make links of the text, from the first character of each to behind its last. */
  links: v.array(v.strictObject({ start: count, end: count })),
});
export type OutboxMessage = v.InferOutput<typeof outboxMessage>;

const page = {
  cursor: cursor('From the last page'),
  pageLimit: wholeNumber('How many; 50 without it', 1, MOST_A_PAGE),
};
const links = v.strictObject({ next: v.exactOptional(v.string()) });

export const outboxEndpoints = [
  endpoint({
    route: 'GET /api/outbox',
    summary: 'Messages in the outbox, the last one first: a week long',
    access: 'admin',
    query: page,
    answer: v.strictObject({ entries: v.array(outboxMessage), _links: links }),
    examples: [{}, { query: { pageLimit: 10 } }],
    handle: async ({ context, env, query }) => {
      const [{ messages, next }, linksIn] = await Promise.all([pageOf(env, query), linkFinder(env, context.req.url)]);
      const entries = messages.map(({ message: { id, atMs }, text }) => ({
        ...{ id, atMs, ...text, links: linksIn(text.text) },
      }));
      return { entries, _links: next };
    },
  }),
  endpoint({
    route: 'GET /api/outbox.csv',
    summary: 'All of them, one a line',
    access: 'admin',
    media: 'text/csv',
    examples: [{}],
    handle: async ({ context, env }) => {
      const headers = {
        'content-type': 'text/csv; charset=utf-8',
        'content-disposition': 'attachment; filename="outbox.csv"',
        'cache-control': 'private, no-store',
      };
      if (context.req.method === 'HEAD') return new Response(null, { headers });
      const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
      context.executionCtx.waitUntil(writeOutbox(env, writable));
      return new Response(readable, { headers });
    },
  }),
  endpoint({
    route: 'DELETE /api/outbox',
    summary: 'Empty the outbox',
    access: 'admin',
    examples: [{}],
    handle: async ({ env }) => {
      await workspaceStub(env).emptyBox('outbox');
    },
  }),
];

/** Phones know no names below localhost, where a developer's links lead: those of link domains are links all the same. */
async function linkFinder(env: Env, requestUrl: string): Promise<(text: string) => FoundLink[]> {
  const [{ findLinks }, hosts] = await Promise.all([texts(), workspaceStub(env).linkHosts()]);
  const prefixes = hosts.map((host) => linkPrefixOf(requestUrl, host)).filter((prefix) => prefix.includes(':'));
  return (text) => {
    const found = [...findLinks(text)];
    for (const prefix of prefixes) {
      for (let start = text.indexOf(prefix); start >= 0; start = text.indexOf(prefix, start + 1)) {
        const end = start + (/^[^\s]*/.exec(text.slice(start))?.[0].length ?? 0);
        if (!found.some((link) => link.start < end && start < link.end)) found.push({ start, end });
      }
    }
    return found.sort((one, other) => one.start - other.start);
  };
}

export type Stored = KeptMessage & { readonly seq: number };

/** What does not open any more, since the worker's secret is another, is passed over. */
export async function readAll<B extends Box>(env: Env, box: B, stored: readonly Stored[]) {
  const sealing = keptSealing(env);
  const read = await inGroups(stored, OPENED_AT_ONCE, async (message) => {
    const text = await readKept(sealing, box, message);
    return text === null ? [] : [{ message, text }];
  });
  return read.flat();
}

/** Null: from the last. */
export const keptPlace = (box: Box, cursor: string | undefined): number | null =>
  cursor === undefined ? null : (placeIn(box, cursor, 1)[0] ?? null);

async function pageOf(
  env: Env,
  { cursor, pageLimit = A_PAGE }: { readonly cursor?: string; readonly pageLimit?: number },
) {
  const found = await workspaceStub(env).keptMessages('outbox', keptPlace('outbox', cursor), pageLimit + 1);
  const shown = found.slice(0, pageLimit);
  const last = shown.at(-1);
  const next =
    found.length > pageLimit && last !== undefined
      ? { next: `/api/outbox?pageLimit=${pageLimit}&cursor=${cursorAt('outbox', last.seq)}` }
      : {};
  return { messages: await readAll(env, 'outbox', shown), next };
}

/** In parts: memory holds one of them. */
async function writeOutbox(env: Env, writable: WritableStream<Uint8Array>): Promise<void> {
  const { csvField } = await reporting();
  const utf8 = new TextEncoder();
  const writer = writable.getWriter();
  const line = (fields: readonly string[]) => `${fields.map((field) => csvField(field, ',')).join(',')}\r\n`;
  try {
    await writer.write(utf8.encode(line(['time', 'id', 'to', 'from', 'text', 'encoding', 'segments'])));
    let before: number | null = null;
    for (;;) {
      const stored: Stored[] = await workspaceStub(env).keptMessages('outbox', before, A_FILE_PART);
      const lines = (await readAll(env, 'outbox', stored)).map(({ message: { id, atMs }, text }) =>
        line([new Date(atMs).toISOString(), id, text.to, text.from, text.text, text.encoding, String(text.segments)]),
      );
      await writer.write(utf8.encode(lines.join('')));
      before = stored.at(-1)?.seq ?? null;
      if (stored.length < A_FILE_PART || before === null) break;
    }
    await writer.close();
  } catch (error) {
    await writer.abort(error);
  }
}
