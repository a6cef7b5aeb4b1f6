/** The files of hits: every hit whose raw batch is still held, and what the report counts it as. */
import type { Hit, Outcome } from 'klikspor/edge';
import { core } from '../core.ts';
import { log } from '../log.ts';
import type { CampaignRecord } from '../records.ts';
import { type Reporting, reporting } from '../reporting.ts';
import type { ShardDecisions } from '../rpc/counter.ts';
import { counterStub } from '../stubs.ts';
import { campaignOfId } from './campaign-id.ts';
import { decisionsOf } from './counters.ts';
import { type Ask, endpoint } from './endpoint.ts';

const COUNTED: Record<Outcome['standing'], string> = { counted: 'yes', waiting: 'not-yet', 'left-out': 'never' };

/** What a line says: of a hit that was never counted no class is known, only what it was judged at the door. */
interface Told {
  readonly time: string;
  readonly recipient: number | 'test';
  readonly link: number;
  readonly class: Hit['class'] | undefined;
  readonly reason: string;
  readonly rules: number;
  readonly userAgent: string;
  readonly country: string;
  readonly asn: number;
  readonly counted: string;
  readonly judgedClass: Hit['class'];
  readonly judgedReason: string;
}

interface Format {
  readonly ending: 'csv' | 'ndjson';
  readonly media: string;
  readonly head: string;
  line(told: Told, reports: Reporting): string;
}

/** `row`: the recipient as people count the rows of a list, from 1. */
const NAMES = [
  ...(['time', 'recipient', 'row', 'link', 'class', 'reason', 'rules', 'userAgent', 'country', 'asn'] as const),
  ...(['counted', 'judgedClass', 'judgedReason'] as const),
];

const CSV: Format = {
  ending: 'csv',
  media: 'text/csv',
  head: `${NAMES.map((name) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)).join(',')}\r\n`,
  // Text of a stranger is one of them; all else is of our own words and numbers.
  line: ({ userAgent, ...told }, { csvField }) => {
    const row = told.recipient === 'test' ? '' : told.recipient + 1;
    const said = { ...told, row, userAgent: csvField(userAgent, ',') };
    return `${NAMES.map((name) => said[name] ?? '').join(',')}\r\n`;
  },
};

/** Numbers are numbers, and every text is as it came: no spreadsheet reads this. */
const NDJSON: Format = {
  ending: 'ndjson',
  media: 'application/x-ndjson',
  head: '',
  line: (told) => `${JSON.stringify(told)}\n`,
};

const refusals = { 404: 'There is no such campaign', 409: 'A counter holds the hits of another campaign' };
const params = { id: 's.brand.dk:1' };

export const hitEndpoints = [
  endpoint({
    route: 'GET /api/campaigns/{id}/hits.csv',
    summary: 'Hits still held, one a line: what each counts as and why, and what it was judged at the door',
    access: 'hits:read',
    media: CSV.media,
    refusals,
    examples: [{ params }],
    handle: (ask) => streamed(ask, CSV),
  }),
  endpoint({
    route: 'GET /api/campaigns/{id}/hits.ndjson',
    summary: 'The same as JSON, an object a line, for programs',
    access: 'hits:read',
    media: NDJSON.media,
    refusals,
    examples: [{ params }],
    handle: (ask) => streamed(ask, NDJSON),
  }),
];

type HitAsk = Pick<Ask<'{id}', Record<never, never>, undefined>, 'context' | 'env' | 'params'>;

async function streamed({ context, env, params: { id } }: HitAsk, format: Format): Promise<Response> {
  const { record } = await campaignOfId(env, id);
  const decisions = await decisionsOf(env, record);
  const headers = {
    'content-type': `${format.media}; charset=utf-8`,
    'content-disposition': `attachment; filename="hits-${record.host}-${record.number}.${format.ending}"`,
    'cache-control': 'private, no-store',
  };
  // Nobody would read what is written: the writing would wait until the runtime gives up on it.
  if (context.req.method === 'HEAD') return new Response(null, { headers });
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  context.executionCtx.waitUntil(writeHits(env, record, decisions, writable, format));
  return new Response(readable, { headers });
}

/**
 * Every hit whose raw batch is still kept, shard by shard: memory holds a megabyte of batches at a time. What each hit
 * counts as is what the totals rest on; nothing is judged here.
 */
async function writeHits(
  env: Env,
  record: CampaignRecord,
  decisions: readonly ShardDecisions[],
  writable: WritableStream<Uint8Array>,
  format: Format,
): Promise<void> {
  const utf8 = new TextEncoder();
  const writer = writable.getWriter();
  const testRecipient = core.testRecipient(record.links.length);
  const toldOf = (hit: Hit, outcome: Outcome | undefined): Told => ({
    time: new Date(hit.atMs).toISOString(),
    recipient: hit.recipient === testRecipient ? 'test' : hit.recipient,
    link: hit.link,
    class: outcome?.class,
    reason: outcome?.change ?? hit.reason,
    rules: hit.rules,
    userAgent: hit.userAgent,
    country: hit.country,
    asn: hit.asn,
    counted: COUNTED[outcome?.standing ?? 'left-out'],
    judgedClass: hit.class,
    judgedReason: hit.reason,
  });
  try {
    const reports = await reporting();
    await writer.write(utf8.encode(format.head));
    for (const [shard, { state, shape, foldedSeq }] of decisions.entries()) {
      const counter = counterStub(env, record, shard);
      const decided = core.loadShardState(state, shape);
      try {
        // What came after the decisions were handed out is not in this file.
        for (let after = 0; after < foldedSeq; ) {
          const batches = (await counter.batches(after, record.publishedAtMs)).filter(({ seq }) => seq <= foldedSeq);
          for (const { bytes, seq, scanned } of batches) {
            const outcomes = decided.outcomes(bytes, seq, scanned);
            const lines = hitsIn(bytes).map((hit, at) =>
              // Of a recipient who was erased a place is left, on a link that no campaign has.
              hit.link < record.links.length ? format.line(toldOf(hit, outcomes?.[at]), reports) : '',
            );
            await writer.write(utf8.encode(lines.join('')));
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
