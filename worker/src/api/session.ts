/** Signing in to the web app: a one-time code becomes a session, which lives in a cookie. */
import * as v from 'valibot';
import { crowdOf } from '../crowd.ts';
import { workspaceStub } from '../stubs.ts';
import { ALL_SCOPES, credentialIn, giveCookie, randomSecret, SESSION_LIFE_MS, sha256Hex, takeCookie } from './auth.ts';
import { endpoint } from './endpoint.ts';
import { LAST_MOMENT, moment, text } from './fields.ts';
import { ApiProblem, outage } from './problem.ts';
import { scope } from './scope.ts';

export const signIn = v.strictObject({ code: text('The code', 200) });
export type SignIn = v.InferOutput<typeof signIn>;

export const session = v.strictObject({ scopes: v.array(scope), expiresAtMs: moment });
export type Session = v.InferOutput<typeof session>;

export const sessionEndpoints = [
  endpoint({
    route: 'POST /api/session',
    summary: 'Sign in with a one-time code; the answer sets the session cookie',
    access: 'anybody',
    body: signIn,
    refusals: { 401: 'The code is wrong or has been used', 429: 'Too many wrong codes: see retry-after' },
    examples: [{ body: { code: '3f9c0a7be41d52c86e' } }],
    handle: async ({ context, env, body }) => {
      const nowMs = Date.now();
      const secret = randomSecret();
      const outcome = await workspaceStub(env).signIn(
        await sha256Hex(body.code.trim()),
        {
          id: crypto.randomUUID(),
          hash: await sha256Hex(secret),
          name: '',
          scopes: [...ALL_SCOPES],
          createdAtMs: nowMs,
          expiresAtMs: nowMs + SESSION_LIFE_MS,
        },
        nowMs,
        await crowdOf(context.req.header('cf-connecting-ip') ?? ''),
      );
      switch (outcome.outcome) {
        case 'signed-in':
          return giveCookie(context, secret);
        case 'wrong':
          throw new ApiProblem(401, 'The code is wrong or has been used. Ask for a new one: each signs in once.');
        case 'unsure':
          throw outage(
            'Whether the code has been used cannot be told: KV does not answer. The code is still good; try again in a minute.',
          );
        case 'not-set-up':
          throw new ApiProblem(
            503,
            'The secret SIGN_IN_CODE_SHA256 is missing or not 64 hex digits: store the SHA-256 of a new code.',
          );
        case 'too-many': {
          const seconds = Math.ceil(outcome.retryAfterMs / 1_000);
          throw new ApiProblem(429, `Too many wrong codes. Try again in ${seconds} seconds.`, [], {
            'retry-after': String(seconds),
          });
        }
      }
    },
  }),
  endpoint({
    route: 'GET /api/session',
    summary: 'Who is signed in',
    access: 'signed-in',
    answer: session,
    examples: [{}],
    handle: async ({ context }) => {
      const { scopes, expiresAtMs } = credentialIn(context);
      return { scopes, expiresAtMs: expiresAtMs ?? LAST_MOMENT };
    },
  }),
  endpoint({
    route: 'DELETE /api/session',
    summary: 'Sign out',
    access: 'signed-in',
    examples: [{}],
    handle: async ({ context, env }) => {
      const { id, kind } = credentialIn(context);
      if (kind === 'session') await workspaceStub(env).revoke('session', id);
      takeCookie(context);
    },
  }),
];
