/**
 * OpenAPI 3.1, assembled from the schemas that check the requests: what is documented is what is taken. Assembled when
 * klikspor is built (`scripts/make-openapi.ts`), so that no isolate loads what makes JSON Schema.
 */
import { toJsonSchema } from '@valibot/to-json-schema';
import type * as v from 'valibot';
import * as answers from './answers.ts';
import * as schemas from './schemas.ts';

type Method = 'get' | 'post' | 'patch' | 'delete';

interface Route {
  readonly method: Method;
  readonly path: string;
  readonly summary: string;
  readonly scope: string | null;
  readonly body?: v.GenericSchema;
  readonly answer?: v.GenericSchema;
  readonly query?: Readonly<Record<string, string>>;
  readonly status?: number;
  readonly media?: string;
}

/** One row per route; tests/worker/access.test.ts asks each of them. */
export const routes: readonly Route[] = [
  {
    method: 'post',
    path: '/api/session',
    summary: 'Sign in with a one-time code',
    scope: null,
    body: schemas.signIn,
    status: 204,
  },
  { method: 'get', path: '/api/session', answer: answers.session, summary: 'Who is signed in', scope: null },
  { method: 'delete', path: '/api/session', summary: 'Sign out', scope: null, status: 204 },
  { method: 'get', path: '/api/domains', answer: answers.domainList, summary: 'Link domains', scope: 'campaigns:read' },
  {
    method: 'post',
    path: '/api/domains',
    answer: answers.domain,
    summary: 'Add a link domain',
    scope: 'admin',
    body: schemas.newDomain,
    status: 201,
  },
  {
    method: 'patch',
    path: '/api/domains/{host}',
    answer: answers.domain,
    summary: 'Change landing page or sender name',
    scope: 'admin',
    body: schemas.domainEdit,
  },
  {
    method: 'delete',
    path: '/api/domains/{host}',
    summary: 'Remove a link domain without campaigns',
    scope: 'admin',
    status: 204,
  },
  {
    method: 'post',
    path: '/api/domains/{host}/proof',
    answer: answers.domain,
    summary: 'Prove that the host leads here, with what its /.well-known/klikspor answers',
    scope: 'campaigns:write',
    body: schemas.domainProof,
  },
  {
    method: 'get',
    path: '/api/domains/{host}/vanity',
    answer: answers.vanitySlugs,
    summary: 'Vanity slugs',
    scope: 'campaigns:read',
  },
  {
    method: 'patch',
    path: '/api/domains/{host}/vanity',
    answer: answers.vanitySlugs,
    summary: 'Add, move and remove vanity slugs',
    scope: 'campaigns:write',
    body: schemas.vanityEdit,
  },
  {
    method: 'get',
    path: '/api/domains/{host}/list-key',
    answer: answers.listKey,
    summary: 'The key that fingerprints of lists are made with',
    scope: 'campaigns:write',
    query: { key: 'Number of an earlier one' },
  },
  {
    method: 'get',
    path: '/api/campaigns',
    answer: answers.campaignList,
    summary: 'Campaigns, newest first',
    scope: 'campaigns:read',
    query: { cursor: 'From the last page', pageLimit: '1 to 250', archived: 'true or false' },
  },
  {
    method: 'post',
    path: '/api/campaigns',
    answer: answers.campaign,
    summary: 'Publish a campaign (Idempotency-Key is honoured)',
    scope: 'campaigns:write',
    body: schemas.newCampaign,
    status: 201,
  },
  {
    method: 'get',
    path: '/api/campaigns/{id}',
    answer: answers.campaign,
    summary: 'One campaign',
    scope: 'campaigns:read',
  },
  {
    method: 'patch',
    path: '/api/campaigns/{id}',
    answer: answers.campaign,
    summary: 'Change destinations, labels, name, expiry; archive',
    scope: 'campaigns:write',
    body: schemas.campaignEdit,
  },
  {
    method: 'get',
    path: '/api/campaigns/{id}/slugs',
    summary: 'Slugs: fixed width, recipient by recipient, link by link',
    scope: 'campaigns:write',
    query: { from: 'First recipient, or test', count: 'Recipients' },
    media: 'application/octet-stream',
  },
  {
    method: 'get',
    path: '/api/campaigns/{id}/report',
    answer: answers.report,
    summary: 'Clicks, unique clicks, CTR, opt-outs, machine hits',
    scope: 'campaigns:read',
  },
  {
    method: 'get',
    path: '/api/campaigns/{id}/opt-outs',
    answer: answers.optOuts,
    summary: 'Recipients that opted out',
    scope: 'opt-outs:read',
  },
  {
    method: 'get',
    path: '/api/campaigns/{id}/hits.csv',
    summary: 'Hits still held, one a line: what each counts as and why, and what it was judged at the door',
    scope: 'hits:read',
    media: 'text/csv',
  },
  { method: 'get', path: '/api/tokens', answer: answers.tokenList, summary: 'API tokens', scope: 'admin' },
  {
    method: 'post',
    path: '/api/tokens',
    answer: answers.token,
    summary: 'Make a token; its secret is shown once',
    scope: 'admin',
    body: schemas.newToken,
    status: 201,
  },
  { method: 'delete', path: '/api/tokens/{id}', summary: 'Revoke a token', scope: 'admin', status: 204 },
  {
    method: 'get',
    path: '/api/status',
    answer: answers.status,
    summary: 'Keys, counting and copies in KV at a glance',
    scope: 'admin',
    query: {
      copies: 'all: compare all copies in KV with the catalogue first',
      counters: '0 to 200: how many counters are asked',
    },
  },
  {
    method: 'post',
    path: '/api/repair',
    answer: answers.repair,
    summary: 'Write copies in KV that are missing or wrong, part by part',
    scope: 'admin',
    query: { cursor: 'From the last part' },
  },
  { method: 'get', path: '/api/openapi.json', summary: 'This document', scope: null },
];

/** OpenAPI 3.1 takes JSON Schema 2020-12 as it is; the dialect is named once for the document. */
function schemaOf(schema: v.GenericSchema): object {
  const { $schema: _, ...rest } = toJsonSchema(schema, { errorMode: 'ignore', target: 'draft-2020-12' });
  return rest;
}

function operation(route: Route) {
  const inPath = Array.from(route.path.matchAll(/\{(\w+)\}/g), ([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
  const inQuery = Object.entries(route.query ?? {}).map(([name, description]) => ({
    name,
    in: 'query',
    description,
    schema: { type: 'string' },
  }));
  const success = route.status ?? 200;
  return {
    summary: route.summary,
    ...(route.scope !== null && { security: [{ token: [route.scope] }, { session: [] }] }),
    parameters: [...inPath, ...inQuery],
    ...(route.body !== undefined && {
      requestBody: {
        required: true,
        content: { 'application/json': { schema: schemaOf(route.body) } },
      },
    }),
    responses: {
      [success]: {
        description: route.summary,
        ...(success !== 204 && {
          content: {
            [route.media ?? 'application/json']: route.answer === undefined ? {} : { schema: schemaOf(route.answer) },
          },
        }),
      },
      default: { $ref: '#/components/responses/Problem' },
    },
  };
}

/** The document, of this version of klikspor. */
export function openapi(version: string) {
  const paths: Record<string, Partial<Record<Method, unknown>>> = {};
  for (const route of routes) paths[route.path] = { ...paths[route.path], [route.method]: operation(route) };
  return {
    openapi: '3.1.0',
    jsonSchemaDialect: 'https://json-schema.org/draft/2020-12/schema',
    info: { title: 'klikspor', version },
    paths,
    components: {
      responses: {
        Problem: {
          description: 'Problem details (RFC 9457): what is wrong, field by field, and how to put it right',
          content: { 'application/problem+json': { schema: schemaOf(answers.problem) } },
        },
      },
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer' },
        session: { type: 'apiKey', in: 'cookie', name: '__Host-klikspor' },
      },
    },
  };
}
