/** One recipient, erased on request: by row of the list, or by a link that the recipient was sent. */
import * as v from 'valibot';
import { linkHostOf } from '../campaigns.ts';
import { core } from '../core.ts';
import { hostnameIn } from '../hostname.ts';
import { log } from '../log.ts';
import type { CampaignRecord } from '../records.ts';
import { plainOf } from '../redirect.ts';
import type { StoredCampaign } from '../rpc/catalogue.ts';
import { rowsOf, senderOf } from '../sending/senders.ts';
import { identityOf, shardOf } from '../shard-identity.ts';
import { senderStub, workspaceStub } from '../stubs.ts';
import { within } from '../within.ts';
import { campaignOfId } from './campaign-id.ts';
import { answerOf, ofAnotherCampaign } from './counters.ts';
import { endpoint } from './endpoint.ts';
import { count, text, wholeNumber } from './fields.ts';
import { ApiProblem, cut, fieldProblem, outage } from './problem.ts';

/** A shard's hits are rewritten and counted anew. */
const PATIENCE_MS = 120_000;

const told = 'Say whom by {"recipient":…}, the row of the list from 0, or by {"link":…}, a short link that was sent.';
const erasureOf = v.pipe(
  v.strictObject({
    recipient: v.exactOptional(wholeNumber('The recipient')),
    link: v.exactOptional(text('The link', 500)),
  }),
  v.check(({ recipient, link }) => (recipient === undefined) !== (link === undefined), told),
);

const erasure = v.strictObject({
  /** Row of the list, from 0. */
  recipient: count,
  /** Raw hits that were theirs, and orders. */
  hits: count,
  orders: count,
  /**
   * What this does to figures. True: all is counted anew, as if they had never clicked. False: some raw hits had come to their
   * end before, so who clicked is one fewer and other sums, which are of nobody, stay.
   */
  isRecounted: v.boolean(),
  /**
   * 'told': they are in the suppression set and stay there; 'kept': they opted out, and the set lacks them because nobody has
   * sent the hash of the number, so row and moment stay; 'none': they had not opted out.
   */
  optOut: v.picklist(['none', 'told', 'kept']),
});
export type Erasure = v.InferOutput<typeof erasure>;

export const erasureEndpoints = [
  endpoint({
    route: 'POST /api/campaigns/{id}/erasures',
    summary: 'Erase what is known of one recipient; the word that they want no messages stays',
    access: 'campaigns:write',
    body: erasureOf,
    answer: erasure,
    refusals: {
      404: 'There is no such campaign',
      409: 'The campaign counts nobody by himself and klikspor does not send it, or a counter holds another campaign',
      503: 'The counter does not answer, or the suppression set has not taken an opt-out yet: ask again',
    },
    examples: [{ params: { id: 's.brand.dk:1' }, body: { recipient: 0 } }],
    handle: async ({ context, env, params: { id }, body }) => {
      const campaign = await campaignOfId(env, id);
      const { record, info, seq } = campaign;
      const isCounted = record.tracking === 'recipient';
      const recipient = body.recipient ?? (await recipientOf(env, context.executionCtx, record, body.link ?? ''));
      const rows = rowsOf(campaign);
      if (recipient >= rows) {
        const detail = `${id} has ${rows} recipients, rows 0 to ${rows - 1}.`;
        throw fieldProblem(422, '/recipient', 'no-such-recipient', detail);
      }
      const erased = isCounted ? await eraseCounted(env, record, recipient) : NOTHING_COUNTED;
      if (info.isRunning) await workspaceStub(env).erasePlace(seq, recipient);
      const isSentHere = await eraseSent(env, campaign, recipient);
      if (!isCounted && !isSentHere) {
        const detail = `${id} is counted in total only and klikspor does not send it: nothing is kept of a recipient of it.`;
        throw new ApiProblem(409, detail);
      }
      await workspaceStub(env).forgetSent(seq, recipient);
      // Last: until the sender has forgotten it, it may be put there.
      await workspaceStub(env).eraseMessage({ seq, publishedAtMs: record.publishedAtMs, row: recipient });
      return { recipient, ...erased };
    },
  }),
];

/** Of a campaign that counts in total only, what is known of a recipient is what its sender knows. */
const NOTHING_COUNTED = { hits: 0, orders: 0, isRecounted: true, optOut: 'none' } as const satisfies Partial<Erasure>;

async function eraseCounted(env: Env, record: CampaignRecord, recipient: number): Promise<Omit<Erasure, 'recipient'>> {
  const shard = shardOf(record, recipient);
  const erased = await answerOf(
    env,
    record,
    shard,
    (counter) => counter.eraseRecipient(identityOf(record, shard), recipient),
    PATIENCE_MS,
  );
  if (erased === 'other-publishing') throw ofAnotherCampaign(record, shard);
  if (erased === null) {
    throw outage(
      `Counter ${shard} of ${record.host}:${record.number} does not answer. Ask again: what is gone is gone.`,
    );
  }
  if (erased === 'word-waits') {
    throw outage('The suppression set has not taken this opt-out yet, so nothing was erased. Try again in a minute.');
  }
  return erased;
}

/** False: klikspor does not send the campaign. */
async function eraseSent(env: Env, campaign: StoredCampaign, recipient: number): Promise<boolean> {
  const { record } = campaign;
  const shard = senderOf(campaign, recipient);
  try {
    return await within(senderStub(env, record, shard).eraseRow(record.publishedAtMs, recipient), PATIENCE_MS);
  } catch (error) {
    log('sender-silent', { host: record.host, campaign: record.number, shard, error });
    throw outage(
      `Sender ${shard} of ${record.host}:${record.number} does not answer. Ask again: what is gone is gone.`,
    );
  }
}

/** Whatever stands around the slug: people copy whole links. */
async function recipientOf(
  env: Env,
  background: Pick<ExecutionContext, 'waitUntil'>,
  { host, number, links, tracking }: CampaignRecord,
  link: string,
): Promise<number> {
  if (tracking === 'aggregate') {
    const detail = `Everybody has the same links in ${host}:${number}: say whom by {"recipient":…}, the row of the list from 0.`;
    throw fieldProblem(422, '/link', 'shared-link', detail);
  }
  const [, at, token = ''] = /^(?:(?:https?:\/\/)?([^/?#]*)\/)?([^/?#]*)/i.exec(link.trim()) ?? [];
  if (at !== undefined && hostOf(at) !== host) {
    const detail = `This link is on ${cut(at)}, and ${host}:${number} was sent with links on ${host}: give the link of its message.`;
    throw fieldProblem(422, '/link', 'other-host', detail);
  }
  const linkHost = await linkHostOf(env, background, host);
  const plain = linkHost === null ? -1 : plainOf(linkHost, token);
  const slot = plain < 0 ? null : core.slotOf(plain, links.length);
  if (slot === null || slot.campaign !== number || slot.recipient === core.testRecipient(links.length)) {
    const detail = `No recipient of ${host}:${number} was sent this link: copy it as it stands in the message.`;
    throw fieldProblem(422, '/link', 'unknown-link', detail);
  }
  return slot.recipient;
}

/** As domains are stored, however somebody wrote it. */
const hostOf = (written: string): string => {
  const url = `https://${written}/`;
  return URL.canParse(url) ? hostnameIn(new URL(url).href) : '';
};
