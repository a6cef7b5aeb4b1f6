/** The document says what is true: every answer of a route is of the schema written there, and requests too. */
import * as v from 'valibot';
import { beforeAll, expect, test } from 'vitest';
import documentation from '../../docs/api.md?raw';
import * as answers from '../../worker/src/api/answers.ts';
import { openapi, routes } from '../../worker/src/api/openapi.ts';
import * as schemas from '../../worker/src/api/schemas.ts';
import { addDomain, type Caller, draft, nobody, pathOf, problemIn, proofOf, publish, signIn } from './caller.ts';
import { ask, core } from './support.ts';

let owner: Caller;
beforeAll(async () => {
  owner = await signIn();
});

interface Operation {
  readonly parameters: readonly { name: string; in: string }[];
  readonly requestBody?: { content: Record<string, { schema: Record<string, unknown> }> };
  readonly responses: Record<string, { $ref?: string; content?: Record<string, { schema?: Record<string, unknown> }> }>;
}
interface Document {
  readonly openapi: string;
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components: { responses: { Problem: { content: Record<string, { schema: object }> } } };
}

test('every JSON answer fits its schema, and no field is left out of it', async () => {
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
  const bodies: Record<string, unknown> = {
    'post /api/domains': { host: 'skema2.example' },
    'patch /api/domains/{host}': { senderName: 'T' },
    'post /api/domains/{host}/proof': { proof: await proofOf(host) },
    'patch /api/domains/{host}/vanity': { slugs: {} },
    'post /api/campaigns': draft(host),
    'patch /api/campaigns/{id}': { name: 'Nyt' },
    'post /api/tokens': { name: 'n', scopes: ['hits:read'], expiresAtMs: 4_102_444_800_000 },
  };
  let compared = 0;
  for (const route of routes) {
    if (route.answer === undefined) continue;
    const name = `${route.method} ${route.path}`;
    const path = route.path.replace('{host}', host).replace('{id}', encodeURIComponent(campaign.id));
    const answer = await owner(route.method.toUpperCase(), path, { body: bodies[name] });
    expect([name, answer.status]).toEqual([name, route.status ?? 200]);
    const found = v.safeParse(route.answer, await answer.json());
    expect([name, found.issues]).toEqual([name, undefined]);
    compared++;
  }
  expect(compared).toBe(18);
  const refused = await owner('POST', '/api/campaigns', { body: {} });
  expect(v.safeParse(answers.problem, await refused.json()).success).toBe(true);
});

test('the document is OpenAPI 3.1: paths with their parameters, bodies and answers as JSON Schema', async () => {
  const answer = await nobody('GET', '/api/openapi.json');
  expect(answer.headers.get('content-type')).toBe('application/json');
  const document = (await answer.json()) as Document;
  // Made when klikspor was built; of this very code.
  expect(document).toEqual(JSON.parse(JSON.stringify(openapi(core.version))));
  expect(document.openapi).toBe('3.1.0');
  for (const route of routes) {
    const operation = document.paths[route.path]?.[route.method];
    if (operation === undefined) throw new Error(`${route.method} ${route.path} is missing`);
    const inPath = operation.parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => `{${name}}`);
    expect(inPath).toEqual(route.path.match(/\{\w+\}/g) ?? []);
    expect(operation.responses.default?.$ref).toBe('#/components/responses/Problem');
    const success = operation.responses[route.status ?? 200];
    if (route.answer !== undefined) {
      expect(success?.content?.['application/json']?.schema).toMatchObject({
        type: 'object',
        additionalProperties: false,
      });
    }
    if (route.body !== undefined) {
      expect(operation.requestBody?.content['application/json']?.schema).toMatchObject({ type: 'object' });
    }
  }
  expect(Object.keys(document.paths).length).toBe(new Set(routes.map(({ path }) => path)).size);
  expect(JSON.stringify(document)).not.toContain('$schema"');
  expect(document.components.responses.Problem.content['application/problem+json']?.schema).toMatchObject({
    required: ['type', 'title', 'status', 'detail'],
  });
});

test('limits stand in the document as they are checked', async () => {
  const document = (await (await nobody('GET', '/api/openapi.json')).json()) as Document;
  const schema = document.paths['/api/campaigns']?.post?.requestBody?.content['application/json']?.schema;
  expect(schema).toMatchObject({
    required: ['name', 'host', 'recipients', 'links'],
    properties: {
      template: { maxLength: 10_000 },
      links: { minItems: 1, maxItems: schemas.MOST_LINKS },
      tracking: { enum: ['recipient', 'aggregate'] },
    },
  });
});

test('a path that exists says which methods it takes; others are not found', async () => {
  const answer = await owner('PUT', '/api/campaigns/s.brand.dk:1');
  expect(answer.headers.get('allow')).toBe('GET, PATCH');
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
  const paths = Array.from(documentation.matchAll(/"\$app(\/api\/campaigns\/[^"]+)"/g), ([, path = '']) => path);
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
