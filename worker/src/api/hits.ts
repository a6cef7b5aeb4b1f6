/** The file of hits: every hit whose raw batch is still held, and what the report counts it as. */
import type { Hit, Outcome } from 'klikspor/edge';
import { core } from '../core.ts';
import { log } from '../log.ts';
import type { CampaignRecord } from '../records.ts';
import type { ShardDecisions } from '../rpc.ts';
import { counterStub } from '../stubs.ts';
import { campaignOfId } from './campaign-id.ts';
import { decisionsOf } from './counters.ts';
import { endpoint } from './endpoint.ts';

const HEADINGS = [
  ...['time', 'recipient', 'link', 'class', 'reason', 'rules', 'user_agent', 'country', 'asn'],
  ...['counted', 'judged_class', 'judged_reason'],
];
const COUNTED: Record<Outcome['standing'], string> = { counted: 'yes', waiting: 'not-yet', 'left-out': 'never' };

export const hitEndpoints = [
  endpoint({
    route: 'GET /api/campaigns/{id}/hits.csv',
    summary: 'Hits still held, one a line: what each counts as and why, and what it was judged at the door',
    access: 'hits:read',
    media: 'text/csv',
    refusals: { 404: 'There is no such campaign', 409: 'A counter holds the hits of another campaign' },
    examples: [{ params: { id: 's.brand.dk:1' } }],
    handle: async ({ context, env, params: { id } }) => {
      const { record } = await campaignOfId(env, id);
      const decisions = await decisionsOf(env, record);
      const headers = {
        'content-type': 'text/csv; charset=utf-8',
        'content-disposition': `attachment; filename="hits-${record.host}-${record.number}.csv"`,
        'cache-control': 'private, no-store',
      };
      // Nobody would read what is written: the writing would wait until the runtime gives up on it.
      if (context.req.method === 'HEAD') return new Response(null, { headers });
      const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
      context.executionCtx.waitUntil(writeHits(env, record, decisions, writable));
      return new Response(readable, { headers });
    },
  }),
];

/**
 * Every hit whose raw batch is still kept, shard by shard: memory holds a megabyte of batches at a time. What each hit
 * counts as is what the totals rest on; nothing is judged here.
 */
async function writeHits(
  env: Env,
  record: CampaignRecord,
  decisions: readonly ShardDecisions[],
  writable: WritableStream<Uint8Array>,
): Promise<void> {
  const utf8 = new TextEncoder();
  const writer = writable.getWriter();
  const testRecipient = core.testRecipient(record.links.length);
  const linesOf = (bytes: Uint8Array, outcomes: readonly Outcome[] | null) => {
    const lines = hitsIn(bytes).map((hit, at) => {
      const outcome = outcomes?.[at];
      const recipient = hit.recipient === testRecipient ? 'test' : String(hit.recipient);
      const agent = core.csvField(hit.userAgent, ',');
      const time = new Date(hit.atMs).toISOString();
      const fields = [
        ...[time, recipient, hit.link, outcome?.class, outcome?.change ?? hit.reason, hit.rules],
        ...[agent, hit.country, hit.asn],
        ...[COUNTED[outcome?.standing ?? 'left-out'], hit.class, hit.reason],
      ];
      return `${fields.join(',')}\r\n`;
    });
    return lines.join('');
  };
  try {
    await writer.write(utf8.encode(`${HEADINGS.join(',')}\r\n`));
    for (const [shard, { state, shape, foldedSeq }] of decisions.entries()) {
      const counter = counterStub(env, record, shard);
      const decided = core.loadShardState(state, shape);
      try {
        // What came after the decisions were handed out is not in this file.
        for (let after = 0; after < foldedSeq; ) {
          const batches = (await counter.batches(after, record.publishedAtMs)).filter(({ seq }) => seq <= foldedSeq);
          for (const { bytes, seq, scanned } of batches) {
            await writer.write(utf8.encode(linesOf(bytes, decided.outcomes(bytes, seq, scanned))));
          }
          after = batches.at(-1)?.seq ?? foldedSeq;
        }
      } finally {
        decided.delete();
      }
    }
    await writer.close();
  } catch (error) {
    // The reader sees the stream break off, never a file that ends early as if it were whole.
    log('export-broken', { host: record.host, campaign: record.number, error });
    await writer.abort(error).catch(() => {});
  }
}

/** None where this version cannot read the batch. */
function hitsIn(bytes: Uint8Array): readonly Hit[] {
  const batch = core.readHitBatch(bytes);
  try {
    return batch?.hits() ?? [];
  } finally {
    batch?.delete();
  }
}
