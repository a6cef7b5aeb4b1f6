import { deleteCookie } from 'hono/cookie';
import { Hono } from 'hono/tiny';
import type { Session } from '../../api.d.ts';
import { workspaceStub } from '../stubs.ts';
import {
  ALL_SCOPES,
  type ApiEnv,
  COOKIE,
  giveCookie,
  need,
  randomSecret,
  refuseForeignOrigin,
  SESSION_LIFE_MS,
  sha256Hex,
} from './auth.ts';
import { readBody } from './body.ts';
import { ApiProblem, outage } from './problem.ts';
import { signIn } from './schemas.ts';

export const session = new Hono<ApiEnv>()
  .post('/', async (context) => {
    // Another site must not sign its visitor in to an account of its own.
    if (context.req.header('origin') !== undefined) refuseForeignOrigin(context.req.raw);
    const { value } = await readBody(context.req.raw, signIn);
    const nowMs = Date.now();
    const secret = randomSecret();
    const outcome = await workspaceStub(context.env).signIn(
      await sha256Hex(value.code.trim()),
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
        giveCookie(context, secret);
        return context.body(null, 204);
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
  })
  .get('/', need(null), (context) => {
    const { scopes, expiresAtMs } = context.get('credential');
    return context.json<Session>({ scopes, expiresAtMs: expiresAtMs ?? Number.MAX_SAFE_INTEGER });
  })
  .delete('/', need(null), async (context) => {
    const { id, kind } = context.get('credential');
    if (kind === 'session') await workspaceStub(context.env).revoke('session', id);
    deleteCookie(context, COOKIE, { path: '/', secure: true });
    return context.body(null, 204);
  });

/**
 * 0 … 255 of an address, by which sign-in attempts are limited: the address itself is neither stored nor passed on. Of
 * IPv6 the network counts, a household's 64 bits.
 */
async function crowdOf(address: string): Promise<number> {
  const network = address.includes(':') ? (address.split('::')[0] ?? '').split(':').slice(0, 4).join(':') : address;
  const hash = await sha256Hex(network);
  return Number.parseInt(hash.slice(0, 2), 16);
}
