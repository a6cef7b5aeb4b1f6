/** Who asks: a session cookie of the web app, or a bearer token. Both are random, stored as SHA-256 only. */
import type { Context, MiddlewareHandler } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import type { Scope } from '../../api.d.ts';
import { toBase64, toHex } from '../octets.ts';
import type { Credential } from '../rpc.ts';
import { workspaceStub } from '../stubs.ts';
import { ApiProblem } from './problem.ts';

export type ApiEnv = { Bindings: Env; Variables: { credential: Credential } };

/** `__Host-`: sent to this host only, over https only, and no subdomain can set it. */
export const COOKIE = '__Host-klikspor';
export const SESSION_LIFE_MS = 12 * 3_600_000;
export const ALL_SCOPES: readonly Scope[] = [
  'campaigns:read',
  'campaigns:write',
  'opt-outs:read',
  'hits:read',
  'admin',
];
const TOKEN_PREFIX = 'klik_';

/** 256 random bits, readable in one line. */
export function randomSecret(prefix = ''): string {
  const base64 = toBase64(crypto.getRandomValues(new Uint8Array(32)));
  return prefix + base64.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

export const tokenSecret = (): string => randomSecret(TOKEN_PREFIX);

export async function sha256Hex(text: string | Uint8Array<ArrayBuffer>): Promise<string> {
  const octets = typeof text === 'string' ? new TextEncoder().encode(text) : text;
  return toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', octets)));
}

/** Lives as long as the session in the catalogue does. */
export function giveCookie(context: Context<ApiEnv>, secret: string): void {
  setCookie(context, COOKIE, secret, {
    path: '/',
    secure: true,
    httpOnly: true,
    sameSite: 'Strict',
    maxAge: SESSION_LIFE_MS / 1_000,
  });
}

/** The route goes on only for a signed-in caller with this scope. `admin` has every scope. */
export function need(scope: Scope | null): MiddlewareHandler<ApiEnv> {
  return async (context, next) => {
    const credential = await credentialOf(context);
    if (scope !== null && !credential.scopes.includes(scope) && !credential.scopes.includes('admin')) {
      throw new ApiProblem(403, `This token may not do that: it lacks the scope ${scope}.`);
    }
    context.set('credential', credential);
    await next();
    // A route that ended the session has said so itself.
    if (credential.renewed && !context.res.headers.has('set-cookie'))
      giveCookie(context, getCookie(context, COOKIE) ?? '');
  };
}

async function credentialOf(context: Context<ApiEnv>): Promise<Credential> {
  const authorization = context.req.header('authorization');
  const cookie = getCookie(context, COOKIE);
  const bearer = authorization && /^bearer +/i.test(authorization) ? authorization.slice(7).trim() : undefined;
  const secret = bearer ?? cookie;
  if (secret === undefined || secret.length > 200) throw notSignedIn();
  if (bearer === undefined) refuseForeignOrigin(context.req.raw);
  const credential = await workspaceStub(context.env).credential(await sha256Hex(secret), Date.now(), SESSION_LIFE_MS);
  // A session is only ever shown as a cookie, a token only ever as a bearer.
  if (credential === null || (credential.kind === 'token') !== (bearer !== undefined)) throw notSignedIn();
  return credential;
}

/** SameSite=Strict keeps other sites out; this also keeps out a page on another port of the same host. */
export function refuseForeignOrigin(request: Request): void {
  if (request.method === 'GET' || request.method === 'HEAD') return;
  const origin = request.headers.get('origin');
  if (origin !== new URL(request.url).origin) {
    throw new ApiProblem(
      403,
      'A signed-in change must come from the app itself: the Origin header names another page.',
    );
  }
}

function notSignedIn(): ApiProblem {
  return new ApiProblem(401, 'Sign in with a one-time code, or send a token: authorization: Bearer …', [], {
    'www-authenticate': 'Bearer',
  });
}
