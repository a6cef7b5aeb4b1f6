/** Messages, text in and text out: made, priced and checked as the composer does (`messages/`), and handed over to be sent. */
import { drafted } from '../messages/draft.ts';
import { sent } from '../messages/sent.ts';
import { answered, told } from '../messages/told.ts';
import { messagesTold, newMessages, type Person, type SentMessage, sentMessage } from '../messages/wire.ts';
import { reporting } from '../reporting.ts';
import type { StoredCampaign } from '../rpc/catalogue.ts';
import { placeOf } from '../sending/message-id.ts';
import type { MessageResult } from '../sending/rpc.ts';
import { senderOfRow } from '../sending/senders.ts';
import { deriveNumberKey } from '../slug-keys.ts';
import { workspaceStub } from '../stubs.ts';
import { credentialIn } from './auth.ts';
import { campaignId } from './campaign-id.ts';
import { onceOf } from './campaigns.ts';
import { endpoint } from './endpoint.ts';
import { settled } from './keys.ts';
import { ApiProblem } from './problem.ts';

/** A thousand people with some fields each. */
const LONGEST_BODY = 1024 * 1024;

const NO_MESSAGE = 'There is no such message';
/** Stands for the id of the one that was sent. */
const SAMPLE_ID = '1-0abcdefg-0';
/** And for that of one that waits. */
const WAITING_ID = '1-0abcdefg-1';
const example = {
  text: 'Hej {{navn}}! Se nyt på www.brand.dk/nyheder. Afmeld: {{afmeld}}',
  host: 's.brand.dk',
  from: 'Brand',
  recipients: [
    { to: '+4520123456', ref: 'kunde 17', messageId: 'nyt-17', fields: { navn: 'Zoë' } },
    { to: '+4520123457', ref: 'kunde 18', messageId: 'nyt-18', fields: { navn: 'Bo' } },
  ],
  prices: [{ country: 'DK', price: 0.29, currency: 'DKK' }],
};

export const messageEndpoints = [
  endpoint({
    route: 'POST /api/messages',
    summary: 'Send messages, or with dryRun only make, price and check them (Idempotency-Key is honoured)',
    access: 'messages:send',
    body: newMessages,
    longestBody: LONGEST_BODY,
    answer: messagesTold,
    refusals: {
      409: 'The domain is not proved, or a messageId is of a message that cannot be sent any more',
      429: 'Too many calls: see retry-after and ratelimit',
    },
    examples: [{ body: { ...example, dryRun: true } }, { body: example }],
    handle: async ({ context, env, body, octets }) => {
      const { id: credential } = credentialIn(context);
      const hashes = await hashesOf(env, body.recipients);
      const asked = { credential, hashes, host: body.host.toLowerCase(), nowMs: Date.now() };
      const admitted = await workspaceStub(env).admitMessages({
        ...asked,
        ...(body.listName !== undefined && { list: body.listName }),
      });
      const limits = limitHeaders(admitted);
      if (!admitted.isAdmitted) {
        throw new ApiProblem(429, `At most ${admitted.most} calls a minute: send up to 1000 messages with each.`, [], {
          ...limits,
          'retry-after': String(secondsOf(admitted.resetMs)),
        });
      }
      for (const [header, value] of Object.entries(limits)) context.header(header, value);
      const draft = await drafted(env, body, context.req.url);
      const stopped = new Set(admitted.stopped);
      if (body.dryRun) return answered(draft, body, told(draft, body, stopped));
      return sent(env, draft, { body, stopped, hashes, credential, once: await onceOf(context, octets) });
    },
  }),
  endpoint({
    route: 'GET /api/messages/{id}',
    summary: 'What became of one message',
    access: 'messages:send',
    answer: sentMessage,
    refusals: { 404: NO_MESSAGE },
    examples: [{ params: { id: SAMPLE_ID } }],
    handle: async ({ env, params: { id } }) => {
      const { campaign, row } = await found(env, id);
      return shown(id, campaign, await resultOf(env, campaign, row, id));
    },
  }),
  endpoint({
    route: 'POST /api/messages/{id}/cancel',
    summary: 'Cancel a message that was not handed over to the gateway yet: it is never sent, and its number is erased',
    access: 'messages:send',
    answer: sentMessage,
    refusals: { 404: NO_MESSAGE, 409: 'The gateway has it already, or it is at its end' },
    examples: [{ params: { id: WAITING_ID } }],
    handle: async ({ env, params: { id } }) => {
      const { campaign, row } = await found(env, id);
      await resultOf(env, campaign, row, id);
      const isCancelled = await senderOfRow(env, campaign, row).cancelRow(campaign.record.publishedAtMs, row);
      const result = await resultOf(env, campaign, row, id);
      // Cancelled twice is cancelled.
      if (!isCancelled && result.state !== 'cancelled') {
        throw new ApiProblem(409, `The message is ${result.state}: only one that waits can be cancelled.`);
      }
      return shown(id, campaign, result);
    },
  }),
];

const secondsOf = (ms: number): number => Math.ceil(ms / 1_000);

/** As draft-ietf-httpapi-ratelimit-headers has them: what is allowed in a minute, what is left of it, until when. */
const limitHeaders = ({ most, left, resetMs }: { most: number; left: number; resetMs: number }) => ({
  'ratelimit-policy': `"calls";q=${most};w=60`,
  ratelimit: `"calls";r=${left};t=${secondsOf(resetMs)}`,
});

async function hashesOf(env: Env, people: readonly Person[]): Promise<Uint8Array> {
  const key = await settled(() => deriveNumberKey(env));
  const { hashNumbers } = await reporting();
  return hashNumbers(
    key,
    Float64Array.from(people, ({ to }) => Number(to.slice(1))),
  );
}

const noMessage = (id: string): ApiProblem => new ApiProblem(404, `There is no message ${id}.`);

async function found(env: Env, id: string): Promise<{ readonly campaign: StoredCampaign; readonly row: number }> {
  const place = placeOf(id);
  const campaign = place === undefined ? null : await workspaceStub(env).campaignAt(place.seq);
  if (campaign === null || campaign.record.publishedAtMs !== place?.publishedAtMs) throw noMessage(id);
  return { campaign, row: place.row };
}

async function resultOf(env: Env, campaign: StoredCampaign, row: number, id: string): Promise<MessageResult> {
  const [result] = await senderOfRow(env, campaign, row).resultsOf(campaign.record.publishedAtMs, [row]);
  if (!result) throw noMessage(id);
  return result;
}

function shown(id: string, { record: { host, number } }: StoredCampaign, result: MessageResult): SentMessage {
  return { id, campaign: campaignId(host, number), ...result };
}
