/** Every input has a limit that stands in /api/openapi.json and is kept: asked of each route, each field, each list. */
import { SELF } from 'cloudflare:test';
import { beforeAll, expect, test } from 'vitest';
import { LONGEST_BODY } from '../../worker/src/api/body.ts';
import { openapi } from '../../worker/src/api/openapi.ts';
import { table } from '../../worker/src/api/table.ts';
import { addDomain, type Caller, draft, problemIn, publish, signIn } from './caller.ts';
import { ask, campaign, core, linkHost, report, slugOf } from './support.ts';

let owner: Caller;
beforeAll(async () => {
  owner = await signIn();
});

interface Schema {
  readonly type?: string;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly maxItems?: number;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema | false;
  readonly prefixItems?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
}

/** A limit of a body: where it is, and a body that is one beyond it and says nothing else but what it must to get there. */
interface Limit {
  readonly pointer: string;
  readonly body: unknown;
}

/** One for each form that a text must have somewhere. */
const TEXTS = ['x', 'FI', 'DKK', '2026-01-01', 'a'.repeat(32), '+4520123456'];

/** The least that fits. */
function least(schema: Schema): unknown {
  const [choice] = schema.anyOf ?? schema.oneOf ?? [];
  if (choice !== undefined) return least(choice);
  if (schema.const !== undefined) return schema.const;
  if (schema.enum !== undefined) return schema.enum[0];
  if (schema.prefixItems !== undefined) return schema.prefixItems.map(least);
  const { properties = {}, required = [] } = schema;
  if (schema.type === 'object')
    return Object.fromEntries(required.map((name) => [name, least(properties[name] ?? {})]));
  if (schema.type === 'string') return TEXTS.find((text) => new RegExp(schema.pattern ?? '').test(text)) ?? 'x';
  return schema.type === 'array' ? [] : 1;
}

/** Throws for a text or list without a limit. */
function limitsOf(schema: Schema, pointer: string, wrap: (value: unknown) => unknown): Limit[] {
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices !== undefined) return choices.flatMap((choice) => limitsOf(choice, pointer, wrap));
  if (schema.type === 'string' && schema.enum === undefined && schema.const === undefined) {
    if (schema.maxLength === undefined) throw new Error(`${pointer} has no limit`);
    return [{ pointer, body: wrap('x'.repeat(schema.maxLength + 1)) }];
  }
  if (schema.prefixItems !== undefined) {
    const { prefixItems } = schema;
    return prefixItems.flatMap((item, i) =>
      limitsOf(item, `${pointer}/${i}`, (value) => wrap(prefixItems.map((_, at) => (at === i ? value : 'x')))),
    );
  }
  if (schema.type === 'array') {
    if (schema.maxItems === undefined || !schema.items) throw new Error(`${pointer} has no limit`);
    const { items } = schema;
    const many = wrap(Array.from({ length: schema.maxItems + 1 }, () => least(items)));
    return [{ pointer, body: many }, ...limitsOf(schema.items, `${pointer}/0`, (value) => wrap([value]))];
  }
  const { properties = {} } = schema;
  // What tells of which kind an object is must be right, or nothing else of it is looked at.
  const told = Object.entries(properties).map(([name, inner]) => [name, inner.const ?? inner.enum?.[0]] as const);
  const given = Object.fromEntries(told.filter(([, value]) => value !== undefined));
  return Object.entries(properties).flatMap(([name, inner]) =>
    limitsOf(inner, `${pointer}/${name}`, (value) => wrap({ ...given, [name]: value })),
  );
}

interface Operation {
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
}

test('every text and list of every body is refused beyond its documented limit, at its place', async () => {
  const { paths } = openapi(core.version) as unknown as { paths: Record<string, Record<string, Operation>> };
  let asked = 0;
  for (const { route, body: taken, longestBody = LONGEST_BODY } of table) {
    if (taken === undefined) continue;
    const [method = '', pattern = ''] = route.split(' ');
    const schema = paths[pattern]?.[method.toLowerCase()]?.requestBody?.content['application/json']?.schema;
    if (schema === undefined) throw new Error(`${route} has no schema`);
    const path = pattern.replace('{id}', 'no.such.dk:1').replace('{host}', 'no.such.dk');
    for (const { pointer, body } of limitsOf(schema, '', (value) => value)) {
      const problem = await problemIn(await owner(method, path, { body }), 422);
      expect([route, problem.errors?.map((error) => error.pointer)]).toEqual([
        route,
        expect.arrayContaining([pointer]),
      ]);
      const found = problem.errors?.find((error) => error.pointer === pointer);
      expect([route, pointer, found?.code]).toEqual([route, pointer, 'max-length']);
      asked++;
    }
    // The body as a whole.
    await problemIn(await owner(method, path, { body: `"${'x'.repeat(longestBody)}"` }), 413);
  }
  expect(asked).toBeGreaterThan(25);
});

test('a key, an address, a page and a token beyond all measure are refused, not failed on', async () => {
  const { host } = await addDomain(owner, 'limits.brand.dk');
  const { id } = await publish(owner, host, { recipients: 10 });
  const long = 'x'.repeat(8_000);
  for (const { route, body } of table) {
    if (!route.includes('{')) continue;
    const [method = '', path = ''] = route.replace(/\{\w+\}/, long).split(' ');
    const answer = await owner(method, path, body === undefined ? {} : { body: {} });
    expect([route, answer.status >= 400 && answer.status < 500]).toEqual([route, true]);
  }
  for (const query of ['cursor', 'pageLimit']) {
    await problemIn(await owner('GET', `/api/campaigns?${query}=${long}`), 400);
  }
  for (const query of ['from', 'count']) {
    await problemIn(await owner('GET', `/api/campaigns/${encodeURIComponent(id)}/slugs?${query}=${long}`), 400);
  }
  await problemIn(
    await owner('POST', '/api/campaigns', { body: draft(host), headers: { 'idempotency-key': 'x'.repeat(201) } }),
    400,
  );
});

test('a link host reads no body and no more of an address than it must', async () => {
  const host = await linkHost();
  const record = await campaign(host, 1);
  const optOut = `https://${host.host}/${slugOf(host, record, 3, 1)}`;
  let pulled = 0;
  const endless = new ReadableStream({
    pull(controller) {
      pulled++;
      controller.enqueue(new Uint8Array(65_536));
    },
  });
  const posted = await SELF.fetch(optOut, {
    redirect: 'manual',
    method: 'POST',
    body: endless,
    headers: { 'user-agent': 'x' },
  });
  expect(posted.status).toBe(303);
  // Some is on its way before the answer; it is not taken in.
  expect(pulled).toBeLessThan(64);
  expect((await report(record)).confirmedOptOuts).toBe(1);
  const slug = slugOf(host, record, 7, 0);
  expect((await ask(host.host, `/${slug}${'x'.repeat(12_000)}`)).status).toBe(404);
  expect((await ask(host.host, `/${slug}?${'x'.repeat(12_000)}`)).headers.get('location')).toBe(record.links[0]?.url);
  expect((await ask(`${'x.'.repeat(130)}example`, `/${slug}`)).status).toBe(404);
});
