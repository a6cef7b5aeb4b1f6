/** Who asks: a session cookie of the web app, or a bearer token. Both are random, stored as SHA-256 only. */
import type { Context } from 'hono';
import { toBase64, toHex } from '../octets.ts';
import type { Credential } from '../rpc/credentials.ts';
import { workspaceStub } from '../stubs.ts';
import { ApiProblem } from './problem.ts';
import { type Scope, scope } from './scope.ts';

export type ApiEnv = { Bindings: Env; Variables: { credential?: Credential } };

/** `__Host-`: sent to this host only, over https only, and no subdomain can set it. */
export const COOKIE = '__Host-klikspor';
export const SESSION_LIFE_MS = 12 * 3_600_000;
export const ALL_SCOPES: readonly Scope[] = scope.options;
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
export const giveCookie = (context: Context<ApiEnv>, secret: string): void =>
  setCookie(context, secret, SESSION_LIFE_MS / 1_000);

export const takeCookie = (context: Context<ApiEnv>): void => setCookie(context, '', 0);

/** A secret needs no escaping: its letters are those of base64url. */
function setCookie(context: Context<ApiEnv>, secret: string, lifeSeconds: number): void {
  context.header(
    'set-cookie',
    `${COOKIE}=${secret}; Max-Age=${lifeSeconds}; Path=/; HttpOnly; Secure; SameSite=Strict`,
  );
}

const cookieIn = (context: Context<ApiEnv>): string | undefined =>
  context.req
    .header('cookie')
    ?.split(';')
    .map((one) => one.trim())
    .find((one) => one.startsWith(`${COOKIE}=`))
    ?.slice(COOKIE.length + 1);

/** Lets the request in, or throws: `access` as an endpoint states it. `admin` has every scope. */
export async function letIn(context: Context<ApiEnv>, access: Scope | 'signed-in' | 'anybody'): Promise<void> {
  if (access === 'anybody') {
    // Another site must not sign its visitor in to an account of its own.
    if (context.req.header('origin') !== undefined) refuseForeignOrigin(context.req.raw);
    return;
  }
  const credential = await credentialOf(context);
  if (access !== 'signed-in' && !credential.scopes.includes(access) && !credential.scopes.includes('admin')) {
    throw new ApiProblem(403, `This token may not do that: it lacks the scope ${access}.`);
  }
  context.set('credential', credential);
}

/** Who was let in. */
export function credentialIn(context: Context<ApiEnv>): Credential {
  const credential = context.get('credential');
  if (credential === undefined) throw new Error('nobody was let in: the endpoint is for anybody');
  return credential;
}

/** A session that was carried on has its cookie carried on, too. An endpoint that ended it has said so itself. */
export function carryOn(context: Context<ApiEnv>): void {
  if (context.get('credential')?.renewed && !context.res.headers.has('set-cookie')) {
    giveCookie(context, cookieIn(context) ?? '');
  }
}

async function credentialOf(context: Context<ApiEnv>): Promise<Credential> {
  const authorization = context.req.header('authorization');
  const cookie = cookieIn(context);
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
function refuseForeignOrigin(request: Request): void {
  // What a GET answers no other page can read, unless it is a WebSocket: browsers let any page open one.
  if ((request.method === 'GET' || request.method === 'HEAD') && !asksForSocket(request)) return;
  const origin = request.headers.get('origin');
  if (origin !== new URL(request.url).origin) {
    throw new ApiProblem(
      403,
      'A signed-in change, or WebSocket, must come from the app itself: the Origin header names another page.',
    );
  }
}

export const asksForSocket = ({ headers }: Request): boolean => headers.get('upgrade')?.toLowerCase() === 'websocket';

function notSignedIn(): ApiProblem {
  return new ApiProblem(401, 'Sign in with a one-time code, or send a token: authorization: Bearer …', [], {
    'www-authenticate': 'Bearer',
  });
}
