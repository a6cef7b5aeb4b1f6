/** What the API answers, as schemas: for /api/openapi.json, and for the tests, which hold real answers against them. */
import * as v from 'valibot';
import type {
  Campaign,
  Domain,
  ListKey,
  OptOuts,
  Problem,
  Repair,
  Report,
  Session,
  Status,
  Token,
} from '../../api.d.ts';
import { LANGUAGES } from '../pages/languages.ts';
import { scope } from './schemas.ts';

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const moment = count;
const width = v.picklist([8, 9]);
const kind = v.picklist(['destination', 'opt-out']);
const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));

export const problem = v.strictObject({
  type: v.string(),
  title: v.string(),
  status: v.pipe(v.number(), v.minValue(400), v.maxValue(599)),
  detail: v.string(),
  errors: v.exactOptional(v.array(v.strictObject({ pointer: v.string(), code: v.string(), detail: v.string() }))),
});

export const session = v.strictObject({ scopes: v.array(scope), expiresAtMs: moment });

export const token = v.strictObject({
  id: v.string(),
  name: v.string(),
  scopes: v.array(scope),
  createdAtMs: moment,
  expiresAtMs: v.nullable(moment),
  secret: v.exactOptional(v.string()),
});

export const domain = v.strictObject({
  host: v.string(),
  width,
  highest: count,
  landingPage: v.nullable(v.string()),
  senderName: v.string(),
  jurisdiction: v.nullable(v.literal('eu')),
  linkPrefix: v.string(),
  provedAtMs: v.nullable(moment),
  proofUrl: v.string(),
});

export const vanitySlugs = v.strictObject({
  entries: v.array(v.strictObject({ slug: v.string(), campaign: v.string(), link: count })),
});

export const listKey = v.strictObject({ key: count, secret: v.string() });

const half = v.strictObject({ rows: count, ordered: v.string() });
const list = v.strictObject({
  rows: count,
  key: count,
  ordered: v.string(),
  sorted: v.string(),
  rewritten: v.union([v.literal('all'), v.array(v.string())]),
  fileName: v.string(),
  fileModifiedAtMs: v.nullable(moment),
  reading: v.exactOptional(v.strictObject({ country: v.string(), numberColumn: count, leftOut: count })),
  split: v.exactOptional(
    v.strictObject({
      seed: v.array(count),
      half: v.picklist([0, 1]),
      halves: v.array(half),
    }),
  ),
});

const link = v.strictObject({
  kind,
  label: v.string(),
  url: v.nullable(v.string()),
  tracked: v.boolean(),
  devices: v.exactOptional(v.strictObject({ ios: v.exactOptional(v.string()), android: v.exactOptional(v.string()) })),
  forwardQuery: v.exactOptional(v.literal(true)),
});

const registered = { country: v.string(), of: v.picklist(['sender', 'domain']) };

export const campaign = v.strictObject({
  id: v.string(),
  number: count,
  name: v.string(),
  host: v.string(),
  recipients: count,
  links: v.array(link),
  kind: v.exactOptional(v.picklist(['marketing', 'service'])),
  tracking: v.picklist(['recipient', 'aggregate']),
  basis: v.exactOptional(
    v.variant('kind', [
      v.strictObject({ kind: v.literal('consent'), statedAtMs: moment }),
      v.strictObject({ kind: v.literal('other'), reason: v.string(), statedAtMs: moment }),
    ]),
  ),
  counting: v.picklist(['fast', 'strict']),
  template: v.string(),
  senderName: v.string(),
  language: v.picklist(LANGUAGES),
  createdAtMs: moment,
  expiresAtMs: v.nullable(moment),
  width,
  linkPrefix: v.string(),
  shards: count,
  archived: v.exactOptional(v.literal(true)),
  budget: v.exactOptional(v.strictObject({ segments: count, shorter: v.nullable(v.string()), leftOut: count })),
  registrations: v.exactOptional(
    v.array(
      v.variant('state', [
        v.strictObject({ ...registered, state: v.literal('not-asked') }),
        v.strictObject({ ...registered, state: v.picklist(['asked', 'confirmed']), on: v.string() }),
      ]),
    ),
  ),
  list: v.exactOptional(list),
  otherVersion: v.exactOptional(v.string()),
  contact: v.exactOptional(v.strictObject({ kind: v.picklist(['telephone', 'email', 'form']), value: v.string() })),
  takesAnswers: v.boolean(),
});

const rate = v.strictObject({ numerator: count, denominator: count, value: share, low: share, high: share });
const machine = { preview: count, scanner: count, prefetch: count, head: count, test: count };

const numbers = v.strictObject({
  clicks: count,
  uniqueClicks: count,
  ctr: rate,
  links: v.array(v.strictObject({ clicks: count, uniqueClicks: count, ctr: rate })),
  optOut: v.strictObject({ pagesOpened: count, confirmed: count, rate }),
  machineHits: v.strictObject(machine),
});

const totals = v.strictObject({
  links: v.array(v.strictObject({ hits: v.strictObject({ human: count, ...machine }), unique: count })),
  clickers: count,
  openers: count,
  timeline: v.array(v.tuple([count, count, count])),
  countries: v.record(v.string(), count),
  devices: v.strictObject({ ios: count, android: count, other: count }),
  lastHitMs: moment,
});

const loss = { kind: v.picklist(['uncounted', 'dropped']), hits: count, lastMs: moment };

export const report = v.strictObject({
  campaign,
  numbers,
  totals,
  denominator: v.picklist(['sent', 'delivered']),
  asOfMs: moment,
  pending: count,
  publishedAtMs: moment,
  losses: v.array(v.strictObject(loss)),
  recovered: v.exactOptional(v.strictObject({ shards: count, asOfMs: moment, confirmedOptOuts: count, unread: count })),
});

export const optOuts = v.strictObject({
  recipients: v.array(count),
  confirmedAtMs: v.array(moment),
  unnamed: v.exactOptional(count),
});

const compared = {
  checked: count,
  missing: count,
  differed: count,
  unread: count,
  mended: count,
  takenOver: count,
};
const counter = { campaign: v.string(), shard: count };

export const status = v.strictObject({
  version: v.string(),
  domains: v.array(v.strictObject({ host: v.string(), fingerprintMatches: v.boolean() })),
  campaigns: count,
  counting: v.strictObject({ batches: count, hits: count, attempts: count, detours: count, publishFailures: count }),
  unreachable: v.array(v.strictObject(counter)),
  losses: v.array(v.strictObject({ campaign: v.string(), ...loss })),
  copies: v.strictObject({
    checkedAtMs: moment,
    all: v.boolean(),
    ...compared,
    waiting: count,
    mendedInAll: count,
    mendedAtMs: moment,
    takenOverInAll: count,
    numbersSkipped: count,
    unknownCampaigns: v.array(v.string()),
    unknownDomains: v.array(v.string()),
    recovered: v.array(v.strictObject({ ...counter, asOfMs: moment, confirmedOptOuts: count })),
    otherPublishing: v.array(v.strictObject(counter)),
  }),
});

export const repair = v.strictObject({
  ...compared,
  adopted: v.array(v.string()),
  _links: v.strictObject({ next: v.exactOptional(v.string()) }),
});

export const domainList = v.strictObject({ entries: v.array(domain) });
export const tokenList = v.strictObject({ entries: v.array(token) });
export const campaignList = v.strictObject({
  entries: v.array(campaign),
  _links: v.strictObject({ next: v.exactOptional(v.string()) }),
});

/** Lists may be read-only in one and not in the other: JSON knows no difference. */
type Plain<T> = T extends object ? { -readonly [K in keyof T]: Plain<T[K]> } : T;
/** Compiles only while the schema and the wire type say the same. */
type Same<A, B> = [Plain<A>] extends [Plain<B>] ? ([Plain<B>] extends [Plain<A>] ? true : never) : never;

export const agreed: [
  Same<v.InferOutput<typeof problem>, Problem>,
  Same<v.InferOutput<typeof session>, Session>,
  Same<v.InferOutput<typeof token>, Token>,
  Same<v.InferOutput<typeof domain>, Domain>,
  Same<v.InferOutput<typeof campaign>, Campaign>,
  Same<v.InferOutput<typeof report>, Report>,
  Same<v.InferOutput<typeof optOuts>, OptOuts>,
  Same<v.InferOutput<typeof status>, Status>,
  Same<v.InferOutput<typeof repair>, Repair>,
  Same<v.InferOutput<typeof listKey>, ListKey>,
] = [true, true, true, true, true, true, true, true, true, true];
