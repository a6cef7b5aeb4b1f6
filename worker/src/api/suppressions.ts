/** Who is not to be sent messages: keyed hashes of numbers and what was said of each. */
import type { Context } from 'hono';
import * as v from 'valibot';
import { workspaceStub } from '../stubs.ts';
import { type ApiEnv, credentialIn } from './auth.ts';
import { campaignId } from './campaign-id.ts';
import { endpoint } from './endpoint.ts';
import { count, moment, named } from './fields.ts';
import { hashes, octetsOf } from './hashes.ts';
import { noDomain } from './hosts.ts';
import { listName } from './list-name.ts';
import { noteList } from './list-names.ts';
import { ApiProblem } from './problem.ts';
import { cursor, wholeNumber } from './query.ts';

/** Changes in one answer: 1.2 MB. */
const CHANGES_AT_ONCE = 100_000;
const REMOVALS_AT_ONCE = 100;

/** Whose messages: those by one link domain, or with null everybody's. */
const host = v.nullable(named('The host', 253));
/** To one of the domain's lists alone. Absent: to all of them. */
const list = v.exactOptional(listName);

const stops = v.strictObject({
  host,
  list,
  hashes,
  /** `import`: they said so elsewhere. `marketer`: they told the marketer. */
  source: v.picklist(['import', 'marketer'], 'source is "import" or "marketer".'),
  /** When they said it. Absent: now. */
  atMs: v.exactOptional(moment),
});

const removed = v.strictObject({
  host,
  list,
  hashes,
  /** Kept with the moment, for whoever asks. */
  reason: named('The reason', 500),
});

const removal = v.strictObject({
  id: count,
  /** Of the number, 16 hex digits. */
  hash: v.string(),
  host: v.nullable(v.string()),
  list: v.exactOptional(v.string()),
  /** `opt-out-page` and `keyword`: the person's own word. */
  source: v.picklist(['opt-out-page', 'keyword', 'import', 'marketer']),
  atMs: moment,
  /** Id of the campaign whose page it was. */
  campaign: v.exactOptional(v.string()),
  reason: v.exactOptional(v.string()),
  /** Who took it back for the person: whoever was signed in to the web app, or a token by its name then. Absent: the person did. */
  by: v.exactOptional(v.strictObject({ kind: v.picklist(['session', 'token']), name: v.exactOptional(v.string()) })),
});
export type SuppressionRemoval = v.InferOutput<typeof removal>;

export const suppressionEndpoints = [
  endpoint({
    route: 'GET /api/suppressions',
    summary:
      'Changes of the suppression set, oldest first: at most 100,000 at a time, from where the last answer ended',
    access: 'opt-outs:read',
    query: { after: cursor('Where the last answer said that it goes on') },
    media: 'application/octet-stream',
    examples: [{}],
    handle: async ({ env, query: { after } }) => {
      const page = await workspaceStub(env).suppression(after ?? null, CHANGES_AT_ONCE);
      const { changes, next, newest, isFromStart, scopes } = page;
      const head = new TextEncoder().encode(JSON.stringify({ next, newest, isFromStart, scopes }));
      const framed = new Uint8Array(4 + head.length + changes.length);
      new DataView(framed.buffer).setUint32(0, head.length, true);
      framed.set(head, 4);
      framed.set(changes, 4 + head.length);
      return new Response(framed, { headers: { 'content-type': 'application/octet-stream' } });
    },
  }),
  endpoint({
    route: 'POST /api/suppressions',
    summary: 'Add people who opted out elsewhere, by hashes of their numbers',
    access: 'opt-outs:write',
    body: stops,
    answer: v.strictObject({
      /** How many were not in the set, in this scope. */
      added: count,
    }),
    refusals: { 404: 'There is no such domain' },
    examples: [
      { body: { host: null, hashes: 'CvKBC6iXVeM=', source: 'import' } },
      { body: { host: 's.brand.dk', list: 'Newsletter', hashes: 'CvKBC6iXVeM=', source: 'marketer' } },
    ],
    handle: async ({ context, env, body: { hashes, source, atMs, ...scope } }) => {
      await refuseUnknown(env, scope.host);
      if (scope.list !== undefined) await noteList(env, scope.host, scope.list, '/list');
      const word = { ...scope, source, atMs: Math.min(atMs ?? Date.now(), Date.now()) };
      return { added: await workspaceStub(env).addStops(octetsOf(hashes), word, sayerIn(context)) };
    },
  }),
  endpoint({
    route: 'POST /api/suppressions/removals',
    summary: 'Take opt-outs back for people who asked for it, with the reason',
    access: 'opt-outs:write',
    body: removed,
    answer: v.strictObject({
      /** How many were in the set, in this scope. */
      removed: count,
    }),
    refusals: { 404: 'There is no such domain, or it has no such list' },
    examples: [{ body: { host: null, hashes: 'CvKBC6iXVeM=', reason: 'Asked for our messages again in the shop' } }],
    handle: async ({ context, env, body: { hashes, reason, ...scope } }) => {
      await refuseUnknown(env, scope.host);
      if (scope.list !== undefined) await refuseUnknownList(env, scope.host, scope.list);
      const word = { ...scope, source: 'marketer', atMs: Date.now(), reason } as const;
      return { removed: await workspaceStub(env).removeStops(octetsOf(hashes), word, sayerIn(context)) };
    },
  }),
  endpoint({
    route: 'GET /api/suppressions/removals',
    summary: 'Opt-outs that were taken back, by whom and when, the last first',
    access: 'opt-outs:read',
    query: { before: wholeNumber('Id of the last one seen', 1, Number.MAX_SAFE_INTEGER) },
    answer: v.strictObject({ entries: v.array(removal) }),
    examples: [{}],
    handle: async ({ env, query: { before } }) => {
      const found = await workspaceStub(env).removals(before ?? null, REMOVALS_AT_ONCE);
      return {
        entries: found.map(({ campaign, ...rest }) => ({
          ...rest,
          ...(campaign !== undefined && rest.host !== null && { campaign: campaignId(rest.host, campaign) }),
        })),
      };
    },
  }),
];

function sayerIn(context: Context<ApiEnv>) {
  const { id, kind } = credentialIn(context);
  return { id, kind };
}

async function refuseUnknownList(env: Env, host: string | null, list: string): Promise<void> {
  const known = host === null ? [] : await workspaceStub(env).lists(host);
  if (known.includes(list)) return;
  const others = known.length === 0 ? 'It has none.' : `It has ${known.map((name) => `“${name}”`).join(', ')}.`;
  throw new ApiProblem(
    404,
    `${host ?? 'Everybody'} has no list “${list}”. ${host === null ? 'Lists are a domain’s: name it.' : others}`,
  );
}

async function refuseUnknown(env: Env, host: string | null): Promise<void> {
  if (host !== null && (await workspaceStub(env).domain(host)) === null) throw noDomain(host);
}
