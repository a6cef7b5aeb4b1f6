/** Hashes of numbers as they come in JSON: eight octets each, one behind the other, in base64. */
import * as v from 'valibot';
import { fromBase64 } from '../octets.ts';
import { HASH_OCTETS, HASHES_A_PART } from '../stores/suppressing-store.ts';

const TOLD = 'Hashes are eight octets each, one behind the other, in base64.';

/** Between one and 16,384. */
export const hashes = v.pipe(
  v.string(TOLD),
  v.maxLength(
    Math.ceil((HASHES_A_PART * HASH_OCTETS) / 3) * 4,
    `At most ${HASHES_A_PART} hashes at a time: send several parts.`,
  ),
  v.regex(/^[A-Za-z0-9+/]+={0,2}$/, TOLD),
  v.check((text) => isWhole(text), TOLD),
);

function isWhole(text: string): boolean {
  const octets = text.length % 4 === 0 ? (text.length / 4) * 3 - (/=*$/.exec(text)?.[0].length ?? 0) : -1;
  return octets > 0 && octets % HASH_OCTETS === 0;
}

export const octetsOf = (hashes: string): Uint8Array<ArrayBuffer> => fromBase64(hashes) ?? new Uint8Array();
