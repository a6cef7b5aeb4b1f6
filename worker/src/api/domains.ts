import { Hono } from 'hono';
import type { Core } from 'klikspor';
import type { Domain } from '../../api.d.ts';
import { forgetRecords, NUMBER_BLOCK } from '../campaigns.ts';
import { core } from '../core.ts';
import type { DomainRecord } from '../records.ts';
import { settings } from '../settings.ts';
import { deriveSlugKey, newestKeyNumber, SlugKeyError } from '../slug-keys.ts';
import { WORKSPACE, workspaceStub } from '../stubs.ts';
import { type ApiEnv, need } from './auth.ts';
import { readBody } from './body.ts';
import { ApiProblem, fieldProblem } from './problem.ts';
import { refusalText } from './refusals.ts';
import { domainEdit, newDomain } from './schemas.ts';

export const domains = new Hono<ApiEnv>()
  .get('/', need('campaigns:read'), async (context) => {
    const entries = await workspaceStub(context.env).domains();
    return context.json({ entries: entries.map(({ host, record }) => shown(context.req.url, host, record)) });
  })
  .post('/', need('admin'), async (context) => {
    const { value } = await readBody(context.req.raw, newDomain);
    const host = checkedHost(core, value.host, context.req.url, context.env);
    const landingPage = checkedLandingPage(value.landingPage ?? null);
    const key = await currentKey(context.env, host);
    const record: DomainRecord = {
      workspace: WORKSPACE,
      // Nine from the start only for those who plan beyond ten million live slugs; see docs/how-it-works.md.
      width: 8,
      keys: [{ ...key, from: 1, to: null }],
      highest: NUMBER_BLOCK,
      vanity: {},
      jurisdiction: value.jurisdiction ?? null,
      landingPage,
      senderName: value.senderName ?? '',
    };
    if (!(await workspaceStub(context.env).addDomain(host, record))) {
      throw fieldProblem(409, '/host', 'domain-exists', `${host} is a link domain already: choose it from the list.`);
    }
    forgetRecords();
    return context.json<Domain>(shown(context.req.url, host, record), 201);
  })
  .patch('/:host', need('admin'), async (context) => {
    const { value } = await readBody(context.req.raw, domainEdit);
    const { host } = context.req.param();
    const edit = {
      ...(value.landingPage !== undefined && { landingPage: checkedLandingPage(value.landingPage) }),
      ...(value.senderName !== undefined && { senderName: value.senderName }),
    };
    const record = await workspaceStub(context.env).editDomain(host, edit);
    if (record === null) throw new ApiProblem(404, `${host} is no link domain.`);
    forgetRecords();
    return context.json<Domain>(shown(context.req.url, host, record));
  });

async function currentKey(env: Env, host: string): Promise<{ key: number; fingerprint: string }> {
  try {
    const key = newestKeyNumber(env);
    return { key, fingerprint: (await deriveSlugKey(env, key, host)).fingerprint };
  } catch (error) {
    if (error instanceof SlugKeyError) throw new ApiProblem(503, error.message);
    throw error;
  }
}

const isLocal = (host: string) => host === 'localhost' || host.endsWith('.localhost');

/** The host in lower case and Punycode, as a request will name it. */
function checkedHost(rules: Core, written: string, requestUrl: string, env: Env): string {
  const refuse = (code: string, detail: string) => fieldProblem(422, '/host', code, detail);
  const outcome = rules.buildDestination(`https://${written}/`);
  if (!outcome.ok) throw refuse(outcome.error, refusalText(outcome.error));
  const host = outcome.url.slice('https://'.length, -1);
  if (host.includes(':') || host.includes('/') || host.includes('?') || host.includes('#')) {
    throw refuse('not-a-host', 'A link domain is a host name alone, such as s.brand.dk: no scheme, port or path.');
  }
  if (/^[\d.]+$/.test(host)) throw refuse('not-a-name', 'A link domain is a name such as s.brand.dk, not an address.');
  const { hostname } = new URL(requestUrl);
  if (isLocal(host)) {
    if (!isLocal(hostname) && hostname !== '127.0.0.1') {
      throw refuse('local-host', 'Phones cannot reach localhost: use a host name of your own, such as s.brand.dk.');
    }
  } else if (settings(env).appHosts.has(host)) {
    throw refuse('app-host', 'This host answers the app: give links a host of their own, such as s.brand.dk.');
  }
  return host;
}

function checkedLandingPage(url: string | null): string | null {
  if (url === null || url.trim() === '') return null;
  const outcome = core.buildDestination(url);
  if (!outcome.ok) throw fieldProblem(422, '/landingPage', outcome.error, refusalText(outcome.error));
  return outcome.url;
}

/** What short links start with when shown: locally with the port that the app itself runs on. */
export function linkPrefixOf(requestUrl: string, host: string): string {
  const { port } = new URL(requestUrl);
  return isLocal(host) && port !== '' ? `${host}:${port}/` : `${host}/`;
}

function shown(requestUrl: string, host: string, record: DomainRecord): Domain {
  const { width, highest, landingPage, senderName, jurisdiction } = record;
  return { host, width, highest, landingPage, senderName, jurisdiction, linkPrefix: linkPrefixOf(requestUrl, host) };
}
