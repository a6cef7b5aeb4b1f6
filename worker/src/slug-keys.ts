/**
 * What is derived from the Worker secrets SLUG_KEY_1, SLUG_KEY_2, … (HKDF-SHA256, RFC 5869): slug keys and list keys per
 * domain, and the key that proofs of domains are signed with.
 */
import { fromBase64, toHex } from './octets.ts';

export interface DerivedKey {
  /** 16 bytes for the core's sealer. */
  readonly key: Uint8Array<ArrayBuffer>;
  /** 16 hex digits, derived beside the key and telling nothing of it. */
  readonly fingerprint: string;
}

/** Why a key cannot be derived; the message says what to do and never holds a secret. */
export class SlugKeyError extends Error {}

/** The highest n for which SLUG_KEY_n is set: new domains and campaigns are sealed with it. */
export function newestKeyNumber(env: object): number {
  let n = 0;
  while (secretOf(env, n + 1) !== undefined) n++;
  if (n === 0)
    throw new SlugKeyError('SLUG_KEY_1 is not set: make 32 random bytes, base64, and store them as a secret.');
  return n;
}

export async function deriveSlugKey(env: object, n: number, host: string): Promise<DerivedKey> {
  const master = await masterKey(env, n, host);
  return {
    key: await derive(master, `slug-key ${host}`, 16),
    fingerprint: toHex(await derive(master, `slug-key fingerprint ${host}`, 8)),
  };
}

/** 32 bytes that browsers take the fingerprints of lists with: beside the slug key, and telling nothing of it. */
export async function deriveListKey(env: object, n: number, host: string): Promise<Uint8Array<ArrayBuffer>> {
  return derive(await masterKey(env, n, host), `list-fingerprint ${host}`, 32);
}

/** Signs what this deployment says of itself; derived beside the slug keys of the newest secret and telling nothing of them. */
export async function deriveProofKey(env: object): Promise<CryptoKey> {
  const octets = await derive(await masterKey(env, newestKeyNumber(env)), 'domain-proof', 32);
  return crypto.subtle.importKey('raw', octets, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign', 'verify']);
}

/** `host`: whose campaigns need the secret, for the message. */
async function masterKey(env: object, n: number, host?: string): Promise<CryptoKey> {
  const secret = secretOf(env, n);
  if (secret === undefined && host !== undefined)
    throw new SlugKeyError(`SLUG_KEY_${n} is not set, but ${host} has campaigns sealed with it.`);
  const bytes = fromBase64(secret ?? '');
  if (bytes?.length !== 32) throw new SlugKeyError(`SLUG_KEY_${n} must be 32 bytes in base64.`);
  return crypto.subtle.importKey('raw', bytes, 'HKDF', false, ['deriveBits']);
}

/** Domain separation by `info`: what is derived for two purposes, or for two hosts, shares no output. */
async function derive(master: CryptoKey, purpose: string, octets: number): Promise<Uint8Array<ArrayBuffer>> {
  const info = new TextEncoder().encode(`klikspor ${purpose}`);
  const parameters = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info };
  return new Uint8Array(await crypto.subtle.deriveBits(parameters, master, octets * 8));
}

function secretOf(env: object, n: number): string | undefined {
  const value: unknown = Reflect.get(env, `SLUG_KEY_${n}`);
  return typeof value === 'string' && value !== '' ? value : undefined;
}
