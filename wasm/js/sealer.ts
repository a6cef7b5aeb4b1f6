import type { Core, Sealer, SealerOptions } from '../core.d.ts';
import { checkInteger } from './check.ts';
import type { RawModule } from './raw.d.ts';
import { checkWidth, type RawSampleSlug, readSigns } from './sample-slug.ts';

export interface RawSealer extends RawSampleSlug {
  _slugSealer(width: number, keys: number, highest: number): number;
  _slugDispose(sealer: number): void;
  _slugOpen(sealer: number, length: number): number;
  _slugSeal(sealer: number, firstPlain: number, count: number): number;
  _slugCheckVanity(length: number): number;
  _slugTestRecipient(linksInMessage: number): number;
}

const SLOTS = 16777216;
const UINT32 = 4294967295;
/** Longest token looked at: longer ones are no slugs, whatever they hold. */
const LONGEST = 128;
const KEY_RECORD = 24;
/** Slugs a call writes into the resident buffer: 9 octets each. */
const RUN = 4096;
/** More keys would make a forged slug dear; each costs one inverse permutation. */
const MOST_KEYS = 64;

export function sealerFunctions(
  raw: RawModule & RawSealer,
): Pick<Core, 'createSealer' | 'checkVanitySlug' | 'testRecipient'> {
  const buffer = raw._slugBuffer();

  /** Signs above U+00FF become one that no slug and no name has. */
  const writeToken = (token: string): number => {
    const heap = raw.HEAPU8;
    const length = Math.min(token.length, LONGEST);
    for (let i = 0; i < length; i++) {
      const unit = token.charCodeAt(i);
      heap[buffer + i] = unit < 256 ? unit : 255;
    }
    return length;
  };
  const readText = (length: number): string => readSigns(raw, length);

  const writeKeys = (keys: SealerOptions['keys']): void => {
    const view = new DataView(raw.HEAPU8.buffer, buffer, keys.length * KEY_RECORD);
    keys.forEach(({ key, from, to }, index) => {
      if (key.length !== 16) throw new RangeError(`keys[${index}].key has ${key.length} bytes; it must have 16`);
      checkInteger(`keys[${index}].from`, from, 0, UINT32);
      if (to !== null) checkInteger(`keys[${index}].to`, to, 0, UINT32);
      raw.HEAPU8.set(key, buffer + index * KEY_RECORD);
      view.setUint32(index * KEY_RECORD + 16, from, true);
      view.setUint32(index * KEY_RECORD + 20, to ?? UINT32, true);
    });
  };

  return {
    createSealer({ width, keys, highest }: SealerOptions): Sealer {
      checkWidth(width);
      checkInteger('highest', highest, 0, UINT32);
      checkInteger('keys.length', keys.length, 0, MOST_KEYS);
      writeKeys(keys);
      let sealer = raw._slugSealer(width, keys.length, highest);
      raw.HEAPU8.fill(0, buffer, buffer + keys.length * KEY_RECORD);
      const plainLimit = 49 ** width;
      const live = (): number => {
        if (sealer === 0) throw new TypeError('the sealer was disposed of');
        return sealer;
      };
      const seal = (firstPlain: number, count: number): void => {
        if (raw._slugSeal(live(), firstPlain, count) === 0) {
          throw new RangeError(`no key seals campaign ${Math.floor(firstPlain / SLOTS)} at width ${width}`);
        }
      };

      return Object.freeze({
        open: (pathToken: string): number => raw._slugOpen(live(), writeToken(pathToken)),
        seal(plain: number): string {
          checkInteger('plain', plain, 0, plainLimit - 1);
          seal(plain, 1);
          return readText(width);
        },
        sealRange(campaign: number, linksInMessage: number, firstRecipient: number, count: number) {
          checkInteger('campaign', campaign, 1, Math.floor(plainLimit / SLOTS) - 1);
          checkInteger('linksInMessage', linksInMessage, 1, SLOTS);
          const recipients = Math.floor(SLOTS / linksInMessage);
          checkInteger('firstRecipient', firstRecipient, 0, recipients - 1);
          checkInteger('count', count, 0, recipients - firstRecipient);
          const slugs = count * linksInMessage;
          const first = campaign * SLOTS + firstRecipient * linksInMessage;
          const out = new Uint8Array(slugs * width);
          for (let done = 0; done < slugs; done += RUN) {
            const run = Math.min(RUN, slugs - done);
            seal(first + done, run);
            out.set(raw.HEAPU8.subarray(buffer, buffer + run * width), done * width);
          }
          return out;
        },
        dispose(): void {
          raw._slugDispose(sealer);
          sealer = 0;
        },
      });
    },

    testRecipient(linksInMessage) {
      checkInteger('linksInMessage', linksInMessage, 1, SLOTS);
      return raw._slugTestRecipient(linksInMessage);
    },

    checkVanitySlug(slug) {
      const length = raw._slugCheckVanity(writeToken(slug));
      return length === 0 ? null : readText(length);
    },
  };
}
