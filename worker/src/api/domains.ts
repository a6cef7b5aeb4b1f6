import type { Context } from 'hono';
import { Hono } from 'hono/tiny';
import type { Domain } from '../../api.d.ts';
import { addresses } from '../addresses.ts';
import { forgetDomain } from '../campaigns.ts';
import { isProof } from '../domain-proof.ts';
import { type DomainRecord, NUMBER_BLOCK } from '../records.ts';
import type { StoredDomain } from '../rpc.ts';
import { hasJurisdiction, ownJurisdiction, WORKSPACE, workspaceStub } from '../stubs.ts';
import { type ApiEnv, need } from './auth.ts';
import { readBody } from './body.ts';
import { finishedDestination, hostsOf } from './destinations.ts';
import { checkedHost, linkPrefixOf, proofUrlOf } from './hosts.ts';
import { newestKey, settled } from './keys.ts';
import { ApiProblem, fieldProblem, outage } from './problem.ts';
import { refusalText } from './refusals.ts';
import { domainEdit, domainProof, newDomain } from './schemas.ts';

export const domains = new Hono<ApiEnv>()
  .get('/', need('campaigns:read'), async (context) => {
    const entries = await workspaceStub(context.env).domains();
    return context.json({ entries: entries.map((domain) => shown(context.req.url, domain)) });
  })
  .post('/', need('admin'), async (context) => {
    const { value } = await readBody(context.req.raw, newDomain);
    const host = await checkedHost(value.host, context.req.url, context.env);
    const all = hostsOf(await workspaceStub(context.env).domains());
    const landingPage = await checkedLandingPage(value.landingPage ?? null, all.add(host));
    const jurisdiction = checkedJurisdiction(value.jurisdiction ?? ownJurisdiction(context.env), context.env);
    const key = await newestKey(context.env, host);
    const nowMs = Date.now();
    if (value.proof !== undefined) await checkProof(context, host, value.proof, nowMs);
    const provedAtMs = value.proof === undefined ? null : nowMs;
    const record: DomainRecord = {
      workspace: WORKSPACE,
      width: 8,
      keys: [{ ...key, from: 1, to: null }],
      highest: NUMBER_BLOCK,
      vanity: {},
      jurisdiction,
      landingPage,
      senderName: value.senderName ?? '',
    };
    const added = await workspaceStub(context.env).addDomain(host, record, provedAtMs);
    if (added === false) {
      throw fieldProblem(409, '/host', 'domain-exists', `${host} is a link domain already: choose it from the list.`);
    }
    if (added === 'unsure') {
      throw outage(
        `Whether ${host} has carried short links before cannot be told: KV does not answer. Nothing was added; try again in a minute.`,
      );
    }
    await forgetDomain(context.env, host);
    return context.json<Domain>(shown(context.req.url, added), 201);
  })
  .patch('/:host', need('admin'), async (context) => {
    const { value } = await readBody(context.req.raw, domainEdit);
    const { host } = context.req.param();
    const all = hostsOf(await workspaceStub(context.env).domains());
    const edit = {
      ...(value.landingPage !== undefined && { landingPage: await checkedLandingPage(value.landingPage, all) }),
      ...(value.senderName !== undefined && { senderName: value.senderName }),
    };
    const edited = await workspaceStub(context.env).editDomain(host, edit);
    if (edited === null) throw new ApiProblem(404, `${host} is no link domain.`);
    await forgetDomain(context.env, host);
    return context.json<Domain>(shown(context.req.url, edited));
  })
  // Nobody can forge a proof: whoever may publish may send one.
  .post('/:host/proof', need('campaigns:write'), async (context) => {
    const { value } = await readBody(context.req.raw, domainProof);
    const { host } = context.req.param();
    if ((await workspaceStub(context.env).domain(host)) === null)
      throw new ApiProblem(404, `${host} is no link domain.`);
    const nowMs = Date.now();
    await checkProof(context, host, value.proof, nowMs);
    const proved = await workspaceStub(context.env).proveDomain(host, nowMs);
    if (proved === null) throw new ApiProblem(404, `${host} is no link domain any more.`);
    return context.json<Domain>(shown(context.req.url, proved));
  })
  .delete('/:host', need('admin'), async (context) => {
    const { host } = context.req.param();
    const outcome = await workspaceStub(context.env).removeDomain(host);
    if (outcome === null) throw new ApiProblem(404, `${host} is no link domain.`);
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
    await forgetDomain(context.env, host);
    return context.body(null, 204);
  });

async function checkProof(context: Context<ApiEnv>, host: string, proof: string, nowMs: number): Promise<void> {
  if (await settled(() => isProof(context.env, host, proof, nowMs))) return;
  throw fieldProblem(
    422,
    '/proof',
    'proof-refused',
    `This is not what this klikspor answers for ${host}, or it is older than ten minutes: ask ${proofUrlOf(context.req.url, host)} and send its answer. If that is refused too, the host leads to another klikspor.`,
  );
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
  const { width, landingPage, senderName, jurisdiction } = record;
  return {
    host,
    width,
    highest: lastNumber,
    landingPage,
    senderName,
    jurisdiction,
    linkPrefix: linkPrefixOf(requestUrl, host),
    provedAtMs,
    proofUrl: proofUrlOf(requestUrl, host),
  };
}
