/** Messages as a list: of one campaign, or of all that the API has sent messages by. */
import * as v from 'valibot';
import { type SentMessage, sentMessage } from '../messages/wire.ts';
import type { StoredCampaign } from '../rpc/catalogue.ts';
import { messageId, placeOf } from '../sending/message-id.ts';
import { sendersOf } from '../sending/senders.ts';
import { type MessageState, STATES } from '../sending/states.ts';
import { workspaceStub } from '../stubs.ts';
import { credentialIn } from './auth.ts';
import { campaignId, campaignOfId } from './campaign-id.ts';
import { cursorAt, placeIn, strangeCursor } from './cursors.ts';
import { endpoint } from './endpoint.ts';
import { cursor, oneOf, phrase, wholeNumber } from './query.ts';
import { resultsFrom } from './senders.ts';

const MOST_A_PAGE = 250;
const A_PAGE = 50;
/** Campaigns that one call looks through: where they hold nothing that is asked for, the next page goes on. */
const MOST_CAMPAIGNS = 25;

const listed = v.strictObject({
  ...sentMessage.entries,
  /** Absent: the one who asks gave it none, or more than 30 days ago. */
  messageId: v.exactOptional(v.string()),
});
export type ListedMessage = v.InferOutput<typeof listed>;

/** The first row that is not told yet: of which campaign, from which of its senders, after which row. */
interface Place {
  readonly seq: number;
  readonly shard: number;
  /** -1: from the start. */
  readonly row: number;
}

export const messageListEndpoints = [
  endpoint({
    route: 'GET /api/messages',
    summary: 'Messages sent by the API, the newest campaign first, or those of one campaign; in each by row',
    access: 'messages:send',
    query: {
      campaign: phrase('Id of the campaign; all that take messages by the API without it', 270),
      state: oneOf('Of those in this state alone', ...STATES),
      messageId: phrase('The one that this token gave this messageId within the last 30 days', 100),
      pageLimit: wholeNumber('Entries of a page; 50 without it. It may hold fewer', 1, MOST_A_PAGE),
      cursor: cursor('Where the page goes on, from `_links.next`'),
    },
    answer: v.strictObject({
      entries: v.array(listed),
      /** Absent: there is no further page. */
      _links: v.strictObject({ next: v.exactOptional(v.string()) }),
    }),
    refusals: { 404: 'There is no such campaign', 409: 'A sender holds the messages of another campaign' },
    examples: [{}, { query: { state: 'waiting', pageLimit: 10 } }, { query: { messageId: 'nyt-17' } }],
    handle: async ({ context, env, query }) => {
      const { id: credential } = credentialIn(context);
      const { campaign, state, messageId: ownId, pageLimit = A_PAGE } = query;
      const only = campaign === undefined ? null : await campaignOfId(env, campaign);
      const from = placeAt(query.cursor);
      if (only !== null && query.cursor !== undefined && from.seq !== only.seq) throw strangeCursor();
      const found =
        ownId === undefined
          ? await pageOf(env, only, { state: state ?? null, pageLimit, from })
          : { entries: await withOwnId(env, `${credential} ${ownId}`, only, state ?? null), next: null };
      const names = await workspaceStub(env).ownIds(credential, found.entries.map(placeOfEntry));
      const entries = found.entries.map((entry, at): ListedMessage => {
        const messageId = names[at];
        return { ...entry, ...(typeof messageId === 'string' && { messageId }) };
      });
      return { entries, _links: found.next === null ? {} : { next: addressOf(query, pageLimit, found.next) } };
    },
  }),
];

interface Page {
  readonly entries: readonly SentMessage[];
  readonly next: Place | null;
}

async function pageOf(
  env: Env,
  only: StoredCampaign | null,
  { state, pageLimit, from }: { readonly state: MessageState | null; readonly pageLimit: number; readonly from: Place },
): Promise<Page> {
  // The one where the last page ended is looked at again; one more tells whether there are others behind.
  const campaigns =
    only === null ? await workspaceStub(env).runningCampaigns(from.seq + 1, MOST_CAMPAIGNS + 1) : [only];
  const entries: SentMessage[] = [];
  for (const campaign of campaigns.slice(0, MOST_CAMPAIGNS)) {
    const { seq } = campaign;
    const start = seq === from.seq ? from : { shard: 0, row: -1 };
    // One more than asked for tells whether there is a next page.
    const found = await resultsFrom(env, campaign, start, state, pageLimit + 1 - entries.length);
    for (const { shard, result } of found) {
      if (entries.length === pageLimit) return { entries, next: placeBefore(campaign, shard, result.row) };
      entries.push(entryOf(campaign, result));
    }
  }
  const following = campaigns[MOST_CAMPAIGNS];
  return { entries, next: following === undefined ? null : { seq: following.seq, shard: 0, row: -1 } };
}

const placeBefore = ({ seq }: StoredCampaign, shard: number, row: number): Place => ({ seq, shard, row: row - 1 });

function entryOf({ seq, record }: StoredCampaign, result: Omit<SentMessage, 'id' | 'campaign'>): SentMessage {
  const { host, number, publishedAtMs } = record;
  return {
    ...{ id: messageId({ seq, publishedAtMs, row: result.row }), campaign: campaignId(host, number) },
    ...result,
  };
}

function placeOfEntry({ id }: SentMessage): { seq: number; row: number } {
  const place = placeOf(id);
  if (place === undefined) throw new Error('a message has no id');
  return place;
}

/** One or none. */
async function withOwnId(
  env: Env,
  ownId: string,
  only: StoredCampaign | null,
  state: MessageState | null,
): Promise<SentMessage[]> {
  const place = await workspaceStub(env).placeOfOwnId(ownId);
  const campaign = place && (await workspaceStub(env).campaignAt(place.seq));
  if (!place || place.row < 0 || !campaign || campaign.record.publishedAtMs !== place.publishedAtMs) return [];
  if (only !== null && only.seq !== campaign.seq) return [];
  const entries: SentMessage[] = [];
  for (let shard = 0; shard < sendersOf(campaign) && entries.length === 0; shard++) {
    const [first] = await resultsFrom(env, campaign, { shard, row: place.row - 1 }, state, 1);
    if (first?.result.row === place.row) entries.push(entryOf(campaign, first.result));
  }
  return entries;
}

const FIRST: Place = { seq: Number.MAX_SAFE_INTEGER - 1, shard: 0, row: -1 };

function placeAt(cursor: string | undefined): Place {
  if (cursor === undefined) return FIRST;
  const [seq = 0, shard = 0, row = 0] = placeIn('message', cursor, 3);
  return { seq, shard, row: row - 1 };
}

function addressOf(
  { campaign, state }: { readonly campaign?: string; readonly state?: MessageState },
  pageLimit: number,
  { seq, shard, row }: Place,
): string {
  const search = new URLSearchParams({
    ...(campaign !== undefined && { campaign }),
    ...(state !== undefined && { state }),
    ...{ pageLimit: String(pageLimit), cursor: cursorAt('message', seq, shard, row + 1) },
  });
  return `/api/messages?${search}`;
}
