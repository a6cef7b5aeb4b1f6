/**
 * What is derived from the Worker secrets SLUG_KEY_1, SLUG_KEY_2, … (HKDF-SHA256, RFC 5869): slug keys and list keys per
 * domain, the key that telephone numbers are hashed with, those that proofs of domains and links to opt out by number are signed
 * with, and those of gateways and webhooks.
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

/**
 * 16 bytes that numbers are hashed with where they may not be stored (SipHash-2-4), the same for the whole workspace: who
 * opted out of one campaign is found in the list of another, on any domain. Always of the first secret: under another key
 * every hash that is stored would be nobody's.
 */
export async function deriveNumberKey(env: object): Promise<Uint8Array<ArrayBuffer>> {
  newestKeyNumber(env);
  return derive(await masterKey(env, 1), 'number-hash', 16);
}

/** Signs what this deployment says of itself; derived beside the slug keys of the newest secret and telling nothing of them. */
export async function deriveProofKey(env: object): Promise<CryptoKey> {
  const octets = await derive(await masterKey(env, newestKeyNumber(env)), 'domain-proof', 32);
  return crypto.subtle.importKey('raw', octets, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign', 'verify']);
}

/**
 * Encrypts what is kept of others' credentials and of messages, each purpose with a key of its own (AES-GCM, 256 bits). Of the secret that is
 * named: what was sealed with an older one opens as long as that one is there.
 */
export async function deriveSealingKey(env: object, n: number, purpose: string): Promise<CryptoKey> {
  const octets = await derive(await masterKey(env, n), `sealing ${purpose}`, 32);
  return crypto.subtle.importKey('raw', octets, 'AES-GCM', false, ['encrypt', 'decrypt']);
}

/** Signs the links by which people opt out by their number. Always of the first secret: they are in people's messages. */
export async function deriveStopKey(env: object): Promise<CryptoKey> {
  newestKeyNumber(env);
  const octets = await derive(await masterKey(env, 1), 'stop-links', 32);
  return crypto.subtle.importKey('raw', octets, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
}

/** Makes the secrets of callback addresses. Always of the first secret: gateways keep the addresses they were given. */
export async function deriveCallbackKey(env: object): Promise<CryptoKey> {
  newestKeyNumber(env);
  const octets = await derive(await masterKey(env, 1), 'gateway-callbacks', 32);
  return crypto.subtle.importKey('raw', octets, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
}

/** Makes the secrets that webhooks are signed with. Always of the first secret: whoever checks them keeps what they were given. */
export async function deriveWebhookKey(env: object): Promise<CryptoKey> {
  newestKeyNumber(env);
  const octets = await derive(await masterKey(env, 1), 'webhooks', 32);
  return crypto.subtle.importKey('raw', octets, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
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
