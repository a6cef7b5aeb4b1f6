/**
 * Every example of the API's document, with each value of its body, query and path in turn made into something odd: whatever is
 * sent, the answer is one that the document has, and never that klikspor failed.
 */
import { beforeAll, expect, test, vi } from 'vitest';
import type { AnyEndpoint } from '../../worker/src/api/endpoint.ts';
import { table } from '../../worker/src/api/table.ts';
import { addDomain, type Caller, publish, signIn, withToken } from './caller.ts';

/** As the examples have it. */
const HOST = 's.brand.dk';

let caller: Caller;
beforeAll(async () => {
  const owner = await signIn();
  await addDomain(owner, HOST);
  await publish(owner, HOST, { recipients: 250_000 });
  // A token is not ended by signing out.
  caller = await withToken(owner, ['admin']);
});

const ODD: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1.5,
  2 ** 31,
  Number.MAX_SAFE_INTEGER,
  2 ** 53,
  1e308,
  '',
  ' ',
  '\0',
  '\ud800',
  'Æ\u0301'.repeat(40),
  '0',
  '2147483648',
  '__proto__',
  "' OR 1=1 --",
  'https://[::1/%',
  [],
  [[]],
  {},
  [null],
  { length: 3 },
];
/** In an address everything is text. */
const ODD_TEXTS = ODD.filter((value) => typeof value !== 'object').map(String);

/** The same with each of its values, and itself, in turn made odd; with a field that is not there, and without each that is. */
function* mangled(value: unknown): Generator<unknown> {
  yield* ODD;
  if (Array.isArray(value)) {
    for (const [i, one] of value.entries()) for (const odd of mangled(one)) yield value.with(i, odd);
    // Twice the same, and as many as a body may hold.
    yield [...value, ...value];
    yield Array.from({ length: 1_001 }, () => value[0]);
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, one] of Object.entries(value)) {
      for (const odd of mangled(one)) yield { ...value, [name]: odd };
      const { [name as keyof typeof value]: _, ...rest } = value;
      yield rest;
    }
    yield { ...value, odd: 1 };
  }
}

interface Asked {
  readonly path: string;
  readonly body?: unknown;
}

function* asksOf({ route, examples, body: takesBody, query: known = {} }: AnyEndpoint): Generator<Asked> {
  const [, pattern = ''] = route.split(' ');
  const pathOf = (params: Readonly<Record<string, string>>) =>
    pattern.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name]?.toWellFormed() ?? ''));
  const [{ params = {}, query = {}, body }] = examples as [AnyEndpoint['examples'][number]];
  const path = pathOf(params);
  const whole = { path, ...(takesBody && { body }) };
  for (const name of Object.keys(params))
    for (const odd of [...ODD_TEXTS, `${HOST}:0`, `${HOST}:1:1`, ':1', `${HOST}:1e3`, '%2e%2e'])
      yield { ...whole, path: pathOf({ ...params, [name]: odd }) };
  for (const name of Object.keys(known)) {
    for (const odd of ODD_TEXTS) {
      const search = new URLSearchParams({ ...(query as Record<string, string>), [name]: odd });
      yield { ...whole, path: `${path}?${search}` };
    }
  }
  if (takesBody !== undefined) for (const odd of mangled(body)) yield { path, body: odd };
}

/** It takes a code away with each try, and lets few in. */
const LEFT_OUT = new Set(['POST /api/session']);

test.each(table.map((endpoint) => [endpoint.route, endpoint] as const))(
  '%s',
  async (route, endpoint) => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => {});
    const [method = ''] = route.split(' ');
    const failed: string[] = [];
    for (const { path, body } of LEFT_OUT.has(route) ? [] : asksOf(endpoint)) {
      const answer = await caller(method, path, body === undefined ? {} : { body: JSON.stringify(body) });
      await answer.arrayBuffer();
      if (answer.status === 500)
        failed.push(`${path} ${JSON.stringify(body)?.slice(0, 200)}: ${log.mock.calls.at(-1)}`);
    }
    expect(failed).toEqual([]);
    log.mockRestore();
  },
  60_000,
);
