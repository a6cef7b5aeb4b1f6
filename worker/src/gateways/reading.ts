/** What readers of callbacks have in common. */
import type { Delivery } from 'klikspor/reporting';
import { toHex } from '../octets.ts';

/** A callback's body at most, in octets: bulks of 250 reports have room. */
const LONGEST_CALLBACK = 1_048_576;
const LONGEST_TEXT = 4_000;
const LONGEST_SHOWN = 200;

export const MESSAGE_ID = /^[\w-]{1,50}$/;

/** Nothing of what was sent is told again: whoever sends it has it. */
export const unreadable = (): Response => new Response(null, { status: 400 });
export const notTheirs = (): Response => new Response(null, { status: 403 });

/** Null: it is longer than `most`. */
export async function bodyOf(request: Request, most = LONGEST_CALLBACK): Promise<Uint8Array<ArrayBuffer> | null> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of request.body ?? []) {
    length += chunk.byteLength;
    if (length > most) return null;
    chunks.push(chunk);
  }
  const all = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.byteLength;
  }
  return all;
}

export const utf8 = (octets: Uint8Array): string => new TextDecoder().decode(octets);

/** A key of what has none: the same for the same, and telling nothing of it. */
export async function keyOf(...parts: readonly string[]): Promise<string> {
  const octets = new TextEncoder().encode(JSON.stringify(parts));
  return toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', octets)).subarray(0, 16));
}

/** In a time that tells neither length nor beginning: both are hashed, and every octet is compared. */
export async function isSame(one: string, other: string): Promise<boolean> {
  const digest = async (text: string) =>
    new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));
  const [first, second] = await Promise.all([digest(one), digest(other)]);
  return first.reduce((different, octet, at) => different | (octet ^ (second[at] ?? 0)), 0) === 0;
}

/**
 * What a gateway wrote, fit to be stored and shown: in one line, cut, without telephone numbers: six digits or more, however
 * grouped.
 */
export const shown = (written: string): string =>
  written
    .replace(/\+?\d(?:[\s().-]*\d){5,}/g, '…')
    .replace(/[\s\p{C}]+/gu, ' ')
    .trim()
    .slice(0, LONGEST_SHOWN);

/** Of what failed alone: whatever is written beside a delivery says nothing. */
export function reasonOf(state: Delivery, written = ''): { readonly reason?: string } {
  const reason = shown(written);
  return state === 'open' || state === 'delivered' || reason === '' ? {} : { reason };
}

/** A text as somebody sent it: a longer one than any phone sends is cut. */
export const textOf = (written: string): string => written.slice(0, LONGEST_TEXT);

/** A moment of ISO 8601; one without a zone is UTC. */
export function momentIn(written: string | undefined): { readonly atMs?: number } {
  if (written === undefined || written === '') return {};
  const iso = written.trim().replace(' ', 'T');
  const atMs = Date.parse(/(?:Z|[+-]\d\d:?\d\d)$/.test(iso) ? iso : `${iso}Z`);
  return Number.isNaN(atMs) ? {} : { atMs };
}

/**
 * Who wrote, as E.164. A number without a plus sign may be international or national: it is told as both where the country is
 * known, of which one is nobody's.
 */
export function sender(
  written: string,
  countryCode: string | undefined,
): { readonly from: string; readonly maybe?: string } {
  const bare = written
    .trim()
    .replace(/(?<=\d)[\s-]+(?=\d)/g, '')
    .slice(0, 32);
  if (/^00[1-9]\d{6,14}$/.test(bare)) return { from: `+${bare.slice(2)}` };
  const digits = bare.replace(/^0/, '');
  // A short number is a service's, and no person's.
  if (!/^\d{7,15}$/.test(digits)) return { from: bare };
  const national = countryCode === undefined ? undefined : `+${countryCode}${digits}`;
  if (national !== undefined && digits !== bare) return { from: national };
  return { from: `+${digits}`, ...(national !== undefined && { maybe: national }) };
}
