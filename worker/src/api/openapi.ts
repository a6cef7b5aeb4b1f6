/**
 * OpenAPI 3.1, assembled from the table: what is documented is what is taken. Assembled when klikspor is built
 * (`scripts/make-openapi.ts`), so that no isolate loads what makes JSON Schema.
 */
import { toJsonSchema } from '@valibot/to-json-schema';
import type * as v from 'valibot';
import { COOKIE } from './auth.ts';
import { campaign } from './campaign.ts';
import type { AnyEndpoint } from './endpoint.ts';
import { problem } from './problem.ts';
import { table } from './table.ts';

/** Status and reason of every problem that the endpoint answers with; any endpoint may also fail with a 500. */
export function refusalsOf({ route, access, body, refusals }: AnyEndpoint): Readonly<Record<number, string>> {
  const isChange = !route.startsWith('GET ');
  return {
    400: body === undefined ? 'A query that is not as documented' : 'No JSON, or a query that is not as documented',
    ...(access !== 'anybody' && { 401: 'Not signed in' }),
    ...((access !== 'anybody' || isChange) && { 403: 'Not allowed: the scope is missing, or Origin is another page' }),
    ...(body !== undefined && {
      413: 'The body is too large',
      415: 'The body is not application/json',
      422: 'Fields are wrong: see errors',
    }),
    ...((access !== 'anybody' || isChange) && {
      503: 'A secret or storage is out of reach: see detail and retry-after',
    }),
    ...refusals,
  };
}

/** What stands in several answers, and is told once. */
const NAMED = { Campaign: campaign, Problem: problem };

/** OpenAPI 3.1 takes JSON Schema 2020-12 as it is; the dialect is named once for the document. */
function schemaOf(schema: v.GenericSchema, definitions: Readonly<Record<string, v.GenericSchema>> = NAMED): object {
  const {
    $schema: _,
    $defs: __,
    ...rest
  } = toJsonSchema(schema, {
    errorMode: 'ignore',
    target: 'draft-2020-12',
    definitions,
    overrideRef: ({ referenceId }) => `#/components/schemas/${referenceId}`,
  });
  return rest;
}

function operation(endpoint: AnyEndpoint) {
  const { route, summary, access, query = {}, body, answer, media, examples } = endpoint;
  const inPath = Array.from(route.matchAll(/\{(\w+)\}/g), ([, name = '']) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
    example: examples[0]?.params?.[name],
  }));
  const inQuery = Object.entries(query).map(([name, { description, schema }]) => {
    const example = examples.find((one) => one.query?.[name] !== undefined)?.query?.[name];
    return { name, in: 'query', description, schema, ...(example !== undefined && { example }) };
  });
  const bodies = Object.fromEntries(examples.map((example, i) => [`example${i + 1}`, { value: example.body }]));
  const hasContent = answer !== undefined || media !== undefined;
  return {
    summary,
    ...(access !== 'anybody' && { security: [{ token: access === 'signed-in' ? [] : [access] }, { session: [] }] }),
    parameters: [...inPath, ...inQuery],
    ...(body !== undefined && {
      requestBody: {
        required: true,
        content: { 'application/json': { schema: schemaOf(body), examples: bodies } },
      },
    }),
    responses: {
      [statusOf(endpoint)]: {
        description: summary,
        ...(hasContent && {
          content: { [media ?? 'application/json']: answer === undefined ? {} : { schema: schemaOf(answer) } },
        }),
      },
      ...(endpoint.follow && {
        101: { description: 'Asked for a WebSocket: the same as messages, each time it changes' },
      }),
      ...Object.fromEntries(
        Object.entries(refusalsOf(endpoint)).map(([status, description]) => [
          status,
          { description, content: PROBLEM },
        ]),
      ),
      default: { $ref: '#/components/responses/Problem' },
    },
  };
}

/** Of an answer that is no problem. */
export const statusOf = ({ status, answer, media }: AnyEndpoint): number =>
  status ?? (answer === undefined && media === undefined ? 204 : 200);

const PROBLEM = { 'application/problem+json': { schema: schemaOf(problem) } };

/** The document, of this version of klikspor. */
export function openapi(version: string) {
  const paths: Record<string, Record<string, ReturnType<typeof operation>>> = {};
  for (const endpoint of table) {
    const [method = '', path = ''] = endpoint.route.split(' ');
    paths[path] = { ...paths[path], [method.toLowerCase()]: operation(endpoint) };
  }
  return {
    openapi: '3.1.0',
    jsonSchemaDialect: 'https://json-schema.org/draft/2020-12/schema',
    info: { title: 'klikspor', version },
    paths,
    components: {
      schemas: Object.fromEntries(Object.entries(NAMED).map(([name, schema]) => [name, schemaOf(schema, {})])),
      responses: {
        Problem: {
          description: 'Problem details (RFC 9457): what is wrong, field by field, and how to put it right',
          content: PROBLEM,
        },
      },
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer' },
        session: { type: 'apiKey', in: 'cookie', name: COOKIE },
      },
    },
  };
}
