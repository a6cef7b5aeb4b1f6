/** The document says what is true: of every answer its schema, of every body its limits. */
import * as v from 'valibot';
import { beforeAll, expect, test } from 'vitest';
import documentation from '../../docs/api.md?raw';
import { MOST_LINKS } from '../../worker/src/api/campaign.ts';
import { openapi, refusalsOf, statusOf } from '../../worker/src/api/openapi.ts';
import { problem as problemSchema } from '../../worker/src/api/problem.ts';
import { table } from '../../worker/src/api/table.ts';
import {
  addDomain,
  type Caller,
  checkAnswer,
  draft,
  endpointOf,
  nobody,
  pathOf,
  problemIn,
  proofOf,
  publish,
  signIn,
} from './caller.ts';
import { ask, core } from './support.ts';

let owner: Caller;
beforeAll(async () => {
  owner = await signIn();
});

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly schema: object;
  readonly example?: unknown;
}
interface Content {
  readonly schema?: Record<string, unknown> & { readonly oneOf?: readonly object[] };
  readonly examples?: Record<string, { value: unknown }>;
}
interface Operation {
  readonly parameters: readonly Parameter[];
  readonly security?: unknown;
  readonly requestBody?: { content: Record<string, Content> };
  readonly responses: Record<string, { $ref?: string; description?: string; content?: Record<string, Content> }>;
}
interface Document {
  readonly openapi: string;
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components: { schemas: Record<string, object> };
}

/** What a reference leads to. */
const named = ({ components }: Document, schema: Record<string, unknown>) =>
  typeof schema.$ref === 'string' ? components.schemas[schema.$ref.split('/').at(-1) ?? ''] : schema;

test('every JSON answer fits its schema when it tells all it can, and no field is left out of it', async () => {
  const { host } = await addDomain(owner, 'skema.example', { senderName: 'S' });
  const list = {
    rows: 1_000,
    key: 1,
    ordered: 'a'.repeat(32),
    sorted: 'b'.repeat(32),
    rewritten: ['ë'],
    fileName: 'kunder.csv',
    fileModifiedAtMs: null,
    reading: { country: 'DK', numberColumn: 0, leftOut: 0 },
  };
  const campaign = await publish(owner, host, {
    template: 'Hej',
    kind: 'service',
    basis: { kind: 'consent' },
    list,
    registrations: [
      { country: 'FI', of: 'sender', state: 'confirmed', on: '2026-10-01' },
      { country: 'NO', of: 'domain', state: 'not-asked' },
    ],
  });
  const octets = await (await owner('GET', `${pathOf(campaign)}/slugs?count=1`)).arrayBuffer();
  await ask(host, `/${new TextDecoder().decode(octets).slice(0, 8)}`);
  for (const [method, path, body] of [
    ['GET', '/api/domains'],
    ['POST', '/api/domains', { host: 'skema2.example' }],
    ['PATCH', `/api/domains/${host}`, { senderName: 'T' }],
    ['POST', `/api/domains/${host}/proof`, { proof: await proofOf(host) }],
    ['PATCH', `/api/domains/${host}/vanity`, { slugs: {} }],
    ['GET', `/api/domains/${host}/list-key`],
    ['POST', '/api/campaigns', draft(host)],
    ['GET', '/api/campaigns?pageLimit=1'],
    ['GET', pathOf(campaign)],
    ['PATCH', pathOf(campaign), { name: 'Nyt' }],
    ['GET', `${pathOf(campaign)}/report`],
    ['GET', `${pathOf(campaign)}/opt-outs`],
    ['POST', '/api/tokens', { name: 'n', scopes: ['hits:read'], expiresAtMs: 4_102_444_800_000 }],
    ['GET', '/api/tokens'],
    ['GET', '/api/status'],
  ] as const) {
    const endpoint = endpointOf(method, path);
    if (endpoint === undefined) throw new Error(`there is no ${method} ${path}`);
    const answer = await owner(method, path, { body });
    expect([path, answer.status]).toEqual([path, statusOf(endpoint)]);
    await checkAnswer(endpoint, answer);
  }
  const refused = await owner('POST', '/api/campaigns', { body: {} });
  expect(v.safeParse(problemSchema, await refused.json()).success).toBe(true);
});

test('the document is OpenAPI 3.1: paths with their parameters, bodies, answers, refusals and examples', async () => {
  const answer = await nobody('GET', '/api/openapi.json');
  expect(answer.headers.get('content-type')).toBe('application/json');
  const document = (await answer.json()) as Document;
  // Made when klikspor was built; of this very code.
  expect(document).toEqual(openapi(core.version));
  expect(document.openapi).toBe('3.1.0');
  for (const endpoint of table) {
    const [method = '', path = ''] = endpoint.route.split(' ');
    const operation = document.paths[path]?.[method.toLowerCase()];
    if (operation === undefined) throw new Error(`${endpoint.route} is missing`);
    const inPath = operation.parameters.filter((parameter) => parameter.in === 'path');
    expect(inPath.map(({ name }) => `{${name}}`)).toEqual(path.match(/\{\w+\}/g) ?? []);
    for (const { example } of inPath) expect(example).toMatch(/./);
    const inQuery = operation.parameters.filter((parameter) => parameter.in === 'query');
    expect(inQuery.map(({ name }) => name)).toEqual(Object.keys(endpoint.query ?? {}));
    expect(operation.security === undefined).toBe(endpoint.access === 'anybody');
    expect(operation.responses.default?.$ref).toBe('#/components/responses/Problem');
    for (const [status, description] of Object.entries(refusalsOf(endpoint))) {
      expect(operation.responses[status]?.description).toBe(description);
    }
    const success = operation.responses[statusOf(endpoint)];
    if (endpoint.answer !== undefined) {
      const { schema = {} } = success?.content?.['application/json'] ?? {};
      expect(named(document, schema)).toMatchObject({ type: 'object', additionalProperties: false });
    }
    if (endpoint.body !== undefined) {
      const { schema, examples = {} } = operation.requestBody?.content['application/json'] ?? {};
      // One of several kinds, or the one there is.
      for (const form of schema?.oneOf ?? [schema]) expect(form).toMatchObject({ type: 'object' });
      expect(Object.values(examples).map(({ value }) => value)).toEqual(endpoint.examples.map(({ body }) => body));
    }
  }
  expect(new Set(table.map(({ route }) => route)).size).toBe(table.length);
  expect(JSON.stringify(document)).not.toContain('$schema"');
  expect(document.components.schemas.Problem).toMatchObject({ required: ['type', 'title', 'status', 'detail'] });
});

test('limits stand in the document as they are checked', async () => {
  const document = (await (await nobody('GET', '/api/openapi.json')).json()) as Document;
  const schema = document.paths['/api/campaigns']?.post?.requestBody?.content['application/json']?.schema;
  expect(schema).toMatchObject({
    required: ['name', 'host', 'recipients', 'links'],
    properties: {
      template: { maxLength: 10_000 },
      links: { minItems: 1, maxItems: MOST_LINKS },
      tracking: { enum: ['recipient', 'aggregate'] },
    },
  });
});

test('a path that exists says which methods it takes; others are not found', async () => {
  const answer = await owner('PUT', '/api/campaigns/s.brand.dk:1');
  expect(answer.headers.get('allow')).toBe('GET, PATCH, DELETE');
  await problemIn(answer, 405);
  for (const method of ['POST', 'PUT', 'DELETE']) {
    const refused = await owner(method, '/api/openapi.json');
    expect(refused.headers.get('allow')).toBe('GET');
    await problemIn(refused, 405);
  }
  const report = await owner('DELETE', '/api/campaigns/s.brand.dk:1/report');
  expect(report.headers.get('allow')).toBe('GET');
  await problemIn(report, 405);
  for (const path of ['/api', '/api/', '/api/x', '/api/campaigns//report', '/api/campaigns/a:1/slugs/x', '/api/%00']) {
    await problemIn(await owner('GET', path), 404);
  }
});

test('what docs/api.md shows is what happens', async () => {
  const [newDomain = '', body = ''] = Array.from(
    documentation.matchAll(/-d '(\{[\s\S]*?\})'/g),
    ([, json = '']) => json,
  );
  expect((await owner('POST', '/api/domains', { body: newDomain })).status).toBe(201);
  expect((await owner('POST', '/api/campaigns', { body })).status).toBe(409);
  const [, provePath = ''] = /"\$app(\/api\/domains\/[^"]+)"/.exec(documentation) ?? [];
  const proved = await owner('POST', provePath, { body: { proof: await proofOf('s.brand.dk') } });
  expect(proved.status).toBe(200);
  const published = await owner('POST', '/api/campaigns', { body });
  expect(published.status).toBe(201);
  expect(await published.json()).toMatchObject({ id: 's.brand.dk:1', width: 8, linkPrefix: 's.brand.dk/' });
  const paths = Array.from(
    documentation.matchAll(/"\$app(\/api\/campaigns\/[^"]+)" -H "\$auth"(?! -H)/g),
    ([, path = '']) => path,
  );
  expect(paths).toHaveLength(4);
  for (const path of paths) {
    const answer = await owner('GET', path);
    expect([path, answer.status]).toEqual([path, 200]);
    const { byteLength } = await answer.arrayBuffer();
    if (path.includes('/slugs')) expect(byteLength).toBe(48);
  }
  const shown = JSON.parse(/```json\n([\s\S]*?)```/.exec(documentation)?.[1] ?? '');
  const refused = draft('s.brand.dk', { links: [{ kind: 'destination', url: 'ftp://brand.dk/' }] });
  expect(await (await owner('POST', '/api/campaigns', { body: refused })).json()).toEqual(shown);
});
