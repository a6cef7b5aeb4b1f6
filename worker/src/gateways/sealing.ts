/**
 * What is encrypted at rest, with a key that only the worker's secret gives (AES-256-GCM; the key by HKDF, `slug-keys.ts`):
 * credentials of gateways, what outbox and inbox keep, and messages that are to be sent. Where it is kept, and in a copy of that, it is noise.
 */
import { deriveSealingKey, newestKeyNumber } from '../slug-keys.ts';

/** `of`: whose it is. Moved to another's place it opens no more. */
export interface Sealed {
  /** Which of the worker's secrets. */
  readonly key: number;
  /** Twelve octets of chance, and what was made of the text behind them. */
  readonly octets: Uint8Array<ArrayBuffer>;
}

export type SealedFor = 'gateway-credentials' | 'kept-messages' | `messages ${string}`;

const NONCE_OCTETS = 12;

export class Sealing {
  readonly #env: object;
  readonly #purpose: SealedFor;
  readonly #keys = new Map<number, Promise<CryptoKey>>();

  constructor(env: object, purpose: SealedFor) {
    this.#env = env;
    this.#purpose = purpose;
  }

  /** `key`: of the worker's secrets, by default the newest. */
  async seal(of: string, text: string, key = newestKeyNumber(this.#env)): Promise<Sealed> {
    const iv = crypto.getRandomValues(new Uint8Array(NONCE_OCTETS));
    const parameters = { name: 'AES-GCM', iv, additionalData: new TextEncoder().encode(of) };
    const sealed = await crypto.subtle.encrypt(parameters, await this.#key(key), new TextEncoder().encode(text));
    const octets = new Uint8Array(NONCE_OCTETS + sealed.byteLength);
    octets.set(iv);
    octets.set(new Uint8Array(sealed), NONCE_OCTETS);
    return { key, octets };
  }

  /** Null: it was sealed for another, with another key, or is damaged. */
  async open(of: string, { key, octets }: Sealed): Promise<string | null> {
    const iv = octets.slice(0, NONCE_OCTETS);
    const parameters = { name: 'AES-GCM', iv, additionalData: new TextEncoder().encode(of) };
    const secret = await this.#key(key);
    try {
      const text = await crypto.subtle.decrypt(parameters, secret, octets.slice(NONCE_OCTETS));
      return new TextDecoder().decode(text);
    } catch {
      return null;
    }
  }

  #key(number: number): Promise<CryptoKey> {
    const known = this.#keys.get(number);
    if (known !== undefined) return known;
    const made = deriveSealingKey(this.#env, number, this.#purpose);
    this.#keys.set(number, made);
    return made;
  }
}

/** What seals outbox and inbox. */
export const keptSealing = (env: Env): Sealing => new Sealing(env, 'kept-messages');
