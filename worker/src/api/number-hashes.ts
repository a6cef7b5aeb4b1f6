/**
 * Keyed hashes of a campaign's numbers, in the order of its recipients: with them an opt-out is known in the next campaign,
 * whatever list it is for. They stand with the counters, a part at a time, and may be sent again.
 */
import * as v from 'valibot';
import { inGroups } from '../in-groups.ts';
import { toHex } from '../octets.ts';
import type { CampaignRecord } from '../records.ts';
import { identityOf } from '../shard-identity.ts';
import { deriveNumberKey } from '../slug-keys.ts';
import { erasedIn, HASH_OCTETS, HASHES_A_PART, recipientsIn } from '../stores/suppressing-store.ts';
import type { ClickCounterStub } from '../stubs.ts';
import { campaignId, campaignOfId } from './campaign-id.ts';
import { AT_ONCE, answerOf, ofAnotherCampaign, shardsOf } from './counters.ts';
import { endpoint } from './endpoint.ts';
import { count, wholeNumber } from './fields.ts';
import { hashes, octetsOf } from './hashes.ts';
import { ApiProblem, fieldProblem, outage } from './problem.ts';

const part = v.strictObject({
  shard: wholeNumber('The shard'),
  part: wholeNumber('The part'),
  hashes,
});

const held = v.strictObject({
  /** Recipient r is number floor(r / shards) of shard r modulo shards. */
  shards: count,
  /** Hashes in each part of a shard's; the last has the rest. */
  hashesInPart: count,
  /** Which parts are still missing, shard by shard. */
  missing: v.array(v.strictObject({ shard: count, part: count })),
});
export type NumberHashes = v.InferOutput<typeof held>;

export const numberHashEndpoints = [
  endpoint({
    route: 'GET /api/number-key',
    summary: 'The key that numbers are hashed with, the same in the whole workspace',
    access: 'campaigns:write',
    answer: v.strictObject({
      /** 16 octets as 32 hex digits. */
      secret: v.string(),
    }),
    examples: [{}],
    handle: async ({ env }) => ({ secret: toHex(await deriveNumberKey(env)) }),
  }),
  endpoint({
    route: 'GET /api/campaigns/{id}/number-hashes',
    summary: 'Which hashes of its numbers a campaign lacks',
    access: 'campaigns:write',
    answer: held,
    refusals: { 404: 'There is no such campaign', 409: 'It counts nobody, or a counter is of another campaign' },
    examples: [{ params: { id: 's.brand.dk:1' } }],
    handle: async ({ env, params: { id } }) => {
      const { record, info } = await campaignOfId(env, id);
      refuseAggregate(record);
      // Of one that goes on they are noted with its messages.
      if (info.isRunning) return { shards: record.shards, hashesInPart: HASHES_A_PART, missing: [] };
      const parts = await inGroups(shardsOf(record), AT_ONCE, (shard) =>
        asked(env, record, shard, (counter) => counter.hashParts(identityOf(record, shard))),
      );
      const missing = shardsOf(record).flatMap((shard) =>
        Array.from({ length: partsIn(record, shard) }, (_, index) => ({ shard, part: index })).filter(
          ({ part }) => !parts[shard]?.includes(part),
        ),
      );
      return { shards: record.shards, hashesInPart: HASHES_A_PART, missing };
    },
  }),
  endpoint({
    route: 'POST /api/campaigns/{id}/number-hashes',
    summary: 'Send one part of the hashes of a campaign’s numbers',
    access: 'campaigns:write',
    body: part,
    refusals: { 404: 'There is no such campaign', 409: 'It counts nobody, or the counter is of another campaign' },
    examples: [
      { params: { id: 's.brand.dk:1' }, body: { shard: 0, part: 0, hashes: 'CvKBC6iXVeOcT36eRQmgaYM91Og8gPWH' } },
    ],
    handle: async ({ env, params: { id }, body: { shard, part, hashes } }) => {
      const { record, info } = await campaignOfId(env, id);
      refuseAggregate(record);
      if (info.isRunning) throw new ApiProblem(409, `${id} goes on: its hashes are noted with its messages.`);
      if (shard >= record.shards) {
        throw fieldProblem(422, '/shard', 'no-such-shard', `${id} has ${record.shards} shards, counted from 0.`);
      }
      const here = recipientsIn(shard, record.shards, record.recipients) - part * HASHES_A_PART;
      if (here <= 0) {
        throw fieldProblem(
          422,
          '/part',
          'no-such-part',
          `Shard ${shard} has ${partsIn(record, shard)} parts, counted from 0.`,
        );
      }
      const octets = octetsOf(hashes);
      const wanted = Math.min(here, HASHES_A_PART);
      if (octets.length !== wanted * HASH_OCTETS) {
        const detail = `Part ${part} of shard ${shard} has ${wanted} hashes, not ${octets.length / HASH_OCTETS}.`;
        throw fieldProblem(422, '/hashes', 'other-number', detail);
      }
      const erased = erasedIn(octets);
      if (erased >= 0) {
        const detail = `Hash ${erased} of this part is all zeros, which no number has: hash the number of that row, or opt-outs by its links are told nobody.`;
        throw fieldProblem(422, '/hashes', 'zeros', detail);
      }
      await asked(env, record, shard, async (counter) => {
        await counter.storeHashes(identityOf(record, shard), part, octets);
        return true;
      });
    },
  }),
];

/** What the counter answers. One that is silent is a 503: a part may be sent again. */
async function asked<T>(
  env: Env,
  record: CampaignRecord,
  shard: number,
  ask: (counter: ClickCounterStub) => Promise<T>,
): Promise<T> {
  const found = await answerOf(env, record, shard, ask);
  if (found === 'other-publishing') throw ofAnotherCampaign(record, shard);
  if (found !== null) return found;
  throw outage(`Counter ${shard} of ${campaignId(record.host, record.number)} does not answer. Try again.`);
}

const partsIn = ({ shards, recipients }: CampaignRecord, shard: number): number =>
  Math.ceil(recipientsIn(shard, shards, recipients) / HASHES_A_PART);

function refuseAggregate({ host, number, tracking }: CampaignRecord): void {
  if (tracking === 'recipient') return;
  throw new ApiProblem(
    409,
    `${host}:${number} has one link for everybody: nobody opts out by it, so hashes of numbers are of no use.`,
  );
}
