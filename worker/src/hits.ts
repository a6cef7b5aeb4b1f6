/** From a request to a hit on its way: judged by the core, gathered for its shard, sent. */
import type { Hit, Verdict, Visit } from 'klikspor/edge';
import type { Slot } from './campaigns.ts';
import { core, judge } from './core.ts';
import { type Delivery, deliver } from './deliver.ts';
import { Gatherer } from './gatherer.ts';
import { hasLosses, lose, tellLosses } from './losses.ts';
import type { CampaignRecord } from './records.ts';
import { settings } from './settings.ts';
import { identityOf, shardOf } from './shard-identity.ts';

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

let gatherer: Gatherer<Gathered, Formed> | undefined;

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
          const isSafe = await deliver(formed.env, formed, 'store', settings(formed.env).fastDeadlineMs);
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
  // The answer waits for the hit, and not for what is told of it.
  ctx.waitUntil(done.then((isSafe) => (isSafe ? undefined : tellLosses(env))));
  return done;
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

/**
 * A UUID of version 7 (RFC 9562, 5.7): the moment, then chance. Later ids sort later, so a counter's index of ids grows
 * at its end, and a commit touches the pages it touched last and not one anywhere.
 */
function batchId(): string {
  const at = Date.now().toString(16).padStart(12, '0');
  return `${at.slice(0, 8)}-${at.slice(8)}-7${crypto.randomUUID().slice(15)}`;
}
