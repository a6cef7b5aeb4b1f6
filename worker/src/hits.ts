/** From a request to a hit on its way: judged by the core, gathered for its shard, sent. */
import type { Hit, Verdict, Visit } from 'klikspor';
import type { Slot } from './campaigns.ts';
import { core, judge } from './core.ts';
import { type Delivery, deliver } from './deliver.ts';
import { Gatherer } from './gatherer.ts';
import type { CampaignRecord } from './records.ts';
import type { ShardIdentity } from './rpc.ts';
import { settings } from './settings.ts';

/** What the visitor rules look at, beside method and user agent; nothing else of a request is copied. */
const JUDGED_HEADERS = ['accept', 'accept-language', 'purpose', 'sec-fetch-mode', 'sec-purpose', 'x-moz', 'x-purpose'];
/** Cut before it is judged; a batch keeps 1,024 octets of it. */
const LONGEST_AGENT = 2_048;

/** Header values are cut before they are judged: the rules look at no more. */
const LONGEST_VALUE = 512;

/** A request, as far as it is counted. */
interface Visitor {
  readonly atMs: number;
  readonly recipient: number;
  readonly link: number;
  readonly isTest: boolean;
  readonly userAgent: string;
  readonly asn: number;
  readonly country: string;
  /** All that the rules look at, in one string: the same look, the same verdict. Judging waits until after the answer. */
  readonly look: string;
}

/** Phones of one kind look alike, and a campaign is read by thousands of them within minutes. */
const verdicts = new Map<string, Verdict>();
const MOST_VERDICTS = 1_000;

interface Gathered {
  readonly campaign: CampaignRecord;
  readonly shard: number;
  readonly visitors: Visitor[];
}

interface Formed extends Delivery {
  readonly env: Env;
}

/** How the redirect hands over a hit. A promise: the answer waits until the hit is safe (strict campaigns). */
export interface HitRecorder {
  record(
    request: Request,
    env: Env,
    ctx: ExecutionContext,
    campaign: CampaignRecord,
    slot: Slot,
  ): Promise<unknown> | undefined;
}

/** Shards partition recipients: the core's fold knows the same rule. */
export function shardOf(campaign: CampaignRecord, recipient: number): number {
  return recipient % campaign.shards;
}

export function identityOf(campaign: CampaignRecord, shard: number): ShardIdentity {
  return {
    host: campaign.host,
    number: campaign.number,
    shard,
    shape: {
      recipients: campaign.recipients,
      links: campaign.links.map(({ kind }) => kind),
      shards: campaign.shards,
      shard,
      tracking: campaign.tracking,
      publishedAtMs: campaign.publishedAtMs,
    },
  };
}

let gatherer: Gatherer<Gathered, Formed> | undefined;

export const hits: HitRecorder = {
  record(request, env, ctx, campaign, slot) {
    try {
      const shard = shardOf(campaign, slot.recipient);
      const visitor = visitorOf(request, slot);
      if (campaign.counting === 'strict') return recordStrict(env, ctx, campaign, shard, visitor);
      gatherer ??= new Gatherer<Gathered, Formed>({
        gatherMs: settings(env).gatherMs,
        form: (gathered) => form(env, gathered),
        send: async (formed) => {
          await deliver(formed.env, formed, 'store', settings(formed.env).fastDeadlineMs);
        },
      });
      gatherer
        .gathered(`${campaign.host}/${campaign.number}/${shard}`, () => ({ campaign, shard, visitors: [] }))
        .visitors.push(visitor);
      gatherer.attend((work) => ctx.waitUntil(work));
    } catch (error) {
      // A failing count never breaks the redirect.
      console.error(JSON.stringify({ event: 'uncounted', host: campaign.host, hits: 1, error: String(error) }));
    }
    return undefined;
  },
};

/** Never rejects. The work goes on after a cut connection, so that the hit is not lost with its visitor. */
function recordStrict(
  env: Env,
  ctx: ExecutionContext,
  campaign: CampaignRecord,
  shard: number,
  visitor: Visitor,
): Promise<unknown> {
  const [formed] = form(env, { campaign, shard, visitors: [visitor] });
  if (formed === undefined) return Promise.resolve();
  const done = deliver(env, formed, 'storeStrict', settings(env).strictDeadlineMs);
  ctx.waitUntil(done);
  return done;
}

function visitorOf(request: Request, slot: Slot): Visitor {
  const cf = request.cf as { asn?: unknown; country?: unknown } | undefined;
  const asn = typeof cf?.asn === 'number' ? cf.asn : 0;
  const { method, headers } = request;
  const userAgent = (headers.get('user-agent') ?? '').slice(0, LONGEST_AGENT);
  let look = `${asn} ${method} ${userAgent}`;
  // A line feed stands in no header: two different looks are two different strings.
  for (const name of JUDGED_HEADERS) look += `\n${(headers.get(name) ?? '').slice(0, LONGEST_VALUE)}`;
  return {
    atMs: Date.now(),
    recipient: slot.recipient,
    link: slot.link,
    isTest: slot.isTest,
    userAgent,
    asn,
    country: typeof cf?.country === 'string' ? cf.country : '',
    look,
  };
}

function verdictOf(look: string): Verdict {
  const known = verdicts.get(look);
  if (known !== undefined) return known;
  const verdict = judge.judge(visitOf(look));
  if (verdicts.size >= MOST_VERDICTS) verdicts.clear();
  verdicts.set(look, verdict);
  return verdict;
}

/** What was written into a look. A header without a value is as good as none. */
function visitOf(look: string): Visit {
  const [first = '', ...values] = look.split('\n');
  const method = first.indexOf(' ') + 1;
  const agent = first.indexOf(' ', method) + 1;
  const headers: Record<string, string> = {};
  JUDGED_HEADERS.forEach((name, i) => {
    const value = values[i];
    if (value !== undefined && value !== '') headers[name] = value;
  });
  return {
    method: first.slice(method, agent - 1),
    userAgent: first.slice(agent),
    headers,
    asn: Number.parseInt(first, 10),
  };
}

function form(env: Env, { campaign, shard, visitors }: Gathered): Formed[] {
  const agents: string[] = [];
  const indices = new Map<string, number>();
  const judged = visitors.map((visitor): Hit => {
    let agent = indices.get(visitor.userAgent);
    if (agent === undefined) {
      agent = agents.push(visitor.userAgent) - 1;
      indices.set(visitor.userAgent, agent);
    }
    const verdict = verdictOf(visitor.look);
    return {
      atMs: visitor.atMs,
      recipient: visitor.recipient,
      link: visitor.link,
      class: visitor.isTest ? 'test' : verdict.class,
      reason: verdict.reason,
      rules: judge.version,
      agent,
      country: visitor.country,
      asn: visitor.asn,
      signals: verdict.signals,
    };
  });
  const identity = identityOf(campaign, shard);
  return core.packHitBatches({ agents, hits: judged, attempts: 0, detours: 0 }).map((bytes) => ({
    env,
    identity,
    jurisdiction: campaign.jurisdiction,
    id: crypto.randomUUID(),
    bytes,
    hits: core.batchHeader(bytes)?.hits ?? 0,
  }));
}
