/** What comes of a campaign: its slugs, its report, its opt-outs, its hits. */
import type { Context } from 'hono';
import { Hono } from 'hono/tiny';
import type { SealerOptions } from 'klikspor';
import type { OptOuts, Report } from '../../api.d.ts';
import { core } from '../core.ts';
import { log } from '../log.ts';
import type { CampaignRecord } from '../records.ts';
import type { StoredCampaign } from '../rpc.ts';
import { counterStub, workspaceStub } from '../stubs.ts';
import { type ApiEnv, need } from './auth.ts';
import { campaignOfId } from './campaign-id.ts';
import { shown } from './campaigns.ts';
import { oldestCopyMs, optOutsOf, reportsOf, shardsOf } from './counters.ts';
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
    return context.json<Report>({
      campaign: shown(context, stored),
      numbers: core.reportNumbers(totals, kinds, info.sentTo, confirmed),
      totals,
      denominator: 'sent',
      asOfMs: Math.min(...parts.map((part) => part.asOfMs)),
      pending: parts.reduce((sum, part) => sum + part.pending, 0),
      publishedAtMs: oldestCopyMs(parts),
      losses: losses.map(({ kind, hits, lastMs }) => ({ kind, hits, lastMs })),
    });
  })
  .get('/:id/opt-outs', need('opt-outs:read'), async (context) => {
    const { record } = await campaignOfId(context.env, context.req.param('id'));
    const rows: { recipient: number; atMs: number }[] = [];
    for (const { recipients, confirmedAtMs } of await optOutsOf(context.env, record)) {
      recipients.forEach((recipient, i) => {
        rows.push({ recipient, atMs: confirmedAtMs[i] ?? 0 });
      });
    }
    rows.sort((a, b) => a.atMs - b.atMs || a.recipient - b.recipient);
    return context.json<OptOuts>({
      recipients: rows.map(({ recipient }) => recipient),
      confirmedAtMs: rows.map(({ atMs }) => atMs),
    });
  })
  .get('/:id/hits.csv', need('hits:read'), async (context) => {
    const { record } = await campaignOfId(context.env, context.req.param('id'));
    const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
    context.executionCtx.waitUntil(writeHits(context.env, record, writable));
    return new Response(readable, {
      headers: {
        'content-type': 'text/csv; charset=utf-8',
        'content-disposition': `attachment; filename="hits-${record.host}-${record.number}.csv"`,
        'cache-control': 'private, no-store',
      },
    });
  });

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
        sealer.dispose();
      }
      done += some;
      if (done >= count) controller.close();
    },
  });
}

const HEADINGS = ['time', 'recipient', 'link', 'class', 'reason', 'rules', 'user_agent', 'country', 'asn'];

/** Every hit whose raw batch is still kept, shard by shard: memory holds a megabyte of batches at a time. */
async function writeHits(env: Env, record: CampaignRecord, writable: WritableStream<Uint8Array>): Promise<void> {
  const utf8 = new TextEncoder();
  const writer = writable.getWriter();
  const testRecipient = core.testRecipient(record.links.length);
  const linesOf = (bytes: Uint8Array) => {
    const batch = core.unpackHits(bytes);
    const lines = batch?.hits.map((hit) => {
      const recipient = hit.recipient === testRecipient ? 'test' : String(hit.recipient);
      const agent = core.csvField(batch.agents[hit.agent] ?? '', ',');
      const time = new Date(hit.atMs).toISOString();
      return `${[time, recipient, hit.link, hit.class, hit.reason, hit.rules, agent, hit.country, hit.asn].join(',')}\r\n`;
    });
    return lines?.join('') ?? '';
  };
  try {
    await writer.write(utf8.encode(`${HEADINGS.join(',')}\r\n`));
    for (const shard of shardsOf(record)) {
      const counter = counterStub(env, record, shard);
      for (let batches = await counter.batches(0); batches.length > 0; ) {
        for (const { bytes } of batches) await writer.write(utf8.encode(linesOf(bytes)));
        batches = await counter.batches(batches.at(-1)?.seq ?? Number.MAX_SAFE_INTEGER);
      }
    }
    await writer.close();
  } catch (error) {
    // The reader sees the stream break off, never a file that ends early as if it were whole.
    log({ event: 'export-broken', host: record.host, campaign: record.number, error });
    await writer.abort(error).catch(() => {});
  }
}
