/** Tokens, with which programs ask. A token's secret is shown once; what is stored is its hash. */
import * as v from 'valibot';
import { workspaceStub } from '../stubs.ts';
import { sha256Hex, tokenSecret } from './auth.ts';
import { endpoint } from './endpoint.ts';
import { moment, named } from './fields.ts';
import { ApiProblem, fieldProblem } from './problem.ts';
import { scope } from './scope.ts';

const newToken = v.strictObject({
  name: named('The name', 100),
  scopes: v.pipe(
    v.array(scope),
    v.minLength(1, 'Give at least one scope.'),
    v.maxLength(scope.options.length, 'Name each scope once.'),
    v.check((scopes) => new Set(scopes).size === scopes.length, 'Name each scope once.'),
  ),
  /** Null or absent: it lives until it is revoked. */
  expiresAtMs: v.exactOptional(v.nullable(moment)),
});
export type NewToken = v.InferOutput<typeof newToken>;

const token = v.strictObject({
  id: v.string(),
  name: v.string(),
  scopes: v.array(scope),
  createdAtMs: moment,
  expiresAtMs: v.nullable(moment),
  /** In the answer that made it, and never again. */
  secret: v.exactOptional(v.string()),
});
export type Token = v.InferOutput<typeof token>;

export const tokenEndpoints = [
  endpoint({
    route: 'GET /api/tokens',
    summary: 'API tokens',
    access: 'admin',
    answer: v.strictObject({ entries: v.array(token) }),
    examples: [{}],
    handle: async ({ env }) => ({ entries: await workspaceStub(env).tokens() }),
  }),
  endpoint({
    route: 'POST /api/tokens',
    summary: 'Make a token; its secret is shown once',
    access: 'admin',
    body: newToken,
    answer: token,
    status: 201,
    examples: [{ body: { name: 'Nightly export', scopes: ['hits:read'] } }],
    handle: async ({ env, body: { name, scopes, expiresAtMs = null } }) => {
      const nowMs = Date.now();
      if (expiresAtMs !== null && expiresAtMs <= nowMs) {
        const detail = 'The token would have expired already: choose a later moment, in milliseconds since 1970.';
        throw fieldProblem(422, '/expiresAtMs', 'in-the-past', detail);
      }
      const secret = tokenSecret();
      const made = { id: crypto.randomUUID(), name, scopes, createdAtMs: nowMs, expiresAtMs };
      await workspaceStub(env).addToken({ ...made, hash: await sha256Hex(secret) });
      return { ...made, secret };
    },
  }),
  endpoint({
    route: 'DELETE /api/tokens/{id}',
    summary: 'Revoke a token: from now on it opens nothing',
    access: 'admin',
    refusals: { 404: 'There is no such token' },
    examples: [{ params: { id: '0f8fad5b-d9cb-469f-a165-70867728950e' } }],
    handle: async ({ env, params: { id } }) => {
      if (!(await workspaceStub(env).revoke('token', id))) throw new ApiProblem(404, 'There is no such token.');
    },
  }),
];
