/** From a request to a hit on its way: judged by the core, gathered for its shard, sent. */
import type { Hit, Verdict, Visit } from 'klikspor/edge';
import { batchId } from './batch-id.ts';
import type { Slot } from './campaigns.ts';
import { core, judge } from './core.ts';
import { type Delivery, deliver } from './deliver.ts';
import { Gatherer } from './gatherer.ts';
import { hasLosses, lose, tellLosses } from './losses.ts';
import type { CampaignRecord } from './records.ts';
import { settings } from './settings.ts';
import { identityOf, shardOf } from './shard-identity.ts';
import { StrictLanes } from './strict-lane.ts';

/** What the visitor rules look at, beside method and user agent; nothing else of a request is copied. */
const JUDGED_HEADERS = core.judgedHeaders();
/** Cut before it is judged; a batch keeps 1,024 octets of it. */
const LONGEST_AGENT = 2_048;

/** Header values are cut before they are judged: the rules look at no more. */
const LONGEST_VALUE = 512;

/** All that the rules look at: the same look, the same verdict. Judging waits until after the answer. */
interface Look {
  readonly visit: Visit & { readonly asn: number };
  verdict: Verdict | undefined;
}

/** A request, as far as it is counted. */
interface Visitor {
  readonly atMs: number;
  readonly recipient: number;
  readonly link: number;
  readonly isTest: boolean;
  readonly country: string;
  readonly look: Look;
}

/** Phones of one kind look alike, and a campaign is read by thousands of them within minutes. */
const looks = new Map<string, Look>();
const MOST_LOOKS = 1_000;

interface Gathered {
  readonly campaign: CampaignRecord;
  readonly shard: number;
  readonly visitors: Visitor[];
}

/** A strict campaign's hit: alone, until it meets others. */
interface Single {
  readonly campaign: CampaignRecord;
  readonly shard: number;
  readonly visitor: Visitor;
}

interface Formed extends Delivery {
  readonly env: Env;
}

/**
 * How the redirect hands over a hit. A promise: the answer waits until the hit is safe (strict campaigns). What follows it may
 * go on in another request's name: that does for an answer without a body, and no other (`own-name.ts`).
 */
export interface HitRecorder {
  record(
    request: Request,
    env: Env,
    ctx: ExecutionContext,
    campaign: CampaignRecord,
    slot: Slot,
  ): Promise<unknown> | undefined;
}

let gatherer: Gatherer<Gathered, Formed> | undefined;
let strictLanes: StrictLanes<Single, Formed> | undefined;

export const hits: HitRecorder = {
  record(request, env, ctx, campaign, slot) {
    // What others lost and could not tell.
    if (hasLosses()) ctx.waitUntil(tellLosses(env));
    try {
      const shard = shardOf(campaign, slot.recipient);
      const visitor = visitorOf(request, slot);
      if (campaign.counting === 'strict') return recordStrict(env, ctx, campaign, shard, visitor);
      gatherer ??= new Gatherer<Gathered, Formed>({
        gatherMs: settings(env).gatherMs,
        form: (gathered) => form(env, gathered),
        send: async (formed) => {
          const isSafe = await deliver(formed.env, formed, settings(formed.env).fastDeadlineMs);
          if (!isSafe) await tellLosses(formed.env);
        },
      });
      gatherer
        .gathered(`${campaign.host}/${campaign.number}/${shard}`, () => ({ campaign, shard, visitors: [] }))
        .visitors.push(visitor);
      gatherer.attend((work) => ctx.waitUntil(work));
    } catch (error) {
      // A failing count never breaks the redirect.
      const shard = shardOf(campaign, slot.recipient);
      lose({ ...campaign, shard }, { kind: 'uncounted', batch: '', hits: 1, attempts: 0, error });
      ctx.waitUntil(tellLosses(env));
    }
    return undefined;
  },
};

/** Never rejects. */
function recordStrict(
  env: Env,
  ctx: ExecutionContext,
  campaign: CampaignRecord,
  shard: number,
  visitor: Visitor,
): Promise<unknown> {
  const { strictDeadlineMs } = settings(env);
  strictLanes ??= new StrictLanes<Single, Formed>({
    silentMs: (strictDeadlineMs || 2_000) + 1_000,
    form: (hits) => formStrict(env, hits),
    send: async (formed, sinceMs, waitUntil) => {
      const waitedMs = Math.max(0, Date.now() - sinceMs);
      const leftMs = strictDeadlineMs === 0 ? 0 : Math.max(1, strictDeadlineMs - waitedMs);
      const isSafe = await deliver(formed.env, formed, leftMs, 'storeStrict');
      // The answers wait for the hits, and not for what is told of them.
      if (!isSafe) waitUntil(tellLosses(formed.env));
    },
  });
  // Hits of two publishings never go together.
  const key = `${campaign.host}/${campaign.number}/${shard}/${campaign.publishedAtMs}`;
  return strictLanes.add(key, { campaign, shard, visitor }, (work) => ctx.waitUntil(work));
}

/** Never throws: those who joined wait for it. What is lost is told with the next request. */
function formStrict(env: Env, hits: readonly [Single, ...Single[]]): Formed[] {
  const [{ campaign, shard }] = hits;
  try {
    return form(env, { campaign, shard, visitors: hits.map(({ visitor }) => visitor) });
  } catch (error) {
    lose({ ...campaign, shard }, { kind: 'uncounted', batch: '', hits: hits.length, attempts: 0, error });
    return [];
  }
}

function visitorOf(request: Request, slot: Slot): Visitor {
  const cf = request.cf as { asn?: unknown; country?: unknown } | undefined;
  return {
    atMs: Date.now(),
    recipient: slot.recipient,
    link: slot.link,
    isTest: slot.isTest,
    country: typeof cf?.country === 'string' ? cf.country : '',
    look: lookOf(request, typeof cf?.asn === 'number' ? cf.asn : 0),
  };
}

function lookOf({ method, headers }: Request, asn: number): Look {
  const judgedValue = (name: string) => (headers.get(name) ?? '').slice(0, LONGEST_VALUE);
  const userAgent = (headers.get('user-agent') ?? '').slice(0, LONGEST_AGENT);
  let key = `${asn} ${method} ${userAgent}`;
  // A line feed stands in no header: two different looks are two different strings.
  for (const name of JUDGED_HEADERS) key += `\n${judgedValue(name)}`;
  const known = looks.get(key);
  if (known !== undefined) return known;
  // A header without a value is as good as none.
  const judged = JUDGED_HEADERS.map((name) => [name, judgedValue(name)] as const).filter(([, value]) => value !== '');
  const look: Look = {
    visit: { method, userAgent, headers: Object.fromEntries(judged), asn },
    verdict: undefined,
  };
  if (looks.size >= MOST_LOOKS) looks.clear();
  looks.set(key, look);
  return look;
}

function form(env: Env, { campaign, shard, visitors }: Gathered): Formed[] {
  const identity = identityOf(campaign, shard);
  const batch = core.createHitBatch();
  const { version: rules } = judge;
  try {
    batch.append(
      visitors.map(({ atMs, recipient, link, isTest, country, look }): Hit => {
        const { userAgent, asn } = look.visit;
        look.verdict ??= judge.judge(look.visit);
        const { class: judged, reason, signals } = look.verdict;
        const hitClass = isTest ? 'test' : judged;
        return { atMs, recipient, link, class: hitClass, reason, rules, userAgent, country, asn, signals };
      }),
    );
    return batch.pack().map(({ bytes, hits }) => ({
      env,
      identity,
      jurisdiction: campaign.jurisdiction,
      id: batchId(),
      bytes,
      hits,
    }));
  } finally {
    batch.delete();
  }
}
