/**
 * Proof that a host leads to this deployment. `/.well-known/klikspor` answers on every host that reaches the worker, with
 * a text that only the deployment's own secret makes, for that host and for some minutes. Whoever asks is the marketer's
 * browser: it goes round as a visitor's does, while a worker's request to its own hosts does not. What it found is proved to
 * the worker by the text itself. Storage is not touched: the host is no link domain yet.
 */
import { hostnameIn, isLocalApp } from './hostname.ts';
import { log } from './log.ts';
import { fromHex, toHex } from './octets.ts';
import { settings } from './settings.ts';
import { deriveProofKey } from './slug-keys.ts';
import { WORKSPACE } from './stubs.ts';

/** As `slugIn` has it: without the first slash. */
export const PROOF_PATH = '.well-known/klikspor';

/** What it begins with tells the answer of some klikspor from that of a server that answers everything with its own page. */
export const PROOF_MARK = 'klikspor-proof';
const FORM = /^klikspor-proof\.(\d{13})\.([\da-f]{64})$/;

/** A person may copy it from one window into another; a name that moved away must not be proved by what it said before. */
const PROOF_LIFE_MS = 10 * 60_000;

export async function answerProof(request: Request, env: Env): Promise<Response> {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    return new Response(null, { status: 405, headers: { allow: 'GET, HEAD', 'cache-control': 'no-store' } });
  }
  const origin = request.headers.get('origin');
  const headers = {
    'content-type': 'text/plain; charset=utf-8',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    vary: 'origin',
    ...(origin !== null && isApp(origin, env) && { 'access-control-allow-origin': origin }),
  };
  try {
    return new Response(await makeProof(env, hostnameIn(request.url), Date.now()), { headers });
  } catch (error) {
    // No usable secret: the API says which, to those who may know.
    log('proof-failure', { error });
    return new Response(null, { status: 503, headers });
  }
}

/** The moment it ends, and its signature. */
export async function makeProof(env: Env, host: string, nowMs: number): Promise<string> {
  const endsAtMs = nowMs + PROOF_LIFE_MS;
  const signature = await crypto.subtle.sign('HMAC', await deriveProofKey(env), signed(host, String(endsAtMs)));
  return `${PROOF_MARK}.${endsAtMs}.${toHex(new Uint8Array(signature))}`;
}

/** Whether `text` was made by this deployment, for this host, some minutes ago at most. */
export async function isProof(env: Env, host: string, text: string, nowMs: number): Promise<boolean> {
  const [, endsAtMs, signature] = FORM.exec(text.trim()) ?? [];
  if (endsAtMs === undefined || signature === undefined || Number(endsAtMs) <= nowMs) return false;
  return crypto.subtle.verify('HMAC', await deriveProofKey(env), fromHex(signature), signed(host, endsAtMs));
}

const signed = (host: string, endsAtMs: string) => new TextEncoder().encode(`${WORKSPACE} ${host} ${endsAtMs}`);

/** Other pages have no business with the answer. A local app may be on any port: tunnels hide which. */
function isApp(origin: string, env: Env): boolean {
  const at = URL.parse(origin);
  if (at === null || !settings(env).appHosts.has(hostnameIn(at.origin))) return false;
  return isLocalApp(at.hostname) || (at.protocol === 'https:' && at.port === '');
}
