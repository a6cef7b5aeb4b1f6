/** Link domains: the hosts that short links are on. */
import type { Context } from 'hono';
import * as v from 'valibot';
import { addresses } from '../addresses.ts';
import { forgetDomain } from '../campaigns.ts';
import { isProof } from '../domain-proof.ts';
import { openGateway } from '../gateways/open.ts';
import { callingCodeOf } from '../messages/calling-codes.ts';
import { type DomainRecord, NUMBER_BLOCK, type StopTexts } from '../records.ts';
import type { StoredDomain } from '../rpc/catalogue.ts';
import { senderFault } from '../sender-fault.ts';
import { hasJurisdiction, ownJurisdiction, WORKSPACE, workspaceStub } from '../stubs.ts';
import type { ApiEnv } from './auth.ts';
import { finishedDestination, hostsOf } from './destinations.ts';
import { endpoint } from './endpoint.ts';
import { count, moment, named, senderName, text, width } from './fields.ts';
import { checkedHost, linkPrefixOf, noDomain, proofUrlOf } from './hosts.ts';
import { newestKey, settled } from './keys.ts';
import { ApiProblem, fieldProblem, outage } from './problem.ts';
import { refusalText } from './refusals.ts';

const landingPage = v.nullable(text('The landing page', 2_048));
const proof = text('The proof', 200);

const newDomain = v.strictObject({
  host: named('The host', 253),
  /** Where the host itself leads, and every link that has ended. */
  landingPage: v.exactOptional(landingPage),
  senderName: v.exactOptional(senderName),
  jurisdiction: v.exactOptional(v.nullable(v.literal('eu', 'The jurisdiction is "eu" or null.'))),
  /** As in `DomainProof`; absent: proved later. */
  proof: v.exactOptional(proof),
});
export type NewDomain = v.InferOutput<typeof newDomain>;

/** What `/.well-known/klikspor` of the host answered, at most ten minutes ago. */
const domainProof = v.strictObject({ proof });
export type DomainProof = v.InferOutput<typeof domainProof>;

/** How whoever writes his number at `/stop` is sent a link to opt out with. */
const stopTexts = v.strictObject({
  /** Id of a gateway. */
  gateway: named('The gateway', 50),
  /** A name of at most eleven characters, or a number. */
  from: named('The sender', 16),
  /** Of numbers that are written without one, such as 45. */
  countryCode: v.pipe(
    text('The country code', 4),
    v.regex(/^[1-9]\d{0,3}$/, 'The country code is its digits alone, such as 45.'),
  ),
});

const domainEdit = v.strictObject({
  landingPage: v.exactOptional(landingPage),
  senderName: v.exactOptional(senderName),
  /** Null: `/stop` asks for links alone. */
  stopTexts: v.exactOptional(v.nullable(stopTexts)),
});
export type DomainEdit = v.InferOutput<typeof domainEdit>;

const domain = v.strictObject({
  host: v.string(),
  width,
  /** Highest campaign number handed out. */
  lastNumber: count,
  landingPage: v.nullable(v.string()),
  /** Shown on the opt-out page. */
  senderName: v.string(),
  /** Null: people cannot opt out by their number at `/stop`. */
  stopTexts: v.nullable(stopTexts),
  jurisdiction: v.nullable(v.literal('eu')),
  /** What short links start with when shown, such as `s.brand.dk/`; with the port where the app runs locally. */
  linkPrefix: v.string(),
  /** When it was last proved that the host leads here; null: it does not point here yet, and nothing is published to it. */
  provedAtMs: v.nullable(moment),
  /** Whose answer proves it. */
  proofUrl: v.string(),
});
export type Domain = v.InferOutput<typeof domain>;

export const domainEndpoints = [
  endpoint({
    route: 'GET /api/domains',
    summary: 'Link domains',
    access: 'campaigns:read',
    answer: v.strictObject({ entries: v.array(domain) }),
    examples: [{}],
    handle: async ({ context, env }) => {
      const entries = await workspaceStub(env).domains();
      return { entries: entries.map((stored) => shown(context.req.url, stored)) };
    },
  }),
  endpoint({
    route: 'POST /api/domains',
    summary: 'Add a link domain',
    access: 'admin',
    body: newDomain,
    answer: domain,
    status: 201,
    refusals: { 409: 'It is a link domain already' },
    examples: [{ body: { host: 's.brand.dk', senderName: 'Brand', landingPage: 'https://www.brand.dk/' } }],
    handle: async ({ context, env, body }) => {
      const host = await checkedHost(body.host, context.req.url, env);
      const all = hostsOf(await workspaceStub(env).domains());
      const landingPage = await checkedLandingPage(body.landingPage ?? null, all.add(host));
      const jurisdiction = checkedJurisdiction(body.jurisdiction ?? ownJurisdiction(env), env);
      const key = await newestKey(env, host);
      const nowMs = Date.now();
      if (body.proof !== undefined) await checkProof(context, host, body.proof, nowMs);
      const provedAtMs = body.proof === undefined ? null : nowMs;
      const record: DomainRecord = {
        workspace: WORKSPACE,
        width: 8,
        keys: [{ ...key, from: 1, to: null }],
        highest: NUMBER_BLOCK,
        vanity: {},
        jurisdiction,
        landingPage,
        senderName: body.senderName ?? '',
      };
      const added = await workspaceStub(env).addDomain(host, record, provedAtMs);
      if (added === false) {
        throw fieldProblem(409, '/host', 'domain-exists', `${host} is a link domain already: choose it from the list.`);
      }
      if (added === 'unsure') {
        throw outage(
          `Whether ${host} has carried short links before cannot be told: KV does not answer. Nothing was added; try again in a minute.`,
        );
      }
      await forgetDomain(env, host);
      return shown(context.req.url, added);
    },
  }),
  endpoint({
    route: 'PATCH /api/domains/{host}',
    summary: 'Change landing page, sender name, or how people opt out by number',
    access: 'admin',
    body: domainEdit,
    answer: domain,
    refusals: { 404: 'It is no link domain' },
    examples: [
      { params: { host: 's.brand.dk' }, body: { landingPage: null } },
      {
        params: { host: 's.brand.dk' },
        body: { stopTexts: { gateway: 'outbox', from: 'Brand', countryCode: '45' } },
      },
    ],
    handle: async ({ context, env, params: { host }, body }) => {
      const all = hostsOf(await workspaceStub(env).domains());
      const edit = {
        ...(body.landingPage !== undefined && { landingPage: await checkedLandingPage(body.landingPage, all) }),
        ...(body.senderName !== undefined && { senderName: body.senderName }),
        ...(body.stopTexts !== undefined && { stopTexts: await checkedStopTexts(env, body.stopTexts) }),
      };
      const edited = await workspaceStub(env).editDomain(host, edit);
      if (edited === null) throw noDomain(host);
      await forgetDomain(env, host);
      return shown(context.req.url, edited);
    },
  }),
  endpoint({
    route: 'POST /api/domains/{host}/proof',
    summary: 'Prove that the host leads here, with what its /.well-known/klikspor answers',
    // Nobody can forge a proof: whoever may publish may send one.
    access: 'campaigns:write',
    body: domainProof,
    answer: domain,
    refusals: { 404: 'It is no link domain' },
    examples: [
      { params: { host: 's.brand.dk' }, body: { proof: `klikspor-proof.1795980000000.${'8f3c5a1e'.repeat(8)}` } },
    ],
    handle: async ({ context, env, params: { host }, body }) => {
      if ((await workspaceStub(env).domain(host)) === null) throw noDomain(host);
      const nowMs = Date.now();
      await checkProof(context, host, body.proof, nowMs);
      const proved = await workspaceStub(env).proveDomain(host, nowMs);
      if (proved === null) throw noDomain(host);
      return shown(context.req.url, proved);
    },
  }),
  endpoint({
    route: 'DELETE /api/domains/{host}',
    summary: 'Remove a link domain without campaigns',
    access: 'admin',
    refusals: { 404: 'It is no link domain', 409: 'It has campaigns: links that were sent would be dead' },
    examples: [{ params: { host: 'old.brand.dk' } }],
    handle: async ({ env, params: { host } }) => {
      const outcome = await workspaceStub(env).removeDomain(host);
      if (outcome === null) throw noDomain(host);
      if (outcome === 'in-use') {
        throw new ApiProblem(
          409,
          `${host} has campaigns: without the domain, links that were sent would be dead. It stays.`,
        );
      }
      if (outcome === 'unsure') {
        throw outage(
          `Whether links on ${host} were ever sent cannot be told: KV or a counter does not answer. It stays; try again in a minute.`,
        );
      }
      await forgetDomain(env, host);
    },
  }),
];

async function checkProof({ env, req }: Context<ApiEnv>, host: string, proof: string, nowMs: number): Promise<void> {
  if (await settled(() => isProof(env, host, proof, nowMs))) return;
  throw fieldProblem(
    422,
    '/proof',
    'proof-refused',
    `This is not what this klikspor answers for ${host}, or it is older than ten minutes: ask ${proofUrlOf(req.url, host)} and send its answer. If that is refused too, the host leads to another klikspor.`,
  );
}

async function checkedStopTexts(env: Env, written: StopTexts | null): Promise<StopTexts | null> {
  if (written === null) return null;
  if ((await openGateway(env, written.gateway)) === null) {
    throw fieldProblem(
      422,
      '/stopTexts/gateway',
      'no-such-gateway',
      'There is no gateway of this id that can be used: set it up first.',
    );
  }
  if (callingCodeOf(`+${written.countryCode}`) !== written.countryCode) {
    throw fieldProblem(
      422,
      '/stopTexts/countryCode',
      'no-such-country',
      `No country has the code ${written.countryCode}: write the digits behind the plus sign, such as 45.`,
    );
  }
  const wrong = senderFault(written.from);
  if (wrong !== null) throw fieldProblem(422, '/stopTexts/from', 'sender', wrong.detail);
  return written;
}

async function checkedLandingPage(url: string | null, linkHosts: ReadonlySet<string>): Promise<string | null> {
  if (url === null || url.trim() === '') return null;
  const outcome = finishedDestination(await addresses(), url, [], linkHosts);
  if (!outcome.ok) throw fieldProblem(422, '/landingPage', outcome.error, refusalText(outcome));
  return outcome.url;
}

/** Frozen with the domain: found out now, not at the first click. */
function checkedJurisdiction(jurisdiction: 'eu' | null, env: Env): 'eu' | null {
  if (hasJurisdiction(env, jurisdiction)) return jurisdiction;
  throw fieldProblem(
    422,
    '/jurisdiction',
    'jurisdiction-unavailable',
    'This runtime cannot keep data in one jurisdiction (none does locally): leave jurisdiction out, or deploy.',
  );
}

function shown(requestUrl: string, { host, record, lastNumber, provedAtMs }: StoredDomain): Domain {
  const { width, landingPage, senderName, stopTexts = null, jurisdiction } = record;
  return {
    host,
    width,
    lastNumber,
    landingPage,
    senderName,
    stopTexts,
    jurisdiction,
    linkPrefix: linkPrefixOf(requestUrl, host),
    provedAtMs,
    proofUrl: proofUrlOf(requestUrl, host),
  };
}
