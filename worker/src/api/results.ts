/** What comes of a campaign: its slugs, its report, its opt-outs, its hits. */
import type { Context } from 'hono';
import { Hono } from 'hono/tiny';
import type { Hit, Outcome, SealerOptions } from 'klikspor/edge';
import type { OptOuts, Report } from '../../api.d.ts';
import { core } from '../core.ts';
import { log } from '../log.ts';
import type { CampaignRecord } from '../records.ts';
import type { ShardDecisions, ShardReport, StoredCampaign } from '../rpc.ts';
import { counterStub, workspaceStub } from '../stubs.ts';
import { type ApiEnv, need } from './auth.ts';
import { campaignOfId } from './campaign-id.ts';
import { shown } from './campaigns.ts';
import { decisionsOf, oldestCopyMs, optOutsOf, reportsOf } from './counters.ts';
import { keyOfRange } from './keys.ts';
import { ApiProblem } from './problem.ts';
import { wholeNumber } from './query.ts';

/** Slugs go out in pieces of about this many octets. */
const PIECE = 64 * 1024;
/** One of each kind. */
const MOST_LOSSES = 10;

export const results = new Hono<ApiEnv>()
  .get('/:id/slugs', need('campaigns:write'), async (context) => {
    const stored = await campaignOfId(context.env, context.req.param('id'));
    const { from, count } = slugRange(context, stored.record);
    const options = await sealerOptions(context.env, stored);
    return new Response(slugStream(options, stored.record, from, count), {
      headers: {
        'content-type': 'application/octet-stream',
        'slug-width': String(stored.width),
        'cache-control': 'private, no-store',
      },
    });
  })
  .get('/:id/report', need('campaigns:read'), async (context) => {
    const stored = await campaignOfId(context.env, context.req.param('id'));
    const { record, info } = stored;
    const [parts, losses] = await Promise.all([
      reportsOf(context.env, record),
      workspaceStub(context.env).losses(record, MOST_LOSSES),
    ]);
    const totals = core.sumTotals(parts.map((part) => part.totals));
    const confirmed = parts.reduce((sum, part) => sum + part.confirmedOptOuts, 0);
    const kinds = record.links.map(({ kind }) => kind);
    const recovered = recoveredOf(parts);
    return context.json<Report>({
      campaign: shown(context, stored),
      numbers: core.reportNumbers(totals, kinds, info.sentTo, confirmed),
      totals,
      denominator: 'sent',
      asOfMs: Math.min(...parts.map((part) => part.asOfMs)),
      pending: parts.reduce((sum, part) => sum + part.pending, 0),
      publishedAtMs: oldestCopyMs(parts),
      losses: losses.map(({ kind, hits, lastMs }) => ({ kind, hits, lastMs })),
      ...(recovered && { recovered }),
    });
  })
  .get('/:id/opt-outs', need('opt-outs:read'), async (context) => {
    const { record } = await campaignOfId(context.env, context.req.param('id'));
    const rows: { recipient: number; atMs: number }[] = [];
    let lost = 0;
    for (const { recipients, confirmedAtMs, unnamed } of await optOutsOf(context.env, record)) {
      lost += unnamed ?? 0;
      recipients.forEach((recipient, i) => {
        rows.push({ recipient, atMs: confirmedAtMs[i] ?? 0 });
      });
    }
    rows.sort((a, b) => a.atMs - b.atMs || a.recipient - b.recipient);
    return context.json<OptOuts>({
      recipients: rows.map(({ recipient }) => recipient),
      confirmedAtMs: rows.map(({ atMs }) => atMs),
      ...(lost > 0 && { unnamed: lost }),
    });
  })
  .get('/:id/hits.csv', need('hits:read'), async (context) => {
    const { record } = await campaignOfId(context.env, context.req.param('id'));
    const decisions = await decisionsOf(context.env, record);
    const headers = {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="hits-${record.host}-${record.number}.csv"`,
      'cache-control': 'private, no-store',
    };
    // Nobody would read what is written: the writing would wait until the runtime gives up on it.
    if (context.req.method === 'HEAD') return new Response(null, { headers });
    const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
    context.executionCtx.waitUntil(writeHits(context.env, record, decisions, writable));
    return new Response(readable, { headers });
  });

/** Of the counters that lost their storage, and of those that cannot tell; undefined: none of either. */
function recoveredOf(parts: readonly ShardReport[]): Report['recovered'] {
  const lost = parts.flatMap(({ recovered }) => recovered ?? []);
  const unread = parts.filter(({ copyUnread }) => copyUnread).length;
  if (lost.length === 0 && unread === 0) return undefined;
  return {
    shards: lost.length,
    asOfMs: lost.length === 0 ? 0 : Math.min(...lost.map(({ asOfMs }) => asOfMs)),
    confirmedOptOuts: lost.reduce((sum, { confirmedOptOuts }) => sum + confirmedOptOuts, 0),
    unread,
  };
}

function slugRange(context: Context<ApiEnv>, { recipients, links }: CampaignRecord): { from: number; count: number } {
  const { from, count } = context.req.query();
  if (from === 'test') {
    wholeNumber('count', count, 1, 1);
    return { from: core.testRecipient(links.length), count: 1 };
  }
  const first = wholeNumber('from', from, 0, recipients - 1) ?? 0;
  return { from: first, count: wholeNumber('count', count, 1, recipients - first) ?? recipients - first };
}

/** The key of this campaign alone. */
async function sealerOptions(env: Env, { record: { host, number }, width }: StoredCampaign): Promise<SealerOptions> {
  const domain = await workspaceStub(env).domain(host);
  const range = domain?.record.keys.find(({ from, to }) => number >= from && (to === null || number <= to));
  if (range === undefined) throw new ApiProblem(503, `${host} has no slug key for campaign ${number}.`);
  const { key } = await keyOfRange(env, host, range);
  return { width, keys: [{ key, from: number, to: number }], highest: number };
}

/** A sealer for each piece, gone before the piece is sent: a reader that hangs up leaves nothing in the core's memory. */
function slugStream(
  options: SealerOptions,
  { number, links }: CampaignRecord,
  from: number,
  count: number,
): ReadableStream<Uint8Array> {
  const atOnce = Math.max(1, Math.floor(PIECE / (links.length * options.width)));
  let done = 0;
  return new ReadableStream({
    pull(controller) {
      const some = Math.min(atOnce, count - done);
      const sealer = core.createSealer(options);
      try {
        controller.enqueue(sealer.sealRange(number, links.length, from + done, some));
      } finally {
        sealer.delete();
      }
      done += some;
      if (done >= count) controller.close();
    },
  });
}

const HEADINGS = [
  ...['time', 'recipient', 'link', 'class', 'reason', 'rules', 'user_agent', 'country', 'asn'],
  ...['counted', 'judged_class', 'judged_reason'],
];
const COUNTED: Record<Outcome['standing'], string> = { counted: 'yes', waiting: 'not-yet', 'left-out': 'never' };

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
    log({ event: 'export-broken', host: record.host, campaign: record.number, error });
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
