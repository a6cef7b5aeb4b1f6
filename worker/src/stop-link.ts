/**
 * The link that whoever wants to opt out by number is sent: it says which number, as its keyed hash, and until when, signed. So
 * nothing has to be stored until it is used, and nobody can make one for a number whose messages he does not read.
 */
import { toBase64 } from './octets.ts';
import { deriveStopKey } from './slug-keys.ts';

/** People read their messages late. */
const LIFE_MS = 7 * 86_400_000;
const MINUTE_MS = 60_000;
const HASH_OCTETS = 8;
const MINUTE_OCTETS = 4;
/** Of the signature: to try 2^80 of them one by one takes for ever, and the link stands in a text message. */
const SIGNATURE_OCTETS = 10;
const OCTETS = HASH_OCTETS + MINUTE_OCTETS + SIGNATURE_OCTETS;

/** 30 letters, digits, dashes and underscores. `hash`: of the number (`hashNumbers`). */
export async function makeStopToken(env: Env, host: string, hash: Uint8Array, nowMs: number): Promise<string> {
  const said = new Uint8Array(HASH_OCTETS + MINUTE_OCTETS);
  said.set(hash);
  new DataView(said.buffer).setUint32(HASH_OCTETS, Math.floor((nowMs + LIFE_MS) / MINUTE_MS));
  const octets = new Uint8Array(OCTETS);
  octets.set(said);
  octets.set(await signature(env, host, said), said.length);
  return toBase64(octets).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/** The number's hash; null: nobody made it for this host, or it has ended. */
export async function readStopToken(
  env: Env,
  host: string,
  token: string,
  nowMs: number,
): Promise<Uint8Array<ArrayBuffer> | null> {
  if (!/^[\w-]{30}$/.test(token)) return null;
  const octets = Uint8Array.from(atob(token.replaceAll('-', '+').replaceAll('_', '/')), (sign) => sign.charCodeAt(0));
  const said = octets.subarray(0, HASH_OCTETS + MINUTE_OCTETS);
  if (!crypto.subtle.timingSafeEqual(octets.subarray(said.length), await signature(env, host, said))) return null;
  const endsMs = new DataView(octets.buffer).getUint32(HASH_OCTETS) * MINUTE_MS;
  return endsMs < nowMs ? null : octets.slice(0, HASH_OCTETS);
}

async function signature(env: Env, host: string, said: Uint8Array): Promise<Uint8Array> {
  const name = new TextEncoder().encode(host);
  const signed = new Uint8Array(said.length + name.length);
  signed.set(said);
  signed.set(name, said.length);
  const whole = await crypto.subtle.sign('HMAC', await deriveStopKey(env), signed);
  return new Uint8Array(whole, 0, SIGNATURE_OCTETS);
}
